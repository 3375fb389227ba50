import { describe, expect, it } from "vitest";
import { makeNetwork } from "../../../harness/network";
import { readLinks } from "../contract/links";
import { readNodes } from "../contract/nodes";
import { readPlaces } from "../contract/places";
import { present } from "../../../harness/present";
import { drawnBetween, drawnToHubs, hubsAt, linksOf, scattered } from "./links";

const N = 150;
const MADE = makeNetwork(N);
const NODES = readNodes(MADE.nodes);

function pairs(ends: Uint32Array): string[] {
  return Array.from({ length: ends.length / 2 }, (_, i) => `${ends[2 * i]} ${ends[2 * i + 1]}`).sort();
}

describe("links to hubs", () => {
  it.each(["category", "country"])("join each node with the hubs of its values of %s", (key) => {
    const facet = present(NODES.facets.find((candidate) => candidate.key === key));
    const { hubs } = readPlaces(present(MADE.places.get(key)), N);
    const links = linksOf(hubs, facet);
    const expected = Array.from({ length: N }, (_, node) => {
      const own = [...facet.item.subarray(facet.start[node] ?? 0, facet.start[node + 1] ?? 0)];
      return own.map((value) => hubs.findIndex((hub) => hub.value === value)).filter((hub) => hub >= 0);
    });
    expect(Array.from({ length: N }, (_, node) => hubsAt(links, node))).toEqual(expected);
    const drawn = expected.flatMap((own, node) => own.map((hub) => `${node} ${N + hub}`)).sort();
    expect(pairs(drawnToHubs(links, N).ends)).toEqual(drawn);
  });

  it("lead to the hub of those who stated nothing, where there is one", () => {
    const facet = { ...present(NODES.facets[0]), start: Uint32Array.of(0, 1, 1), item: Uint8Array.of(2) };
    const hub = { x: 0, y: 0, r: 0, angle: 0 };
    const { node, hub: to } = linksOf([{ ...hub, value: -1 }, { ...hub, value: 2 }], facet);
    expect([[...node], [...to]]).toEqual([[0, 1], [1, 0]]);
  });
});

describe("drawnBetween", () => {
  it("draws each link once", () => {
    const { declared, similar } = readLinks(MADE.links, N);
    for (const [adjacency, made] of [[declared, MADE.declared], [similar, MADE.similar]] as const) {
      expect(pairs(drawnBetween(adjacency).ends)).toEqual(made.map((pair) => pair.join(" ")).sort());
    }
  });
});

describe("scattered", () => {
  it.each([0, 1, 2, 3, 10, 144, 1000])("holds every number below %i once", (n) => {
    expect([...scattered(n)].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
  });

  it("begins with a fair sample", () => {
    const tenths = new Set([...scattered(1000).subarray(0, 40)].map((number) => Math.floor(number / 100)));
    expect(tenths.size).toBe(10);
  });
});
