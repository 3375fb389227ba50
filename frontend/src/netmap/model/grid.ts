/** Nodes by place: a grid of cells, built once for each grouping, that answers "who is near" without a scan. */

export interface Spots {
  readonly x: Uint16Array;
  readonly y: Uint16Array;
}

export interface Grid {
  readonly positions: Spots;
  readonly side: number;
  readonly start: Uint32Array;
  readonly node: Uint32Array;
}

const SCALE = 65536;
const MAX_SIDE = 256;
const NODES_PER_CELL = 3;

export function buildGrid(positions: Spots): Grid {
  const n = positions.x.length;
  const side = Math.max(1, Math.min(MAX_SIDE, Math.ceil(Math.sqrt(n / NODES_PER_CELL))));
  const start = new Uint32Array(side * side + 1);
  const cell = new Uint32Array(n);
  for (let node = 0; node < n; node++) {
    const at = cellOf(positions.y[node] ?? 0, side) * side + cellOf(positions.x[node] ?? 0, side);
    cell[node] = at;
    start[at + 1] = (start[at + 1] ?? 0) + 1;
  }
  for (let at = 0; at < side * side; at++) start[at + 1] = (start[at + 1] ?? 0) + (start[at] ?? 0);
  const next = start.slice();
  const node = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    const at = cell[i] ?? 0;
    const free = next[at] ?? 0;
    node[free] = i;
    next[at] = free + 1;
  }
  return { positions, side, start, node };
}

/** Calls `visit` with each node in the box (sides included) until it answers false. */
export function visitBox(
  grid: Grid,
  { x0, y0, x1, y1 }: { x0: number; y0: number; x1: number; y1: number },
  visit: (node: number) => unknown,
): void {
  const { positions, side, start, node } = grid;
  const lastColumn = cellOf(x1, side);
  const lastRow = cellOf(y1, side);
  for (let row = cellOf(y0, side); row <= lastRow; row++) {
    for (let col = cellOf(x0, side); col <= lastColumn; col++) {
      const at = row * side + col;
      for (let i = start[at] ?? 0; i < (start[at + 1] ?? 0); i++) {
        const candidate = node[i] ?? 0;
        const x = positions.x[candidate] ?? 0;
        const y = positions.y[candidate] ?? 0;
        if (x >= x0 && x <= x1 && y >= y0 && y <= y1 && visit(candidate) === false) return;
      }
    }
  }
}

/** Gives the nearest accepted node within an ellipse of the radii around a place, or -1. */
export function nearest(
  grid: Grid,
  { x, y, rx, ry }: { x: number; y: number; rx: number; ry: number },
  accepts: (node: number) => boolean,
): number {
  let best = -1;
  let bestSquare = 1;
  visitBox(grid, { x0: x - rx, y0: y - ry, x1: x + rx, y1: y + ry }, (node) => {
    const square = (((grid.positions.x[node] ?? 0) - x) / rx) ** 2 + (((grid.positions.y[node] ?? 0) - y) / ry) ** 2;
    if (square > bestSquare || (square === bestSquare && best !== -1 && node > best) || !accepts(node)) return;
    best = node;
    bestSquare = square;
  });
  return best;
}

function cellOf(coordinate: number, side: number): number {
  return Math.max(0, Math.min(side - 1, Math.floor((coordinate / SCALE) * side)));
}
