/** Whatever happens to a file on its way: it is read, or refused with a sentence; nothing else, and at once. */
import { describe, expect, it } from "vitest";
import { chance, makeNetwork } from "../../../harness/network";
import { present } from "../../../harness/present";
import fixture from "./fixture.json";
import { readLinks } from "./links";
import { readNames } from "./names";
import { readNodes } from "./nodes";
import { readPlaces } from "./places";
import { Unreadable } from "./unreadable";

const N = 40;
const made = makeNetwork(N);
const server = (kind: keyof typeof fixture.files): ArrayBuffer =>
  Uint8Array.from(atob(fixture.files[kind]), (letter) => letter.charCodeAt(0)).buffer;

/** Reads everything there is to read, as the map would. */
const FILES: readonly [string, ArrayBuffer, (buffer: ArrayBuffer) => void][] = [
  ["made nodes", made.nodes, (buffer) => void readNodes(buffer)],
  ["made places", present(made.places.get("place")), (buffer) => void readPlaces(buffer, N)],
  ["made links", made.links, (buffer) => void readLinks(buffer, N)],
  ["made names", made.names, readAllNames],
  ["nodes", server("nodes"), (buffer) => void readNodes(buffer)],
  ["places", server("places"), (buffer) => void readPlaces(buffer, N)],
  ["discs", server("discs"), (buffer) => void readPlaces(buffer, N)],
  ["links", server("links"), (buffer) => void readLinks(buffer, N)],
  ["names", server("names"), readAllNames],
];
const ROUNDS = 1500;

function readAllNames(buffer: ArrayBuffer): void {
  const names = readNames(buffer, N);
  for (let node = 0; node < N; node++) names.title(node).concat(names.organisation(node));
}

function isRefused(read: (buffer: ArrayBuffer) => void, buffer: ArrayBuffer, told: string): boolean {
  try {
    read(buffer);
    return false;
  } catch (problem) {
    expect(problem, told).toBeInstanceOf(Unreadable);
    expect((problem as Unreadable).message, told).toMatch(/^[A-Z<].*\.$/s);
    return true;
  }
}

describe.each(FILES)("%s", (_, whole, read) => {
  it("are read as they are", () => {
    expect(isRefused(read, whole.slice(0), "whole")).toBe(false);
  });

  it("are refused when cut anywhere within the columns or before", () => {
    for (let length = 0; length < whole.byteLength - 8; length += 5) {
      expect(isRefused(read, whole.slice(0, length), `cut at ${length}`), String(length)).toBe(true);
    }
  });

  it("are read or refused with any bits flipped", () => {
    const next = chance(whole.byteLength);
    let refused = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const broken = whole.slice(0);
      const bytes = new Uint8Array(broken);
      const flips = 1 + Math.floor(next() * 3);
      for (let i = 0; i < flips; i++) {
        const at = Math.floor(next() * bytes.length);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(next() * 8));
      }
      if (isRefused(read, broken, `round ${round}`)) refused++;
    }
    expect(refused).toBeGreaterThan(ROUNDS / 50);
  });

  it("are read or refused with any byte of the header replaced", () => {
    const end = 8 + new DataView(whole).getUint32(4, true);
    for (let at = 0; at < end; at++) {
      const broken = whole.slice(0);
      new Uint8Array(broken)[at] = at % 2 ? 0x39 : 0x7b;
      isRefused(read, broken, `byte ${at}`);
    }
  });
});
