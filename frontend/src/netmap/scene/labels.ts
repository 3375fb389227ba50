/** The names on the map: placed anew when what is seen changes, carried along while it only moves. */
import { type Grid, type Spots, visitBox } from "../model/grid";
import type { Transform, Viewport } from "../view/camera";
import { type Caption, hubCaption, type HubMark, LINE_HEIGHT, nodeCaption, type Weight } from "../view/regionLabels";
import { type Box, type Line, placeLabels, type Spot } from "../view/labels";
import { makeOccupancy, type Occupancy } from "../view/occupancy";
import type { Theme } from "../view/theme";
import { line, onScreen, penOf } from "./lineGeometry";

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

/** What was named in a frame: for the list of what was not, and for tests. */
export interface LabelReport {
  /** Hubs in sight for whose names there is no room, those with most nodes first. */
  readonly unnamed: readonly HubMark[];
  readonly labels: readonly { readonly text: string; readonly weight: Weight; readonly box: Box }[];
  /** Where the visible nodes are drawn, as circles of the given radius. */
  readonly nodes: () => Spot[];
  readonly radius: number;
  /** Where the selected node is drawn, and the nodes similar to it. */
  readonly marked: readonly Spot[];
  readonly isMoving: boolean;
}

export interface Labels {
  setTheme(theme: Theme): void;
  draw(frame: LabelFrame): void;
}

const EDGE = 5;
const FONTS: Readonly<Record<Weight, readonly [weight: number, px: number]>> = { hub: [600, 13], smallHub: [600, 11.5], selected: [600, 13.5], similar: [400, 12], node: [400, 12] };
/** From this zoom on nodes get their names, those of the first so many in sight, wherever one has room. */
const NAMED_ZOOM = 1.6;
const MOST_NAMED = 260;
const MOST_SOUGHT = 4000;
/** More hubs in sight than this find no room for their names anyway. */
const MOST_HUBS = 120;
const FILLING_SHARE = 0.3;
const FAINT_COST = 0.05;
const NODE_ROOM = 1;
const MOST_KEPT = 500;
const HALO = 5;
const GROUND_ALPHA = 0.82;
const LINE_ALPHA = 0.7;

interface PlacedLabel {
  readonly lines: readonly string[];
  readonly weight: Weight;
  readonly box: Box;
  /** A ground behind a name that covers nodes keeps it legible. */
  readonly hasGround: boolean;
  /** The line from a name that is further away to its hub's ring. */
  readonly line: Line | null;
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

export function labels(context: CanvasRenderingContext2D, placed: (report: LabelReport) => void): Labels {
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
        placed(place(drawing, frame, theme));
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
  const { context } = drawing;
  context.globalAlpha = LINE_ALPHA;
  context.strokeStyle = theme.inkSoft;
  context.lineWidth = 1;
  for (const { line: lead } of drawing.placedLabels) {
    if (!lead) continue;
    line(context, { x: lead.from.x + dx, y: lead.from.y + dy }, { x: lead.to.x + dx, y: lead.to.y + dy });
    context.stroke();
  }
  context.globalAlpha = 1;
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
    context.font = fontOf(weight, theme);
    width = Math.ceil(context.measureText(text).width);
    widths.set(key, width);
  }
  return width;
}

function fontOf(weight: Weight, theme: Theme | null): string {
  const [boldness, px] = FONTS[weight];
  return `${boldness} ${px * (theme?.textScale ?? 1)}px ${theme?.font ?? "sans-serif"}`;
}

function captionsOf(drawing: Drawing, frame: LabelFrame, { bounds, textScale, inSight }: { bounds: Box; textScale: number; inSight: readonly HubMark[] }): Caption[] {
  const { before } = drawing;
  const measureText = (text: string, weight: Weight): number => measure(drawing, text, weight);
  const { transform, viewport, leading, namedNodes } = frame;
  const names = (nodes: readonly number[], weight: Weight): Caption[] =>
    nodes.map((node) => nodeCaption(captionInput(frame, node, weight), { measure: measureText, before, textScale })).filter(({ lines }) => lines[0] !== "");
  const room = { hubs: inSight, transform, viewport, bounds, measure: measureText, before, textScale };
  return [
    ...names(leading, "selected"),
    ...inSight.slice(0, MOST_HUBS).map((hub) => hubCaption(hub, room)),
    ...names(namedNodes, "similar"),
    ...names(nodesToName(frame), "node"),
  ];
}

function place(drawing: Drawing, frame: LabelFrame, { textScale }: Theme): LabelReport {
  const { width, height, covered: edges } = frame.viewport;
  const bounds = { x: EDGE, y: edges.top, width: width - 2 * EDGE, height: height - edges.top - Math.max(EDGE, edges.bottom) };
  const inSight = frame.hubs.filter((hub) => isNear(frame.transform, frame.viewport, hub));
  const captions = captionsOf(drawing, frame, { bounds, textScale, inSight });
  const visibleNodes = occupiedBy(frame, 1);
  const faintNodes = occupiedBy(frame, 0);
  const placements = placeLabels(
    captions.map((caption) => caption.wish),
    { bounds, taken: edges.boxes, rings: hubBoxes(frame), cover: (box) => visibleNodes.cellsIn(box), soft: (box) => faintNodes.cellsIn(box) * FAINT_COST },
  );
  const after = new Map<string, number>();
  const named = new Set<HubMark>();
  drawing.placedLabels = captions.flatMap(({ key, lines, weight, hub }, number) => {
    const placement = placements[number];
    if (!placement) return [];
    const { box, position, line: lead } = placement;
    after.set(key, position);
    if (hub) named.add(hub);
    return [{ lines, weight, box, hasGround: weight === "selected" && visibleNodes.cellsIn(box) > 0, line: lead && toRing(lead, hub) }];
  });
  drawing.before = after;
  drawing.last = frame;
  const { transform, radius, isMoving, spots, leading, namedNodes } = frame;
  return {
    unnamed: inSight.filter((hub) => !named.has(hub) && isInside(onScreen(transform, hub.x, hub.y), bounds)),
    labels: drawing.placedLabels.map(({ lines, weight, box }) => ({ text: lines.join(" "), weight, box })),
    nodes: () => nodesOnScreen(frame),
    marked: [...leading, ...namedNodes].map((node) => onScreen(transform, spots.x[node] ?? 0, spots.y[node] ?? 0)),
    radius,
    isMoving,
  };
}

/** A line ends at its hub's ring. */
function toRing({ from, to }: Line, hub: HubMark | null): Line {
  const length = Math.hypot(from.x - to.x, from.y - to.y);
  const share = length > 0 ? Math.min(1, (hub?.radius ?? 0) / length) : 0;
  return { from, to: { x: to.x + (from.x - to.x) * share, y: to.y + (from.y - to.y) * share } };
}

function isInside({ x, y }: Spot, box: Box): boolean {
  return x >= box.x && y >= box.y && x <= box.x + box.width && y <= box.y + box.height;
}

/** Where the nodes are drawn that are visible (1), or faint (0). */
function occupiedBy({ viewport, transform: { sx, sy, tx, ty }, spots, visible, radius }: LabelFrame, isVisible: 0 | 1): Occupancy {
  return makeOccupancy(viewport, (add) => {
    for (let node = 0; node < visible.length; node++) {
      if (visible[node] === isVisible) add((spots.x[node] ?? 0) * sx + tx, (spots.y[node] ?? 0) * sy + ty, radius + NODE_ROOM);
    }
  });
}

function nodesOnScreen({ transform, spots, visible }: LabelFrame): Spot[] {
  const nodes: Spot[] = [];
  visible.forEach((isVisible, node) => {
    if (isVisible) nodes.push(onScreen(transform, spots.x[node] ?? 0, spots.y[node] ?? 0));
  });
  return nodes;
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
  pen.font = fontOf(weight, colours);
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.lineWidth = HALO;
  pen.strokeStyle = colours.canvas;
  pen.fillStyle = weight === "node" ? colours.inkSoft : weight === "selected" ? colours.action : colours.ink;
  lines.forEach((line, row) => {
    const y = HALO + (row + 0.5) * LINE_HEIGHT[weight] * colours.textScale;
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

/** Once one is near enough, the nodes in sight get their names, as many as there is room for: always those that come first. */
function nodesToName({ transform, viewport, grid, visible, leading, namedNodes }: LabelFrame): number[] {
  if (transform.zoom < NAMED_ZOOM) return [];
  const nodes: number[] = [];
  visitBox(grid(), placesIn(transform, { x: 0, y: 0, width: viewport.width, height: viewport.height }), (node) => {
    if (visible[node] && !leading.includes(node) && !namedNodes.includes(node)) nodes.push(node);
    return nodes.length <= MOST_SOUGHT;
  });
  return nodes.length > MOST_SOUGHT ? [] : nodes.sort((a, b) => a - b).slice(0, MOST_NAMED);
}

function hubBoxes({ hubs, transform }: LabelFrame): Box[] {
  return hubs.map((hub) => {
    const { x, y } = onScreen(transform, hub.x, hub.y);
    return { x: x - hub.radius, y: y - hub.radius, width: hub.radius * 2, height: hub.radius * 2 };
  });
}

function placesIn({ sx, sy, tx, ty }: Transform, box: Box): { x0: number; y0: number; x1: number; y1: number } {
  return {
    x0: (box.x - tx) / sx,
    y0: (box.y - ty) / sy,
    x1: (box.x + box.width - tx) / sx,
    y1: (box.y + box.height - ty) / sy,
  };
}
