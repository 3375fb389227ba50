/** What the page tells the island: where its files are and what the facets' values are called. */
import { isRecord } from "./container";
import { Unreadable } from "./unreadable";

export interface NamedValue {
  readonly value: string;
  readonly label: string;
  readonly short: string;
  /** 1 and up for categories; beyond 9 the colours repeat with a broken ring. */
  readonly colour: number | null;
}

export interface NamedFacet {
  readonly key: string;
  readonly label: string;
  readonly values: readonly NamedValue[];
}

export interface Config {
  readonly nodesUrl: string;
  readonly namesUrl: string;
  readonly sheetUrl: string;
  readonly profileUrl: string;
  /** Where the server says which ids hold the words of {q}; without it only names are searched. */
  readonly matchesUrl: string | null;
  readonly groupings: readonly { readonly key: string; readonly label: string }[];
  readonly facets: readonly NamedFacet[];
  /** "canvas" or "webgl" forces a scene; for trying them out. */
  readonly scene: string | null;
}

export function readConfig(value: unknown): Config {
  if (!isRecord(value)) throw new Unreadable("The page holds no description of the map.");
  return {
    nodesUrl: text(value, "nodesUrl"),
    namesUrl: text(value, "namesUrl"),
    sheetUrl: text(value, "sheetUrl"),
    profileUrl: text(value, "profileUrl"),
    matchesUrl: typeof value["matchesUrl"] === "string" ? value["matchesUrl"] : null,
    scene: typeof value["scene"] === "string" ? value["scene"] : null,
    groupings: list(value, "groupings").map((entry) => ({ key: text(entry, "key"), label: text(entry, "label") })),
    facets: list(value, "facets").map((entry) => ({
      key: text(entry, "key"),
      label: text(entry, "label"),
      values: list(entry, "values").map(readValue),
    })),
  };
}

function readValue(entry: Record<string, unknown>): NamedValue {
  const label = text(entry, "label");
  const short = entry["short"];
  const colour = entry["colour"];
  return {
    value: text(entry, "value"),
    label,
    short: typeof short === "string" && short !== "" ? short : label,
    colour: typeof colour === "number" ? colour : null,
  };
}

function text(from: Record<string, unknown>, key: string): string {
  const found = from[key];
  if (typeof found !== "string") throw new Unreadable(`The page does not say ${key}.`);
  return found;
}

function list(from: Record<string, unknown>, key: string): Record<string, unknown>[] {
  const found = from[key];
  if (!Array.isArray(found) || !found.every(isRecord)) throw new Unreadable(`The page does not list ${key}.`);
  return found;
}
