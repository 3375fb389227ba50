/** Which nodes a choice leaves, and how many nodes each value of each facet has under the choice of the others. */
import type { Facet, Nodes } from "../contract/nodes";

/** For each facet one mark per value and a last one for "not stated"; null = everything. */
export type Wanted = readonly (Uint8Array | null)[];

export interface Outcome {
  /** 1 for each node that fits every choice. */
  readonly lit: Uint8Array;
  readonly litCount: number;
  /** For each facet a count per value, the last one for "not stated". */
  readonly counts: readonly Uint32Array[];
}

const FITS = -1;
const FAILS_TWICE = -2;
export const NOT_STATED = "-";

export function wantedOf(facets: readonly Facet[], chosen: ReadonlyMap<string, readonly string[]>): Wanted {
  return facets.map((facet) => {
    const values = chosen.get(facet.key) ?? [];
    if (values.length === 0) return null;
    const marks = new Uint8Array(facet.values.length + 1);
    for (const value of values) {
      const place = value === NOT_STATED ? facet.values.length : facet.values.indexOf(value);
      if (place >= 0) marks[place] = 1;
    }
    return marks;
  });
}

/** One pass over the nodes; `matches` (1 for each node that has the searched words) is a choice like the others. */
export function applyFilter(nodes: Nodes, wanted: Wanted, matches: Uint8Array | null): Outcome {
  const { facets } = nodes;
  const lit = new Uint8Array(nodes.n);
  const counts = facets.map((facet) => new Uint32Array(facet.values.length + 1));
  let litCount = 0;
  for (let node = 0; node < nodes.n; node++) {
    if (matches && !matches[node]) continue;
    const failing = failingFacet(facets, wanted, node);
    if (failing === FAILS_TWICE) continue;
    if (failing === FITS) {
      lit[node] = 1;
      litCount++;
      for (let f = 0; f < facets.length; f++) countNode(facets[f]!, node, counts[f]!);
    } else countNode(facets[failing]!, node, counts[failing]!);
  }
  return { lit, litCount, counts };
}

/** Counts the lit nodes of each value of one facet, the last one for "not stated". */
export function countLit(facet: Facet, lit: Uint8Array): Uint32Array {
  const counts = new Uint32Array(facet.values.length + 1);
  for (let node = 0; node < lit.length; node++) if (lit[node]) countNode(facet, node, counts);
  return counts;
}

function failingFacet(facets: readonly Facet[], wanted: Wanted, node: number): number {
  let failing = FITS;
  for (let f = 0; f < facets.length; f++) {
    const marks = wanted[f];
    if (!marks || hasWanted(facets[f]!, marks, node)) continue;
    if (failing !== FITS) return FAILS_TWICE;
    failing = f;
  }
  return failing;
}

function hasWanted({ start, item, values }: Facet, marks: Uint8Array, node: number): boolean {
  const from = start[node]!;
  const to = start[node + 1]!;
  if (from === to) return marks[values.length] === 1;
  for (let at = from; at < to; at++) if (marks[item[at]!]) return true;
  return false;
}

function countNode({ start, item, values }: Facet, node: number, counts: Uint32Array): void {
  const from = start[node]!;
  const to = start[node + 1]!;
  if (from === to) counts[values.length]!++;
  for (let at = from; at < to; at++) counts[item[at]!]!++;
}
