import { describe, expect, it } from "vitest";
import { makeNetwork, writeContainer } from "../../../harness/network";
import { readContainer } from "./container";
import { readNames } from "./names";
import { readNodes } from "./nodes";
import { Unreadable } from "./unreadable";

describe("readContainer", () => {
  it("gives back every column of every type", () => {
    const columns = new Map<string, Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array>([
      ["a", Uint8Array.of(1, 2, 255)],
      ["b", Uint16Array.of(0, 65535)],
      ["c", Uint32Array.of(4294967295)],
      ["d", Int32Array.of(-5, 5)],
      ["e", Float32Array.of(0.5, -0.25)],
      ["empty", new Uint8Array(0)],
    ]);
    const read = readContainer(writeContainer({ n: 3, title: "é" }, columns));
    expect(read.n).toBe(3);
    expect(read.header["title"]).toBe("é");
    expect(read.columns).toEqual(columns);
  });

  it("refuses a file cut at any place with a sentence", () => {
    const whole = makeNetwork(20).nodes;
    for (let length = 0; length < whole.byteLength - 8; length += 7) {
      expect(() => readNodes(whole.slice(0, length)), String(length)).toThrow(Unreadable);
    }
  });

  it.each([
    ["text", new TextEncoder().encode("<html>not a map</html>").buffer],
    ["an unknown version", writeContainer({ n: 0, version: 2 }, new Map())],
    ["a header without a number", writeContainer({}, new Map())],
  ])("refuses %s", (_, buffer) => {
    expect(() => readContainer(buffer as ArrayBuffer)).toThrow(Unreadable);
  });

  it("refuses garbage in any byte of the header, or still reads a map, but never fails otherwise", () => {
    const whole = makeNetwork(5).nodes;
    for (let at = 0; at < 1200; at += 3) {
      const broken = whole.slice(0);
      new Uint8Array(broken)[at] = 0x7b;
      try {
        readNodes(broken);
      } catch (problem) {
        expect(problem, String(at)).toBeInstanceOf(Unreadable);
      }
    }
  });
});

describe("readNodes", () => {
  it("reads single and multiple values alike, with nothing for what was not stated", () => {
    const nodes = readNodes(
      writeContainer(
        {
          n: 3,
          facets: { country: { values: ["KE", "PE"], multi: false }, language: { values: ["en", "fr"], multi: true } },
          groupings: {},
        },
        new Map<string, Uint8Array | Uint16Array | Uint32Array>([
          ["id", Uint32Array.of(4, 8, 9)],
          ["state", Uint8Array.of(0, 1, 2)],
          ["facet.country", Uint8Array.of(1, 255, 0)],
          ["facet.language.start", Uint32Array.of(0, 2, 2, 3)],
          ["facet.language.item", Uint16Array.of(0, 1, 1)],
        ]),
      ),
    );
    const valuesOf = (facet: number, node: number): number[] => {
      const { start, item } = nodes.facets[facet]!;
      return [...item.subarray(start[node]!, start[node + 1]!)];
    };
    expect([0, 1, 2].map((node) => valuesOf(0, node))).toEqual([[1], [], [0]]);
    expect([0, 1, 2].map((node) => valuesOf(1, node))).toEqual([[0, 1], [], [1]]);
  });

  it("refuses a value that the facet does not have", () => {
    const columns = new Map<string, Uint8Array | Uint32Array>([
      ["id", Uint32Array.of(1)],
      ["state", Uint8Array.of(0)],
      ["facet.region", Uint8Array.of(7)],
    ]);
    const buffer = writeContainer({ n: 1, facets: { region: { values: ["africa"] } }, groupings: {} }, columns);
    expect(() => readNodes(buffer)).toThrow("no value number 7");
  });
});

describe("readNames", () => {
  it("decodes accents and empty texts where they stand", () => {
    const names = readNames(makeNetwork(15).names);
    expect([names.title(3), names.organisation(3), names.organisation(14)]).toEqual(["Projet numéro 3 à l’École", "Organisation 3", ""]);
  });
});
