/** Things of different widths one after another, in as many rows as they need. */

export interface Flowed {
  readonly rows: number;
  /** For each thing how far from the row's start it stands, and in which row. */
  readonly places: readonly { readonly start: number; readonly row: number }[];
}

export function flow(sizes: readonly number[], { width, between }: { width: number; between: number }): Flowed {
  let [start, row] = [0, 0];
  const places = sizes.map((size) => {
    if (start > 0 && start + size > width) {
      start = 0;
      row++;
    }
    const place = { start, row };
    start += size + between;
    return place;
  });
  return { rows: sizes.length === 0 ? 0 : row + 1, places };
}
