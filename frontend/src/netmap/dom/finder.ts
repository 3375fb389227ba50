/** Searching as one types: the map dims what does not fit; places, categories and names found stand below the field. */
import { fold, wordsOf } from "../model/search";
import { countsOf, toggleValue, withValues } from "./hierarchy";
import { optional } from "./domQuery";
import { describe } from "./nodeLabels";
import type { Store } from "./store";

const WAIT_MS = 160;
const MOST_LISTED = 8;
const MOST_VALUES = 4;

interface Hit {
  readonly key: string;
  readonly value: string;
  readonly label: string;
  readonly kind: string;
  readonly count: number;
}

export interface FinderActions {
  readonly open: (node: number) => void;
  /** Goes where the projects stand that fit. */
  readonly showFitting: () => void;
}

export function bindFinder(root: HTMLElement, store: Store, actions: FinderActions): void {
  const ask = asker(store);
  if (store.state().q || store.state().only !== null) void ask();
  let only = store.state().only;
  store.listen(() => {
    if (store.state().only !== only) void ask();
    only = store.state().only;
  });
  const field = optional(root, "[data-netmap-search]", HTMLInputElement);
  const list = optional(root, "[data-netmap-search-results]", HTMLElement);
  if (!field || !list) return;
  bindField(field, list, (q) => {
    if (q === store.state().q) return;
    store.change({ q }, "replace");
    void ask();
  });
  const submit = optional(root, "[data-netmap-submit]", HTMLElement);
  if (submit) submit.hidden = true;
  bindResults({ field, list, container: field.parentElement ?? field }, store, actions);
}

interface FinderParts {
  readonly field: HTMLInputElement;
  readonly list: HTMLElement;
  /** What holds both. */
  readonly container: HTMLElement;
}

/** What was found goes when the reader turns to something else, and is back with the field. */
function bindResults(parts: FinderParts, store: Store, actions: FinderActions): void {
  const { list, container } = parts;
  const show = (): void => showResults(parts, store, actions);
  container.addEventListener("focusin", () => {
    if (list.hidden) show();
  });
  container.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !container.contains(relatedTarget)) list.hidden = true;
  });
  store.listen(show);
  show();
}

function showResults({ field, list, container }: FinderParts, store: Store, { open, showFitting }: FinderActions): void {
  const { q } = store.state();
  if (document.activeElement !== field) field.value = q;
  list.hidden = q === "" || store.names() === null || !container.contains(document.activeElement);
  list.replaceChildren();
  if (list.hidden) return;
  const { nodes, count } = nodesFound(store);
  const hits = valuesFound(store, q);
  const choose = (hit: Hit): void => {
    chooseValue(store, hit);
    field.value = "";
    field.focus();
    showFitting();
  };
  if (count + hits.length === 0) list.append(sentence(store.words.say("notFound")));
  list.append(...hits.map((hit) => line(hit.label, `${hit.kind} · ${store.words.countOf("projects", hit.count)}`, () => choose(hit))));
  list.append(...nodes.map((node) => nodeEntry(store, node, open)));
  if (count > nodes.length) list.append(sentence(store.words.say("andMore", { count: store.words.number(count - nodes.length) })));
}

/** The first nodes that are shown and have the words, and how many there are of them. */
function nodesFound(store: Store): { nodes: number[]; count: number } {
  const { visible } = store.outcome();
  const matches = store.matches();
  const nodes: number[] = [];
  let count = 0;
  for (let node = 0; node < visible.length; node++) {
    if (!visible[node] || !matches?.[node]) continue;
    if (count++ < MOST_LISTED) nodes.push(node);
  }
  return { nodes, count };
}

/** Choosing a place or a category shows all that belongs to it. */
function chooseValue({ state, hierarchy, change }: Store, { key, value }: Hit): void {
  const { chosenValues } = state();
  const present = chosenValues.get(key) ?? [];
  const isOn = present.includes(value);
  const isInTree = hierarchy?.levels.some((level) => level.key === key) ?? false;
  const nextValues = isOn ? chosenValues : hierarchy && isInTree ? toggleValue(hierarchy, chosenValues, { key, value }) : withValues(chosenValues, key, [...present, value]);
  change({ q: "", chosenValues: nextValues, view: null }, "push");
}

function nodeEntry(store: Store, node: number, open: (node: number) => void): HTMLElement {
  const { title, organisation, country } = describe(store, node);
  return line(title, [organisation, country].filter(Boolean).join(" · "), () => open(node));
}

/** The server also knows summaries, and what a stored selection holds; the names alone answer until it has. */
function asker(store: Store): () => Promise<void> {
  let asking: AbortController | null = null;
  return async () => {
    asking?.abort();
    const { q, only } = store.state();
    const url = store.config.matchesUrl;
    if (!url || (!q && only === null)) return;
    asking = new AbortController();
    const { signal } = asking;
    const mode = new URLSearchParams(location.search).get("match");
    const answerTo = async (words: string, code: string | null): Promise<void> => {
      const address = `${url.replace("{q}", encodeURIComponent(words))}${code === null ? "" : `&only=${encodeURIComponent(code)}`}${mode ? `&match=${encodeURIComponent(mode)}` : ""}`;
      const response = await fetch(address, { signal });
      const answer: unknown = response.ok ? await response.json() : null;
      if (hasIds(answer)) store.addAnswer({ q: words, only: code, ids: answer.ids });
    };
    try {
      if (only !== null) await answerTo("", only);
      if (q) await answerTo(q, null);
    } catch (problem) {
      if (!(problem instanceof DOMException || problem instanceof TypeError || problem instanceof SyntaxError)) throw problem;
    }
  };
}

function bindField(field: HTMLInputElement, list: HTMLElement, search: (q: string) => void): void {
  let timer = 0;
  const now = (): void => search(field.value.split(/\s+/).join(" ").trim());
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(now, WAIT_MS) as unknown as number;
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      now();
      list.querySelector("button")?.focus();
    } else if (event.key === "Escape" && field.value !== "") {
      event.preventDefault();
      field.value = "";
      now();
    } else if (event.key === "ArrowDown") {
      const first = list.querySelector("button");
      if (!first) return;
      event.preventDefault();
      first.focus();
    }
  });
  list.addEventListener("keydown", (event) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const buttons = [...list.querySelectorAll("button")];
    const index = buttons.findIndex((button) => button === document.activeElement) + step;
    if (index < 0) field.focus();
    else buttons[index]?.focus();
  });
}

/** Values of facets whose name has a word that begins with what is sought. */
function valuesFound(store: Store, q: string): Hit[] {
  const words = wordsOf(q).join(" ");
  if (words === "") return [];
  const hits: Hit[] = [];
  const { counts } = store.outcome();
  store.nodes.facets.forEach(({ key, values }, number) => {
    const namedFacet = store.config.facets.find((facet) => facet.key === key);
    const level = store.hierarchy?.levels.find((candidate) => candidate.key === key);
    const facetCounts = counts[(level && store.hierarchy?.base.number) ?? number];
    if (!facetCounts) return;
    const levelCounts = level ? countsOf(level, facetCounts) : facetCounts;
    for (const { value, label } of namedFacet?.values ?? []) {
      if (hits.length >= MOST_VALUES * 3 || !` ${wordsOf(fold(label)).join(" ")}`.includes(` ${words}`)) continue;
      const count = levelCounts[values.indexOf(value)] ?? 0;
      if (count > 0) hits.push({ key, value, label, kind: namedFacet?.label ?? "", count });
    }
  });
  return hits.sort((a, b) => b.count - a.count).slice(0, MOST_VALUES);
}

function line(title: string, about: string, act: () => void): HTMLElement {
  const item = document.createElement("li");
  const button = document.createElement("button");
  const name = document.createElement("bdi");
  const whose = document.createElement("span");
  button.type = "button";
  button.className = "map-search-results__entry";
  name.textContent = title;
  whose.textContent = about;
  button.append(name, whose);
  button.addEventListener("click", act);
  item.append(button);
  return item;
}

function sentence(text: string): HTMLElement {
  const item = document.createElement("li");
  item.className = "map-search-results__note";
  item.textContent = text;
  return item;
}

function hasIds(answer: unknown): answer is { ids: number[] } {
  if (typeof answer !== "object" || answer === null || !("ids" in answer)) return false;
  return Array.isArray(answer.ids) && answer.ids.every((id) => typeof id === "number");
}
