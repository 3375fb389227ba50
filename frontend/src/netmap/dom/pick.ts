/** What stands under a point of the screen. */
import { nearest } from "../model/grid";
import type { MapView } from "./mapView";
import type { Store } from "./store";

export interface Target {
  readonly node: number;
  readonly hub: number;
}

export const NO_TARGET: Target = { node: -1, hub: -1 };

export function pick(mapView: MapView, store: Store, { x, y, reach }: { x: number; y: number; reach: number }): Target {
  const { sx, sy, tx, ty } = mapView.transform();
  const hub = mapView.hubs().findIndex((mark) => {
    const away = Math.hypot(mark.x * sx + tx - x, mark.y * sy + ty - y);
    return mark.count > 0 && away <= mark.radius + 2;
  });
  if (hub >= 0) return { node: -1, hub };
  const { visible } = store.outcome();
  const at = { x: (x - tx) / sx, y: (y - ty) / sy, rx: reach / sx, ry: reach / sy };
  return { node: nearest(mapView.grid(), at, (node) => visible[node] === 1), hub: -1 };
}
