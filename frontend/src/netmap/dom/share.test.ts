import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { bringRest, makeTestStore } from "../../../harness/page";
import { pictureWords } from "./share";

const HREF = "https://network.example.org/map/?category=category-1&q=welding";
const LEGEND = [{ colour: 1, label: "category 1", count: "7" }];

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-05-03T12:00:00Z") });
  vi.stubGlobal("document", { documentElement: { lang: "en-GB" } });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("puts the network, what is shown, the filter in words, the day and the address on a picture", () => {
  vi.stubGlobal("location", { search: "?category=category-1", href: HREF });
  const made = makeTestStore(120);
  bringRest(made);
  const { heading, title, notes, legend } = pictureWords(made.store, LEGEND);
  expect(heading).toBe("A made network");
  expect(title).toContain(`${made.store.outcome().visibleCount} projects`);
  expect(made.store.outcome().visibleCount).toBeLessThan(120);
  expect(notes).toEqual(["category: category 1", `3 May 2026 · ${HREF}`]);
  expect(legend).toBe(LEGEND);
});

it("says nothing of a filter where there is none", () => {
  vi.stubGlobal("location", { search: "", href: HREF });
  const { store } = makeTestStore(12);
  expect(pictureWords(store, []).notes).toEqual([`3 May 2026 · ${HREF}`]);
});
