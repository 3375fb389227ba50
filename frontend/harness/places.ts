import { present } from "./present";
/** Where made nodes stand: around their hubs, which stand on a ring (many of them on a grid). */

export interface Hub {
  readonly value: number;
  readonly x: number;
  readonly y: number;
  readonly r: number;
  readonly angle: number;
}

const FULL = 65535;
const MOST_ON_RING = 24;

export function ring(count: number): Hub[] {
  const side = Math.ceil(Math.sqrt(count));
  return Array.from({ length: count }, (_, value) => {
    const angle = (value / count) * Math.PI * 2 - Math.PI / 2;
    if (count <= MOST_ON_RING) {
      const at = (turn: number): number => Math.round(FULL / 2 + turn * 24000);
      return { value, x: at(Math.cos(angle)), y: at(Math.sin(angle)), r: 6000, angle };
    }
    const at = (index: number): number => Math.round(((index + 0.5) / side) * FULL);
    return { value, x: at(value % side), y: at(Math.floor(value / side)), r: Math.round((0.4 / side) * FULL), angle };
  });
}

export function placesAround(
  n: number,
  hubs: readonly Hub[],
  of: (node: number) => readonly number[],
  next: () => number,
): { x: Uint16Array; y: Uint16Array } {
  const x = new Uint16Array(n);
  const y = new Uint16Array(n);
  for (let node = 0; node < n; node++) {
    const hubsOfNode = of(node).map((value) => present(hubs[value]));
    const centre = hubsOfNode.length > 0 ? { x: mean(hubsOfNode.map((hub) => hub.x)), y: mean(hubsOfNode.map((hub) => hub.y)) } : { x: FULL / 2, y: FULL / 2 };
    const reach = hubs.length === 0 ? FULL / 2 : hubsOfNode.length === 1 ? present(hubsOfNode[0]).r : 3500;
    const away = Math.sqrt(next()) * reach;
    const turn = next() * Math.PI * 2;
    x[node] = Math.max(0, Math.min(FULL, centre.x + Math.cos(turn) * away));
    y[node] = Math.max(0, Math.min(FULL, centre.y + Math.sin(turn) * away));
  }
  return { x, y };
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
