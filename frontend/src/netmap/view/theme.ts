/** The colours and the font of a drawing, as plain values (rgb or hex) that a canvas understands. */

export interface Theme {
  readonly ink: string;
  readonly inkSoft: string;
  readonly line: string;
  readonly paper: string;
  readonly canvas: string;
  readonly action: string;
  /** Land behind the nodes. */
  readonly land: string;
  /** Place 0 = none; then the categories, the hues of other facets, and the one of all other values (model/colours). */
  readonly palette: readonly string[];
  /** The palette darkened towards the ink, so that pale colours keep an edge on a pale ground. */
  readonly edges: readonly string[];
  readonly font: string;
  /** How much larger than usual the reader wants text; 1 = as usual. */
  readonly textScale: number;
}

const EDGE_SHARE = 0.32;

/** Gives red, green and blue of "rgb(…)" in 0..255; anything else is black. */
export function channels(colour: string): readonly [number, number, number] {
  const parts = /rgba?\(([\d.]+)[, ]+([\d.]+)[, ]+([\d.]+)/.exec(colour);
  return parts ? [Number(parts[1]), Number(parts[2]), Number(parts[3])] : [0, 0, 0];
}

export function mixed(colour: string, second: string, share: number): string {
  const a = channels(colour);
  const b = channels(second);
  const part = (i: 0 | 1 | 2): number => Math.round(a[i] + (b[i] - a[i]) * share);
  return `rgb(${part(0)}, ${part(1)}, ${part(2)})`;
}

export function edgesOf(palette: readonly string[], ink: string): string[] {
  return palette.map((colour) => mixed(colour, ink, EDGE_SHARE));
}
