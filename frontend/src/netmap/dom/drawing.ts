/** Hands on to the map what the state asks it to draw. */
import { colourNodes } from "../model/colours";
import { linksAmong } from "../model/graph";
import type { View } from "../model/address";
import { isSameView, isWhole, WHOLE_MAP } from "../view/camera";
import { onPress } from "./domQuery";
import type { MapView } from "./mapView";
import type { Store } from "./store";

const STEP = 1.5;
const WRITE_VIEW_AFTER_MS = 350;
/** More links than these between those in focus are a felt, not a picture. */
const MOST_LINKS = 1500;

/** `settled` is called with each view that the map has come to. */
export function bindDrawing(root: HTMLElement, mapView: MapView, store: Store, settled: (view: View) => void = () => undefined): void {
  let lastPositions: unknown = null;
  let colour = "";
  let steps: Uint8Array | null = null;
  let links: unknown = null;
  let names: unknown = null;
  let distances: Uint8Array | null = null;

  function draw(): void {
    if (store.positions() !== lastPositions) {
      lastPositions = store.positions();
      const hubFacet = store.facet(store.grouping().facet);
      mapView.arrange({ positions: store.positions(), facet: hubFacet?.facet ?? null, namedFacet: hubFacet?.namedFacet ?? null });
    }
    if (store.state().colour !== colour) dress();
    const loadedLinks = store.links();
    if (loadedLinks && loadedLinks !== links) mapView.setLinks((links = loadedLinks));
    const sizes = store.sizes()?.step ?? null;
    if (sizes !== steps) mapView.setSizes((steps = sizes));
    mapView.setVisible(store.outcome().visible, store.shownOf(store.grouping().facet));
    if (store.names() !== names) {
      names = store.names();
      mapView.refresh();
    }
    mapView.mark({ matches: store.matches(), path: store.path() });
    emphasise();
  }

  function dress(): void {
    colour = store.state().colour;
    const colouring = store.colouring();
    if (colouring) mapView.setColours(colourNodes(store.nodes.n, colouring.facet, colouring.palette));
  }

  /** Around a project the links between those who are shown are what one came to see. */
  function emphasise(): void {
    if (store.distances() === distances && distances === null) return;
    distances = store.distances();
    const among = store.links();
    const emphasis = distances && among ? linksAmong([among.declared, among.similar], store.outcome().visible, MOST_LINKS) : null;
    mapView.mark({ emphasis });
  }

  store.listen(({ before }) => {
    const { view } = store.state();
    draw();
    if (view !== before.view && !(view && isSameView(view, mapView.view()))) mapView.flyTo(view ?? WHOLE_MAP);
  });
  draw();
  bindView(root, mapView, { store, settled });
}

function bindView(root: HTMLElement, mapView: MapView, { store, settled }: { store: Store; settled: (view: View) => void }): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  mapView.onSettled((view) => {
    settled(view);
    clearTimeout(timer);
    timer = setTimeout(() => {
      // Where the map has left again meanwhile, the place it comes to is written instead; this one would pull it back.
      if (isSameView(view, mapView.view())) store.change({ view: isWhole(view) ? null : view }, "replace");
    }, WRITE_VIEW_AFTER_MS);
  });
  onPress(root, {
    "zoom-in": () => mapView.zoomBy(STEP),
    "zoom-out": () => mapView.zoomBy(1 / STEP),
    whole: () => mapView.flyTo(WHOLE_MAP),
  });
}
