/** The nodes file: who stands where in each grouping, and which values each node has. */
import { type Column, type Container, column, isCount, isRecord, readContainer } from "./container";
import { Unreadable } from "./unreadable";

/** Values of a facet for each node, as runs: node i has item[start[i]] to item[start[i + 1] - 1]; none = not stated. */
export interface Facet {
  readonly key: string;
  readonly values: readonly string[];
  readonly start: Uint32Array;
  readonly item: Uint8Array | Uint16Array;
}

/** The node of a facet's value; `value` -1 = not stated. Places in 0..65535, y down; `angle` points outward. */
export interface Hub {
  readonly value: number;
  readonly x: number;
  readonly y: number;
  readonly r: number;
  readonly angle: number;
}

export interface Grouping {
  readonly key: string;
  readonly hubs: readonly Hub[];
  readonly x: Uint16Array;
  readonly y: Uint16Array;
}

export interface Nodes {
  readonly n: number;
  readonly ids: Uint32Array;
  readonly facets: readonly Facet[];
  readonly groupings: readonly Grouping[];
  /** Bit 0: its categories are only suggested; bit 1: its participant has several proposals. */
  readonly state: Uint8Array;
}

export const ONLY_SUGGESTED = 1;
export const HAS_SEVERAL = 2;

export function readNodes(buffer: ArrayBuffer): Nodes {
  const file = readContainer(buffer);
  const ids = column(file, "id", Uint32Array);
  const state = column(file, "state", Uint8Array);
  if (ids.length !== file.n || state.length !== file.n) throw new Unreadable("There is not one id for each node.");
  const facets = entries(file.header["facets"], "facets").map(([key, value]) => readFacet(file, key, value));
  const groupings = entries(file.header["groupings"], "groupings").map(([key, value]) => readGrouping(file, key, value));
  return { n: file.n, ids, facets, groupings, state };
}

function entries(value: unknown, name: string): [string, Record<string, unknown>][] {
  if (!isRecord(value)) throw new Unreadable(`The header has no ${name}.`);
  return Object.entries(value).map(([key, entry]) => {
    if (!isRecord(entry)) throw new Unreadable(`${key} in ${name} is not an object.`);
    return [key, entry];
  });
}

function readFacet(file: Container, key: string, entry: Record<string, unknown>): Facet {
  const values = entry["values"];
  if (!Array.isArray(values) || !values.every((value) => typeof value === "string")) {
    throw new Unreadable(`The facet ${key} lists no values.`);
  }
  const runs = entry["multi"] === true ? multiple(file, key) : single(file, key);
  checkRuns(key, file.n, values.length, runs);
  return { key, values, ...runs };
}

type Runs = Pick<Facet, "start" | "item">;

function multiple(file: Container, key: string): Runs {
  return { start: column(file, `facet.${key}.start`, Uint32Array), item: small(file, `facet.${key}.item`) };
}

/** Turns a column with one value each (all ones = not stated) into runs, so that all facets are read alike. */
function single(file: Container, key: string): Runs {
  const given = small(file, `facet.${key}`);
  if (given.length !== file.n) throw new Unreadable(`The facet ${key} has not one value for each node.`);
  const missing = given instanceof Uint8Array ? 0xff : 0xffff;
  const start = new Uint32Array(file.n + 1);
  const item = new Uint16Array(file.n);
  let used = 0;
  for (let node = 0; node < file.n; node++) {
    const value = given[node]!;
    if (value !== missing) item[used++] = value;
    start[node + 1] = used;
  }
  return { start, item: item.subarray(0, used) };
}

function small(file: Container, name: string): Uint8Array | Uint16Array {
  const found: Column | undefined = file.columns.get(name);
  if (found instanceof Uint8Array || found instanceof Uint16Array) return found;
  throw new Unreadable(`The column ${name} is missing or of another type.`);
}

function checkRuns(key: string, n: number, values: number, { start, item }: Runs): void {
  if (start.length !== n + 1 || start[0] !== 0 || start[n] !== item.length) {
    throw new Unreadable(`The runs of the facet ${key} do not fit its values.`);
  }
  for (let node = 0; node < n; node++) {
    if (start[node + 1]! < start[node]!) throw new Unreadable(`The runs of the facet ${key} go backwards.`);
  }
  for (const value of item) {
    if (value >= values) throw new Unreadable(`The facet ${key} has no value number ${value}.`);
  }
}

function readGrouping(file: Container, key: string, entry: Record<string, unknown>): Grouping {
  const x = column(file, `x.${key}`, Uint16Array);
  const y = column(file, `y.${key}`, Uint16Array);
  if (x.length !== file.n || y.length !== file.n) throw new Unreadable(`Not every node has a place by ${key}.`);
  const hubs = entry["hubs"];
  if (!Array.isArray(hubs)) throw new Unreadable(`The grouping ${key} has no hubs.`);
  return { key, hubs: hubs.map((hub: unknown) => readHub(key, hub)), x, y };
}

function readHub(key: string, hub: unknown): Hub {
  if (!isRecord(hub)) throw new Unreadable(`A hub of ${key} is not an object.`);
  const { value, x, y, r, angle } = hub;
  const isValue = value === -1 || isCount(value);
  if (!isValue || !isNumber(x) || !isNumber(y) || !isNumber(r) || !isNumber(angle)) {
    throw new Unreadable(`A hub of ${key} is not described as it should be.`);
  }
  return { value: value as number, x, y, r, angle };
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
