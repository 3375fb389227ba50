/** The names on the map: placed anew when what is seen changes, carried along while it only moves. */
import { type Grid, type Spots, visitBox } from "../model/grid";
import type { Transform, Viewport } from "../view/camera";
import { type Caption, hubCaption, type HubMark, LINE_HEIGHT, nodeCaption, type Weight } from "../view/regionLabels";
import { type Box, placeLabels } from "../view/labels";
import type { Theme } from "../view/theme";
import { onScreen, penOf } from "./lineGeometry";

export interface LabelFrame {
  readonly transform: Transform;
  readonly viewport: Viewport;
  readonly pixelRatio: number;
  readonly radius: number;
  readonly isMoving: boolean;
  /** Changes with everything but the place one looks at. */
  readonly revision: number;
  /** Hubs with visible nodes, those with most first. */
  readonly hubs: readonly HubMark[];
  /** Nodes whose names come first and may hide others: the selected one, those on a path. */
  readonly leading: readonly number[];
  /** Nodes that are named where there is room, at any zoom. */
  readonly namedNodes: readonly number[];
  /** Where the nodes stand. */
  readonly spots: Spots;
  grid(): Grid;
  readonly visible: Uint8Array;
  nameOf(node: number): string;
}

export interface Labels {
  setTheme(theme: Theme): void;
  draw(frame: LabelFrame): void;
}

const EDGE = 5;
const FONTS: Readonly<Record<Weight, string>> = { hub: "600 13px", selected: "600 13.5px", similar: "400 12px", node: "400 12px" };
const NAMED_ZOOM = 2.2;
const MOST_NAMED = 140;
/** More hubs in sight than this find no room for their names anyway. */
const MOST_HUBS = 120;
const FILLING_SHARE = 0.3;
const FAINT_COST = 0.4;
const NODE_ROOM = 2;
/** Where nodes are everywhere, no place hides fewer. */
const MOST_COUNTED = 5000;
const MOST_KEPT = 500;
const HALO = 5;
/** From so many nodes under a hub's name on, a ground behind it keeps it legible. */
const GROUND_FROM = 2;
const GROUND_ALPHA = 0.82;

interface PlacedLabel {
  readonly lines: readonly string[];
  readonly weight: Weight;
  readonly box: Box;
  readonly hasGround: boolean;
}

interface Sprite {
  readonly image: HTMLCanvasElement;
  readonly width: number;
  readonly height: number;
}

/** What was drawn of a text and how wide it is, for the present theme. */
interface Drawing {
  readonly context: CanvasRenderingContext2D;
  readonly widths: Map<string, number>;
  readonly sprites: Map<string, Sprite>;
  theme: Theme | null;
  placedLabels: readonly PlacedLabel[];
  /** The position that each label had, and the frame it was placed for. */
  before: ReadonlyMap<string, number>;
  last: LabelFrame | null;
}

export function labels(context: CanvasRenderingContext2D): Labels {
  const drawing: Drawing = { context, widths: new Map(), sprites: new Map(), theme: null, placedLabels: [], before: new Map(), last: null };
  return {
    setTheme(theme) {
      drawing.theme = theme;
      drawing.widths.clear();
      drawing.sprites.clear();
      drawing.last = null;
    },
    draw(frame) {
      const { theme, last } = drawing;
      if (!theme) return;
      if (!isCarried(last, frame)) {
        if (last && last.pixelRatio !== frame.pixelRatio) drawing.sprites.clear();
        place(drawing, frame);
      }
      drawPlaced(drawing, frame, theme);
    },
  };
}

/** Draws the labels where they were placed, as far along as the map has slid since. */
function drawPlaced(drawing: Drawing, { transform, pixelRatio }: LabelFrame, theme: Theme): void {
  const { tx, ty } = drawing.last?.transform ?? transform;
  const dx = transform.tx - tx;
  const dy = transform.ty - ty;
  for (const label of drawing.placedLabels) {
    const { image, width, height } = spriteOf(drawing.sprites, label, { ratio: pixelRatio, theme });
    const x = label.box.x + label.box.width / 2 - width / 2 + dx;
    const y = label.box.y + label.box.height / 2 - height / 2 + dy;
    // Between two pixels letters would be blurred.
    drawing.context.drawImage(image, Math.round(x * pixelRatio) / pixelRatio, Math.round(y * pixelRatio) / pixelRatio, width, height);
  }
}

function measure({ context, widths, theme }: Drawing, text: string, weight: Weight): number {
  const key = `${weight} ${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    if (widths.size > 4 * MOST_KEPT) widths.clear();
    context.font = `${FONTS[weight]} ${theme?.font ?? "sans-serif"}`;
    width = Math.ceil(context.measureText(text).width);
    widths.set(key, width);
  }
  return width;
}

function captionsOf(drawing: Drawing, frame: LabelFrame, bounds: Box): Caption[] {
  const { before } = drawing;
  const measureText = (text: string, weight: Weight): number => measure(drawing, text, weight);
  const { hubs, transform, viewport, leading, namedNodes } = frame;
  const names = (nodes: readonly number[], weight: Weight): Caption[] =>
    nodes.map((node) => nodeCaption(captionInput(frame, node, weight), { measure: measureText, before })).filter(({ lines }) => lines[0] !== "");
  const inSight = hubs.filter((hub) => isNear(transform, viewport, hub)).slice(0, MOST_HUBS);
  return [
    ...names(leading, "selected"),
    ...inSight.map((hub) => hubCaption(hub, { hubs: inSight, transform, viewport, bounds, measure: measureText, before })),
    ...names(namedNodes, "similar"),
    ...names(nodesToName(frame), "node"),
  ];
}

function place(drawing: Drawing, frame: LabelFrame): void {
  const { width, height, covered: edges } = frame.viewport;
  const bounds = { x: EDGE, y: edges.top, width: width - 2 * EDGE, height: height - edges.top - Math.max(EDGE, edges.bottom) };
  const captions = captionsOf(drawing, frame, bounds);
  const labelPlaces = placeLabels(
    captions.map((caption) => caption.wish),
    { bounds, taken: [...edges.boxes, ...hubBoxes(frame)], cover: (box) => covered(frame, box) },
  );
  const after = new Map<string, number>();
  drawing.placedLabels = captions.flatMap(({ key, lines, weight, wish }, number) => {
    const at = labelPlaces[number] ?? -1;
    const box = wish.boxes[at];
    if (!box) return [];
    after.set(key, at);
    const hasGround = weight === "hub" && (frame.visible.length > MOST_COUNTED || covered(frame, box) >= GROUND_FROM);
    return [{ lines, weight, box, hasGround }];
  });
  drawing.before = after;
  drawing.last = frame;
}

function spriteOf(sprites: Map<string, Sprite>, { lines, weight, box, hasGround }: PlacedLabel, { ratio, theme: colours }: { ratio: number; theme: Theme }): Sprite {
  const key = `${weight} ${String(hasGround)} ${lines.join("\n")}`;
  const known = sprites.get(key);
  if (known) return known;
  if (sprites.size > MOST_KEPT) sprites.clear();
  const image = document.createElement("canvas");
  const [width, height] = [Math.ceil(box.width) + 2 * HALO, Math.ceil(box.height) + 2 * HALO];
  image.width = Math.ceil(width * ratio);
  image.height = Math.ceil(height * ratio);
  const pen = penOf(image);
  pen.scale(ratio, ratio);
  if (hasGround) {
    pen.globalAlpha = GROUND_ALPHA;
    pen.fillStyle = colours.canvas;
    pen.beginPath();
    pen.roundRect(0, HALO / 2, width, height - HALO, HALO);
    pen.fill();
    pen.globalAlpha = 1;
  }
  pen.font = `${FONTS[weight]} ${colours.font}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.lineWidth = HALO;
  pen.strokeStyle = colours.canvas;
  pen.fillStyle = weight === "node" ? colours.inkSoft : weight === "selected" ? colours.action : colours.ink;
  lines.forEach((line, row) => {
    const y = HALO + (row + 0.5) * LINE_HEIGHT[weight];
    const text = isolated(line);
    pen.strokeText(text, width / 2, y);
    pen.fillText(text, width / 2, y);
  });
  const sprite = { image, width, height };
  sprites.set(key, sprite);
  return sprite;
}

/** A line that keeps its own direction on a page of another one: "Life skills +" ends with its sign in Arabic too. */
function isolated(line: string): string {
  return `\u2068${line}\u2069`;
}

/** Whether everything only slid since the labels were placed: then they slide along, and none can come to lie on another. */
function isCarried(last: LabelFrame | null, frame: LabelFrame): boolean {
  if (!last || last.revision !== frame.revision || last.pixelRatio !== frame.pixelRatio || last.viewport !== frame.viewport) return false;
  if (last.transform.sx !== frame.transform.sx || last.transform.sy !== frame.transform.sy) return false;
  return frame.isMoving || (last.transform.tx === frame.transform.tx && last.transform.ty === frame.transform.ty);
}

function captionInput(
  { transform, spots, radius, nameOf }: LabelFrame,
  node: number,
  weight: Weight,
): { key: string; text: string; x: number; y: number; radius: number; weight: Weight } {
  const at = onScreen(transform, spots.x[node] ?? 0, spots.y[node] ?? 0);
  return { key: `node ${node}`, text: nameOf(node), ...at, radius: radius + (weight === "selected" ? 5 : 2), weight };
}

/** Whether a hub is in sight; of one out of sight only a disc that fills much of it tells where one is. */
function isNear(transform: Transform, { width, height }: Viewport, { x, y, r, radius }: HubMark): boolean {
  const at = onScreen(transform, x, y);
  const disc = r * transform.sx;
  const reach = disc > width * FILLING_SHARE ? disc : radius;
  return at.x > -reach && at.y > -reach && at.x < width + reach && at.y < height + reach;
}

/** Once one is near enough, the nodes in sight get their names, as many as there is room for. */
function nodesToName({ transform, viewport, grid, visible, leading, namedNodes }: LabelFrame): number[] {
  if (transform.zoom < NAMED_ZOOM) return [];
  const nodes: number[] = [];
  visitBox(grid(), placesIn(transform, { x: 0, y: 0, width: viewport.width, height: viewport.height }), (node) => {
    if (visible[node] && !leading.includes(node) && !namedNodes.includes(node)) nodes.push(node);
    return nodes.length <= MOST_NAMED;
  });
  return nodes.length > MOST_NAMED ? [] : nodes.sort((a, b) => a - b);
}

function hubBoxes({ hubs, transform }: LabelFrame): Box[] {
  return hubs.map((hub) => {
    const { x, y } = onScreen(transform, hub.x, hub.y);
    return { x: x - hub.radius, y: y - hub.radius, width: hub.radius * 2, height: hub.radius * 2 };
  });
}

/** How much a label would hide: nodes that reach into its box, the faint ones counting less. */
function covered({ grid, transform, visible, radius }: LabelFrame, { x, y, width, height }: Box): number {
  if (visible.length > MOST_COUNTED) return 0;
  const reach = radius + NODE_ROOM;
  const box = { x: x - reach, y: y - reach, width: width + 2 * reach, height: height + 2 * reach };
  let cost = 0;
  visitBox(grid(), placesIn(transform, box), (node) => {
    cost += visible[node] ? 1 : FAINT_COST;
  });
  return cost;
}

function placesIn({ sx, sy, tx, ty }: Transform, box: Box): { x0: number; y0: number; x1: number; y1: number } {
  return {
    x0: (box.x - tx) / sx,
    y0: (box.y - ty) / sy,
    x1: (box.x + box.width - tx) / sx,
    y1: (box.y + box.height - ty) / sy,
  };
}
