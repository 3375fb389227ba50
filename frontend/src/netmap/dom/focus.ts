/** The surroundings of a project, and the path from it to another. */
import { optional, onPress } from "./domQuery";
import { describe, valuesOf } from "./nodeLabels";
import type { MapView } from "./mapView";
import type { Store } from "./store";

const MOST_SHARED = 3;
/** What half of the network shares is no reason. */
const SAYS_LITTLE: ReadonlySet<string> = new Set(["call", "kind", "language", "stage", "type"]);

export interface FocusTools {
  /** Takes a pressed project as the other end of a path; says whether one was asked for. */
  takes(node: number): boolean;
  startPath(node: number): void;
  around(node: number, steps: number): void;
  /** Stops asking for the other end; says whether it was asked for. */
  cancel(): boolean;
}

interface FocusInput {
  readonly mapView: MapView;
  readonly store: Store;
  readonly open: (node: number) => void;
  readonly announce: (sentence: string) => void;
}

interface Focus extends FocusInput {
  readonly tools: HTMLElement | null;
  readonly card: HTMLElement | null;
  /** Where a path begins while its other end is asked for; -1 = it is not. */
  from: number;
  shownKey: string;
}

export function bindFocus(root: HTMLElement, input: FocusInput): FocusTools {
  const { store } = input;
  const tools = optional(root, "[data-netmap-focus]", HTMLElement);
  const card = optional(root, "[data-netmap-path]", HTMLElement);
  const focus: Focus = { ...input, tools, card, from: -1, shownKey: "" };
  const selectedNode = (): number => store.nodeOf(store.state().selected ?? -1);
  onPress(root, {
    around: (pressed) => showAround(store, selectedNode(), Number(pressed.dataset["steps"])),
    path: () => startPath(focus, selectedNode()),
  });
  store.listen(() => show(focus));
  show(focus);
  return {
    around: (node, steps) => showAround(store, node, steps),
    startPath: (node) => startPath(focus, node),
    takes(node) {
      const { from } = focus;
      if (!stop(focus)) return false;
      showPath(store, from, node);
      return true;
    },
    cancel: () => stop(focus),
  };
}

function startPath(focus: Focus, node: number): void {
  const { mapView, store, announce } = focus;
  focus.from = node;
  mapView.element.toggleAttribute("data-picking", true);
  store.change({ path: null, focus: null, q: "", selected: null }, "push");
  show(focus);
  // The button pressed has gone with its sheet: the other end is sought from here, by arrows too.
  mapView.element.focus({ preventScroll: true });
  mapView.mark({ focused: node });
  announce(store.words.say("pathEndPrompt"));
}

/** Stops asking for the other end; says whether it was asked for. */
function stop(focus: Focus): boolean {
  if (focus.from < 0) return false;
  focus.from = -1;
  focus.mapView.element.removeAttribute("data-picking");
  show(focus);
  return true;
}

function show(focus: Focus): void {
  const { tools, card, from, store, mapView, open, announce } = focus;
  if (tools) showTools(tools, store);
  if (!card) return;
  const { path } = store.state();
  const isReady = store.links() !== null && store.names() !== null;
  const key = from >= 0 ? `from ${from}` : path && isReady ? path.join() : "";
  if (key === focus.shownKey) return;
  focus.shownKey = key;
  card.hidden = key === "";
  const content = from >= 0 ? otherEndAsked(store, from) : path && pathFound(store, path, open);
  if (key !== "" && content) card.replaceChildren(...content, button(store.words.say("close"), "map-path__close", () => leave(focus)));
  mapView.fit();
  if (key !== "" && from < 0) announce([...card.querySelectorAll("h2, li")].map((part) => part.textContent).join(" "));
}

function leave(focus: Focus): void {
  if (!stop(focus)) focus.store.change({ path: null }, "push");
  focus.mapView.element.focus({ preventScroll: true });
}

function showPath(store: Store, from: number, to: number): void {
  const { ids } = store.nodes;
  if (from !== to) store.change({ path: [ids[from] ?? 0, ids[to] ?? 0], focus: null, q: "", view: null }, "push");
}

function showAround(store: Store, node: number, steps: number): void {
  const id = store.nodes.ids[node] ?? 0;
  const { focus } = store.state();
  const isOn = focus?.id === id && focus.steps === steps;
  store.change({ focus: isOn ? null : { id, steps }, path: null, q: "" }, "push");
}

function otherEndAsked(store: Store, from: number): HTMLElement[] {
  const { words } = store;
  return [heading(words.say("pathFrom", { from: describe(store, from).title })), element("p", words.say("pathEndPrompt"), "")];
}

function pathFound(store: Store, path: readonly [number, number], open: (node: number) => void): HTMLElement[] {
  const { words } = store;
  const { length } = store.path();
  const titleOf = (id: number): string => describe(store, store.nodeOf(id)).title;
  const ends = { from: titleOf(path[0]), to: titleOf(path[1]) };
  if (length === 0) return [heading(words.say("noPath", ends))];
  return [heading(words.say("pathSteps", { steps: words.countOf("steps", length - 1) })), pathList(store, open)];
}

function pathList(store: Store, open: (node: number) => void): HTMLElement {
  const list = document.createElement("ol");
  list.className = "map-path__steps";
  const path = store.path();
  path.forEach((node, index) => {
    const item = document.createElement("li");
    const { title, organisation, country } = describe(store, node);
    const about = element("span", [organisation, country].filter(Boolean).join(" · "), "map-path__who");
    item.append(button(title, "map-path__project", () => open(node)), about);
    const next = path[index + 1];
    if (next !== undefined) item.append(element("span", reason(store, node, next), "map-path__why"));
    list.append(item);
  });
  return list;
}

/** Why one leads to the next, in words: what they declared, else what they share, else that they are alike. */
function reason(store: Store, from: number, to: number): string {
  const { words } = store;
  const declared = store.links()?.declared;
  if (declared?.target.subarray(declared.start[from], declared.start[from + 1]).includes(to)) return words.say("declaredLink");
  const shared = store.nodes.facets.flatMap(({ key, of }) => {
    if (of !== null || SAYS_LITTLE.has(key)) return [];
    const theirs = new Set(valuesOf(store, key, to).map(({ label }) => label));
    return valuesOf(store, key, from).flatMap(({ label }) => (theirs.has(label) ? [label] : []));
  });
  const sharedValues = words.list(shared.slice(0, MOST_SHARED));
  return sharedValues ? words.say("shares", { what: sharedValues }) : words.say("similarWork");
}

function showTools(tools: HTMLElement, store: Store): void {
  const { selected, focus } = store.state();
  tools.hidden = selected === null || store.links() === null;
  for (const step of tools.querySelectorAll<HTMLElement>("[data-steps]")) {
    const isOn = focus !== null && focus.id === selected && String(focus.steps) === step.dataset["steps"];
    step.setAttribute("aria-pressed", String(isOn));
  }
}

function heading(text: string): HTMLElement {
  return element("h2", text, "map-path__title");
}

function element(tag: "h2" | "p" | "span", text: string, className: string): HTMLElement {
  const part = document.createElement(tag);
  part.textContent = text;
  part.className = className;
  part.dir = "auto";
  return part;
}

function button(text: string, className: string, act: () => void): HTMLElement {
  const part = document.createElement("button");
  part.type = "button";
  part.textContent = text;
  part.className = className;
  part.addEventListener("click", act);
  return part;
}
