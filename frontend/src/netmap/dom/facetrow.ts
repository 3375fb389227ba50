/** One row of a facet: its box, its name, its count and its bar. It touches the page only where something changed. */
import type { NamedValue } from "../contract/config";
import { required } from "./domQuery";
import type { Store } from "./store";

export interface Row {
  readonly element: HTMLElement;
  readonly key: string;
  readonly value: string;
  readonly label: string;
  show(state: RowState): void;
}

interface RowState {
  readonly count: number;
  /** The greatest count among the rows that are compared. */
  readonly most: number;
  readonly isChosen: boolean;
  /** Whether something that lies within is chosen. */
  readonly isPartly?: boolean;
  readonly isHidden?: boolean;
}

export function rowOn(element: HTMLElement, store: Store): Row {
  const box = required(element, "input", HTMLInputElement);
  const count = required(element, "[data-count]", HTMLElement);
  const bar = required(element, "[data-bar]", SVGRectElement);
  let shownCount = -1;
  let width = -1;
  let isHidden = element.hidden;
  return {
    element,
    key: box.name,
    value: box.value,
    label: element.querySelector("[data-label]")?.textContent ?? "",
    show(state) {
      if (state.count !== shownCount) {
        shownCount = state.count;
        count.textContent = store.words.number(shownCount);
        element.classList.toggle("facet__value--none", shownCount === 0);
      }
      const share = Math.round((100 * state.count) / Math.max(1, state.most));
      if (share !== width) {
        width = share;
        bar.setAttribute("width", `${width}%`);
      }
      if (box.checked !== state.isChosen) box.checked = state.isChosen;
      const isPartly = (state.isPartly ?? false) && !state.isChosen;
      if (box.indeterminate !== isPartly) box.indeterminate = isPartly;
      const hides = state.isHidden ?? false;
      if (hides !== isHidden) element.hidden = isHidden = hides;
    },
  };
}

/** Makes a row for a value that the page did not bring. */
export function rowFrom(pattern: HTMLTemplateElement, key: string, { value, label, colour }: NamedValue): HTMLElement {
  const row = required(pattern.content, "[data-facet-row]", HTMLElement).cloneNode(true);
  if (!(row instanceof HTMLElement)) throw new Error("The row to copy is no element.");
  const box = required(row, "input", HTMLInputElement);
  const name = required(row, "[data-label]", HTMLElement);
  box.name = key;
  box.value = value;
  box.checked = false;
  name.textContent = label;
  if (colour !== null) {
    const category = `category-${((colour - 1) % 9) + 1}`;
    const dot = document.createElement("span");
    dot.className = `dot ${category}${colour > 9 ? " category-ring" : ""}`;
    name.before(dot);
    required(row, "svg", SVGElement).classList.add(category);
  }
  return row;
}
