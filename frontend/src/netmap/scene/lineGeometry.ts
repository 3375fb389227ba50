/** Small things that drawings over the map have in common. */
import type { Transform } from "../view/camera";

const TURN = Math.PI * 2;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export function onScreen({ sx, sy, tx, ty }: Transform, x: number, y: number): Point {
  return { x: x * sx + tx, y: y * sy + ty };
}

export function circle(context: CanvasRenderingContext2D, { x, y }: Point, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, TURN);
}

export function line(context: CanvasRenderingContext2D, from: Point, to: Point): void {
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
}

/** The pen of a canvas; a canvas that draws something else already has none. */
export function penOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("The browser does not draw on this canvas.");
  return pen;
}
