/** Nodes sorted by how they are drawn, so that each colour is filled once. */
import type { NodeColours } from "../model/colours";

export interface Buckets {
  /** Nodes that the choice leaves out. */
  readonly faint: Uint32Array;
  /** Lit nodes by the palette place of their ring; those without one by that of their edge, which is their fill's. */
  readonly ringed: readonly Uint32Array[];
  readonly plain: readonly Uint32Array[];
  readonly filled: readonly Uint32Array[];
}

export function bucketsOf(visible: Uint8Array, colours: NodeColours | null, places: number): Buckets {
  const { fill, ring } = colours ?? { fill: new Uint8Array(visible.length), ring: new Uint8Array(visible.length) };
  const sorted = (count: number, placeOf: (node: number) => number): Uint32Array[] => {
    const start = new Uint32Array(count + 1);
    for (let node = 0; node < visible.length; node++) {
      const place = placeOf(node);
      if (place >= 0) start[place + 1] = (start[place + 1] ?? 0) + 1;
    }
    for (let place = 0; place < count; place++) start[place + 1] = (start[place + 1] ?? 0) + (start[place] ?? 0);
    const nodes = new Uint32Array(start[count] ?? 0);
    const filled = start.slice();
    for (let node = 0; node < visible.length; node++) {
      const place = placeOf(node);
      if (place < 0) continue;
      const free = filled[place] ?? 0;
      nodes[free] = node;
      filled[place] = free + 1;
    }
    return Array.from({ length: count }, (_, place) => nodes.subarray(start[place], start[place + 1]));
  };
  const [faint = new Uint32Array(0)] = sorted(1, (node) => (visible[node] ? -1 : 0));
  return {
    faint,
    ringed: sorted(places, (node) => (visible[node] && ring[node] ? (ring[node] ?? 0) : -1)),
    plain: sorted(places, (node) => (visible[node] && !ring[node] ? (fill[node] ?? 0) : -1)),
    filled: sorted(places, (node) => (visible[node] ? (fill[node] ?? 0) : -1)),
  };
}
