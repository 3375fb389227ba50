/** What leaves the map: its address, a short one, code for another website, a picture, and lists of what is seen. */
import type { PictureLegend } from "../scene/picture";
import { readable } from "./address";
import { optional, onPress } from "./domQuery";
import type { LegendItem } from "./legend";
import type { MapView } from "./mapView";
import { choiceInWords, today } from "./print";
import type { Store } from "./store";

const EMBED_HEIGHT = 640;

interface ShareTools {
  readonly mapView: MapView;
  readonly store: Store;
  readonly legend: () => readonly LegendItem[];
}

export function bindShare(root: HTMLElement, tools: ShareTools): void {
  const menu = optional(root, "[data-netmap-share]", HTMLDetailsElement);
  if (!menu) return;
  const { mapView, store } = tools;
  onPress(menu, {
    "copy-address": () => void hand(menu, store, { out: location.href }),
    "copy-short": () => void shorten(menu, store),
    "copy-embed": () => void hand(menu, store, { out: embedCode(menu) }),
    "save-png": () => void save(menu, tools),
  });
  const short = optional(menu, '[data-netmap-do="copy-short"]', HTMLElement);
  if (short && store.config.shortUrl === null) short.hidden = true;
  bindOnly(menu, mapView, store);
  closesAside(menu);
}

/** Copies a text, and shows it with a sentence that says so. */
async function hand(menu: HTMLElement, { words }: Store, { out, sentence = "copied" }: { out: string; sentence?: "copied" | "shortFailed" }): Promise<void> {
  const text = optional(menu, "[data-netmap-copied-text]", HTMLInputElement);
  const note = show(menu, words.say(sentence));
  if (!note || !text) return;
  text.value = out;
  text.select();
  await navigator.clipboard?.writeText(out).catch(() => undefined);
  if (!navigator.clipboard) note.textContent = words.say("copyHere");
}

function show(menu: HTMLElement, sentence: string): HTMLElement | null {
  const line = optional(menu, "[data-netmap-copied]", HTMLElement);
  const note = optional(menu, "[data-netmap-copied-note]", HTMLElement);
  if (line) line.hidden = false;
  if (note) note.textContent = sentence;
  return note;
}

async function shorten(menu: HTMLElement, store: Store): Promise<void> {
  const token = optional(menu, 'input[name="csrfmiddlewaretoken"]', HTMLInputElement)?.value ?? "";
  try {
    const response = await fetch(store.config.shortUrl ?? "", {
      method: "POST",
      headers: { "X-CSRFToken": token, Accept: "application/json" },
      body: new URLSearchParams({ query: location.search.slice(1) }),
    });
    const answer: unknown = response.ok ? await response.json() : null;
    if (!hasUrl(answer)) throw new TypeError("no address");
    await hand(menu, store, { out: new URL(answer.url, location.href).href });
  } catch (problem) {
    if (!(problem instanceof TypeError || problem instanceof SyntaxError)) throw problem;
    await hand(menu, store, { out: location.href, sentence: "shortFailed" });
  }
}

function embedCode(menu: HTMLElement): string {
  const query = readable(new URLSearchParams(location.search)).replace(/^(?=.)/, "?");
  const frame = document.createElement("iframe");
  frame.src = new URL((menu.dataset["embedUrl"] ?? "") + query, location.href).href;
  frame.title = document.title;
  frame.width = "100%";
  frame.height = String(EMBED_HEIGHT);
  frame.loading = "lazy";
  return frame.outerHTML;
}

async function save(menu: HTMLElement, { mapView, store, legend }: ShareTools): Promise<void> {
  const { group } = store.state();
  const blob = await mapView.picture(pictureWords(store, legend())).catch(() => null);
  if (!blob) {
    show(menu, store.words.say("pictureFailed"));
    return;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `map-${group}.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** What stands on a picture below the map: whose network it is, how much is shown, what is chosen, the day, the address. */
export function pictureWords(store: Store, legend: readonly LegendItem[]): PictureLegend {
  const { words } = store;
  const grouping = store.config.groupings.find(({ key }) => key === store.state().group)?.label ?? "";
  const counts = { projects: words.countOf("projects", store.outcome().visibleCount), countries: words.countOf("countries", store.countriesShown()) };
  const notes = [choiceInWords(store), `${today()} · ${location.href}`].filter((note) => note !== "");
  return { legend, heading: store.config.networkName, title: words.say("mapSummary", { grouping, ...counts }), notes };
}

/** Only what is shown, or in sight, as a list: the ids go to the server, which answers with the list of them. */
function bindOnly(menu: HTMLElement, mapView: MapView, store: Store): void {
  const form = optional(menu, "form[data-netmap-only]", HTMLFormElement);
  const ids = form && optional(form, 'input[name="ids"]', HTMLInputElement);
  const next = form && optional(form, 'input[name="next"]', HTMLInputElement);
  if (!form || !ids || !next) return;
  const { words, nodes } = store;
  const note = optional(menu, "[data-netmap-share-note]", HTMLElement);
  const section = form.closest("section");
  if (section && store.config.onlyUrl === null) section.hidden = true;

  menu.addEventListener("toggle", () => {
    if (note) note.hidden = store.distances() === null && store.path().length === 0;
    const [visible, inSight] = [optional(form, "[data-netmap-only-visible]", HTMLElement), optional(form, "[data-netmap-only-in-view]", HTMLElement)];
    if (visible) visible.textContent = words.number(store.outcome().visibleCount);
    if (inSight) inSight.textContent = words.number(nodesInSight(mapView, store).length);
  });
  form.addEventListener("submit", (event) => {
    const isInSight = event.submitter instanceof HTMLButtonElement && event.submitter.value === "in-view";
    const listed = isInSight ? nodesInSight(mapView, store) : visibleNodes(store);
    ids.value = listed.map((node) => nodes.ids[node]).join(",");
    next.value = location.search.slice(1);
  });
}

function visibleNodes(store: Store): number[] {
  const { visible } = store.outcome();
  const nodes: number[] = [];
  for (let node = 0; node < visible.length; node++) if (visible[node]) nodes.push(node);
  return nodes;
}

function nodesInSight(mapView: MapView, store: Store): number[] {
  const { sx, sy, tx, ty } = mapView.transform();
  const { width, height } = mapView.viewport();
  const { x, y } = store.positions();
  return visibleNodes(store).filter((node) => {
    const [left, top] = [(x[node] ?? 0) * sx + tx, (y[node] ?? 0) * sy + ty];
    return left >= 0 && left <= width && top >= 0 && top <= height;
  });
}

/** An open menu goes when something else is pressed, or with Escape; `other`, which moves when it goes, only closes it by opening. */
export function closesAside(menu: HTMLDetailsElement, other?: HTMLDetailsElement | null): void {
  document.addEventListener("pointerdown", ({ target }) => {
    if (menu.open && target instanceof Node && !menu.contains(target) && !other?.contains(target)) menu.open = false;
  });
  other?.addEventListener("toggle", () => {
    if (other.open) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.preventDefault();
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
}

function hasUrl(answer: unknown): answer is { url: string } {
  return typeof answer === "object" && answer !== null && "url" in answer && typeof answer.url === "string";
}
