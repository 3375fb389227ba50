import { expect, it } from "vitest";
import { fakeCanvas } from "../../../harness/pen";
import { circle, line, onScreen, penOf } from "./lineGeometry";

it("finds where a place stands on the screen", () => {
  expect(onScreen({ sx: 2, sy: 3, tx: 10, ty: -1, zoom: 1 }, 5, 7)).toEqual({ x: 20, y: 20 });
});

it("begins a path for each circle and each line", () => {
  const { canvas, strokes } = fakeCanvas();
  circle(penOf(canvas), { x: 1, y: 2 }, 3);
  line(penOf(canvas), { x: 0, y: 0 }, { x: 4, y: 5 });
  expect(strokes.map(({ call, values }) => [call, ...values])).toEqual([
    ["beginPath"],
    ["arc", 1, 2, 3, 0, Math.PI * 2],
    ["beginPath"],
    ["moveTo", 0, 0],
    ["lineTo", 4, 5],
  ]);
});

it("says when a canvas has no pen", () => {
  expect(() => penOf({ getContext: () => null } as unknown as HTMLCanvasElement)).toThrow("does not draw");
});
