import { describe, expect, it } from "vitest";
import type { Names } from "../contract/names";
import { buildIndex, findNames, fold } from "./search";

const TITLES = ["École des métiers", "Apprentices of Łódź", "مَهارات الشباب", "Straße zur Arbeit", "Métiers d’art"];
const ORGANISATIONS = ["Ateliers du Lac", "", "جمعية أمل", "Œuvre", "École du Nord"];
const NAMES: Names = { n: TITLES.length, title: (i) => TITLES[i]!, organisation: (i) => ORGANISATIONS[i]! };

function found(query: string): number[] {
  return [...findNames(buildIndex(NAMES), query)].flatMap((mark, node) => (mark ? [node] : []));
}

describe("findNames", () => {
  it.each([
    ["ecole", [0, 4]],
    ["ÉCOLE MÉT", [0, 4]],
    ["lac ecole", [0]],
    ["lodz", [1]],
    ["strasse", [3]],
    ["oeuvre", [3]],
    ["مهارات", [2]],
    ["امل", [2]],
    ["tiers", []],
    ["ecole lodz", []],
    ["", []],
    [" ’ \" * ", []],
  ])("finds by %j", (query, expected) => {
    expect(found(query)).toEqual(expected);
  });
});

describe("fold", () => {
  it("changes nothing when it is done twice", () => {
    for (const text of [...TITLES, ...ORGANISATIONS]) expect(fold(fold(text))).toBe(fold(text));
  });
});
