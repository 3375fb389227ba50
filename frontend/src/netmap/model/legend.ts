/** What the colours on the map stand for: only what is there, with counts; each entry is a filter. */
import type { NamedFacet } from "../contract/config";
import type { Facet } from "../contract/nodes";
import { COLOURS, OTHER_COLOUR } from "./colours";
import { countVisible, NOT_STATED } from "./filter";

export interface LegendEntry {
  /** The values this entry stands for: one, or all those that share the colour of "other". */
  readonly values: readonly string[];
  readonly label: string;
  readonly mark: string;
  /** Palette place; 0 = not stated. */
  readonly colour: number;
  /** A tenth category and later share a colour; their ring is broken. */
  readonly isBroken: boolean;
  readonly kind: "value" | "other" | "notStated";
  /** How many visible nodes have it (for "other": any of the values). */
  readonly count: number;
}

export interface Legend {
  readonly entries: readonly LegendEntry[];
  /** Whether a visible node has a ring for its second value. */
  readonly hasRings: boolean;
}

/** Tells the colours of the visible nodes, in the facet's order; "other" and "not stated" come last and bring no label. */
export function legendOf(namedFacet: NamedFacet, facet: Facet, { palette, visible }: { palette: Uint8Array; visible: Uint8Array }): Legend {
  const counts = countVisible(facet, visible);
  const byValue = new Map(namedFacet.values.map((value) => [value.value, value]));
  const entries: LegendEntry[] = [];
  const otherValues: string[] = [];
  facet.values.forEach((value, number) => {
    if (counts[number] === 0) return;
    const namedValue = byValue.get(value);
    if (palette[number] === OTHER_COLOUR) otherValues.push(value);
    else {
      const isBroken = (namedValue?.colour ?? 0) > COLOURS;
      const entry = { label: namedValue?.label ?? value, mark: namedValue?.mark ?? "", colour: palette[number] ?? 0, isBroken };
      entries.push({ values: [value], ...entry, kind: "value", count: counts[number] ?? 0 });
    }
  });
  const unnamed = { label: "", mark: "", isBroken: false };
  if (otherValues.length > 0) {
    entries.push({ values: otherValues, ...unnamed, colour: OTHER_COLOUR, kind: "other", count: countOther(facet, palette, visible) });
  }
  const unstated = counts[facet.values.length] ?? 0;
  if (unstated > 0) entries.push({ values: [NOT_STATED], ...unnamed, colour: 0, kind: "notStated", count: unstated });
  return { entries, hasRings: hasSecond(facet, visible) };
}

function countOther({ start, item }: Facet, palette: Uint8Array, visible: Uint8Array): number {
  let count = 0;
  for (let node = 0; node < visible.length; node++) {
    if (!visible[node]) continue;
    for (let at = start[node] ?? 0; at < (start[node + 1] ?? 0); at++) {
      if (palette[item[at] ?? 0] !== OTHER_COLOUR) continue;
      count++;
      break;
    }
  }
  return count;
}

function hasSecond({ start }: Facet, visible: Uint8Array): boolean {
  for (let node = 0; node < visible.length; node++) if (visible[node] && (start[node + 1] ?? 0) - (start[node] ?? 0) > 1) return true;
  return false;
}
