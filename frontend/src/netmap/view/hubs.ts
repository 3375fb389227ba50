/** A grouping as it is drawn: its hubs with names, counts and sizes, and the links that belong to it. */
import type { NamedFacet } from "../contract/config";
import type { NodeLinks } from "../contract/links";
import type { Facet } from "../contract/nodes";
import type { Positions } from "../contract/places";
import { COLOURS, isOfCategories, type NodeColours, paletteOf } from "../model/colours";
import type { Spots } from "../model/grid";
import { drawnBetween, type DrawnLinks, drawnToHubs, type HubLinks } from "../model/links";
import { transformOf, type Viewport, WHOLE_MAP } from "./camera";
import type { HubMark } from "./regionLabels";
import { hubRadius } from "./sizes";

interface Grouped {
  readonly positions: Positions;
  readonly facet: Facet | null;
  readonly namedFacet: NamedFacet | null;
}

/** Hubs with their counts of visible nodes; coloured where their facet is what colours the nodes, or the categories. */
export function hubMarks(
  { positions, facet, namedFacet }: Grouped,
  { counts, colours, notStated, viewport }: { counts: Uint32Array; colours: NodeColours | null; notStated: string; viewport: Viewport },
): HubMark[] {
  const { sx } = transformOf(WHOLE_MAP, viewport);
  const values = facet?.values ?? [];
  const byValue = new Map(namedFacet?.values.map((value) => [value.value, value]));
  const palette = paletteFor(facet, namedFacet, colours);
  return positions.hubs.map((hub) => {
    const count = counts[hub.value === -1 ? values.length : hub.value] ?? 0;
    const namedValue = byValue.get(values[hub.value] ?? "");
    return {
      ...hub,
      count,
      colour: palette[hub.value] ?? 0,
      isBroken: (namedValue?.colour ?? 0) > COLOURS,
      label: namedValue?.short ?? values[hub.value] ?? notStated,
      radius: hubRadius(count, { hubs: positions.hubs.length, width: viewport.width, disc: hub.r * sx }),
    };
  });
}

function paletteFor(facet: Facet | null, namedFacet: NamedFacet | null, colours: NodeColours | null): Uint8Array {
  if (!facet || !namedFacet) return new Uint8Array(0);
  if (colours?.key === facet.key) return colours.palette;
  return isOfCategories(namedFacet) ? paletteOf(namedFacet, facet) : new Uint8Array(0);
}

const BY_LIKENESS = "issue";

/** The faint links of a grouping: likeness in the landscape of issues, declared links where no hubs bind or land lies behind, else to the hubs. */
export function drawnLinksOf(
  { positions, facet }: Grouped,
  { hubLinks, nodeLinks, n }: { hubLinks: () => HubLinks; nodeLinks: NodeLinks | null; n: number },
): DrawnLinks | null {
  if (positions.grouping === BY_LIKENESS && nodeLinks) return drawnBetween(nodeLinks.similar);
  if (facet && !positions.outline) return drawnToHubs(hubLinks(), n);
  return nodeLinks ? drawnBetween(nodeLinks.declared) : null;
}

/** Where nodes stand on their way. */
export function spotsBetween(from: Spots, to: Spots, share: number): Spots {
  if (share >= 1) return to;
  const part = (a: Uint16Array, b: Uint16Array): Uint16Array => a.map((coordinate, i) => coordinate + ((b[i] ?? 0) - coordinate) * share);
  return { x: part(from.x, to.x), y: part(from.y, to.y) };
}
