/** The note beside the pointer, and the sentence for those who listen. */
import { isRightToLeft, required } from "./domQuery";
import { sentenceOf, describe } from "./nodeLabels";
import { NO_TARGET, type Target } from "./pick";
import type { MapView } from "./mapView";
import type { Store } from "./store";

const AWAY_PX = 14;

export interface TipChoice {
  readonly label: string;
  readonly act: (node: number) => void;
}

export interface Tip {
  /** Shows the note with choices, until something else is pressed. */
  hold(target: Target, at: { x: number; y: number }, choices: readonly TipChoice[]): void;
  /** Lets a held note go; says whether there was one. */
  release(): boolean;
  show(target: Target, at: { x: number; y: number }): void;
  /** Says what the keyboard has come to, and shows its note beside it. */
  describeNode(node: number): void;
  describeHub(hub: number): void;
  hide(): void;
  announce(sentence: string): void;
}

export function bindTip(root: HTMLElement, mapView: MapView, store: Store): Tip {
  const tip = required(root, "[data-netmap-tip]", HTMLElement);
  const live = required(root, "[data-netmap-live]", HTMLElement);
  let shownText = "";
  let isHeld = false;

  function release(): boolean {
    if (!isHeld) return false;
    isHeld = false;
    shownText = "";
    tip.hidden = true;
    tip.removeAttribute("data-held");
    return true;
  }

  document.addEventListener("pointerdown", ({ target }) => {
    if (isHeld && target instanceof Node && !tip.contains(target)) release();
  });

  function show(target: Target, at: { x: number; y: number }): void {
    if (isHeld) return;
    const { node, hub } = target;
    const key = `${node} ${hub}`;
    const isNothing = (node < 0 && hub < 0) || (node >= 0 && store.names() === null);
    if (key !== shownText) {
      shownText = key;
      mapView.mark({ hovered: node, hub });
      tip.hidden = isNothing;
      mapView.element.toggleAttribute("data-pointing", node >= 0 || hub >= 0);
      if (!isNothing) fill(tip, target, { mapView, store });
    }
    if (!isNothing) moveTip(tip, mapView, at);
  }

  return {
    release,
    show,
    hide: () => show(NO_TARGET, { x: 0, y: 0 }),
    describeNode(node) {
      live.textContent = sentenceOf(describe(store, node), store.words);
      show({ node, hub: -1 }, mapView.screenOf(node) ?? { x: 0, y: 0 });
    },
    describeHub(hub) {
      const mark = mapView.hubs()[hub];
      if (!mark) return;
      live.textContent = `${mark.label}. ${store.words.countOf("projects", mark.count)}`;
      show({ node: -1, hub }, mapView.screenOfPlace(mark));
    },
    hold(target, at, choices) {
      if (target.node < 0) return;
      release();
      isHeld = true;
      mapView.mark({ hovered: target.node, hub: -1 });
      fill(tip, target, { mapView, store });
      openHeld(tip, choicesOf(target.node, choices, release));
      moveTip(tip, mapView, at);
    },
    announce: (sentence) => void (live.textContent = sentence),
  };
}

function fill(tip: HTMLElement, { node, hub }: Target, { mapView, store }: { mapView: MapView; store: Store }): void {
  const mark = mapView.hubs()[hub];
  if (mark) {
    const { label, count } = mark;
    tip.replaceChildren(line("strong", label), line("span", store.words.countOf("projects", count)));
    return;
  }
  const { title, organisation, country, categories, notes } = describe(store, node);
  const whose = [organisation, country].filter(Boolean).join(" · ");
  const list = document.createElement("ul");
  list.append(...categories.map(({ label, colour }) => category(label, colour)));
  tip.replaceChildren(
    line("strong", title),
    ...(whose ? [line("span", whose)] : []),
    list,
    ...notes.map((note) => line("em", note)),
  );
}

function moveTip(tip: HTMLElement, mapView: MapView, { x, y }: { x: number; y: number }): void {
  const { clientWidth, clientHeight } = mapView.element;
  const { offsetWidth, offsetHeight } = tip;
  const before = x + AWAY_PX + offsetWidth > clientWidth;
  const above = y + AWAY_PX + offsetHeight > clientHeight;
  const toX = Math.max(4, before ? x - AWAY_PX - offsetWidth : x + AWAY_PX);
  const toY = Math.max(4, above ? y - AWAY_PX - offsetHeight : y + AWAY_PX);
  // On a right-to-left page the note starts from the other side of the drawing.
  const from = isRightToLeft() ? clientWidth - offsetWidth : 0;
  tip.style.transform = `translate(${Math.round(toX - from)}px, ${Math.round(toY)}px)`;
}

function openHeld(tip: HTMLElement, choices: HTMLElement): void {
  tip.append(choices);
  tip.hidden = false;
  tip.setAttribute("data-held", "");
  tip.querySelector("button")?.focus({ preventScroll: true });
}

function choicesOf(node: number, choices: readonly TipChoice[], release: () => void): HTMLElement {
  const list = document.createElement("div");
  list.className = "map-tip__choices";
  for (const { label, act } of choices) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--small";
    button.textContent = label;
    button.addEventListener("click", () => {
      release();
      act(node);
    });
    list.append(button);
  }
  return list;
}

function line(tag: "strong" | "span" | "em", text: string): HTMLElement {
  const element = document.createElement(tag);
  element.dir = "auto";
  element.textContent = text;
  return element;
}

function category(label: string, colour: number | null): HTMLElement {
  const item = document.createElement("li");
  const dot = document.createElement("span");
  dot.className = `dot category-${colour ? ((colour - 1) % 9) + 1 : "none"}${colour && colour > 9 ? " category-ring" : ""}`;
  item.append(dot, label);
  return item;
}
