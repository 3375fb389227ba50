import { describe, expect, it } from "vitest";
import { chance } from "../../../harness/network";
import { buildGrid, nearest, type Spots, visitBox } from "./grid";

function scattered(n: number, seed: number): Spots {
  const next = chance(seed);
  const place = (): number => Math.floor(next() * 65536);
  return { x: Uint16Array.from({ length: n }, place), y: Uint16Array.from({ length: n }, place) };
}

describe("nearest", () => {
  it("agrees with a scan over all nodes", () => {
    const next = chance(7);
    for (let seed = 1; seed <= 30; seed++) {
      const places = scattered(200, seed);
      const grid = buildGrid(places);
      const at = { x: next() * 65536, y: next() * 65536, rx: 1000 + next() * 9000, ry: 1000 + next() * 9000 };
      const accepts = (node: number): boolean => node % 3 !== 0;
      const away = (node: number): number => (((places.x[node] ?? 0) - at.x) / at.rx) ** 2 + (((places.y[node] ?? 0) - at.y) / at.ry) ** 2;
      const all = Array.from({ length: 200 }, (_, node) => node).filter((node) => accepts(node) && away(node) <= 1);
      const expected = all.sort((a, b) => away(a) - away(b) || a - b)[0] ?? -1;
      expect(nearest(grid, at, accepts)).toBe(expected);
    }
  });

  it("finds nothing where nothing is near, and in an empty network", () => {
    const grid = buildGrid({ x: Uint16Array.of(0), y: Uint16Array.of(0) });
    expect(nearest(grid, { x: 60000, y: 60000, rx: 100, ry: 100 }, () => true)).toBe(-1);
    expect(nearest(buildGrid({ x: new Uint16Array(0), y: new Uint16Array(0) }), { x: 0, y: 0, rx: 9, ry: 9 }, () => true)).toBe(-1);
  });

  it("tells nodes on one place apart by the lower number", () => {
    const grid = buildGrid({ x: Uint16Array.of(500, 500), y: Uint16Array.of(500, 500) });
    expect(nearest(grid, { x: 501, y: 500, rx: 50, ry: 50 }, () => true)).toBe(0);
  });
});

describe("visitBox", () => {
  it("visits each node of the box once, also beyond the edges", () => {
    const places = scattered(300, 3);
    const seen: number[] = [];
    visitBox(buildGrid(places), { x0: -5000, y0: 20000, x1: 70000, y1: 40000 }, (node) => seen.push(node));
    const expected = Array.from({ length: 300 }, (_, node) => node).filter((node) => (places.y[node] ?? 0) >= 20000 && (places.y[node] ?? 0) <= 40000);
    expect(seen.sort((a, b) => a - b)).toEqual(expected);
  });
});
