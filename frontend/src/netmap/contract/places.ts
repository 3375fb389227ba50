/** The places file of one grouping: where its hubs and nodes stand, and the outline behind them. */
import { column, type Container, isCount, isNumber, isRecord, readContainer } from "./container";
import { FULL_SCALE, GOLDEN_ANGLE } from "./schema";
import { Unreadable } from "./unreadable";

/** The node of a facet's value; `value` -1 = not stated. Places in 0..65535, y down; `angle` points outward. */
export interface Hub {
  readonly value: number;
  readonly x: number;
  readonly y: number;
  readonly r: number;
  readonly angle: number;
}

/** Closed rings one after another: ring i goes from point start[i] to start[i + 1] - 1. */
export interface Outline {
  readonly start: Uint32Array;
  readonly x: Uint16Array;
  readonly y: Uint16Array;
}

export interface Positions {
  readonly grouping: string;
  readonly x: Uint16Array;
  readonly y: Uint16Array;
  readonly hubs: readonly Hub[];
  /** The least distance between two nodes. */
  readonly spacing: number;
  readonly outline: Outline | null;
}

/** Reads the places of the map's n nodes. */
export function readPlaces(buffer: ArrayBuffer, n: number): Positions {
  const file = readContainer(buffer, "places", n);
  const { grouping, spacing, hubs } = file.header;
  if (typeof grouping !== "string" || !isNumber(spacing)) throw new Unreadable("The file does not say what it places.");
  if (!Array.isArray(hubs)) throw new Unreadable(`The grouping ${grouping} has no hubs.`);
  return {
    grouping,
    spacing,
    ...(file.columns.has("disc") ? readDiscs(file) : { x: column(file, "x", "u16", n), y: column(file, "y", "u16", n) }),
    hubs: hubs.map((hub: unknown) => readHub(grouping, hub)),
    outline: file.columns.has("outline.start") ? readOutline(file) : null,
  };
}

/** Seeds far beyond the number of nodes are not worth a table of all seeds before them. */
const SPARE_SEEDS = 4096;

/** Nodes in sunflowers: seed s of a disc lies pitch * sqrt(s + start) from its centre, at s times the golden angle. */
function readDiscs(file: Container): { x: Uint16Array; y: Uint16Array } {
  const { n } = file;
  const pitch = file.header["pitch"];
  const centreX = column(file, "disc.x", "u16");
  const centreY = column(file, "disc.y", "u16", centreX.length);
  const starts = column(file, "disc.start", "u8", centreX.length);
  const disc = file.columns.get("disc")?.type === "u32" ? column(file, "disc", "u32", n) : column(file, "disc", "u16", n);
  if (!isNumber(pitch)) throw new Unreadable("The file does not say how far apart seeds are.");
  const seed = column(file, "skip", "u32", n).slice();
  const before = new Uint32Array(centreX.length);
  let last = 0;
  for (let node = 0; node < n; node++) {
    const nodeDisc = disc[node] ?? 0;
    if (nodeDisc >= before.length) throw new Unreadable(`There is no disc number ${nodeDisc}.`);
    const earlier = before[nodeDisc] ?? 0;
    before[nodeDisc] = earlier + 1;
    seed[node] = (seed[node] ?? 0) + earlier;
    last = Math.max(last, seed[node] ?? 0);
  }
  const directions = last < 2 * n + SPARE_SEEDS ? turns(last + 1) : null;
  const x = new Uint16Array(n);
  const y = new Uint16Array(n);
  for (let node = 0; node < n; node++) {
    const [at, s] = [disc[node] ?? 0, seed[node] ?? 0];
    const away = pitch * Math.sqrt(s + (starts[at] ?? 0) / 2);
    x[node] = clamp((centreX[at] ?? 0) + away * (directions ? (directions[2 * s] ?? 0) : Math.cos(s * GOLDEN_ANGLE)));
    y[node] = clamp((centreY[at] ?? 0) + away * (directions ? (directions[2 * s + 1] ?? 0) : Math.sin(s * GOLDEN_ANGLE)));
  }
  return { x, y };
}

/** Cosine and sine of each seed's angle, each turned on from the one before. */
function turns(count: number): Float64Array {
  const [c, s] = [Math.cos(GOLDEN_ANGLE), Math.sin(GOLDEN_ANGLE)];
  const directions = new Float64Array(2 * count);
  let [cos, sin] = [1, 0];
  for (let i = 0; i < count; i++) {
    directions[2 * i] = cos;
    directions[2 * i + 1] = sin;
    [cos, sin] = [cos * c - sin * s, sin * c + cos * s];
  }
  return directions;
}

function clamp(value: number): number {
  return Math.max(0, Math.min(FULL_SCALE, Math.round(value)));
}

function readOutline(file: Container): Outline {
  const start = column(file, "outline.start", "u32");
  const x = column(file, "outline.x", "u16");
  const y = column(file, "outline.y", "u16", x.length);
  const isAscending = start.every((at, i) => i === 0 || at >= (start[i - 1] ?? 0));
  if (start.length === 0 || start[0] !== 0 || start.at(-1) !== x.length || !isAscending) {
    throw new Unreadable("The rings of the outline do not fit its points.");
  }
  return { start, x, y };
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
