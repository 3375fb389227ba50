/** The line above the map, what stands chosen beside the facets, and the sentences for those who listen. */
import type { MapState } from "../model/address";
import { find } from "./hooks";
import { tell } from "./naming";
import type { Stage } from "./stage";
import type { Record, Store } from "./store";

const SLOW_MS = 400;

export function bindSummary(root: HTMLElement, stage: Stage, store: Store, announce: (sentence: string) => void): void {
  const projects = find(root, "[data-netmap-projects]", HTMLElement);
  const countries = find(root, "[data-netmap-countries]", HTMLElement);
  const nothing = find(root, "[data-netmap-nothing]", HTMLElement);
  const present = find(root, "[data-netmap-present]", HTMLElement);
  const { words } = store;
  bindWaiting(root, stage, store);

  function show(): { projects: string; countries: string } {
    const { litCount } = store.outcome();
    const told = { projects: words.counted("projects", litCount), countries: words.counted("countries", store.countriesShown()) };
    write(projects, told.projects);
    write(countries, told.countries);
    if (nothing) nothing.hidden = litCount > 0;
    const grouping = labelOf(store, store.state().group);
    for (const name of root.querySelectorAll<HTMLElement>("[data-netmap-group]")) write(name, grouping);
    stage.element.setAttribute("aria-label", words.say("mapSummary", { grouping, ...told }));
    return told;
  }

  function showPresent(): void {
    const { focus, only } = store.state();
    const chips: HTMLElement[] = [];
    // What was pressed goes: the map has the focus then.
    const letGo = (part: Partial<MapState>, record: Record): void => {
      store.change(part, record);
      stage.element.focus({ preventScroll: true });
    };
    if (focus) {
      const { title } = tell(store, store.nodeOf(focus.id));
      const text = words.say("around", { name: title, steps: words.counted("steps", focus.steps) });
      chips.push(chip(text, words.say("letGo"), () => letGo({ focus: null }, "push")));
    }
    if (only !== null) chips.push(chip(words.say("selection"), words.say("letGo"), () => letGo({ only: null }, "replace")));
    present?.replaceChildren(...chips);
  }

  store.listen(({ before }) => {
    const told = show();
    const state = store.state();
    if (before.focus !== state.focus || before.only !== state.only || before === state) showPresent();
    const isRegrouped = before.group !== state.group;
    const isSame = (["chosen", "all", "q", "focus", "path", "only"] as const).every((key) => before[key] === state[key]);
    if (isSame && !isRegrouped) return;
    // A way is told where it is listed, stop by stop.
    if (state.path !== null && before.path !== state.path) return;
    const shown = store.outcome().litCount === 0 ? words.say("noneShown") : words.say("shownTold", told);
    announce(isRegrouped ? `${words.say("groupedTold", { grouping: labelOf(store, state.group) })} ${shown}` : shown);
  });
  show();
  showPresent();
}

/** While an arrangement is on its way the old picture stays, and after a moment a word says so. */
function bindWaiting(root: HTMLElement, stage: Stage, store: Store): void {
  const busy = find(root, "[data-netmap-busy]", HTMLElement);
  let waiting: ReturnType<typeof setTimeout> | undefined;
  store.listen(() => {
    const isWaiting = store.isWaiting();
    if (stage.element.hasAttribute("aria-busy") === isWaiting) return;
    clearTimeout(waiting);
    if (isWaiting) stage.element.setAttribute("aria-busy", "true");
    else stage.element.removeAttribute("aria-busy");
    if (!busy) return;
    if (isWaiting) waiting = setTimeout(() => (busy.hidden = false), SLOW_MS);
    else busy.hidden = true;
  });
}

function labelOf(store: Store, group: string): string {
  return store.config.groupings.find(({ key }) => key === group)?.label ?? "";
}

function write(element: HTMLElement | null, text: string): void {
  if (element && element.textContent !== text) element.textContent = text;
}

function chip(text: string, action: string, letGo: () => void): HTMLElement {
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
  button.addEventListener("click", letGo);
  item.append(button);
  return item;
}
