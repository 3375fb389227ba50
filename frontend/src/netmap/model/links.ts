/** The links between nodes and hubs of a grouping; they follow from the facet's runs and never travel. */
import type { Adjacency } from "../contract/links";
import type { Facet } from "../contract/nodes";
import type { Hub } from "../contract/places";

/** Link i joins node[i] with the hub number hub[i]; a node's links stand together, nodes ascending. */
export interface HubLinks {
  readonly node: Uint32Array;
  readonly hub: Uint16Array;
}

export function linksOf(hubs: readonly Hub[], facet: Facet): HubLinks {
  const hubOf = new Int32Array(facet.values.length + 1).fill(-1);
  hubs.forEach((hub, index) => (hubOf[hub.value === -1 ? facet.values.length : hub.value] = index));
  const n = facet.start.length - 1;
  const node = new Uint32Array(facet.item.length + n);
  const hub = new Uint16Array(facet.item.length + n);
  let count = 0;
  const add = (from: number, value: number): void => {
    if (hubOf[value] === -1) return;
    node[count] = from;
    hub[count++] = hubOf[value] ?? 0;
  };
  for (let i = 0; i < n; i++) {
    if (facet.start[i] === facet.start[i + 1]) add(i, facet.values.length);
    for (let at = facet.start[i] ?? 0; at < (facet.start[i + 1] ?? 0); at++) add(i, facet.item[at] ?? 0);
  }
  return { node: node.subarray(0, count), hub: hub.subarray(0, count) };
}

export function noLinks(): HubLinks {
  return { node: new Uint32Array(0), hub: new Uint16Array(0) };
}

/** The hubs a node is linked with. */
export function hubsAt({ node, hub }: HubLinks, soughtNode: number): number[] {
  let low = 0;
  let high = node.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((node[middle] ?? 0) < soughtNode) low = middle + 1;
    else high = middle;
  }
  const hubs: number[] = [];
  for (let at = low; node[at] === soughtNode; at++) hubs.push(hub[at] ?? 0);
  return hubs;
}

/** Links as they are drawn: from a node (end a) to another one, or to a hub, whose number is n more than its place. */
export interface DrawnLinks {
  readonly isToHubs: boolean;
  /** Both ends of each link, one link after another, in an order whose every beginning is a fair sample. */
  readonly ends: Uint32Array;
}

export function drawnToHubs({ node, hub }: HubLinks, n: number): DrawnLinks {
  const ends = new Uint32Array(2 * node.length);
  const order = scattered(node.length);
  for (let i = 0; i < node.length; i++) {
    ends[2 * i] = node[order[i] ?? 0] ?? 0;
    ends[2 * i + 1] = n + (hub[order[i] ?? 0] ?? 0);
  }
  return { isToHubs: true, ends };
}

export function drawnBetween({ start, target }: Adjacency): DrawnLinks {
  const pairs = new Uint32Array(target.length);
  let count = 0;
  for (let node = 0; node + 1 < start.length; node++) {
    for (let at = start[node] ?? 0; at < (start[node + 1] ?? 0); at++) {
      if ((target[at] ?? 0) < node) continue;
      pairs[count++] = node;
      pairs[count++] = target[at] ?? 0;
    }
  }
  const ends = new Uint32Array(count);
  scattered(count / 2).forEach((link, i) => {
    ends[2 * i] = pairs[2 * link] ?? 0;
    ends[2 * i + 1] = pairs[2 * link + 1] ?? 0;
  });
  return { isToHubs: false, ends };
}

/** Every number below n once, far jumps apart, so that the first part of the order is a fair sample of all. */
export function scattered(n: number): Uint32Array {
  let jump = Math.max(1, Math.floor(n * 0.618));
  while (divisor(jump, n) > 1) jump++;
  const order = new Uint32Array(n);
  for (let i = 1; i < n; i++) order[i] = ((order[i - 1] ?? 0) + jump) % n;
  return order;
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
