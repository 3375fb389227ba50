/** The groups in sight whose names have no room on the map: how many there are, and a list of them. */
import type { LabelReport } from "../scene/labels";
import type { HubMark } from "../view/regionLabels";
import { optional } from "./domQuery";
import type { MapView } from "./mapView";
import type { Store } from "./store";

/** Tells what was named and where; for those who measure the map. */
export const LABELS_EVENT = "netmap:labels";

export function bindUnnamed(root: HTMLElement, mapView: MapView, store: Store): void {
  const card = optional(root, "[data-netmap-unnamed]", HTMLDetailsElement);
  const count = card && optional(card, "[data-netmap-unnamed-count]", HTMLElement);
  const list = card && optional(card, "[data-netmap-unnamed-list]", HTMLElement);
  if (!card || !count || !list) return;
  let shownKey = "";

  function show({ unnamed }: LabelReport): void {
    const key = unnamed.map(({ value, count: nodes }) => `${value}:${nodes}`).join();
    if (key === shownKey || !card || !count || !list) return;
    shownKey = key;
    // Its place stays free of names whether or not it is seen: otherwise showing it could make room for itself to go.
    card.toggleAttribute("data-none", unnamed.length === 0);
    if (unnamed.length === 0) card.open = false;
    count.textContent = store.words.say("moreGroups", { count: store.words.number(unnamed.length) });
    // One looks a name up in it: the largest first would be in no order.
    const byName = [...unnamed].sort((first, second) => store.words.inOrder(first.label, second.label));
    list.replaceChildren(...byName.map((hub) => entry(hub, store, () => {
      card.open = false;
      mapView.element.focus({ preventScroll: true });
      mapView.showHub(hub);
    })));
  }

  mapView.onLabels((report) => {
    show(report);
    root.dispatchEvent(new CustomEvent(LABELS_EVENT, { detail: report, bubbles: true }));
  });
}

function entry({ label, count }: HubMark, store: Store, act: () => void): HTMLElement {
  const item = document.createElement("li");
  const button = document.createElement("button");
  const name = document.createElement("bdi");
  const number = document.createElement("span");
  button.type = "button";
  name.textContent = label;
  number.className = "text-muted";
  number.textContent = store.words.number(count);
  button.append(name, number);
  button.addEventListener("click", act);
  item.append(button);
  return item;
}
