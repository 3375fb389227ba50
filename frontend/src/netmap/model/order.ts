/** The order in which "previous" and "next" walk: the lit nodes by number. */

export interface Standing {
  /** 1-based; 0 when the node is not among the lit ones. */
  readonly index: number;
  readonly count: number;
  readonly previous: number;
  readonly next: number;
}

/** Gives where a node stands among the lit ones; its neighbours wrap around, -1 = there is no other. */
export function standing(lit: Uint8Array, node: number): Standing {
  let before = 0;
  let count = 0;
  let first = -1;
  let last = -1;
  let previous = -1;
  let next = -1;
  for (let i = 0; i < lit.length; i++) {
    if (!lit[i]) continue;
    count++;
    if (first === -1) first = i;
    last = i;
    if (i < node) {
      previous = i;
      before++;
    } else if (i > node && next === -1) next = i;
  }
  const other = (wrapped: number): number => (wrapped === node ? -1 : wrapped);
  return {
    index: lit[node] ? before + 1 : 0,
    count,
    previous: previous === -1 ? other(last) : previous,
    next: next === -1 ? other(first) : next,
  };
}
