/** What stands in for the parts of a page that the island's logic asks for. */
import { type Config, readConfig } from "../src/netmap/contract/config";
import { readLinks } from "../src/netmap/contract/links";
import { readNames } from "../src/netmap/contract/names";
import { readNodes } from "../src/netmap/contract/nodes";
import { type Positions, readPlaces } from "../src/netmap/contract/places";
import { readWords } from "../src/netmap/contract/strings";
import { makeStore, type Store } from "../src/netmap/dom/store";
import type { Theme } from "../src/netmap/view/theme";
import { configOf } from "./config";
import { type MadeNetwork, makeNetwork } from "./network";
import { present } from "./present";

export interface MadeStore {
  readonly network: MadeNetwork;
  readonly store: Store;
  readonly failures: string[];
  placesOf(group: string): Positions;
}

/** A store on a made network of n, as a page with that query would have it; links and names have not arrived. */
export function makeTestStore(n: number, { load }: { load?: (group: string) => Promise<Positions> } = {}): MadeStore {
  const network = makeNetwork(n);
  const config: Config = readConfig(configOf(network, { url: () => "/", scene: null }));
  const placesOf = (group: string): Positions => readPlaces(present(network.places.get(group)), n);
  const failures: string[] = [];
  const store = makeStore({
    config,
    words: readWords(new Map(), "en"),
    nodes: readNodes(network.nodes),
    positions: placesOf("category"),
    load: load ?? ((group) => Promise.resolve(placesOf(group))),
    failed: (sentence) => void failures.push(sentence),
  });
  return { network, store, failures, placesOf };
}

export function bringRest({ network, store }: MadeStore): void {
  store.setLinks(readLinks(network.links, store.nodes.n));
  store.setNames(readNames(network.names, store.nodes.n));
}

const PALETTE = Array.from({ length: 40 }, (_, place) => `colour-${place}`);

export const THEME: Theme = {
  ink: "ink",
  inkSoft: "inkSoft",
  line: "line",
  paper: "paper",
  canvas: "canvas",
  action: "action",
  land: "land",
  textScale: 1,
  palette: PALETTE,
  edges: PALETTE.map((colour) => `${colour}-edge`),
  font: "serif",
};
