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
  readonly close: () => void;
  readonly told: (node: number) => void;
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
    stage.mark({ focused: ahead });
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
    Enter: () => openFocused(),
    " ": () => openFocused(),
  };

  function openFocused(): void {
    const { focused } = stage.marks();
    if (focused >= 0) actions.open(focused);
  }

  stage.element.addEventListener("keydown", (event) => {
    if (event.target !== stage.element || event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = ARROWS[event.key];
    if (direction) walk(direction);
    else if (onStage[event.key]) onStage[event.key]!();
    else return;
    event.preventDefault();
  });
  stage.element.addEventListener("blur", () => stage.mark({ focused: -1 }));
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
