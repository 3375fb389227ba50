/** Writes containers as the server does: for the tests and the measurements. */
import { ALIGNMENT, type Coding, type Kind, MAGIC, VERSION } from "../src/netmap/contract/schema";
import { present } from "./present";

export type Values = Uint8Array | Uint16Array | Uint32Array;

export interface Written {
  readonly values: Values;
  readonly coding: Coding;
}

const PREFIX = 8;

function padded(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}

export function plain(values: Values): Written {
  return { values, coding: "plain" };
}

export function planes(values: Values): Written {
  return { values, coding: "planes" };
}

export function deltas(values: Values): Written {
  return { values, coding: "deltas" };
}

export function writeContainer(
  kind: Kind,
  header: Readonly<Record<string, unknown>>,
  columns: Readonly<Record<string, Written>>,
): ArrayBuffer {
  let offset = 0;
  const listed = Object.entries(columns).map(([name, { values, coding }]) => {
    const entry = { name, type: `u${8 * values.BYTES_PER_ELEMENT}`, coding, offset, length: values.length };
    offset += padded(values.byteLength);
    return entry;
  });
  const text = new TextEncoder().encode(JSON.stringify({ version: VERSION, kind, columns: listed, ...header }));
  const length = padded(PREFIX + text.length) - PREFIX;
  const buffer = new ArrayBuffer(PREFIX + length + offset);
  const bytes = new Uint8Array(buffer);
  bytes.fill(0x20, PREFIX, PREFIX + length);
  bytes.set(new TextEncoder().encode(MAGIC));
  new DataView(buffer).setUint32(MAGIC.length, length, true);
  bytes.set(text, PREFIX);
  for (const { name, offset: at } of listed) bytes.set(coded(present(columns[name])), PREFIX + length + at);
  return buffer;
}

function coded({ values, coding }: Written): Uint8Array {
  let given = values;
  if (coding === "deltas") {
    given = values.slice();
    for (let i = given.length - 1; i > 0; i--) given[i] = (given[i] ?? 0) - (given[i - 1] ?? 0);
  }
  const bytes = new Uint8Array(given.buffer, given.byteOffset, given.byteLength);
  const size = given.BYTES_PER_ELEMENT;
  if (coding === "plain" || size === 1) return bytes;
  const turned = new Uint8Array(bytes.length);
  for (let i = 0; i < given.length; i++) for (let b = 0; b < size; b++) turned[b * given.length + i] = bytes[i * size + b] ?? 0;
  return turned;
}
