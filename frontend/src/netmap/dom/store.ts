/** The state of the map, what follows from it, and what has arrived so far: places, links, names. */
import type { Config, NamedFacet, NamedGrouping } from "../contract/config";
import type { NodeLinks } from "../contract/links";
import type { Names } from "../contract/names";
import type { Facet, Nodes } from "../contract/nodes";
import type { Places } from "../contract/places";
import type { Words } from "../contract/strings";
import { Unreadable } from "../contract/unreadable";
import { type Known, type MapState, readState } from "../model/address";
import { paletteOf } from "../model/colours";
import { choicesOf, countLit, makeFilter, type Outcome } from "../model/filter";
import { shortestPath, steps, UNREACHED } from "../model/graph";
import { buildIndex, findNames, type NameIndex } from "../model/search";
import { type Sizes, sizesOf } from "../model/sizes";
import { hasOwnChoice, type Hierarchy, hierarchyOf, toldByBase } from "./hierarchy";

/** How a change enters the browser's history. */
export type Record = "push" | "replace" | "none";

export interface Change {
  readonly before: MapState;
  readonly record: Record;
}

/** The ids that the server found for words, or that a stored selection holds. */
export interface Answer {
  readonly q: string;
  readonly only: string | null;
  readonly ids: readonly number[];
}

/** A facet with the names of its values. */
export interface Told {
  readonly named: NamedFacet;
  readonly facet: Facet;
}

export interface Store {
  readonly config: Config;
  readonly words: Words;
  readonly nodes: Nodes;
  readonly known: Known;
  /** The facets that lie within one another; their levels' counts follow from the base's. */
  readonly hierarchy: Hierarchy | null;
  state(): MapState;
  outcome(): Outcome;
  /** The places that are drawn: those of the grouping asked for once they have arrived, until then the ones before. */
  places(): Places;
  /** The grouping that is drawn. */
  grouping(): NamedGrouping;
  isWaiting(): boolean;
  /** The links once they have arrived. */
  links(): NodeLinks | null;
  /** The names once they have arrived. */
  names(): Names | null;
  /** 1 for each node that has the searched words; null while nothing is searched. */
  matches(): Uint8Array | null;
  /** Steps of each node from the one in focus; null while there is none. */
  distances(): Uint8Array | null;
  /** The nodes of the way asked for, both ends included; empty when there is none. */
  way(): readonly number[];
  colouring(): (Told & { readonly palette: Uint8Array }) | null;
  sizes(): Sizes | null;
  setNames(names: Names): void;
  setLinks(links: NodeLinks): void;
  addAnswer(answer: Answer): void;
  change(part: Partial<MapState>, record: Record): void;
  listen(changed: (change: Change) => void): void;
  facet(key: string | null): Told | null;
  nodeOf(id: number): number;
  countriesShown(): number;
  /** How many lit nodes each value of a facet has, the last one for "not stated"; null for a facet there is not. */
  shownOf(key: string | null): Uint32Array | null;
}

export interface Given {
  readonly config: Config;
  readonly words: Words;
  readonly nodes: Nodes;
  /** The places of the grouping the page begins with. */
  readonly places: Places;
  readonly load: (group: string) => Promise<Places>;
  readonly failed: (sentence: string) => void;
}

export function knownOf(config: Config, facets: readonly string[]): Known {
  return {
    groups: config.groupings.map(({ key }) => key).filter((key) => config.places.has(key)),
    facets,
    numbers: config.numbers.map(({ key }) => key),
  };
}

export function makeStore({ config, words, nodes, places: first, load, failed }: Given): Store {
  const facetKeys = nodes.facets.map(({ key }) => key);
  const known = knownOf(config, facetKeys);
  const filter = makeFilter(nodes);
  const hierarchy = hierarchyOf(config.facets, nodes.facets);
  const arrived = new Map([[first.grouping, first]]);
  const listeners: ((change: Change) => void)[] = [];
  let shown = first;
  let isWaiting = false;
  let names: Names | null = null;
  let links: NodeLinks | null = null;
  let index: NameIndex | null = null;
  let answer: Answer | null = null;
  let state = readState(new URLSearchParams(location.search), known);
  let matches: Uint8Array | null = null;
  let distances: Uint8Array | null = null;
  let way: readonly number[] = [];
  let colouring: ReturnType<Store["colouring"]> = null;
  let sizes: { key: string; sizes: Sizes } | null = null;
  let outcome = derive();

  function search(): Uint8Array | null {
    if (!state.q || !names) return null;
    index ??= buildIndex(names);
    const found = findNames(index, state.q);
    if (answer?.q === state.q) for (const id of answer.ids) mark(found, nodeOf(id));
    return found;
  }

  function follow(): void {
    distances = null;
    way = [];
    if (!links) return;
    const { ties, similar } = links;
    if (state.focus) {
      const from = nodeOf(state.focus.id);
      if (from >= 0) distances = steps([ties, similar], from, state.focus.steps);
    }
    if (state.path) {
      const [from, to] = [nodeOf(state.path[0]), nodeOf(state.path[1])];
      // What was declared says more than likeness does: a way by ties alone goes first.
      way = shortestPath([ties], from, to) ?? shortestPath([ties, similar], from, to) ?? [];
    }
  }

  /** What is neither in a facet nor in words: a selection, the surroundings of one, a way. */
  function also(): Uint8Array | null {
    const selection = state.only !== null && answer?.only === state.only && !answer.q ? answer.ids : null;
    if (!matches && !distances && way.length === 0 && !selection) return null;
    const fits = matches ? matches.slice() : new Uint8Array(nodes.n).fill(1);
    const onlyThese = (marks: Uint8Array): void => {
      for (let node = 0; node < nodes.n; node++) if (!marks[node]) fits[node] = 0;
    };
    if (distances) for (let node = 0; node < nodes.n; node++) if (distances[node] === UNREACHED) fits[node] = 0;
    if (way.length > 0) onlyThese(marked(way));
    if (selection) onlyThese(marked(selection.map(nodeOf)));
    return fits;
  }

  function marked(chosen: Iterable<number>): Uint8Array {
    const marks = new Uint8Array(nodes.n);
    for (const node of chosen) mark(marks, node);
    return marks;
  }

  function derive(): Outcome {
    matches = search();
    const choices = choicesOf(nodes.facets, state.chosen, state.all);
    return filter.apply(hierarchy ? toldByBase(hierarchy, choices) : choices, also());
  }

  function tell(before: MapState, record: Record): void {
    for (const listener of listeners) listener({ before, record });
  }

  function refresh(): void {
    follow();
    outcome = derive();
    tell(state, "none");
  }

  async function fetchPlaces(group: string): Promise<void> {
    isWaiting = true;
    try {
      const loaded = await load(group);
      arrived.set(group, loaded);
      if (state.group === group) shown = loaded;
    } catch (problem) {
      if (!(problem instanceof Unreadable || problem instanceof TypeError)) throw problem;
      failed(words.say("placesFailed"));
      if (state.group === group) state = { ...state, group: shown.grouping };
    }
    isWaiting = shown.grouping !== state.group;
    tell(state, "replace");
  }

  function nodeOf(id: number): number {
    return placeOf(nodes.ids, id);
  }

  function facet(key: string | null): Told | null {
    const named = config.facets.find((candidate) => candidate.key === key);
    const found = nodes.facets.find((candidate) => candidate.key === key);
    return named && found ? { named, facet: found } : null;
  }

  function shownOf(key: string | null): Uint32Array | null {
    const number = nodes.facets.findIndex((candidate) => candidate.key === key);
    const found = nodes.facets[number];
    const counts = outcome.counts[number];
    if (!found || !counts) return null;
    // Where nothing narrows a facet but the others, what they leave is what is lit.
    return hasOwnChoice(hierarchy, state.chosen, { key: found.key, number }) ? countLit(found, outcome.lit) : counts;
  }

  return {
    config,
    words,
    nodes,
    known,
    hierarchy,
    state: () => state,
    outcome: () => outcome,
    places: () => shown,
    grouping: () => config.groupings.find(({ key }) => key === shown.grouping) ?? { key: shown.grouping, label: "", facet: null },
    isWaiting: () => isWaiting,
    links: () => links,
    names: () => names,
    matches: () => matches,
    distances: () => distances,
    way: () => way,
    colouring() {
      if (colouring?.named.key === state.colour) return colouring;
      const told = facet(state.colour);
      colouring = told && { ...told, palette: paletteOf(told.named, told.facet) };
      return colouring;
    },
    sizes() {
      const numbers = state.size === null ? undefined : links?.numbers.get(state.size);
      if (state.size === null || !numbers) return null;
      if (sizes?.key !== state.size) sizes = { key: state.size, sizes: sizesOf(numbers) };
      return sizes.sizes;
    },
    setNames(given) {
      names = given;
      refresh();
    },
    setLinks(given) {
      links = given;
      refresh();
    },
    addAnswer(given) {
      answer = given;
      refresh();
    },
    change(part, record) {
      const before = state;
      state = { ...state, ...part };
      const isFollowed = state.focus === before.focus && state.path === before.path;
      if (!isFollowed) follow();
      const isSame = state.chosen === before.chosen && state.all === before.all && state.q === before.q && state.only === before.only;
      if (!isSame || !isFollowed) outcome = derive();
      if (state.group !== before.group) {
        const there = arrived.get(state.group);
        if (there) shown = there;
        isWaiting = !there;
        if (!there) void fetchPlaces(state.group);
      }
      tell(before, record);
    },
    listen: (changed) => void listeners.push(changed),
    facet,
    nodeOf,
    countriesShown: () => shownOf("country")?.subarray(0, -1).filter((count) => count > 0).length ?? 0,
    shownOf,
  };
}

function mark(marks: Uint8Array, node: number): void {
  if (node >= 0) marks[node] = 1;
}

function placeOf(ids: Uint32Array, id: number): number {
  let low = 0;
  let high = ids.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (ids[middle] === id) return middle;
    if ((ids[middle] ?? 0) < id) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
