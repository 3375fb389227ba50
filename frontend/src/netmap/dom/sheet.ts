/** The sheet with a profile: our own server's fragment, walked with previous and next. */
import { standing } from "../model/order";
import { isWhole, WHOLE } from "../view/camera";
import { find, isNarrow, need, onPress } from "./hooks";
import type { Stage } from "./stage";
import type { Store } from "./store";

export interface Sheet {
  open(node: number): void;
  close(): boolean;
  isOpen(): boolean;
}

export function bindSheet(root: HTMLElement, stage: Stage, store: Store): Sheet {
  const sheet = need(root, "[data-netmap-sheet]", HTMLElement);
  const body = need(sheet, "[data-netmap-sheet-body]", HTMLElement);
  const bar = need(sheet, "[data-netmap-sheet-bar]", HTMLElement);
  const position = need(sheet, "[data-netmap-position]", HTMLElement);
  const grip = find(sheet, '[data-netmap-do="grow-sheet"]', HTMLElement);
  let loading: AbortController | null = null;
  /** Where the focus was when the sheet opened. */
  let opener: Element | null = null;
  let shown = -1;
  /** Whether the whole map was in sight before a sheet came over its lower part. */
  let wasWhole = false;

  function select(node: number, takesFocus = true): void {
    if (takesFocus && !sheet.contains(document.activeElement)) opener = document.activeElement;
    store.change({ selected: store.nodes.ids[node] ?? 0 }, "push");
  }

  function close(): boolean {
    if (store.state().selected === null) return false;
    store.change({ selected: null }, "push");
    const back = opener instanceof HTMLElement && opener.isConnected ? opener : stage.element;
    back.focus({ preventScroll: true });
    opener = null;
    return true;
  }

  /** Shows what the state says; also after a step back in the browser's history. */
  function follow(): void {
    const { selected } = store.state();
    const node = selected === null ? -1 : store.nodeOf(selected);
    showPosition(node);
    if (node === shown) return;
    if (shown < 0) wasWhole = isNarrow() && isWhole(stage.view());
    shown = node;
    sheet.hidden = node < 0;
    root.toggleAttribute("data-sheet-open", node >= 0);
    stage.mark({ selected: node, similar: [], focused: -1 });
    stage.fit();
    if (node < 0) {
      if (wasWhole && stage.view().zoom === 1) stage.flyTo(WHOLE);
      return;
    }
    void load(node);
    stage.showNode(node);
  }

  async function load(node: number): Promise<void> {
    loading?.abort();
    loading = new AbortController();
    const id = String(store.nodes.ids[node]);
    body.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(store.config.sheetUrl.replace("{id}", id), { signal: loading.signal });
      if (!response.ok) throw new TypeError(response.statusText);
      fill(new DOMParser().parseFromString(await response.text(), "text/html"));
    } catch (problem) {
      if (problem instanceof DOMException && problem.name === "AbortError") return;
      if (!(problem instanceof TypeError)) throw problem;
      excuse(id);
    }
    body.removeAttribute("aria-busy");
    body.scrollTop = 0;
    const heading = body.querySelector<HTMLElement>("h1, h2, h3");
    if (heading) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
  }

  function fill(answer: Document): void {
    const content = answer.querySelector("[data-sheet-of]") ?? answer.body;
    body.replaceChildren(...(content === answer.body ? [...content.childNodes] : [content]).map((part) => document.importNode(part, true)));
    body.dispatchEvent(new CustomEvent("skillsnet:inserted", { bubbles: true }));
    tie();
  }

  function tie(): void {
    const similar = [...body.querySelectorAll<HTMLElement>("[data-similar-id]")].map((entry) => store.nodeOf(Number(entry.dataset["similarId"])));
    stage.mark({ similar: similar.filter((node) => node >= 0) });
  }

  function excuse(id: string): void {
    const sentence = document.createElement("p");
    const link = document.createElement("a");
    sentence.textContent = store.words.say("sheetFailed");
    link.href = store.config.profileUrl.replace("{id}", id);
    link.textContent = store.words.say("openProfile");
    body.replaceChildren(sentence, link);
  }

  function showPosition(node: number): void {
    // The list tells places in its own order; here only how many the walk goes through.
    if (node >= 0) position.textContent = store.words.counted("projects", store.outcome().litCount);
  }

  function step(direction: "previous" | "next"): void {
    const to = standing(store.outcome().lit, shown)[direction];
    if (to >= 0) select(to);
  }

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
    stage.mark({ hovered: entry ? store.nodeOf(Number(entry.dataset["similarId"])) : -1 });
  });
  body.addEventListener("pointerleave", () => stage.mark({ hovered: -1 }));
  onPress(sheet, {
    previous: () => step("previous"),
    next: () => step("next"),
    "close-sheet": close,
    "grow-sheet": () => {
      const isGrown = sheet.toggleAttribute("data-grown");
      grip?.setAttribute("aria-expanded", String(isGrown));
      if (isNarrow()) stage.fit();
    },
  });
  bar.hidden = false;
  store.listen(follow);
  follow();
  return { open: select, close, isOpen: () => store.state().selected !== null };
}
