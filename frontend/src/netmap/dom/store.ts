/** The one place that holds what is asked and what follows from it; everything else listens. */
import type { Config, NamedFacet } from "../contract/config";
import type { Names } from "../contract/names";
import type { Facet, Nodes } from "../contract/nodes";
import type { Words } from "../contract/strings";
import { type MapState, readState } from "../model/address";
import { applyFilter, countLit, type Outcome, wantedOf } from "../model/filter";
import { buildIndex, findNames, type NameIndex } from "../model/search";

/** How a change enters the browser's history. */
export type Record = "push" | "replace" | "none";

export interface Change {
  readonly before: MapState;
  readonly record: Record;
}

export interface Store {
  readonly config: Config;
  readonly words: Words;
  readonly nodes: Nodes;
  readonly facetKeys: readonly string[];
  readonly groupKeys: readonly string[];
  state(): MapState;
  outcome(): Outcome;
  /** The names once they have arrived. */
  names(): Names | null;
  /** 1 for each node that has the searched words; null while nothing is searched. */
  matches(): Uint8Array | null;
  setNames(names: Names): void;
  /** Adds the nodes that the server found by words which are not in the names. */
  addMatches(query: string, ids: readonly number[]): void;
  change(part: Partial<MapState>, record: Record): void;
  listen(changed: (change: Change) => void): void;
  facet(key: string): { named: NamedFacet; facet: Facet } | null;
  nodeOf(id: number): number;
  countriesShown(): number;
}

export function makeStore(config: Config, words: Words, nodes: Nodes): Store {
  const facetKeys = nodes.facets.map((facet) => facet.key);
  const groupKeys = config.groupings.map(({ key }) => key).filter((key) => nodes.groupings.some((g) => g.key === key));
  const listeners: ((change: Change) => void)[] = [];
  let names: Names | null = null;
  let index: NameIndex | null = null;
  let extra: { query: string; nodes: readonly number[] } | null = null;
  let state = readState(new URLSearchParams(location.search), groupKeys, facetKeys);
  let matches: Uint8Array | null = null;
  let outcome = derive();

  function derive(): Outcome {
    matches = null;
    if (state.q && names) {
      index ??= buildIndex(names);
      matches = findNames(index, state.q);
      if (extra?.query === state.q) for (const node of extra.nodes) matches[node] = 1;
    }
    return applyFilter(nodes, wantedOf(nodes.facets, state.chosen), matches);
  }

  function tell(before: MapState, record: Record): void {
    for (const listener of listeners) listener({ before, record });
  }

  const store: Store = {
    config,
    words,
    nodes,
    facetKeys,
    groupKeys,
    state: () => state,
    outcome: () => outcome,
    names: () => names,
    matches: () => matches,
    setNames(given) {
      names = given;
      outcome = derive();
      tell(state, "none");
    },
    addMatches(query, ids) {
      extra = { query, nodes: ids.map(store.nodeOf).filter((node) => node >= 0) };
      outcome = derive();
      tell(state, "none");
    },
    change(part, record) {
      const before = state;
      state = { ...state, ...part };
      if (state.chosen !== before.chosen || state.q !== before.q) outcome = derive();
      tell(before, record);
    },
    listen: (changed) => void listeners.push(changed),
    facet(key) {
      const named = config.facets.find((facet) => facet.key === key);
      const facet = nodes.facets.find((candidate) => candidate.key === key);
      return named && facet ? { named, facet } : null;
    },
    nodeOf: (id) => placeOf(nodes.ids, id),
    countriesShown() {
      const country = nodes.facets.find((facet) => facet.key === "country");
      return country ? countLit(country, outcome.lit).subarray(0, -1).filter((count) => count > 0).length : 0;
    },
  };
  return store;
}

function placeOf(ids: Uint32Array, id: number): number {
  let low = 0;
  let high = ids.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (ids[middle] === id) return middle;
    if (ids[middle]! < id) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
