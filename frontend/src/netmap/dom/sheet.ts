/** The sheet with a profile: our own server's fragment, walked with previous and next. */
import { visibleOrder } from "../model/order";
import { isWhole, WHOLE_MAP } from "../view/camera";
import { isNarrow, onPress, required } from "./domQuery";
import type { MapView } from "./mapView";
import type { Store } from "./store";

export interface Sheet {
  open(node: number): void;
  close(): boolean;
}

export function bindSheet(root: HTMLElement, mapView: MapView, store: Store): Sheet {
  const sheet = required(root, "[data-netmap-sheet]", HTMLElement);
  const body = required(sheet, "[data-netmap-sheet-body]", HTMLElement);
  const position = required(sheet, "[data-netmap-position]", HTMLElement);
  /** Where the focus was when the sheet opened. */
  let opener: Element | null = null;
  let shownNode = -1;
  const load = loader(body, mapView, store);
  /** Whether the whole map was in sight before a sheet came over its lower part. */
  let wasWhole = false;

  function select(node: number, takesFocus = true): void {
    if (takesFocus && !sheet.contains(document.activeElement)) opener = document.activeElement;
    store.change({ selected: store.nodes.ids[node] ?? 0 }, "push");
  }

  function close(): boolean {
    if (store.state().selected === null) return false;
    store.change({ selected: null }, "push");
    focusAgain(opener, mapView.element);
    opener = null;
    return true;
  }

  /** Shows what the state says; also after a step back in the browser's history. */
  function follow(): void {
    const { selected } = store.state();
    const node = selected === null ? -1 : store.nodeOf(selected);
    // The list tells places in its own order; here only how many the walk goes through.
    if (node >= 0) position.textContent = store.words.countOf("projects", store.outcome().visibleCount);
    if (node === shownNode) return;
    if (shownNode < 0) wasWhole = isNarrow() && isWhole(mapView.view());
    shownNode = node;
    sheet.hidden = node < 0;
    root.toggleAttribute("data-sheet-open", node >= 0);
    mapView.mark({ selected: node, similar: [], focused: -1 });
    mapView.fit();
    if (node >= 0) {
      void load(node);
      mapView.showNode(node);
    } else if (wasWhole && mapView.view().zoom <= 1) mapView.flyTo(WHOLE_MAP);
  }

  const selectIfAny = (node: number): void => void (node >= 0 && select(node));
  bindSimilar(body, { mapView, store, select });
  onPress(sheet, {
    previous: () => selectIfAny(visibleOrder(store.outcome().visible, shownNode).previous),
    next: () => selectIfAny(visibleOrder(store.outcome().visible, shownNode).next),
    "close-sheet": close,
    "grow-sheet": (grip) => {
      grip.setAttribute("aria-expanded", String(sheet.toggleAttribute("data-grown")));
      if (isNarrow()) mapView.fit();
    },
  });
  required(sheet, "[data-netmap-sheet-bar]", HTMLElement).hidden = false;
  store.listen(follow);
  follow();
  return { open: select, close };
}

function focusAgain(opener: Element | null, otherwise: HTMLElement): void {
  const back = opener instanceof HTMLElement && opener.isConnected ? opener : otherwise;
  back.focus({ preventScroll: true });
}

/** Loads a node's profile into the sheet; a later one stops the one before. */
function loader(body: HTMLElement, mapView: MapView, store: Store): (node: number) => Promise<void> {
  let loading: AbortController | null = null;
  return async (node) => {
    loading?.abort();
    loading = new AbortController();
    const id = String(store.nodes.ids[node]);
    const mayTakeFocus = watchFocus(mapView.element);
    body.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(store.config.sheetUrl.replace("{id}", id), { signal: loading.signal });
      if (!response.ok) throw new TypeError(response.statusText);
      fill(body, new DOMParser().parseFromString(await response.text(), "text/html"));
      markSimilar(body, mapView, store);
      // A narrow screen has the sheet over its lower part: who is selected and who is similar stand above it.
      if (isNarrow()) mapView.showSelection();
    } catch (problem) {
      if (problem instanceof DOMException && problem.name === "AbortError") return void mayTakeFocus();
      if (!(problem instanceof TypeError)) throw problem;
      excuse(body, store, id);
    }
    body.removeAttribute("aria-busy");
    body.scrollTop = 0;
    const heading = body.querySelector<HTMLElement>("h1, h2, h3");
    if (mayTakeFocus() && heading) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
  };
}

/**
 * Begins to watch the focus, and returns how to ask whether the heading may take it: on a slow line people go on meanwhile,
 * and stay where they went unless that is gone. The map does not count: it gets the focus only after a finger is lifted.
 */
export function watchFocus(map: Element): () => boolean {
  let hasMoved = false;
  const note = ({ target }: Event): void => void (hasMoved ||= target !== map);
  // What asked for the profile may still move the focus itself.
  const start = setTimeout(() => document.addEventListener("focusin", note));
  return () => {
    clearTimeout(start);
    document.removeEventListener("focusin", note);
    return !hasMoved || document.activeElement === document.body;
  };
}

function fill(body: HTMLElement, answer: Document): void {
  const content = answer.querySelector("[data-sheet-of]") ?? answer.body;
  body.replaceChildren(...(content === answer.body ? [...content.childNodes] : [content]).map((part) => document.importNode(part, true)));
  body.dispatchEvent(new CustomEvent("skillsnet:inserted", { bubbles: true }));
}

function markSimilar(body: HTMLElement, mapView: MapView, store: Store): void {
  const similar = [...body.querySelectorAll<HTMLElement>("[data-similar-id]")].map((entry) => store.nodeOf(Number(entry.dataset["similarId"])));
  mapView.mark({ similar: similar.filter((node) => node >= 0) });
}

function excuse(body: HTMLElement, store: Store, id: string): void {
  const sentence = document.createElement("p");
  const link = document.createElement("a");
  sentence.textContent = store.words.say("sheetFailed");
  link.href = store.config.profileUrl.replace("{id}", id);
  link.textContent = store.words.say("openProfile");
  body.replaceChildren(sentence, link);
}

/** Similar projects open in the same sheet; the one under the pointer is marked on the map. */
function bindSimilar(body: HTMLElement, { mapView, store, select }: { mapView: MapView; store: Store; select: (node: number) => void }): void {
  body.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const entry = link?.closest<HTMLElement>("[data-similar-id]");
    if (!entry || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const node = store.nodeOf(Number(entry.dataset["similarId"]));
    if (node < 0) return;
    event.preventDefault();
    select(node);
  });
  body.addEventListener("pointerover", (event) => {
    const entry = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-similar-id]") : null;
    mapView.mark({ hovered: entry ? store.nodeOf(Number(entry.dataset["similarId"])) : -1 });
  });
  body.addEventListener("pointerleave", () => mapView.mark({ hovered: -1 }));
}
