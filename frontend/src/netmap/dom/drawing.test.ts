import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bringRest, type MadeStore, makeTestStore } from "../../../harness/page";
import type { View } from "../model/address";
import { WHOLE_MAP } from "../view/camera";
import { bindDrawing } from "./drawing";
import type { MapView } from "./mapView";

const AWAY: View = { cx: 0.5, cy: 0.4, zoom: 2 };

describe("what the map is told to draw", () => {
  let made: MadeStore;
  let view: View;
  let settle: (view: View) => void;
  const told = { arrange: vi.fn(), setVisible: vi.fn(), setColours: vi.fn(), setSizes: vi.fn(), setLinks: vi.fn(), mark: vi.fn(), refresh: vi.fn(), flyTo: vi.fn() };

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("location", { search: "" });
    for (const call of Object.values(told)) call.mockClear();
    view = WHOLE_MAP;
    made = makeTestStore(40);
    const mapView = { ...told, view: () => view, onSettled: (call: typeof settle) => (settle = call) } as unknown as MapView;
    bindDrawing({ addEventListener: () => undefined } as unknown as HTMLElement, mapView, made.store);
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("is arranged and coloured once, and told of links and names when they arrive", () => {
    made.store.change({ selected: 3 }, "push");
    expect([told.arrange, told.setColours, told.setLinks, told.refresh].map((call) => call.mock.calls.length)).toEqual([1, 1, 0, 0]);
    bringRest(made);
    expect([told.arrange, told.setColours, told.setLinks, told.refresh].map((call) => call.mock.calls.length)).toEqual([1, 1, 1, 1]);
    made.store.change({ colour: "country" }, "replace");
    expect(told.setColours).toHaveBeenCalledTimes(2);
  });

  it("goes where the state says, unless it is there", () => {
    made.store.change({ view: AWAY }, "none");
    expect(told.flyTo.mock.calls).toEqual([[AWAY]]);
    view = AWAY;
    made.store.change({ view: { ...AWAY } }, "none");
    expect(told.flyTo).toHaveBeenCalledTimes(1);
    made.store.change({ view: null }, "none");
    expect(told.flyTo).toHaveBeenLastCalledWith(WHOLE_MAP);
  });

  it("writes the view down once it has rested, none for the whole map", () => {
    view = AWAY;
    settle(AWAY);
    expect(made.store.state().view).toBeNull();
    vi.advanceTimersByTime(400);
    expect(made.store.state().view).toEqual(AWAY);
    view = WHOLE_MAP;
    settle(WHOLE_MAP);
    vi.advanceTimersByTime(400);
    expect(made.store.state().view).toBeNull();
  });

  it("does not write a view down that the map has left again: that would pull it back", () => {
    view = AWAY;
    settle(AWAY);
    view = { ...AWAY, zoom: 1.5 };
    vi.advanceTimersByTime(400);
    expect([made.store.state().view, told.flyTo.mock.calls.length]).toEqual([null, 0]);
  });
});
