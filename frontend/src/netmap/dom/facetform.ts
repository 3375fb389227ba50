/** The facets' form: its choices steer the map at once, and its counts, bars and rows follow the map. */
import type { NamedValue } from "../contract/config";
import { NOT_STATED } from "../model/filter";
import { need, onPress } from "./hooks";
import type { Store } from "./store";

/** Facets with more values than this leave out what nobody has under the present choice. */
const SHORT_FACET = 9;

interface Row {
  readonly element: HTMLElement;
  readonly box: HTMLInputElement;
  /** Place among the facet's values; the last one = not stated. */
  readonly place: number;
  readonly count: Element | null;
  readonly bar: Element | null;
}

interface Shown {
  readonly key: string;
  readonly facet: number;
  readonly rows: readonly Row[];
  readonly isLong: boolean;
}

export function bindFacets(root: HTMLElement, store: Store): void {
  const form = need(root, "form[data-netmap-facets]", HTMLFormElement);
  const pattern = need(root, "template[data-netmap-row]", HTMLTemplateElement);
  const shown = store.facetKeys.flatMap((key, facet) => {
    const list = form.querySelector(`[data-facet="${CSS.escape(key)}"]`);
    return list instanceof HTMLElement ? [showFacet(list, { key, facet, store, pattern })] : [];
  });

  function readChoice(): Map<string, readonly string[]> {
    const chosen = new Map<string, readonly string[]>();
    for (const { key, rows } of shown) {
      const values = rows.filter((row) => row.box.checked).map((row) => row.box.value);
      if (values.length > 0) chosen.set(key, values);
    }
    return chosen;
  }

  function writeChoice(): void {
    const { chosen, group } = store.state();
    for (const { key, rows } of shown) {
      for (const { box, element } of rows) {
        box.checked = chosen.get(key)?.includes(box.value) ?? false;
        const folded = box.checked ? element.closest("details") : null;
        if (folded) folded.open = true;
      }
    }
    for (const radio of form.querySelectorAll<HTMLInputElement>('input[name="group"]')) radio.checked = radio.value === group;
  }

  function showCounts(): void {
    const { counts } = store.outcome();
    for (const { facet, rows, isLong } of shown) {
      const most = Math.max(1, ...rows.map((row) => counts[facet]![row.place] ?? 0));
      for (const row of rows) {
        const count = counts[facet]![row.place] ?? 0;
        if (row.count) row.count.textContent = store.words.number(count);
        row.bar?.setAttribute("width", `${Math.round((100 * count) / most)}%`);
        row.element.classList.toggle("facet__value--none", count === 0);
        row.element.hidden = isLong && count === 0 && !row.box.checked;
      }
    }
    const chosen = [...store.state().chosen.values()].reduce((sum, values) => sum + values.length, 0);
    for (const badge of root.querySelectorAll<HTMLElement>("[data-netmap-chosen]")) {
      badge.textContent = store.words.number(chosen);
      badge.hidden = chosen === 0;
    }
    for (const clear of root.querySelectorAll<HTMLElement>('[data-netmap-do="clear"]')) {
      clear.hidden = chosen === 0 && !store.state().q;
    }
  }

  form.addEventListener("change", (event) => {
    if (!(event.target instanceof HTMLInputElement)) return;
    if (event.target.name === "group") store.change({ group: event.target.value, view: null }, "replace");
    else if (event.target.type === "checkbox") store.change({ chosen: readChoice() }, "replace");
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  onPress(root, { clear: () => store.change({ chosen: new Map(), q: "" }, "replace") });
  store.listen(() => {
    writeChoice();
    showCounts();
  });
  writeChoice();
  showCounts();
}

function showFacet(
  list: HTMLElement,
  { key, facet, store, pattern }: { key: string; facet: number; store: Store; pattern: HTMLTemplateElement },
): Shown {
  const values = store.nodes.facets[facet]!.values;
  const boxes = [...list.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')];
  const present = new Set(boxes.map((box) => box.value));
  const named = store.config.facets.find((candidate) => candidate.key === key);
  const missing = (named?.values ?? []).filter(({ value }) => !present.has(value));
  const rest = list.querySelector("details") ?? list.querySelector("[data-facet-rows]") ?? list;
  for (const value of missing) {
    const row = rowOf(pattern, key, value);
    if (!row) continue;
    rest.append(row);
    boxes.push(need(row, "input", HTMLInputElement));
  }
  const rows = boxes.map((box) => {
    const element = box.closest<HTMLElement>("[data-facet-row]") ?? box;
    const place = box.value === NOT_STATED ? values.length : values.indexOf(box.value);
    return { element, box, place, count: element.querySelector("[data-count]"), bar: element.querySelector("[data-bar]") };
  });
  return { key, facet, rows, isLong: rows.length > SHORT_FACET };
}

/** Makes a row for a value that the server left out because nobody had it under the first choice. */
function rowOf(pattern: HTMLTemplateElement, key: string, { value, label }: NamedValue): HTMLElement | null {
  const row = pattern.content.firstElementChild?.cloneNode(true);
  if (!(row instanceof HTMLElement)) return null;
  const box = need(row, "input", HTMLInputElement);
  box.name = key;
  box.value = value;
  box.id = `${key}-${value}`;
  need(row, "[data-label]", HTMLElement).textContent = label;
  return row;
}
