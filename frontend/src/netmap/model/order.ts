/** The order in which "previous" and "next" walk: the visible nodes by number. */

export interface VisibleOrder {
  readonly previous: number;
  readonly next: number;
}

/** Gives the visible nodes beside one; they wrap around, -1 = there is no other. */
export function visibleOrder(visible: Uint8Array, node: number): VisibleOrder {
  let first = -1;
  let last = -1;
  let previous = -1;
  let next = -1;
  for (let i = 0; i < visible.length; i++) {
    if (!visible[i]) continue;
    if (first === -1) first = i;
    last = i;
    if (i < node) previous = i;
    else if (i > node && next === -1) next = i;
  }
  const otherOrNone = (wrapped: number): number => (wrapped === node ? -1 : wrapped);
  return {
    previous: previous === -1 ? otherOrNone(last) : previous,
    next: next === -1 ? otherOrNone(first) : next,
  };
}
