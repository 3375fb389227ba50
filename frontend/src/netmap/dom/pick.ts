/** What stands under a point of the screen. */
import { nearest } from "../model/grid";
import type { Stage } from "./stage";
import type { Store } from "./store";

export interface Picked {
  readonly node: number;
  readonly hub: number;
}

export const NOTHING: Picked = { node: -1, hub: -1 };

export function pick(stage: Stage, store: Store, { x, y, reach }: { x: number; y: number; reach: number }): Picked {
  const { sx, sy, tx, ty } = stage.transform();
  const hub = stage.hubs().findIndex((mark) => {
    const away = Math.hypot(mark.x * sx + tx - x, mark.y * sy + ty - y);
    return mark.count > 0 && away <= mark.radius + 2;
  });
  if (hub >= 0) return { node: -1, hub };
  const { lit } = store.outcome();
  const at = { x: (x - tx) / sx, y: (y - ty) / sy, rx: reach / sx, ry: reach / sy };
  return { node: nearest(stage.grid(), at, (node) => lit[node] === 1), hub: -1 };
}
