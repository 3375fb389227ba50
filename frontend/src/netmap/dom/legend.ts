/** What the colours and sizes on the map stand for; each colour's entry is also a filter. */
import { type Legend, type LegendEntry, legendOf } from "../model/legend";
import { withValues } from "./hierarchy";
import { optional, isLow, isNarrow } from "./domQuery";
import { paletteClass } from "./nodeLabels";
import type { Store } from "./store";

const MOST_ENTRIES = 14;

export interface LegendItem {
  readonly label: string;
  readonly colour: number;
  readonly count: string;
}

export function bindLegend(root: HTMLElement, store: Store, resized: () => void): () => readonly LegendItem[] {
  const card = optional(root, "[data-netmap-legend]", HTMLDetailsElement);
  const list = optional(root, "[data-netmap-legend-values]", HTMLElement);
  const title = optional(root, "[data-netmap-legend-of]", HTMLElement);
  let isByHand = false;
  let key = "";

  function show(): void {
    if (!card || !list) return;
    const { colour, group } = store.state();
    const colouring = store.colouring();
    // Where the groups are the colours, the map itself tells them by name.
    if (!isByHand && key !== `${group} ${colour}`) card.open = !isNarrow() && !isLow() && colour !== store.grouping().facet;
    key = `${group} ${colour}`;
    if (title) title.textContent = colouring ? ` · ${colouring.namedFacet.label}` : "";
    if (!card.open || !colouring) return;
    showEntries(card, list, store);
    showSize(card, store);
  }

  card?.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("summary")) isByHand = true;
  });
  card?.addEventListener("toggle", () => {
    show();
    resized();
  });
  store.listen(show);
  show();
  const shownOf = (entry: LegendEntry): LegendItem => ({ label: labelOf(store, entry), colour: entry.colour, count: store.words.number(entry.count) });
  return () => (legendNow(store)?.entries ?? []).slice(0, MOST_ENTRIES).map(shownOf);
}

function legendNow(store: Store): Legend | null {
  const colouring = store.colouring();
  return colouring && legendOf(colouring.namedFacet, colouring.facet, { palette: colouring.palette, visible: store.outcome().visible });
}

function labelOf({ words }: Store, { kind, label, values }: LegendEntry): string {
  if (kind === "value") return label;
  return kind === "notStated" ? words.say("notStated") : `${words.say("otherValues")} (${words.number(values.length)})`;
}

function toggle(store: Store, { values }: LegendEntry): void {
  const { chosenValues, colour } = store.state();
  const before = chosenValues.get(colour) ?? [];
  const isOn = values.every((value) => before.includes(value));
  const remaining = before.filter((value) => !values.includes(value));
  store.change({ chosenValues: withValues(chosenValues, colour, isOn ? remaining : [...remaining, ...values]) }, "replace");
}

function entryOf(store: Store, entry: LegendEntry): HTMLElement {
  const { chosenValues, colour } = store.state();
  const item = document.createElement("li");
  const button = document.createElement("button");
  const dot = document.createElement("span");
  const name = document.createElement("span");
  const count = document.createElement("span");
  button.type = "button";
  button.className = "map-legend__value";
  button.dataset["values"] = entry.values.join(" ");
  button.setAttribute("aria-pressed", String(entry.values.every((value) => chosenValues.get(colour)?.includes(value))));
  dot.className = `dot ${paletteClass(entry.colour)}${entry.isBroken ? " category-ring" : ""}`;
  name.textContent = labelOf(store, entry);
  count.className = "map-legend__count";
  count.textContent = store.words.number(entry.count);
  button.append(dot, name, count);
  button.addEventListener("click", () => toggle(store, entry));
  item.append(button);
  return item;
}

function showEntries(card: HTMLDetailsElement, list: HTMLElement, store: Store): void {
  const legend = legendNow(store);
  if (!legend) return;
  const { words } = store;
  const focused = document.activeElement instanceof HTMLElement && list.contains(document.activeElement) ? document.activeElement.dataset["values"] : undefined;
  list.replaceChildren(...legend.entries.slice(0, MOST_ENTRIES).map((entry) => entryOf(store, entry)));
  if (legend.entries.length > MOST_ENTRIES) {
    const more = document.createElement("li");
    more.className = "map-legend__more";
    more.textContent = words.say("andMore", { count: words.number(legend.entries.length - MOST_ENTRIES) });
    list.append(more);
  }
  if (focused !== undefined) list.querySelector<HTMLElement>(`[data-values="${CSS.escape(focused)}"]`)?.focus();
  const ring = optional(card, "[data-netmap-legend-ring]", HTMLElement);
  if (ring) ring.hidden = !legend.hasRings;
}

function showSize(card: HTMLElement, store: Store): void {
  const { words } = store;
  const { size } = store.state();
  const entry = optional(card, "[data-netmap-legend-size]", HTMLElement);
  const text = entry && optional(entry, "[data-netmap-legend-size-of]", HTMLElement);
  if (!entry || !text) return;
  const numberName = store.config.numbers.find(({ key: number }) => number === size);
  const steps = store.sizes()?.steps ?? [];
  entry.hidden = !numberName;
  if (!numberName) return;
  const numbers = steps.map(({ from, to }) => (to === null ? `${words.number(from)}+` : from === to ? words.number(from) : `${words.number(from)}–${words.number(to)}`));
  text.textContent = `${words.say("sizeBy", { number: numberName.label })} · ${numbers.join(" · ")}`;
}
