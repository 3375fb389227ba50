/** The places file of one grouping: where its hubs and nodes stand, and the outline behind them. */
import { column, type Container, isCount, isNumber, isRecord, readContainer } from "./container";
import { readDiscs } from "./discs";
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

export interface Places {
  readonly grouping: string;
  readonly x: Uint16Array;
  readonly y: Uint16Array;
  readonly hubs: readonly Hub[];
  /** The least distance between two nodes. */
  readonly spacing: number;
  readonly outline: Outline | null;
}

/** Reads the places of the map's n nodes. */
export function readPlaces(buffer: ArrayBuffer, n: number): Places {
  const file = readContainer(buffer, "places", n);
  const { grouping, spacing, hubs } = file.header;
  if (typeof grouping !== "string" || !isNumber(spacing)) throw new Unreadable("The file does not say what it places.");
  if (!Array.isArray(hubs)) throw new Unreadable(`The grouping ${grouping} has no hubs.`);
  return {
    grouping,
    spacing,
    ...(file.columns.has("disc") ? readDiscs(file, n) : { x: column(file, "x", "u16", n), y: column(file, "y", "u16", n) }),
    hubs: hubs.map((hub: unknown) => readHub(grouping, hub)),
    outline: file.columns.has("outline.start") ? readOutline(file) : null,
  };
}

function readOutline(file: Container): Outline {
  const start = column(file, "outline.start", "u32");
  const x = column(file, "outline.x", "u16");
  const y = column(file, "outline.y", "u16", x.length);
  const isAscending = start.every((at, i) => i === 0 || at >= start[i - 1]!);
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
