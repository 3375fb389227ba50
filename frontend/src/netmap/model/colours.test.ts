import { describe, expect, it } from "vitest";
import type { NamedFacet } from "../contract/config";
import type { Facet } from "../contract/nodes";
import { colourNodes, FIRST_HUE, OTHER_COLOUR, paletteOf } from "./colours";
import { legendOf } from "./legend";

function facet(values: number, rows: readonly (readonly number[])[]): Facet {
  const start = Uint32Array.from({ length: rows.length + 1 }, (_, i) => rows.slice(0, i).flat().length);
  const names = Array.from({ length: values }, (_, i) => `v${i}`);
  return { key: "f", values: names, isMulti: true, start, item: Uint8Array.from(rows.flat()), of: null };
}

function named(values: number, colours: boolean): NamedFacet {
  const value = (_: unknown, i: number): NamedFacet["values"][number] => ({ value: `v${i}`, label: `V${i}`, short: `V${i}`, mark: "", colour: colours ? i + 1 : null });
  return { key: "f", label: "F", multi: true, within: null, page: null, values: Array.from({ length: values }, value) };
}

describe("paletteOf", () => {
  it("gives categories their own colours, from the tenth on the first ones again", () => {
    expect([...paletteOf(named(11, true), facet(11, []))]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2]);
  });

  it("follows the value, not its number, when the page lists them in another order", () => {
    const turned = { ...named(2, true), values: [...named(2, true).values].reverse() };
    expect([...paletteOf(turned, facet(2, []))]).toEqual([1, 2]);
  });

  it("gives the hues to the most frequent values of another facet, and one colour to the others", () => {
    const rows = Array.from({ length: 10 }, (_, value) => Array.from({ length: value }, () => [value])).flat();
    expect([...paletteOf(named(10, false), facet(10, rows))]).toEqual([OTHER_COLOUR, OTHER_COLOUR, 17, 16, 15, 14, 13, 12, 11, FIRST_HUE]);
  });

  it("fills with the first value and rings with the second", () => {
    const { fill, ring } = colourNodes(3, facet(3, [[2, 0, 1], [], [1]]), Uint8Array.of(4, 5, 6));
    expect([[...fill], [...ring]]).toEqual([[6, 0, 5], [4, 0, 0]]);
  });
});

describe("legendOf", () => {
  const rows = [[0, 9], [0], [], [10], [9, 10], [3]];
  const visible = Uint8Array.of(1, 1, 1, 1, 1, 0);

  it("tells what is visible, with counts, others together and what was not stated last", () => {
    const facets = facet(11, rows);
    const palette = Uint8Array.of(10, 11, 12, 13, 14, 15, 16, 17, 17, OTHER_COLOUR, OTHER_COLOUR);
    const { entries, hasRings } = legendOf(named(11, false), facets, { palette, visible });
    expect(entries.map(({ values, kind, count, colour }) => ({ values, kind, count, colour }))).toEqual([
      { values: ["v0"], kind: "value", count: 2, colour: 10 },
      { values: ["v9", "v10"], kind: "other", count: 3, colour: OTHER_COLOUR },
      { values: ["-"], kind: "notStated", count: 1, colour: 0 },
    ]);
    expect(hasRings).toBe(true);
  });

  it("breaks the ring of a category that shares its colour", () => {
    const palette = paletteOf(named(11, true), facet(11, rows));
    const { entries } = legendOf(named(11, true), facet(11, rows), { palette, visible });
    expect(entries.map(({ label, isBroken }) => [label, isBroken])).toEqual([["V0", false], ["V9", true], ["V10", true], ["", false]]);
  });
});
