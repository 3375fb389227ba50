/** Facets that lie within one another, as countries lie within subregions and those within regions. */
import type { NamedFacet } from "../contract/config";
import type { Facet } from "../contract/nodes";
import { type Choice, NOT_STATED } from "../model/filter";

type ChosenValues = ReadonlyMap<string, readonly string[]>;

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
export function hierarchyOf(namedFacets: readonly NamedFacet[], facets: readonly Facet[]): Hierarchy | null {
  const baseKey = facets.find(({ of }) => of !== null)?.of;
  const number = facets.findIndex(({ key }) => key === baseKey);
  const base = facets[number];
  if (!base) return null;
  const withinOf = new Map(namedFacets.map(({ key, within }) => [key, within]));
  const baseLevel = levelOf(base, number, base);
  const levels = [baseLevel];
  for (let key = withinOf.get(base.key); key; key = withinOf.get(key)) {
    const wider = facets.findIndex((facet) => facet.key === key && facet.of === base.key);
    const facet = facets[wider];
    if (!facet || levels.some((level) => level.number === wider)) break;
    levels.unshift(levelOf(facet, wider, base));
  }
  return levels.length > 1 ? { levels, base: baseLevel } : null;
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
export function choicesByBase({ levels, base }: Hierarchy, choices: readonly Choice[]): readonly Choice[] {
  if (levels.every(({ number }) => !choices[number]?.marks)) return choices;
  const wantedMarks = new Uint8Array(base.holding.length);
  for (let value = 0; value < wantedMarks.length; value++) {
    wantedMarks[value] = levels.every(({ number, holding }) => choices[number]?.marks?.[holding[value] ?? 0] !== 0) ? 1 : 0;
  }
  // A choice that nothing fits must stay one: an empty one would mean everything.
  const isNothing = !wantedMarks.includes(1);
  const baseChoices = choices.slice();
  for (const { number } of levels) if (!isNothing) baseChoices[number] = { marks: null, isAll: false };
  if (!isNothing) baseChoices[base.number] = { marks: wantedMarks, isAll: false };
  return baseChoices;
}

/** Whether something is chosen of a facet, or of one that is told by it: a region is told by its countries. */
export function hasOwnChoice(hierarchy: Hierarchy | null, chosenValues: ChosenValues, { key, number }: { key: string; number: number }): boolean {
  const keys = hierarchy?.base.number === number ? hierarchy.levels.map((level) => level.key) : [key];
  return keys.some((each) => chosenValues.has(each));
}

/** Sums the counts of the base for a level, the last one for "not stated". */
export function countsOf({ holding, values }: Level, counts: Uint32Array): Uint32Array {
  const sums = new Uint32Array(values.length + 1);
  for (let value = 0; value < counts.length; value++) {
    const number = holding[value] ?? values.length;
    sums[number] = (sums[number] ?? 0) + (counts[value] ?? 0);
  }
  return sums;
}

/**
 * Chooses a value of a level, or lets it go. What holds it or lies within it gives way to it; beside something else of
 * another level all is told by the base, for between levels everything must hold.
 */
export function toggleValue({ levels, base }: Hierarchy, chosenValues: ChosenValues, { key, value }: { key: string; value: string }): ChosenValues {
  const level = levels.find((candidate) => candidate.key === key);
  if (!level) return chosenValues;
  const now = (chosenValues.get(key) ?? []).includes(value);
  if (now) return withValues(chosenValues, key, (chosenValues.get(key) ?? []).filter((chosen) => chosen !== value));
  const ownNumbers = within(level, value);
  let remaining: ChosenValues = chosenValues;
  for (const otherLevel of levels) {
    if (otherLevel === level) continue;
    const compatible = (chosenValues.get(otherLevel.key) ?? []).filter((levelValue) => !within(otherLevel, levelValue).some((number) => ownNumbers.includes(number)));
    remaining = withValues(remaining, otherLevel.key, compatible);
  }
  const conflicting = levels.filter((otherLevel) => otherLevel !== level && (remaining.get(otherLevel.key)?.length ?? 0) > 0);
  if (conflicting.length === 0) return withValues(remaining, key, [...(remaining.get(key) ?? []), value]);
  const numbers = new Set(ownNumbers);
  for (const each of levels) {
    for (const levelValue of remaining.get(each.key) ?? []) for (const number of within(each, levelValue)) numbers.add(number);
    remaining = withValues(remaining, each.key, []);
  }
  const baseValues = [...numbers].sort((a, b) => a - b).map((number) => base.values[number] ?? NOT_STATED);
  return withValues(remaining, base.key, baseValues);
}

/** The places among the base that a value of a level holds. */
export function within({ holding, values }: Level, value: string): number[] {
  const number = value === NOT_STATED ? values.length : values.indexOf(value);
  return [...holding.keys()].filter((base) => holding[base] === number);
}

export function withValues(chosenValues: ChosenValues, key: string, values: readonly string[]): ChosenValues {
  const all = new Map(chosenValues);
  if (values.length > 0) all.set(key, values);
  else all.delete(key);
  return all;
}
