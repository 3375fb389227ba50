/** The drawing area: its size, what it looks at, what it shows, and when it draws. It is told everything and asks nobody. */
import type { NamedFacet } from "../contract/config";
import type { NodeLinks } from "../contract/links";
import type { Facet } from "../contract/nodes";
import type { Places } from "../contract/places";
import type { View } from "../model/address";
import type { NodeColours } from "../model/colours";
import { countLit } from "../model/filter";
import { buildGrid, type Grid, type Spots } from "../model/grid";
import { type HubLinks, hubsAt, linksOf, noLinks } from "../model/links";
import * as camera from "../view/camera";
import type { HubMark } from "../view/captions";
import { drawnLinksOf, hubMarks, spotsBetween } from "../view/hubs";
import { nodeRadius } from "../view/sizes";
import type { Theme } from "../view/theme";
import { canvasScene } from "../scene/canvas";
import { type Marks, NO_MARKS, overlay } from "../scene/overlay";
import { composed, type PictureLegend } from "../scene/picture";
import type { Scene, SceneInput } from "../scene/scene";
import { webglScene } from "../scene/webgl";
import { need, prefersStillness } from "./hooks";
import { type Drawn, type Pace, paced, slideOf, stillAfter } from "./pace";
import { onThemeChange, readTheme } from "./theme";

const LARGE_NETWORK = 3000;
const REGROUP_MS = 650;
const FLIGHT_MS = 320;
const MOST_PIXELS_PER_PIXEL = 2;
const NEAREST_SHOWN = 5;

export interface StageInput {
  readonly n: number;
  /** "canvas" or "webgl" forces a scene. */
  readonly scene: string | null;
  readonly view: View | null;
  /** What a hub of those who stated nothing is called. */
  readonly notStated: string;
  /** The room that tools and sheets leave to the map. */
  room(): Pick<camera.Viewport, "inset" | "covered">;
  /** What stands beside a node; empty until the names are there. */
  nameOf(node: number): string;
}

/** A grouping to stand in: its places, and the facet whose values are its hubs. */
export interface Shown {
  readonly places: Places;
  readonly facet: Facet | null;
  readonly named: NamedFacet | null;
}

export interface Stage {
  readonly element: HTMLElement;
  view(): View;
  transform(): camera.Transform;
  viewport(): camera.Viewport;
  grid(): Grid;
  hubs(): readonly HubMark[];
  marks(): Marks;
  mark(part: Partial<Marks>): void;
  /** Moves the nodes to a grouping's places, from where they stand. Until it is called nothing is drawn. */
  arrange(shown: Shown): void;
  /** Call it after every choice; 1 for each node that fits, and how many do of each value of the facet shown. */
  setLit(lit: Uint8Array, counts: Uint32Array | null): void;
  setColours(colours: NodeColours): void;
  /** Each node's size step; null = all alike. */
  setSizes(step: Uint8Array | null): void;
  setLinks(links: NodeLinks): void;
  /** Draws again, such as when names have arrived. */
  refresh(): void;
  /** Moves at once, as a hand does. */
  zoomAt(at: { factor: number; x: number; y: number }): void;
  panBy(by: { dx: number; dy: number }): void;
  /** Moves there smoothly. */
  flyTo(view: View): void;
  zoomBy(factor: number): void;
  showNode(node: number): void;
  /** Flies to where the nodes marked 1 stand; to the whole map where they stand everywhere. */
  showNodes(marked: Uint8Array): void;
  /** Called when the room for the map changes. */
  fit(): void;
  onSettled(settled: (view: View) => void): void;
  /** A PNG of what is seen, on the theme's ground, with a legend if one is given. */
  picture(legend?: PictureLegend): Promise<Blob>;
}

interface Flight {
  readonly from: View;
  readonly to: View;
  readonly since: number;
}

const LABEL_MARKS: readonly (keyof Marks)[] = ["selected", "similar", "path", "found"];
const NOWHERE: Spots = { x: new Uint16Array(0), y: new Uint16Array(0) };
const WHOLE_SQUARE: camera.Extent = { x0: 0, y0: 0, x1: camera.FULL, y1: camera.FULL };

export function makeStage(root: HTMLElement, input: StageInput): Stage {
  const element = need(root, "[data-netmap-stage]", HTMLElement);
  prepare(element);
  const canvases = [addCanvas(element), addCanvas(element)] as const;
  canvases[1].style.willChange = "transform";
  const scene = makeScene(canvases[0], { n: input.n, redraw: () => ask() }, input.scene);
  const above = overlay(canvases[1]);
  let theme: Theme = readTheme(element);
  let view = input.view ?? camera.WHOLE;
  let pixelRatio = 1;
  let shown: Shown | null = null;
  let hubLinks: HubLinks | null = null;
  let nodeLinks: NodeLinks | null = null;
  let areLinksStale = false;
  let from: Spots = NOWHERE;
  let extent = WHOLE_SQUARE;
  let extentBefore = extent;
  let viewport: camera.Viewport = { width: 1, height: 1, ...input.room(), extent };
  let spots = NOWHERE;
  let grid: Grid | null = null;
  let hubs: readonly HubMark[] = [];
  let counts: Uint32Array | null = null;
  let areHubsStale = false;
  let isArrangementStale = false;
  let drawn: Drawn | null = null;
  let colours: NodeColours | null = null;
  let lit: Uint8Array = new Uint8Array(input.n).fill(1);
  const litBefore = new Uint8Array(input.n);
  let regroupedAt = -Infinity;
  let flight: Flight | null = null;
  let movedAt = -Infinity;
  let isAsked = false;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let pace: Pace = { share: 1, since: 0 };
  let marks = NO_MARKS;
  let revision = 0;
  let settled: (view: View) => void = () => undefined;

  function ask(): void {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(draw);
  }

  function changed(): void {
    revision++;
    ask();
  }

  function fly(now: number): void {
    if (!flight) return;
    const share = Math.min(1, (now - flight.since) / FLIGHT_MS);
    view = share < 1 ? camera.between(flight.from, flight.to, camera.eased(share)) : flight.to;
    if (share < 1) return;
    flight = null;
    settled(view);
  }

  const regrouped = (now: number): number => Math.min(1, Math.max(0, (now - regroupedAt) / REGROUP_MS));

  function draw(now: number): void {
    isAsked = false;
    fly(now);
    const share = regrouped(now);
    const isAnimated = flight !== null || share < 1;
    const stillIn = movedAt + stillAfter(pace) - now;
    const isMoving = isAnimated || stillIn > 0;
    pace = paced(pace, now, isMoving);
    paint({ progress: camera.eased(share), isMoving });
    clearTimeout(waiting);
    if (isAnimated) ask();
    else if (isMoving) waiting = setTimeout(ask, stillIn + 1);
    else if (areLinksStale) {
      // The dots go first: what binds them is prepared once they are seen.
      areLinksStale = false;
      setTimeout(bindLinks);
    }
  }

  function paint({ progress, isMoving }: { progress: number; isMoving: boolean }): void {
    if (!shown) return;
    bringUp(shown);
    if (progress < 1) viewport = { ...viewport, extent: camera.extentBetween(extentBefore, extent, progress) };
    else if (viewport.extent !== extent) viewport = { ...viewport, extent };
    const { width, height } = viewport;
    const transform = camera.transformOf(view, viewport);
    const radius = nodeRadius(input.n, camera.freeArea(viewport), view.zoom);
    const frame = { transform, pixelRatio, radius, progress, isMoving };
    scene.draw({ ...frame, width, height, share: isMoving ? pace.share : 1 });
    const now = { transform, viewport, revision, marks, progress };
    const slide = isMoving ? slideOf(drawn, now) : null;
    canvases[1].style.transform = slide ? `translate(${slide.dx}px, ${slide.dy}px)` : "";
    if (slide) return;
    drawn = now;
    above.draw({ ...frame, viewport, revision, hubs, marks, spots, grid: gridOf, lit, hubsOf, nameOf: input.nameOf });
  }

  /** Works out what has gone stale, once for all that happened since the last frame. */
  function bringUp(given: Shown): void {
    currentHubs();
    if (!isArrangementStale) return;
    isArrangementStale = false;
    scene.arrange({ from, to: given.places, hubs, outline: given.places.outline });
  }

  function currentHubs(): readonly HubMark[] {
    if (!areHubsStale || !shown) return hubs;
    areHubsStale = false;
    counts ??= shown.facet ? countLit(shown.facet, lit) : new Uint32Array(0);
    hubs = hubMarks(shown, { counts, colours, notStated: input.notStated, viewport: { ...viewport, extent } });
    return hubs;
  }

  const gridOf = (): Grid => (grid ??= buildGrid(spots));
  const linksToHubs = (): HubLinks => (hubLinks ??= shown?.facet ? linksOf(shown.places.hubs, shown.facet) : noLinks());
  const hubsOf = (node: number): number[] => hubsAt(linksToHubs(), node);

  function bindLinks(): void {
    if (!shown) return;
    scene.setLinks(drawnLinksOf(shown, { hubLinks: linksToHubs, nodeLinks, n: input.n }));
    ask();
  }

  function arrange(given: Shown): void {
    const now = performance.now();
    const isFirst = shown === null;
    from = shown ? spotsBetween(from, shown.places, camera.eased(regrouped(now))) : given.places;
    shown = given;
    spots = given.places;
    grid = null;
    hubLinks = null;
    counts = null;
    extent = camera.extentOf(spots, given.places.hubs);
    extentBefore = isFirst ? extent : viewport.extent;
    if (isFirst) viewport = { ...viewport, extent };
    scene.setLinks(null);
    areLinksStale = true;
    isArrangementStale = true;
    regroupedAt = isFirst || prefersStillness() ? -Infinity : now;
    measureHubs();
  }

  function measureHubs(): void {
    areHubsStale = true;
    changed();
  }

  function fit(): void {
    const { clientWidth: width, clientHeight: height } = element;
    viewport = { ...viewport, width, height, ...input.room() };
    pixelRatio = Math.min(MOST_PIXELS_PER_PIXEL, devicePixelRatio);
    for (const canvas of canvases) {
      const [wide, high] = [Math.round(width * pixelRatio), Math.round(height * pixelRatio)];
      if (canvas.width !== wide) canvas.width = wide;
      if (canvas.height !== high) canvas.height = high;
    }
    measureHubs();
  }

  function flyTo(to: View): void {
    if (camera.isSameView(view, to)) {
      // Who is to stay does not go on with a flight that has not left yet.
      flight = null;
      return;
    }
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
    scene.setTheme(theme);
    above.setTheme(theme);
    changed();
  }

  onThemeChange(() => {
    theme = readTheme(element);
    dress();
  });
  void document.fonts.ready.then(dress);
  new ResizeObserver(fit).observe(element);
  dress();
  fit();

  return {
    element,
    fit,
    flyTo,
    arrange,
    view: () => view,
    transform: () => camera.transformOf(view, viewport),
    viewport: () => viewport,
    grid: gridOf,
    hubs: currentHubs,
    marks: () => marks,
    refresh: changed,
    mark(part) {
      marks = { ...marks, ...part };
      if (LABEL_MARKS.some((key) => key in part)) revision++;
      ask();
    },
    setLit(given, ofShown) {
      // The same array comes again whether or not something in it has changed.
      if (lit === given && isSame(given, litBefore)) return;
      lit = given;
      litBefore.set(given);
      counts = ofShown?.slice() ?? null;
      scene.setLit(given);
      measureHubs();
    },
    setColours(given) {
      colours = given;
      scene.setColours(given);
      isArrangementStale = true;
      measureHubs();
    },
    setSizes(step) {
      scene.setSizes(step);
      ask();
    },
    setLinks(links) {
      nodeLinks = links;
      areLinksStale = true;
      ask();
    },
    zoomAt: (at) => moved(camera.zoomAt(view, viewport, at)),
    panBy: (by) => moved(camera.panBy(view, viewport, by)),
    zoomBy: (factor) => flyTo(camera.zoomAt(flight?.to ?? view, viewport, { factor, ...camera.middleOf(viewport) })),
    showNode(node) {
      const { x, y } = spots;
      if (node >= 0 && node < x.length) flyTo(camera.bringIntoSight(view, viewport, { x: x[node] ?? 0, y: y[node] ?? 0 }));
    },
    showNodes(marked) {
      const isShown = (_: number, node: number): boolean => marked[node] === 1;
      const shownSpots = { x: spots.x.filter(isShown), y: spots.y.filter(isShown) };
      flyTo(shownSpots.x.length === 0 ? camera.WHOLE : camera.viewOf(camera.extentOf(shownSpots, []), { ...viewport, extent }, NEAREST_SHOWN));
    },
    onSettled: (call) => (settled = call),
    picture(legend = {}) {
      // What WebGL has drawn can be copied in the same turn only.
      paint({ progress: 1, isMoving: false });
      return composed(canvases, { theme, pixelRatio, legend });
    },
  };
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Screen readers hand the arrow keys on only inside an application; the equal list is one link away. */
function prepare(element: HTMLElement): void {
  element.tabIndex = 0;
  element.setAttribute("role", "application");
  element.setAttribute("aria-describedby", "map-keys");
}

function addCanvas(element: HTMLElement): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.className = "map-stage__canvas";
  canvas.setAttribute("aria-hidden", "true");
  element.append(canvas);
  return canvas;
}

function makeScene(canvas: HTMLCanvasElement, input: SceneInput, wanted: string | null): Scene {
  const isForced = wanted === "webgl";
  const wantsWebgl = isForced || (wanted !== "canvas" && input.n > LARGE_NETWORK);
  return (wantsWebgl ? webglScene(canvas, input, isForced) : null) ?? canvasScene(canvas, input);
}
