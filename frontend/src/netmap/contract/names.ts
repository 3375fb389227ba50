/** The names file: titles and organisations as UTF-8 bytes; a text is made only when somebody reads it. */
import { column, readContainer } from "./container";
import { Unreadable } from "./unreadable";

export interface Names {
  readonly n: number;
  title(node: number): string;
  organisation(node: number): string;
}

export function readNames(buffer: ArrayBuffer): Names {
  const file = readContainer(buffer);
  const texts = (name: string): ((node: number) => string) => {
    const start = column(file, `${name}.start`, Uint32Array);
    const bytes = column(file, `${name}.bytes`, Uint8Array);
    if (start.length !== file.n + 1 || start[file.n] !== bytes.length) {
      throw new Unreadable(`The texts of ${name} do not fit their places.`);
    }
    const decoder = new TextDecoder();
    return (node) => decoder.decode(bytes.subarray(start[node]!, start[node + 1]!));
  };
  return { n: file.n, title: texts("name"), organisation: texts("org") };
}
