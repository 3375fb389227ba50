/** The scene on Canvas 2D: the fastest one for small networks, and the one that runs everywhere. */
import { FULL } from "../view/camera";
import type { Theme } from "../view/theme";
import { type Arrangement, BEND, DIM_SHARE, type Frame, linkStrength, MOST_BEND, RING_SHARE, type Scene, type SceneInput } from "./scene";

const TURN = Math.PI * 2;
const MOST_LINKS = 4000;
const MOST_LINKS_MOVING = 1500;
/** Below this radius a square is as good as a disc, and far cheaper. */
const SQUARE_RADIUS = 1.6;
const MANY_NODES = 5000;

export function canvasScene(canvas: HTMLCanvasElement, { n, colours }: SceneInput): Scene {
  const context = canvas.getContext("2d")!;
  const x = new Float32Array(n);
  const y = new Float32Array(n);
  let theme: Theme | null = null;
  let arrangement: Arrangement | null = null;
  let lit: Uint8Array = new Uint8Array(n).fill(1);
  let litLinks = new Uint32Array(0);

  function chooseLinks(): void {
    if (!arrangement) return;
    const { node } = arrangement.links;
    const kept: number[] = [];
    for (let i = 0; i < node.length; i++) if (lit[node[i]!]) kept.push(i);
    const step = Math.max(1, kept.length / MOST_LINKS);
    litLinks = Uint32Array.from({ length: Math.floor(kept.length / step) }, (_, i) => kept[Math.floor(i * step)]!);
  }

  function locate({ transform, progress }: Frame, { from, to }: Arrangement): void {
    const { sx, sy, tx, ty } = transform;
    for (let i = 0; i < n; i++) {
      const fromX = from.x[i]!;
      const fromY = from.y[i]!;
      x[i] = (fromX + (to.x[i]! - fromX) * progress) * sx + tx;
      y[i] = (fromY + (to.y[i]! - fromY) * progress) * sy + ty;
    }
  }

  function drawLinks(frame: Frame, { links, hubs }: Arrangement, { palette, inkSoft }: Theme): void {
    const { sx, sy, tx, ty } = frame.transform;
    const middleX = (FULL / 2) * sx + tx;
    const middleY = (FULL / 2) * sy + ty;
    const step = frame.isMoving ? Math.ceil(litLinks.length / MOST_LINKS_MOVING) : 1;
    context.lineWidth = frame.width < 480 ? 0.6 : 1;
    context.globalAlpha = linkStrength(litLinks.length) * frame.progress;
    for (let place = 0; place < hubs.length; place++) {
      const hub = hubs[place]!;
      const hubX = hub.x * sx + tx;
      const hubY = hub.y * sy + ty;
      context.beginPath();
      for (let i = 0; i < litLinks.length; i += step) {
        const link = litLinks[i]!;
        if (links.hub[link] !== place) continue;
        const nodeX = x[links.node[link]!]!;
        const nodeY = y[links.node[link]!]!;
        const halfX = (nodeX + hubX) / 2;
        const halfY = (nodeY + hubY) / 2;
        const length = Math.hypot(nodeX - hubX, nodeY - hubY);
        const away = Math.hypot(middleX - halfX, middleY - halfY);
        const bend = Math.min(BEND, (MOST_BEND * length) / Math.max(1, away));
        context.moveTo(nodeX, nodeY);
        context.quadraticCurveTo(halfX + (middleX - halfX) * bend, halfY + (middleY - halfY) * bend, hubX, hubY);
      }
      context.strokeStyle = hub.colour ? palette[hub.colour]! : inkSoft;
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  function fillWhere(colour: string, radius: number, frame: Frame, isIn: (node: number) => boolean): void {
    const square = n > MANY_NODES && radius <= SQUARE_RADIUS;
    const step = Math.max(1, Math.round(1 / frame.share));
    context.beginPath();
    for (let i = 0; i < n; i += step) {
      const atX = x[i]!;
      const atY = y[i]!;
      if (!isIn(i) || atX < -radius || atY < -radius || atX > frame.width + radius || atY > frame.height + radius) continue;
      if (square) context.rect(atX - radius, atY - radius, radius * 2, radius * 2);
      else {
        context.moveTo(atX + radius, atY);
        context.arc(atX, atY, radius, 0, TURN);
      }
    }
    context.fillStyle = colour;
    context.fill();
  }

  function drawNodes(frame: Frame, { line, palette, edges }: Theme): void {
    const { radius } = frame;
    const { fill, ring } = colours;
    fillWhere(line, radius * DIM_SHARE, frame, (i) => !lit[i]);
    palette.forEach((colour, place) => {
      if (place > 0) fillWhere(colour, radius * (1 + RING_SHARE), frame, (i) => lit[i] === 1 && ring[i] === place);
    });
    edges.forEach((edge, place) => fillWhere(edge, radius, frame, (i) => lit[i] === 1 && fill[i] === place && !ring[i]));
    const inner = Math.max(radius - 0.8, radius * 0.6);
    palette.forEach((colour, place) => fillWhere(colour, inner, frame, (i) => lit[i] === 1 && fill[i] === place));
  }

  return {
    setTheme: (given) => (theme = given),
    arrange(given) {
      arrangement = given;
      chooseLinks();
    },
    setLit(given) {
      lit = given;
      chooseLinks();
    },
    draw(frame) {
      context.setTransform(frame.pixelRatio, 0, 0, frame.pixelRatio, 0, 0);
      context.clearRect(0, 0, frame.width, frame.height);
      if (!theme || !arrangement) return;
      locate(frame, arrangement);
      drawLinks(frame, arrangement, theme);
      drawNodes(frame, theme);
    },
  };
}
