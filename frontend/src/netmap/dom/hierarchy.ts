/** Facets that lie within one another, as countries lie within subregions and those within regions. */
import type { NamedFacet } from "../contract/config";
import type { Facet } from "../contract/nodes";
import { type Choice, NOT_STATED } from "../model/filter";

type Chosen = ReadonlyMap<string, readonly string[]>;

export interface Level {
  readonly key: string;
  /** Place among the map's facets. */
  readonly number: number;
  /** The value of this level that holds each value of the base; the one after the last = not stated. */
  readonly holding: Uint16Array;
  readonly values: readonly string[];
}

export interface Hierarchy {
  /** From the widest to the base, whose values hold themselves. */
  readonly levels: readonly Level[];
  readonly base: Level;
}

/** Finds the facets within one another; null where no facet follows from another one. */
export function hierarchyOf(named: readonly NamedFacet[], facets: readonly Facet[]): Hierarchy | null {
  const baseKey = facets.find(({ of }) => of !== null)?.of;
  const number = facets.findIndex(({ key }) => key === baseKey);
  const base = facets[number];
  if (!base) return null;
  const withinOf = new Map(named.map(({ key, within }) => [key, within]));
  const own = levelOf(base, number, base);
  const levels = [own];
  for (let key = withinOf.get(base.key); key; key = withinOf.get(key)) {
    const wider = facets.findIndex((facet) => facet.key === key && facet.of === base.key);
    const facet = facets[wider];
    if (!facet || levels.some((level) => level.number === wider)) break;
    levels.unshift(levelOf(facet, wider, base));
  }
  return levels.length > 1 ? { levels, base: own } : null;
}

function levelOf({ key, values, start, item }: Facet, number: number, base: Facet): Level {
  const holding = new Uint16Array(base.values.length + 1).fill(values.length);
  for (let node = 0; node < start.length - 1; node++) {
    if (start[node] === start[node + 1]) continue;
    if (base.start[node] !== base.start[node + 1]) holding[base.item[base.start[node] ?? 0] ?? 0] = item[start[node] ?? 0] ?? 0;
  }
  return { key, number, holding, values };
}

/** Tells the same choice by the base alone, so that no level narrows what another one counts. */
export function toldByBase({ levels, base }: Hierarchy, choices: readonly Choice[]): readonly Choice[] {
  if (levels.every(({ number }) => !choices[number]?.wanted)) return choices;
  const wanted = new Uint8Array(base.holding.length);
  for (let value = 0; value < wanted.length; value++) {
    wanted[value] = levels.every(({ number, holding }) => choices[number]?.wanted?.[holding[value] ?? 0] !== 0) ? 1 : 0;
  }
  // A choice that nothing fits must stay one: an empty one would mean everything.
  const isNothing = !wanted.includes(1);
  const told = choices.slice();
  for (const { number } of levels) if (!isNothing) told[number] = { wanted: null, isAll: false };
  if (!isNothing) told[base.number] = { wanted, isAll: false };
  return told;
}

/** Whether something is chosen of a facet, or of one that is told by it: a region is told by its countries. */
export function hasOwnChoice(hierarchy: Hierarchy | null, chosen: Chosen, { key, number }: { key: string; number: number }): boolean {
  const told = hierarchy?.base.number === number ? hierarchy.levels.map((level) => level.key) : [key];
  return told.some((each) => chosen.has(each));
}

/** Sums the counts of the base for a level, the last one for "not stated". */
export function countsOf({ holding, values }: Level, counts: Uint32Array): Uint32Array {
  const sums = new Uint32Array(values.length + 1);
  for (let value = 0; value < counts.length; value++) {
    const place = holding[value] ?? values.length;
    sums[place] = (sums[place] ?? 0) + (counts[value] ?? 0);
  }
  return sums;
}

/**
 * Chooses a value of a level, or lets it go. What holds it or lies within it gives way to it; beside something else of
 * another level all is told by the base, for between levels everything must hold.
 */
export function toggled({ levels, base }: Hierarchy, chosen: Chosen, { key, value }: { key: string; value: string }): Chosen {
  const level = levels.find((candidate) => candidate.key === key);
  if (!level) return chosen;
  const now = (chosen.get(key) ?? []).includes(value);
  if (now) return withValues(chosen, key, (chosen.get(key) ?? []).filter((other) => other !== value));
  const mine = within(level, value);
  let left: Chosen = chosen;
  for (const other of levels) {
    if (other === level) continue;
    const kept = (chosen.get(other.key) ?? []).filter((wanted) => !within(other, wanted).some((place) => mine.includes(place)));
    left = withValues(left, other.key, kept);
  }
  const others = levels.filter((other) => other !== level && (left.get(other.key)?.length ?? 0) > 0);
  if (others.length === 0) return withValues(left, key, [...(left.get(key) ?? []), value]);
  const places = new Set(mine);
  for (const each of levels) {
    for (const wanted of left.get(each.key) ?? []) for (const place of within(each, wanted)) places.add(place);
    left = withValues(left, each.key, []);
  }
  const told = [...places].sort((a, b) => a - b).map((place) => base.values[place] ?? NOT_STATED);
  return withValues(left, base.key, told);
}

/** The places among the base that a value of a level holds. */
export function within({ holding, values }: Level, value: string): number[] {
  const place = value === NOT_STATED ? values.length : values.indexOf(value);
  return [...holding.keys()].filter((base) => holding[base] === place);
}

export function withValues(chosen: Chosen, key: string, values: readonly string[]): Chosen {
  const all = new Map(chosen);
  if (values.length > 0) all.set(key, values);
  else all.delete(key);
  return all;
}
