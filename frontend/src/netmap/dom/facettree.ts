/** Facets within one another as one tree: regions, their subregions, their countries, with a box at every level. */
import { NOT_STATED } from "../model/filter";
import { fold } from "../model/search";
import { type FacetPart, searchField, showChosen } from "./facetlist";
import { type Row, rowFrom, rowOn } from "./facetrow";
import { countsOf, type Hierarchy, type Level } from "./hierarchy";
import { required } from "./domQuery";
import type { Store } from "./store";

const MOST_FOUND = 30;

interface Branch {
  readonly item: HTMLElement;
  readonly row: Row;
  readonly level: Level;
  readonly number: number;
  readonly toggle: HTMLButtonElement | null;
  readonly list: HTMLUListElement;
  /** Made when the branch is first opened. */
  children: Branch[] | null;
}

interface TreeInput {
  readonly hierarchy: Hierarchy;
  readonly store: Store;
  readonly pattern: HTMLTemplateElement;
}

/** The tree as it stands on the page; `refresh` brings what can be seen of it up to date. */
interface TreeView extends TreeInput {
  readonly element: HTMLDetailsElement;
  readonly tree: HTMLUListElement;
  readonly hitList: HTMLUListElement;
  readonly refresh: () => void;
  /** Made when the facet is first opened. */
  branches: Branch[] | null;
  hits: { readonly row: Row; readonly level: Level; readonly number: number }[];
}

export function facetTree(element: HTMLDetailsElement, { hierarchy, store, pattern }: TreeInput): FacetPart {
  const title = required(element, "[data-facet-title]", HTMLElement);
  const refresh = (): void => showTree(view);
  const view: TreeView = { hierarchy, store, pattern, element, tree: list(), hitList: list(), refresh, branches: null, hits: [] };
  title.textContent = store.words.say("place");
  const legend = element.querySelector("legend");
  if (legend) legend.textContent = title.textContent;
  element.addEventListener("toggle", refresh);
  view.hitList.hidden = true;
  return { element, keys: hierarchy.levels.map(({ key }) => key), refresh };
}

function list(): HTMLUListElement {
  const element = document.createElement("ul");
  element.className = "facet-tree";
  return element;
}

function rowOf({ store, pattern }: TreeInput, level: Level, number: number): Row {
  const value = level.values[number] ?? NOT_STATED;
  const label = store.config.facets.find(({ key }) => key === level.key)?.values.find((candidate) => candidate.value === value)?.label;
  return rowOn(rowFrom(pattern, level.key, { value, label: label ?? store.words.say("notStated"), short: "", mark: "", colour: null }), store);
}

/** The values of a level that lie within a value of the level above it; those of the first level for null. */
function placesIn({ base }: Hierarchy, level: Level, above: Pick<Branch, "level" | "number"> | null): number[] {
  const numbers = new Set<number>();
  level.holding.forEach((number, value) => {
    if (above && above.level.holding[value] !== above.number) return;
    if (level !== base && value === base.values.length) return;
    if (number < level.values.length || !above) numbers.add(number);
  });
  return [...numbers];
}

function grow(view: TreeView, depth: number, above: Branch | null): Branch[] {
  const { hierarchy, refresh, store } = view;
  const level = hierarchy.levels[depth];
  if (!level) return [];
  const numbers = placesIn(hierarchy, level, above).sort((a, b) => a - b);
  if (!above) numbers.push(level.values.length);
  return [...new Set(numbers)].map((number) => {
    const item = document.createElement("li");
    const row = rowOf(view, level, number);
    const inner = document.createElement("ul");
    const isLast = depth === hierarchy.levels.length - 1 || number === level.values.length;
    const toggle = isLast ? null : toggleOf(store, row.label);
    inner.hidden = true;
    item.append(...(toggle ? [toggle] : []), row.element, ...(isLast ? [] : [inner]));
    const branch: Branch = { item, row, level, number, toggle, list: inner, children: null };
    toggle?.addEventListener("click", () => {
      setOpen(view, branch, { depth, isOpen: inner.hidden });
      refresh();
    });
    return branch;
  });
}

function toggleOf({ words }: Store, label: string): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "facet-tree__toggle";
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-label", words.say("within", { name: label }));
  return button;
}

function setOpen(view: TreeView, branch: Branch, { depth, isOpen }: { depth: number; isOpen: boolean }): void {
  branch.list.hidden = !isOpen;
  branch.toggle?.setAttribute("aria-expanded", String(isOpen));
  if (!isOpen || branch.children) return;
  branch.children = grow(view, depth + 1, branch);
  const { levels, base } = view.hierarchy;
  const counts = baseCounts(view);
  if (levels[depth + 1] === base) branch.children.sort((a, b) => (counts[b.number] ?? 0) - (counts[a.number] ?? 0) || (a.row.label < b.row.label ? -1 : 1));
  branch.list.append(...branch.children.map(({ item }) => item));
}

function baseCounts({ store, hierarchy: { base } }: TreeView): Uint32Array {
  return store.outcome().counts[base.number] ?? new Uint32Array(base.values.length + 1);
}

function search(view: TreeView, words: string): void {
  view.tree.hidden = words !== "";
  view.hitList.hidden = words === "";
  view.hits = [];
  for (const level of words === "" ? [] : view.hierarchy.levels) {
    for (const number of new Set(level.holding)) {
      if (number === level.values.length || view.hits.length >= MOST_FOUND) continue;
      const row = rowOf(view, level, number);
      if (fold(row.label).includes(words)) view.hits.push({ row, level, number });
    }
  }
  view.hitList.replaceChildren(...view.hits.map(({ row }) => wrapped(row.element)));
  view.refresh();
}

function build(view: TreeView): Branch[] {
  const { element, store, tree, hitList } = view;
  const host = required(element, "[data-facet-rows]", HTMLElement);
  const branches = grow(view, 0, null);
  tree.append(...branches.map(({ item }) => item));
  host.replaceChildren(tree, hitList);
  host.before(searchField(store, element, (words) => search(view, words)));
  return branches;
}

function showTree(view: TreeView): void {
  const { element, store, hierarchy, tree } = view;
  const { chosenValues } = store.state();
  showChosen(element, store, hierarchy.levels.reduce((sum, { key }) => sum + (chosenValues.get(key)?.length ?? 0), 0));
  if (!element.open) return;
  view.branches ??= build(view);
  const counts = baseCounts(view);
  const sums = new Map(hierarchy.levels.map((level) => [level, countsOf(level, counts)]));
  const partly = holdingChosen(hierarchy, chosenValues);
  const countOf = (level: Level, number: number): number => sums.get(level)?.[number] ?? 0;
  const show = (row: Row, { level, number, most }: { level: Level; number: number; most: number }): void => {
    const count = countOf(level, number);
    const isChosen = chosenValues.get(level.key)?.includes(row.value) ?? false;
    const isPartly = partly.get(level)?.has(number) ?? false;
    row.show({ count, most, isChosen, isPartly, isHidden: count === 0 && !isChosen && number === level.values.length });
  };
  const visit = (among: readonly Branch[]): void => {
    const most = among.reduce((greatest, { level, number }) => Math.max(greatest, countOf(level, number)), 1);
    for (const { item, row, level, number, list: inner, children } of among) {
      show(row, { level, number, most });
      item.hidden = row.element.hidden;
      if (children && !inner.hidden) visit(children);
    }
  };
  if (!tree.hidden) visit(view.branches);
  for (const { row, level, number } of view.hits) show(row, { level, number, most: (sums.get(level) ?? counts).reduce((a, b) => Math.max(a, b), 1) });
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
      const number = level.values.indexOf(value);
      level.holding.forEach((holder, at) => {
        if (holder === number) for (const wider of levels.slice(0, depth)) holding.get(wider)?.add(wider.holding[at] ?? wider.values.length);
      });
    }
  });
  return holding;
}
