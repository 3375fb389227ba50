/** The names file: titles and organisations as UTF-8 bytes; a text is made only when somebody reads it. */
import { column, type Container, readContainer, runsOf } from "./container";

/** Text i lies in bytes[start[i]] to bytes[start[i + 1] - 1]. */
export interface Texts {
  readonly start: Uint32Array;
  readonly bytes: Uint8Array;
}

export interface Names {
  readonly n: number;
  readonly titles: Texts;
  readonly organisations: Texts;
  title(node: number): string;
  organisation(node: number): string;
  /** The address of a node's small picture; empty where it has none. */
  picture(node: number): string;
}

const decoder = new TextDecoder();

/** Reads the names of the map's n nodes. */
export function readNames(buffer: ArrayBuffer, n: number): Names {
  const file = readContainer(buffer, "names", n);
  const titles = readTexts(file, "title");
  const organisations = readTexts(file, "organisation");
  const pictures = file.columns.has("picture.bytes") ? readTexts(file, "picture") : null;
  return {
    n,
    titles,
    organisations,
    title: (node) => textAt(titles, node),
    organisation: (node) => textAt(organisations, node),
    picture: (node) => (pictures ? textAt(pictures, node) : ""),
  };
}

export function textAt({ start, bytes }: Texts, node: number): string {
  return decoder.decode(bytes.subarray(start[node] ?? 0, start[node + 1] ?? 0));
}

function readTexts(file: Container, name: string): Texts {
  const bytes = column(file, `${name}.bytes`, "u8");
  return { bytes, start: runsOf(column(file, `${name}.length`, "u16", file.n), bytes.length, name) };
}
