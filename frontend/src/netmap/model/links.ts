/** The links between nodes and hubs of a grouping; they follow from the facet's runs and never travel. */
import type { Facet, Grouping } from "../contract/nodes";

/** Link i joins node[i] with the hub number hub[i]; a node's links stand together. */
export interface Links {
  readonly node: Uint32Array;
  readonly hub: Uint16Array;
}

export function linksOf(grouping: Grouping, facet: Facet): Links {
  const hubOf = new Int32Array(facet.values.length + 1).fill(-1);
  grouping.hubs.forEach((hub, place) => (hubOf[hub.value === -1 ? facet.values.length : hub.value] = place));
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
