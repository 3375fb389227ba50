/** The line above the map, what stands chosen beside the facets, and the sentences for those who listen. */
import type { MapState } from "../model/address";
import { optional } from "./domQuery";
import { describe, pageOf, pageText } from "./nodeLabels";
import type { MapView } from "./mapView";
import type { Record, Store } from "./store";

const SLOW_MS = 400;
const MOST_PAGES = 3;

export function bindSummary(root: HTMLElement, mapView: MapView, store: Store, announce: (sentence: string) => void): void {
  const projects = optional(root, "[data-netmap-projects]", HTMLElement);
  const countries = optional(root, "[data-netmap-countries]", HTMLElement);
  const emptyNote = optional(root, "[data-netmap-nothing]", HTMLElement);
  const present = optional(root, "[data-netmap-present]", HTMLElement);
  const { words } = store;
  bindWaiting(root, mapView, store);

  function show(): { projects: string; countries: string } {
    const { visibleCount } = store.outcome();
    const counts = { projects: words.countOf("projects", visibleCount), countries: words.countOf("countries", store.countriesShown()) };
    write(projects, counts.projects);
    write(countries, counts.countries);
    if (emptyNote) emptyNote.hidden = visibleCount > 0;
    const grouping = labelOf(store, store.state().group);
    for (const name of root.querySelectorAll<HTMLElement>("[data-netmap-group]")) write(name, grouping);
    mapView.element.setAttribute("aria-label", words.say("mapSummary", { grouping, ...counts }));
    return counts;
  }

  function showPresent(): void {
    const { focus, only } = store.state();
    const chips: HTMLElement[] = [];
    // What was pressed goes: the map has the focus then.
    const remove = (part: Partial<MapState>, record: Record): void => {
      store.change(part, record);
      mapView.element.focus({ preventScroll: true });
    };
    if (focus) {
      const { title } = describe(store, store.nodeOf(focus.id));
      const text = words.say("around", { name: title, steps: words.countOf("steps", focus.steps) });
      chips.push(chip(text, words.say("remove"), () => remove({ focus: null }, "push")));
    }
    if (only !== null) chips.push(chip(words.say("selection"), words.say("remove"), () => remove({ only: null }, "replace")));
    chips.push(...pageLinks(store));
    present?.replaceChildren(...chips);
  }

  store.listen(({ before }) => {
    const counts = show();
    const state = store.state();
    if (before.focus !== state.focus || before.only !== state.only || before.chosenValues !== state.chosenValues || before === state) showPresent();
    const isRegrouped = before.group !== state.group;
    const isSame = (["chosenValues", "all", "q", "focus", "path", "only"] as const).every((key) => before[key] === state[key]);
    if (isSame && !isRegrouped) return;
    // A path is told where it is listed, stop by stop.
    if (state.path !== null && before.path !== state.path) return;
    const shownSentence = store.outcome().visibleCount === 0 ? words.say("noneShown") : words.say("shownCounts", counts);
    announce(isRegrouped ? `${words.say("groupedBy", { grouping: labelOf(store, state.group) })} ${shownSentence}` : shownSentence);
  });
  show();
  showPresent();
}

/** While an arrangement is on its way the old picture stays, and after a moment a word says so. */
function bindWaiting(root: HTMLElement, mapView: MapView, store: Store): void {
  const busy = optional(root, "[data-netmap-busy]", HTMLElement);
  let timer: ReturnType<typeof setTimeout> | undefined;
  store.listen(() => {
    const isWaiting = store.isWaiting();
    if (mapView.element.hasAttribute("aria-busy") === isWaiting) return;
    clearTimeout(timer);
    if (isWaiting) mapView.element.setAttribute("aria-busy", "true");
    else mapView.element.removeAttribute("aria-busy");
    if (!busy) return;
    if (isWaiting) timer = setTimeout(() => (busy.hidden = false), SLOW_MS);
    else busy.hidden = true;
  });
}

function labelOf(store: Store, group: string): string {
  return store.config.groupings.find(({ key }) => key === group)?.label ?? "";
}

function write(element: HTMLElement | null, text: string): void {
  if (element && element.textContent !== text) element.textContent = text;
}

/** The page of each chosen value, such as of the hub that was pressed; of more than a few none. */
function pageLinks(store: Store): HTMLElement[] {
  const chosenValues = [...store.state().chosenValues].flatMap(([key, values]) => values.map((value) => ({ key, value })));
  if (chosenValues.length > MOST_PAGES) return [];
  return chosenValues.flatMap(({ key, value }) => {
    const page = pageOf(store, key, value);
    const label = store.facet(key)?.namedFacet.values.find((named) => named.value === value)?.label;
    return page && label ? [pageLink(page, pageText(store, page, label), store.config.isEmbed)] : [];
  });
}

function pageLink(page: string, text: string, isEmbed: boolean): HTMLElement {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = page;
  link.className = "map-page-link";
  link.textContent = text;
  link.dir = "auto";
  if (isEmbed) Object.assign(link, { target: "_blank", rel: "noopener" });
  item.append(link);
  return item;
}

function chip(text: string, action: string, remove: () => void): HTMLElement {
  const item = document.createElement("li");
  const button = document.createElement("button");
  const name = document.createElement("bdi");
  const hint = document.createElement("span");
  button.type = "button";
  button.className = "map-chip";
  name.textContent = text;
  hint.className = "visually-hidden";
  hint.textContent = ` · ${action}`;
  button.append(name, hint);
  button.addEventListener("click", remove);
  item.append(button);
  return item;
}
