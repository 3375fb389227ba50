import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { makeTestStore, THEME } from "../../../harness/page";
import { present } from "../../../harness/present";
import type { Overlay, OverlayFrame } from "../scene/overlay";
import type { Arrangement, Frame, Scene } from "../scene/scene";
import { isWhole, WHOLE_MAP } from "../view/camera";
import { arrange, fit, flyTo, hubsOfMap, makeFrame, type MapFrame, moveTo, redraw } from "./mapFrame";

const N = 50;
const AWAY = { cx: 0.5, cy: 0.4, zoom: 2 };

let map: MapFrame;
let frames: Frame[];
let overlays: OverlayFrame[];
let arranged: Arrangement[];
let bound: unknown[];
let now: number;
let asked: ((time: number) => void)[];
let isStill: boolean;
const places = (group: string): Parameters<typeof arrange>[1] => ({ positions: made.placesOf(group), facet: null, namedFacet: null });
let made: ReturnType<typeof makeTestStore>;
/** Lets time pass, and draws what was asked for until then. */
const pass = (ms: number): void => {
  now += ms;
  vi.advanceTimersByTime(ms);
  for (const draw of asked.splice(0)) draw(now);
};

beforeEach(() => {
  vi.useFakeTimers();
  [frames, overlays, arranged, bound, asked, now, isStill] = [[], [], [], [], [], 0, false];
  vi.stubGlobal("location", { search: "" });
  vi.stubGlobal("matchMedia", () => ({ matches: isStill }));
  vi.stubGlobal("devicePixelRatio", 3);
  vi.stubGlobal("requestAnimationFrame", (draw: (time: number) => void) => asked.push(draw));
  vi.stubGlobal("performance", { now: () => now });
  made = makeTestStore(N);
  const none = (): void => undefined;
  const scene: Scene = {
    setTheme: none,
    arrange: (given) => void arranged.push(given),
    setLinks: (given) => void bound.push(given),
    setVisible: none,
    setColours: none,
    setSizes: none,
    draw: (frame) => void frames.push(frame),
  };
  const overlay: Overlay = { setTheme: none, draw: (frame) => void overlays.push(frame) };
  const canvas = (): HTMLCanvasElement => ({ width: 0, height: 0, style: {} }) as unknown as HTMLCanvasElement;
  const element = { clientWidth: 800, clientHeight: 600 } as HTMLElement;
  const covered = { top: 0, bottom: 0, boxes: [] };
  const input = { n: N, scene: null, view: null, notStated: "Not stated", insets: () => ({ inset: { top: 0, bottom: 0, left: 0, right: 0 }, covered }), nameOf: () => "", pictureOf: () => "" };
  map = makeFrame({ element, canvases: [canvas(), canvas()], scene, overlay }, input, THEME);
  fit(map);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("draws nothing before it has places", () => {
  pass(16);
  expect(frames).toEqual([]);
});

it("draws once for all that changed since the last frame", () => {
  arrange(map, places("category"));
  redraw(map);
  redraw(map);
  expect(asked).toHaveLength(1);
  pass(16);
  expect([frames.length, overlays.length, arranged.length]).toEqual([1, 1, 1]);
});

it("shows the first places where they are, and moves to the next ones", () => {
  arrange(map, places("category"));
  pass(16);
  expect(present(frames[0]).progress).toBe(1);
  arrange(map, places("country"));
  pass(325);
  expect(present(frames[1]).progress).toBeGreaterThan(0);
  expect(present(frames[1]).progress).toBeLessThan(1);
  pass(400);
  expect(present(frames[2]).progress).toBe(1);
  expect(arranged.map(({ to }) => [...to.x])).toEqual([[...made.placesOf("category").x], [...made.placesOf("country").x]]);
});

it("does not move for those who asked for stillness", () => {
  isStill = true;
  arrange(map, places("category"));
  arrange(map, places("country"));
  flyTo(map, AWAY);
  pass(16);
  expect([present(frames[0]).progress, map.view]).toEqual([1, AWAY]);
});

it("binds links after the nodes are seen, not before", () => {
  arrange(map, places("category"));
  pass(16);
  expect(bound).toEqual([null]);
  vi.advanceTimersByTime(1);
  expect(bound).toHaveLength(2);
});

it("flies to a view and says when it is there", () => {
  const settled = vi.fn();
  map.onSettled = settled;
  arrange(map, places("category"));
  flyTo(map, AWAY);
  pass(160);
  expect([isWhole(map.view), map.view.zoom < 2, settled.mock.calls.length]).toEqual([false, true, 0]);
  pass(200);
  expect([map.view, settled.mock.calls]).toEqual([AWAY, [[AWAY]]]);
});

it("stays where a flight is taken back before it has left", () => {
  arrange(map, places("category"));
  flyTo(map, AWAY);
  flyTo(map, WHOLE_MAP);
  pass(400);
  expect(map.view).toEqual(WHOLE_MAP);
});

it("follows a hand at once, and draws in full once it rests", () => {
  arrange(map, places("category"));
  moveTo(map, AWAY);
  pass(16);
  expect([map.view, present(frames.at(-1)).isMoving]).toEqual([AWAY, true]);
  pass(400);
  pass(16);
  expect(present(frames.at(-1)).isMoving).toBe(false);
});

it("slides what lies over the points while a hand drags, instead of drawing it anew", () => {
  arrange(map, places("category"));
  pass(16);
  moveTo(map, { ...WHOLE_MAP, cx: 0.51 });
  pass(16);
  expect([frames.length, overlays.length]).toEqual([2, 1]);
  expect(map.canvases[1].style.transform).toMatch(/^translate\(-\d/);
});

it("has no more pixels than two for each of the page's", () => {
  expect(map.canvases.map(({ width, height }) => [width, height])).toEqual([[1600, 1200], [1600, 1200]]);
});

it("counts hubs by who is visible, and only when asked", () => {
  const { facet, namedFacet } = present(made.store.facet("category"));
  arrange(map, { positions: made.placesOf("category"), facet, namedFacet });
  const all = hubsOfMap(map).map(({ count }) => count);
  expect(hubsOfMap(map)).toBe(map.hubs);
  map.visible = new Uint8Array(N);
  [map.counts, map.areHubsStale] = [null, true];
  expect([Math.max(...all) > 0, hubsOfMap(map).every(({ count }) => count === 0)]).toEqual([true, true]);
});
