/** Writes containers as the server does: for the tests and the measurements. */
import { ALIGNMENT, type Coding, type Kind, MAGIC, VERSION } from "../src/netmap/contract/schema";
import { present } from "./present";

export type Values = Uint8Array | Uint16Array | Uint32Array;

export interface WrittenColumn {
  readonly values: Values;
  readonly coding: Coding;
}

const PREFIX = 8;

function padded(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}

export function plain(values: Values): WrittenColumn {
  return { values, coding: "plain" };
}

export function planes(values: Values): WrittenColumn {
  return { values, coding: "planes" };
}

export function deltas(values: Values): WrittenColumn {
  return { values, coding: "deltas" };
}

export function writeContainer(
  kind: Kind,
  header: Readonly<Record<string, unknown>>,
  columns: Readonly<Record<string, WrittenColumn>>,
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

function coded({ values, coding }: WrittenColumn): Uint8Array {
  let encoded = values;
  if (coding === "deltas") {
    encoded = values.slice();
    for (let i = encoded.length - 1; i > 0; i--) encoded[i] = (encoded[i] ?? 0) - (encoded[i - 1] ?? 0);
  }
  const bytes = new Uint8Array(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  const size = encoded.BYTES_PER_ELEMENT;
  if (coding === "plain" || size === 1) return bytes;
  const turned = new Uint8Array(bytes.length);
  for (let i = 0; i < encoded.length; i++) for (let b = 0; b < size; b++) turned[b * encoded.length + i] = bytes[i * size + b] ?? 0;
  return turned;
}
