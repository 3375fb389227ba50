/** The drawing area: its size, what it looks at, what it shows, and when it draws. */
import type { Grouping } from "../contract/nodes";
import type { View } from "../model/address";
import { COLOURS, colourNodes, paletteOf } from "../model/colours";
import { countLit } from "../model/filter";
import { buildGrid, type Grid } from "../model/grid";
import { linksOf } from "../model/links";
import {
  between,
  bringIntoSight,
  eased,
  type Extent,
  extentBetween,
  extentOf,
  freeArea,
  isSameView,
  panBy,
  type Transform,
  transformOf,
  type Viewport,
  WHOLE,
  zoomAt,
} from "../view/camera";
import type { HubMark } from "../view/captions";
import { hubRadius, nodeRadius } from "../view/sizes";
import { canvasScene } from "../scene/canvas";
import { type Marks, overlay } from "../scene/overlay";
import type { Scene } from "../scene/scene";
import { webglScene } from "../scene/webgl";
import { need, prefersStillness } from "./hooks";
import { shortName } from "./naming";
import type { Store } from "./store";
import { onThemeChange, readTheme } from "./theme";

const LARGE_NETWORK = 3000;
const REGROUP_MS = 650;
const FLIGHT_MS = 320;
const STILL_AFTER_MS = 140;
/** How much longer a slow machine waits before it draws everything again. */
const PATIENCE = 400;
const MOST_PIXELS_PER_PIXEL = 2;

export interface Stage {
  readonly element: HTMLElement;
  transform(): Transform;
  viewport(): Viewport;
  grid(): Grid;
  hubs(): readonly HubMark[];
  marks(): Marks;
  mark(part: Partial<Marks>): void;
  /** Moves at once, as a hand does. */
  zoomAt(at: { factor: number; x: number; y: number }): void;
  panBy(by: { dx: number; dy: number }): void;
  /** Moves there smoothly. */
  flyTo(view: View): void;
  zoomBy(factor: number): void;
  showNode(node: number): void;
  /** Called when the room for the map changes. */
  fit(): void;
  onSettled(settled: (view: View) => void): void;
}

/** What share of the nodes this machine can move without stumbling, and when it last drew while moving. */
interface Pace {
  readonly share: number;
  readonly since: number;
}

const STUMBLE_MS = 70;
const FLUENT_MS = 24;
const SMALLEST_SHARE = 1 / 24;

function paced({ share, since }: Pace, now: number, isMoving: boolean): Pace {
  const took = since ? now - since : 0;
  const fitting = took > STUMBLE_MS ? share / 2 : took > 0 && took < FLUENT_MS ? share * 1.2 : share;
  return { share: Math.min(1, Math.max(SMALLEST_SHARE, fitting)), since: isMoving ? now : 0 };
}

interface Flight {
  readonly from: View;
  readonly to: View;
  readonly since: number;
}

export function makeStage(root: HTMLElement, store: Store, roomOf: () => Pick<Viewport, "inset" | "covered">): Stage {
  const element = need(root, "[data-netmap-stage]", HTMLElement);
  element.tabIndex = 0;
  // Screen readers hand the arrow keys on only inside an application; the equal list is one link away.
  element.setAttribute("role", "application");
  element.setAttribute("aria-describedby", "map-keys");
  const canvases = [addCanvas(element), addCanvas(element)] as const;
  const input = { n: store.nodes.n, colours: coloursOf(store) };
  const scene = makeScene(canvases[0], input, store);
  const above = overlay(canvases[1]);
  let view = store.state().view ?? WHOLE;
  let pixelRatio = 1;
  let grouping = groupingOf(store);
  let extent: Extent = extentOf(grouping, grouping.hubs);
  let extentBefore = extent;
  let viewport: Viewport = { width: 1, height: 1, ...roomOf(), extent };
  let grid = buildGrid(grouping);
  let hubMarks: readonly HubMark[] = [];
  let hubsOfNode: (node: number) => readonly number[] = () => [];
  let regroupedAt = -Infinity;
  let flight: Flight | null = null;
  let movedAt = -Infinity;
  let isAsked = false;
  let pace: Pace = { share: 1, since: 0 };
  let marks: Marks = { selected: -1, hovered: -1, focused: -1, hub: -1, similar: [], found: null };
  let settled: (view: View) => void = () => undefined;

  function ask(): void {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(draw);
  }

  function draw(now: number): void {
    isAsked = false;
    if (flight) {
      const share = Math.min(1, (now - flight.since) / FLIGHT_MS);
      view = between(flight.from, flight.to, eased(share));
      if (share === 1) {
        view = flight.to;
        flight = null;
        settled(view);
      }
    }
    const regrouped = Math.min(1, Math.max(0, (now - regroupedAt) / REGROUP_MS));
    const isMoving = flight !== null || regrouped < 1 || now - movedAt < STILL_AFTER_MS + PATIENCE * (1 - pace.share);
    viewport = { ...viewport, extent: extentBetween(extentBefore, extent, eased(regrouped)) };
    const { width, height } = viewport;
    const transform = transformOf(view, viewport);
    const radius = nodeRadius(store.nodes.n, freeArea(viewport), view.zoom);
    const frame = { transform, pixelRatio, radius, progress: eased(regrouped) };
    pace = paced(pace, now, isMoving);
    scene.draw({ ...frame, width, height, isMoving, share: isMoving ? pace.share : 1 });
    const { lit } = store.outcome();
    above.draw({ ...frame, viewport, hubs: hubMarks, marks, grid, lit, hubsOf: hubsOfNode, nameOf: (node) => shortName(store, node) });
    if (isMoving) ask();
  }

  function arrange(from: Grouping): void {
    grouping = groupingOf(store);
    grid = buildGrid(grouping);
    extentBefore = viewport.extent;
    extent = extentOf(grouping, grouping.hubs);
    const found = store.facet(grouping.key);
    const links = found ? linksOf(grouping, found.facet) : { node: new Uint32Array(0), hub: new Uint16Array(0) };
    hubsOfNode = (node) => hubsAt(links, node);
    measureHubs();
    scene.arrange({ from, to: grouping, links, hubs: hubMarks });
    regroupedAt = from === grouping || prefersStillness() ? -Infinity : performance.now();
    ask();
  }

  function measureHubs(): void {
    hubMarks = marksOf(store, grouping, { ...viewport, extent });
  }

  function fit(): void {
    const { clientWidth: width, clientHeight: height } = element;
    viewport = { ...viewport, width, height, ...roomOf() };
    pixelRatio = Math.min(MOST_PIXELS_PER_PIXEL, devicePixelRatio);
    for (const canvas of canvases) {
      const [wide, high] = [Math.round(width * pixelRatio), Math.round(height * pixelRatio)];
      if (canvas.width !== wide) canvas.width = wide;
      if (canvas.height !== high) canvas.height = high;
    }
    measureHubs();
    ask();
  }

  function flyTo(to: View): void {
    if (isSameView(view, to)) return;
    if (prefersStillness()) {
      view = to;
      settled(view);
    } else flight = { from: view, to, since: performance.now() };
    ask();
  }

  function moved(to: View): void {
    flight = null;
    view = to;
    movedAt = performance.now();
    settled(view);
    ask();
  }

  function dress(): void {
    const theme = readTheme(element);
    scene.setTheme(theme);
    above.setTheme(theme);
    ask();
  }

  store.listen(({ before }) => {
    const state = store.state();
    if (state.group !== before.group) arrange(grouping);
    scene.setLit(store.outcome().lit);
    measureHubs();
    if (state.view !== before.view && !(state.view && isSameView(state.view, view))) flyTo(state.view ?? WHOLE);
    ask();
  });
  onThemeChange(dress);
  void document.fonts.ready.then(dress);
  new ResizeObserver(fit).observe(element);
  dress();
  fit();
  arrange(grouping);
  scene.setLit(store.outcome().lit);

  return {
    element,
    fit,
    flyTo,
    transform: () => transformOf(view, viewport),
    viewport: () => viewport,
    grid: () => grid,
    hubs: () => hubMarks,
    marks: () => marks,
    mark(part) {
      marks = { ...marks, ...part };
      ask();
    },
    zoomAt: (at) => moved(zoomAt(view, viewport, at)),
    panBy: (by) => moved(panBy(view, viewport, by)),
    zoomBy: (factor) => flyTo(zoomAt(flight?.to ?? view, viewport, { factor, ...middle(viewport) })),
    showNode: (node) => flyTo(bringIntoSight(view, viewport, { x: grouping.x[node]!, y: grouping.y[node]! })),
    onSettled: (call) => (settled = call),
  };
}

function addCanvas(element: HTMLElement): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.className = "map-stage__canvas";
  canvas.setAttribute("aria-hidden", "true");
  element.append(canvas);
  return canvas;
}

function makeScene(canvas: HTMLCanvasElement, input: Parameters<typeof canvasScene>[1], { config }: Store): Scene {
  const isForced = config.scene === "webgl";
  const wantsWebgl = isForced || (config.scene !== "canvas" && input.n > LARGE_NETWORK);
  return (wantsWebgl ? webglScene(canvas, input, isForced) : null) ?? canvasScene(canvas, input);
}

function coloursOf(store: Store): ReturnType<typeof colourNodes> {
  const coloured = store.config.facets.find((facet) => facet.values.some(({ colour }) => colour !== null));
  const facet = store.nodes.facets.find(({ key }) => key === coloured?.key);
  return colourNodes(store.nodes.n, facet, paletteOf(coloured));
}

function groupingOf(store: Store): Grouping {
  const { group } = store.state();
  return store.nodes.groupings.find(({ key }) => key === group) ?? store.nodes.groupings[0]!;
}

function hubsAt({ node, hub }: { node: Uint32Array; hub: Uint16Array }, wanted: number): number[] {
  let low = 0;
  let high = node.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (node[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  const hubs: number[] = [];
  for (let at = low; node[at] === wanted; at++) hubs.push(hub[at]!);
  return hubs;
}

function marksOf(store: Store, grouping: Grouping, viewport: Viewport): HubMark[] {
  const { sx } = transformOf(WHOLE, viewport);
  const found = store.facet(grouping.key);
  if (!found) return [];
  const counts = countLit(found.facet, store.outcome().lit);
  const palette = paletteOf(found.named);
  return grouping.hubs.map((hub) => {
    const named = found.named.values[hub.value];
    const count = counts[hub.value === -1 ? found.facet.values.length : hub.value] ?? 0;
    return {
      ...hub,
      count,
      colour: palette[hub.value] ?? 0,
      isBroken: (named?.colour ?? 0) > COLOURS,
      label: named?.short ?? store.words.say("notStated"),
      radius: hubRadius(count, { hubs: grouping.hubs.length, width: viewport.width, disc: hub.r * sx }),
    };
  });
}

function middle({ width, height, inset }: Viewport): { x: number; y: number } {
  return { x: (inset.left + width - inset.right) / 2, y: (inset.top + height - inset.bottom) / 2 };
}
