/** Mouse, pen and fingers on the drawing: drag, pinch, wheel, hover, press, and hold. */
import { NOTHING, pick, type Picked } from "./pick";
import type { Stage } from "./stage";
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

export function bindPointer(stage: Stage, store: Store, { hovered, pressed, held }: PointerActions): void {
  const { element } = stage;
  const down = new Map<number, Point>();
  let start: Point = { x: 0, y: 0 };
  let isDrag = false;
  let holding: ReturnType<typeof setTimeout> | undefined;

  const at = (event: MouseEvent): Point => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const isOnDrawing = (event: Event): boolean => event.target === element || event.target instanceof HTMLCanvasElement;
  const picked = (event: PointerEvent): Picked =>
    pick(stage, store, { ...at(event), reach: event.pointerType === "mouse" ? MOUSE_REACH_PX : TOUCH_REACH_PX });

  function hold(event: PointerEvent): void {
    clearTimeout(holding);
    if (event.pointerType === "mouse") return;
    const found = picked(event);
    const point = at(event);
    holding = setTimeout(() => {
      // What follows belongs to the long press, it is no short one any more.
      isDrag = true;
      held(found, point);
    }, HOLD_MS);
  }

  element.addEventListener("pointerdown", (event) => {
    if (!isOnDrawing(event) || event.button > 0) return;
    down.set(event.pointerId, at(event));
    if (down.size === 1) {
      start = at(event);
      isDrag = false;
      hold(event);
    } else {
      isDrag = true;
      clearTimeout(holding);
    }
  });
  element.addEventListener("pointermove", (event) => {
    const point = at(event);
    const before = down.get(event.pointerId);
    if (!before) {
      if (event.pointerType === "mouse") hovered(isOnDrawing(event) ? picked(event) : NOTHING, point);
      return;
    }
    if (!isDrag && Math.hypot(point.x - start.x, point.y - start.y) < DRAG_PX) return;
    clearTimeout(holding);
    if (!isDrag || !("dragging" in element.dataset)) {
      isDrag = true;
      hovered(NOTHING, point);
      element.setPointerCapture(event.pointerId);
      element.dataset["dragging"] = "";
    }
    if (down.size === 2) pinch(stage, down, event.pointerId, point);
    else stage.panBy({ dx: point.x - before.x, dy: point.y - before.y });
    down.set(event.pointerId, point);
  });
  const lift = (event: PointerEvent): void => {
    clearTimeout(holding);
    const wasDown = down.delete(event.pointerId);
    if (down.size > 0) return;
    delete element.dataset["dragging"];
    if (!wasDown || isDrag || event.type !== "pointerup") return;
    const found = picked(event);
    // What was pressed may move away from under the pointer: its note would stay behind.
    hovered(NOTHING, at(event));
    pressed(found);
  };
  element.addEventListener("pointerup", lift);
  element.addEventListener("pointercancel", lift);
  element.addEventListener("pointerleave", (event) => hovered(NOTHING, at(event)));
  element.addEventListener("contextmenu", (event) => {
    if (!isOnDrawing(event)) return;
    event.preventDefault();
    const found = pick(stage, store, { ...at(event), reach: MOUSE_REACH_PX });
    if (found.node >= 0) held(found, at(event));
  });
  element.addEventListener("dblclick", (event) => {
    if (isOnDrawing(event)) stage.zoomAt({ factor: DOUBLE_FACTOR, ...at(event) });
  });
  element.addEventListener(
    "wheel",
    (event) => {
      if (!isOnDrawing(event)) return;
      event.preventDefault();
      hovered(NOTHING, at(event));
      const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * WHEEL_LINE_PX : event.deltaY;
      stage.zoomAt({ factor: Math.exp(-pixels * WHEEL_RATE), ...at(event) });
    },
    { passive: false },
  );
}

function pinch(stage: Stage, down: ReadonlyMap<number, Point>, moving: number, to: Point): void {
  const other = [...down].find(([id]) => id !== moving)?.[1];
  const from = down.get(moving);
  if (!other || !from) return;
  const before = Math.hypot(from.x - other.x, from.y - other.y);
  const after = Math.hypot(to.x - other.x, to.y - other.y);
  const middle = { x: (to.x + other.x) / 2, y: (to.y + other.y) / 2 };
  stage.panBy({ dx: (to.x - from.x) / 2, dy: (to.y - from.y) / 2 });
  if (before > 0) stage.zoomAt({ factor: after / before, ...middle });
}
