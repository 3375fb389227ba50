/** Mouse, pen and fingers on the drawing: drag, pinch, wheel, hover, press, and hold. */
import { NO_TARGET, pick, type Target } from "./pick";
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
  readonly hovered: (target: Target, at: Point) => void;
  readonly pressed: (target: Target) => void;
  /** A long press, or the other button of a mouse. */
  readonly held: (target: Target, at: Point) => void;
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
  element.addEventListener("pointerleave", (event) => actions.hovered(NO_TARGET, pointOf(mapView, event)));
  element.addEventListener("contextmenu", (event) => {
    if (!isOnDrawing(mapView, event)) return;
    event.preventDefault();
    const at = pointOf(mapView, event);
    const target = pick(mapView, store, { ...at, reach: MOUSE_REACH_PX });
    if (target.node >= 0) actions.held(target, at);
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
      actions.hovered(NO_TARGET, at);
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

function pickedBy({ mapView, store }: Hand, event: PointerEvent): Target {
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

function hold(hand: Hand, target: Target, at: Point): void {
  hand.holding = setTimeout(() => {
    // What follows belongs to the long press, it is no short one any more.
    hand.isDrag = true;
    hand.actions.held(target, at);
  }, HOLD_MS);
}

function move(hand: Hand, event: PointerEvent): void {
  const { mapView, actions, down, start } = hand;
  const point = pointOf(mapView, event);
  const before = down.get(event.pointerId);
  if (!before) {
    if (event.pointerType === "mouse") actions.hovered(isOnDrawing(mapView, event) ? pickedBy(hand, event) : NO_TARGET, point);
    return;
  }
  if (!hand.isDrag && Math.hypot(point.x - start.x, point.y - start.y) < DRAG_PX) return;
  clearTimeout(hand.holding);
  if (!hand.isDrag || !("dragging" in mapView.element.dataset)) {
    hand.isDrag = true;
    actions.hovered(NO_TARGET, point);
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
  const target = pickedBy(hand, event);
  // What was pressed may move away from under the pointer: its note would stay behind.
  hand.actions.hovered(NO_TARGET, pointOf(hand.mapView, event));
  hand.actions.pressed(target);
}

function pinch(mapView: MapView, down: ReadonlyMap<number, Point>, moving: number, to: Point): void {
  const secondFinger = [...down].find(([id]) => id !== moving)?.[1];
  const from = down.get(moving);
  if (!secondFinger || !from) return;
  const before = Math.hypot(from.x - secondFinger.x, from.y - secondFinger.y);
  const after = Math.hypot(to.x - secondFinger.x, to.y - secondFinger.y);
  const middle = { x: (to.x + secondFinger.x) / 2, y: (to.y + secondFinger.y) / 2 };
  mapView.panBy({ dx: (to.x - from.x) / 2, dy: (to.y - from.y) / 2 });
  if (before > 0) mapView.zoomAt({ factor: after / before, ...middle });
}
