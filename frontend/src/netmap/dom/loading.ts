/** Fetching the map's files: where everybody stands and what they are first, then links, then names. */
import { type Config, readConfig } from "../contract/config";
import { readLinks } from "../contract/links";
import { readNames } from "../contract/names";
import { readNodes } from "../contract/nodes";
import { type Positions, readPlaces } from "../contract/places";
import type { Words } from "../contract/strings";
import { Unreadable } from "../contract/unreadable";
import { required } from "./domQuery";
import { stateKeysOf, makeStore, type Store } from "./store";

const LONGEST_UNSEEN_MS = 250;

const REPLACED = [404, 410];
const RELOADED = "netmap-reloaded";

async function fetched(url: string): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (REPLACED.includes(response.status)) reloadOnce(url);
  if (!response.ok) throw new TypeError(`${url} answered ${response.status}`);
  return response.arrayBuffer();
}

/** A text was corrected since the page was opened: its present files stand in the page as it is now. Once a file. */
function reloadOnce(url: string): void {
  try {
    if (sessionStorage.getItem(RELOADED) === url) return;
    sessionStorage.setItem(RELOADED, url);
  } catch {
    // A frame of another website may have no storage: then the page says that it failed.
    return;
  }
  location.reload();
}

function placesOf(config: Config, group: string): Promise<ArrayBuffer> {
  const url = config.positionUrls.get(group);
  return url ? fetched(url) : Promise.reject(new Unreadable(`The page does not say where the places of ${group} are.`));
}

export interface Loading {
  readonly words: Words;
  readonly failed: (sentence: string) => void;
  readonly start: (store: Store) => void;
}

/** Loads the map; throws what made it fail before anything could be shown. */
export async function loadMap({ words, failed, start }: Loading): Promise<void> {
  const config = readConfig(JSON.parse(required(document, "#netmap-config", HTMLScriptElement).textContent) as unknown);
  const wantedGroup = new URLSearchParams(location.search).get("group") ?? "";
  const { groups } = stateKeysOf(config, []);
  const group = groups.includes(wantedGroup) ? wantedGroup : (groups[0] ?? "");
  const [nodesFile, placesFile] = await Promise.all([fetched(config.nodesUrl), placesOf(config, group)]);
  const nodes = readNodes(nodesFile);
  const load = async (key: string): Promise<Positions> => readPlaces(await placesOf(config, key), nodes.n);
  const store = makeStore({ config, words, nodes, positions: readPlaces(placesFile, nodes.n), load, failed });
  start(store);
  await untilVisible();
  const later = [
    async (): Promise<void> => store.setLinks(readLinks(await fetched(config.linksUrl), nodes.n)),
    async (): Promise<void> => store.setNames(readNames(await fetched(config.namesUrl), nodes.n)),
  ];
  for (const step of later) {
    await step().catch((problem: unknown) => {
      if (!isExpected(problem)) throw problem;
      failed(words.say("loadFailed"));
    });
  }
}

/** Once the dots are drawn; a page in the background draws nothing, and does not wait for it. */
function untilVisible(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, LONGEST_UNSEEN_MS);
  });
}

export function isExpected(problem: unknown): boolean {
  return problem instanceof Unreadable || problem instanceof TypeError;
}
