/** The map as a picture to keep: both canvases on the theme's ground, what the colours mean on a strip below. */
import { penOf } from "./lineGeometry";
import { type Flowed, flow } from "../view/flow";
import type { Theme } from "../view/theme";

export interface PictureLegend {
  /** The network's name, above all other words. */
  readonly heading?: string;
  readonly title?: string;
  /** Lines below the legend, such as the day and the address. */
  readonly notes?: readonly string[];
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
  { theme, pixelRatio, legend: { heading = "", title = "", notes = [], legend: entries = [] } }: { theme: Theme; pixelRatio: number; legend: PictureLegend },
): Promise<Blob> {
  const [first] = canvases;
  const canvas = document.createElement("canvas");
  const context = penOf(canvas);
  const [width, height] = [first?.width ?? 1, first?.height ?? 1];
  const rows = entries.map(({ label, count }) => `${label} · ${count}`);
  context.font = `400 12px ${theme.font}`;
  const sizes = rows.map((row) => context.measureText(row).width + 2 * DOT + GAP);
  const strip = flow(sizes, { width: width / pixelRatio - 2 * MARGIN, between: BETWEEN });
  const titles = [heading, title].filter((line) => line !== "");
  const lineCount = titles.length + strip.rows + notes.length;
  const stripHeight = lineCount === 0 ? 0 : lineCount * ROW + 2 * MARGIN;
  canvas.width = width;
  canvas.height = height + Math.round(stripHeight * pixelRatio);
  context.fillStyle = theme.canvas;
  context.fillRect(0, 0, canvas.width, canvas.height);
  for (const layer of canvases) context.drawImage(layer, 0, 0);
  context.scale(pixelRatio, pixelRatio);
  context.translate(0, height / pixelRatio + MARGIN);
  const page = { width: width / pixelRatio, isRightToLeft: getComputedStyle(document.documentElement).direction === "rtl" };
  if (stripHeight > 0) drawStrip(context, { theme, titles, notes, rows, colours: entries.map(({ colour }) => colour), strip, page });
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The browser makes no picture of this size."))), "image/png");
  });
}

interface Strip {
  readonly theme: Theme;
  readonly titles: readonly string[];
  readonly notes: readonly string[];
  readonly rows: readonly string[];
  readonly colours: readonly number[];
  readonly strip: Flowed;
  readonly page: { readonly width: number; readonly isRightToLeft: boolean };
}

function drawStrip(context: CanvasRenderingContext2D, { theme, titles, notes, rows, colours, strip, page }: Strip): void {
  const from = (inset: number): number => (page.isRightToLeft ? page.width - MARGIN - inset : MARGIN + inset);
  context.direction = page.isRightToLeft ? "rtl" : "ltr";
  context.textBaseline = "middle";
  context.textAlign = "start";
  context.fillStyle = theme.ink;
  context.font = `600 13px ${theme.font}`;
  const widest = page.width - 2 * MARGIN;
  titles.forEach((title, line) => context.fillText(title, from(0), (line + 0.5) * ROW, widest));
  context.font = `400 12px ${theme.font}`;
  notes.forEach((note, line) => context.fillText(note, from(0), (titles.length + strip.rows + line + 0.5) * ROW, widest));
  strip.entries.forEach(({ start, row: line }, i) => {
    const y = (titles.length + line + 0.5) * ROW;
    context.beginPath();
    context.arc(from(start + DOT), y, DOT, 0, Math.PI * 2);
    context.fillStyle = theme.palette[colours[i] ?? 0] ?? theme.inkSoft;
    context.fill();
    context.fillStyle = theme.ink;
    context.fillText(rows[i] ?? "", from(start + 2 * DOT + GAP), y);
  });
}
