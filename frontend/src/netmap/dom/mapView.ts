/** The drawing area: its size, what it looks at, what it shows, and when it draws. It is told everything and asks nobody. */
import type { NodeLinks } from "../contract/links";
import type { View } from "../model/address";
import type { NodeColours } from "../model/colours";
import type { Grid } from "../model/grid";
import * as camera from "../view/camera";
import type { Spot } from "../view/labels";
import type { HubMark } from "../view/regionLabels";
import { canvasScene } from "../scene/canvas";
import type { LabelReport } from "../scene/labels";
import { type Marks, overlay } from "../scene/overlay";
import { composed, type PictureLegend } from "../scene/picture";
import type { Scene, SceneInput } from "../scene/scene";
import { webglScene } from "../scene/webgl";
import { required } from "./domQuery";
import { arrange, askForFrame, fit, flyTo, gridOf, hubsOfMap, makeFrame, type MapFrame, measureHubs, moveTo, paint, redraw, type Arrangement, type MapViewInput } from "./mapFrame";
import { onThemeChange, readTheme, textScale } from "./theme";

const LARGE_NETWORK = 3000;
const NEAREST_SHOWN = 5;
const SMALLEST_REACH = 3000;

export interface MapView {
  readonly element: HTMLElement;
  view(): View;
  transform(): camera.Transform;
  viewport(): camera.Viewport;
  grid(): Grid;
  hubs(): readonly HubMark[];
  marks(): Marks;
  mark(part: Partial<Marks>): void;
  /** Moves the nodes to a grouping's places, from where they stand. Until it is called nothing is drawn. */
  arrange(arrangement: Arrangement): void;
  /** Call it after every choice; 1 for each node that fits, and how many do of each value of the facet shown. */
  setVisible(visible: Uint8Array, counts: Uint32Array | null): void;
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
  /** Moves the selected node and those similar to it into the part of the map that nothing covers. */
  showSelection(): void;
  /** Where a node is on the screen, or will be when the map has come to rest. */
  screenOf(node: number): Spot | null;
  screenOfPlace(place: Spot): Spot;
  /** Flies to where the nodes marked 1 stand; to the whole map where they stand everywhere. */
  showNodes(marks: Uint8Array): void;
  /** Called when the room for the map changes. */
  fit(): void;
  onSettled(listener: (view: View) => void): void;
  /** Called with what was named and what was not, whenever names were placed. */
  onLabels(listener: (report: LabelReport) => void): void;
  /** Flies so near to a hub that its name has room. */
  showHub(hub: HubMark): void;
  /** A PNG of what is seen, on the theme's ground, with a legend if one is given. */
  picture(legend?: PictureLegend): Promise<Blob>;
}

const LABEL_MARKS: readonly (keyof Marks)[] = ["selected", "similar", "path", "matches"];

export function makeMapView(root: HTMLElement, input: MapViewInput): MapView {
  const element = required(root, "[data-netmap-stage]", HTMLElement);
  prepare(element);
  const canvases = [addCanvas(element), addCanvas(element)] as const;
  canvases[1].style.willChange = "transform";
  const scene = makeScene(canvases[0], { n: input.n, redraw: () => askForFrame(map) }, input.scene);
  const map = makeFrame({ element, canvases, scene, overlay: overlay(canvases[1], { placed: (report) => map.onLabels(report), loaded: () => redraw(map) }) }, input, readTheme(element));
  onThemeChange(() => {
    map.theme = readTheme(element);
    applyTheme(map);
  });
  void document.fonts.ready.then(() => applyTheme(map));
  new ResizeObserver(() => refit(map)).observe(element);
  applyTheme(map);
  fit(map);
  return { element, ...reading(map), ...drawing(map), ...moving(map) };
}

/** Takes what room there is, and text as large as the reader has it now. On paper the picture of the screen is shown whole. */
function refit(map: MapFrame): void {
  if (matchMedia("print").matches) return;
  if (map.theme.textScale !== textScale()) {
    map.theme = readTheme(map.element);
    applyTheme(map);
  }
  fit(map);
}

function applyTheme(map: MapFrame): void {
  map.scene.setTheme(map.theme);
  map.overlay.setTheme(map.theme);
  redraw(map);
}

function reading(map: MapFrame): Pick<MapView, "view" | "transform" | "viewport" | "grid" | "hubs" | "marks" | "picture"> {
  return {
    view: () => map.view,
    transform: () => camera.transformOf(map.view, map.viewport),
    viewport: () => map.viewport,
    grid: () => gridOf(map),
    hubs: () => hubsOfMap(map),
    marks: () => map.marks,
    picture(legend = {}) {
      // What WebGL has drawn can be copied in the same turn only.
      paint(map, { progress: 1, isMoving: false });
      return composed(map.canvases, { theme: map.theme, pixelRatio: map.pixelRatio, legend });
    },
  };
}

function drawing(map: MapFrame): Pick<MapView, "arrange" | "refresh" | "mark" | "setVisible" | "setColours" | "setSizes" | "setLinks" | "fit"> {
  return {
    arrange: (arrangement) => arrange(map, arrangement),
    refresh: () => redraw(map),
    fit: () => refit(map),
    mark(part) {
      map.marks = { ...map.marks, ...part };
      if (LABEL_MARKS.some((key) => key in part)) map.revision++;
      askForFrame(map);
    },
    setVisible(given, ofShown) {
      // The same array comes again whether or not something in it has changed.
      if (map.visible === given && isSame(given, map.visibleBefore)) return;
      map.visible = given;
      map.visibleBefore.set(given);
      map.counts = ofShown?.slice() ?? null;
      map.scene.setVisible(given);
      measureHubs(map);
    },
    setColours(given) {
      map.colours = given;
      map.scene.setColours(given);
      map.isArrangementStale = true;
      measureHubs(map);
    },
    setSizes(step) {
      map.scene.setSizes(step);
      askForFrame(map);
    },
    setLinks(links) {
      map.nodeLinks = links;
      map.areLinksStale = true;
      askForFrame(map);
    },
  };
}

function moving(map: MapFrame): Pick<MapView, "flyTo" | "zoomAt" | "panBy" | "zoomBy" | "showNode" | "showSelection" | "screenOf" | "screenOfPlace" | "showNodes" | "showHub" | "onSettled" | "onLabels"> {
  return {
    flyTo: (to) => flyTo(map, to),
    zoomAt: (at) => moveTo(map, camera.zoomAt(map.view, map.viewport, at)),
    panBy: (by) => moveTo(map, camera.panBy(map.view, map.viewport, by)),
    zoomBy: (factor) => flyTo(map, camera.zoomAt(map.flight?.to ?? map.view, map.viewport, { factor, ...zoomCentre(map) })),
    showNode(node) {
      const [x, y] = [map.spots.x[node], map.spots.y[node]];
      if (x !== undefined && y !== undefined) flyTo(map, camera.bringIntoSight(map.view, map.viewport, { x, y }));
    },
    showSelection() {
      const { selected, similar } = map.marks;
      const part = partOf(map, [selected, ...similar].filter((node) => node >= 0));
      if (part) flyTo(map, camera.viewWithin(map.flight?.to ?? map.view, { ...map.viewport, extent: map.extent }, { part, free: camera.freeBox(map.viewport) }));
    },
    screenOf: (node) => screenOf(map, node),
    screenOfPlace: (place) => screenOfPlace(map, place),
    showNodes(marks) {
      const { spots, viewport, extent } = map;
      const isShown = (_: number, node: number): boolean => marks[node] === 1;
      const shownSpots = { x: spots.x.filter(isShown), y: spots.y.filter(isShown) };
      flyTo(map, shownSpots.x.length === 0 ? camera.WHOLE_MAP : camera.viewOf(camera.extentOf(shownSpots, []), { ...viewport, extent }, NEAREST_SHOWN));
    },
    showHub: (hub) => flyTo(map, camera.viewOf(placesAround(hub), { ...map.viewport, extent: map.extent }, NEAREST_SHOWN)),
    onSettled: (call) => void (map.onSettled = call),
    onLabels: (call) => void (map.onLabels = call),
  };
}

/** What the buttons and keys zoom around: the selected project where it is in sight, so that it stays there. */
function zoomCentre(map: MapFrame): Spot {
  const { width, height, covered } = map.viewport;
  const at = screenOf(map, map.marks.selected);
  const isInSight = at !== null && at.x > 0 && at.x < width && at.y > covered.top && at.y < height - covered.bottom;
  return isInSight ? at : camera.middleOf(map.viewport);
}

function screenOf(map: MapFrame, node: number): Spot | null {
  const [x, y] = [map.spots.x[node], map.spots.y[node]];
  return x === undefined || y === undefined ? null : screenOfPlace(map, { x, y });
}

function screenOfPlace({ flight, view, viewport, extent }: MapFrame, { x, y }: Spot): Spot {
  const { sx, sy, tx, ty } = camera.transformOf(flight?.to ?? view, { ...viewport, extent });
  return { x: x * sx + tx, y: y * sy + ty };
}

function partOf({ spots }: MapFrame, nodes: readonly number[]): camera.Extent | null {
  if (nodes.length === 0) return null;
  const [xs, ys] = [nodes.map((node) => spots.x[node] ?? 0), nodes.map((node) => spots.y[node] ?? 0)];
  return { x0: Math.min(...xs), x1: Math.max(...xs), y0: Math.min(...ys), y1: Math.max(...ys) };
}

/** A hub's disc with as much again around it. */
function placesAround({ x, y, r }: HubMark): camera.Extent {
  const reach = Math.max(SMALLEST_REACH, 2 * r);
  return { x0: x - reach, x1: x + reach, y0: y - reach, y1: y + reach };
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

function makeScene(canvas: HTMLCanvasElement, input: SceneInput, kind: string | null): Scene {
  const isForced = kind === "webgl";
  const wantsWebgl = isForced || (kind !== "canvas" && input.n > LARGE_NETWORK);
  return (wantsWebgl ? webglScene(canvas, input, isForced) : null) ?? canvasScene(canvas, input);
}
