import { describe, expect, it } from "vitest";
import { deltas, plain, planes, writeContainer } from "../../../harness/container";
import { column, readContainer } from "./container";
import { type Facet, readNodes } from "./nodes";
import { Unreadable } from "./unreadable";

function rowsOf({ start, item }: Facet): number[][] {
  return [...start.subarray(1)].map((to, node) => [...item.subarray(start[node] ?? 0, to)]);
}

const THREE = { id: deltas(Uint32Array.of(4, 8, 4294967295)), state: plain(Uint8Array.of(0, 1, 2)) };

function nodesWith(facets: readonly object[], columns: Parameters<typeof writeContainer>[2], groupings: readonly object[] = []): ArrayBuffer {
  return writeContainer("nodes", { n: 3, audience: "public", facets, groupings }, { ...THREE, ...columns });
}

describe("column", () => {
  it.each([
    ["u8", "plain", plain(Uint8Array.of(1, 2, 255)), [1, 2, 255]],
    ["u8", "deltas", deltas(Uint8Array.of(200, 3, 255)), [200, 3, 255]],
    ["u16", "plain", plain(Uint16Array.of(0, 65535)), [0, 65535]],
    ["u16", "planes", planes(Uint16Array.of(258, 65535, 0)), [258, 65535, 0]],
    ["u16", "deltas", deltas(Uint16Array.of(9, 65535, 3)), [9, 65535, 3]],
    ["u32", "plain", plain(Uint32Array.of(4294967295)), [4294967295]],
    ["u32", "planes", planes(Uint32Array.of(67305985, 4294967295)), [67305985, 4294967295]],
    ["u32", "deltas", deltas(Uint32Array.of(4294967295, 0, 1)), [4294967295, 0, 1]],
    ["u32", "planes", planes(new Uint32Array(0)), []],
  ] as const)("gives back %s written as %s", (type, _, written, expected) => {
    const file = readContainer(writeContainer("nodes", { n: 3 }, { a: plain(Uint8Array.of(1)), b: written }), "nodes");
    expect([...column(file, "b", type as "u8")]).toEqual(expected);
  });

  it.each([
    ["text", new TextEncoder().encode("<html>not a map</html>").buffer],
    ["an unknown version", writeContainer("nodes", { n: 0, version: 1 }, {})],
    ["another kind", writeContainer("names", { n: 0 }, {})],
    ["a header without a number", writeContainer("nodes", {}, {})],
    ["other nodes than the map's", writeContainer("nodes", { n: 5 }, {})],
  ])("refuses %s", (_, buffer) => {
    expect(() => readContainer(buffer as ArrayBuffer, "nodes", 4)).toThrow(Unreadable);
  });
});

describe("readNodes", () => {
  it("reads single, multiple and following values alike, with nothing for what was not stated", () => {
    const facets = [
      { key: "region", values: ["africa", "asia"], multi: false, of: { facet: "country", to: [1, -1, 0] } },
      { key: "country", values: ["VN", "XX", "KE"], multi: false },
      { key: "language", values: ["en", "fr"], multi: true },
    ];
    const nodes = readNodes(
      nodesWith(facets, {
        "facet.country": planes(Uint8Array.of(1, 255, 2)),
        "facet.language.count": plain(Uint8Array.of(2, 0, 1)),
        "facet.language.item": planes(Uint8Array.of(0, 1, 1)),
      }),
    );
    expect(nodes.facets.map(rowsOf)).toEqual([
      [[], [], [0]],
      [[1], [], [2]],
      [[0, 1], [], [1]],
    ]);
    expect([...nodes.ids]).toEqual([4, 8, 4294967295]);
  });

  const country = { key: "country", values: ["KE"], multi: false };
  const ofCountry = { key: "region", values: ["africa"], multi: false };
  const known = { "facet.country": plain(Uint8Array.of(0, 255, 0)) };
  it.each([
    ["a value that the facet does not have", nodesWith([country], { "facet.country": plain(Uint8Array.of(7, 0, 0)) }), "no value number 7"],
    ["runs that end early", nodesWith([{ ...country, multi: true }], { "facet.country.count": plain(Uint8Array.of(1, 1, 0)), "facet.country.item": plain(Uint8Array.of(0)) }), "do not fit"],
    ["a facet that follows from itself", nodesWith([{ ...ofCountry, of: { facet: "region", to: [0] } }], {}), "cannot be followed"],
    ["a facet that follows from none", nodesWith([{ ...ofCountry, of: { facet: "planet", to: [0] } }], {}), "cannot be followed"],
    ["a table that leads nowhere", nodesWith([country, { ...ofCountry, of: { facet: "country", to: [4] } }], known), "does not fit"],
    ["a grouping by an unknown facet", nodesWith([], {}, [{ key: "a", facet: "b" }]), "not there"],
    ["one facet twice", nodesWith([country, country], known), "one key"],
    ["ids that go back", nodesWith([], { id: plain(Uint32Array.of(3, 2, 5)) }), "ascending"],
    ["too few states", nodesWith([], { state: plain(Uint8Array.of(0)) }), "1 elements, not 3"],
  ])("refuses %s", (_, buffer, sentence) => {
    expect(() => readNodes(buffer)).toThrow(sentence);
  });
});
