import { beforeEach, expect, it, vi } from "vitest";
import { type FakeCanvas, fakeCanvas } from "../../../harness/pen";
import { THEME } from "../../../harness/page";
import type { Outline } from "../contract/places";
import { canvasScene } from "./canvas";
import type { Frame, Scene } from "./scene";

const SPOTS = { x: Uint16Array.of(10, 50, 90, 900), y: Uint16Array.of(10, 50, 90, 900) };
const BEFORE = { x: Uint16Array.of(30, 70, 110, 900), y: Uint16Array.of(10, 50, 90, 900) };
const FRAME: Frame = {
  transform: { sx: 1, sy: 1, tx: 0, ty: 0, zoom: 1 },
  width: 100,
  height: 100,
  pixelRatio: 2,
  radius: 3,
  progress: 1,
  isMoving: false,
  share: 1,
};
const ENDS = { ends: Uint32Array.of(0, 1, 1, 2), isToHubs: false };

let made: FakeCanvas;
let scene: Scene;
/** Where discs are drawn in a frame, by their fill. */
const discs = (frame: Partial<Frame> = {}): [unknown, unknown, unknown][] => {
  made.strokes.length = 0;
  scene.draw({ ...FRAME, ...frame });
  return made.of("arc").map(({ values }) => [values[0], values[1], values[2]]);
};

beforeEach(() => {
  made = fakeCanvas();
  scene = canvasScene(made.canvas, { n: 4, redraw: () => undefined });
  scene.setTheme(THEME);
  scene.arrange({ from: BEFORE, to: SPOTS, hubs: [], outline: null });
});

it("draws nothing before it is dressed and arranged", () => {
  const { canvas, of } = fakeCanvas();
  canvasScene(canvas, { n: 4, redraw: () => undefined }).draw(FRAME);
  expect(of("arc")).toEqual([]);
});

it("draws an edge and a disc for each node in sight, and none out of it", () => {
  expect(discs()).toEqual([
    [10, 10, 3],
    [50, 50, 3],
    [90, 90, 3],
    [10, 10, 2.2],
    [50, 50, 2.2],
    [90, 90, 2.2],
  ]);
});

it("draws nodes on their way between two arrangements, and moved as one looks", () => {
  expect(discs({ progress: 0.5 })[0]).toEqual([20, 10, 3]);
  expect(discs({ transform: { sx: 2, sy: 1, tx: 5, ty: 7, zoom: 1 } })[0]).toEqual([25, 17, 3]);
});

it("draws who is left out first, small and in the colour of lines", () => {
  scene.setVisible(Uint8Array.of(0, 1, 1, 1));
  const drawn = discs();
  expect(drawn[0]).toEqual([10, 10, 3 * 0.62]);
  expect(drawn).toHaveLength(5);
});

it("sizes nodes by their step, and gives a second category its ring", () => {
  scene.setSizes(Uint8Array.of(3, 1, 1, 1));
  scene.setColours({ fill: Uint8Array.of(1, 2, 2, 2), ring: Uint8Array.of(0, 3, 0, 0), key: "category", palette: new Uint8Array(0) });
  const radii = discs().map(([x, , radius]) => [x, Math.round(Number(radius) * 100) / 100]);
  expect(radii).toContainEqual([10, 6.3]);
  expect(radii).toContainEqual([50, 4.2]);
  expect(made.of("fill").map(({ fillStyle }) => fillStyle)).toContain("colour-1-edge");
});

it("draws only a share of the nodes on a machine that stumbles", () => {
  expect(discs({ share: 0.5 })).toHaveLength(4);
});

it("draws the links of those who are visible, once the nodes have arrived", () => {
  scene.setLinks(ENDS);
  discs({ progress: 0.9 });
  expect(made.of("quadraticCurveTo")).toHaveLength(0);
  discs();
  expect(made.of("quadraticCurveTo")).toHaveLength(2);
  scene.setVisible(Uint8Array.of(0, 1, 1, 1));
  discs();
  expect(made.of("quadraticCurveTo")).toHaveLength(1);
});

it("draws links to hubs in the hubs' colours, to where these stand", () => {
  scene.arrange({ from: SPOTS, to: SPOTS, hubs: [{ x: 40, y: 20, colour: 2 }], outline: null });
  scene.setLinks({ ends: Uint32Array.of(0, 4), isToHubs: true });
  discs();
  expect(made.of("quadraticCurveTo").map(({ values }) => values.slice(2))).toEqual([[40, 20]]);
  expect(made.of("stroke").map(({ strokeStyle }) => strokeStyle)).toEqual(["colour-2"]);
});

it("fills land behind the nodes, each ring closed, empty ones left out", () => {
  const calls: string[] = [];
  const noted = (name: string) => (): void => void calls.push(name);
  vi.stubGlobal("Path2D", class {
    moveTo = noted("move");
    lineTo = noted("line");
    closePath = noted("close");
  });
  const outline: Outline = { start: Uint32Array.of(0, 3, 3, 5), x: new Uint16Array(5), y: new Uint16Array(5) };
  scene.arrange({ from: SPOTS, to: SPOTS, hubs: [], outline });
  vi.unstubAllGlobals();
  expect(calls).toEqual(["move", "line", "line", "close", "move", "line", "close"]);
  discs();
  expect(made.of("fill")[0]?.fillStyle).toBe("land");
});
