/** What stands around the map on paper and in pictures: what is chosen in words, the day, the address. */
import { optional } from "./domQuery";
import { describe } from "./nodeLabels";
import type { Store } from "./store";

const BETWEEN = " · ";

/** What is chosen, such as "Category: Life skills · Country: Kenya"; empty where nothing is left out. */
export function choiceInWords(store: Store): string {
  const { words } = store;
  const { chosenValues, q, only, focus } = store.state();
  const parts = [...chosenValues].map(([key, values]) => {
    const facet = store.facet(key)?.namedFacet;
    const labels = values.map((value) => facet?.values.find((named) => named.value === value)?.label ?? words.say("notStated"));
    return words.say("labelled", { label: facet?.label ?? key, values: words.list(labels) });
  });
  if (q) parts.push(words.say("quoted", { text: q }));
  if (only !== null) parts.push(words.say("selection"));
  if (focus) parts.push(words.say("around", { name: describe(store, store.nodeOf(focus.id)).title, steps: words.countOf("steps", focus.steps) }));
  return parts.join(BETWEEN);
}

/** Today, as the page's language writes it. */
export function today(): string {
  return new Intl.DateTimeFormat(document.documentElement.lang || "en", { dateStyle: "long", numberingSystem: "latn" }).format(new Date());
}

/** Before a page is printed its words are those of the present choice, and its legend is open. */
export function bindPrint(root: HTMLElement, store: Store): void {
  const legend = optional(root, "[data-netmap-legend]", HTMLDetailsElement);
  let wasOpen = false;
  const write = (name: string, text: string): void => optional(root, `[data-netmap-print-${name}]`, HTMLElement)?.replaceChildren(text);
  addEventListener("beforeprint", () => {
    write("choice", choiceInWords(store));
    write("day", today());
    write("address", location.href);
    wasOpen = legend?.open ?? false;
    if (legend) legend.open = true;
  });
  addEventListener("afterprint", () => {
    if (legend) legend.open = wasOpen;
  });
}
