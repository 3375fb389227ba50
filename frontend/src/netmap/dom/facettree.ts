/** Facets within one another as one tree: regions, their subregions, their countries, with a box at every level. */
import { NOT_STATED } from "../model/filter";
import { fold } from "../model/search";
import { type FacetPart, searchField, showChosen } from "./facetlist";
import { type Row, rowFrom, rowOn } from "./facetrow";
import { countsOf, type Hierarchy, type Level } from "./hierarchy";
import { need } from "./hooks";
import type { Store } from "./store";

const MOST_FOUND = 30;

interface Branch {
  readonly item: HTMLElement;
  readonly row: Row;
  readonly level: Level;
  readonly place: number;
  readonly toggle: HTMLButtonElement | null;
  readonly list: HTMLUListElement;
  /** Made when the branch is first opened. */
  children: Branch[] | null;
}

interface Given {
  readonly hierarchy: Hierarchy;
  readonly store: Store;
  readonly pattern: HTMLTemplateElement;
}

export function facetTree(element: HTMLDetailsElement, { hierarchy, store, pattern }: Given): FacetPart {
  const { levels, base } = hierarchy;
  const host = need(element, "[data-facet-rows]", HTMLElement);
  const title = need(element, "[data-facet-title]", HTMLElement);
  const tree = document.createElement("ul");
  const found = document.createElement("ul");
  let branches: Branch[] | null = null;
  let hits: { row: Row; level: Level; place: number }[] = [];
  tree.className = "facet-tree";
  found.className = "facet-tree";
  title.textContent = store.words.say("place");
  const legend = element.querySelector("legend");
  if (legend) legend.textContent = title.textContent;

  function named(level: Level, place: number): Row {
    const value = level.values[place] ?? NOT_STATED;
    const label = store.config.facets.find(({ key }) => key === level.key)?.values.find((one) => one.value === value)?.label;
    return rowOn(rowFrom(pattern, level.key, { value, label: label ?? store.words.say("notStated"), short: "", mark: "", colour: null }), store);
  }

  /** The values of a level that lie within a value of the level above it; those of the first level for null. */
  function placesIn(level: Level, above: { level: Level; place: number } | null): number[] {
    const places = new Set<number>();
    level.holding.forEach((place, value) => {
      if (above && above.level.holding[value] !== above.place) return;
      if (level !== base && value === base.values.length) return;
      if (place < level.values.length || !above) places.add(place);
    });
    return [...places];
  }

  function grow(depth: number, above: { level: Level; place: number } | null): Branch[] {
    const level = levels[depth]!;
    const places = placesIn(level, above).sort((a, b) => a - b);
    if (!above) places.push(level.values.length);
    return [...new Set(places)].map((place) => {
      const item = document.createElement("li");
      const row = named(level, place);
      const list = document.createElement("ul");
      const isLast = depth === levels.length - 1 || place === level.values.length;
      const toggle = isLast ? null : opener(row.label);
      list.hidden = true;
      item.append(...(toggle ? [toggle] : []), row.element, ...(isLast ? [] : [list]));
      const branch: Branch = { item, row, level, place, toggle, list, children: null };
      toggle?.addEventListener("click", () => {
        setOpen(branch, depth, list.hidden);
        refresh();
      });
      return branch;
    });
  }

  function opener(label: string): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "facet-tree__toggle";
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-label", store.words.say("within", { name: label }));
    return button;
  }

  function setOpen(branch: Branch, depth: number, isOpen: boolean): void {
    branch.list.hidden = !isOpen;
    branch.toggle?.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen || branch.children) return;
    branch.children = grow(depth + 1, branch);
    const counts = countsOf(levels[depth + 1]!, store.outcome().counts[base.number]!);
    if (levels[depth + 1] === base) branch.children.sort((a, b) => counts[b.place]! - counts[a.place]! || (a.row.label < b.row.label ? -1 : 1));
    branch.list.append(...branch.children.map(({ item }) => item));
  }

  function search(words: string): void {
    tree.hidden = words !== "";
    found.hidden = words === "";
    hits = [];
    for (const level of words === "" ? [] : levels) {
      for (const place of new Set(level.holding)) {
        if (place === level.values.length || hits.length >= MOST_FOUND) continue;
        const row = named(level, place);
        if (fold(row.label).includes(words)) hits.push({ row, level, place });
      }
    }
    found.replaceChildren(...hits.map(({ row }) => wrapped(row.element)));
    refresh();
  }

  function build(): Branch[] {
    const made = grow(0, null);
    tree.append(...made.map(({ item }) => item));
    host.replaceChildren(tree, found);
    host.before(searchField(store, element, search));
    return made;
  }

  function refresh(): void {
    const { chosen } = store.state();
    showChosen(element, store, levels.reduce((sum, { key }) => sum + (chosen.get(key)?.length ?? 0), 0));
    if (!element.open) return;
    branches ??= build();
    const counts = store.outcome().counts[base.number]!;
    const sums = new Map(levels.map((level) => [level, level === base ? counts : countsOf(level, counts)]));
    const partly = holdingChosen(hierarchy, chosen);
    const show = (row: Row, level: Level, place: number, most: number): void => {
      const count = sums.get(level)![place]!;
      const isChosen = chosen.get(level.key)?.includes(row.value) ?? false;
      row.show({ count, most, isChosen, isPartly: partly.get(level)!.has(place), isHidden: count === 0 && !isChosen && place === level.values.length });
    };
    const visit = (among: readonly Branch[]): void => {
      const most = among.reduce((greatest, { level, place }) => Math.max(greatest, sums.get(level)![place]!), 1);
      for (const { row, level, place, list, children } of among) {
        show(row, level, place, most);
        if (children && !list.hidden) visit(children);
      }
    };
    if (!tree.hidden) visit(branches);
    for (const { row, level, place } of hits) show(row, level, place, sums.get(level)!.reduce((a, b) => Math.max(a, b), 1));
  }

  element.addEventListener("toggle", refresh);
  found.hidden = true;
  return { element, keys: levels.map(({ key }) => key), refresh };
}

function wrapped(element: HTMLElement): HTMLElement {
  const item = document.createElement("li");
  item.append(element);
  return item;
}

/** For each level the places that hold something chosen on a narrower level. */
function holdingChosen({ levels }: Hierarchy, chosen: ReadonlyMap<string, readonly string[]>): ReadonlyMap<Level, ReadonlySet<number>> {
  const holding = new Map(levels.map((level) => [level, new Set<number>()]));
  levels.forEach((level, depth) => {
    for (const value of chosen.get(level.key) ?? []) {
      const place = level.values.indexOf(value);
      level.holding.forEach((held, at) => {
        if (held === place) for (const wider of levels.slice(0, depth)) holding.get(wider)!.add(wider.holding[at]!);
      });
    }
  });
  return holding;
}
