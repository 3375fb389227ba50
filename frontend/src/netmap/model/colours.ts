/** Which of the palette's colours a node has: its first value fills it, its second one rings it. */
import type { NamedFacet } from "../contract/config";
import type { Facet } from "../contract/nodes";

/** How many category colours there are; a tenth category repeats the first one, told apart by a broken ring. */
export const COLOURS = 9;
/** How many colours the values of other facets have. */
export const HUES = 8;
/** Palette places: 0 = none, then the categories', then the hues, then the one of all other values. */
export const FIRST_HUE = COLOURS + 1;
export const OTHER_COLOUR = FIRST_HUE + HUES;
export const PALETTE_SIZE = OTHER_COLOUR + 1;

/** Palette places for each node; 0 = none. */
export interface NodeColours {
  readonly fill: Uint8Array;
  readonly ring: Uint8Array;
  /** The facet that gives the colours, and its values' palette places. */
  readonly key: string | null;
  readonly palette: Uint8Array;
}

export function isOfCategories(namedFacet: NamedFacet | undefined): boolean {
  return namedFacet?.values.some(({ colour }) => colour !== null) ?? false;
}

/**
 * Gives each value's palette place. Categories have colours of their own; of another facet the most frequent values get
 * a hue each, in the order of their frequency among all nodes, and the others share one.
 */
export function paletteOf(namedFacet: NamedFacet | undefined, facet: Facet | undefined): Uint8Array {
  if (!namedFacet || !facet) return new Uint8Array(0);
  if (isOfCategories(namedFacet)) {
    const colours = new Map(namedFacet.values.map(({ value, colour }) => [value, colour]));
    return Uint8Array.from(facet.values, (value) => {
      const colour = colours.get(value);
      return colour ? ((colour - 1) % COLOURS) + 1 : 0;
    });
  }
  const counts = new Uint32Array(facet.values.length);
  for (const value of facet.item) counts[value] = (counts[value] ?? 0) + 1;
  const order = Array.from(counts.keys()).sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b);
  const palette = new Uint8Array(facet.values.length).fill(OTHER_COLOUR);
  order.slice(0, HUES).forEach((value, rank) => (palette[value] = FIRST_HUE + rank));
  return palette;
}

export function colourNodes(n: number, facet: Facet | undefined, palette: Uint8Array): NodeColours {
  const fill = new Uint8Array(n);
  const ring = new Uint8Array(n);
  if (!facet) return { fill, ring, key: null, palette };
  for (let node = 0; node < n; node++) {
    const from = facet.start[node] ?? 0;
    const to = facet.start[node + 1] ?? 0;
    if (from < to) fill[node] = palette[facet.item[from] ?? 0] ?? 0;
    if (from + 1 < to) ring[node] = palette[facet.item[from + 1] ?? 0] ?? 0;
  }
  return { fill, ring, key: facet.key, palette };
}
