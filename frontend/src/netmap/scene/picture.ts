/** The map as a picture to keep: both canvases on the theme's ground, with the legend below one another in a corner. */
import type { Theme } from "../view/theme";

export interface PictureLegend {
  readonly title?: string;
  /** Palette place, name and count of each entry; none = the picture has no legend. */
  readonly legend?: readonly { readonly colour: number; readonly label: string; readonly count: string }[];
}

const MARGIN = 16;
const ROW = 20;
const DOT = 5;
const GAP = 10;
const GROUND_ALPHA = 0.85;

export function composed(
  canvases: readonly HTMLCanvasElement[],
  { theme, pixelRatio, legend }: { theme: Theme; pixelRatio: number; legend: PictureLegend },
): Promise<Blob> {
  const [first] = canvases;
  const canvas = document.createElement("canvas");
  canvas.width = first?.width ?? 1;
  canvas.height = first?.height ?? 1;
  const context = canvas.getContext("2d")!;
  context.fillStyle = theme.canvas;
  context.fillRect(0, 0, canvas.width, canvas.height);
  for (const layer of canvases) context.drawImage(layer, 0, 0);
  if (legend.legend) drawLegend(context, { theme, pixelRatio, legend });
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The browser makes no picture of this size."))), "image/png");
  });
}

function drawLegend(
  context: CanvasRenderingContext2D,
  { theme, pixelRatio, legend }: { theme: Theme; pixelRatio: number; legend: PictureLegend },
): void {
  context.scale(pixelRatio, pixelRatio);
  const isRightToLeft = getComputedStyle(context.canvas.ownerDocument.documentElement).direction === "rtl";
  const [wide, high] = [context.canvas.width / pixelRatio, context.canvas.height / pixelRatio];
  context.direction = isRightToLeft ? "rtl" : "ltr";
  context.textBaseline = "middle";
  context.textAlign = "start";
  context.font = `400 12px ${theme.font}`;
  const { title = "", legend: entries = [] } = legend;
  const rows = entries.map(({ label, count }) => `${label} · ${count}`);
  const width = Math.max(...[title, ...rows].map((row) => context.measureText(row).width)) + 2 * DOT + 3 * GAP;
  const height = (rows.length + 1) * ROW + GAP;
  const left = isRightToLeft ? wide - MARGIN - width : MARGIN;
  const top = high - MARGIN - height;
  context.globalAlpha = GROUND_ALPHA;
  context.fillStyle = theme.canvas;
  context.fillRect(left, top, width, height);
  context.globalAlpha = 1;
  const start = (inset: number): number => (isRightToLeft ? left + width - inset : left + inset);
  context.fillStyle = theme.ink;
  context.font = `600 12px ${theme.font}`;
  context.fillText(title, start(GAP), top + GAP / 2 + ROW / 2);
  context.font = `400 12px ${theme.font}`;
  entries.forEach(({ colour }, i) => {
    const y = top + GAP / 2 + ROW * (i + 1.5);
    context.beginPath();
    context.arc(start(GAP + DOT), y, DOT, 0, Math.PI * 2);
    context.fillStyle = theme.palette[colour] ?? theme.inkSoft;
    context.fill();
    context.fillStyle = theme.ink;
    context.fillText(rows[i]!, start(2 * GAP + 2 * DOT), y);
  });
}
