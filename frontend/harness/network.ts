/** Makes networks and writes them as the server does: for the tests and the measurements. */
import { present } from "./present";
import { chance } from "./chance";
import { deltas, plain, planes, type Values, writeContainer, type WrittenColumn } from "./container";
import { type Hub, placesAround, ring } from "./places";

export { chance } from "./chance";

interface MadeFacet {
  readonly key: string;
  readonly values: readonly string[];
  readonly isMulti: boolean;
  /** Each node's values; empty = not stated. */
  readonly rows: readonly (readonly number[])[];
  readonly of?: { readonly facet: string; readonly to: readonly number[] };
}

export interface MadeNetwork {
  readonly n: number;
  readonly facets: readonly MadeFacet[];
  readonly groupings: readonly { readonly key: string; readonly facet: string | null }[];
  readonly nodes: ArrayBuffer;
  readonly links: ArrayBuffer;
  readonly names: ArrayBuffer;
  readonly places: ReadonlyMap<string, ArrayBuffer>;
  /** Links between nodes, each once, lower end first. */
  readonly similar: readonly (readonly [number, number])[];
  readonly declared: readonly (readonly [number, number])[];
}

const SIZES = { category: 9, country: 120, subregion: 17, region: 5, language: 30, beneficiary: 8, type: 7, stage: 4, call: 3, issue: 40 };
const UNSTATED = 0.04;
const SIMILAR_EACH = 3;
const TIES_SHARE = 0.55;
const NUMBERS_KEY = "ties";

export const GROUPINGS = [
  ...["category", "country", "region", "language", "issue"].map((key) => ({ key, facet: key })),
  { key: "place", facet: "country" },
  { key: "ties", facet: null },
];

/** A network of n nodes with ten facets, about 4.75 links a node (to hubs and to others), in a few groupings. */
export function makeNetwork(n: number, seed = 1): MadeNetwork {
  const next = chance(seed);
  const facets = makeFacets(n, next);
  const byKey = new Map(facets.map((facet) => [facet.key, facet]));
  const similar = makePairs(n, SIMILAR_EACH * n, (node) => likeOf(n, node, present(byKey.get("category")), next));
  const declared = makePairs(n, TIES_SHARE * n, () => Math.floor(next() * n));
  const columns: Record<string, WrittenColumn> = {
    id: deltas(Uint32Array.from({ length: n }, (_, i) => i * 2 + 1)),
    state: plain(Uint8Array.from({ length: n }, () => Math.floor(next() * 4))),
  };
  for (const facet of facets) Object.assign(columns, facetColumns(facet));
  const header = {
    n,
    audience: "public",
    facets: facets.map(({ key, values, isMulti, of }) => ({ key, values, multi: isMulti, ...(of ? { of } : {}) })),
    groupings: GROUPINGS,
  };
  const places = new Map(GROUPINGS.map(({ key, facet }) => [key, writePlaces(n, key, facet ? present(byKey.get(facet)) : null, next)]));
  return {
    n,
    facets,
    groupings: GROUPINGS,
    similar,
    declared,
    nodes: writeContainer("nodes", header, columns),
    links: writeLinks(n, declared, similar, next),
    names: writeNames(n),
    places,
  };
}

function makeFacets(n: number, next: () => number): MadeFacet[] {
  const several = (count: number, most: number): number[][] =>
    Array.from({ length: n }, () => {
      const many = Math.min(most, Math.floor(next() * (most + 0.5)));
      return [...new Set(Array.from({ length: many }, () => Math.floor(next() ** 1.4 * count)))];
    });
  const single = (count: number): number[][] =>
    Array.from({ length: n }, () => (next() < UNSTATED ? [] : [Math.floor(next() ** 1.8 * count)]));
  const values = (key: keyof typeof SIZES): string[] => Array.from({ length: SIZES[key] }, (_, i) => `${key}-${i + 1}`);
  const plainFacet = (key: keyof typeof SIZES, rows: number[][], isMulti: boolean): MadeFacet => ({ key, values: values(key), isMulti, rows });
  const country = plainFacet("country", single(SIZES.country), false);
  const following = (key: "region" | "subregion"): MadeFacet => {
    const to = country.values.map((_, i) => i % SIZES[key]);
    const rows = country.rows.map((row) => row.map((value) => to[value] ?? 0));
    return { ...plainFacet(key, rows, false), of: { facet: "country", to } };
  };
  return [
    plainFacet("category", several(SIZES.category, 3), true),
    following("region"),
    following("subregion"),
    country,
    plainFacet("language", several(SIZES.language, 3), true),
    plainFacet("beneficiary", several(SIZES.beneficiary, 3), true),
    plainFacet("type", single(SIZES.type), false),
    plainFacet("stage", single(SIZES.stage), false),
    plainFacet("call", single(SIZES.call), false),
    plainFacet("issue", single(SIZES.issue), false),
  ];
}

function facetColumns({ key, values, isMulti, rows, of }: MadeFacet): Record<string, WrittenColumn> {
  if (of) return {};
  const kind = values.length < 0xff ? Uint8Array : Uint16Array;
  const missing = kind === Uint8Array ? 0xff : 0xffff;
  if (!isMulti) return { [`facet.${key}`]: planes(kind.from(rows.map((row) => row[0] ?? missing))) };
  return {
    [`facet.${key}.count`]: plain(Uint8Array.from(rows, (row) => row.length)),
    [`facet.${key}.item`]: planes(kind.from(rows.flat())),
  };
}

function likeOf(n: number, node: number, { rows }: MadeFacet, next: () => number): number {
  const ownValue = present(rows[node])[0];
  for (let attempt = 0; attempt < 12; attempt++) {
    const target = Math.floor(next() * n);
    if (rows[target]?.[0] === ownValue) return target;
  }
  return Math.floor(next() * n);
}

function makePairs(n: number, count: number, target: (node: number) => number): [number, number][] {
  const codes = new Set<number>();
  for (let i = 0; i < count && n > 1; i++) {
    const node = i % n;
    const far = target(node);
    if (far !== node) codes.add(Math.min(node, far) * n + Math.max(node, far));
  }
  const ascending = Float64Array.from(codes).sort();
  return Array.from(ascending, (key) => [Math.floor(key / n), key % n]);
}

function writeLinks(n: number, declared: MadeNetwork["declared"], similar: MadeNetwork["similar"], next: () => number): ArrayBuffer {
  const degree = new Uint16Array(n);
  for (const pair of declared) for (const node of pair) degree[node] = (degree[node] ?? 0) + 1;
  return writeContainer("links", { n, numbers: [NUMBERS_KEY] }, {
    ...linkColumns(n, "tie", declared),
    ...linkColumns(n, "similar", similar),
    "similar.strength": plain(Uint8Array.from(similar, () => Math.floor(next() * 256))),
    [`number.${NUMBERS_KEY}`]: planes(degree),
  });
}

function linkColumns(n: number, name: string, pairs: MadeNetwork["declared"]): Record<string, WrittenColumn> {
  const counts = new Uint16Array(n);
  const gaps = new Uint32Array(pairs.length);
  pairs.forEach(([low, high], i) => {
    counts[low] = (counts[low] ?? 0) + 1;
    const before = pairs[i - 1];
    gaps[i] = high - (before?.[0] === low ? before[1] : low);
  });
  return { [`${name}.count`]: planes(counts), [`${name}.gap`]: planes(gaps) };
}

function writePlaces(n: number, key: string, facet: MadeFacet | null, next: () => number): ArrayBuffer {
  const hubs: Hub[] = facet ? ring(facet.values.length) : [];
  const { x, y } = placesAround(n, hubs, (node) => facet?.rows[node] ?? [], next);
  const columns: Record<string, WrittenColumn> = { x: planes(x), y: planes(y) };
  if (key === "place") {
    columns["outline.start"] = deltas(Uint32Array.of(0, 4, 8));
    columns["outline.x"] = deltas(Uint16Array.of(5000, 30000, 30000, 5000, 35000, 60000, 60000, 35000));
    columns["outline.y"] = deltas(Uint16Array.of(5000, 9000, 60000, 50000, 15000, 5000, 40000, 60000));
  }
  return writeContainer("places", { n, grouping: key, spacing: 65535 / Math.sqrt(n + 1) / 3, step: 1, hubs }, columns);
}

function writeNames(n: number): ArrayBuffer {
  const title = (i: number): string => (i % 50 === 9 ? `مشروع المهارات ${i}` : `Projet numéro ${i} à l’École`);
  const organisation = (i: number): string => (i % 7 === 0 ? "" : `Organisation ${i % 400}`);
  return writeContainer("names", { n }, { ...textColumns(n, "title", title), ...textColumns(n, "organisation", organisation) });
}

function textColumns(n: number, name: string, text: (i: number) => string): Record<string, WrittenColumn> {
  const encoder = new TextEncoder();
  const texts = Array.from({ length: n }, (_, i) => encoder.encode(text(i)));
  const length = Uint16Array.from(texts, (bytes) => bytes.length);
  const all: Values = new Uint8Array(texts.reduce((sum, bytes) => sum + bytes.length, 0));
  let at = 0;
  for (const bytes of texts) {
    all.set(bytes, at);
    at += bytes.length;
  }
  return { [`${name}.length`]: planes(length), [`${name}.bytes`]: plain(all) };
}
