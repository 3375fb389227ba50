/** One row of a facet: its box, its name, its count and its bar. It touches the page only where something changed. */
import type { NamedValue } from "../contract/config";
import { required } from "./domQuery";
import type { Store } from "./store";

export interface Row {
  readonly element: HTMLElement;
  readonly key: string;
  readonly value: string;
  readonly label: string;
  show(told: Told): void;
}

interface Told {
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
  let shown = -1;
  let width = -1;
  let isHidden = element.hidden;
  return {
    element,
    key: box.name,
    value: box.value,
    label: element.querySelector("[data-label]")?.textContent ?? "",
    show(told) {
      if (told.count !== shown) {
        shown = told.count;
        count.textContent = store.words.number(shown);
        element.classList.toggle("facet__value--none", shown === 0);
      }
      const share = Math.round((100 * told.count) / Math.max(1, told.most));
      if (share !== width) {
        width = share;
        bar.setAttribute("width", `${width}%`);
      }
      if (box.checked !== told.isChosen) box.checked = told.isChosen;
      const isPartly = (told.isPartly ?? false) && !told.isChosen;
      if (box.indeterminate !== isPartly) box.indeterminate = isPartly;
      const hides = told.isHidden ?? false;
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
