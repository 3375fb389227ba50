import { beforeEach, describe, expect, it, vi } from "vitest";
import { bringRest, makeTestStore } from "../../../harness/page";
import { present } from "../../../harness/present";
import { Unreadable } from "../contract/unreadable";
import type { Change, Store } from "./store";

const N = 120;
const countVisible = (store: Store): number => store.outcome().visible.reduce((sum, mark) => sum + mark, 0);
const changesOf = (store: Store): Change[] => {
  const changes: Change[] = [];
  store.listen((change) => changes.push(change));
  return changes;
};
const at = (search: string): void => void vi.stubGlobal("location", { search });

beforeEach(() => at(""));

describe("the state of the map", () => {
  it("is what the address says, and narrows from the start", () => {
    at("?country=country-1&colour=country");
    const { store } = makeTestStore(N);
    expect(store.state().chosenValues).toEqual(new Map([["country", ["country-1"]]]));
    expect(store.colouring()?.namedFacet.key).toBe("country");
    const { facet } = present(store.facet("country"));
    const place = facet.values.indexOf("country-1");
    expect(store.outcome().visibleCount).toBe(facet.item.filter((value) => value === place).length);
    expect(countVisible(store)).toBe(store.outcome().visibleCount);
  });

  it("tells everybody what it was before, and how it enters the history", () => {
    const { store } = makeTestStore(N);
    const changes = changesOf(store);
    const before = store.state();
    store.change({ selected: 4 }, "push");
    expect(changes).toEqual([{ before, record: "push" }]);
    expect(store.state().selected).toBe(4);
  });

  it("knows nodes by their ids, and facets and colours that are there", () => {
    const { store } = makeTestStore(N);
    const ids = [...store.nodes.ids];
    expect(ids.map(store.nodeOf)).toEqual(ids.map((_, node) => node));
    expect(store.nodeOf(present(ids.at(-1)) + 1)).toBe(-1);
    expect([store.facet("planet"), store.facet(null), store.shownOf("planet")]).toEqual([null, null, null]);
    const colouring = store.colouring();
    expect(store.colouring()).toBe(colouring);
  });

  it("counts of the chosen facet what is visible, of others what their own choice does not narrow", () => {
    const { store } = makeTestStore(N);
    const { facet } = present(store.facet("category"));
    const value = present(facet.values[0]);
    store.change({ chosenValues: new Map([["category", [value]]]) }, "replace");
    const counts = present(store.shownOf("category"));
    expect(counts[0]).toBe(store.outcome().visibleCount);
    expect(store.countriesShown()).toBeLessThanOrEqual(store.outcome().visibleCount);
  });
});

describe("another grouping", () => {
  it("is drawn once its places have arrived, and at once the next time", async () => {
    const { store } = makeTestStore(N);
    const changes = changesOf(store);
    store.change({ group: "country" }, "push");
    expect([store.isWaiting(), store.positions().grouping, store.grouping().key]).toEqual([true, "category", "category"]);
    await vi.waitFor(() => expect(store.isWaiting()).toBe(false));
    expect([store.positions().grouping, changes.length]).toEqual(["country", 2]);
    store.change({ group: "category" }, "push");
    expect([store.isWaiting(), store.positions().grouping]).toEqual([false, "category"]);
  });

  it("gives way to the one before where its places cannot be read", async () => {
    const { store, failures } = makeTestStore(N, { load: () => Promise.reject(new Unreadable("broken")) });
    store.change({ group: "country" }, "push");
    await vi.waitFor(() => expect(failures).toHaveLength(1));
    expect([store.state().group, store.positions().grouping, store.isWaiting()]).toEqual(["category", "category", false]);
  });

  it("is not drawn any more where a third one was asked for meanwhile", async () => {
    const pending: (() => void)[] = [];
    const made = makeTestStore(N, { load: (group) => new Promise((resolve) => pending.push(() => resolve(made.placesOf(group)))) });
    made.store.change({ group: "country" }, "push");
    made.store.change({ group: "category" }, "push");
    const changes = changesOf(made.store);
    for (const arrive of pending) arrive();
    await vi.waitFor(() => expect(changes).toHaveLength(1));
    expect([made.store.positions().grouping, made.store.isWaiting()]).toEqual(["category", false]);
  });
});

describe("what else narrows", () => {
  it("is words, once the names are there, and what the server adds to them", () => {
    at("?q=zzz");
    const made = makeTestStore(N);
    expect(made.store.matches()).toBeNull();
    bringRest(made);
    expect(made.store.outcome().visibleCount).toBe(0);
    made.store.addAnswer({ q: "zzz", only: null, ids: [present(made.store.nodes.ids[5]), 4_000_000_000] });
    expect(made.store.outcome().visibleCount).toBe(1);
    made.store.addAnswer({ q: "something else", only: null, ids: [present(made.store.nodes.ids[6])] });
    expect(made.store.outcome().visibleCount).toBe(0);
  });

  it("is a selection that the server holds", () => {
    const { store } = makeTestStore(N);
    const ids = [1, 2, 3].map((node) => present(store.nodes.ids[node]));
    store.change({ only: "abc" }, "push");
    expect(store.outcome().visibleCount).toBe(N);
    store.addAnswer({ q: "", only: "abc", ids });
    expect([...store.outcome().visible.keys()].filter((node) => store.outcome().visible[node])).toEqual([1, 2, 3]);
  });

  it("is the surroundings of one, or a path between two, once the links are there", () => {
    const made = makeTestStore(N);
    const { store } = made;
    const id = present(store.nodes.ids[0]);
    store.change({ focus: { id, steps: 1 } }, "push");
    expect([store.distances(), store.outcome().visibleCount]).toEqual([null, N]);
    bringRest(made);
    const near = present(store.distances());
    expect([near[0], Math.max(...near.filter((steps) => steps < 255))]).toEqual([0, 1]);
    expect(store.outcome().visibleCount).toBe(near.filter((steps) => steps < 255).length);
    const far = near.findIndex((steps) => steps === 1);
    store.change({ focus: null, path: [id, present(store.nodes.ids[far])] }, "push");
    expect(store.path()).toEqual([0, far]);
    expect(store.outcome().visibleCount).toBe(2);
  });
});

it("sizes nodes by a number once it is there", () => {
  at("?size=ties");
  const made = makeTestStore(N);
  expect(made.store.sizes()).toBeNull();
  bringRest(made);
  const sizes = present(made.store.sizes());
  expect(sizes.step).toHaveLength(N);
  expect(made.store.sizes()).toBe(sizes);
  made.store.change({ size: null }, "replace");
  expect(made.store.sizes()).toBeNull();
});
