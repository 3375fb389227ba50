/** Searching names as they are typed: without accents or case, every word at a word's beginning. */
import type { Names } from "../contract/names";

export interface NameIndex {
  /** All names folded, one line each: " word word". */
  readonly text: string;
  /** Where each line starts; one more for the end. */
  readonly start: Uint32Array;
}

const LETTERS: Readonly<Record<string, string>> = { ß: "ss", ø: "o", ł: "l", æ: "ae", œ: "oe", đ: "d", ð: "d", ı: "i", þ: "th" };

export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/[ßøłæœđðıþ]/g, (letter) => LETTERS[letter] ?? letter);
}

export function wordsOf(text: string): string[] {
  return fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

export function buildIndex(names: Names): NameIndex {
  const start = new Uint32Array(names.n + 1);
  const lines: string[] = [];
  let length = 0;
  for (let node = 0; node < names.n; node++) {
    const line = ` ${wordsOf(`${names.title(node)} ${names.organisation(node)}`).join(" ")}\n`;
    lines.push(line);
    length += line.length;
    start[node + 1] = length;
  }
  return { text: lines.join(""), start };
}

/** Marks the nodes whose name has every word of the query, each at a word's beginning. */
export function findNames(index: NameIndex, query: string): Uint8Array {
  const n = index.start.length - 1;
  const found = new Uint8Array(n);
  const words = wordsOf(query).map((word) => ` ${word}`);
  const first = words.reduce((longest, word) => (word.length > longest.length ? word : longest), "");
  if (first === "") return found;
  for (let at = index.text.indexOf(first); at !== -1; ) {
    const node = lineOf(index.start, at);
    const line = index.text.slice(index.start[node]!, index.start[node + 1]!);
    if (words.every((word) => line.includes(word))) found[node] = 1;
    at = index.text.indexOf(first, index.start[node + 1]!);
  }
  return found;
}

function lineOf(start: Uint32Array, at: number): number {
  let low = 0;
  let high = start.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (start[middle]! <= at) low = middle;
    else high = middle;
  }
  return low;
}
