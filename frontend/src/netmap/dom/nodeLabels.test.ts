import { beforeEach, describe as group, expect, it, vi } from "vitest";
import { bringRest, type MadeStore, makeTestStore } from "../../../harness/page";
import { readWords } from "../contract/strings";
import { FIRST_HUE, OTHER_COLOUR } from "../model/colours";
import { describe, pageText, paletteClass, sentenceOf, shortName, valuesOf } from "./nodeLabels";

group("what a node is called", () => {
  let made: MadeStore;
  beforeEach(() => {
    vi.stubGlobal("location", { search: "" });
    made = makeTestStore(60);
  });

  it("is nothing until the names are there, but its values are known", () => {
    const { title, organisation } = describe(made.store, 3);
    expect([title, organisation, shortName(made.store, 3)]).toEqual(["", "", ""]);
    expect(valuesOf(made.store, "country", 3).length).toBeLessThanOrEqual(1);
  });

  it("is its title, and the organisation where there is little room", () => {
    bringRest(made);
    const names = made.store.names();
    expect(describe(made.store, 3).title).toBe(names?.title(3));
    expect(shortName(made.store, 3)).toBe(names?.organisation(3) || names?.title(3));
  });

  it("says where the page of a value is: a list is no page of its own", () => {
    const texts = ["/countries/PE/", "/directory/?kind=organisation"].map((page) => pageText(made.store, page, "Zz"));
    expect(texts).toEqual(["Page of Zz", "In the directory: Zz"]);
  });

  it("is nothing for no node", () => {
    bringRest(made);
    expect(describe(made.store, -1)).toEqual({ title: "", organisation: "", country: "", categories: [], notes: [] });
  });
});

it("is one sentence without gaps for those who listen", () => {
  const label = { title: "Title", organisation: "", country: "Peru", categories: [{ label: "A", colour: 1 }, { label: "B", colour: 2 }], notes: ["Suggested"] };
  expect(sentenceOf(label, readWords(new Map(), "en"))).toBe("Title. Peru. A, B. Suggested");
  expect(sentenceOf(label, readWords(new Map(), "ar"))).toBe("Title. Peru. A، B. Suggested");
});

it("has a class for every place of the palette", () => {
  expect([0, 1, 9, FIRST_HUE, FIRST_HUE + 3, OTHER_COLOUR].map(paletteClass)).toEqual(["category-none", "category-1", "category-9", "hue-1", "hue-4", "hue-other"]);
});
