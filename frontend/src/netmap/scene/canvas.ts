/** The scene on Canvas 2D: the fastest one for small networks, and the one that runs everywhere. */
import type { Outline } from "../contract/places";
import { type NodeColours, PALETTE_SIZE } from "../model/colours";
import type { DrawnLinks } from "../model/links";
import { STEP_RADII } from "../model/sizes";
import { FULL } from "../view/camera";
import type { Theme } from "../view/theme";
import { type Buckets, bucketsOf } from "./buckets";
import { penOf } from "./strokes";
import { type Arrangement, BEND, DIM_SHARE, type Frame, linkStrength, MOST_BEND, RING_SHARE, type Scene, type SceneInput } from "./scene";

const TURN = Math.PI * 2;
const MOST_LINKS = 4000;
const MOST_LINKS_MOVING = 1200;
/** Below this radius a square is as good as a disc, and far cheaper. */
const SQUARE_RADIUS = 1.6;
const MANY_NODES = 5000;

export function canvasScene(canvas: HTMLCanvasElement, { n }: SceneInput): Scene {
  const context = penOf(canvas);
  let x = new Float32Array(n);
  let y = new Float32Array(n);
  let theme: Theme | null = null;
  let arrangement: Arrangement | null = null;
  let links: DrawnLinks | null = null;
  let land: Path2D | null = null;
  let lit: Uint8Array = new Uint8Array(n).fill(1);
  let colours: NodeColours | null = null;
  let sizes: Uint8Array | null = null;
  let buckets: Buckets | null = null;
  let chosen: readonly Uint32Array[] | null = null;

  function locate({ transform, progress }: Frame, { from, to, hubs }: Arrangement): void {
    const { sx, sy, tx, ty } = transform;
    for (let i = 0; i < n; i++) {
      const fromX = from.x[i] ?? 0;
      const fromY = from.y[i] ?? 0;
      x[i] = (fromX + ((to.x[i] ?? 0) - fromX) * progress) * sx + tx;
      y[i] = (fromY + ((to.y[i] ?? 0) - fromY) * progress) * sy + ty;
    }
    hubs.forEach((hub, place) => {
      x[n + place] = hub.x * sx + tx;
      y[n + place] = hub.y * sy + ty;
    });
  }

  function drawLand(frame: Frame, colour: string): void {
    if (!land) return;
    const { sx, sy, tx, ty } = frame.transform;
    context.save();
    context.transform(sx, 0, 0, sy, tx, ty);
    context.globalAlpha = frame.progress;
    context.fillStyle = colour;
    context.fill(land, "evenodd");
    context.restore();
  }

  function drawLinks(frame: Frame, given: Arrangement, { palette, inkSoft }: Theme): void {
    if (!links || frame.progress < 1) return;
    chosen ??= chosenLinks(links, { lit, hubs: given.hubs, n });
    const total = chosen.reduce((sum, ends) => sum + ends.length / 2, 0);
    const share = frame.isMoving ? Math.min(1, MOST_LINKS_MOVING / Math.max(1, total)) : 1;
    context.lineWidth = frame.width < 480 ? 0.6 : 1;
    context.globalAlpha = linkStrength(total);
    chosen.forEach((ends, colour) => {
      if (ends.length === 0) return;
      context.beginPath();
      const last = Math.ceil((ends.length / 2) * share) * 2;
      for (let i = 0; i < last; i += 2) curve(frame, ends[i] ?? 0, ends[i + 1] ?? 0);
      context.strokeStyle = (colour && palette[colour]) || inkSoft;
      context.stroke();
    });
    context.globalAlpha = 1;
  }

  function curve({ transform: { sx, sy, tx, ty } }: Frame, a: number, b: number): void {
    const middleX = (FULL / 2) * sx + tx;
    const middleY = (FULL / 2) * sy + ty;
    const [ax, ay, bx, by] = [x[a] ?? 0, y[a] ?? 0, x[b] ?? 0, y[b] ?? 0];
    const halfX = (ax + bx) / 2;
    const halfY = (ay + by) / 2;
    const length = Math.hypot(ax - bx, ay - by);
    const away = Math.hypot(middleX - halfX, middleY - halfY);
    const bend = Math.min(BEND, (MOST_BEND * length) / Math.max(1, away));
    context.moveTo(ax, ay);
    context.quadraticCurveTo(halfX + (middleX - halfX) * bend, halfY + (middleY - halfY) * bend, bx, by);
  }

  function fill(colour: string, nodes: Uint32Array, { frame, radiusOf }: { frame: Frame; radiusOf: (radius: number) => number }): void {
    if (nodes.length === 0) return;
    const step = Math.max(1, Math.round(1 / frame.share));
    const { width, height } = frame;
    const radii = STEP_RADII.map((size) => radiusOf(frame.radius * size));
    const usual = radiusOf(frame.radius);
    const isSquare = n > MANY_NODES && usual <= SQUARE_RADIUS;
    context.beginPath();
    for (let k = 0; k < nodes.length; k += step) {
      const i = nodes[k] ?? 0;
      const radius = sizes ? (radii[sizes[i] ?? 0] ?? usual) : usual;
      const atX = x[i] ?? 0;
      const atY = y[i] ?? 0;
      if (atX < -radius || atY < -radius || atX > width + radius || atY > height + radius) continue;
      if (isSquare) context.rect(atX - radius, atY - radius, radius * 2, radius * 2);
      else {
        context.moveTo(atX + radius, atY);
        context.arc(atX, atY, radius, 0, TURN);
      }
    }
    context.fillStyle = colour;
    context.fill();
  }

  function drawNodes(frame: Frame, { ink, line, palette, edges }: Theme): void {
    buckets ??= bucketsOf(lit, colours, PALETTE_SIZE);
    const { faint, plain, ringed, filled } = buckets;
    fill(line, faint, { frame, radiusOf: (radius) => radius * DIM_SHARE });
    ringed.forEach((nodes, place) => fill(palette[place] ?? ink, nodes, { frame, radiusOf: (radius) => radius * (1 + RING_SHARE) }));
    plain.forEach((nodes, place) => fill(edges[place] ?? ink, nodes, { frame, radiusOf: (radius) => radius }));
    const inner = (radius: number): number => Math.max(radius - 0.8, radius * 0.6);
    filled.forEach((nodes, place) => fill(palette[place] ?? ink, nodes, { frame, radiusOf: inner }));
  }

  return {
    setTheme: (given) => (theme = given),
    arrange(given) {
      arrangement = given;
      chosen = null;
      if (x.length < n + given.hubs.length) {
        x = new Float32Array(n + given.hubs.length);
        y = new Float32Array(n + given.hubs.length);
      }
      land = given.outline ? pathOf(given.outline) : null;
    },
    setLinks(given) {
      links = given;
      chosen = null;
    },
    setLit(given) {
      lit = given;
      chosen = null;
      buckets = null;
    },
    setColours(given) {
      colours = given;
      buckets = null;
    },
    setSizes: (given) => (sizes = given),
    draw(frame) {
      context.setTransform(frame.pixelRatio, 0, 0, frame.pixelRatio, 0, 0);
      context.clearRect(0, 0, frame.width, frame.height);
      if (!theme || !arrangement) return;
      locate(frame, arrangement);
      drawLand(frame, theme.land);
      drawLinks(frame, arrangement, theme);
      drawNodes(frame, theme);
    },
  };
}

/** A fair sample of the links whose nodes are lit, by the colour they are drawn in. */
function chosenLinks(
  { ends, isToHubs }: DrawnLinks,
  { lit, hubs, n }: { lit: Uint8Array; hubs: readonly { readonly colour: number }[]; n: number },
): Uint32Array[] {
  const byColour: number[][] = Array.from({ length: PALETTE_SIZE }, () => []);
  let left = MOST_LINKS;
  for (let i = 0; i < ends.length && left > 0; i += 2) {
    const [a, b] = [ends[i] ?? 0, ends[i + 1] ?? 0];
    if (!lit[a] || (!isToHubs && !lit[b])) continue;
    byColour[isToHubs ? (hubs[b - n]?.colour ?? 0) : 0]?.push(a, b);
    left--;
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
