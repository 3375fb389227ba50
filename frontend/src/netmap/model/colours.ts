/** Which of the palette's colours a node has: its first category fills it, its second one rings it. */
import type { NamedFacet } from "../contract/config";
import type { Facet } from "../contract/nodes";

/** How many colours there are; a tenth category repeats the first one, told apart by a broken ring. */
export const COLOURS = 9;

/** Palette places for each node; 0 = none. */
export interface NodeColours {
  readonly fill: Uint8Array;
  readonly ring: Uint8Array;
}

export function paletteOf(named: NamedFacet | undefined): Uint8Array {
  return Uint8Array.from(named?.values ?? [], ({ colour }) => (colour ? ((colour - 1) % COLOURS) + 1 : 0));
}

export function colourNodes(n: number, facet: Facet | undefined, palette: Uint8Array): NodeColours {
  const fill = new Uint8Array(n);
  const ring = new Uint8Array(n);
  if (!facet) return { fill, ring };
  for (let node = 0; node < n; node++) {
    const from = facet.start[node]!;
    const to = facet.start[node + 1]!;
    if (from < to) fill[node] = palette[facet.item[from]!] ?? 0;
    if (from + 1 < to) ring[node] = palette[facet.item[from + 1]!] ?? 0;
  }
  return { fill, ring };
}
