/** The note beside the pointer, and the sentence for those who listen. */
import { isRightToLeft, need } from "./hooks";
import { sentenceOf, tell } from "./naming";
import type { Picked } from "./pick";
import type { Stage } from "./stage";
import type { Store } from "./store";

const AWAY_PX = 14;

export interface TipChoice {
  readonly label: string;
  readonly act: (node: number) => void;
}

export interface Tip {
  /** Shows the note with choices, until something else is pressed. */
  hold(picked: Picked, at: { x: number; y: number }, choices: readonly TipChoice[]): void;
  /** Lets a held note go; says whether there was one. */
  release(): boolean;
  show(picked: Picked, at: { x: number; y: number }): void;
  say(node: number): void;
  announce(sentence: string): void;
}

export function bindTip(root: HTMLElement, stage: Stage, store: Store): Tip {
  const tip = need(root, "[data-netmap-tip]", HTMLElement);
  const live = need(root, "[data-netmap-live]", HTMLElement);
  let shown = "";
  let isHeld = false;

  function release(): boolean {
    if (!isHeld) return false;
    isHeld = false;
    shown = "";
    tip.hidden = true;
    tip.removeAttribute("data-held");
    return true;
  }

  function fill({ node, hub }: Picked): void {
    const mark = stage.hubs()[hub];
    if (mark) {
      const { label, count } = mark;
      tip.replaceChildren(line("strong", label), line("span", store.words.counted("projects", count)));
      return;
    }
    const { title, organisation, country, categories, notes } = tell(store, node);
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

  function place({ x, y }: { x: number; y: number }): void {
    const { clientWidth, clientHeight } = stage.element;
    const { offsetWidth, offsetHeight } = tip;
    const before = x + AWAY_PX + offsetWidth > clientWidth;
    const above = y + AWAY_PX + offsetHeight > clientHeight;
    const toX = Math.max(4, before ? x - AWAY_PX - offsetWidth : x + AWAY_PX);
    const toY = Math.max(4, above ? y - AWAY_PX - offsetHeight : y + AWAY_PX);
    // On a right-to-left page the note starts from the other side of the drawing.
    const from = isRightToLeft() ? clientWidth - offsetWidth : 0;
    tip.style.transform = `translate(${Math.round(toX - from)}px, ${Math.round(toY)}px)`;
  }

  document.addEventListener("pointerdown", ({ target }) => {
    if (isHeld && target instanceof Node && !tip.contains(target)) release();
  });

  return {
    release,
    hold(picked, at, choices) {
      if (picked.node < 0) return;
      release();
      isHeld = true;
      stage.mark({ hovered: picked.node, hub: -1 });
      fill(picked);
      tip.append(choicesOf(picked.node, choices, release));
      tip.hidden = false;
      tip.setAttribute("data-held", "");
      place(at);
      tip.querySelector("button")?.focus({ preventScroll: true });
    },
    show(picked, at) {
      if (isHeld) return;
      const { node, hub } = picked;
      const key = `${node} ${hub}`;
      const isNothing = (node < 0 && hub < 0) || (node >= 0 && store.names() === null);
      if (key !== shown) {
        shown = key;
        stage.mark({ hovered: node, hub });
        tip.hidden = isNothing;
        stage.element.toggleAttribute("data-pointing", node >= 0 || hub >= 0);
        if (!isNothing) fill(picked);
      }
      if (!isNothing) place(at);
    },
    say: (node) => void (live.textContent = sentenceOf(tell(store, node))),
    announce: (sentence) => void (live.textContent = sentence),
  };
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
