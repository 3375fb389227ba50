import { describe, expect, it } from "vitest";
import { chance, makeNetwork } from "../../../harness/network";
import { type Facet, type Nodes, readNodes } from "../contract/nodes";
import { present } from "../../../harness/present";
import { type Choice, choicesOf, countVisible, EVERYTHING, makeFilter } from "./filter";

const NODES = readNodes(makeNetwork(300).nodes);

function placesOf({ start, item, values }: Facet, node: number): number[] {
  const own = [...item.subarray(start[node] ?? 0, start[node + 1] ?? 0)];
  return own.length > 0 ? own : [values.length];
}

function fits(facet: Facet, { marks, isAll }: Choice, node: number): boolean {
  const asked = [...(marks ?? [])].flatMap((mark, place) => (mark ? [place] : []));
  if (asked.length === 0) return true;
  const own = placesOf(facet, node);
  return isAll ? asked.every((place) => own.includes(place)) : asked.some((place) => own.includes(place));
}

/** The slow and obvious way: each count is a scan over all nodes. */
function scan(nodes: Nodes, choices: readonly Choice[], also: Uint8Array | null): { visible: number[]; visibleCount: number; counts: number[][] } {
  const everyone = Array.from({ length: nodes.n }, (_, node) => node).filter((node) => !also || also[node]);
  const but = (left: Facet | null): number[] =>
    everyone.filter((node) => nodes.facets.every((facet, f) => facet === left || fits(facet, present(choices[f]), node)));
  const counts = nodes.facets.map((facet, f) => {
    const among = but(present(choices[f]).isAll ? null : facet);
    return Array.from({ length: facet.values.length + 1 }, (_, place) => among.filter((node) => placesOf(facet, node).includes(place)).length);
  });
  const visible = but(null);
  return { visible: Array.from({ length: nodes.n }, (_, node) => Number(visible.includes(node))), visibleCount: visible.length, counts };
}

function randomChoice(facet: Facet, next: () => number): Choice {
  const roll = next();
  if (roll < 0.5) return { ...EVERYTHING, isAll: roll < 0.1 };
  const wanted = new Uint8Array(facet.values.length + 1);
  for (let i = 0; i < 1 + next() * 3; i++) wanted[next() < 0.15 ? facet.values.length : Math.floor(next() ** 2 * facet.values.length)] = 1;
  return { marks: wanted, isAll: next() < 0.4 };
}

describe("a filter", () => {
  it("answers a walk of changing choices as scans do", () => {
    const next = chance(11);
    const filter = makeFilter(NODES);
    let choices: Choice[] = NODES.facets.map(() => EVERYTHING);
    let also: Uint8Array | null = null;
    for (let round = 0; round < 150; round++) {
      choices = choices.map((choice, f) => (next() < 0.25 ? randomChoice(present(NODES.facets[f]), next) : choice));
      if (next() < 0.3) also = next() < 0.5 ? null : Uint8Array.from({ length: NODES.n }, () => Number(next() < 0.6));
      if (next() < 0.1) choices = NODES.facets.map(() => EVERYTHING);
      const { visible, visibleCount, counts } = filter.apply(choices, also);
      expect({ visible: [...visible], visibleCount, counts: counts.map((column) => [...column]) }, `round ${round}`).toEqual(scan(NODES, choices, also));
    }
  });

  it("sees what changed within marks that it was given before", () => {
    const filter = makeFilter(NODES);
    const also = new Uint8Array(NODES.n).fill(1);
    expect(filter.apply([], also).visibleCount).toBe(NODES.n);
    also.fill(0, 0, 10);
    expect(filter.apply([], also).visibleCount).toBe(NODES.n - 10);
  });

  it("lights everyone of nobody, and nobody where no value is known", () => {
    const none = readNodes(makeNetwork(0).nodes);
    expect(makeFilter(none).apply(none.facets.map(() => EVERYTHING), null).visibleCount).toBe(0);
  });
});

describe("choicesOf", () => {
  it("marks the chosen values and what was not stated, and leaves out what nobody knows", () => {
    const facets = NODES.facets.filter(({ key }) => ["region", "call"].includes(key));
    const chosen = new Map([["call", ["call-2", "-", "no such"]]]);
    expect(choicesOf(facets, chosen, new Set(["region"]))).toEqual([
      { marks: null, isAll: true },
      { marks: Uint8Array.of(0, 1, 0, 1), isAll: false },
    ]);
  });
});

describe("countVisible", () => {
  it("counts each value among the visible nodes, and those without any", () => {
    const facet = present(NODES.facets[0]);
    const visible = Uint8Array.from({ length: NODES.n }, (_, node) => node % 2);
    const expected = Array.from({ length: facet.values.length + 1 }, (_, place) => NODES.ids.filter((_, node) => visible[node] && placesOf(facet, node).includes(place)).length);
    expect([...countVisible(facet, visible)]).toEqual(expected);
  });
});
