/** Brings the map to life on the page that the server has already drawn. */
import { readConfig } from "../contract/config";
import { readNames } from "../contract/names";
import { readNodes } from "../contract/nodes";
import { readWords, type Words } from "../contract/strings";
import { Unreadable } from "../contract/unreadable";
import { isWhole, type Viewport, WHOLE } from "../view/camera";
import { bindAddress } from "./address";
import { bindFacets } from "./facetform";
import { bindFinder } from "./finder";
import { find, isNarrow, need, onPress } from "./hooks";
import { bindKeys } from "./keys";
import { bindPanels } from "./panels";
import { type Picked } from "./pick";
import { bindPointer } from "./pointer";
import { bindSheet } from "./sheet";
import { makeStage, type Stage } from "./stage";
import { makeStore, type Store } from "./store";
import { bindTip } from "./tip";

const STEP = 1.5;
const WRITE_VIEW_AFTER_MS = 350;
const LABEL_ROOM = { wide: 116, narrow: 26 } as const;
const ABOVE_BELOW = { wide: 44, narrow: 46 } as const;

async function fetched(url: string): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok) throw new TypeError(`${url} answered ${response.status}`);
  return response.arrayBuffer();
}

function wordsOn(root: HTMLElement): Words {
  const texts = new Map<string, string>();
  for (const entry of root.querySelectorAll<HTMLElement>("[data-netmap-strings] [data-key]")) {
    texts.set(entry.dataset["key"]!, entry.textContent.trim());
  }
  return readWords(texts, document.documentElement.lang || "en");
}

/** The room that tools, the top line and a sheet from below leave to the map. */
function room(root: HTMLElement): Pick<Viewport, "inset" | "covered"> {
  const size = isNarrow() ? "narrow" : "wide";
  const height = (selector: string): number => find(root, selector, HTMLElement)?.offsetHeight ?? 0;
  const sheet = size === "narrow" && root.hasAttribute("data-sheet-open") ? height("[data-netmap-sheet]") : 0;
  const side = LABEL_ROOM[size];
  const covered = { top: height("[data-netmap-top]"), bottom: Math.max(sheet, height("[data-netmap-tools]")) };
  const inset = { top: covered.top + ABOVE_BELOW[size], bottom: covered.bottom + ABOVE_BELOW[size], left: side, right: side };
  return { inset, covered };
}

function bindView(root: HTMLElement, stage: Stage, store: Store): void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  stage.onSettled((view) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => store.change({ view: isWhole(view) ? null : view }, "replace"), WRITE_VIEW_AFTER_MS);
  });
  onPress(root, {
    "zoom-in": () => stage.zoomBy(STEP),
    "zoom-out": () => stage.zoomBy(1 / STEP),
    whole: () => stage.flyTo(WHOLE),
  });
}

/** The line above the map, and the sentences for those who listen. */
function bindSummary(root: HTMLElement, stage: Stage, store: Store, announce: (sentence: string) => void): void {
  const projects = find(root, "[data-netmap-projects]", HTMLElement);
  const countries = find(root, "[data-netmap-countries]", HTMLElement);
  const nothing = find(root, "[data-netmap-nothing]", HTMLElement);
  const show = (): { projects: string; countries: string } => {
    const { litCount } = store.outcome();
    const told = {
      projects: store.words.counted("projects", litCount),
      countries: store.words.counted("countries", store.countriesShown()),
    };
    if (projects) projects.textContent = told.projects;
    if (countries) countries.textContent = told.countries;
    if (nothing) nothing.hidden = litCount > 0;
    const grouping = store.config.groupings.find(({ key }) => key === store.state().group)?.label ?? "";
    for (const name of root.querySelectorAll("[data-netmap-group]")) name.textContent = grouping;
    stage.element.setAttribute("aria-label", store.words.say("mapSummary", { grouping, ...told }));
    stage.mark({ found: store.matches() });
    return told;
  };
  store.listen(({ before }) => {
    const told = show();
    const state = store.state();
    if (before.chosen === state.chosen && before.q === state.q && before.group === state.group) return;
    announce(store.outcome().litCount === 0 ? store.words.say("noneShown") : store.words.say("shownTold", told));
  });
  show();
}

/** Pressing a hub chooses its value, pressing it again lets it go. */
function toggleHub(store: Store, hub: number, stage: Stage): void {
  const { group, chosen } = store.state();
  const grouping = store.nodes.groupings.find(({ key }) => key === group);
  const found = store.facet(group);
  const place = grouping?.hubs[hub]?.value;
  if (!found || place === undefined || !stage.hubs()[hub]) return;
  const value = place === -1 ? "-" : found.facet.values[place]!;
  const before = chosen.get(group) ?? [];
  const after = before.includes(value) ? before.filter((other) => other !== value) : [...before, value];
  const all = new Map(chosen);
  if (after.length > 0) all.set(group, after);
  else all.delete(group);
  store.change({ chosen: all }, "replace");
}

function start(root: HTMLElement, store: Store): void {
  root.setAttribute("data-up", "");
  const stage = makeStage(root, store, () => room(root));
  const tip = bindTip(root, stage, store);
  const panels = bindPanels(root);
  const sheet = bindSheet(root, stage, store);
  bindAddress(store);
  bindFacets(root, store);
  bindFinder(root, store, (node) => {
    panels.closeOne();
    sheet.open(node);
  });
  bindView(root, stage, store);
  bindSummary(root, stage, store, tip.announce);
  bindPointer(stage, store, {
    hovered: tip.show,
    pressed: ({ node, hub }: Picked) => {
      if (node >= 0) sheet.open(node);
      else if (hub >= 0) toggleHub(store, hub, stage);
    },
  });
  bindKeys(root, stage, store, {
    open: sheet.open,
    close: () => {
      if (!panels.closeOne()) sheet.close();
    },
    told: tip.say,
    search: () => {
      if (isNarrow()) panels.openFacets();
      need(root, "[data-netmap-search]", HTMLInputElement).focus();
    },
    help: panels.openHelp,
  });
}

async function boot(root: HTMLElement): Promise<void> {
  const config = readConfig(JSON.parse(need(document, "#netmap-config", HTMLScriptElement).textContent) as unknown);
  const words = wordsOn(root);
  const failed = need(root, "[data-netmap-failed]", HTMLElement);
  const excuse = (problem: unknown): void => {
    if (!(problem instanceof Unreadable || problem instanceof TypeError)) throw problem;
    failed.hidden = false;
    failed.querySelector("[data-netmap-reason]")?.replaceChildren(words.say("loadFailed"));
  };
  try {
    const names = fetched(config.namesUrl);
    names.catch(() => undefined);
    const store = makeStore(config, words, readNodes(await fetched(config.nodesUrl)));
    start(root, store);
    await names.then((buffer) => store.setNames(readNames(buffer))).catch(excuse);
    root.setAttribute("data-netmap-ready", "");
  } catch (problem) {
    excuse(problem);
  }
}

const root = document.querySelector<HTMLElement>("[data-netmap]");
if (root && document.querySelector("#netmap-config")) void boot(root);
