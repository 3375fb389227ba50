/** The map as a tree for those who listen: hubs with their counts, and under each its visible nodes, read when opened. */
import type { Facet } from "../contract/nodes";

export interface Branch {
  /** The facet's value by number; -1 = not stated, or the only branch of a grouping without a facet. */
  readonly value: number;
  readonly count: number;
}

export interface Tree {
  /** The branches with visible nodes: in the facet's order, "not stated" last. O(values + items) when asked. */
  branches(visible: Uint8Array): Branch[];
  /** Visible nodes of a branch in ascending order, skipping `from` of them, at most `most`. */
  nodesOf(value: number, visible: Uint8Array, page: { from: number; most: number }): number[];
}

/** Makes the tree of a grouping's facet; without one all n nodes hang on one branch. */
export function makeTree(n: number, facet: Facet | null): Tree {
  const last = facet?.values.length ?? 0;
  let index: Index | null = null;
  const indexed = (): Index => (index ??= inverted(n, facet));
  const runOf = (value: number): number => (value === -1 ? last : value);
  return {
    branches(visible) {
      const { start, node } = indexed();
      const branches: Branch[] = [];
      for (let value = 0; value <= last; value++) {
        let count = 0;
        for (let at = start[value] ?? 0; at < (start[value + 1] ?? 0); at++) count += visible[node[at] ?? 0] ?? 0;
        if (count > 0) branches.push({ value: value === last ? -1 : value, count });
      }
      return branches;
    },
    nodesOf(value, visible, { from, most }) {
      const { start, node } = indexed();
      const nodes: number[] = [];
      let visibleCount = 0;
      for (let at = start[runOf(value)] ?? 0; at < (start[runOf(value) + 1] ?? 0) && nodes.length < most; at++) {
        if (visible[node[at] ?? 0] && visibleCount++ >= from) nodes.push(node[at] ?? 0);
      }
      return nodes;
    },
  };
}

/** The nodes of each value one after another, the last run those without any. */
interface Index {
  readonly start: Uint32Array;
  readonly node: Uint32Array;
}

function inverted(n: number, facet: Facet | null): Index {
  if (!facet) return { start: Uint32Array.of(0, n), node: Uint32Array.from({ length: n }, (_, node) => node) };
  const { start: run, item, values } = facet;
  const start = new Uint32Array(values.length + 2);
  const visit = (take: (value: number, node: number) => void): void => {
    for (let node = 0; node < n; node++) {
      if (run[node] === run[node + 1]) take(values.length, node);
      for (let at = run[node] ?? 0; at < (run[node + 1] ?? 0); at++) take(item[at] ?? 0, node);
    }
  };
  visit((value) => (start[value + 1] = (start[value + 1] ?? 0) + 1));
  for (let value = 0; value <= values.length; value++) start[value + 1] = (start[value + 1] ?? 0) + (start[value] ?? 0);
  const next = start.slice();
  const node = new Uint32Array(start[values.length + 1] ?? 0);
  visit((value, at) => {
    const free = next[value] ?? 0;
    node[free] = at;
    next[value] = free + 1;
  });
  return { start, node };
}
