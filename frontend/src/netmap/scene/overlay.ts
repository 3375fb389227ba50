/** What lies over the points: hubs with their counts, ties of the selected node, marks and labels. */
import { type Grid, visitBox } from "../model/grid";
import type { Transform, Viewport } from "../view/camera";
import { type Caption, hubCaption, type HubMark, LINE_HEIGHT, nodeCaption, type Weight } from "../view/captions";
import { type Box, placeLabels } from "../view/labels";
import type { Theme } from "../view/theme";

export interface Marks {
  readonly selected: number;
  readonly hovered: number;
  readonly focused: number;
  /** Place of the hub under the pointer among the hubs; -1 = none. */
  readonly hub: number;
  readonly similar: readonly number[];
  /** 1 for each node found by the words being typed; null = none are. */
  readonly found: Uint8Array | null;
}

export interface OverlayFrame {
  readonly transform: Transform;
  readonly viewport: Viewport;
  readonly pixelRatio: number;
  readonly radius: number;
  readonly progress: number;
  readonly hubs: readonly HubMark[];
  /** For each hub the places of its lit nodes' links; drawn stronger while it is pointed at. */
  readonly marks: Marks;
  readonly grid: Grid;
  readonly lit: Uint8Array;
  /** The hubs a node belongs to. */
  hubsOf(node: number): readonly number[];
  nameOf(node: number): string;
}

export interface Overlay {
  setTheme(theme: Theme): void;
  draw(frame: OverlayFrame): void;
}

const TURN = Math.PI * 2;
const EDGE = 5;
const FONTS: Readonly<Record<Weight, string>> = { hub: "600 13px", selected: "600 13.5px", similar: "400 12px", node: "400 12px" };
const NAMED_ZOOM = 2.2;
const MOST_NAMED = 140;
const MOST_FOUND_RINGS = 400;
const FAINT_COST = 0.4;
const NODE_ROOM = 2;
/** Where nodes are everywhere, no place hides fewer. */
const MOST_COUNTED = 5000;

export function overlay(canvas: HTMLCanvasElement): Overlay {
  const context = canvas.getContext("2d")!;
  const widths = new Map<string, number>();
  let before: ReadonlyMap<string, number> = new Map();
  let theme: Theme | null = null;

  function measure(text: string, weight: Weight): number {
    const key = `${weight} ${text}`;
    let width = widths.get(key);
    if (width === undefined) {
      context.font = `${FONTS[weight]} ${theme?.font ?? "sans-serif"}`;
      width = Math.ceil(context.measureText(text).width);
      widths.set(key, width);
    }
    return width;
  }

  function captionsOf(frame: OverlayFrame, bounds: Box): Caption[] {
    const { marks, hubs, transform, viewport } = frame;
    const names = (nodes: readonly number[], weight: Weight): Caption[] =>
      nodes.map((node) => nodeCaption(placed(frame, node, weight), { measure, before }));
    const selected = marks.selected >= 0 ? names([marks.selected], "selected") : [];
    const byCount = hubs.filter((hub) => hub.count > 0).sort((a, b) => b.count - a.count);
    const named = byCount.map((hub) => hubCaption(hub, { transform, viewport, bounds, measure, before }));
    return [...selected, ...named, ...names(marks.similar, "similar"), ...names(nodesToName(frame), "node")];
  }

  function drawLabels(frame: OverlayFrame, colours: Theme): void {
    const { width, height, covered: edges } = frame.viewport;
    const bounds = { x: EDGE, y: edges.top, width: width - 2 * EDGE, height: height - edges.top - edges.bottom };
    const captions = captionsOf(frame, bounds);
    const places = placeLabels(
      captions.map((caption) => caption.wish),
      { bounds, taken: hubBoxes(frame), cover: (box) => covered(frame, box) },
    );
    const after = new Map<string, number>();
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    captions.forEach((caption, number) => {
      const place = places[number]!;
      if (place === -1) return;
      after.set(caption.key, place);
      drawCaption(caption, caption.wish.boxes[place]!, colours);
    });
    before = after;
  }

  function drawCaption({ lines, weight }: Caption, box: Box, colours: Theme): void {
    context.font = `${FONTS[weight]} ${colours.font}`;
    context.lineWidth = 4;
    context.strokeStyle = colours.canvas;
    context.fillStyle = weight === "node" ? colours.inkSoft : weight === "selected" ? colours.action : colours.ink;
    lines.forEach((line, row) => {
      const x = box.x + box.width / 2;
      const y = box.y + (row + 0.5) * LINE_HEIGHT[weight];
      context.strokeText(line, x, y);
      context.fillText(line, x, y);
    });
  }

  function drawHub(hub: HubMark, { transform }: OverlayFrame, colours: Theme): void {
    const { x, y } = onScreen(transform, hub.x, hub.y);
    const isEmpty = hub.count === 0;
    const colour = isEmpty ? colours.line : hub.colour ? colours.palette[hub.colour]! : colours.inkSoft;
    const edge = isEmpty ? colours.line : hub.colour ? colours.edges[hub.colour]! : colours.inkSoft;
    circle(context, x, y, hub.radius);
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
    if (hub.radius < 8 || isEmpty) return;
    const text = String(hub.count);
    context.font = `600 ${text.length > 3 ? 9.5 : hub.radius > 12 ? 11 : 10}px ${colours.font}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = colours.ink;
    context.fillText(text, x, y + 0.5);
  }

  function drawLinks(nodes: readonly number[], frame: OverlayFrame, colours: Theme): void {
    for (const node of nodes) {
      const from = onScreen(frame.transform, frame.grid.places.x[node]!, frame.grid.places.y[node]!);
      for (const number of frame.hubsOf(node)) {
        const hub = frame.hubs[number]!;
        const to = onScreen(frame.transform, hub.x, hub.y);
        line(context, from, to);
        context.lineWidth = 1.5;
        context.strokeStyle = hub.colour ? colours.edges[hub.colour]! : colours.inkSoft;
        context.stroke();
      }
    }
  }

  function drawTies(frame: OverlayFrame, { action, paper }: Theme): void {
    const { selected, similar } = frame.marks;
    if (selected < 0) return;
    const { x, y } = frame.grid.places;
    const from = onScreen(frame.transform, x[selected]!, y[selected]!);
    context.strokeStyle = action;
    context.lineWidth = 1.6;
    for (const node of similar) {
      const to = onScreen(frame.transform, x[node]!, y[node]!);
      line(context, from, to);
      context.stroke();
    }
    context.lineWidth = 2.2;
    for (const node of similar) {
      const to = onScreen(frame.transform, x[node]!, y[node]!);
      circle(context, to.x, to.y, frame.radius + 2);
      context.fillStyle = paper;
      context.fill();
      context.stroke();
    }
    circle(context, from.x, from.y, frame.radius + 4.5);
    context.fillStyle = paper;
    context.fill();
    context.stroke();
    circle(context, from.x, from.y, frame.radius + 0.8);
    context.fillStyle = action;
    context.fill();
  }

  function drawRings(nodes: readonly number[], frame: OverlayFrame, { colour, width }: { colour: string; width: number }): void {
    context.strokeStyle = colour;
    context.lineWidth = width;
    for (const node of nodes) {
      const at = onScreen(frame.transform, frame.grid.places.x[node]!, frame.grid.places.y[node]!);
      circle(context, at.x, at.y, frame.radius + 4);
      context.stroke();
    }
  }

  return {
    setTheme(given) {
      theme = given;
      widths.clear();
    },
    draw(frame) {
      const { pixelRatio, viewport, marks } = frame;
      context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
      context.clearRect(0, 0, viewport.width, viewport.height);
      if (!theme) return;
      context.globalAlpha = frame.progress;
      const strong = [marks.hovered, marks.focused, marks.selected].filter((node) => node >= 0);
      if (frame.progress === 1) drawLinks([...new Set(strong)], frame, theme);
      for (const hub of frame.hubs) drawHub(hub, frame, theme);
      context.globalAlpha = 1;
      if (frame.progress < 1) return;
      drawRings(foundNodes(frame), frame, { colour: theme.ink, width: 1.5 });
      drawTies(frame, theme);
      if (marks.hovered >= 0) drawRings([marks.hovered], frame, { colour: theme.ink, width: 1.8 });
      if (marks.focused >= 0) drawRings([marks.focused], frame, { colour: theme.action, width: 2.5 });
      drawLabels(frame, theme);
    },
  };
}

function placed(
  { transform, grid, radius, nameOf }: OverlayFrame,
  node: number,
  weight: Weight,
): { key: string; text: string; x: number; y: number; radius: number; weight: Weight } {
  const at = onScreen(transform, grid.places.x[node]!, grid.places.y[node]!);
  return { key: `node ${node}`, text: nameOf(node), ...at, radius: radius + (weight === "selected" ? 5 : 2), weight };
}

/** Once one is near enough, the nodes in sight get their names, as many as there is room for. */
function nodesToName({ transform, viewport, grid, lit, marks }: OverlayFrame): number[] {
  if (transform.zoom < NAMED_ZOOM) return [];
  const nodes: number[] = [];
  visitBox(grid, placesIn(transform, { x: 0, y: 0, width: viewport.width, height: viewport.height }), (node) => {
    if (lit[node] && node !== marks.selected && !marks.similar.includes(node)) nodes.push(node);
  });
  return nodes.length > MOST_NAMED ? [] : nodes.sort((a, b) => a - b);
}

function foundNodes({ marks, lit }: OverlayFrame): number[] {
  const nodes: number[] = [];
  if (!marks.found) return nodes;
  for (let node = 0; node < lit.length && nodes.length <= MOST_FOUND_RINGS; node++) {
    if (marks.found[node] && lit[node]) nodes.push(node);
  }
  return nodes.length > MOST_FOUND_RINGS ? [] : nodes;
}

function hubBoxes({ hubs, transform }: OverlayFrame): Box[] {
  return hubs
    .filter((hub) => hub.count > 0)
    .map((hub) => {
      const { x, y } = onScreen(transform, hub.x, hub.y);
      return { x: x - hub.radius, y: y - hub.radius, width: hub.radius * 2, height: hub.radius * 2 };
    });
}

/** How much a label would hide: nodes that reach into its box, the faint ones counting less. */
function covered({ grid, transform, lit, radius }: OverlayFrame, { x, y, width, height }: Box): number {
  if (lit.length > MOST_COUNTED) return 0;
  const reach = radius + NODE_ROOM;
  const box = { x: x - reach, y: y - reach, width: width + 2 * reach, height: height + 2 * reach };
  let cost = 0;
  visitBox(grid, placesIn(transform, box), (node) => {
    cost += lit[node] ? 1 : FAINT_COST;
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

function onScreen({ sx, sy, tx, ty }: Transform, x: number, y: number): { x: number; y: number } {
  return { x: x * sx + tx, y: y * sy + ty };
}

function circle(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, TURN);
}

function line(context: CanvasRenderingContext2D, from: { x: number; y: number }, to: { x: number; y: number }): void {
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
}
