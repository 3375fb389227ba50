/** When the map draws, and what has to be worked out anew before it does. */
import type { NamedFacet } from "../contract/config";
import type { NodeLinks } from "../contract/links";
import type { Facet } from "../contract/nodes";
import type { Positions } from "../contract/places";
import type { View } from "../model/address";
import type { NodeColours } from "../model/colours";
import { countVisible } from "../model/filter";
import { buildGrid, type Grid, type Spots } from "../model/grid";
import { type HubLinks, hubsAt, linksOf, noLinks } from "../model/links";
import * as camera from "../view/camera";
import { drawnLinksOf, hubMarks, spotsBetween } from "../view/hubs";
import type { HubMark } from "../view/regionLabels";
import { nodeRadius } from "../view/sizes";
import type { Theme } from "../view/theme";
import type { LabelReport } from "../scene/labels";
import { type Marks, NO_MARKS, type Overlay } from "../scene/overlay";
import type { Scene } from "../scene/scene";
import { prefersStillness } from "./domQuery";
import { type DrawnState, type Pace, paced, slideOf, stillAfter } from "./levelOfDetail";

const REGROUP_MS = 650;
const FLIGHT_MS = 320;
const MOST_PIXELS_PER_PIXEL = 2;

export interface MapViewInput {
  readonly n: number;
  /** "canvas" or "webgl" forces a scene. */
  readonly scene: string | null;
  readonly view: View | null;
  /** What a hub of those who stated nothing is called. */
  readonly notStated: string;
  /** The room that tools and sheets leave to the map. */
  insets(): Pick<camera.Viewport, "inset" | "covered">;
  /** What stands beside a node; empty until the names are there. */
  nameOf(node: number): string;
  /** The address of the picture that a node wears; empty where it wears none. */
  pictureOf(node: number): string;
}

/** A grouping to stand in: its places, and the facet whose values are its hubs. */
export interface Arrangement {
  readonly positions: Positions;
  readonly facet: Facet | null;
  readonly namedFacet: NamedFacet | null;
}

interface Flight {
  readonly from: View;
  readonly to: View;
  readonly since: number;
}

/** What the drawing area draws with. */
export interface Surface {
  readonly element: HTMLElement;
  readonly canvases: readonly [HTMLCanvasElement, HTMLCanvasElement];
  readonly scene: Scene;
  readonly overlay: Overlay;
}

/** All that changes about the drawing area. What is null or stale is worked out when the next frame needs it. */
export interface MapFrame extends Surface {
  readonly input: MapViewInput;
  theme: Theme;
  view: View;
  viewport: camera.Viewport;
  pixelRatio: number;
  marks: Marks;
  /** Changes with everything but the place one looks at. */
  revision: number;
  onSettled: (view: View) => void;
  onLabels: (report: LabelReport) => void;

  arrangement: Arrangement | null;
  /** Where the nodes stand, and where they stood before. */
  spots: Spots;
  from: Spots;
  extent: camera.Extent;
  extentBefore: camera.Extent;
  grid: Grid | null;
  regroupedAt: number;
  isArrangementStale: boolean;

  nodeLinks: NodeLinks | null;
  hubLinks: HubLinks | null;
  areLinksStale: boolean;

  visible: Uint8Array;
  readonly visibleBefore: Uint8Array;
  colours: NodeColours | null;
  hubs: readonly HubMark[];
  counts: Uint32Array | null;
  areHubsStale: boolean;

  flight: Flight | null;
  movedAt: number;
  pace: Pace;
  drawnState: DrawnState | null;
  isAsked: boolean;
  timer: ReturnType<typeof setTimeout> | undefined;
}

const NOWHERE: Spots = { x: new Uint16Array(0), y: new Uint16Array(0) };
const WHOLE_SQUARE: camera.Extent = { x0: 0, y0: 0, x1: camera.FULL, y1: camera.FULL };

export function makeFrame(surface: Surface, input: MapViewInput, theme: Theme): MapFrame {
  return {
    ...surface,
    input,
    theme,
    view: input.view ?? camera.WHOLE_MAP,
    viewport: { width: 1, height: 1, ...input.insets(), extent: WHOLE_SQUARE },
    pixelRatio: 1,
    marks: NO_MARKS,
    revision: 0,
    onSettled: () => undefined,
    onLabels: () => undefined,
    arrangement: null,
    spots: NOWHERE,
    from: NOWHERE,
    extent: WHOLE_SQUARE,
    extentBefore: WHOLE_SQUARE,
    grid: null,
    regroupedAt: -Infinity,
    isArrangementStale: false,
    nodeLinks: null,
    hubLinks: null,
    areLinksStale: false,
    visible: new Uint8Array(input.n).fill(1),
    visibleBefore: new Uint8Array(input.n),
    colours: null,
    hubs: [],
    counts: null,
    areHubsStale: false,
    flight: null,
    movedAt: -Infinity,
    pace: { share: 1, since: 0 },
    drawnState: null,
    isAsked: false,
    timer: undefined,
  };
}

export function askForFrame(map: MapFrame): void {
  if (map.isAsked) return;
  map.isAsked = true;
  requestAnimationFrame((now) => draw(map, now));
}

/** Something other than the place one looks at has changed. */
export function redraw(map: MapFrame): void {
  map.revision++;
  askForFrame(map);
}

function fly(map: MapFrame, now: number): void {
  const { flight } = map;
  if (!flight) return;
  const share = Math.min(1, (now - flight.since) / FLIGHT_MS);
  map.view = share < 1 ? camera.between(flight.from, flight.to, camera.eased(share)) : flight.to;
  if (share < 1) return;
  map.flight = null;
  map.onSettled(map.view);
}

function regrouped({ regroupedAt }: MapFrame, now: number): number {
  return Math.min(1, Math.max(0, (now - regroupedAt) / REGROUP_MS));
}

function draw(map: MapFrame, now: number): void {
  map.isAsked = false;
  fly(map, now);
  const share = regrouped(map, now);
  const isAnimated = map.flight !== null || share < 1;
  const stillIn = map.movedAt + stillAfter(map.pace) - now;
  const isMoving = isAnimated || stillIn > 0;
  map.pace = paced(map.pace, now, isMoving);
  paint(map, { progress: camera.eased(share), isMoving });
  clearTimeout(map.timer);
  if (isAnimated) askForFrame(map);
  else if (isMoving) map.timer = setTimeout(() => askForFrame(map), stillIn + 1);
  else if (map.areLinksStale) {
    // The dots go first: what binds them is prepared once they are seen.
    map.areLinksStale = false;
    setTimeout(() => bindLinks(map));
  }
}

export function paint(map: MapFrame, { progress, isMoving }: { progress: number; isMoving: boolean }): void {
  if (!map.arrangement) return;
  arrangeScene(map, map.arrangement);
  const { extent, extentBefore, input, view, pixelRatio, revision, marks, canvases } = map;
  if (progress < 1) map.viewport = { ...map.viewport, extent: camera.extentBetween(extentBefore, extent, progress) };
  else if (map.viewport.extent !== extent) map.viewport = { ...map.viewport, extent };
  const { viewport } = map;
  const { width, height } = viewport;
  const transform = camera.transformOf(view, viewport);
  const radius = nodeRadius(input.n, camera.freeArea(viewport), view.zoom);
  const frame = { transform, pixelRatio, radius, progress, isMoving };
  map.scene.draw({ ...frame, width, height, share: isMoving ? map.pace.share : 1 });
  const now = { transform, viewport, revision, marks, progress };
  const slide = isMoving ? slideOf(map.drawnState, now) : null;
  canvases[1].style.transform = slide ? `translate(${slide.dx}px, ${slide.dy}px)` : "";
  if (slide) return;
  map.drawnState = now;
  const { hubs, spots, visible } = map;
  const hubsOf = (node: number): number[] => hubsAt(linksToHubs(map), node);
  map.overlay.draw({ ...frame, viewport, revision, hubs, marks, spots, grid: () => gridOf(map), visible, hubsOf, nameOf: input.nameOf, pictureOf: input.pictureOf });
}

/** Works out what has gone stale, once for all that happened since the last frame. */
function arrangeScene(map: MapFrame, { positions }: Arrangement): void {
  const hubs = hubsOfMap(map);
  if (!map.isArrangementStale) return;
  map.isArrangementStale = false;
  map.scene.arrange({ from: map.from, to: positions, hubs, outline: positions.outline });
}

export function hubsOfMap(map: MapFrame): readonly HubMark[] {
  const { arrangement, colours, input, viewport, extent } = map;
  if (!map.areHubsStale || !arrangement) return map.hubs;
  map.areHubsStale = false;
  map.counts ??= arrangement.facet ? countVisible(arrangement.facet, map.visible) : new Uint32Array(0);
  map.hubs = hubMarks(arrangement, { counts: map.counts, colours, notStated: input.notStated, viewport: { ...viewport, extent } });
  return map.hubs;
}

export function gridOf(map: MapFrame): Grid {
  return (map.grid ??= buildGrid(map.spots));
}

function linksToHubs(map: MapFrame): HubLinks {
  const { arrangement } = map;
  return (map.hubLinks ??= arrangement?.facet ? linksOf(arrangement.positions.hubs, arrangement.facet) : noLinks());
}

function bindLinks(map: MapFrame): void {
  if (!map.arrangement) return;
  map.scene.setLinks(drawnLinksOf(map.arrangement, { hubLinks: () => linksToHubs(map), nodeLinks: map.nodeLinks, n: map.input.n }));
  askForFrame(map);
}

export function arrange(map: MapFrame, next: Arrangement): void {
  const now = performance.now();
  const { arrangement, viewport } = map;
  map.from = arrangement ? spotsBetween(map.from, arrangement.positions, camera.eased(regrouped(map, now))) : next.positions;
  map.arrangement = next;
  map.spots = next.positions;
  map.grid = null;
  map.hubLinks = null;
  map.counts = null;
  map.extent = camera.extentOf(map.spots, next.positions.hubs);
  map.extentBefore = arrangement ? viewport.extent : map.extent;
  // How much room names need at the sides depends on how the nodes are arranged.
  map.viewport = { ...viewport, ...map.input.insets(), ...(arrangement ? {} : { extent: map.extent }) };
  map.scene.setLinks(null);
  map.areLinksStale = true;
  map.isArrangementStale = true;
  map.regroupedAt = !arrangement || prefersStillness() ? -Infinity : now;
  measureHubs(map);
}

export function measureHubs(map: MapFrame): void {
  map.areHubsStale = true;
  redraw(map);
}

export function fit(map: MapFrame): void {
  const { clientWidth: width, clientHeight: height } = map.element;
  map.viewport = { ...map.viewport, width, height, ...map.input.insets() };
  map.pixelRatio = Math.min(MOST_PIXELS_PER_PIXEL, devicePixelRatio);
  for (const canvas of map.canvases) {
    const [wide, high] = [Math.round(width * map.pixelRatio), Math.round(height * map.pixelRatio)];
    if (canvas.width !== wide) canvas.width = wide;
    if (canvas.height !== high) canvas.height = high;
  }
  measureHubs(map);
}

/** Goes there smoothly. */
export function flyTo(map: MapFrame, to: View): void {
  if (camera.isSameView(map.view, to)) {
    // Who is to stay does not go on with a flight that has not left yet.
    map.flight = null;
    return;
  }
  if (prefersStillness()) {
    map.view = to;
    map.onSettled(to);
  } else map.flight = { from: map.view, to, since: performance.now() };
  askForFrame(map);
}

/** Goes there at once, as a hand does. */
export function moveTo(map: MapFrame, to: View): void {
  map.flight = null;
  map.view = to;
  map.movedAt = performance.now();
  map.onSettled(to);
  askForFrame(map);
}
