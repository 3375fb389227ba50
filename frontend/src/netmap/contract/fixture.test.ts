/** Files that the server's own writer made (tools/contract.py) say the same here as there. */
import { describe, expect, it } from "vitest";
import { present } from "../../../harness/present";
import fixture from "./fixture.json";
import { type Adjacency, readLinks } from "./links";
import { readNames } from "./names";
import { readNodes } from "./nodes";
import { readPlaces } from "./places";

const { expected, files } = fixture;
const file = (kind: keyof typeof files): ArrayBuffer => Uint8Array.from(atob(files[kind]), (letter) => letter.charCodeAt(0)).buffer;
const N = expected.ids.length;

function pairsOf({ start, target, strength }: Adjacency): { pairs: number[][]; strengths: number[] } {
  const found = { pairs: [] as number[][], strengths: [] as number[] };
  const back: string[] = [];
  for (let node = 0; node < N; node++) {
    for (let at = start[node] ?? 0; at < (start[node + 1] ?? 0); at++) {
      if ((target[at] ?? 0) < node) back.push(`${target[at]} ${node} ${strength?.[at]}`);
      else {
        found.pairs.push([node, target[at] ?? 0]);
        found.strengths.push(strength?.[at] ?? 0);
      }
    }
  }
  const there = found.pairs.map((pair, i) => `${pair.join(" ")} ${strength ? found.strengths[i] : undefined}`);
  expect(back.sort()).toEqual(there.sort());
  return found;
}

describe("the server's files", () => {
  it("tell the nodes and their values", () => {
    const nodes = readNodes(file("nodes"));
    const facets = nodes.facets.map(({ key, start, item }) => [key, [...start.subarray(1)].map((to, i) => [...item.subarray(start[i] ?? 0, to)])]);
    expect([...nodes.ids]).toEqual(expected.ids);
    expect([...nodes.state]).toEqual(expected.states);
    expect(Object.fromEntries(facets)).toEqual(expected.facets);
    expect([nodes.audience, nodes.groupings]).toEqual(["members", [{ key: "country", facet: "country" }]]);
  });

  it("tell where everything stands", () => {
    const { x, y, hubs, outline, grouping, spacing } = readPlaces(file("places"), N);
    expect([[...x], [...y]]).toEqual([expected.x, expected.y]);
    expect([[...present(outline).start], [...present(outline).x], [...present(outline).y]]).toEqual(expected.outline);
    expect([grouping, spacing, hubs.length, hubs[1]]).toEqual(["country", 655.35, 2, { value: -1, x: 49151, y: 32768, r: 3277, angle: -2.5 }]);
  });

  it("tell where nodes in discs stand, to the nearest place", () => {
    const { x, y } = readPlaces(file("discs"), N);
    const off = expected.discs.map(([left, top], node) => Math.max(Math.abs(present(left) - present(x[node])), Math.abs(present(top) - present(y[node]))));
    expect(Math.max(...off)).toBeLessThan(0.6);
  });

  it("tell the links from both ends, and the numbers", () => {
    const { declared, similar, numbers } = readLinks(file("links"), N);
    expect(pairsOf(declared).pairs).toEqual(expected.ties);
    expect(pairsOf(similar)).toEqual({ pairs: expected.similar, strengths: expected.strengths });
    const told = [...numbers].map(([key, { steps, unit }]) => [key, Array.from(steps, (count) => (unit < 1 ? count / Math.round(1 / unit) : count * unit))]);
    expect(Object.fromEntries(told)).toEqual(expected.numbers);
  });

  it("tell the names", () => {
    const names = readNames(file("names"), N);
    expect(expected.ids.map((_, node) => names.title(node))).toEqual(expected.titles);
    expect(expected.ids.map((_, node) => names.organisation(node))).toEqual(expected.organisations);
  });
});
