import { describe, expect, it } from "vitest";
import { chance, makeNetwork } from "../../../harness/network";
import { type Adjacency, readLinks } from "../contract/links";
import { present } from "../../../harness/present";
import { linksAmong, shortestPath, steps, UNREACHED } from "./graph";

function network(n: number, seed: number): { declared: Adjacency; similar: Adjacency } {
  return readLinks(makeNetwork(n, seed).links, n);
}

function near({ start, target }: Adjacency, node: number): number[] {
  return [...target.subarray(start[node] ?? 0, start[node + 1] ?? 0)];
}

/** Distances by relaxing every link until nothing changes. */
function relaxed(adjacencies: readonly Adjacency[], n: number, from: number): number[] {
  const distance = Array.from({ length: n }, (_, node) => (node === from ? 0 : Infinity));
  for (let round = 0; round < n; round++) {
    for (let node = 0; node < n; node++) {
      for (const far of adjacencies.flatMap((links) => near(links, node))) distance[far] = Math.min(distance[far] ?? 0, (distance[node] ?? 0) + 1);
    }
  }
  return distance;
}

/** Every shortest path, by trying all. */
function allShortest(adjacencies: readonly Adjacency[], n: number, from: number, to: number): number[][] {
  const left = relaxed(adjacencies, n, to);
  const onward = (path: number[]): number[][] => {
    const last = present(path.at(-1));
    if (last === to) return [path];
    const nearer = [...new Set(adjacencies.flatMap((links) => near(links, last)))].filter((far) => left[far] === (left[last] ?? 0) - 1);
    return nearer.flatMap((far) => onward([...path, far]));
  };
  return left[from] === Infinity ? [] : onward([from]);
}

describe("steps", () => {
  it("agrees with relaxing all links", () => {
    for (let seed = 1; seed <= 12; seed++) {
      const { declared, similar } = network(60, seed);
      const links = seed % 2 ? [declared] : [declared, similar];
      const most = 1 + (seed % 4);
      const expected = relaxed(links, 60, seed).map((distance) => (distance > most ? UNREACHED : distance));
      expect([...steps(links, seed, most)]).toEqual(expected);
    }
  });

  it("reaches nobody from nowhere", () => {
    expect([...steps([network(3, 1).declared], -1, 2)]).toEqual([UNREACHED, UNREACHED, UNREACHED]);
  });
});

describe("shortestPath", () => {
  it("finds the best of all shortest ways", () => {
    const next = chance(5);
    let found = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const { declared, similar } = network(40, seed);
      const [from, to] = [Math.floor(next() * 40), Math.floor(next() * 40)];
      const links = seed % 3 ? [declared, similar] : [declared];
      const tiesOn = (path: readonly number[]): number => path.slice(1).filter((node, i) => near(declared, path[i] ?? 0).includes(node)).length;
      const byNodes = (a: readonly number[], b: readonly number[]): number => a.map((node, i) => node - (b[i] ?? 0)).find((way) => way !== 0) ?? 0;
      const best = allShortest(links, 40, from, to).sort((a, b) => tiesOn(b) - tiesOn(a) || byNodes(a, b))[0] ?? null;
      expect(shortestPath(links, from, to), `seed ${seed}`).toEqual(best);
      if (best && best.length > 2) found++;
    }
    expect(found).toBeGreaterThan(10);
  });

  it("is one node to itself, and none to nobody", () => {
    const { declared } = network(10, 1);
    expect([shortestPath([declared], 4, 4), shortestPath([declared], 4, 99)]).toEqual([[4], null]);
  });
});

describe("linksAmong", () => {
  it("gives each link between marked nodes once, up to a number", () => {
    const { declared } = network(50, 2);
    const marked = Uint8Array.from({ length: 50 }, (_, node) => Number(node % 3 !== 0));
    const expected = [...marked.keys()].flatMap((node) => near(declared, node).filter((far) => far > node && marked[node] && marked[far]).map((far) => [node, far]));
    expect([...linksAmong([declared], marked, 1000)]).toEqual(expected.flat());
    expect([...linksAmong([declared], marked, 3)]).toEqual(expected.slice(0, 3).flat());
  });
});
