import { describe, expect, it } from "vitest";
import type { NamedFacet } from "../contract/config";
import type { Adjacency } from "../contract/links";
import type { Facet } from "../contract/nodes";
import type { Positions } from "../contract/places";
import { noLinks } from "../model/links";
import type { Viewport } from "./camera";
import { drawnLinksOf, hubMarks, spotsBetween } from "./hubs";

const SIDES = { top: 0, right: 0, bottom: 0, left: 0 };
const VIEWPORT: Viewport = { width: 800, height: 800, inset: SIDES, covered: { top: 0, bottom: 0, boxes: [] }, extent: { x0: 0, y0: 0, x1: 65535, y1: 65535 } };
const FACET: Facet = { key: "f", values: ["a", "b"], isMulti: false, start: Uint32Array.of(0, 1), item: Uint8Array.of(0), of: null };
const value = (name: string, colour: number | null): NamedFacet["values"][number] => ({ value: name, label: `The ${name}`, short: name.toUpperCase(), mark: "", colour });
const NAMED: NamedFacet = { key: "f", label: "F", multi: false, within: null, page: null, values: [value("b", null), value("a", null)] };
const PLACES: Positions = {
  grouping: "f",
  x: Uint16Array.of(5),
  y: Uint16Array.of(5),
  hubs: [1, 0, -1].map((hub) => ({ value: hub, x: 10, y: 20, r: 3000, angle: 0 })),
  spacing: 1,
  outline: null,
};
const GROUPED = { positions: PLACES, facet: FACET, namedFacet: NAMED };
const SHOWN = { counts: Uint32Array.of(7, 8, 9), colours: null, notStated: "Nothing", viewport: VIEWPORT };

describe("hubMarks", () => {
  it("names and counts hubs by their value, in whatever order the page lists them", () => {
    expect(hubMarks(GROUPED, SHOWN).map(({ label, count }) => [label, count])).toEqual([["B", 8], ["A", 7], ["Nothing", 9]]);
  });

  it("colours hubs only where their facet colours the nodes, or is that of categories", () => {
    const by = (key: string): object => ({ fill: Uint8Array.of(1), ring: Uint8Array.of(0), key, palette: Uint8Array.of(10, 11) });
    const colours = (shown: object, named = NAMED): number[] => hubMarks({ ...GROUPED, namedFacet: named }, { ...SHOWN, ...shown }).map(({ colour }) => colour);
    expect(colours({ colours: by("f") })).toEqual([11, 10, 0]);
    expect(colours({ colours: by("g") })).toEqual([0, 0, 0]);
    expect(colours({ colours: by("g") }, { ...NAMED, values: [value("a", 3), value("b", 12)] })).toEqual([3, 3, 0]);
  });
});

describe("drawnLinksOf", () => {
  const links = (far: number): Adjacency => ({ start: Uint32Array.of(0, 1, 2), target: Uint32Array.of(far, 0), strength: null });
  const nodeLinks = { declared: links(1), similar: links(1), numbers: new Map() };
  const given = { hubLinks: noLinks, nodeLinks, n: 2 };
  const outline = { start: Uint32Array.of(0), x: new Uint16Array(0), y: new Uint16Array(0) };

  it.each([
    ["hubs", {}, true],
    ["likeness among issues", { positions: { ...PLACES, grouping: "issue" } }, false],
    ["ties where land lies behind", { positions: { ...PLACES, outline } }, false],
    ["ties where there are no hubs", { facet: null }, false],
  ])("binds by %s", (_, part, isToHubs) => {
    expect(drawnLinksOf({ ...GROUPED, ...part }, given)?.isToHubs).toBe(isToHubs);
  });

  it("has nothing to draw before the links have come", () => {
    expect(drawnLinksOf({ ...GROUPED, facet: null }, { ...given, nodeLinks: null })).toBeNull();
  });
});

describe("spotsBetween", () => {
  it("stands part of the way, and at its end where it goes to", () => {
    const from = { x: Uint16Array.of(0, 100), y: Uint16Array.of(10, 10) };
    const to = { x: Uint16Array.of(100, 0), y: Uint16Array.of(10, 20) };
    const { x, y } = spotsBetween(from, to, 0.25);
    expect([[...x], [...y]]).toEqual([[25, 75], [10, 12]]);
    expect(spotsBetween(from, to, 1)).toBe(to);
  });
});
