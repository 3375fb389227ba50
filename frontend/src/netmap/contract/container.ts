/** The container "SNM1": a JSON header, then little-endian columns (written by core/netmap/payload.py). */
import { Unreadable } from "./unreadable";

export type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array;
type ColumnType = "u8" | "u16" | "u32" | "i32" | "f32";

export interface Container {
  readonly header: Readonly<Record<string, unknown>>;
  readonly n: number;
  readonly columns: ReadonlyMap<string, Column>;
}

interface Placed {
  readonly name: string;
  readonly type: ColumnType;
  readonly offset: number;
  readonly length: number;
}

const MAGIC = "SNM1";
const PREFIX_BYTES = 8;
const ALIGNMENT = 8;
const VERSION = 1;
const BYTES: Readonly<Record<ColumnType, number>> = { u8: 1, u16: 2, u32: 4, i32: 4, f32: 4 };

export function readContainer(buffer: ArrayBuffer): Container {
  if (buffer.byteLength < PREFIX_BYTES) throw new Unreadable(`The file ends after ${buffer.byteLength} bytes.`);
  const magic = String.fromCharCode(...new Uint8Array(buffer, 0, MAGIC.length));
  if (magic !== MAGIC) throw new Unreadable(`The file does not begin with ${MAGIC}.`);
  const length = new DataView(buffer).getUint32(4, true);
  const start = PREFIX_BYTES + length;
  if (start > buffer.byteLength) throw new Unreadable("The file ends within its header.");
  if (start % ALIGNMENT !== 0) throw new Unreadable("The header's length is not a multiple of eight.");
  const header = parseHeader(new Uint8Array(buffer, PREFIX_BYTES, length));
  if (header["version"] !== VERSION) throw new Unreadable(`Version ${String(header["version"])} is not known.`);
  const n = header["n"];
  if (!isCount(n)) throw new Unreadable("The header does not say how many nodes there are.");
  const columns = new Map<string, Column>();
  for (const column of placedColumns(header["columns"])) columns.set(column.name, cut(buffer, column, start));
  return { header, n, columns };
}

/** Gives a column of the wanted kind, or refuses. */
export function column<T extends Column>(from: Container, name: string, kind: new (...args: never[]) => T): T {
  const found = from.columns.get(name);
  if (!(found instanceof kind)) throw new Unreadable(`The column ${name} is missing or of another type.`);
  return found;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new Unreadable("The header is not JSON.");
  }
  if (!isRecord(parsed)) throw new Unreadable("The header is not an object.");
  return parsed;
}

function placedColumns(value: unknown): Placed[] {
  if (!Array.isArray(value)) throw new Unreadable("The header lists no columns.");
  return value.map((entry: unknown) => {
    if (!isRecord(entry)) throw new Unreadable("A column is not an object.");
    const { name, type, offset, length } = entry;
    if (typeof name !== "string" || !isType(type) || !isCount(offset) || !isCount(length)) {
      throw new Unreadable(`The column ${String(name)} is not described as it should be.`);
    }
    return { name, type, offset, length };
  });
}

function isType(value: unknown): value is ColumnType {
  return typeof value === "string" && Object.hasOwn(BYTES, value);
}

function cut(buffer: ArrayBuffer, { name, type, offset, length }: Placed, start: number): Column {
  if (offset % ALIGNMENT !== 0) throw new Unreadable(`The column ${name} does not start at a multiple of eight.`);
  const at = start + offset;
  if (at + length * BYTES[type] > buffer.byteLength) throw new Unreadable(`The file ends within the column ${name}.`);
  switch (type) {
    case "u8":
      return new Uint8Array(buffer, at, length);
    case "u16":
      return new Uint16Array(buffer, at, length);
    case "u32":
      return new Uint32Array(buffer, at, length);
    case "i32":
      return new Int32Array(buffer, at, length);
    case "f32":
      return new Float32Array(buffer, at, length);
  }
}
