/** How large things are drawn, in CSS pixels: by how many there are and how near one looks. */

const ROOM_SHARE = 0.112;
const SMALLEST_NODE = 1.3;
const LARGEST_NODE = 4.2;
/** Nodes grow slower than the distances between them, so that zooming in pulls crowds apart. */
const GROWTH = 0.42;
const LARGEST_GROWN = 9;

export function nodeRadius(n: number, area: number, zoom: number): number {
  const available = Math.sqrt(area / Math.max(1, n)) * ROOM_SHARE;
  const start = Math.min(LARGEST_NODE, Math.max(SMALLEST_NODE, available));
  return Math.min(LARGEST_GROWN, start * zoom ** GROWTH);
}

/** A ring of at least this radius has its hub's count in it. */
export const COUNT_FITS = 8;
const FEW_HUBS = 14;
const MANY_HUBS = 40;
const SMALLEST_HUB = 3;
/** A ring leaves its disc to the nodes. */
const DISC_SHARE = 0.42;

/** Few hubs are alike, so that their counts can be read; many follow their counts, so that they don't crowd. */
export function hubRadius(count: number, { hubs, width, disc }: { hubs: number; width: number; disc: number }): number {
  const largest = width < 480 ? 11 : 14;
  if (hubs <= FEW_HUBS) return count >= 1000 ? largest + 4 : largest;
  const smallest = hubs > MANY_HUBS ? 4 : 6;
  const available = Math.max(SMALLEST_HUB, disc * DISC_SHARE);
  return Math.min(largest, available, smallest + Math.sqrt(count) * 1.1);
}
