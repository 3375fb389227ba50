/** Where the map's places (0..65535 both ways) come to stand on the screen, in CSS pixels. A view counts in shares of the extent. */
import type { View } from "../model/address";
import type { Spots } from "../model/grid";
import type { Box } from "./labels";

export interface Viewport {
  readonly width: number;
  readonly height: number;
  /** Room kept free at the sides, for labels and tools. */
  readonly inset: { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number };
  /** What lies over the upper and the lower edge, and boxes that lie elsewhere; no label goes there. */
  readonly covered: { readonly top: number; readonly bottom: number; readonly boxes: readonly Box[] };
  /** The places that the whole map fills. */
  readonly extent: Extent;
}

export interface Extent {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** screen = place * s + t. */
export interface Transform {
  readonly sx: number;
  readonly sy: number;
  readonly tx: number;
  readonly ty: number;
  readonly zoom: number;
}

export const FULL = 65535;
export const WHOLE_MAP: View = { cx: 0.5, cy: 0.5, zoom: 1 };
export const MAX_ZOOM = 40;
/** The whole map is as small as people make it; only what makes room for a sheet goes further. */
const LEAST_ZOOM = 0.3;
/** The map stretches towards the screen's shape, yet never so far that its circles stop looking round. */
const MAX_STRETCH = 1.3;
const SMALLEST_SIDE = 40;
/** A part nearly as large as the whole is seen in it. */
const LEAST_NEARER = 1.4;
/** How far from what covers the lower edge a place in sight stands. */
const CLEAR_PX = 28;
const SMALLEST_EXTENT = 4000;

export function transformOf(view: View, viewport: Viewport): Transform {
  const { width, height } = freeSides(viewport);
  const { x0, y0, x1, y1 } = viewport.extent;
  const sx = (Math.min(width, height * MAX_STRETCH) * view.zoom) / (x1 - x0);
  const sy = (Math.min(height, width * MAX_STRETCH) * view.zoom) / (y1 - y0);
  const middle = middleOf(viewport);
  return {
    sx,
    sy,
    tx: middle.x - (x0 + view.cx * (x1 - x0)) * sx,
    ty: middle.y - (y0 + view.cy * (y1 - y0)) * sy,
    zoom: view.zoom,
  };
}

/** Zooms by a factor so that the place under a screen point stays under it. */
export function zoomAt(view: View, viewport: Viewport, { factor, x, y }: { factor: number; x: number; y: number }): View {
  const zoom = Math.min(MAX_ZOOM, Math.max(Math.min(1, view.zoom), view.zoom * factor));
  const grown = zoom / view.zoom;
  const middle = middleOf(viewport);
  return panBy({ ...view, zoom }, viewport, { dx: (middle.x - x) * (grown - 1), dy: (middle.y - y) * (grown - 1) });
}

export function panBy(view: View, viewport: Viewport, { dx, dy }: { dx: number; dy: number }): View {
  const { sx, sy } = transformOf(view, viewport);
  const { x0, y0, x1, y1 } = viewport.extent;
  return within({ zoom: view.zoom, cx: view.cx - dx / sx / (x1 - x0), cy: view.cy - dy / sy / (y1 - y0) });
}

/** The places that nodes and hubs fill; never empty. */
export function extentOf(positions: Spots, hubs: readonly { readonly x: number; readonly y: number }[]): Extent {
  let [x0, y0, x1, y1] = [FULL, FULL, 0, 0];
  const take = (x: number, y: number): void => {
    if (x < x0) x0 = x;
    if (x > x1) x1 = x;
    if (y < y0) y0 = y;
    if (y > y1) y1 = y;
  };
  for (let i = 0; i < positions.x.length; i++) take(positions.x[i] ?? 0, positions.y[i] ?? 0);
  for (const hub of hubs) take(hub.x, hub.y);
  const [wide, high] = [Math.max(SMALLEST_EXTENT, x1 - x0), Math.max(SMALLEST_EXTENT, y1 - y0)];
  const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
  return { x0: x - wide / 2, x1: x + wide / 2, y0: y - high / 2, y1: y + high / 2 };
}

export function extentBetween(from: Extent, to: Extent, share: number): Extent {
  const part = (key: keyof Extent): number => from[key] + (to[key] - from[key]) * share;
  return { x0: part("x0"), y0: part("y0"), x1: part("x1"), y1: part("y1") };
}

/** Moves just so far that a place stands inside the free area. */
export function bringIntoSight(view: View, viewport: Viewport, point: { x: number; y: number }): View {
  const { sx, sy, tx, ty } = transformOf(view, viewport);
  const { inset, covered, width, height } = viewport;
  const lower = height - Math.max(inset.bottom, covered.bottom + CLEAR_PX);
  const x = point.x * sx + tx;
  const y = point.y * sy + ty;
  const dx = Math.min(0, width - inset.right - x) + Math.max(0, inset.left - x);
  const dy = Math.min(0, lower - y) + Math.max(0, inset.top - y);
  return dx === 0 && dy === 0 ? view : panBy(view, viewport, { dx, dy });
}

/** A view of a part of the map, as near as it allows and no nearer than given. */
export function viewOf(part: Extent, { extent }: Viewport, nearest: number): View {
  const [wide, high] = [extent.x1 - extent.x0, extent.y1 - extent.y0];
  const zoom = Math.min(nearest, wide / (part.x1 - part.x0), high / (part.y1 - part.y0));
  if (zoom < LEAST_NEARER) return WHOLE_MAP;
  return within({ zoom, cx: ((part.x0 + part.x1) / 2 - extent.x0) / wide, cy: ((part.y0 + part.y1) / 2 - extent.y0) / high });
}

/**
 * A view in which a part of the map stands within a free box of the screen: the view as it is where it does already, else
 * no nearer than it, and further away than the whole map where the box is smaller than the map's usual room.
 */
export function viewWithin(view: View, viewport: Viewport, { part, free }: { part: Extent; free: Box }): View {
  const now = transformOf(view, viewport);
  const [left, right, top, bottom] = [part.x0 * now.sx + now.tx, part.x1 * now.sx + now.tx, part.y0 * now.sy + now.ty, part.y1 * now.sy + now.ty];
  if (left >= free.x && right <= free.x + free.width && top >= free.y && bottom <= free.y + free.height) return view;
  const fitting = Math.min(free.width / Math.max(1, right - left), free.height / Math.max(1, bottom - top));
  const zoom = Math.max(LEAST_ZOOM, view.zoom * Math.min(1, fitting));
  const { sx, sy } = transformOf({ ...view, zoom }, viewport);
  const middle = middleOf(viewport);
  const { x0, y0, x1, y1 } = viewport.extent;
  const cx = (part.x0 + part.x1) / 2 - (free.x + free.width / 2 - middle.x) / sx;
  const cy = (part.y0 + part.y1) / 2 - (free.y + free.height / 2 - middle.y) / sy;
  return { zoom, cx: (cx - x0) / (x1 - x0), cy: (cy - y0) / (y1 - y0) };
}

/** The part of the screen that tools, sheets and what else lies over the map leave free. */
export function freeBox({ width, height, inset, covered }: Viewport): Box {
  const y = covered.top + CLEAR_PX;
  return { x: inset.left, y, width: Math.max(SMALLEST_SIDE, width - inset.left - inset.right), height: Math.max(SMALLEST_SIDE, height - covered.bottom - CLEAR_PX - y) };
}

export function isWhole(view: View): boolean {
  return view.zoom === 1 && view.cx === WHOLE_MAP.cx && view.cy === WHOLE_MAP.cy;
}

/** A view between two, zooming by equal factors. */
export function between(from: View, to: View, share: number): View {
  return {
    cx: from.cx + (to.cx - from.cx) * share,
    cy: from.cy + (to.cy - from.cy) * share,
    zoom: from.zoom * (to.zoom / from.zoom) ** share,
  };
}

/** The room for the map, in square pixels. */
export function freeArea(viewport: Viewport): number {
  const { width, height } = freeSides(viewport);
  return width * height;
}

/** Slow at both ends. */
export function eased(share: number): number {
  return share < 0.5 ? 4 * share ** 3 : 1 - (-2 * share + 2) ** 3 / 2;
}

function within(view: View): View {
  const clamp = (part: number): number => Math.min(1, Math.max(0, part));
  return { zoom: view.zoom, cx: clamp(view.cx), cy: clamp(view.cy) };
}

function freeSides({ width, height, inset }: Viewport): { width: number; height: number } {
  return {
    width: Math.max(SMALLEST_SIDE, width - inset.left - inset.right),
    height: Math.max(SMALLEST_SIDE, height - inset.top - inset.bottom),
  };
}

export function middleOf({ width, height, inset }: Viewport): { x: number; y: number } {
  return { x: (inset.left + width - inset.right) / 2, y: (inset.top + height - inset.bottom) / 2 };
}

const SAME_PLACE = 0.002;
const SAME_ZOOM = 0.02;

/** Whether two views look the same, up to the rounding of an address. */
export function isSameView(a: View, b: View): boolean {
  return Math.abs(a.cx - b.cx) < SAME_PLACE && Math.abs(a.cy - b.cy) < SAME_PLACE && Math.abs(a.zoom - b.zoom) < SAME_ZOOM;
}
