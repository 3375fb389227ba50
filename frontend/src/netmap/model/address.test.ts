import { describe, expect, it } from "vitest";
import { chance } from "../../../harness/network";
import { type StateKeys, type MapState, readState, usualState, writeState } from "./address";

const KNOWN: StateKeys = { groups: ["category", "country", "ties"], facets: ["category", "country", "language", "field-x"], numbers: ["ties", "reach"] };
const EMPTY = usualState(KNOWN);

function read(text: string): MapState {
  return readState(new URLSearchParams(text), KNOWN);
}

function write(state: MapState, before = ""): string {
  return writeState(state, { before: new URLSearchParams(before), stateKeys: KNOWN }).toString();
}

describe("an address", () => {
  it.each<[string, Partial<MapState>]>([
    ["nothing", {}],
    ["a grouping, a colour and a size", { group: "country", colour: "language", size: "reach" }],
    ["several values and what was not stated", { chosenValues: new Map([["country", ["KE", "-"]], ["field-x", ["fr"]]]) }],
    ["facets of which all values must hold", { all: new Set(["category", "language"]) }],
    ["words in any script", { q: "école & métiers مهارات 100%" }],
    ["a stored selection", { only: "aB3-x_9" }],
    ["a selected one in a view", { selected: 42, view: { cx: 0.25, cy: 0.5, zoom: 3.5 } }],
    ["a focus", { focus: { id: 7, steps: 9 } }],
    ["a path between two", { path: [3, 4294967295] }],
  ])("holds %s and gives it back", (_, part) => {
    const state = { ...EMPTY, ...part };
    expect(read(write(state))).toEqual(state);
  });

  it("gives back any state", () => {
    const next = chance(3);
    const some = <T>(values: readonly T[]): T[] => values.filter(() => next() < 0.4);
    const one = <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)] as T;
    for (let round = 0; round < 300; round++) {
      const state: MapState = {
        group: one(KNOWN.groups),
        colour: one(KNOWN.facets),
        size: one([null, ...KNOWN.numbers]),
        chosenValues: new Map(some(KNOWN.facets).map((key) => [key, [...new Set([one(["a b", "&=", "-", "é,+%"]), one(["1", "-"])])]])),
        all: new Set(some(KNOWN.facets)),
        q: one(["", "a", "b & c=d"]),
        only: one([null, "x1"]),
        selected: one([null, 0, 9]),
        focus: one([null, { id: 5, steps: 1 + Math.floor(next() * 9) }]),
        path: one([null, [1, 2] as const]),
        view: one([null, { cx: 0.125, cy: 1, zoom: 40 }]),
      };
      expect(read(write(state))).toEqual(state);
    }
  });

});

describe("an address that says too much", () => {
  it("leaves out what nobody knows", () => {
    const nonsense = "group=planet&colour=x&size=y&all=z&selected=-4&view=9,9,9&view=x&country=&q=%20%20&only=a%20b&focus=x&steps=3&path=1";
    expect(read(nonsense)).toEqual(EMPTY);
  });

  it.each(["view=0.5,0.5", "view=a,b,c", "view=0.5,0.5,0", "view=,,", "selected=1e9", "selected=99999999999", "path=1,1", "path=1,2,3", "steps=4"])(
    "ignores %s",
    (text) => {
      expect(read(text)).toEqual(EMPTY);
    },
  );

  it("takes one step where it does not say how many", () => {
    expect(read("focus=4&steps=0").focus).toEqual({ id: 4, steps: 1 });
  });

  it("keeps what belongs to others and drops its own old values", () => {
    const state = { ...EMPTY, chosenValues: new Map([["country", ["PE"]]]) };
    expect(write(state, "edition=first&country=KE&q=old&focus=3&steps=2&all=country")).toBe("edition=first&country=PE");
  });

  it("names a value once", () => {
    expect(read("country=KE&country=KE").chosenValues.get("country")).toEqual(["KE"]);
  });
});
