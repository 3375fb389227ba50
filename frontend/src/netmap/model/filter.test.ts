import { describe, expect, it } from "vitest";
import { chance, makeNetwork } from "../../../harness/network";
import { type Nodes, readNodes } from "../contract/nodes";
import { applyFilter, countLit, NOT_STATED, wantedOf } from "./filter";

type Chosen = ReadonlyMap<string, readonly string[]>;

/** The slow, obvious twin: sets of words for each node, and one pass for each facet. */
function slowly(nodes: Nodes, chosen: Chosen, matches: Uint8Array | null): { lit: number[]; counts: number[][] } {
  const valuesOf = (node: number, f: number): string[] => {
    const { start, item, values } = nodes.facets[f]!;
    const own = [...item.slice(start[node], start[node + 1])].map((place) => values[place]!);
    return own.length > 0 ? own : [NOT_STATED];
  };
  const fits = (node: number, except: number): boolean =>
    (!matches || matches[node] === 1) &&
    nodes.facets.every((facet, f) => {
      const wanted = chosen.get(facet.key) ?? [];
      return f === except || wanted.length === 0 || valuesOf(node, f).some((value) => wanted.includes(value));
    });
  const all = Array.from({ length: nodes.n }, (_, node) => node);
  return {
    lit: all.map((node) => (fits(node, -1) ? 1 : 0)),
    counts: nodes.facets.map((facet, f) =>
      [...facet.values, NOT_STATED].map((value) => all.filter((node) => fits(node, f) && valuesOf(node, f).includes(value)).length),
    ),
  };
}

describe("applyFilter", () => {
  it("agrees with the slow twin on random networks and choices", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const next = chance(seed);
      const nodes = readNodes(makeNetwork(60, seed).nodes);
      const chosen = new Map<string, string[]>();
      for (const { key, values } of nodes.facets) {
        const some = [...values, NOT_STATED].filter(() => next() < 0.15);
        if (some.length > 0 && next() < 0.7) chosen.set(key, some);
      }
      const matches = next() < 0.3 ? Uint8Array.from({ length: nodes.n }, () => Number(next() < 0.5)) : null;
      const { lit, litCount, counts } = applyFilter(nodes, wantedOf(nodes.facets, chosen), matches);
      const slow = slowly(nodes, chosen, matches);
      expect([...lit]).toEqual(slow.lit);
      expect(litCount).toBe(slow.lit.reduce((sum, one) => sum + one, 0));
      expect(counts.map((column) => [...column])).toEqual(slow.counts);
    }
  });

  it("shows nothing for a chosen value that does not exist", () => {
    const nodes = readNodes(makeNetwork(10).nodes);
    expect(applyFilter(nodes, wantedOf(nodes.facets, new Map([["country", ["nowhere"]]])), null).litCount).toBe(0);
  });
});

describe("countLit", () => {
  it("counts a node for each of its values, and under the last one when it has none", () => {
    const nodes = readNodes(makeNetwork(80).nodes);
    const facet = nodes.facets[0]!;
    const counts = countLit(facet, new Uint8Array(nodes.n).fill(1));
    const without = Array.from({ length: nodes.n }, (_, i) => i).filter((i) => facet.start[i] === facet.start[i + 1]).length;
    expect(counts.at(-1)).toBe(without);
    expect(counts.subarray(0, -1).reduce((sum, count) => sum + count, 0)).toBe(facet.item.length);
  });
});
