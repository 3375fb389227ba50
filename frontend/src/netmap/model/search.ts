/** Searching names as they are typed: without accents or case, every word at a word's beginning. */
import { type Names, textAt, type Texts } from "../contract/names";

/** All names folded, as UTF-8 bytes outside of the JavaScript heap: a line of " word word" for each node. */
export interface NameIndex {
  readonly bytes: Uint8Array;
  /** Where each line starts; one more for the end. */
  readonly start: Uint32Array;
}

const LETTERS: Readonly<Record<string, string>> = { ß: "ss", ø: "o", ł: "l", æ: "ae", œ: "oe", đ: "d", ð: "d", ı: "i", þ: "th" };
/** Arabic letters that people write in several ways, and what of an Arabic word no search compares, as core/search has it. */
const ARABIC: Readonly<Record<string, string>> = { ى: "ي", ة: "ه", ی: "ي", ک: "ك", ٱ: "ا", ـ: "", ء: "" };
const ARABIC_LETTER = /[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]/;
const SIGNS = /[\u0610-\u061a\u0640\u064b-\u0652\u0670]/g;
const HAMZA_BEFORE_LONG_U = /[\u0621\u0624\u0626](?=و)/g;
const HAMZA_BEFORE_ENDING = /(?<=ا)[\u0621\u0624\u0626](?=[ةه](?![\u0621-\u064a]))/g;
const PREFIXES = /^(?:(?:[وف]?[بك]?ال|[وف]?لل)(?=[\u0621-\u064a]{3,}$)|[وف]?[بك]?ال(?=[\u0621-\u064a]{2}$)|و(?=[\u0621-\u064a]{4,}$))/;
const WITHOUT_ARTICLE: ReadonlySet<string> = new Set(["الله", "الات", "الان", "التي", "الذي", "الاف", "اليه", "اليا", "الين"]);
/** The first of ten digits in a row that are written otherwise: Arabic, Persian, Devanagari. */
const ZEROS = [0x0660, 0x06f0, 0x0966];
const SPACE = 0x20;
const ASCII = 0x80;
/** Room for what grows when it is folded, such as ligatures. */
const SPARE_BYTES = 1024;

export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/[ßøłæœđðıþ]/g, (letter) => LETTERS[letter] ?? letter)
    .replace(/[ىةیکٱـء]/g, (letter) => ARABIC[letter] ?? letter);
}

export function wordsOf(text: string): string[] {
  if (!ARABIC_LETTER.test(text)) return split(fold(text));
  const composed = text.replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g, digit).normalize("NFKC").replace(SIGNS, "");
  return split(fold(composed.replace(HAMZA_BEFORE_LONG_U, "").replace(HAMZA_BEFORE_ENDING, ""))).map(bareWord);
}

function split(text: string): string[] {
  return text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
}

function digit(letter: string): string {
  const code = letter.charCodeAt(0);
  return String(code - (ZEROS.findLast((zero) => zero <= code) ?? code));
}

/** A folded Arabic word without article, particles and doubled letters; any other word as it is. */
function bareWord(word: string): string {
  if (!ARABIC_LETTER.test(word)) return word;
  const bare = word.replace(/ي{2}/g, "ي").replace(/و{2}/g, "و");
  return WITHOUT_ARTICLE.has(bare) ? bare : bare.replace(PREFIXES, "");
}

export function buildIndex({ n, titles, organisations }: Names): NameIndex {
  const start = new Uint32Array(n + 1);
  let bytes = new Uint8Array(titles.bytes.length + organisations.bytes.length + 4 * n + SPARE_BYTES);
  let used = 0;
  for (let node = 0; node < n; node++) {
    for (const texts of [titles, organisations]) {
      const length = (texts.start[node + 1] ?? 0) - (texts.start[node] ?? 0);
      // Folding makes a text at most eighteen times as long.
      bytes = roomFor(bytes, used + 18 * length + 2);
      used = isAscii(texts, node) ? foldBytes(texts, node, bytes, used) : foldText(textAt(texts, node), bytes, used);
    }
    start[node + 1] = used;
  }
  return { bytes: bytes.slice(0, used), start };
}

/** Marks the nodes whose name has every word of the query, each at a word's beginning. */
export function findNames({ bytes, start }: NameIndex, query: string): Uint8Array {
  const n = start.length - 1;
  const matches = new Uint8Array(n);
  const words = wordsOf(query).map((word) => new TextEncoder().encode(` ${word}`));
  words.sort((a, b) => b.length - a.length);
  const [first, ...furtherWords] = words;
  if (!first) return matches;
  for (let node = 0, at = 0; (at = indexOf(bytes, first, at, bytes.length)) !== -1; at = start[node + 1] ?? 0) {
    node = lineOf(start, at);
    const has = (word: Uint8Array): boolean => indexOf(bytes, word, start[node] ?? 0, start[node + 1] ?? 0) !== -1;
    if (furtherWords.every(has)) matches[node] = 1;
  }
  return matches;
}

function roomFor(bytes: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  if (length <= bytes.length) return bytes;
  const larger = new Uint8Array(length + (bytes.length >> 1));
  larger.set(bytes);
  return larger;
}

function isAscii({ start, bytes }: Texts, node: number): boolean {
  for (let at = start[node] ?? 0; at < (start[node + 1] ?? 0); at++) if ((bytes[at] ?? 0) >= ASCII) return false;
  return true;
}

/** Folds a plain text byte by byte, without making a string of it. */
function foldBytes({ start, bytes }: Texts, node: number, to: Uint8Array, length: number): number {
  let isWord = false;
  let at = length;
  for (let i = start[node] ?? 0; i < (start[node + 1] ?? 0); i++) {
    const byte = bytes[i] ?? 0;
    const letter = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
    const belongs = (letter >= 0x61 && letter <= 0x7a) || (letter >= 0x30 && letter <= 0x39);
    if (belongs && !isWord) to[at++] = SPACE;
    if (belongs) to[at++] = letter;
    isWord = belongs;
  }
  return at;
}

const encoder = new TextEncoder();

function foldText(text: string, to: Uint8Array, length: number): number {
  const words = wordsOf(text);
  if (words.length === 0) return length;
  return length + encoder.encodeInto(` ${words.join(" ")}`, to.subarray(length)).written;
}

function indexOf(bytes: Uint8Array, word: Uint8Array, from: number, to: number): number {
  const last = word.length - 1;
  const rare = word[last] ?? 0;
  const end = to - last;
  for (let at = from; at < end; at++) {
    if (bytes[at + last] !== rare) continue;
    let i = 0;
    while (i < last && bytes[at + i] === word[i]) i++;
    if (i === last) return at;
  }
  return -1;
}

function lineOf(start: Uint32Array, at: number): number {
  let low = 0;
  let high = start.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((start[middle] ?? 0) <= at) low = middle;
    else high = middle;
  }
  return low;
}
