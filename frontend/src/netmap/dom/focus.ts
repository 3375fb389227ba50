/** The surroundings of a project, and the way from it to another. */
import { find, onPress } from "./hooks";
import { tell, valuesOf } from "./naming";
import type { Stage } from "./stage";
import type { Store } from "./store";

const MOST_SHARED = 3;
/** What half of the network shares is no reason. */
const SAYS_LITTLE: ReadonlySet<string> = new Set(["call", "language", "stage", "type"]);

export interface FocusTools {
  /** Takes a pressed project as the other end of a way; says whether one was asked for. */
  takes(node: number): boolean;
  startWay(node: number): void;
  around(node: number, steps: number): void;
  /** Stops asking for the other end; says whether it was asked for. */
  cancel(): boolean;
}

interface Given {
  readonly stage: Stage;
  readonly store: Store;
  readonly open: (node: number) => void;
  readonly announce: (sentence: string) => void;
}

export function bindFocus(root: HTMLElement, { stage, store, open, announce }: Given): FocusTools {
  const tools = find(root, "[data-netmap-focus]", HTMLElement);
  const card = find(root, "[data-netmap-way]", HTMLElement);
  const { words } = store;
  /** Where a way begins while its other end is asked for. */
  let from = -1;
  let shown = "";

  function around(node: number, steps: number): void {
    const id = store.nodes.ids[node] ?? 0;
    const { focus } = store.state();
    const isOn = focus?.id === id && focus.steps === steps;
    store.change({ focus: isOn ? null : { id, steps }, path: null, q: "" }, "push");
  }

  function startWay(node: number): void {
    from = node;
    stage.element.toggleAttribute("data-picking", true);
    store.change({ path: null, focus: null, q: "", selected: null }, "push");
    show();
    // The button pressed has gone with its sheet: the other end is sought from here, by arrows too.
    toMap();
    stage.mark({ focused: node });
    announce(words.say("wayAsked"));
  }

  const toMap = (): void => stage.element.focus({ preventScroll: true });

  function stop(): void {
    from = -1;
    stage.element.removeAttribute("data-picking");
    show();
  }

  function titleOf(node: number): string {
    return tell(store, node).title;
  }

  /** Why one leads to the next, in words: what they declared, else what they share, else that they are alike. */
  function reason(one: number, other: number): string {
    const ties = store.links()?.ties;
    if (ties?.other.subarray(ties.start[one], ties.start[one + 1]).includes(other)) return words.say("tied");
    const shared = store.nodes.facets.flatMap(({ key, of }) => {
      if (of !== null || SAYS_LITTLE.has(key)) return [];
      const theirs = new Set(valuesOf(store, key, other).map(({ label }) => label));
      return valuesOf(store, key, one).flatMap(({ label }) => (theirs.has(label) ? [label] : []));
    });
    const what = shared.slice(0, MOST_SHARED).join(", ");
    return what ? words.say("shares", { what }) : words.say("alike");
  }

  function wayList(way: readonly number[]): HTMLElement {
    const list = document.createElement("ol");
    list.className = "map-way__steps";
    way.forEach((node, place) => {
      const item = document.createElement("li");
      const { title, organisation, country } = tell(store, node);
      const about = element("span", [organisation, country].filter(Boolean).join(" · "), "map-way__who");
      item.append(button(title, "map-way__project", () => open(node)), about);
      const next = way[place + 1];
      if (next !== undefined) item.append(element("span", reason(node, next), "map-way__why"));
      list.append(item);
    });
    return list;
  }

  function ask(): HTMLElement[] {
    return [heading(words.say("wayFrom", { from: titleOf(from) })), element("p", words.say("wayAsked"), "")];
  }

  function tellWay(path: readonly [number, number]): HTMLElement[] {
    const way = store.way();
    const ends = { from: titleOf(store.nodeOf(path[0])), to: titleOf(store.nodeOf(path[1])) };
    if (way.length === 0) return [heading(words.say("noWay", ends))];
    return [heading(words.say("wayTold", { steps: words.counted("steps", way.length - 1) })), wayList(way)];
  }

  function show(): void {
    showTools();
    if (!card) return;
    const { path } = store.state();
    const isReady = store.links() !== null && store.names() !== null;
    const key = from >= 0 ? `from ${from}` : path && isReady ? path.join() : "";
    if (key === shown) return;
    shown = key;
    card.hidden = key === "";
    if (key === "") {
      stage.fit();
      return;
    }
    const isAsking = from >= 0;
    const close = button(words.say("close"), "map-way__close", () => {
      if (isAsking) stop();
      else store.change({ path: null }, "push");
      toMap();
    });
    const told = isAsking || !path ? ask() : tellWay(path);
    card.replaceChildren(...told, close);
    stage.fit();
    if (!isAsking) announce([...card.querySelectorAll("h2, li")].map((part) => part.textContent).join(" "));
  }

  function showTools(): void {
    const { selected, focus } = store.state();
    if (!tools) return;
    tools.hidden = selected === null || store.links() === null;
    for (const step of tools.querySelectorAll<HTMLElement>("[data-steps]")) {
      const isOn = focus !== null && focus.id === selected && String(focus.steps) === step.dataset["steps"];
      step.setAttribute("aria-pressed", String(isOn));
    }
  }

  const selectedNode = (): number => store.nodeOf(store.state().selected ?? -1);
  onPress(root, {
    around: (pressed) => around(selectedNode(), Number(pressed.dataset["steps"])),
    way: () => startWay(selectedNode()),
  });
  store.listen(show);
  show();
  return {
    around,
    startWay,
    takes(node) {
      if (from < 0) return false;
      const start = from;
      stop();
      if (node !== start) store.change({ path: [store.nodes.ids[start] ?? 0, store.nodes.ids[node] ?? 0], focus: null, q: "", view: null }, "push");
      return true;
    },
    cancel() {
      if (from < 0) return false;
      stop();
      return true;
    },
  };
}

function heading(text: string): HTMLElement {
  return element("h2", text, "map-way__title");
}

function element(tag: "h2" | "p" | "span", text: string, className: string): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  made.dir = "auto";
  return made;
}

function button(text: string, className: string, act: () => void): HTMLElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.className = className;
  made.addEventListener("click", act);
  return made;
}
