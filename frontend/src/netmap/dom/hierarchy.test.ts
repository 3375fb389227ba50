import { describe, expect, it } from "vitest";
import type { NamedFacet } from "../contract/config";
import type { Facet } from "../contract/nodes";
import { choicesOf } from "../model/filter";
import { present } from "../../../harness/present";
import { countsOf, hasOwnChoice, hierarchyOf, toggleValue, choicesByBase, within } from "./hierarchy";

/** A facet with one value for each node; -1 = not stated. */
function single(key: string, values: readonly string[], of: string | null, given: readonly number[]): Facet {
  const start = new Uint32Array(given.length + 1);
  given.forEach((value, node) => (start[node + 1] = (start[node] ?? 0) + (value < 0 ? 0 : 1)));
  return { key, values, isMulti: false, of, start, item: Uint8Array.from(given.filter((value) => value >= 0)) };
}

const named = (key: string, inside: string | null): NamedFacet => ({ key, label: key, multi: false, within: inside, page: null, values: [] });
const NAMED = [named("stage", null), named("region", null), named("subregion", "region"), named("country", "subregion")];
// Two in Kenya, one each in Ghana and Peru, one nowhere.
const FACETS = [
  single("stage", ["idea"], null, [0, 0, 0, 0, 0]),
  single("region", ["africa", "americas"], "country", [0, 0, 0, 1, -1]),
  single("subregion", ["east", "west", "south"], "country", [0, 0, 1, 2, -1]),
  single("country", ["GH", "KE", "PE"], null, [1, 1, 0, 2, -1]),
];
const hierarchy = present(hierarchyOf(NAMED, FACETS));

describe("facets within one another", () => {
  it("are found from the widest to the narrowest, and not where none follows from another", () => {
    expect(hierarchy.levels.map(({ key }) => key)).toEqual(["region", "subregion", "country"]);
    expect(hierarchyOf(NAMED, [present(FACETS[0])])).toBeNull();
  });

  it("know what they hold of the base, and sum its counts", () => {
    const [region, subregion, country] = hierarchy.levels;
    expect([within(present(region), "africa"), within(present(subregion), "south"), within(present(country), "-")]).toEqual([[0, 1], [2], [3]]);
    const counts = Uint32Array.of(1, 2, 1, 1);
    expect([...countsOf(present(region), counts)]).toEqual([3, 1, 1]);
    expect([...countsOf(present(country), counts)]).toEqual([1, 2, 1, 1]);
  });

  it("are told by the base alone, and every level must hold", () => {
    const told = (chosen: Record<string, string[]>): unknown[] =>
      choicesByBase(hierarchy, choicesOf(FACETS, new Map(Object.entries(chosen)), new Set())).map(({ marks }) => marks && [...marks]);
    expect(told({ region: ["africa"] })).toEqual([null, null, null, [1, 1, 0, 0]]);
    expect(told({ region: ["africa"], country: ["KE", "PE"] })).toEqual([null, null, null, [0, 1, 0, 0]]);
    expect(told({ region: ["-"] })).toEqual([null, null, null, [0, 0, 0, 1]]);
    expect(told({ stage: ["idea"] })).toEqual([[1, 0], null, null, null]);
  });

  it("narrow what is shown of the base, whichever of them is chosen", () => {
    const narrowed = (chosen: Record<string, string[]>, number: number): boolean =>
      hasOwnChoice(hierarchy, new Map(Object.entries(chosen)), { key: present(FACETS[number]).key, number });
    expect([narrowed({ region: ["africa"] }, 3), narrowed({ country: ["KE"] }, 3), narrowed({ stage: ["idea"] }, 3)]).toEqual([true, true, false]);
    expect([narrowed({ country: ["KE"] }, 0), narrowed({ stage: ["idea"] }, 0)]).toEqual([false, true]);
  });

  it("leave a choice that nothing fits as it is, for an empty one would mean everything", () => {
    const choices = choicesOf(FACETS, new Map([["region", ["africa"]], ["country", ["PE"]]]), new Set());
    expect(choicesByBase(hierarchy, choices)).toEqual(choices);
  });
});

describe("choosing among them", () => {
  const choose = (before: Record<string, string[]>, key: string, value: string): unknown =>
    Object.fromEntries(toggleValue(hierarchy, new Map(Object.entries(before)), { key, value }));

  it("adds beside others of the same level and lets go again", () => {
    expect(choose({ country: ["KE"] }, "country", "PE")).toEqual({ country: ["KE", "PE"] });
    expect(choose({ country: ["KE", "PE"], stage: ["idea"] }, "country", "KE")).toEqual({ country: ["PE"], stage: ["idea"] });
  });

  it("takes the narrower in place of what holds it, and the wider in place of what lies within", () => {
    expect(choose({ region: ["africa"] }, "country", "KE")).toEqual({ country: ["KE"] });
    expect(choose({ country: ["KE", "GH"] }, "region", "africa")).toEqual({ region: ["africa"] });
  });

  it("tells two levels beside one another by the base, so that both are shown", () => {
    expect(choose({ region: ["africa"] }, "country", "PE")).toEqual({ country: ["GH", "KE", "PE"] });
    expect(choose({ region: ["africa"] }, "region", "-")).toEqual({ region: ["africa", "-"] });
    expect(choose({ subregion: ["west"] }, "region", "americas")).toEqual({ country: ["GH", "PE"] });
  });
});
