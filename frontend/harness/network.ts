/** Makes networks and writes them as the server does: for the tests and for trying the island without a server. */

type Values = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array;

const TYPES: readonly [new () => Values, string][] = [
  [Uint8Array, "u8"],
  [Uint16Array, "u16"],
  [Uint32Array, "u32"],
  [Int32Array, "i32"],
  [Float32Array, "f32"],
];

function padded(length: number): number {
  return Math.ceil(length / 8) * 8;
}

/** Writes a container "SNM1". */
export function writeContainer(header: Readonly<Record<string, unknown>>, columns: ReadonlyMap<string, Values>): ArrayBuffer {
  let offset = 0;
  const listed = [...columns].map(([name, values]) => {
    const type = TYPES.find(([kind]) => values instanceof kind)?.[1];
    const entry = { name, type, offset, length: values.length };
    offset += padded(values.byteLength);
    return entry;
  });
  const text = new TextEncoder().encode(JSON.stringify({ version: 1, ...header, columns: listed }));
  const length = padded(8 + text.length) - 8;
  const buffer = new ArrayBuffer(8 + length + offset);
  const bytes = new Uint8Array(buffer);
  bytes.fill(0x20, 8, 8 + length);
  bytes.set(new TextEncoder().encode("SNM1"));
  new DataView(buffer).setUint32(4, length, true);
  bytes.set(text, 8);
  listed.forEach(({ name, offset: at }) => {
    const values = columns.get(name)!;
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), 8 + length + at);
  });
  return buffer;
}

/** A small generator with a seed, so that every run sees the same network (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Made {
  readonly nodes: ArrayBuffer;
  readonly names: ArrayBuffer;
  readonly categories: readonly string[];
  readonly countries: readonly string[];
}

const CATEGORIES = 9;
const COUNTRIES = 60;

/** A network with one multi-valued facet (category) and one single-valued (country), both also groupings. */
export function makeNetwork(n: number, seed = 1): Made {
  const next = chance(seed);
  const categories = Array.from({ length: CATEGORIES }, (_, i) => `category-${i + 1}`);
  const countries = Array.from({ length: COUNTRIES }, (_, i) => `C${i}`);
  const runs = Array.from({ length: n }, () => {
    const count = Math.floor(next() * 3.2);
    return [...new Set(Array.from({ length: count }, () => Math.floor(next() ** 1.5 * CATEGORIES)))];
  });
  const country = Uint16Array.from({ length: n }, () => (next() < 0.03 ? 0xffff : Math.floor(next() ** 2 * COUNTRIES)));
  const byCategory = ring(CATEGORIES);
  const byCountry = ring(COUNTRIES);
  const places = (hubs: readonly Hub[], of: (node: number) => readonly number[]): [Uint16Array, Uint16Array] => {
    const x = new Uint16Array(n);
    const y = new Uint16Array(n);
    for (let node = 0; node < n; node++) {
      const own = of(node).map((value) => hubs[value]!);
      const centre = own.length > 0 ? { x: mean(own.map((hub) => hub.x)), y: mean(own.map((hub) => hub.y)) } : { x: 32768, y: 32768 };
      const away = Math.sqrt(next()) * (own.length === 1 ? 6000 : 3500);
      const turn = next() * Math.PI * 2;
      x[node] = Math.max(0, Math.min(65535, centre.x + Math.cos(turn) * away));
      y[node] = Math.max(0, Math.min(65535, centre.y + Math.sin(turn) * away));
    }
    return [x, y];
  };
  const [x1, y1] = places(byCategory, (node) => runs[node]!);
  const [x2, y2] = places(byCountry, (node) => (country[node] === 0xffff ? [] : [country[node]!]));
  const starts = new Uint32Array(n + 1);
  runs.forEach((run, node) => (starts[node + 1] = starts[node]! + run.length));
  const nodes = writeContainer(
    {
      n,
      facets: { category: { values: categories, multi: true }, country: { values: countries, multi: false } },
      groupings: { category: { hubs: byCategory }, country: { hubs: byCountry } },
    },
    new Map<string, Values>([
      ["id", Uint32Array.from({ length: n }, (_, i) => i * 2 + 1)],
      ["state", Uint8Array.from({ length: n }, () => Math.floor(next() * 4))],
      ["facet.category.start", starts],
      ["facet.category.item", Uint8Array.from(runs.flat())],
      ["facet.country", country],
      ["x.category", x1],
      ["y.category", y1],
      ["x.country", x2],
      ["y.country", y2],
    ]),
  );
  return { nodes, names: writeNames(n), categories, countries };
}

function writeNames(n: number): ArrayBuffer {
  const columns = new Map<string, Values>();
  for (const [name, text] of [
    ["name", (i: number) => `Projet numéro ${i} à l’École`],
    ["org", (i: number) => (i % 7 === 0 ? "" : `Organisation ${i % 400}`)],
  ] as const) {
    const texts = Array.from({ length: n }, (_, i) => new TextEncoder().encode(text(i)));
    const start = new Uint32Array(n + 1);
    texts.forEach((bytes, i) => (start[i + 1] = start[i]! + bytes.length));
    const all = new Uint8Array(start[n]!);
    texts.forEach((bytes, i) => all.set(bytes, start[i]));
    columns.set(`${name}.start`, start);
    columns.set(`${name}.bytes`, all);
  }
  return writeContainer({ n }, columns);
}

interface Hub {
  readonly value: number;
  readonly x: number;
  readonly y: number;
  readonly r: number;
  readonly angle: number;
}

function ring(count: number): Hub[] {
  return Array.from({ length: count }, (_, value) => {
    const angle = (value / count) * Math.PI * 2 - Math.PI / 2;
    return { value, x: Math.round(32768 + Math.cos(angle) * 24000), y: Math.round(32768 + Math.sin(angle) * 24000), r: 6000, angle };
  });
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
