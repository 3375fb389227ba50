/** The links file: declared links, similar ones, and the numbers of the nodes. */
import { column, type Container, isNumber, isRecord, isTexts, largeColumn, readContainer, runsOf } from "./container";
import { Unreadable } from "./unreadable";

/** Links in both directions: node i is linked with other[start[i]] to other[start[i + 1] - 1], in ascending order. */
export interface Adjacency {
  readonly start: Uint32Array;
  readonly target: Uint32Array;
  /** How strong each is, 0 to 255; null = all alike. */
  readonly strength: Uint8Array | null;
}

export interface NodeLinks {
  readonly declared: Adjacency;
  readonly similar: Adjacency;
  /** Numbers of each node by key. */
  readonly numbers: ReadonlyMap<string, Numbers>;
}

/** A number of each node: so many times the unit. */
export interface Numbers {
  readonly steps: Uint16Array | Uint32Array;
  readonly unit: number;
}

/** Reads the links between the map's n nodes. */
export function readLinks(buffer: ArrayBuffer, n: number): NodeLinks {
  const file = readContainer(buffer, "links", n);
  const keys = file.header["numbers"];
  if (!isTexts(keys)) throw new Unreadable("The file does not list its numbers.");
  return {
    declared: readAdjacency(file, "tie", false),
    similar: readAdjacency(file, "similar", true),
    numbers: new Map(keys.map((key) => [key, { steps: largeColumn(file, `number.${key}`, n), unit: unitOf(file, key) }])),
  };
}

function unitOf({ header }: Container, key: string): number {
  const units = header["units"];
  const unit = isRecord(units) ? (units[key] ?? 1) : 1;
  if (!isNumber(unit) || unit <= 0) throw new Unreadable(`The unit of ${key} is no number.`);
  return unit;
}

/** Each link is stored once, with its lower end; here both ends learn of it. */
function readAdjacency(file: Container, name: string, hasStrength: boolean): Adjacency {
  const { n } = file;
  const gap = column(file, `${name}.gap`, "u32");
  const run = runsOf(column(file, `${name}.count`, "u16", n), gap.length, name);
  const storedStrength = hasStrength ? column(file, `${name}.strength`, "u8", gap.length) : null;
  const higher = new Uint32Array(gap.length);
  const start = new Uint32Array(n + 1);
  for (let node = 0; node < n; node++) {
    let at = node;
    for (let i = run[node] ?? 0; i < (run[node + 1] ?? 0); i++) {
      at += gap[i] ?? 0;
      if (gap[i] === 0 || at >= n) throw new Unreadable(`A link of ${name} leads to no node.`);
      higher[i] = at;
      start[at + 1] = (start[at + 1] ?? 0) + 1;
    }
    start[node + 1] = (start[node + 1] ?? 0) + (run[node + 1] ?? 0) - (run[node] ?? 0);
  }
  for (let node = 0; node < n; node++) start[node + 1] = (start[node + 1] ?? 0) + (start[node] ?? 0);
  const next = start.slice(0, n);
  const target = new Uint32Array(2 * gap.length);
  const strength = storedStrength ? new Uint8Array(2 * gap.length) : null;
  // Lower ends come in ascending order before a node's own higher ends: every run ends up ascending.
  for (let node = 0; node < n; node++) {
    for (let i = run[node] ?? 0; i < (run[node + 1] ?? 0); i++) {
      const far = higher[i] ?? 0;
      const lowerIndex = next[node] ?? 0;
      const higherIndex = next[far] ?? 0;
      next[node] = lowerIndex + 1;
      next[far] = higherIndex + 1;
      target[lowerIndex] = far;
      target[higherIndex] = node;
      if (strength && storedStrength) strength[lowerIndex] = strength[higherIndex] = storedStrength[i] ?? 0;
    }
  }
  return { start, target, strength };
}
