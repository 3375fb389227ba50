/** A facet whose values stand in one list. Rows are made and counted only while they can be seen. */
import { NOT_STATED } from "../model/filter";
import { fold } from "../model/search";
import { type Row, rowFrom, rowOn } from "./facetrow";
import { optional, required } from "./domQuery";
import type { Store } from "./store";

/** Facets with more values than this leave out what nobody has under the present choice. */
const SHORT_FACET = 9;
/** Facets with more values than this can be searched. */
const SEARCHED_FROM = 12;

export interface FacetPart {
  readonly element: HTMLDetailsElement;
  readonly keys: readonly string[];
  /** Brings what can be seen up to date. */
  refresh(): void;
}

interface FacetInput {
  readonly key: string;
  readonly number: number;
  readonly store: Store;
  readonly pattern: HTMLTemplateElement;
}

export function facetList(element: HTMLDetailsElement, { key, number, store, pattern }: FacetInput): FacetPart {
  const list = required(element, "[data-facet-rows]", HTMLElement);
  const values = store.nodes.facets[number]?.values ?? [];
  const numberOf = new Map(values.map((value, place) => [value, place]));
  const all = optional(element, "[data-facet-all]", HTMLElement);
  let rows: readonly Row[] | null = null;
  let words = "";

  function build(): readonly Row[] {
    const present = [...list.querySelectorAll<HTMLElement>("[data-facet-row]")];
    const presentValues = new Set(present.map((row) => required(row, "input", HTMLInputElement).value));
    const missing = (store.config.facets.find((facet) => facet.key === key)?.values ?? []).filter(({ value }) => !presentValues.has(value));
    const folded = optional(list, "details", HTMLElement) ?? list;
    const added = missing.map((value) => rowFrom(pattern, key, value));
    folded.append(...added);
    const made = [...present, ...added].map((row) => rowOn(row, store));
    if (made.length > SEARCHED_FROM) list.before(searchField(store, element, search));
    return made;
  }

  function search(text: string): void {
    words = text;
    const more = optional(list, "details", HTMLDetailsElement);
    if (more && words !== "") more.open = true;
    refresh();
  }

  function refresh(): void {
    const chosen = store.state().chosenValues.get(key) ?? [];
    if (all) all.hidden = chosen.length < 2 && !store.state().all.has(key);
    showChosen(element, store, chosen.length);
    if (!element.open) return;
    rows ??= build();
    const more = optional(list, "details", HTMLDetailsElement);
    const counts = store.outcome().counts[number] ?? new Uint32Array(0);
    const most = counts.reduce((greatest, count) => Math.max(greatest, count), 1);
    const isLong = rows.length > SHORT_FACET;
    for (const row of rows) {
      const isChosen = chosen.includes(row.value);
      if (more && !more.open && more.contains(row.element)) {
        if (!isChosen) continue;
        more.open = true;
      }
      const count = counts[row.value === NOT_STATED ? values.length : (numberOf.get(row.value) ?? -1)] ?? 0;
      const isSought = words === "" || fold(row.label).includes(words);
      row.show({ count, most, isChosen, isHidden: !isSought || (isLong && count === 0 && !isChosen) });
    }
  }

  element.addEventListener("toggle", refresh, { capture: true });
  return { element, keys: [key], refresh };
}

/** How many values are chosen stands beside a facet's name, for it may be folded. */
export function showChosen(element: HTMLElement, store: Store, count: number): void {
  const badge = optional(element, "[data-facet-chosen]", HTMLElement);
  if (!badge) return;
  const text = store.words.number(count);
  if (badge.textContent !== text) badge.textContent = text;
  if (badge.hidden !== (count === 0)) badge.hidden = count === 0;
}

export function searchField(store: Store, element: HTMLElement, search: (words: string) => void): HTMLInputElement {
  const field = document.createElement("input");
  field.type = "search";
  field.className = "facet__search";
  const facet = optional(element, "[data-facet-title]", HTMLElement)?.textContent ?? "";
  field.placeholder = store.words.say("searchIn", { facet });
  field.setAttribute("aria-label", field.placeholder);
  field.addEventListener("input", (event) => {
    event.stopPropagation();
    search(fold(field.value.trim()));
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || field.value === "") return;
    event.preventDefault();
    field.value = "";
    search("");
  });
  return field;
}
