import { describe, expect, it } from "vitest";
import { type MapState, readState, writeState } from "./address";

const GROUPS = ["category", "country"];
const FACETS = ["category", "country", "language"];
const EMPTY: MapState = { group: "category", chosen: new Map(), q: "", selected: null, view: null };

function read(text: string): MapState {
  return readState(new URLSearchParams(text), GROUPS, FACETS);
}

function write(state: MapState, before = ""): string {
  return writeState(state, { before: new URLSearchParams(before), groups: GROUPS, facets: FACETS }).toString();
}

describe("an address", () => {
  it.each<[string, MapState]>([
    ["nothing", EMPTY],
    ["a grouping", { ...EMPTY, group: "country" }],
    ["several values and what was not stated", { ...EMPTY, chosen: new Map([["country", ["KE", "-"]], ["language", ["fr"]]]) }],
    ["words in any script", { ...EMPTY, q: "école & métiers مهارات 100%" }],
    ["a selected one in a view", { ...EMPTY, selected: 42, view: { cx: 0.25, cy: 0.5, zoom: 3.5 } }],
  ])("holds %s and gives it back", (_, state) => {
    expect(read(write(state))).toEqual(state);
  });

  it("leaves out what nobody knows", () => {
    const nonsense = "group=planet&selected=-4&view=9,9,9&view=x&country=&q=%20%20";
    expect(read(nonsense)).toEqual(EMPTY);
  });

  it.each(["view=0.5,0.5", "view=a,b,c", "view=0.5,0.5,0", "view=,,", "selected=1e9", "selected=99999999999"])("ignores %s", (text) => {
    expect(read(text)).toEqual(EMPTY);
  });

  it("keeps what belongs to others and drops its own old values", () => {
    expect(write({ ...EMPTY, chosen: new Map([["country", ["PE"]]]) }, "call=first&country=KE&q=old")).toBe("call=first&country=PE");
  });

  it("names a value once", () => {
    expect(read("country=KE&country=KE").chosen.get("country")).toEqual(["KE"]);
  });
});
