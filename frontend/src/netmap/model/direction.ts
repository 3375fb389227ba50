/** The next node in a direction, for walking the map by arrow keys. */
import type { Spots } from "./grid";

export type Direction = "up" | "down" | "left" | "right";

const AHEAD: Readonly<Record<Direction, readonly [number, number]>> = {
  up: [0, -1],
  down: [0, 1],
  left: [-1, 0],
  right: [1, 0],
};
/** How much a step aside counts against a step ahead; beyond 60 degrees it is another direction. */
const ASIDE_WEIGHT = 2;
const STEEPEST = Math.sqrt(3);

/** Gives the accepted node nearest ahead of `from` as seen on the screen, or -1; ties go to the lower number. */
export function nearestAhead(
  { x, y }: Spots,
  { from, direction, scaleX, scaleY }: { from: number; direction: Direction; scaleX: number; scaleY: number },
  visible: Uint8Array,
): number {
  const [aheadX, aheadY] = AHEAD[direction];
  let best = -1;
  let bestCost = Infinity;
  for (let node = 0; node < visible.length; node++) {
    if (!visible[node] || node === from) continue;
    const dx = ((x[node] ?? 0) - (x[from] ?? 0)) * scaleX;
    const dy = ((y[node] ?? 0) - (y[from] ?? 0)) * scaleY;
    const ahead = dx * aheadX + dy * aheadY;
    const aside = Math.abs(dx * aheadY + dy * aheadX);
    if (ahead <= 0 || aside > ahead * STEEPEST) continue;
    const cost = ahead + ASIDE_WEIGHT * aside;
    if (cost < bestCost) {
      best = node;
      bestCost = cost;
    }
  }
  return best;
}
