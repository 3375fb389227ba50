/** The state of the map, what follows from it, and what has arrived so far: places, links, names. */
import type { Config, NamedFacet, NamedGrouping } from "../contract/config";
import type { NodeLinks } from "../contract/links";
import type { Names } from "../contract/names";
import type { Facet, Nodes } from "../contract/nodes";
import type { Positions } from "../contract/places";
import type { Words } from "../contract/strings";
import { Unreadable } from "../contract/unreadable";
import { type StateKeys, type MapState, readState } from "../model/address";
import { paletteOf } from "../model/colours";
import { choicesOf, countVisible, type Filter, makeFilter, type Outcome } from "../model/filter";
import { shortestPath, steps, UNREACHED } from "../model/graph";
import { buildIndex, findNames, type NameIndex } from "../model/search";
import { type Sizes, sizesOf } from "../model/sizes";
import { hasOwnChoice, type Hierarchy, hierarchyOf, choicesByBase } from "./hierarchy";

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
  readonly namedFacet: NamedFacet;
  readonly facet: Facet;
}

export interface Store {
  readonly config: Config;
  readonly words: Words;
  readonly nodes: Nodes;
  readonly stateKeys: StateKeys;
  /** The facets that lie within one another; their levels' counts follow from the base's. */
  readonly hierarchy: Hierarchy | null;
  state(): MapState;
  outcome(): Outcome;
  /** The places that are drawn: those of the grouping asked for once they have arrived, until then the ones before. */
  positions(): Positions;
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
  listen(listener: (change: Change) => void): void;
  facet(key: string | null): NamedValues | null;
  nodeOf(id: number): number;
  countriesShown(): number;
  /** How many visible nodes each value of a facet has, the last one for "not stated"; null for a facet there is not. */
  shownOf(key: string | null): Uint32Array | null;
}

export interface StoreInput {
  readonly config: Config;
  readonly words: Words;
  readonly nodes: Nodes;
  /** The places of the grouping the page begins with. */
  readonly positions: Positions;
  readonly load: (group: string) => Promise<Positions>;
  readonly failed: (sentence: string) => void;
}

export function stateKeysOf(config: Config, facets: readonly string[]): StateKeys {
  return {
    groups: config.groupings.map(({ key }) => key).filter((key) => config.positionUrls.has(key)),
    facets,
    numbers: config.numbers.map(({ key }) => key),
  };
}

/** What a store holds: all that changes, and what it changes by. */
interface StoreContent {
  readonly input: StoreInput;
  readonly stateKeys: StateKeys;
  readonly hierarchy: Hierarchy | null;
  readonly filter: Filter;
  readonly loaded: Map<string, Positions>;
  readonly listeners: ((change: Change) => void)[];
  state: MapState;
  outcome: Outcome;
  /** The places that are drawn. */
  positions: Positions;
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

function contentOf(input: StoreInput): StoreContent {
  const { config, nodes, positions } = input;
  const stateKeys = stateKeysOf(config, nodes.facets.map(({ key }) => key));
  const filter = makeFilter(nodes);
  return {
    input,
    stateKeys,
    filter,
    hierarchy: hierarchyOf(config.facets, nodes.facets),
    loaded: new Map([[positions.grouping, positions]]),
    listeners: [],
    state: readState(new URLSearchParams(location.search), stateKeys),
    outcome: filter.apply([], null),
    positions,
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

export function makeStore(input: StoreInput): Store {
  const { config, words, nodes } = input;
  const content = contentOf(input);
  const { stateKeys, hierarchy } = content;
  derive(content);
  const arrive = (part: Partial<Pick<StoreContent, "names" | "links" | "answer">>): void => {
    Object.assign(content, part);
    follow(content);
    derive(content);
    notify(content, content.state, "none");
  };
  return {
    config,
    words,
    nodes,
    stateKeys,
    hierarchy,
    state: () => content.state,
    outcome: () => content.outcome,
    positions: () => content.positions,
    grouping: () => config.groupings.find(({ key }) => key === content.positions.grouping) ?? { key: content.positions.grouping, label: "", facet: null },
    isWaiting: () => content.isWaiting,
    links: () => content.links,
    names: () => content.names,
    matches: () => content.matches,
    distances: () => content.distances,
    path: () => content.path,
    colouring: () => colouringOf(content),
    sizes: () => sizesNow(content),
    setNames: (names) => arrive({ names }),
    setLinks: (links) => arrive({ links }),
    addAnswer: (answer) => arrive({ answer }),
    change: (part, record) => change(content, part, record),
    listen: (listener) => void content.listeners.push(listener),
    facet: (key) => facetOf(input, key),
    nodeOf: (id) => indexOfId(nodes.ids, id),
    countriesShown: () => countsShown(content, "country")?.subarray(0, -1).filter((count) => count > 0).length ?? 0,
    shownOf: (key) => countsShown(content, key),
  };
}

function change(content: StoreContent, part: Partial<MapState>, record: Record): void {
  const before = content.state;
  const state = { ...before, ...part };
  content.state = state;
  const isFollowed = state.focus === before.focus && state.path === before.path;
  if (!isFollowed) follow(content);
  const isSame = state.chosenValues === before.chosenValues && state.all === before.all && state.q === before.q && state.only === before.only;
  if (!isSame || !isFollowed) derive(content);
  if (state.group !== before.group) {
    const positions = content.loaded.get(state.group);
    if (positions) content.positions = positions;
    content.isWaiting = !positions;
    if (!positions) void fetchPlaces(content, state.group);
  }
  notify(content, before, record);
}

function notify({ listeners }: StoreContent, before: MapState, record: Record): void {
  for (const listener of listeners) listener({ before, record });
}

async function fetchPlaces(content: StoreContent, group: string): Promise<void> {
  const { load, failed, words } = content.input;
  content.isWaiting = true;
  try {
    const positions = await load(group);
    content.loaded.set(group, positions);
    if (content.state.group === group) content.positions = positions;
  } catch (problem) {
    if (!(problem instanceof Unreadable || problem instanceof TypeError)) throw problem;
    failed(words.say("placesFailed"));
    if (content.state.group === group) content.state = { ...content.state, group: content.positions.grouping };
  }
  content.isWaiting = content.positions.grouping !== content.state.group;
  notify(content, content.state, "replace");
}

/** Works out which nodes fit, by words, facets and all else. */
function derive(content: StoreContent): void {
  const { input, state, hierarchy, filter } = content;
  content.matches = search(content);
  const choices = choicesOf(input.nodes.facets, state.chosenValues, state.all);
  content.outcome = filter.apply(hierarchy ? choicesByBase(hierarchy, choices) : choices, extra(content));
}

function search(content: StoreContent): Uint8Array | null {
  const { input, state, names, answer } = content;
  if (!state.q || !names) return null;
  content.index ??= buildIndex(names);
  const matches = findNames(content.index, state.q);
  if (answer?.q === state.q) for (const id of answer.ids) mark(matches, indexOfId(input.nodes.ids, id));
  return matches;
}

/** Works out the surroundings of a project, or the path between two. */
function follow(content: StoreContent): void {
  const { input, state, links } = content;
  content.distances = null;
  content.path = [];
  if (!links) return;
  const { declared, similar } = links;
  if (state.focus) {
    const from = indexOfId(input.nodes.ids, state.focus.id);
    if (from >= 0) content.distances = steps([declared, similar], from, state.focus.steps);
  }
  if (state.path) {
    const [from, to] = [indexOfId(input.nodes.ids, state.path[0]), indexOfId(input.nodes.ids, state.path[1])];
    // What was declared says more than likeness does: a path by declared links alone goes first.
    content.path = shortestPath([declared], from, to) ?? shortestPath([declared, similar], from, to) ?? [];
  }
}

/** What is neither in a facet nor in words: a selection, the surroundings of one, a path. */
function extra({ input: { nodes }, state, answer, matches, distances, path }: StoreContent): Uint8Array | null {
  const selection = state.only !== null && answer?.only === state.only && !answer.q ? answer.ids : null;
  if (!matches && !distances && path.length === 0 && !selection) return null;
  const fits = matches ? matches.slice() : new Uint8Array(nodes.n).fill(1);
  const onlyThese = (fitting: readonly number[]): void => {
    const marks = new Uint8Array(nodes.n);
    for (const node of fitting) mark(marks, node);
    for (let node = 0; node < nodes.n; node++) if (!marks[node]) fits[node] = 0;
  };
  if (distances) for (let node = 0; node < nodes.n; node++) if (distances[node] === UNREACHED) fits[node] = 0;
  if (path.length > 0) onlyThese(path);
  if (selection) onlyThese(selection.map((id) => indexOfId(nodes.ids, id)));
  return fits;
}

function facetOf({ config, nodes }: StoreInput, key: string | null): NamedValues | null {
  const namedFacet = config.facets.find((candidate) => candidate.key === key);
  const facet = nodes.facets.find((candidate) => candidate.key === key);
  return namedFacet && facet ? { namedFacet, facet } : null;
}

function countsShown({ input: { nodes }, hierarchy, state, outcome }: StoreContent, key: string | null): Uint32Array | null {
  const number = nodes.facets.findIndex((candidate) => candidate.key === key);
  const facet = nodes.facets[number];
  const counts = outcome.counts[number];
  if (!facet || !counts) return null;
  // Where nothing narrows a facet but the others, what they leave is what is visible.
  return hasOwnChoice(hierarchy, state.chosenValues, { key: facet.key, number }) ? countVisible(facet, outcome.visible) : counts;
}

function colouringOf(content: StoreContent): StoreContent["colouring"] {
  const { input, state, colouring } = content;
  if (colouring?.namedFacet.key === state.colour) return colouring;
  const values = facetOf(input, state.colour);
  content.colouring = values && { ...values, palette: paletteOf(values.namedFacet, values.facet) };
  return content.colouring;
}

function sizesNow(content: StoreContent): Sizes | null {
  const { state, links, sizes } = content;
  const numbers = state.size === null ? undefined : links?.numbers.get(state.size);
  if (state.size === null || !numbers) return null;
  if (sizes?.key === state.size) return sizes.sizes;
  content.sizes = { key: state.size, sizes: sizesOf(numbers) };
  return content.sizes.sizes;
}

function mark(marks: Uint8Array, node: number): void {
  if (node >= 0) marks[node] = 1;
}

function indexOfId(ids: Uint32Array, id: number): number {
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
