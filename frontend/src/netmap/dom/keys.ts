/** The keyboard: walking from node to node, looking closer, opening and closing. */
import { type Direction, nearestAhead } from "../model/direction";
import { nearest } from "../model/grid";
import { WHOLE } from "../view/camera";
import type { Stage } from "./stage";
import type { Store } from "./store";

const ARROWS: Readonly<Record<string, Direction>> = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };
const STEP = 1.5;

export interface KeyActions {
  readonly open: (node: number) => void;
  readonly close: () => unknown;
  readonly told: (node: number) => void;
  /** Chooses a hub's value, or lets it go. */
  readonly hub: (hub: number) => void;
  readonly toldHub: (hub: number) => void;
  readonly outline: () => void;
  readonly search: () => void;
  readonly help: () => void;
}

export function bindKeys(root: HTMLElement, stage: Stage, store: Store, actions: KeyActions): void {
  function walk(direction: Direction): void {
    const { lit } = store.outcome();
    const { focused, selected } = stage.marks();
    const from = focused >= 0 ? focused : selected;
    const { sx: scaleX, sy: scaleY } = stage.transform();
    const ahead = from >= 0 ? nearestAhead(stage.grid().places, { from, direction, scaleX, scaleY }, lit) : middleNode();
    if (ahead < 0) return;
    stage.mark({ focused: ahead, hub: -1 });
    stage.showNode(ahead);
    actions.told(ahead);
  }

  function middleNode(): number {
    const { sx, sy, tx, ty } = stage.transform();
    const { width, height } = stage.viewport();
    const { lit } = store.outcome();
    const middle = { x: (width / 2 - tx) / sx, y: (height / 2 - ty) / sy, rx: width / sx, ry: height / sy };
    return nearest(stage.grid(), middle, (node) => lit[node] === 1);
  }

  const onStage: Readonly<Record<string, () => void>> = {
    "+": () => stage.zoomBy(STEP),
    "=": () => stage.zoomBy(STEP),
    "-": () => stage.zoomBy(1 / STEP),
    "0": () => stage.flyTo(WHOLE),
    h: () => walkHubs(1),
    H: () => walkHubs(-1),
    g: actions.outline,
    Enter: () => openFocused(),
    " ": () => openFocused(),
  };

  function openFocused(): void {
    const { focused, hub } = stage.marks();
    if (focused >= 0) actions.open(focused);
    else if (hub >= 0) actions.hub(hub);
  }

  /** From group to group, in their order; those without a project are left out. */
  function walkHubs(step: number): void {
    const hubs = stage.hubs();
    const { hub } = stage.marks();
    for (let tried = 1; tried <= hubs.length; tried++) {
      const next = (((hub < 0 && step < 0 ? 0 : hub) + step * tried) % hubs.length + hubs.length) % hubs.length;
      if (hubs[next]?.count === 0) continue;
      stage.mark({ hub: next, focused: -1 });
      actions.toldHub(next);
      return;
    }
  }

  stage.element.addEventListener("keydown", (event) => {
    if (event.target !== stage.element || event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = ARROWS[event.key];
    const action = direction ? (): void => walk(direction) : onStage[event.key];
    if (!action) return;
    action();
    event.preventDefault();
  });
  stage.element.addEventListener("blur", () => stage.mark({ focused: -1, hub: -1 }));
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

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input:not([type="checkbox"], [type="radio"]), textarea, select');
}
