/** Walking along links: how far others are, and the shortest path to one of them. */
import type { Adjacency } from "../contract/links";

/** The distance of a node that cannot be reached, or not within the steps asked for. */
export const UNREACHED = 255;

/** Gives each node's distance in steps over any of the links, 0 for `from` itself, up to `most` (254 at the most). */
export function steps(adjacencies: readonly Adjacency[], from: number, most: number): Uint8Array {
  const n = sizeOf(adjacencies);
  const distance = new Uint8Array(n).fill(UNREACHED);
  if (from < 0 || from >= n) return distance;
  const queue = new Uint32Array(n);
  const last = Math.min(most, UNREACHED - 1);
  let queueLength = 1;
  queue[0] = from;
  distance[from] = 0;
  for (let at = 0; at < queueLength; at++) {
    const node = queue[at] ?? 0;
    const next = (distance[node] ?? 0) + 1;
    if (next > last) break;
    for (const { start, target } of adjacencies) {
      for (let i = start[node] ?? 0; i < (start[node + 1] ?? 0); i++) {
        const far = target[i] ?? 0;
        if (distance[far] !== UNREACHED) continue;
        distance[far] = next;
        queue[queueLength++] = far;
      }
    }
  }
  return distance;
}

/**
 * Gives the nodes of a path with the fewest steps, both ends included, or null where there is none. Among equally short
 * paths the one with the most links of the first adjacency (declared) goes first, then the one of the lowest nodes.
 */
export function shortestPath(adjacencies: readonly Adjacency[], from: number, to: number): number[] | null {
  const n = sizeOf(adjacencies);
  if (from < 0 || to < 0 || from >= n || to >= n) return null;
  const { distance, order, queueLength } = layers(adjacencies, to, from);
  if (distance[from] === FAR) return null;
  const first = new Uint32Array(n);
  for (let at = 1; at < queueLength; at++) first[order[at] ?? 0] = bestNext(adjacencies, { distance, first }, order[at] ?? 0).first;
  const path = [from];
  for (let node = from; node !== to; ) {
    node = bestNext(adjacencies, { distance, first }, node).node;
    path.push(node);
  }
  return path;
}

/** Gives the ends of links whose both ends are marked, pair after pair, each link once, at most so many. */
export function linksAmong(adjacencies: readonly Adjacency[], marks: Uint8Array, most: number): Uint32Array {
  const pairs: number[] = [];
  for (const { start, target } of adjacencies) {
    for (let node = 0; node < marks.length; node++) {
      if (!marks[node]) continue;
      for (let i = start[node] ?? 0; i < (start[node + 1] ?? 0); i++) {
        const far = target[i] ?? 0;
        if (far < node || !marks[far]) continue;
        if (pairs.length >= 2 * most) return Uint32Array.from(pairs);
        pairs.push(node, far);
      }
    }
  }
  return Uint32Array.from(pairs);
}

const FAR = 0xffffffff;

/** Distances from a node, in steps and by layers, until the layer of `until` is known. */
function layers(
  adjacencies: readonly Adjacency[],
  from: number,
  until: number,
): { distance: Uint32Array; order: Uint32Array; queueLength: number } {
  const n = sizeOf(adjacencies);
  const distance = new Uint32Array(n).fill(FAR);
  const order = new Uint32Array(n);
  let queueLength = 1;
  order[0] = from;
  distance[from] = 0;
  for (let at = 0; at < queueLength && (distance[order[at] ?? 0] ?? 0) < (distance[until] ?? 0); at++) {
    const node = order[at] ?? 0;
    for (const { start, target } of adjacencies) {
      for (let i = start[node] ?? 0; i < (start[node + 1] ?? 0); i++) {
        const far = target[i] ?? 0;
        if (distance[far] !== FAR) continue;
        distance[far] = (distance[node] ?? 0) + 1;
        order[queueLength++] = far;
      }
    }
  }
  return { distance, order, queueLength };
}

/** The neighbour one step nearer from which the most links of the first adjacency follow. */
function bestNext(
  adjacencies: readonly Adjacency[],
  { distance, first }: { distance: Uint32Array; first: Uint32Array },
  node: number,
): { node: number; first: number } {
  const best = { node: -1, first: -1 };
  adjacencies.forEach(({ start, target }, number) => {
    for (let i = start[node] ?? 0; i < (start[node + 1] ?? 0); i++) {
      const near = target[i] ?? 0;
      if (distance[near] !== (distance[node] ?? 0) - 1) continue;
      const count = (first[near] ?? 0) + (number === 0 ? 1 : 0);
      if (count < best.first || (count === best.first && near >= best.node)) continue;
      best.node = near;
      best.first = count;
    }
  });
  return best;
}

function sizeOf(adjacencies: readonly Adjacency[]): number {
  return Math.max(0, (adjacencies[0]?.start.length ?? 0) - 1);
}
