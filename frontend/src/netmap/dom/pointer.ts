/** Mouse, pen and fingers on the drawing: drag, pinch, wheel, hover, press, and hold. */
import { NOTHING, pick, type Picked } from "./pick";
import type { MapView } from "./mapView";
import type { Store } from "./store";

const DRAG_PX = 5;
const HOLD_MS = 500;
const MOUSE_REACH_PX = 11;
const TOUCH_REACH_PX = 22;
const WHEEL_RATE = 0.0016;
const WHEEL_LINE_PX = 16;
const DOUBLE_FACTOR = 2;

export interface Point {
  x: number;
  y: number;
}

export interface PointerActions {
  readonly hovered: (picked: Picked, at: Point) => void;
  readonly pressed: (picked: Picked) => void;
  /** A long press, or the other button of a mouse. */
  readonly held: (picked: Picked, at: Point) => void;
}

/** What the pointers that are down do. */
interface Hand {
  readonly mapView: MapView;
  readonly store: Store;
  readonly actions: PointerActions;
  readonly down: Map<number, Point>;
  start: Point;
  isDrag: boolean;
  holding: ReturnType<typeof setTimeout> | undefined;
}

export function bindPointer(mapView: MapView, store: Store, actions: PointerActions): void {
  const { element } = mapView;
  const hand: Hand = { mapView, store, actions, down: new Map(), start: { x: 0, y: 0 }, isDrag: false, holding: undefined };
  element.addEventListener("pointerdown", (event) => press(hand, event));
  element.addEventListener("pointermove", (event) => move(hand, event));
  element.addEventListener("pointerup", (event) => lift(hand, event));
  element.addEventListener("pointercancel", (event) => lift(hand, event));
  element.addEventListener("pointerleave", (event) => actions.hovered(NOTHING, pointOf(mapView, event)));
  element.addEventListener("contextmenu", (event) => {
    if (!isOnDrawing(mapView, event)) return;
    event.preventDefault();
    const at = pointOf(mapView, event);
    const picked = pick(mapView, store, { ...at, reach: MOUSE_REACH_PX });
    if (picked.node >= 0) actions.held(picked, at);
  });
  element.addEventListener("dblclick", (event) => {
    if (isOnDrawing(mapView, event)) mapView.zoomAt({ factor: DOUBLE_FACTOR, ...pointOf(mapView, event) });
  });
  element.addEventListener(
    "wheel",
    (event) => {
      if (!isOnDrawing(mapView, event)) return;
      event.preventDefault();
      const at = pointOf(mapView, event);
      actions.hovered(NOTHING, at);
      const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * WHEEL_LINE_PX : event.deltaY;
      mapView.zoomAt({ factor: Math.exp(-pixels * WHEEL_RATE), ...at });
    },
    { passive: false },
  );
}

function pointOf({ element }: MapView, event: MouseEvent): Point {
  const box = element.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

function isOnDrawing({ element }: MapView, { target }: Event): boolean {
  return target === element || target instanceof HTMLCanvasElement;
}

function pickedBy({ mapView, store }: Hand, event: PointerEvent): Picked {
  return pick(mapView, store, { ...pointOf(mapView, event), reach: event.pointerType === "mouse" ? MOUSE_REACH_PX : TOUCH_REACH_PX });
}

function press(hand: Hand, event: PointerEvent): void {
  if (!isOnDrawing(hand.mapView, event) || event.button > 0) return;
  const at = pointOf(hand.mapView, event);
  hand.down.set(event.pointerId, at);
  clearTimeout(hand.holding);
  hand.isDrag = hand.down.size > 1;
  if (hand.isDrag) return;
  hand.start = at;
  if (event.pointerType !== "mouse") hold(hand, pickedBy(hand, event), at);
}

function hold(hand: Hand, picked: Picked, at: Point): void {
  hand.holding = setTimeout(() => {
    // What follows belongs to the long press, it is no short one any more.
    hand.isDrag = true;
    hand.actions.held(picked, at);
  }, HOLD_MS);
}

function move(hand: Hand, event: PointerEvent): void {
  const { mapView, actions, down, start } = hand;
  const point = pointOf(mapView, event);
  const before = down.get(event.pointerId);
  if (!before) {
    if (event.pointerType === "mouse") actions.hovered(isOnDrawing(mapView, event) ? pickedBy(hand, event) : NOTHING, point);
    return;
  }
  if (!hand.isDrag && Math.hypot(point.x - start.x, point.y - start.y) < DRAG_PX) return;
  clearTimeout(hand.holding);
  if (!hand.isDrag || !("dragging" in mapView.element.dataset)) {
    hand.isDrag = true;
    actions.hovered(NOTHING, point);
    mapView.element.setPointerCapture(event.pointerId);
    mapView.element.dataset["dragging"] = "";
  }
  if (down.size === 2) pinch(mapView, down, event.pointerId, point);
  else mapView.panBy({ dx: point.x - before.x, dy: point.y - before.y });
  down.set(event.pointerId, point);
}

function lift(hand: Hand, event: PointerEvent): void {
  clearTimeout(hand.holding);
  const wasDown = hand.down.delete(event.pointerId);
  if (hand.down.size > 0) return;
  delete hand.mapView.element.dataset["dragging"];
  if (!wasDown || hand.isDrag || event.type !== "pointerup") return;
  const picked = pickedBy(hand, event);
  // What was pressed may move away from under the pointer: its note would stay behind.
  hand.actions.hovered(NOTHING, pointOf(hand.mapView, event));
  hand.actions.pressed(picked);
}

function pinch(mapView: MapView, down: ReadonlyMap<number, Point>, moving: number, to: Point): void {
  const other = [...down].find(([id]) => id !== moving)?.[1];
  const from = down.get(moving);
  if (!other || !from) return;
  const before = Math.hypot(from.x - other.x, from.y - other.y);
  const after = Math.hypot(to.x - other.x, to.y - other.y);
  const middle = { x: (to.x + other.x) / 2, y: (to.y + other.y) / 2 };
  mapView.panBy({ dx: (to.x - from.x) / 2, dy: (to.y - from.y) / 2 });
  if (before > 0) mapView.zoomAt({ factor: after / before, ...middle });
}
