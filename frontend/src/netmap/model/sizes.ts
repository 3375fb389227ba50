/** How large a node is by one of its numbers: a few steps that can be told apart, areas in proportion to the number. */
import type { Numbers } from "../contract/links";

/** Radii of the steps as shares of an ordinary node's; each area is about twice the one before. */
export const STEP_RADII: readonly number[] = [0.7, 1, 1.45, 2.1];
/** Numbers beyond this share of all nodes are drawn alike, so that a single giant does not make all others dwarfs. */
const CAP_SHARE = 0.99;

export interface SizeStep {
  /** Place among STEP_RADII. */
  readonly step: number;
  /** The least and the greatest number of this step; the last one's is open. */
  readonly from: number;
  readonly to: number | null;
}

export interface Sizes {
  /** Each node's place among STEP_RADII. */
  readonly step: Uint8Array;
  /** The steps that some number falls in, from small to large, for a legend. */
  readonly steps: readonly SizeStep[];
}

export function sizesOf({ steps: numbers, unit }: Numbers): Sizes {
  const starts = stepStarts(greatest(numbers));
  const step = new Uint8Array(numbers.length);
  const isUsed = STEP_RADII.map(() => false);
  for (let node = 0; node < numbers.length; node++) {
    let index = STEP_RADII.length - 1;
    while (index > 0 && (numbers[node] ?? 0) < (starts[index] ?? 0)) index--;
    step[node] = index;
    isUsed[index] = true;
  }
  const steps = starts.flatMap((from, index) => {
    const next = starts[index + 1];
    return isUsed[index] ? [{ step: index, from: inUnits(from, unit), to: next === undefined ? null : inUnits(next - 1, unit) }] : [];
  });
  return { step, steps };
}

/** The least number of each step: where its area is nearer to the number's share of the greatest than the one below. */
function stepStarts(most: number): number[] {
  const largest = Math.max(...STEP_RADII);
  const starts = [0];
  for (let index = 1; index < STEP_RADII.length; index++) {
    const between = (STEP_RADII[index - 1] ?? 0) * (STEP_RADII[index] ?? 0);
    starts.push(Math.max((starts[index - 1] ?? 0) + 1, Math.round((most * between) / largest ** 2)));
  }
  return starts;
}

/** So many times the unit, without what halves of bits add behind the point. */
function inUnits(count: number, unit: number): number {
  return unit < 1 ? count / Math.round(1 / unit) : count * unit;
}

function greatest(numbers: Uint16Array | Uint32Array): number {
  if (numbers.length === 0) return 0;
  const ascending = numbers.slice().sort();
  return ascending[Math.min(ascending.length - 1, Math.ceil(ascending.length * CAP_SHARE))] ?? 0;
}
