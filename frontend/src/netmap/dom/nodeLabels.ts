/** What a node is called, and what is said of it. */
import { HAS_SEVERAL, ONLY_SUGGESTED } from "../contract/nodes";
import type { Words } from "../contract/strings";
import { FIRST_HUE, OTHER_COLOUR } from "../model/colours";
import type { Store } from "./store";

/** Where the values are that have no page of their own. */
const DIRECTORY = "/directory/";

export interface NodeLabel {
  readonly title: string;
  readonly organisation: string;
  readonly country: string;
  readonly categories: readonly { readonly label: string; readonly colour: number | null }[];
  readonly notes: readonly string[];
}

export function describe(store: Store, node: number): NodeLabel {
  const state = store.nodes.state[node] ?? 0;
  const names = store.names();
  const categories = valuesOf(store, "category", node);
  const notes: string[] = [];
  if (state & ONLY_SUGGESTED && categories.length > 0) notes.push(store.words.say("suggested"));
  if (state & HAS_SEVERAL) notes.push(store.words.say("several"));
  const title = node < 0 ? "" : (names?.title(node) ?? "");
  const organisation = node < 0 ? "" : (names?.organisation(node) ?? "");
  return {
    title,
    // An organisation without a project is called the same twice.
    organisation: organisation === title ? "" : organisation,
    country: store.words.list(valuesOf(store, "country", node).map(({ label }) => label)),
    categories,
    notes,
  };
}

export function sentenceOf({ title, organisation, country, categories, notes }: NodeLabel, words: Words): string {
  const parts = [title, organisation, country, words.list(categories.map(({ label }) => label)), ...notes];
  return parts.filter((part) => part !== "").join(". ");
}

/** What stands beside a node on the map: who it is, else what the project is called. */
export function shortName(store: Store, node: number): string {
  const names = store.names();
  return names ? names.organisation(node) || names.title(node) : "";
}

/** The address of the page of a facet's value; null where it has none. */
export function pageOf(store: Store, key: string, value: string): string | null {
  return store.facet(key)?.namedFacet.page?.replace("{value}", encodeURIComponent(value)) ?? null;
}

/** What the link to the page of a value says; most values have a list in the directory. */
export function pageText(store: Store, page: string, name: string): string {
  return store.words.say(page.startsWith(DIRECTORY) ? "inDirectory" : "pageOf", { name });
}

/** The class that brings the colour of a place in the palette. */
export function paletteClass(colour: number): string {
  if (colour >= OTHER_COLOUR) return "hue-other";
  if (colour >= FIRST_HUE) return `hue-${colour - FIRST_HUE + 1}`;
  return colour > 0 ? `category-${colour}` : "category-none";
}

export function valuesOf(store: Store, key: string, node: number): { label: string; colour: number | null }[] {
  const facet = store.facet(key);
  if (!facet || node < 0) return [];
  const { start, item } = facet.facet;
  const items = [...item.subarray(start[node], start[node + 1])];
  return items.map((index) => facet.namedFacet.values[index]).filter((value) => value !== undefined);
}
