import { afterEach, expect, it, vi } from "vitest";
import { THEME } from "../../../harness/page";
import { fakeCanvas } from "../../../harness/pen";
import { composed } from "./picture";

const PAGE = { theme: THEME, pixelRatio: 2 };
const WORDS = { heading: "A network", title: "7 projects", notes: ["Category: Care", "3 May 2026 · https://example.org"], legend: [{ colour: 3, label: "Care", count: "7" }] };

afterEach(() => void vi.unstubAllGlobals());

/** Makes a picture of two layers of 800 × 400 pixels, and returns the canvas that it is drawn on. */
async function pictureOf(legend: Parameters<typeof composed>[1]["legend"], direction = "ltr"): Promise<ReturnType<typeof fakeCanvas>> {
  const made = fakeCanvas();
  Object.assign(made.canvas, { toBlob: (done: (blob: Blob) => void) => void done(new Blob()) });
  vi.stubGlobal("document", { createElement: () => made.canvas, documentElement: {} });
  vi.stubGlobal("getComputedStyle", () => ({ direction }));
  const layers = [fakeCanvas().canvas, fakeCanvas().canvas];
  for (const layer of layers) Object.assign(layer, { width: 800, height: 400 });
  await composed(layers, { ...PAGE, legend });
  return made;
}

it("writes name, numbers, legend, filter, day and address below the map, one below the other", async () => {
  const { canvas, of } = await pictureOf(WORDS);
  expect(of("drawImage")).toHaveLength(2);
  const lines = of("fillText").map(({ values: [text, , y] }) => ({ text, y: Number(y) }));
  expect(lines.sort((one, other) => one.y - other.y).map(({ text }) => text)).toEqual(["A network", "7 projects", "Care · 7", "Category: Care", "3 May 2026 · https://example.org"]);
  expect(of("arc").map(({ values }) => values[2])).toEqual([5]);
  expect(of("fill").map(({ fillStyle }) => fillStyle)).toEqual(["colour-3"]);
  expect([canvas.width, canvas.height > 400]).toEqual([800, true]);
  expect(Math.max(...lines.map(({ y }) => y))).toBeLessThan((canvas.height - 400) / 2);
});

it("begins its lines at the right where the page does", async () => {
  const xs = async (direction: string): Promise<number[]> => (await pictureOf(WORDS, direction)).of("fillText").map(({ values }) => Number(values[1]));
  expect(Math.max(...(await xs("ltr")))).toBeLessThan(200);
  expect(Math.min(...(await xs("rtl")))).toBeGreaterThan(200);
});

it("is the map alone where there is nothing to say", async () => {
  const { canvas, of } = await pictureOf({});
  expect([canvas.height, of("fillText").length]).toEqual([400, 0]);
});
