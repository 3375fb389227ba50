/** Nodes sorted by how they are drawn, so that each colour is filled once. */
import type { NodeColours } from "../model/colours";

export interface Buckets {
  /** Nodes that the choice leaves out. */
  readonly faint: Uint32Array;
  /** Visible nodes by the palette place of their ring; those without one by that of their edge, which is their fill's. */
  readonly ringed: readonly Uint32Array[];
  readonly plain: readonly Uint32Array[];
  readonly filled: readonly Uint32Array[];
}

export function bucketsOf(visible: Uint8Array, colours: NodeColours | null, paletteSize: number): Buckets {
  const { fill, ring } = colours ?? { fill: new Uint8Array(visible.length), ring: new Uint8Array(visible.length) };
  const sortInto = (count: number, bucketOf: (node: number) => number): Uint32Array[] => {
    const start = new Uint32Array(count + 1);
    for (let node = 0; node < visible.length; node++) {
      const bucket = bucketOf(node);
      if (bucket >= 0) start[bucket + 1] = (start[bucket + 1] ?? 0) + 1;
    }
    for (let bucket = 0; bucket < count; bucket++) start[bucket + 1] = (start[bucket + 1] ?? 0) + (start[bucket] ?? 0);
    const nodes = new Uint32Array(start[count] ?? 0);
    const next = start.slice();
    for (let node = 0; node < visible.length; node++) {
      const bucket = bucketOf(node);
      if (bucket < 0) continue;
      const free = next[bucket] ?? 0;
      nodes[free] = node;
      next[bucket] = free + 1;
    }
    return Array.from({ length: count }, (_, bucket) => nodes.subarray(start[bucket], start[bucket + 1]));
  };
  const [faint = new Uint32Array(0)] = sortInto(1, (node) => (visible[node] ? -1 : 0));
  return {
    faint,
    ringed: sortInto(paletteSize, (node) => (visible[node] && ring[node] ? (ring[node] ?? 0) : -1)),
    plain: sortInto(paletteSize, (node) => (visible[node] && !ring[node] ? (fill[node] ?? 0) : -1)),
    filled: sortInto(paletteSize, (node) => (visible[node] ? (fill[node] ?? 0) : -1)),
  };
}
