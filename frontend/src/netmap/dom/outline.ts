/** The map as a list of groups: the same state, for those who listen and for those who would rather read. */
import { makeTree, type Tree } from "../model/tree";
import { find, onPress } from "./hooks";
import { tell } from "./naming";
import type { Stage } from "./stage";
import type { Store } from "./store";

const PAGE = 50;

export interface OutlineView {
  open(): void;
  close(): boolean;
}

export function bindOutline(root: HTMLElement, { stage, store, show: showProfile }: { stage: Stage; store: Store; show: (node: number) => void }): OutlineView {
  const section = find(root, "[data-netmap-outline]", HTMLElement);
  const groups = find(root, "[data-netmap-outline-groups]", HTMLElement);
  const { words } = store;
  const opened = new Set<number>();
  let tree: { group: string; tree: Tree } | null = null;

  function treeNow(): Tree {
    const { key, facet } = store.grouping();
    if (tree?.group !== key) {
      opened.clear();
      tree = { group: key, tree: makeTree(store.nodes.n, store.facet(facet)?.facet ?? null) };
    }
    return tree.tree;
  }

  function labelOf(value: number): string {
    const { label, facet } = store.grouping();
    if (facet === null) return label;
    return store.facet(facet)?.named.values[value]?.label ?? words.say("notStated");
  }

  function fill(list: HTMLElement, value: number): void {
    const page = { from: list.querySelectorAll(":scope > li > a").length, most: PAGE };
    list.querySelector(":scope > li > button")?.parentElement?.remove();
    const { lit } = store.outcome();
    const nodes = treeNow().nodesOf(value, lit, page);
    list.append(...nodes.map(entry));
    const left = Number(list.dataset["count"]) - page.from - nodes.length;
    if (left <= 0) return;
    const more = document.createElement("button");
    more.type = "button";
    more.className = "map-outline__more";
    more.textContent = words.say("showMore", { count: words.number(Math.min(PAGE, left)) });
    more.addEventListener("click", () => {
      const at = list.childElementCount - 1;
      fill(list, value);
      list.children[at]?.querySelector("a")?.focus();
    });
    const item = document.createElement("li");
    item.append(more);
    list.append(item);
  }

  function entry(node: number): HTMLElement {
    const { title, organisation, country } = tell(store, node);
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

  function branch({ value, count }: { value: number; count: number }): HTMLElement {
    const item = document.createElement("li");
    const toggle = document.createElement("button");
    const list = document.createElement("ul");
    const name = document.createElement("bdi");
    const number = document.createElement("span");
    toggle.type = "button";
    toggle.className = "map-outline__group";
    name.textContent = labelOf(value);
    number.className = "map-outline__count";
    number.textContent = words.counted("projects", count);
    toggle.append(name, number);
    list.dataset["count"] = String(count);
    const setOpen = (isOpen: boolean): void => {
      toggle.setAttribute("aria-expanded", String(isOpen));
      list.hidden = !isOpen;
      if (isOpen) opened.add(value);
      else opened.delete(value);
      if (isOpen && list.childElementCount === 0) fill(list, value);
    };
    toggle.addEventListener("click", () => setOpen(list.hidden));
    setOpen(opened.has(value));
    item.append(toggle, list);
    return item;
  }

  function show(): void {
    if (!section || section.hidden || !groups) return;
    const branches = treeNow().branches(store.outcome().lit);
    const key = JSON.stringify([store.grouping().key, branches, store.names() !== null]);
    if (groups.dataset["key"] === key) return;
    groups.dataset["key"] = key;
    groups.replaceChildren(...branches.map(branch));
  }

  function open(): void {
    if (!section) return;
    section.hidden = false;
    show();
    find(section, "h2", HTMLElement)?.focus();
  }

  function close(): boolean {
    if (!section || section.hidden) return false;
    section.hidden = true;
    stage.element.focus({ preventScroll: true });
    return true;
  }

  onPress(root, { outline: open, "close-outline": close });
  store.listen(show);
  return { open, close };
}
