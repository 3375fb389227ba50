/** What lies over the points: hubs with their counts, paths and declared links, marks and labels. */
import { type Grid, type Spots, visitBox } from "../model/grid";
import type { Transform, Viewport } from "../view/camera";
import type { HubMark } from "../view/regionLabels";
import type { Theme } from "../view/theme";
import { COUNT_FITS } from "../view/sizes";
import { labels, type LabelReport } from "./labels";
import { circle, line, onScreen, penOf, type Point } from "./lineGeometry";
import { nodePictures, WORN_FROM, type WornPicture } from "./nodePictures";

export interface Marks {
  readonly selected: number;
  readonly hovered: number;
  readonly focused: number;
  /** Place of the hub under the pointer among the hubs; -1 = none. */
  readonly hub: number;
  readonly similar: readonly number[];
  /** 1 for each node found by the words being typed; null = none are. */
  readonly matches: Uint8Array | null;
  /** The nodes of a path, one after another; drawn strongly. */
  readonly path: readonly number[];
  /** Pairs of nodes whose links stand out, such as those within a focus. */
  readonly emphasis: Uint32Array | null;
}

export const NO_MARKS: Marks = { selected: -1, hovered: -1, focused: -1, hub: -1, similar: [], matches: null, path: [], emphasis: null };

export interface OverlayFrame {
  readonly transform: Transform;
  readonly viewport: Viewport;
  readonly pixelRatio: number;
  readonly radius: number;
  readonly progress: number;
  readonly isMoving: boolean;
  /** Changes with everything but the place one looks at. */
  readonly revision: number;
  readonly hubs: readonly HubMark[];
  readonly marks: Marks;
  /** Where the nodes stand. */
  readonly spots: Spots;
  grid(): Grid;
  readonly visible: Uint8Array;
  /** The hubs a node belongs to. */
  hubsOf(node: number): readonly number[];
  nameOf(node: number): string;
  /** The address of the picture that a node wears; empty where it wears none. */
  pictureOf(node: number): string;
}

export interface Overlay {
  setTheme(theme: Theme): void;
  draw(frame: OverlayFrame): void;
}

const MOST_FOUND_RINGS = 400;
const MOST_EMPHASISED = 3000;
const MOST_PICTURES = 500;
/** The more links stand out, the fainter each of them. */
const emphasisAlpha = (count: number): number => Math.max(0.12, Math.min(0.5, 3.5 / Math.sqrt(Math.max(1, count))));

export interface OverlayEvents {
  readonly placed: (report: LabelReport) => void;
  /** A picture has arrived and wants to be drawn. */
  readonly loaded: () => void;
}

const NOBODY: OverlayEvents = { placed: () => undefined, loaded: () => undefined };

export function overlay(canvas: HTMLCanvasElement, { placed, loaded }: OverlayEvents = NOBODY): Overlay {
  const context = penOf(canvas);
  const pictures = nodePictures(loaded);
  const names = labels(context, placed);
  let theme: Theme | null = null;
  let frameCache = { revision: -1, matches: [] as readonly number[], byCount: [] as readonly HubMark[] };

  /** What follows from everything but the place one looks at. */
  function cacheFor(frame: OverlayFrame): typeof frameCache {
    if (frameCache.revision !== frame.revision) {
      const byCount = frame.hubs.filter((hub) => hub.count > 0).sort((a, b) => b.count - a.count);
      frameCache = { revision: frame.revision, matches: matchingNodes(frame), byCount };
    }
    return frameCache;
  }

  return {
    setTheme(given) {
      theme = given;
      names.setTheme(given);
    },
    draw(frame) {
      const { pixelRatio, viewport, marks } = frame;
      context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
      context.clearRect(0, 0, viewport.width, viewport.height);
      if (!theme) return;
      const { matches, byCount } = cacheFor(frame);
      const strong = new Set([marks.hovered, marks.focused, marks.selected].filter((node) => node >= 0));
      if (frame.progress === 1) {
        drawEmphasis(context, frame, theme);
        drawHubLinks(context, [...strong], frame, theme);
      }
      if (frame.progress === 1 && frame.radius >= WORN_FROM) pictures.draw(context, picturesInSight(frame), frame.radius);
      context.globalAlpha = frame.progress;
      drawHubs(context, frame, theme);
      context.globalAlpha = 1;
      if (frame.progress < 1) return;
      drawRings(context, matches, frame, { colour: theme.ink, width: 1.5 });
      drawPath(context, frame, theme);
      drawTies(context, frame, theme);
      if (marks.hovered >= 0) drawRings(context, [marks.hovered], frame, { colour: theme.ink, width: 1.8 });
      if (marks.focused >= 0) drawRings(context, [marks.focused], frame, { colour: theme.action, width: 2.5 });
      const leading = [...new Set([marks.selected, ...marks.path])].filter((node) => node >= 0);
      const similarNodes = marks.similar.filter((node) => !leading.includes(node));
      names.draw({ ...frame, hubs: byCount, leading, namedNodes: similarNodes });
    },
  };
}

function drawHubs(context: CanvasRenderingContext2D, frame: OverlayFrame, colours: Theme): void {
  const { width, height } = frame.viewport;
  for (const hub of frame.hubs) {
    const at = onScreen(frame.transform, hub.x, hub.y);
    const clearance = hub.radius + 4;
    if (at.x > -clearance && at.y > -clearance && at.x < width + clearance && at.y < height + clearance) drawHub(context, hub, at, colours);
  }
}

function drawHubLinks(context: CanvasRenderingContext2D, nodes: readonly number[], frame: OverlayFrame, colours: Theme): void {
  for (const node of nodes) {
    const from = spot(frame, node);
    for (const number of frame.hubsOf(node)) {
      const hub = frame.hubs[number];
      if (!hub) continue;
      line(context, from, onScreen(frame.transform, hub.x, hub.y));
      context.lineWidth = 1.5;
      context.strokeStyle = (hub.colour && colours.edges[hub.colour]) || colours.inkSoft;
      context.stroke();
    }
  }
}

function drawEmphasis(context: CanvasRenderingContext2D, frame: OverlayFrame, { action }: Theme): void {
  const { emphasis } = frame.marks;
  if (!emphasis || emphasis.length === 0) return;
  context.beginPath();
  for (let i = 0; i < Math.min(emphasis.length, 2 * MOST_EMPHASISED); i += 2) {
    const [from, to] = [spot(frame, emphasis[i] ?? 0), spot(frame, emphasis[i + 1] ?? 0)];
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
  }
  context.globalAlpha = emphasisAlpha(emphasis.length / 2);
  context.lineWidth = 1.2;
  context.strokeStyle = action;
  context.stroke();
  context.globalAlpha = 1;
}

function drawPath(context: CanvasRenderingContext2D, frame: OverlayFrame, { action, paper }: Theme): void {
  const points = frame.marks.path.map((node) => spot(frame, node));
  if (points.length === 0) return;
  context.beginPath();
  for (const { x, y } of points) context.lineTo(x, y);
  context.lineJoin = "round";
  context.strokeStyle = paper;
  context.lineWidth = 6;
  context.stroke();
  context.strokeStyle = action;
  context.lineWidth = 3;
  context.stroke();
  for (const at of points) drawStop(context, at, frame.radius + 2.5, action, paper);
}

function drawTies(context: CanvasRenderingContext2D, frame: OverlayFrame, { action, paper }: Theme): void {
  const { selected, similar } = frame.marks;
  if (selected < 0) return;
  const from = spot(frame, selected);
  context.strokeStyle = action;
  context.lineWidth = 1.6;
  for (const node of similar) {
    line(context, from, spot(frame, node));
    context.stroke();
  }
  for (const node of similar) drawStop(context, spot(frame, node), frame.radius + 2, action, paper);
  drawStop(context, from, frame.radius + 4.5, action, paper);
  circle(context, from, frame.radius + 0.8);
  context.fillStyle = action;
  context.fill();
}

function drawRings(context: CanvasRenderingContext2D, nodes: readonly number[], frame: OverlayFrame, { colour, width }: { colour: string; width: number }): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  for (const node of nodes) {
    circle(context, spot(frame, node), frame.radius + 4);
    context.stroke();
  }
}

function drawHub(context: CanvasRenderingContext2D, hub: HubMark, at: Point, colours: Theme): void {
  const isEmpty = hub.count === 0;
  const colour = isEmpty ? colours.line : (hub.colour && colours.palette[hub.colour]) || colours.inkSoft;
  const edge = isEmpty ? colours.line : (hub.colour && colours.edges[hub.colour]) || colours.inkSoft;
  circle(context, at, hub.radius);
  context.fillStyle = colours.paper;
  context.fill();
  const width = hub.radius > 12 ? 2.8 : hub.radius > 6 ? 2 : 1.4;
  context.lineWidth = width + 1;
  context.strokeStyle = edge;
  context.stroke();
  context.lineWidth = width;
  context.setLineDash(hub.isBroken ? [5, 3] : []);
  context.strokeStyle = colour;
  context.stroke();
  context.setLineDash([]);
  if (hub.radius < COUNT_FITS || isEmpty) return;
  const text = String(hub.count);
  context.font = `600 ${text.length > 3 ? 9.5 : hub.radius > 12 ? 11 : 10}px ${colours.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = colours.ink;
  context.fillText(text, at.x, at.y + 0.5);
}

function drawStop(context: CanvasRenderingContext2D, at: Point, radius: number, action: string, paper: string): void {
  circle(context, at, radius);
  context.fillStyle = paper;
  context.fill();
  context.strokeStyle = action;
  context.lineWidth = 2.2;
  context.stroke();
}

function spot({ transform, spots }: OverlayFrame, node: number): Point {
  return onScreen(transform, spots.x[node] ?? 0, spots.y[node] ?? 0);
}

/** The pictures of visible nodes in sight. */
function* picturesInSight(frame: OverlayFrame): Iterable<WornPicture> {
  const { transform: { sx, sy, tx, ty }, viewport: { width, height }, visible, pictureOf } = frame;
  const nodes: number[] = [];
  visitBox(frame.grid(), { x0: -tx / sx, y0: -ty / sy, x1: (width - tx) / sx, y1: (height - ty) / sy }, (node) => {
    if (visible[node]) nodes.push(node);
    return nodes.length < MOST_PICTURES;
  });
  for (const node of nodes) {
    const address = pictureOf(node);
    if (address) yield { address, at: spot(frame, node) };
  }
}

function matchingNodes({ marks, visible }: OverlayFrame): number[] {
  const nodes: number[] = [];
  if (!marks.matches) return nodes;
  for (let node = 0; node < visible.length && nodes.length <= MOST_FOUND_RINGS; node++) {
    if (marks.matches[node] && visible[node]) nodes.push(node);
  }
  return nodes.length > MOST_FOUND_RINGS ? [] : nodes;
}
