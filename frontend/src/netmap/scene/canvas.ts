/** The scene on Canvas 2D: the fastest one for small networks, and the one that runs everywhere. */
import type { Outline } from "../contract/places";
import { type NodeColours, PALETTE_SIZE } from "../model/colours";
import type { DrawnLinks } from "../model/links";
import { STEP_RADII } from "../model/sizes";
import { FULL } from "../view/camera";
import type { Theme } from "../view/theme";
import { type Buckets, bucketsOf } from "./buckets";
import { penOf } from "./lineGeometry";
import { type Arrangement, BEND, DIM_SHARE, type Frame, linkStrength, MOST_BEND, RING_SHARE, type Scene, type SceneInput } from "./scene";

const TURN = Math.PI * 2;
const MOST_LINKS = 4000;
const MOST_LINKS_MOVING = 1200;
/** Below this radius a square is as good as a disc, and far cheaper. */
const SQUARE_RADIUS = 1.6;
const MANY_NODES = 5000;

/** What is shown and what follows from it; what is null is worked out when it is drawn. */
interface Drawing {
  readonly pen: CanvasRenderingContext2D;
  readonly n: number;
  /** Where nodes, then hubs, stand on the screen. */
  x: Float32Array;
  y: Float32Array;
  theme: Theme | null;
  arrangement: Arrangement | null;
  links: DrawnLinks | null;
  land: Path2D | null;
  visible: Uint8Array;
  colours: NodeColours | null;
  sizes: Uint8Array | null;
  buckets: Buckets | null;
  chosenLinks: readonly Uint32Array[] | null;
}

export function canvasScene(canvas: HTMLCanvasElement, { n }: SceneInput): Scene {
  const drawing: Drawing = {
    pen: penOf(canvas),
    n,
    x: new Float32Array(n),
    y: new Float32Array(n),
    theme: null,
    arrangement: null,
    links: null,
    land: null,
    visible: new Uint8Array(n).fill(1),
    colours: null,
    sizes: null,
    buckets: null,
    chosenLinks: null,
  };
  return {
    setTheme: (theme) => void (drawing.theme = theme),
    arrange(arrangement) {
      const count = n + arrangement.hubs.length;
      const land = arrangement.outline ? pathOf(arrangement.outline) : null;
      Object.assign(drawing, { arrangement, land, chosenLinks: null });
      if (drawing.x.length >= count) return;
      drawing.x = new Float32Array(count);
      drawing.y = new Float32Array(count);
    },
    setLinks: (links) => void Object.assign(drawing, { links, chosenLinks: null }),
    setVisible: (visible) => void Object.assign(drawing, { visible, chosenLinks: null, buckets: null }),
    setColours: (colours) => void Object.assign(drawing, { colours, buckets: null }),
    setSizes: (sizes) => void (drawing.sizes = sizes),
    draw(frame) {
      const { pen, theme, arrangement } = drawing;
      pen.setTransform(frame.pixelRatio, 0, 0, frame.pixelRatio, 0, 0);
      pen.clearRect(0, 0, frame.width, frame.height);
      if (!theme || !arrangement) return;
      locate(drawing, frame, arrangement);
      drawLand(drawing, frame, theme.land);
      drawLinks(drawing, frame, theme);
      drawNodes(drawing, frame, theme);
    },
  };
}

function locate({ n, x, y }: Drawing, { transform, progress }: Frame, { from, to, hubs }: Arrangement): void {
  const { sx, sy, tx, ty } = transform;
  for (let i = 0; i < n; i++) {
    const fromX = from.x[i] ?? 0;
    const fromY = from.y[i] ?? 0;
    x[i] = (fromX + ((to.x[i] ?? 0) - fromX) * progress) * sx + tx;
    y[i] = (fromY + ((to.y[i] ?? 0) - fromY) * progress) * sy + ty;
  }
  hubs.forEach((hub, index) => {
    x[n + index] = hub.x * sx + tx;
    y[n + index] = hub.y * sy + ty;
  });
}

function drawLand({ pen, land }: Drawing, { transform, progress }: Frame, colour: string): void {
  if (!land) return;
  const { sx, sy, tx, ty } = transform;
  pen.save();
  pen.transform(sx, 0, 0, sy, tx, ty);
  pen.globalAlpha = progress;
  pen.fillStyle = colour;
  pen.fill(land, "evenodd");
  pen.restore();
}

function drawLinks(drawing: Drawing, frame: Frame, { palette, inkSoft }: Theme): void {
  const { pen, links, visible, n, arrangement } = drawing;
  if (!links || frame.progress < 1) return;
  drawing.chosenLinks ??= chosenLinks(links, { visible, hubs: arrangement?.hubs ?? [], n });
  const total = drawing.chosenLinks.reduce((sum, ends) => sum + ends.length / 2, 0);
  const share = frame.isMoving ? Math.min(1, MOST_LINKS_MOVING / Math.max(1, total)) : 1;
  pen.lineWidth = frame.width < 480 ? 0.6 : 1;
  pen.globalAlpha = linkStrength(total);
  drawing.chosenLinks.forEach((ends, colour) => {
    if (ends.length === 0) return;
    pen.beginPath();
    const last = Math.ceil((ends.length / 2) * share) * 2;
    for (let i = 0; i < last; i += 2) curve(drawing, frame, ends[i] ?? 0, ends[i + 1] ?? 0);
    pen.strokeStyle = (colour && palette[colour]) || inkSoft;
    pen.stroke();
  });
  pen.globalAlpha = 1;
}

function curve({ pen, x, y }: Drawing, { transform: { sx, sy, tx, ty } }: Frame, a: number, b: number): void {
  const middleX = (FULL / 2) * sx + tx;
  const middleY = (FULL / 2) * sy + ty;
  const [ax, ay, bx, by] = [x[a] ?? 0, y[a] ?? 0, x[b] ?? 0, y[b] ?? 0];
  const halfX = (ax + bx) / 2;
  const halfY = (ay + by) / 2;
  const length = Math.hypot(ax - bx, ay - by);
  const away = Math.hypot(middleX - halfX, middleY - halfY);
  const bend = Math.min(BEND, (MOST_BEND * length) / Math.max(1, away));
  pen.moveTo(ax, ay);
  pen.quadraticCurveTo(halfX + (middleX - halfX) * bend, halfY + (middleY - halfY) * bend, bx, by);
}

interface Fill {
  readonly frame: Frame;
  readonly radiusOf: (radius: number) => number;
}

function fill({ pen, n, x, y, sizes }: Drawing, colour: string, nodes: Uint32Array, { frame, radiusOf }: Fill): void {
  if (nodes.length === 0) return;
  const step = Math.max(1, Math.round(1 / frame.share));
  const { width, height } = frame;
  const radii = STEP_RADII.map((size) => radiusOf(frame.radius * size));
  const usual = radiusOf(frame.radius);
  const isSquare = n > MANY_NODES && usual <= SQUARE_RADIUS;
  pen.beginPath();
  for (let k = 0; k < nodes.length; k += step) {
    const i = nodes[k] ?? 0;
    const radius = sizes ? (radii[sizes[i] ?? 0] ?? usual) : usual;
    const atX = x[i] ?? 0;
    const atY = y[i] ?? 0;
    if (atX < -radius || atY < -radius || atX > width + radius || atY > height + radius) continue;
    if (isSquare) pen.rect(atX - radius, atY - radius, radius * 2, radius * 2);
    else {
      pen.moveTo(atX + radius, atY);
      pen.arc(atX, atY, radius, 0, TURN);
    }
  }
  pen.fillStyle = colour;
  pen.fill();
}

function drawNodes(drawing: Drawing, frame: Frame, { ink, line, palette, edges }: Theme): void {
  drawing.buckets ??= bucketsOf(drawing.visible, drawing.colours, PALETTE_SIZE);
  const { faint, plain, ringed, filled } = drawing.buckets;
  fill(drawing, line, faint, { frame, radiusOf: (radius) => radius * DIM_SHARE });
  ringed.forEach((nodes, index) => fill(drawing, palette[index] ?? ink, nodes, { frame, radiusOf: (radius) => radius * (1 + RING_SHARE) }));
  plain.forEach((nodes, index) => fill(drawing, edges[index] ?? ink, nodes, { frame, radiusOf: (radius) => radius }));
  const inner = (radius: number): number => Math.max(radius - 0.8, radius * 0.6);
  filled.forEach((nodes, index) => fill(drawing, palette[index] ?? ink, nodes, { frame, radiusOf: inner }));
}

/** A fair sample of the links whose nodes are visible, by the colour they are drawn in. */
function chosenLinks(
  { ends, isToHubs }: DrawnLinks,
  { visible, hubs, n }: { visible: Uint8Array; hubs: readonly { readonly colour: number }[]; n: number },
): Uint32Array[] {
  const byColour: number[][] = Array.from({ length: PALETTE_SIZE }, () => []);
  let remaining = MOST_LINKS;
  for (let i = 0; i < ends.length && remaining > 0; i += 2) {
    const [a, b] = [ends[i] ?? 0, ends[i + 1] ?? 0];
    if (!visible[a] || (!isToHubs && !visible[b])) continue;
    byColour[isToHubs ? (hubs[b - n]?.colour ?? 0) : 0]?.push(a, b);
    remaining--;
  }
  return byColour.map((list) => Uint32Array.from(list));
}

function pathOf({ start, x, y }: Outline): Path2D {
  const path = new Path2D();
  for (let ring = 0; ring + 1 < start.length; ring++) {
    const from = start[ring] ?? 0;
    if (start[ring + 1] === from) continue;
    path.moveTo(x[from] ?? 0, y[from] ?? 0);
    for (let at = from + 1; at < (start[ring + 1] ?? 0); at++) path.lineTo(x[at] ?? 0, y[at] ?? 0);
    path.closePath();
  }
  return path;
}
