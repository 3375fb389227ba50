/** The container of every file of the map: a JSON header, then little-endian columns (written by core/netmap/payload.py). */
import { ALIGNMENT, CODINGS, type Coding, type ElementType, type Kind, MAGIC, OLDEST_READ, TYPE_BYTES, VERSION } from "./schema";
import { Unreadable } from "./unreadable";

export type Column = Uint8Array | Uint16Array | Uint32Array;

export interface Container {
  readonly header: Readonly<Record<string, unknown>>;
  readonly n: number;
  /** Columns as they lie in the file; `column` decodes one. */
  readonly columns: ReadonlyMap<string, ColumnEntry>;
}

interface ColumnEntry {
  readonly name: string;
  readonly type: ElementType;
  readonly coding: Coding;
  readonly length: number;
  readonly bytes: Uint8Array;
}

const PREFIX_BYTES = 8;

/** Reads a container of one kind; where it belongs to other nodes than the `n` that are known, it is refused. */
export function readContainer(buffer: ArrayBuffer, kind: Kind, expectedCount?: number): Container {
  if (buffer.byteLength < PREFIX_BYTES) throw new Unreadable(`The file ends after ${buffer.byteLength} bytes.`);
  const magic = String.fromCharCode(...new Uint8Array(buffer, 0, MAGIC.length));
  if (magic !== MAGIC) throw new Unreadable(`The file does not begin with ${MAGIC}.`);
  const length = new DataView(buffer).getUint32(MAGIC.length, true);
  const start = PREFIX_BYTES + length;
  if (start > buffer.byteLength) throw new Unreadable("The file ends within its header.");
  if (start % ALIGNMENT !== 0) throw new Unreadable("The header's length is not a multiple of eight.");
  const header = parseHeader(new Uint8Array(buffer, PREFIX_BYTES, length));
  if (!isCount(header["version"]) || header["version"] > VERSION || header["version"] < OLDEST_READ) throw new Unreadable(`Version ${String(header["version"])} is not known.`);
  if (header["kind"] !== kind) throw new Unreadable(`The file holds ${String(header["kind"])}, not ${kind}.`);
  const n = header["n"];
  if (!isCount(n)) throw new Unreadable("The header does not say how many nodes there are.");
  if (expectedCount !== undefined && n !== expectedCount) throw new Unreadable(`The file tells of ${n} nodes, the map has ${expectedCount}.`);
  return { header, n, columns: placedColumns(header["columns"], buffer, start) };
}

/** Decodes a column of a type and, where told, a length; refuses what is missing or does not fit. */
export function column(from: Container, name: string, type: "u8", length?: number): Uint8Array;
export function column(from: Container, name: string, type: "u16", length?: number): Uint16Array;
export function column(from: Container, name: string, type: "u32", length?: number): Uint32Array;
export function column(from: Container, name: string, type: ElementType, length?: number): Column {
  const values = from.columns.get(name);
  if (values?.type !== type) throw new Unreadable(`The column ${name} is missing or of another type.`);
  return decoded(checkEntry(values, length));
}

/** Decodes a column of one or two bytes an element. */
export function smallColumn(from: Container, name: string, length?: number): Uint8Array | Uint16Array {
  const values = from.columns.get(name);
  if (values?.type === "u8") return column(from, name, "u8", length);
  return column(from, name, "u16", length);
}

/** Decodes a column of two or four bytes an element. */
export function largeColumn(from: Container, name: string, length?: number): Uint16Array | Uint32Array {
  const values = from.columns.get(name);
  if (values?.type === "u32") return column(from, name, "u32", length);
  return column(from, name, "u16", length);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

export function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

export function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === "string");
}

/** Running totals of counts, from 0, one more than there are counts; refuses where they miss the wanted total. */
export function runsOf(counts: Column, total: number, name: string): Uint32Array {
  const start = new Uint32Array(counts.length + 1);
  let sum = 0;
  for (let i = 0; i < counts.length; i++) {
    sum += counts[i] ?? 0;
    if (sum > total) break;
    start[i + 1] = sum;
  }
  if (sum !== total) throw new Unreadable(`The counts of ${name} do not fit what they count.`);
  return start;
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

function placedColumns(value: unknown, buffer: ArrayBuffer, start: number): Map<string, ColumnEntry> {
  if (!Array.isArray(value)) throw new Unreadable("The header lists no columns.");
  const columns = new Map<string, ColumnEntry>();
  for (const entry of value as unknown[]) {
    if (!isRecord(entry)) throw new Unreadable("A column is not an object.");
    const { name, type, coding, offset, length } = entry;
    if (typeof name !== "string" || !isType(type) || !isCoding(coding) || !isCount(offset) || !isCount(length)) {
      throw new Unreadable(`The column ${String(name)} is not described as it should be.`);
    }
    if (offset % ALIGNMENT !== 0) throw new Unreadable(`The column ${name} does not start at a multiple of eight.`);
    const at = start + offset;
    const size = length * TYPE_BYTES[type];
    if (at + size > buffer.byteLength) throw new Unreadable(`The file ends within the column ${name}.`);
    if (columns.has(name)) throw new Unreadable(`The column ${name} is there twice.`);
    columns.set(name, { name, type, coding, length, bytes: new Uint8Array(buffer, at, size) });
  }
  return columns;
}

function isType(value: unknown): value is ElementType {
  return typeof value === "string" && Object.hasOwn(TYPE_BYTES, value);
}

function isCoding(value: unknown): value is Coding {
  return CODINGS.some((coding) => coding === value);
}

function checkEntry(entry: ColumnEntry, length: number | undefined): ColumnEntry {
  if (length !== undefined && entry.length !== length) {
    throw new Unreadable(`The column ${entry.name} has ${entry.length} elements, not ${length}.`);
  }
  return entry;
}

function decoded({ type, coding, length, bytes }: ColumnEntry): Column {
  const values = type === "u8" ? bytes : coding === "plain" ? plain(bytes, type, length) : joinPlanes(bytes, type, length);
  return coding === "deltas" ? sumUp(values) : values;
}

function plain({ buffer, byteOffset }: Uint8Array, type: "u16" | "u32", length: number): Column {
  return type === "u16" ? new Uint16Array(buffer, byteOffset, length) : new Uint32Array(buffer, byteOffset, length);
}

/** Joins the planes: all lowest bytes come first, then all next ones. */
function joinPlanes(bytes: Uint8Array, type: "u16" | "u32", length: number): Column {
  if (type === "u16") {
    const values = new Uint16Array(length);
    for (let i = 0; i < length; i++) values[i] = (bytes[i] ?? 0) | ((bytes[length + i] ?? 0) << 8);
    return values;
  }
  const values = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    values[i] = (bytes[i] ?? 0) | ((bytes[length + i] ?? 0) << 8) | ((bytes[2 * length + i] ?? 0) << 16) | ((bytes[3 * length + i] ?? 0) << 24);
  }
  return values;
}

/** Sums differences; the arrays' own range gives the modulo. */
function sumUp(differences: Column): Column {
  const values = differences.slice();
  for (let i = 1; i < values.length; i++) values[i] = (values[i] ?? 0) + (values[i - 1] ?? 0);
  return values;
}
