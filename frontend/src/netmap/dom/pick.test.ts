import { describe, expect, it, vi } from "vitest";
import { makeTestStore } from "../../../harness/page";
import { buildGrid } from "../model/grid";
import type { HubMark } from "../view/regionLabels";
import { toggleHub } from "./hubs";
import type { MapView } from "./mapView";
import { pick } from "./pick";

vi.stubGlobal("location", { search: "" });
const { store, placesOf } = makeTestStore(40);
const places = placesOf("category");
const hub = (value: number, x: number, count: number): HubMark => ({ value, x, y: 100, r: 0, angle: 0, count, colour: 1, isBroken: false, label: "", radius: 12 });
const HUBS = [hub(0, 100, 5), hub(1, 200, 0), hub(-1, 300, 2)];
/** One screen pixel is 100 units. */
const mapView = {
  transform: () => ({ sx: 0.01, sy: 0.01, tx: 0, ty: 0, zoom: 1 }),
  hubs: () => HUBS.map((mark) => ({ ...mark, x: mark.x * 100, y: mark.y * 100 })),
  grid: () => buildGrid(places),
} as unknown as MapView;
const at = (node: number): { x: number; y: number; reach: number } => ({ x: (places.x[node] ?? 0) / 100, y: (places.y[node] ?? 0) / 100, reach: 0.5 });

describe("what stands under a point", () => {
  it("is a hub with projects before any node", () => {
    expect(pick(mapView, store, { x: 110, y: 104, reach: 500 })).toEqual({ node: -1, hub: 0 });
  });

  it("is never a hub without projects", () => {
    expect(pick(mapView, store, { x: 200, y: 100, reach: 0 }).hub).toBe(-1);
  });

  it("is the nearest node within reach that is visible", () => {
    const node = [...store.nodes.ids.keys()].find((candidate) => pick(mapView, store, at(candidate)).node === candidate) ?? -1;
    expect(node).toBeGreaterThanOrEqual(0);
    store.outcome().visible[node] = 0;
    expect(pick(mapView, store, at(node)).node).not.toBe(node);
    store.outcome().visible[node] = 1;
  });
});

describe("pressing a hub", () => {
  const chosen = (): unknown => store.state().chosenValues.get("category");

  it("chooses its value beside others, and lets it go again", () => {
    const [first] = store.facet("category")?.facet.values ?? [];
    toggleHub(mapView, store, 0);
    toggleHub(mapView, store, 2);
    expect(chosen()).toEqual([first, "-"]);
    toggleHub(mapView, store, 0);
    expect(chosen()).toEqual(["-"]);
    toggleHub(mapView, store, 2);
    expect(chosen()).toBeUndefined();
  });

  it("does nothing where there is no such hub", () => {
    toggleHub(mapView, store, 9);
    expect(chosen()).toBeUndefined();
  });
});
