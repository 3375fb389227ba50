import { beforeEach, expect, it, vi } from "vitest";
import { THEME } from "../../../harness/page";
import { type FakeCanvas, fakeCanvas } from "../../../harness/pen";
import { buildGrid, type Spots } from "../model/grid";
import type { HubMark } from "../view/regionLabels";
import { NO_MARKS, overlay, type Overlay, type OverlayFrame } from "./overlay";

const SPOTS: Spots = { x: Uint16Array.of(100, 200, 300), y: Uint16Array.of(100, 200, 300) };
const HUB: HubMark = { value: 0, x: 150, y: 150, r: 0, angle: 0, count: 7, colour: 2, isBroken: false, label: "Skills", radius: 12 };
const FRAME: OverlayFrame = {
  transform: { sx: 1, sy: 1, tx: 0, ty: 0, zoom: 1 },
  viewport: { width: 400, height: 400, inset: { top: 0, bottom: 0, left: 0, right: 0 }, covered: { top: 0, bottom: 0, boxes: [] }, extent: { x0: 0, y0: 0, x1: 400, y1: 400 } },
  pixelRatio: 1,
  radius: 3,
  progress: 1,
  isMoving: false,
  revision: 1,
  hubs: [HUB],
  marks: NO_MARKS,
  spots: SPOTS,
  grid: () => buildGrid(SPOTS),
  visible: Uint8Array.of(1, 1, 1),
  hubsOf: () => [0],
  nameOf: (node) => `Name ${node}`,
  pictureOf: () => "",
};

let made: FakeCanvas;
let above: Overlay;
let sprites: FakeCanvas[];
const draw = (frame: Partial<OverlayFrame> = {}): void => {
  made.strokes.length = 0;
  above.draw({ ...FRAME, ...frame });
};
const drawnTexts = (): string[] => sprites.flatMap(({ of }) => of("fillText").map(({ values }) => String(values[0])));
const names = (): string[] => drawnTexts().map((text) => text.replace(/[\u2068\u2069]/gu, ""));
const circles = (): unknown[][] => made.of("arc").map(({ values }) => values.slice(0, 3));

beforeEach(() => {
  made = fakeCanvas();
  sprites = [];
  vi.stubGlobal("document", {
    createElement: () => {
      const sprite = fakeCanvas();
      sprites.push(sprite);
      return sprite.canvas;
    },
  });
  above = overlay(made.canvas);
  above.setTheme(THEME);
});

it("draws a hub with its count in its colour, and its name beside it", () => {
  draw();
  expect(circles()).toEqual([[150, 150, 12]]);
  expect(made.of("fillText").map(({ values }) => values[0])).toEqual(["7"]);
  expect(made.of("stroke").map(({ strokeStyle }) => strokeStyle)).toEqual(["colour-2-edge", "colour-2"]);
  expect(names()).toEqual(["Skills"]);
});

it("keeps each name in its own direction, so that a sign at its end stays there on a page from right to left", () => {
  draw({ hubs: [{ ...HUB, label: "Skills +" }] });
  expect(drawnTexts()).toEqual(["\u2068Skills +\u2069"]);
});

it("leaves out hubs out of sight, counts and names of empty ones", () => {
  draw({ hubs: [{ ...HUB, x: -50 }, { ...HUB, count: 0 }] });
  expect(circles()).toHaveLength(1);
  expect([made.of("fillText").length, names()]).toEqual([0, []]);
});

it("draws only hubs while the nodes are on their way", () => {
  draw({ progress: 0.5, marks: { ...NO_MARKS, selected: 0, path: [0, 1] } });
  expect([circles().length, made.of("lineTo").length, names()]).toEqual([1, 0, []]);
});

it("names the selected node, and binds it to its hubs and to similar ones", () => {
  draw({ marks: { ...NO_MARKS, selected: 0, similar: [2] } });
  expect(names().sort()).toEqual(["Name 0", "Name 2", "Skills"]);
  expect(made.of("lineTo").map(({ values }) => values)).toEqual([[150, 150], [300, 300]]);
});

it("draws a path through its nodes, each a stop", () => {
  draw({ hubs: [], marks: { ...NO_MARKS, path: [0, 2] } });
  expect(made.of("lineTo").map(({ values }) => values)).toEqual([[100, 100], [300, 300]]);
  expect(circles()).toEqual([[100, 100, 5.5], [300, 300, 5.5]]);
});

it("rings what was found where it is visible, and what is pointed at", () => {
  draw({ hubs: [], visible: Uint8Array.of(1, 0, 1), marks: { ...NO_MARKS, matches: Uint8Array.of(1, 1, 0), hovered: 2 } });
  expect(circles()).toEqual([[100, 100, 7], [300, 300, 7]]);
});

it("draws pairs that stand out, the fainter the more there are", () => {
  draw({ hubs: [], marks: { ...NO_MARKS, emphasis: Uint32Array.of(0, 1, 1, 2) } });
  expect(made.of("lineTo").map(({ values }) => values)).toEqual([[200, 200], [300, 300]]);
});

it("carries names along while the map slides, and places them anew once it rests", () => {
  draw();
  const [before] = made.of("drawImage");
  const moved = { ...FRAME.transform, tx: 30 };
  draw({ transform: moved, isMoving: true });
  const [slid] = made.of("drawImage");
  expect(Number(slid?.values[1]) - Number(before?.values[1])).toBe(30);
  expect(sprites).toHaveLength(1);
});

it("draws each text once, until the theme changes", () => {
  draw();
  draw({ revision: 2 });
  expect(sprites).toHaveLength(1);
  above.setTheme({ ...THEME, ink: "other" });
  draw();
  expect(sprites).toHaveLength(2);
});
