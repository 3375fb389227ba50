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
import { choicesOf, countVisible, type Filter, makeFilter, type Outcome } from "../model/filter";
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
export interface NamedValues {
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
  /** The nodes of the path asked for, both ends included; empty when there is none. */
  path(): readonly number[];
  colouring(): (NamedValues & { readonly palette: Uint8Array }) | null;
  sizes(): Sizes | null;
  setNames(names: Names): void;
  setLinks(links: NodeLinks): void;
  addAnswer(answer: Answer): void;
  change(part: Partial<MapState>, record: Record): void;
  listen(changed: (change: Change) => void): void;
  facet(key: string | null): NamedValues | null;
  nodeOf(id: number): number;
  countriesShown(): number;
  /** How many visible nodes each value of a facet has, the last one for "not stated"; null for a facet there is not. */
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

/** What a store holds: all that changes, and what it changes by. */
interface Held {
  readonly given: Given;
  readonly known: Known;
  readonly hierarchy: Hierarchy | null;
  readonly filter: Filter;
  readonly loaded: Map<string, Places>;
  readonly listeners: ((change: Change) => void)[];
  state: MapState;
  outcome: Outcome;
  /** The places that are drawn. */
  places: Places;
  isWaiting: boolean;
  names: Names | null;
  links: NodeLinks | null;
  index: NameIndex | null;
  answer: Answer | null;
  matches: Uint8Array | null;
  distances: Uint8Array | null;
  path: readonly number[];
  colouring: ReturnType<Store["colouring"]>;
  sizes: { readonly key: string; readonly sizes: Sizes } | null;
}

function heldOf(given: Given): Held {
  const { config, nodes, places } = given;
  const known = knownOf(config, nodes.facets.map(({ key }) => key));
  const filter = makeFilter(nodes);
  return {
    given,
    known,
    filter,
    hierarchy: hierarchyOf(config.facets, nodes.facets),
    loaded: new Map([[places.grouping, places]]),
    listeners: [],
    state: readState(new URLSearchParams(location.search), known),
    outcome: filter.apply([], null),
    places,
    isWaiting: false,
    names: null,
    links: null,
    index: null,
    answer: null,
    matches: null,
    distances: null,
    path: [],
    colouring: null,
    sizes: null,
  };
}

export function makeStore(given: Given): Store {
  const { config, words, nodes } = given;
  const held = heldOf(given);
  const { known, hierarchy } = held;
  derive(held);
  const arrive = (part: Partial<Pick<Held, "names" | "links" | "answer">>): void => {
    Object.assign(held, part);
    follow(held);
    derive(held);
    notify(held, held.state, "none");
  };
  return {
    config,
    words,
    nodes,
    known,
    hierarchy,
    state: () => held.state,
    outcome: () => held.outcome,
    places: () => held.places,
    grouping: () => config.groupings.find(({ key }) => key === held.places.grouping) ?? { key: held.places.grouping, label: "", facet: null },
    isWaiting: () => held.isWaiting,
    links: () => held.links,
    names: () => held.names,
    matches: () => held.matches,
    distances: () => held.distances,
    path: () => held.path,
    colouring: () => colouringOf(held),
    sizes: () => sizesNow(held),
    setNames: (names) => arrive({ names }),
    setLinks: (links) => arrive({ links }),
    addAnswer: (answer) => arrive({ answer }),
    change: (part, record) => change(held, part, record),
    listen: (changed) => void held.listeners.push(changed),
    facet: (key) => facetOf(given, key),
    nodeOf: (id) => placeOf(nodes.ids, id),
    countriesShown: () => countsShown(held, "country")?.subarray(0, -1).filter((count) => count > 0).length ?? 0,
    shownOf: (key) => countsShown(held, key),
  };
}

function change(held: Held, part: Partial<MapState>, record: Record): void {
  const before = held.state;
  const state = { ...before, ...part };
  held.state = state;
  const isFollowed = state.focus === before.focus && state.path === before.path;
  if (!isFollowed) follow(held);
  const isSame = state.chosen === before.chosen && state.all === before.all && state.q === before.q && state.only === before.only;
  if (!isSame || !isFollowed) derive(held);
  if (state.group !== before.group) {
    const places = held.loaded.get(state.group);
    if (places) held.places = places;
    held.isWaiting = !places;
    if (!places) void fetchPlaces(held, state.group);
  }
  notify(held, before, record);
}

function notify({ listeners }: Held, before: MapState, record: Record): void {
  for (const listener of listeners) listener({ before, record });
}

async function fetchPlaces(held: Held, group: string): Promise<void> {
  const { load, failed, words } = held.given;
  held.isWaiting = true;
  try {
    const places = await load(group);
    held.loaded.set(group, places);
    if (held.state.group === group) held.places = places;
  } catch (problem) {
    if (!(problem instanceof Unreadable || problem instanceof TypeError)) throw problem;
    failed(words.say("placesFailed"));
    if (held.state.group === group) held.state = { ...held.state, group: held.places.grouping };
  }
  held.isWaiting = held.places.grouping !== held.state.group;
  notify(held, held.state, "replace");
}

/** Works out which nodes fit, by words, facets and all else. */
function derive(held: Held): void {
  const { given, state, hierarchy, filter } = held;
  held.matches = search(held);
  const choices = choicesOf(given.nodes.facets, state.chosen, state.all);
  held.outcome = filter.apply(hierarchy ? toldByBase(hierarchy, choices) : choices, extra(held));
}

function search(held: Held): Uint8Array | null {
  const { given, state, names, answer } = held;
  if (!state.q || !names) return null;
  held.index ??= buildIndex(names);
  const found = findNames(held.index, state.q);
  if (answer?.q === state.q) for (const id of answer.ids) mark(found, placeOf(given.nodes.ids, id));
  return found;
}

/** Works out the surroundings of a project, or the path between two. */
function follow(held: Held): void {
  const { given, state, links } = held;
  held.distances = null;
  held.path = [];
  if (!links) return;
  const { ties, similar } = links;
  if (state.focus) {
    const from = placeOf(given.nodes.ids, state.focus.id);
    if (from >= 0) held.distances = steps([ties, similar], from, state.focus.steps);
  }
  if (state.path) {
    const [from, to] = [placeOf(given.nodes.ids, state.path[0]), placeOf(given.nodes.ids, state.path[1])];
    // What was declared says more than likeness does: a path by ties alone goes first.
    held.path = shortestPath([ties], from, to) ?? shortestPath([ties, similar], from, to) ?? [];
  }
}

/** What is neither in a facet nor in words: a selection, the surroundings of one, a path. */
function extra({ given: { nodes }, state, answer, matches, distances, path }: Held): Uint8Array | null {
  const selection = state.only !== null && answer?.only === state.only && !answer.q ? answer.ids : null;
  if (!matches && !distances && path.length === 0 && !selection) return null;
  const fits = matches ? matches.slice() : new Uint8Array(nodes.n).fill(1);
  const onlyThese = (chosen: readonly number[]): void => {
    const marks = new Uint8Array(nodes.n);
    for (const node of chosen) mark(marks, node);
    for (let node = 0; node < nodes.n; node++) if (!marks[node]) fits[node] = 0;
  };
  if (distances) for (let node = 0; node < nodes.n; node++) if (distances[node] === UNREACHED) fits[node] = 0;
  if (path.length > 0) onlyThese(path);
  if (selection) onlyThese(selection.map((id) => placeOf(nodes.ids, id)));
  return fits;
}

function facetOf({ config, nodes }: Given, key: string | null): NamedValues | null {
  const named = config.facets.find((candidate) => candidate.key === key);
  const facet = nodes.facets.find((candidate) => candidate.key === key);
  return named && facet ? { named, facet } : null;
}

function countsShown({ given: { nodes }, hierarchy, state, outcome }: Held, key: string | null): Uint32Array | null {
  const number = nodes.facets.findIndex((candidate) => candidate.key === key);
  const facet = nodes.facets[number];
  const counts = outcome.counts[number];
  if (!facet || !counts) return null;
  // Where nothing narrows a facet but the others, what they leave is what is visible.
  return hasOwnChoice(hierarchy, state.chosen, { key: facet.key, number }) ? countVisible(facet, outcome.visible) : counts;
}

function colouringOf(held: Held): Held["colouring"] {
  const { given, state, colouring } = held;
  if (colouring?.named.key === state.colour) return colouring;
  const values = facetOf(given, state.colour);
  held.colouring = values && { ...values, palette: paletteOf(values.named, values.facet) };
  return held.colouring;
}

function sizesNow(held: Held): Sizes | null {
  const { state, links, sizes } = held;
  const numbers = state.size === null ? undefined : links?.numbers.get(state.size);
  if (state.size === null || !numbers) return null;
  if (sizes?.key === state.size) return sizes.sizes;
  held.sizes = { key: state.size, sizes: sizesOf(numbers) };
  return held.sizes.sizes;
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
