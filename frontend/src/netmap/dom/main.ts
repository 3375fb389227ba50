/** Brings the map to life on the page that the server has already drawn. */
import { readWords, type Words } from "../contract/strings";
import type { View } from "../model/address";
import { MAX_ZOOM, type Viewport } from "../view/camera";
import { bindAddress } from "./address";
import { bindDrawing } from "./drawing";
import { bindFacets } from "./facetform";
import { bindFinder } from "./finder";
import { bindFocus } from "./focus";
import { optional, isNarrow, isRightToLeft, required } from "./domQuery";
import { toggleHub } from "./hubs";
import { bindKeys } from "./keys";
import { bindLegend } from "./legend";
import { isExpected, loadMap } from "./loading";
import { shortName } from "./nodeLabels";
import { bindOutline } from "./outline";
import { bindPanels } from "./panels";
import { NO_TARGET } from "./pick";
import { bindPointer } from "./pointer";
import { bindPrint } from "./print";
import { bindShare, closesAside } from "./share";
import { bindSheet } from "./sheet";
import { makeMapView, type MapView } from "./mapView";
import type { Store } from "./store";
import { bindSummary } from "./summary";
import { bindTip } from "./tip";
import { bindUnnamed } from "./unnamed";

/** Names of hubs on a ring stand beside it, those of many packed ones among them. */
const LABEL_ROOM = { wide: 116, narrow: 34 } as const;
const LABEL_ROOM_OF_MANY = { wide: 52, narrow: 22 } as const;
const MANY_HUBS = 18;
const ABOVE_BELOW = { wide: 44, narrow: 46 } as const;
/** On a map lower than this every pixel counts; where it is also this much wider, the picture stands between its tools. */
const LOW_PX = 380;
const LOW_ABOVE_BELOW = 20;
const WIDE = 1.6;
/** From this width of the map on, an open legend and a path stand beside it; faint links may reach under their edge. */
const ROOMY_PX = 700;
const BESIDE_SHARE = 0.9;
const ERROR_SHOWN_MS = 8000;

function wordsOn(root: HTMLElement): Words {
  const texts = new Map<string, string>();
  for (const entry of root.querySelectorAll<HTMLElement>("[data-netmap-strings] [data-key]")) {
    texts.set(entry.dataset["key"] ?? "", entry.textContent.trim());
  }
  return readWords(texts, document.documentElement.lang || "en");
}

/** The room that tools, the top line, what stands beside the map and what comes from below leave to it. */
function insets(root: HTMLElement, hubCount: number): Pick<Viewport, "inset" | "covered"> {
  const isSmall = isNarrow();
  const size = isSmall ? "narrow" : "wide";
  const box = (selector: string): DOMRect | null => optional(root, selector, HTMLElement)?.getBoundingClientRect() ?? null;
  const area = box(".map-area");
  const bottom = area?.bottom ?? 0;
  const path = box("[data-netmap-path]:not([hidden])");
  const sheet = isSmall ? box("[data-netmap-sheet]:not([hidden])") : null;
  // A low screen has its sheet beside the map, a narrow one over its lower part.
  const isBeside = sheet !== null && area !== null && sheet.width < area.width * BESIDE_SHARE;
  const heightOf = (part: DOMRect | null): number => (part && part.height > 0 ? bottom - part.top : 0);
  const isLow = area !== null && area.height < LOW_PX;
  const isBetween = isLow && area.width > area.height * WIDE;
  const tools = box(".map-tools__start");
  const below = Math.max(isBetween ? 0 : heightOf(tools), heightOf(isSmall ? path : null));
  const aboveBelow = isLow ? LOW_ABOVE_BELOW : ABOVE_BELOW[size];
  const legend = box("[data-netmap-legend][open]");
  const boxes = [legend, path, box("[data-netmap-unnamed] > summary"), isBetween ? tools : null].flatMap((part) =>
    area && part && part.height > 0 ? [{ x: part.left - area.left, y: part.top - area.top, width: part.width, height: part.height }] : [],
  );
  const covered = { top: box("[data-netmap-top]")?.height ?? 0, bottom: Math.max(below, isBeside ? 0 : heightOf(sheet)), boxes };
  const isRoomy = !isSmall && area !== null && area.width > ROOMY_PX;
  const side = (hubCount > MANY_HUBS ? LABEL_ROOM_OF_MANY : LABEL_ROOM)[size];
  const before = side + (isRoomy ? (path?.width ?? 0) * BESIDE_SHARE : 0);
  const after = side + (isRoomy ? (legend?.width ?? 0) * BESIDE_SHARE : 0) + (isBeside ? sheet.width : 0);
  const [left, right] = isRightToLeft() ? [after, before] : [before, after];
  // The map keeps its size behind a sheet; what is selected moves out from under it.
  return { inset: { top: covered.top + aboveBelow, bottom: below + aboveBelow, left, right }, covered };
}

function stageOf(root: HTMLElement, store: Store): MapView {
  return makeMapView(root, {
    n: store.nodes.n,
    scene: store.config.scene,
    view: store.state().view,
    notStated: store.words.say("notStated"),
    insets: () => insets(root, store.positions().hubs.length),
    nameOf: (node) => shortName(store, node),
    pictureOf: (node) => store.names()?.picture(node) ?? "",
  });
}

/** A button that has no further to zoom says so; it keeps the focus. */
function showZoomEnds(root: HTMLElement, { zoom }: View): void {
  const isAtEnd = { "zoom-in": zoom >= MAX_ZOOM, "zoom-out": zoom <= 1 };
  for (const [name, isEnd] of Object.entries(isAtEnd)) {
    optional(root, `[data-netmap-do="${name}"]`, HTMLElement)?.setAttribute("aria-disabled", String(isEnd));
  }
}

function start(root: HTMLElement, store: Store): void {
  root.setAttribute("data-up", "");
  const mapView = stageOf(root, store);
  const { words } = store;
  const tip = bindTip(root, mapView, store);
  const panels = bindPanels(root, store);
  const sheet = bindSheet(root, mapView, store);
  const open = (node: number): void => {
    if (focus.takes(node)) return;
    panels.closeOne();
    sheet.open(node);
  };
  const focus = bindFocus(root, { mapView, store, open, announce: tip.announce });
  const outline = bindOutline(root, { mapView, store, show: open });
  bindAddress(store);
  showZoomEnds(root, mapView.view());
  bindDrawing(root, mapView, store, (view) => showZoomEnds(root, view));
  bindFacets(root, store);
  bindFinder(root, store, { open, showFitting: () => mapView.showNodes(store.outcome().visible) });
  bindSummary(root, mapView, store, tip.announce);
  new ResizeObserver(mapView.fit).observe(required(root, "[data-netmap-top]", HTMLElement));
  const legend = bindLegend(root, store, mapView.fit);
  bindShare(root, { mapView, store, legend });
  bindPrint(root, store);
  bindUnnamed(root, mapView, store);
  const unnamed = optional(root, "[data-netmap-unnamed]", HTMLDetailsElement);
  if (unnamed) closesAside(unnamed);
  const card = optional(root, "[data-netmap-legend]", HTMLDetailsElement);
  if (card && isNarrow()) closesAside(card, unnamed);
  bindPointer(mapView, store, {
    hovered: tip.show,
    pressed: ({ node, hub }) => {
      // The map moves under a note that was beside the pointer.
      if (node >= 0) tip.show(NO_TARGET, { x: 0, y: 0 });
      if (node >= 0) open(node);
      else if (hub >= 0) toggleHub(mapView, store, hub);
    },
    held: (picked, at) =>
      tip.hold(picked, at, [
        { label: words.say("openProfile"), act: sheet.open },
        { label: words.say("aroundChoice"), act: (node) => focus.around(node, 1) },
        { label: words.say("pathChoice"), act: focus.startPath },
      ]),
  });
  bindKeys(root, mapView, store, {
    open,
    hub: (hub) => toggleHub(mapView, store, hub),
    outline: outline.open,
    close: () => tip.release() || focus.cancel() || outline.close() || panels.closeOne() || sheet.close(),
    describe: tip.describeNode,
    describeHub: tip.describeHub,
    left: tip.hide,
    search: () => {
      if (isNarrow()) panels.openFacets();
      optional(root, "[data-netmap-search]", HTMLInputElement)?.focus();
    },
    help: panels.openHelp,
  });
}

async function boot(root: HTMLElement): Promise<void> {
  const words = wordsOn(root);
  const line = required(root, "[data-netmap-error]", HTMLElement);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const failed = (sentence: string): void => {
    line.hidden = false;
    line.querySelector("[data-netmap-reason]")?.replaceChildren(sentence);
    clearTimeout(timer);
    if (root.hasAttribute("data-up")) timer = setTimeout(() => (line.hidden = true), ERROR_SHOWN_MS);
  };
  try {
    await loadMap({ words, failed, start: (store) => start(root, store) });
    root.setAttribute("data-netmap-ready", "");
  } catch (problem) {
    if (!isExpected(problem)) throw problem;
    failed(words.say("loadFailed"));
  }
}

const root = document.querySelector<HTMLElement>("[data-netmap]");
if (root && document.querySelector("#netmap-config")) void boot(root);
