/** Searching as one types: the map dims what does not fit, and the first names found stand below the field. */
import { find, need } from "./hooks";
import { tell } from "./naming";
import type { Store } from "./store";

const WAIT_MS = 160;
const MOST_LISTED = 8;

export function bindFinder(root: HTMLElement, store: Store, open: (node: number) => void): void {
  const field = need(root, "[data-netmap-search]", HTMLInputElement);
  const list = need(root, "[data-netmap-found]", HTMLElement);
  const submit = find(root, "[data-netmap-submit]", HTMLElement);
  if (submit) submit.hidden = true;
  let waiting = 0;
  let asking: AbortController | null = null;

  function search(): void {
    const q = field.value.split(/\s+/).join(" ").trim();
    if (q === store.state().q) return;
    store.change({ q }, "replace");
    void askServer(q);
  }

  /** The server also knows summaries and places; the names alone answer until it has. */
  async function askServer(q: string): Promise<void> {
    asking?.abort();
    const url = store.config.matchesUrl;
    if (!url || !q) return;
    asking = new AbortController();
    try {
      const response = await fetch(url.replace("{q}", encodeURIComponent(q)), { signal: asking.signal });
      const answer: unknown = response.ok ? await response.json() : null;
      if (hasIds(answer)) store.addMatches(q, answer.ids);
    } catch (problem) {
      if (!(problem instanceof DOMException || problem instanceof TypeError || problem instanceof SyntaxError)) throw problem;
    }
  }

  function show(): void {
    const { q } = store.state();
    if (document.activeElement !== field) field.value = q;
    const { lit } = store.outcome();
    list.replaceChildren();
    list.hidden = q === "" || store.names() === null;
    if (list.hidden) return;
    const found: number[] = [];
    let count = 0;
    for (let node = 0; node < lit.length; node++) {
      if (!lit[node]) continue;
      if (count++ < MOST_LISTED) found.push(node);
    }
    if (count === 0) list.append(sentence(store.words.say("notFound")));
    else list.append(...found.map(entry));
    if (count > found.length) list.append(sentence(store.words.say("andMore", { count: store.words.number(count - found.length) })));
  }

  function entry(node: number): HTMLElement {
    const { title, organisation, country } = tell(store, node);
    const item = document.createElement("li");
    const button = document.createElement("button");
    const name = document.createElement("bdi");
    const whose = document.createElement("span");
    button.type = "button";
    button.className = "map-found__entry";
    name.textContent = title;
    whose.textContent = [organisation, country].filter(Boolean).join(" · ");
    button.append(name, whose);
    button.addEventListener("click", () => open(node));
    item.append(button);
    return item;
  }

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, WAIT_MS) as unknown as number;
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      search();
      list.querySelector("button")?.focus();
    } else if (event.key === "Escape" && field.value !== "") {
      event.preventDefault();
      field.value = "";
      search();
    } else if (event.key === "ArrowDown") {
      const first = list.querySelector("button");
      if (!first) return;
      event.preventDefault();
      first.focus();
    }
  });
  list.addEventListener("keydown", (event) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const buttons = [...list.querySelectorAll("button")];
    const place = buttons.findIndex((button) => button === document.activeElement) + step;
    if (place < 0) field.focus();
    else buttons[place]?.focus();
  });
  store.listen(show);
  show();
  if (store.state().q) void askServer(store.state().q);
}

function sentence(text: string): HTMLElement {
  const item = document.createElement("li");
  item.className = "map-found__note";
  item.textContent = text;
  return item;
}

function hasIds(answer: unknown): answer is { ids: number[] } {
  if (typeof answer !== "object" || answer === null || !("ids" in answer)) return false;
  return Array.isArray(answer.ids) && answer.ids.every((id) => typeof id === "number");
}
