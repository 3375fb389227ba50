import { describe, expect, it } from "vitest";
import type { Names, Texts } from "../contract/names";
import { present } from "../../../harness/present";
import { buildIndex, findNames, fold, wordsOf } from "./search";

const TITLES = ["École des métiers", "Apprentices of Łódź", "مَهارات الشباب", "Straße zur Arbeit", "Métiers d’art"];
const ORGANISATIONS = ["Ateliers du Lac", "", "جمعية أمل", "Œuvre", "École du Nord"];
const NAMES: Names = {
  n: TITLES.length,
  titles: textsOf(TITLES),
  organisations: textsOf(ORGANISATIONS),
  title: (i) => present(TITLES[i]),
  organisation: (i) => present(ORGANISATIONS[i]),
  picture: () => "",
};

function textsOf(texts: readonly string[]): Texts {
  const each = texts.map((text) => new TextEncoder().encode(text));
  const start = Uint32Array.from({ length: texts.length + 1 }, (_, i) => each.slice(0, i).reduce((sum, bytes) => sum + bytes.length, 0));
  return { start, bytes: Uint8Array.from(each.flatMap((bytes) => [...bytes])) };
}

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
    ["الشَّبـاب", [2]],
    ["للشباب", [2]],
    ["جمعيه أمل", [2]],
    ["tiers", []],
    ["ecole lodz", []],
    ["", []],
    [" ’ \" * ", []],
  ])("finds by %j", (query, expected) => {
    expect(found(query)).toEqual(expected);
  });
});

describe("wordsOf", () => {
  it.each([
    ["تدريب", "التدريب", "والتدريب", "للتدريب", "وبالتدريب"],
    ["مسؤول", "مسئول", "المسؤول"],
    ["شيء", "شئ", "الشيء"],
    ["كفاءة", "كفاءه", "كفائة"],
    ["لاجئين", "لاجيين", "اللاجئين"],
    ["ري", "الري"],
    ["٢٠٢٤ م", "2024 م"],
  ])("takes %j for one word in all its forms", (...forms) => {
    for (const form of forms) expect(wordsOf(form)).toEqual(wordsOf(forms[0] ?? ""));
  });

  it("keeps words that only begin like the article", () => {
    for (const word of ["الله", "التي", "آلات"]) expect(wordsOf(word)[0]?.startsWith("ال")).toBe(true);
  });
});

describe("buildIndex", () => {
  it("folds plain texts as it folds all others, and a text that grows", () => {
    const texts = ["Plain OLD 4-H names!", "  ", "ﷺﷺﷺﷺﷺﷺﷺﷺ", "ß".repeat(40)];
    const index = buildIndex({ ...NAMES, n: 4, titles: textsOf(texts), organisations: textsOf(["", "", "", "A_b"]) });
    const lines = texts.map((_, node) => new TextDecoder().decode(index.bytes.subarray(index.start[node] ?? 0, index.start[node + 1] ?? 0)));
    const folded = texts.map((text) => wordsOf(text).map((word) => ` ${word}`).join(""));
    expect(lines).toEqual([...folded.slice(0, 3), `${folded[3]} a b`]);
  });
});

describe("fold", () => {
  it("changes nothing when it is done twice", () => {
    for (const text of [...TITLES, ...ORGANISATIONS]) expect(fold(fold(text))).toBe(fold(text));
  });
});
