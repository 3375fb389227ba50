import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ENGLISH, readWords } from "./strings";

const TEMPLATE = path.resolve(import.meta.dirname, "../../../../src/skillsnet/netmap/templates/netmap/_strings.html");

describe("the sentences", () => {
  it("are the same in the island and in the page that translates them", () => {
    const found = [...readFileSync(TEMPLATE, "utf8").matchAll(/data-key="(\w+)">\{% translate "([^"]+)" %\}/g)];
    const inPage = Object.fromEntries(found.map(([, key, text]) => [key, text]));
    const inIsland = Object.fromEntries(Object.entries(ENGLISH).filter(([key]) => !key.includes(".")));
    expect(inPage).toEqual(inIsland);
  });

  it("take the form the language asks for", () => {
    const texts = new Map([
      ["projects.two", "مشروعان"],
      ["projects.few", "{count} مشاريع"],
      ["projects.other", "{count} مشروع"],
    ]);
    const words = readWords(texts, "ar");
    expect([2, 5, 100].map((count) => words.countOf("projects", count))).toEqual(["مشروعان", "5 مشاريع", "100 مشروع"]);
  });

  it("fall back to English, also for a language nobody knows", () => {
    const words = readWords(new Map(), "not a language");
    expect([words.countOf("projects", 1), words.countOf("projects", 473)]).toEqual(["1 project", "473 projects"]);
    expect(words.say("andMore", { count: "473" })).toBe("and 473 more");
  });

  it("join a list with the commas of the language", () => {
    expect(["en", "fr", "ar", "ar-EG"].map((language) => readWords(new Map(), language).list(["a", "b"]))).toEqual(["a, b", "a, b", "a، b", "a، b"]);
  });
});
