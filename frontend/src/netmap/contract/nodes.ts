/** The nodes file: who there is, and which values of each facet each node has. */
import { column, type Container, isCount, isRecord, isTexts, readContainer, runsOf, smallColumn } from "./container";
import { AUDIENCES, MISSING, STATE_SEVERAL, STATE_SUGGESTED } from "./schema";
import { Unreadable } from "./unreadable";

/** Values of a facet for each node, as runs: node i has item[start[i]] to item[start[i + 1] - 1]; none = not stated. */
export interface Facet {
  readonly key: string;
  readonly values: readonly string[];
  readonly isMulti: boolean;
  readonly start: Uint32Array;
  readonly item: Uint8Array | Uint16Array;
  /** The facet this one follows from, as regions follow from countries. */
  readonly of: string | null;
}

export interface Grouping {
  readonly key: string;
  /** The facet whose values are its hubs; null = it has none. */
  readonly facet: string | null;
}

export interface Nodes {
  readonly n: number;
  readonly audience: string;
  readonly ids: Uint32Array;
  readonly facets: readonly Facet[];
  readonly groupings: readonly Grouping[];
  /** Bit 0: its categories are only suggested; bit 1: its participant has several projects. */
  readonly state: Uint8Array;
}

export const ONLY_SUGGESTED = STATE_SUGGESTED;
export const HAS_SEVERAL = STATE_SEVERAL;

/** More facets than these do not follow from one another. */
const DEEPEST = 8;

export function readNodes(buffer: ArrayBuffer): Nodes {
  const file = readContainer(buffer, "nodes");
  const { n, header } = file;
  const ids = column(file, "id", "u32", n);
  const state = column(file, "state", "u8", n);
  for (let i = 1; i < n; i++) if ((ids[i] ?? 0) <= (ids[i - 1] ?? 0)) throw new Unreadable("The ids are not in ascending order.");
  const audience = header["audience"];
  if (!AUDIENCES.some((name) => name === audience)) throw new Unreadable("The file does not say who may see it.");
  const listed = entries(header["facets"], "facets");
  const facets = readFacets(file, new Map(listed.map((entry) => [entry.key, entry])));
  if (facets.length !== listed.length) throw new Unreadable("Two facets have one key.");
  const groupings = entries(header["groupings"], "groupings").map(({ key, fields: { facet } }) => {
    const isKnown = facet === null || facets.some((candidate) => candidate.key === facet);
    if (!isKnown) throw new Unreadable(`The grouping ${key} goes by a facet that is not there.`);
    return { key, facet: facet as string | null };
  });
  return { n, audience: audience as string, ids, facets, groupings, state };
}

interface Entry {
  readonly key: string;
  readonly fields: Record<string, unknown>;
}

function entries(value: unknown, name: string): Entry[] {
  if (!Array.isArray(value)) throw new Unreadable(`The header lists no ${name}.`);
  return value.map((entry: unknown) => {
    const key = isRecord(entry) ? entry["key"] : null;
    if (!isRecord(entry) || typeof key !== "string") throw new Unreadable(`One of the ${name} has no key.`);
    return { key, fields: entry };
  });
}

function readFacets(file: Container, entriesByKey: ReadonlyMap<string, Entry>): Facet[] {
  const facetsByKey = new Map<string, Facet>();
  const read = (key: string, dependants: readonly string[]): Facet => {
    const ready = facetsByKey.get(key);
    if (ready) return ready;
    const entry = entriesByKey.get(key);
    if (!entry || dependants.includes(key) || dependants.length > DEEPEST) throw new Unreadable(`The facet ${key} cannot be followed.`);
    const facet = readFacet(file, entry, (base) => read(base, [...dependants, key]));
    facetsByKey.set(key, facet);
    return facet;
  };
  return [...entriesByKey.keys()].map((key) => read(key, []));
}

type Runs = Pick<Facet, "start" | "item">;

function readFacet(file: Container, { key, fields }: Entry, base: (key: string) => Facet): Facet {
  const { values, multi, of } = fields;
  if (!isTexts(values) || typeof multi !== "boolean") throw new Unreadable(`The facet ${key} lists no values.`);
  const description = { key, values, isMulti: multi };
  if (of !== undefined) return { ...description, ...derived(key, values.length, of, base) };
  const runs = multi ? multiple(file, key) : single(file, key, values.length);
  const { item } = runs;
  for (let i = 0; i < item.length; i++) {
    if ((item[i] ?? 0) >= values.length) throw new Unreadable(`The facet ${key} has no value number ${item[i]}.`);
  }
  return { ...description, of: null, ...runs };
}

function multiple(file: Container, key: string): Runs {
  const item = smallColumn(file, `facet.${key}.item`);
  return { start: runsOf(smallColumn(file, `facet.${key}.count`, file.n), item.length, key), item };
}

/** Turns a column with one value each (all ones = not stated) into runs, so that all facets are read alike. */
function single(file: Container, key: string, values: number): Runs {
  const type = values < MISSING.u8 ? "u8" : "u16";
  const indexes = type === "u8" ? column(file, `facet.${key}`, type, file.n) : column(file, `facet.${key}`, type, file.n);
  const missing = MISSING[type];
  const start = new Uint32Array(file.n + 1);
  const item = indexes.slice();
  let count = 0;
  for (let node = 0; node < file.n; node++) {
    const value = indexes[node] ?? 0;
    if (value !== missing) item[count++] = value;
    start[node + 1] = count;
  }
  return { start, item: item.subarray(0, count) };
}

/** The values of a facet that follow from another's, of which a node has one at most. */
function derived(key: string, values: number, within: unknown, base: (key: string) => Facet): Runs & { of: string } {
  const from = isRecord(within) ? within["facet"] : null;
  const to = isRecord(within) ? within["to"] : null;
  if (typeof from !== "string" || !Array.isArray(to)) throw new Unreadable(`The facet ${key} does not say what it follows from.`);
  const facet = base(from);
  const isIndex = (value: unknown): boolean => value === -1 || (isCount(value) && value < values);
  if (to.length !== facet.values.length || !to.every(isIndex)) {
    throw new Unreadable(`The facet ${key} does not fit the facet ${from}.`);
  }
  const table = Int32Array.from(to as number[]);
  const n = facet.start.length - 1;
  const start = new Uint32Array(n + 1);
  const item = new Uint16Array(facet.item.length);
  let filledCount = 0;
  for (let node = 0; node < n; node++) {
    const at = facet.start[node] ?? 0;
    const count = (facet.start[node + 1] ?? 0) - at;
    if (count > 1) throw new Unreadable(`The facet ${key} follows from one with several values.`);
    const value = count === 1 ? (table[facet.item[at] ?? 0] ?? -1) : -1;
    if (value >= 0) item[filledCount++] = value;
    start[node + 1] = filledCount;
  }
  return { start, item: item.subarray(0, filledCount), of: from };
}
