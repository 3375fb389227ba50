/** The links between nodes and hubs of a grouping; they follow from the facet's runs and never travel. */
import type { Facet } from "../contract/nodes";
import type { Hub } from "../contract/places";

/** Link i joins node[i] with the hub number hub[i]; a node's links stand together, nodes ascending. */
export interface HubLinks {
  readonly node: Uint32Array;
  readonly hub: Uint16Array;
}

export function linksOf(hubs: readonly Hub[], facet: Facet): HubLinks {
  const hubOf = new Int32Array(facet.values.length + 1).fill(-1);
  hubs.forEach((hub, place) => (hubOf[hub.value === -1 ? facet.values.length : hub.value] = place));
  const n = facet.start.length - 1;
  const node = new Uint32Array(facet.item.length + n);
  const hub = new Uint16Array(facet.item.length + n);
  let used = 0;
  const add = (from: number, value: number): void => {
    if (hubOf[value] === -1) return;
    node[used] = from;
    hub[used++] = hubOf[value]!;
  };
  for (let i = 0; i < n; i++) {
    if (facet.start[i] === facet.start[i + 1]) add(i, facet.values.length);
    for (let at = facet.start[i]!; at < facet.start[i + 1]!; at++) add(i, facet.item[at]!);
  }
  return { node: node.subarray(0, used), hub: hub.subarray(0, used) };
}

export function noLinks(): HubLinks {
  return { node: new Uint32Array(0), hub: new Uint16Array(0) };
}

/** The hubs a node is linked with. */
export function hubsAt({ node, hub }: HubLinks, wanted: number): number[] {
  let low = 0;
  let high = node.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (node[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  const hubs: number[] = [];
  for (let at = low; node[at] === wanted; at++) hubs.push(hub[at]!);
  return hubs;
}
