/** Things of different widths one after another, in as many rows as they need. */

export interface Flowed {
  readonly rows: number;
  /** For each thing how far from the row's start it stands, and in which row. */
  readonly entries: readonly { readonly start: number; readonly row: number }[];
}

export function flow(sizes: readonly number[], { width, between }: { width: number; between: number }): Flowed {
  let [start, row] = [0, 0];
  const entries = sizes.map((size) => {
    if (start > 0 && start + size > width) {
      start = 0;
      row++;
    }
    const entry = { start, row };
    start += size + between;
    return entry;
  });
  return { rows: sizes.length === 0 ? 0 : row + 1, entries };
}
