/** Which nodes a choice leaves, and how many nodes each value of each facet has under the choice of the others. */
import type { Facet, Nodes } from "../contract/nodes";

export interface Choice {
  /** One mark per value and a last one for "not stated"; null = everything. */
  readonly marks: Uint8Array | null;
  /** Whether a node must have all wanted values, not just any of them. */
  readonly isAll: boolean;
}

/** What a filter last answered. Its arrays are the filter's own: they change with the next choice. */
export interface Outcome {
  /** 1 for each node that fits every choice. */
  readonly visible: Uint8Array;
  readonly visibleCount: number;
  /**
   * For each facet a count per value, the last one for "not stated": how many nodes that fit the other facets have it.
   * Where all values must hold: how many would remain if it were chosen too.
   */
  readonly counts: readonly Uint32Array[];
}

export interface Filter {
  /** One choice for each facet, in their order; `extra` (1 = fits) is a choice like the others. */
  apply(choices: readonly Choice[], extra: Uint8Array | null): Outcome;
}

export const NOT_STATED = "-";
export const EVERYTHING: Choice = { marks: null, isAll: false };

/** Makes one choice for each facet from chosen values; what a facet does not have is left out. */
export function choicesOf(
  facets: readonly Facet[],
  chosenValues: ReadonlyMap<string, readonly string[]>,
  all: ReadonlySet<string>,
): Choice[] {
  return facets.map(({ key, values }) => {
    const isAll = all.has(key);
    const facetValues = chosenValues.get(key) ?? [];
    if (facetValues.length === 0) return { marks: null, isAll };
    const marks = new Uint8Array(values.length + 1);
    for (const value of facetValues) {
      const number = value === NOT_STATED ? values.length : values.indexOf(value);
      if (number >= 0) marks[number] = 1;
    }
    return { marks, isAll };
  });
}

/** Counts the visible nodes of each value of one facet, the last one for "not stated". */
export function countVisible({ start, item, values }: Facet, visible: Uint8Array): Uint32Array {
  const counts = new Uint32Array(values.length + 1);
  let notStated = 0;
  for (let node = 0; node < visible.length; node++) {
    if (!visible[node]) continue;
    const to = start[node + 1] ?? 0;
    if (start[node] === to) notStated++;
    for (let at = start[node] ?? 0; at < to; at++) {
      const value = item[at] ?? 0;
      counts[value] = (counts[value] ?? 0) + 1;
    }
  }
  counts[values.length] = notStated;
  return counts;
}

/** A node's place under the present choices: visible, or failing one facet only (by its number), or out. */
const VISIBLE = 255;
const OUT = 254;
/** More facets than this are not told apart. */
const MOST_FACETS = 250;

/** A facet's values (one for each node where none can have several, else runs), its choice, and what follows from it. */
interface Column {
  readonly number: number;
  readonly facet: Facet;
  readonly single: Uint8Array | Uint16Array | null;
  /** 1 for each node that fails the choice. */
  readonly fails: Uint8Array;
  /** How many nodes there are of each value, and how many under the choice of the others. */
  readonly totals: Uint32Array;
  readonly counts: Uint32Array;
  readonly marks: Uint8Array;
  isAll: boolean;
  isOpen: boolean;
}

/** Where each node stands, and what follows from it. */
interface NodeStates {
  readonly visible: Uint8Array;
  /** How many facets' choices each node fails. */
  readonly misses: Uint8Array;
  /** Takes on the extra choice; says whether it differs from the one before. */
  applyExtra(extra: Uint8Array | null): boolean;
  /** Works out where each node stands now; gives how many are visible, and how many stand elsewhere than before. */
  settle(fails: readonly Uint8Array[]): { readonly changedCount: number; readonly visibleCount: number };
  /** Lists the visible nodes or the others, whichever are fewer. */
  listFewer(visibleCount: number): Listed;
  countMoved(column: Column, changedCount: number): void;
  countAnew(column: Column, listed: Listed): void;
}

interface Listed {
  readonly few: number;
  readonly isVisible: boolean;
}

/** Makes a filter that looks anew only at what has changed since it was last asked. */
export function makeFilter(nodes: Nodes): Filter {
  const columns = nodes.facets.slice(0, MOST_FACETS).map(columnOf);
  const fails = columns.map((column) => column.fails);
  const nodeStates = makeNodeStates(nodes.n);
  const counts = nodes.facets.map((facet, number) => columns[number]?.counts ?? new Uint32Array(facet.values.length + 1));
  const outcome = { visible: nodeStates.visible, visibleCount: nodes.n, counts };
  return {
    apply(choices, extra) {
      let hasMoved = false;
      const isTurned = columns.map((column) => {
        const wasAll = column.isAll;
        if (applyChoice(column, choices[column.number] ?? EVERYTHING, nodeStates.misses)) hasMoved = true;
        return wasAll !== column.isAll;
      });
      if (nodeStates.applyExtra(extra)) hasMoved = true;
      if (!hasMoved) return outcome;
      const { changedCount, visibleCount } = nodeStates.settle(fails);
      outcome.visibleCount = visibleCount;
      const listed = nodeStates.listFewer(visibleCount);
      for (const column of columns) {
        if (isTurned[column.number] || listed.few < changedCount) nodeStates.countAnew(column, listed);
        else nodeStates.countMoved(column, changedCount);
      }
      return outcome;
    },
  };
}

function columnOf(facet: Facet, number: number): Column {
  const { start, item, values } = facet;
  const n = start.length - 1;
  const single = facet.isMulti ? null : values.length < 256 ? new Uint8Array(n) : new Uint16Array(n);
  if (single) for (let node = 0; node < n; node++) single[node] = start[node] === start[node + 1] ? values.length : (item[start[node] ?? 0] ?? 0);
  const totals = totalsOf(facet, single);
  const marks = new Uint8Array(values.length + 1);
  return { number, facet, single, fails: new Uint8Array(n), totals, counts: totals.slice(), marks, isAll: false, isOpen: true };
}

function totalsOf({ start, item, values }: Facet, single: Column["single"]): Uint32Array {
  const totals = new Uint32Array(values.length + 1);
  const stated = single ?? item;
  for (let at = 0; at < stated.length; at++) {
    const value = stated[at] ?? 0;
    totals[value] = (totals[value] ?? 0) + 1;
  }
  if (single) return totals;
  let notStated = 0;
  for (let node = 0; node + 1 < start.length; node++) if (start[node] === start[node + 1]) notStated++;
  totals[values.length] = notStated;
  return totals;
}

/** Takes on a facet's choice; says whether it differs from the one before. */
function applyChoice(column: Column, { marks, isAll }: Choice, misses: Uint8Array): boolean {
  const nextMarks = marks?.includes(1) ? marks : null;
  const isOpen = nextMarks === null;
  const isSame = column.isAll === isAll && column.isOpen === isOpen && (nextMarks === null || isEqual(column.marks, nextMarks));
  if (isSame) return false;
  const hasMoved = !(column.isOpen && isOpen);
  column.isAll = isAll;
  column.isOpen = isOpen;
  if (nextMarks) column.marks.set(nextMarks);
  if (hasMoved) judge(column, misses);
  return true;
}

/** The arrays are constants of the closures, which the compiler makes use of: a choice is worked out per key pressed. */
function makeNodeStates(n: number): NodeStates {
  const misses = new Uint8Array(n);
  const missing = new Uint8Array(n);
  const status = new Uint8Array(n).fill(VISIBLE);
  const before = new Uint8Array(n);
  const visible = new Uint8Array(n).fill(1);
  const changedNodes = new Uint32Array(n);
  const listedNodes = new Uint32Array(n);

  function applyExtra(extra: Uint8Array | null): boolean {
    let hasMoved = false;
    for (let node = 0; node < n; node++) {
      const fault = extra && !extra[node] ? 1 : 0;
      if (fault === missing[node]) continue;
      missing[node] = fault;
      hasMoved = true;
    }
    return hasMoved;
  }

  function settle(fails: readonly Uint8Array[]): { changedCount: number; visibleCount: number } {
    before.set(status);
    let changedCount = 0;
    let visibleCount = 0;
    for (let node = 0; node < n; node++) {
      const failed = misses[node] ?? 0;
      const now = missing[node] || failed > 1 ? OUT : failed === 0 ? VISIBLE : failing(fails, node);
      if (now === VISIBLE) visibleCount++;
      if (now === before[node]) continue;
      status[node] = now;
      visible[node] = now === VISIBLE ? 1 : 0;
      changedNodes[changedCount++] = node;
    }
    return { changedCount, visibleCount };
  }

  function listFewer(visibleCount: number): Listed {
    const isVisible = visibleCount < n / 2;
    const mark = isVisible ? 1 : 0;
    let few = 0;
    for (let node = 0; node < n; node++) if (visible[node] === mark) listedNodes[few++] = node;
    return { few, isVisible };
  }

  return { visible, misses, applyExtra, settle, listFewer, ...makeCounting({ status, before, changedNodes, listedNodes }) };
}

type Moves = Readonly<{ status: Uint8Array; before: Uint8Array; changedNodes: Uint32Array; listedNodes: Uint32Array }>;

function makeCounting({ status, before, changedNodes, listedNodes }: Moves): Pick<NodeStates, "countMoved" | "countAnew"> {
  /** A facet's own choice does not narrow its counts, unless all of its values must hold. */
  function countMoved(column: Column, changedCount: number): void {
    const ownStatus = column.isAll ? VISIBLE : column.number;
    for (let i = 0; i < changedCount; i++) {
      const node = changedNodes[i] ?? 0;
      const was = before[node] ?? 0;
      const is = status[node] ?? 0;
      const step = Number(is === VISIBLE || is === ownStatus) - Number(was === VISIBLE || was === ownStatus);
      if (step !== 0) add(column, node, step);
    }
  }

  /** Counts anew: those that count, or, from the totals, those that do not; whichever are fewer. */
  function countAnew(column: Column, { few, isVisible }: Listed): void {
    const { isAll, isOpen, number, counts, totals } = column;
    if (isVisible) counts.fill(0);
    else counts.set(totals);
    const ownStatus = isAll || isOpen ? VISIBLE : number;
    for (let i = 0; i < few; i++) {
      const node = listedNodes[i] ?? 0;
      if (isVisible || status[node] !== ownStatus) add(column, node, isVisible ? 1 : -1);
    }
    if (!isVisible || ownStatus === VISIBLE) return;
    for (let node = 0; node < status.length; node++) if (status[node] === ownStatus) add(column, node, 1);
  }

  return { countMoved, countAnew };
}

function add({ facet, single, counts }: Column, node: number, step: number): void {
  if (single) {
    const value = single[node] ?? 0;
    counts[value] = (counts[value] ?? 0) + step;
    return;
  }
  const { start, item, values } = facet;
  const from = start[node] ?? 0;
  const to = start[node + 1] ?? 0;
  if (from === to) counts[values.length] = (counts[values.length] ?? 0) + step;
  for (let at = from; at < to; at++) {
    const value = item[at] ?? 0;
    counts[value] = (counts[value] ?? 0) + step;
  }
}

/** Marks the nodes that fail a facet's choice and keeps the number of facets that each node fails. */
function judge({ facet, single, fails, marks, isAll, isOpen }: Column, misses: Uint8Array): void {
  const leastCount = isAll ? marks.reduce((sum, mark) => sum + mark, 0) : 1;
  const { start, item, values } = facet;
  for (let node = 0; node < fails.length; node++) {
    let markCount = 0;
    if (isOpen) markCount = leastCount;
    else if (single) markCount = marks[single[node] ?? 0] ?? 0;
    else {
      const to = start[node + 1] ?? 0;
      if (start[node] === to) markCount = marks[values.length] ?? 0;
      for (let at = start[node] ?? 0; at < to; at++) markCount += marks[item[at] ?? 0] ?? 0;
    }
    const fault = markCount < leastCount ? 1 : 0;
    misses[node] = (misses[node] ?? 0) + fault - (fails[node] ?? 0);
    fails[node] = fault;
  }
}

function failing(fails: readonly Uint8Array[], node: number): number {
  for (let number = 0; number < fails.length; number++) if (fails[number]?.[node]) return number;
  return OUT;
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
