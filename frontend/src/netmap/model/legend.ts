/** What the colours on the map stand for: only what is there, with counts; each entry is a filter. */
import type { NamedFacet } from "../contract/config";
import type { Facet } from "../contract/nodes";
import { COLOURS, OTHER } from "./colours";
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
export function legendOf(named: NamedFacet, facet: Facet, { palette, visible }: { palette: Uint8Array; visible: Uint8Array }): Legend {
  const counts = countVisible(facet, visible);
  const byValue = new Map(named.values.map((value) => [value.value, value]));
  const entries: LegendEntry[] = [];
  const others: string[] = [];
  facet.values.forEach((value, place) => {
    if (counts[place] === 0) return;
    const told = byValue.get(value);
    if (palette[place] === OTHER) others.push(value);
    else {
      const isBroken = (told?.colour ?? 0) > COLOURS;
      const shown = { label: told?.label ?? value, mark: told?.mark ?? "", colour: palette[place] ?? 0, isBroken };
      entries.push({ values: [value], ...shown, kind: "value", count: counts[place] ?? 0 });
    }
  });
  const rest = { label: "", mark: "", isBroken: false };
  if (others.length > 0) {
    entries.push({ values: others, ...rest, colour: OTHER, kind: "other", count: countOther(facet, palette, visible) });
  }
  const unstated = counts[facet.values.length] ?? 0;
  if (unstated > 0) entries.push({ values: [NOT_STATED], ...rest, colour: 0, kind: "notStated", count: unstated });
  return { entries, hasRings: hasSecond(facet, visible) };
}

function countOther({ start, item }: Facet, palette: Uint8Array, visible: Uint8Array): number {
  let count = 0;
  for (let node = 0; node < visible.length; node++) {
    if (!visible[node]) continue;
    for (let at = start[node] ?? 0; at < (start[node + 1] ?? 0); at++) {
      if (palette[item[at] ?? 0] !== OTHER) continue;
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
