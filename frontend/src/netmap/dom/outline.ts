/** The map as a list of groups: the same state, for those who listen and for those who would rather read. */
import { type Branch, makeTree, type Tree } from "../model/tree";
import { optional, onPress } from "./domQuery";
import { describe, pageOf, pageText } from "./nodeLabels";
import type { MapView } from "./mapView";
import type { Store } from "./store";

const PAGE = 50;

export interface OutlineView {
  open(): void;
  close(): boolean;
}

interface Outline {
  readonly store: Store;
  readonly showProfile: (node: number) => void;
  /** The values whose nodes are listed. */
  readonly openBranches: Set<number>;
  tree: { readonly group: string; readonly tree: Tree } | null;
}

export function bindOutline(root: HTMLElement, { mapView, store, show: showProfile }: { mapView: MapView; store: Store; show: (node: number) => void }): OutlineView {
  const section = optional(root, "[data-netmap-outline]", HTMLElement);
  const groups = optional(root, "[data-netmap-outline-groups]", HTMLElement);
  const outline: Outline = { store, showProfile, openBranches: new Set(), tree: null };
  const refresh = (): void => {
    if (section && !section.hidden && groups) show(outline, groups);
  };

  function open(): void {
    if (!section) return;
    section.hidden = false;
    refresh();
    optional(section, "h2", HTMLElement)?.focus();
  }

  function close(): boolean {
    if (!section || section.hidden) return false;
    section.hidden = true;
    mapView.element.focus({ preventScroll: true });
    return true;
  }

  onPress(root, { outline: open, "close-outline": close });
  store.listen(refresh);
  return { open, close };
}

function treeNow(outline: Outline): Tree {
  const { key, facet } = outline.store.grouping();
  if (outline.tree?.group !== key) {
    outline.openBranches.clear();
    outline.tree = { group: key, tree: makeTree(outline.store.nodes.n, outline.store.facet(facet)?.facet ?? null) };
  }
  return outline.tree.tree;
}

function labelOf(store: Store, value: number): string {
  const { label, facet } = store.grouping();
  if (facet === null) return label;
  return store.facet(facet)?.namedFacet.values[value]?.label ?? store.words.say("notStated");
}

function fill(outline: Outline, list: HTMLElement, value: number): void {
  const { store } = outline;
  const { words } = store;
  const page = { from: list.querySelectorAll(":scope > li > a").length, most: PAGE };
  list.querySelector(":scope > li > button")?.parentElement?.remove();
  const { visible } = store.outcome();
  const nodes = treeNow(outline).nodesOf(value, visible, page);
  list.append(...nodes.map((node) => entry(outline, node)));
  const remaining = Number(list.dataset["count"]) - page.from - nodes.length;
  if (remaining <= 0) return;
  const more = document.createElement("button");
  more.type = "button";
  more.className = "map-outline__more";
  more.textContent = words.say("showMore", { count: words.number(Math.min(PAGE, remaining)) });
  more.addEventListener("click", () => {
    const at = list.childElementCount - 1;
    fill(outline, list, value);
    list.children[at]?.querySelector("a")?.focus();
  });
  const item = document.createElement("li");
  item.append(more);
  list.append(item);
}

function entry({ store, showProfile }: Outline, node: number): HTMLElement {
  const { title, organisation, country } = describe(store, node);
  const item = document.createElement("li");
  const link = document.createElement("a");
  const about = document.createElement("span");
  link.href = store.config.profileUrl.replace("{id}", String(store.nodes.ids[node]));
  link.textContent = title;
  link.dir = "auto";
  about.textContent = [organisation, country].filter(Boolean).join(" · ");
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    showProfile(node);
  });
  item.append(link, about);
  return item;
}

function branch(outline: Outline, { value, count }: Branch): HTMLElement {
  const item = document.createElement("li");
  const toggle = document.createElement("button");
  const list = document.createElement("ul");
  const name = document.createElement("bdi");
  const number = document.createElement("span");
  toggle.type = "button";
  toggle.className = "map-outline__group";
  name.textContent = labelOf(outline.store, value);
  number.className = "map-outline__count";
  number.textContent = outline.store.words.countOf("projects", count);
  toggle.append(name, number);
  list.dataset["count"] = String(count);
  const setOpen = (isOpen: boolean): void => {
    toggle.setAttribute("aria-expanded", String(isOpen));
    list.hidden = !isOpen;
    if (isOpen) outline.openBranches.add(value);
    else outline.openBranches.delete(value);
    if (isOpen && list.childElementCount === 0) fill(outline, list, value);
  };
  toggle.addEventListener("click", () => setOpen(list.hidden));
  setOpen(outline.openBranches.has(value));
  const page = pageLink(outline.store, value);
  item.append(toggle, ...(page ? [page] : []), list);
  return item;
}

function pageLink(store: Store, value: number): HTMLElement | null {
  const key = store.grouping().facet;
  const name = key === null ? undefined : store.facet(key)?.facet.values[value];
  const page = key === null || name === undefined ? null : pageOf(store, key, name);
  if (page === null) return null;
  const link = document.createElement("a");
  link.href = page;
  link.className = "map-outline__page";
  link.textContent = pageText(store, page, labelOf(store, value));
  return link;
}

function show(outline: Outline, groups: HTMLElement): void {
  const { store } = outline;
  const branches = treeNow(outline).branches(store.outcome().visible);
  const key = JSON.stringify([store.grouping().key, branches, store.names() !== null]);
  if (groups.dataset["key"] === key) return;
  groups.dataset["key"] = key;
  groups.replaceChildren(...branches.map((each) => branch(outline, each)));
}
