/** The map as a picture to keep: both canvases on the theme's ground, what the colours mean on a strip below. */
import { penOf } from "./lineGeometry";
import { type Flowed, flow } from "../view/flow";
import type { Theme } from "../view/theme";

export interface PictureLegend {
  readonly title?: string;
  /** Palette place, name and count of each entry; none = the picture has no legend. */
  readonly legend?: readonly { readonly colour: number; readonly label: string; readonly count: string }[];
}

const MARGIN = 16;
const ROW = 22;
const DOT = 5;
const GAP = 8;
const BETWEEN = 20;

export function composed(
  canvases: readonly HTMLCanvasElement[],
  { theme, pixelRatio, legend: { title = "", legend: entries = [] } }: { theme: Theme; pixelRatio: number; legend: PictureLegend },
): Promise<Blob> {
  const [first] = canvases;
  const canvas = document.createElement("canvas");
  const context = penOf(canvas);
  const [width, height] = [first?.width ?? 1, first?.height ?? 1];
  const rows = entries.map(({ label, count }) => `${label} · ${count}`);
  context.font = `400 12px ${theme.font}`;
  const sizes = rows.map((row) => context.measureText(row).width + 2 * DOT + GAP);
  const strip = flow(sizes, { width: width / pixelRatio - 2 * MARGIN, between: BETWEEN });
  const titled = title === "" ? 0 : ROW;
  const stripHeight = titled + strip.rows === 0 ? 0 : titled + strip.rows * ROW + 2 * MARGIN;
  canvas.width = width;
  canvas.height = height + Math.round(stripHeight * pixelRatio);
  context.fillStyle = theme.canvas;
  context.fillRect(0, 0, canvas.width, canvas.height);
  for (const layer of canvases) context.drawImage(layer, 0, 0);
  context.scale(pixelRatio, pixelRatio);
  context.translate(0, height / pixelRatio + MARGIN);
  const page = { width: width / pixelRatio, isRightToLeft: getComputedStyle(document.documentElement).direction === "rtl" };
  if (stripHeight > 0) drawStrip(context, { theme, title, rows, colours: entries.map(({ colour }) => colour), strip, page });
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The browser makes no picture of this size."))), "image/png");
  });
}

interface Strip {
  readonly theme: Theme;
  readonly title: string;
  readonly rows: readonly string[];
  readonly colours: readonly number[];
  readonly strip: Flowed;
  readonly page: { readonly width: number; readonly isRightToLeft: boolean };
}

function drawStrip(context: CanvasRenderingContext2D, { theme, title, rows, colours, strip, page }: Strip): void {
  const from = (inset: number): number => (page.isRightToLeft ? page.width - MARGIN - inset : MARGIN + inset);
  context.direction = page.isRightToLeft ? "rtl" : "ltr";
  context.textBaseline = "middle";
  context.textAlign = "start";
  context.fillStyle = theme.ink;
  context.font = `600 13px ${theme.font}`;
  context.fillText(title, from(0), ROW / 2);
  context.font = `400 12px ${theme.font}`;
  strip.entries.forEach(({ start, row: line }, i) => {
    const y = (title === "" ? 0 : ROW) + (line + 0.5) * ROW;
    context.beginPath();
    context.arc(from(start + DOT), y, DOT, 0, Math.PI * 2);
    context.fillStyle = theme.palette[colours[i] ?? 0] ?? theme.inkSoft;
    context.fill();
    context.fillStyle = theme.ink;
    context.fillText(rows[i] ?? "", from(start + 2 * DOT + GAP), y);
  });
}
