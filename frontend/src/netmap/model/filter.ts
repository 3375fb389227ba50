/** Which nodes a choice leaves, and how many nodes each value of each facet has under the choice of the others. */
import type { Facet, Nodes } from "../contract/nodes";

export interface Choice {
  /** One mark per value and a last one for "not stated"; null = everything. */
  readonly wanted: Uint8Array | null;
  /** Whether a node must have all wanted values, not just any of them. */
  readonly isAll: boolean;
}

/** What a filter last answered. Its arrays are the filter's own: they change with the next choice. */
export interface Outcome {
  /** 1 for each node that fits every choice. */
  readonly lit: Uint8Array;
  readonly litCount: number;
  /**
   * For each facet a count per value, the last one for "not stated": how many nodes that fit the other facets have it.
   * Where all values must hold: how many would remain if it were chosen too.
   */
  readonly counts: readonly Uint32Array[];
}

export interface Filter {
  /** One choice for each facet, in their order; `also` (1 = fits) is a choice like the others. */
  apply(choices: readonly Choice[], also: Uint8Array | null): Outcome;
}

export const NOT_STATED = "-";
export const EVERYTHING: Choice = { wanted: null, isAll: false };

/** Makes one choice for each facet from chosen values; what a facet does not have is left out. */
export function choicesOf(
  facets: readonly Facet[],
  chosen: ReadonlyMap<string, readonly string[]>,
  all: ReadonlySet<string>,
): Choice[] {
  return facets.map(({ key, values }) => {
    const isAll = all.has(key);
    const given = chosen.get(key) ?? [];
    if (given.length === 0) return { wanted: null, isAll };
    const wanted = new Uint8Array(values.length + 1);
    for (const value of given) {
      const place = value === NOT_STATED ? values.length : values.indexOf(value);
      if (place >= 0) wanted[place] = 1;
    }
    return { wanted, isAll };
  });
}

/** Counts the lit nodes of each value of one facet, the last one for "not stated". */
export function countLit({ start, item, values }: Facet, lit: Uint8Array): Uint32Array {
  const counts = new Uint32Array(values.length + 1);
  for (let node = 0; node < lit.length; node++) {
    if (!lit[node]) continue;
    const to = start[node + 1]!;
    if (start[node] === to) counts[values.length]!++;
    for (let at = start[node]!; at < to; at++) counts[item[at]!]!++;
  }
  return counts;
}

/** A node's place under the present choices: lit, or failing one facet only (by its number), or out. */
const LIT = 255;
const OUT = 254;
/** More facets than this are not told apart. */
const MOST_FACETS = 250;

/** Makes a filter that looks anew only at what has changed since it was last asked. */
export function makeFilter(nodes: Nodes): Filter {
  const facets = nodes.facets.slice(0, MOST_FACETS);
  const n = nodes.n;
  const columns = facets.map(columnOf);
  const memory = facets.map((facet) => ({ isAll: false, isOpen: true, wanted: new Uint8Array(facet.values.length + 1) }));
  const fails = facets.map(() => new Uint8Array(n));
  const misses = new Uint8Array(n);
  const missing = new Uint8Array(n);
  const place = new Uint8Array(n).fill(LIT);
  const before = new Uint8Array(n);
  const changed = new Uint32Array(n);
  const rest = new Uint32Array(n);
  const lit = new Uint8Array(n).fill(1);
  const totals = columns.map(totalsOf);
  const counts = nodes.facets.map((facet, number) => totals[number]?.slice() ?? new Uint32Array(facet.values.length + 1));
  const outcome = { lit, litCount: n, counts };

  function takeChoice(number: number, { wanted, isAll }: Choice): boolean {
    const known = memory[number]!;
    const isOpen = !wanted?.includes(1);
    const isSame = known.isAll === isAll && known.isOpen === isOpen && (isOpen || isEqual(known.wanted, wanted!));
    if (isSame) return false;
    const hasMoved = !(known.isOpen && isOpen);
    Object.assign(known, { isAll, isOpen });
    if (!isOpen) known.wanted.set(wanted!);
    if (hasMoved) judge(columns[number]!, { known, fails: fails[number]!, misses });
    return true;
  }

  function takeAlso(also: Uint8Array | null): boolean {
    let hasMoved = false;
    for (let node = 0; node < n; node++) {
      const fault = also && !also[node] ? 1 : 0;
      if (fault === missing[node]) continue;
      missing[node] = fault;
      hasMoved = true;
    }
    return hasMoved;
  }

  /** Where each node stands now; gives how many of them stand elsewhere than before. */
  function settle(): number {
    before.set(place);
    let moved = 0;
    let litCount = 0;
    for (let node = 0; node < n; node++) {
      const now = missing[node] || misses[node]! > 1 ? OUT : misses[node] === 0 ? LIT : failing(fails, node);
      if (now === LIT) litCount++;
      if (now === before[node]) continue;
      place[node] = now;
      lit[node] = now === LIT ? 1 : 0;
      changed[moved++] = node;
    }
    outcome.litCount = litCount;
    return moved;
  }

  /** A facet's own choice does not narrow its counts, unless all of its values must hold. */
  function countMoved(number: number, moved: number): void {
    const own = memory[number]!.isAll ? LIT : number;
    const column = columns[number]!;
    const to = counts[number]!;
    for (let i = 0; i < moved; i++) {
      const node = changed[i]!;
      const was = before[node]!;
      const is = place[node]!;
      const step = Number(is === LIT || is === own) - Number(was === LIT || was === own);
      if (step !== 0) add(column, node, to, step);
    }
  }

  /** Counts anew: those that count, or, from the totals, those that do not; whichever are fewer. */
  function countAnew(number: number, { few, isLit }: { few: number; isLit: boolean }): void {
    const { isAll, isOpen } = memory[number]!;
    const column = columns[number]!;
    const to = counts[number]!;
    if (isLit) to.fill(0);
    else to.set(totals[number]!);
    const own = isAll || isOpen ? LIT : number;
    for (let i = 0; i < few; i++) {
      const node = rest[i]!;
      if (isLit || place[node] !== own) add(column, node, to, isLit ? 1 : -1);
    }
    if (!isLit || own === LIT) return;
    for (let node = 0; node < n; node++) if (place[node] === own) add(column, node, to, 1);
  }

  /** Lists the lit nodes or the others, whichever are fewer. */
  function list(): { few: number; isLit: boolean } {
    const isLit = outcome.litCount < n / 2;
    const wanted = isLit ? 1 : 0;
    let few = 0;
    for (let node = 0; node < n; node++) if (lit[node] === wanted) rest[few++] = node;
    return { few, isLit };
  }

  return {
    apply(choices, also) {
      let hasMoved = false;
      const turned = facets.map((_, number) => {
        const wasAll = memory[number]!.isAll;
        if (takeChoice(number, choices[number] ?? EVERYTHING)) hasMoved = true;
        return wasAll !== memory[number]!.isAll;
      });
      if (takeAlso(also)) hasMoved = true;
      if (!hasMoved) return outcome;
      const moved = settle();
      const listed = list();
      facets.forEach((_, number) => {
        if (turned[number] || listed.few < moved) countAnew(number, listed);
        else countMoved(number, moved);
      });
      return outcome;
    },
  };
}

function totalsOf({ facet, single }: ValueColumn): Uint32Array {
  const { start, item, values } = facet;
  const totals = new Uint32Array(values.length + 1);
  if (single) {
    for (let node = 0; node < single.length; node++) totals[single[node]!]!++;
    return totals;
  }
  for (let at = 0; at < item.length; at++) totals[item[at]!]!++;
  for (let node = 0; node + 1 < start.length; node++) if (start[node] === start[node + 1]) totals[values.length]!++;
  return totals;
}

/** A facet's values for counting: one for each node where none can have several, else runs. */
interface ValueColumn {
  readonly facet: Facet;
  readonly single: Uint8Array | Uint16Array | null;
}

function columnOf(facet: Facet): ValueColumn {
  const { start, item, values } = facet;
  const n = start.length - 1;
  if (facet.isMulti) return { facet, single: null };
  const single = values.length < 256 ? new Uint8Array(n) : new Uint16Array(n);
  for (let node = 0; node < n; node++) single[node] = start[node] === start[node + 1] ? values.length : item[start[node]!]!;
  return { facet, single };
}

function add({ facet, single }: ValueColumn, node: number, counts: Uint32Array, step: number): void {
  if (single) {
    counts[single[node]!]! += step;
    return;
  }
  const { start, item } = facet;
  const from = start[node]!;
  const to = start[node + 1]!;
  if (from === to) counts[counts.length - 1]! += step;
  for (let at = from; at < to; at++) counts[item[at]!]! += step;
}

interface Known {
  readonly isAll: boolean;
  readonly isOpen: boolean;
  readonly wanted: Uint8Array;
}

/** Marks the nodes that fail a facet's choice and keeps the number of facets that each node fails. */
function judge({ facet, single }: ValueColumn, { known, fails, misses }: { known: Known; fails: Uint8Array; misses: Uint8Array }): void {
  const { isAll, isOpen, wanted } = known;
  const needed = isAll ? wanted.reduce((sum, mark) => sum + mark, 0) : 1;
  const { start, item, values } = facet;
  for (let node = 0; node < fails.length; node++) {
    let found = 0;
    if (isOpen) found = needed;
    else if (single) found = wanted[single[node]!]!;
    else {
      const to = start[node + 1]!;
      if (start[node] === to) found = wanted[values.length]!;
      for (let at = start[node]!; at < to; at++) found += wanted[item[at]!]!;
    }
    const fault = found < needed ? 1 : 0;
    misses[node]! += fault - fails[node]!;
    fails[node] = fault;
  }
}

function failing(fails: readonly Uint8Array[], node: number): number {
  for (let number = 0; number < fails.length; number++) if (fails[number]![node]) return number;
  return OUT;
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== (b[i] ?? 0)) return false;
  return true;
}
