/** The keyboard: walking from node to node, looking closer, opening and closing. */
import { type Direction, nearestAhead } from "../model/direction";
import { nearest } from "../model/grid";
import { WHOLE_MAP } from "../view/camera";
import type { MapView } from "./mapView";
import type { Store } from "./store";

const ARROWS: Readonly<Record<string, Direction>> = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };
const STEP = 1.5;

export interface KeyActions {
  readonly open: (node: number) => void;
  readonly close: () => unknown;
  /** Says a node, and shows its note beside it. */
  readonly describe: (node: number) => void;
  /** Chooses a hub's value, or lets it go. */
  readonly hub: (hub: number) => void;
  readonly describeHub: (hub: number) => void;
  /** The map has lost the focus: its note goes. */
  readonly left: () => void;
  readonly outline: () => void;
  readonly search: () => void;
  readonly help: () => void;
}

interface Keyboard {
  readonly mapView: MapView;
  readonly store: Store;
  readonly actions: KeyActions;
}

export function bindKeys(root: HTMLElement, mapView: MapView, store: Store, actions: KeyActions): void {
  const keyboard = { mapView, store, actions };
  const onStage: Readonly<Record<string, () => void>> = {
    "+": () => mapView.zoomBy(STEP),
    "=": () => mapView.zoomBy(STEP),
    "-": () => mapView.zoomBy(1 / STEP),
    "0": () => mapView.flyTo(WHOLE_MAP),
    h: () => walkHubs(keyboard, 1),
    H: () => walkHubs(keyboard, -1),
    g: actions.outline,
    Enter: () => openFocused(keyboard),
    " ": () => openFocused(keyboard),
  };

  mapView.element.addEventListener("keydown", (event) => {
    if (event.target !== mapView.element || event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = ARROWS[event.key];
    const action = direction ? (): void => walk(keyboard, direction) : onStage[event.key];
    if (!action) return;
    action();
    event.preventDefault();
  });
  mapView.element.addEventListener("blur", () => {
    actions.left();
    mapView.mark({ focused: -1, hub: -1 });
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === "Escape") {
      if (root.contains(document.activeElement) || document.activeElement === document.body) actions.close();
      return;
    }
    if (isTyping(event.target)) return;
    if (event.key === "/") actions.search();
    else if (event.key === "?") actions.help();
    else return;
    event.preventDefault();
  });
}

function walk({ mapView, store, actions }: Keyboard, direction: Direction): void {
  const { visible } = store.outcome();
  const { focused, selected } = mapView.marks();
  const from = focused >= 0 ? focused : selected;
  const { sx: scaleX, sy: scaleY } = mapView.transform();
  const ahead = from >= 0 ? nearestAhead(mapView.grid().positions, { from, direction, scaleX, scaleY }, visible) : middleNode(mapView, store);
  if (ahead < 0) return;
  mapView.mark({ focused: ahead, hub: -1 });
  mapView.showNode(ahead);
  actions.describe(ahead);
}

function middleNode(mapView: MapView, store: Store): number {
  const { sx, sy, tx, ty } = mapView.transform();
  const { width, height } = mapView.viewport();
  const { visible } = store.outcome();
  const middle = { x: (width / 2 - tx) / sx, y: (height / 2 - ty) / sy, rx: width / sx, ry: height / sy };
  return nearest(mapView.grid(), middle, (node) => visible[node] === 1);
}

function openFocused({ mapView, actions }: Keyboard): void {
  const { focused, hub } = mapView.marks();
  if (focused >= 0) actions.open(focused);
  else if (hub >= 0) actions.hub(hub);
}

/** From group to group, in their order; those without a project are left out. */
function walkHubs({ mapView, actions }: Keyboard, step: number): void {
  const hubs = mapView.hubs();
  const { hub } = mapView.marks();
  for (let attempt = 1; attempt <= hubs.length; attempt++) {
    const next = (((hub < 0 && step < 0 ? 0 : hub) + step * attempt) % hubs.length + hubs.length) % hubs.length;
    if (hubs[next]?.count === 0) continue;
    mapView.mark({ hub: next, focused: -1 });
    actions.describeHub(next);
    return;
  }
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input:not([type="checkbox"], [type="radio"]), textarea, select');
}
