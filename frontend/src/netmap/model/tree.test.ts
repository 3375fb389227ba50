import { describe, expect, it } from "vitest";
import { makeNetwork } from "../../../harness/network";
import { readNodes } from "../contract/nodes";
import { present } from "../../../harness/present";
import { countVisible } from "./filter";
import { makeTree } from "./tree";

const NODES = readNodes(makeNetwork(200).nodes);
const VISIBLE = Uint8Array.from({ length: 200 }, (_, node) => Number(node % 3 > 0));

describe("a tree", () => {
  it.each(NODES.facets.map((facet) => [facet.key, facet] as const))("has the visible nodes of each %s under it, page by page", (_, facet) => {
    const tree = makeTree(200, facet);
    const branches = tree.branches(VISIBLE);
    const expected = [...countVisible(facet, VISIBLE)].flatMap((count, place) => (count ? [{ value: place === facet.values.length ? -1 : place, count }] : []));
    expect(branches).toEqual(expected);
    for (const { value, count } of branches) {
      const has = (node: number): boolean => {
        const own = [...facet.item.subarray(facet.start[node] ?? 0, facet.start[node + 1] ?? 0)];
        return value === -1 ? own.length === 0 : own.includes(value);
      };
      const all = [...VISIBLE.keys()].filter((node) => VISIBLE[node] && has(node));
      expect(tree.nodesOf(value, VISIBLE, { from: 0, most: count })).toEqual(all);
      expect(tree.nodesOf(value, VISIBLE, { from: 2, most: 3 })).toEqual(all.slice(2, 5));
    }
  });

  it("hangs everybody on one branch where the grouping has no facet", () => {
    const tree = makeTree(200, null);
    expect(tree.branches(VISIBLE)).toEqual([{ value: -1, count: 133 }]);
    expect(tree.nodesOf(-1, VISIBLE, { from: 1, most: 2 })).toEqual([2, 4]);
  });

  it("has no branch where nothing is visible", () => {
    expect(makeTree(200, present(NODES.facets[0])).branches(new Uint8Array(200))).toEqual([]);
  });
});
