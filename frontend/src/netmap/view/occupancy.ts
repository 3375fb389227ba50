/** Where nodes are drawn, in cells of the screen, so that what a label would cover is known at once whatever the number of nodes. */
import type { Box } from "./labels";

export interface Occupancy {
  /** How many occupied cells a box reaches; 0 = it covers no node. */
  cellsIn(box: Box): number;
}

/** The side of a cell, in CSS pixels. A node occupies each cell that it touches, so that a free box is really free. */
const CELL = 4;

/**
 * Counts occupied cells in any box in constant time, by a table of sums over all cells above and before each (Crow 1984).
 * `fill` gives each node as a circle on the screen; what lies outside of the screen is left out.
 */
export function makeOccupancy(
  { width, height }: { width: number; height: number },
  fill: (add: (x: number, y: number, radius: number) => void) => void,
): Occupancy {
  const columns = Math.max(1, Math.ceil(width / CELL));
  const rows = Math.max(1, Math.ceil(height / CELL));
  const stride = columns + 1;
  const sums = new Int32Array(stride * (rows + 1));
  const cellAt = (position: number, last: number): number => Math.min(last, Math.max(0, Math.floor(position / CELL)));
  fill((x, y, radius) => {
    if (x < -radius || y < -radius || x > width + radius || y > height + radius) return;
    const [x0, x1] = [cellAt(x - radius, columns - 1), cellAt(x + radius, columns - 1)];
    const [y0, y1] = [cellAt(y - radius, rows - 1), cellAt(y + radius, rows - 1)];
    for (let row = y0; row <= y1; row++) sums.fill(1, (row + 1) * stride + x0 + 1, (row + 1) * stride + x1 + 2);
  });
  for (let row = 1; row <= rows; row++) {
    let before = 0;
    for (let column = 1; column <= columns; column++) {
      const at = row * stride + column;
      before += sums[at] ?? 0;
      sums[at] = before + (sums[at - stride] ?? 0);
    }
  }
  const sumAt = (row: number, column: number): number => sums[row * stride + column] ?? 0;
  return {
    cellsIn({ x, y, width: wide, height: high }) {
      const [x0, x1] = [cellAt(x, columns), cellAt(x + wide, columns - 1) + 1];
      const [y0, y1] = [cellAt(y, rows), cellAt(y + high, rows - 1) + 1];
      if (x1 <= x0 || y1 <= y0) return 0;
      return sumAt(y1, x1) - sumAt(y0, x1) - sumAt(y1, x0) + sumAt(y0, x0);
    },
  };
}
