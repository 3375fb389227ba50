/** Hands on to the stage what the state asks it to draw. */
import { colourNodes } from "../model/colours";
import { linksAmong } from "../model/graph";
import { isSameView, isWhole, WHOLE } from "../view/camera";
import { onPress } from "./hooks";
import type { Stage } from "./stage";
import type { Store } from "./store";

const STEP = 1.5;
const WRITE_VIEW_AFTER_MS = 350;
/** More links than these between those in focus are a felt, not a picture. */
const MOST_LINKS = 1500;

export function bindDrawing(root: HTMLElement, stage: Stage, store: Store): void {
  let places: unknown = null;
  let colour = "";
  let steps: Uint8Array | null = null;
  let links: unknown = null;
  let names: unknown = null;
  let distances: Uint8Array | null = null;

  function draw(): void {
    if (store.places() !== places) {
      places = store.places();
      const told = store.facet(store.grouping().facet);
      stage.arrange({ places: store.places(), facet: told?.facet ?? null, named: told?.named ?? null });
    }
    if (store.state().colour !== colour) dress();
    const arrived = store.links();
    if (arrived && arrived !== links) stage.setLinks((links = arrived));
    const sizes = store.sizes()?.step ?? null;
    if (sizes !== steps) stage.setSizes((steps = sizes));
    stage.setLit(store.outcome().lit, store.shownOf(store.grouping().facet));
    if (store.names() !== names) {
      names = store.names();
      stage.refresh();
    }
    stage.mark({ found: store.matches(), path: store.way() });
    emphasise();
  }

  function dress(): void {
    colour = store.state().colour;
    const colouring = store.colouring();
    if (colouring) stage.setColours(colourNodes(store.nodes.n, colouring.facet, colouring.palette));
  }

  /** Around a project the links between those who are shown are what one came to see. */
  function emphasise(): void {
    if (store.distances() === distances && distances === null) return;
    distances = store.distances();
    const among = store.links();
    const emphasis = distances && among ? linksAmong([among.ties, among.similar], store.outcome().lit, MOST_LINKS) : null;
    stage.mark({ emphasis });
  }

  store.listen(({ before }) => {
    const { view } = store.state();
    draw();
    if (view !== before.view && !(view && isSameView(view, stage.view()))) stage.flyTo(view ?? WHOLE);
  });
  draw();
  bindView(root, stage, store);
}

function bindView(root: HTMLElement, stage: Stage, store: Store): void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  stage.onSettled((view) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => store.change({ view: isWhole(view) ? null : view }, "replace"), WRITE_VIEW_AFTER_MS);
  });
  onPress(root, {
    "zoom-in": () => stage.zoomBy(STEP),
    "zoom-out": () => stage.zoomBy(1 / STEP),
    whole: () => stage.flyTo(WHOLE),
  });
}
