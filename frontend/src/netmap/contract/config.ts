/** What the page tells the island: where its files are and what the facets' values are called. */
import { isRecord } from "./container";
import { Unreadable } from "./unreadable";

export interface NamedValue {
  readonly value: string;
  readonly label: string;
  readonly short: string;
  readonly mark: string;
  /** 1 and up for categories; beyond 9 the colours repeat with a broken ring. */
  readonly colour: number | null;
}

export interface NamedFacet {
  readonly key: string;
  readonly label: string;
  readonly multi: boolean;
  /** The facet that holds this one, as regions hold countries. */
  readonly within: string | null;
  /** The address of a value's page, with {value} for the value; null = it has none. */
  readonly page: string | null;
  readonly values: readonly NamedValue[];
}

export interface NamedGrouping {
  readonly key: string;
  readonly label: string;
  readonly facet: string | null;
}

export interface NamedNumber {
  readonly key: string;
  readonly label: string;
}

export interface Config {
  readonly nodesUrl: string;
  readonly linksUrl: string;
  readonly namesUrl: string;
  /** The file of each grouping's places. */
  readonly positionUrls: ReadonlyMap<string, string>;
  readonly sheetUrl: string;
  readonly profileUrl: string;
  /** Where the server says which ids hold the words of {q}; without it only names are searched. */
  readonly matchesUrl: string | null;
  /** Where a selection of ids becomes a list; null = not offered. */
  readonly onlyUrl: string | null;
  /** Where a state becomes a short link; null = not offered. */
  readonly shortUrl: string | null;
  readonly isEmbed: boolean;
  readonly networkName: string;
  readonly groupings: readonly NamedGrouping[];
  readonly facets: readonly NamedFacet[];
  readonly numbers: readonly NamedNumber[];
  /** "canvas" or "webgl" forces a scene; for trying them out. */
  readonly scene: string | null;
}

export function readConfig(value: unknown): Config {
  if (!isRecord(value)) throw new Unreadable("The page holds no description of the map.");
  const positionUrls = value["places"];
  if (!isRecord(positionUrls)) throw new Unreadable("The page does not say where the places are.");
  return {
    nodesUrl: text(value, "nodesUrl"),
    linksUrl: text(value, "linksUrl"),
    namesUrl: text(value, "namesUrl"),
    positionUrls: new Map(Object.keys(positionUrls).map((key) => [key, text(positionUrls, key)])),
    sheetUrl: text(value, "sheetUrl"),
    profileUrl: text(value, "profileUrl"),
    matchesUrl: textOrNull(value, "matchesUrl"),
    onlyUrl: textOrNull(value, "onlyUrl"),
    shortUrl: textOrNull(value, "shortUrl"),
    isEmbed: value["isEmbed"] === true,
    networkName: textOrNull(value, "networkName") ?? "",
    scene: textOrNull(value, "scene"),
    groupings: list(value, "groupings").map((entry) => ({ ...keyAndLabel(entry), facet: textOrNull(entry, "facet") })),
    facets: list(value, "facets").map((entry) => ({
      ...keyAndLabel(entry),
      multi: entry["multi"] === true,
      within: textOrNull(entry, "within"),
      page: textOrNull(entry, "page"),
      values: list(entry, "values").map(readValue),
    })),
    numbers: list(value, "numbers").map(keyAndLabel),
  };
}

function keyAndLabel(entry: Record<string, unknown>): { key: string; label: string } {
  return { key: text(entry, "key"), label: text(entry, "label") };
}

function readValue(entry: Record<string, unknown>): NamedValue {
  const label = text(entry, "label");
  const colour = entry["colour"];
  return {
    value: text(entry, "value"),
    label,
    short: textOrNull(entry, "short") ?? label,
    mark: textOrNull(entry, "mark") ?? "",
    colour: typeof colour === "number" ? colour : null,
  };
}

function text(from: Record<string, unknown>, key: string): string {
  const entry = from[key];
  if (typeof entry !== "string") throw new Unreadable(`The page does not say ${key}.`);
  return entry;
}

/** An empty text is none. */
function textOrNull(from: Record<string, unknown>, key: string): string | null {
  const entry = from[key];
  return typeof entry === "string" && entry !== "" ? entry : null;
}

function list(from: Record<string, unknown>, key: string): Record<string, unknown>[] {
  const entry = from[key];
  if (!Array.isArray(entry) || !entry.every(isRecord)) throw new Unreadable(`The page does not list ${key}.`);
  return entry;
}
