/** The map's state as an address holds it. */

export interface View {
  readonly cx: number;
  readonly cy: number;
  readonly zoom: number;
}

export interface MapState {
  readonly group: string;
  readonly chosen: ReadonlyMap<string, readonly string[]>;
  readonly q: string;
  readonly selected: number | null;
  /** null = the whole map. */
  readonly view: View | null;
}

const MAX_ZOOM = 40;
const MAX_ID = 2 ** 32 - 1;
const MAX_QUERY_LETTERS = 200;

/** Reads a state; what is not known is left out. The first grouping goes without saying. */
export function readState(query: URLSearchParams, groups: readonly string[], facets: readonly string[]): MapState {
  const group = query.get("group") ?? "";
  const chosen = new Map<string, readonly string[]>();
  for (const key of facets) {
    const values = [...new Set(query.getAll(key))].filter((value) => value !== "");
    if (values.length > 0) chosen.set(key, values);
  }
  return {
    group: groups.includes(group) ? group : (groups[0] ?? ""),
    chosen,
    q: (query.get("q") ?? "").split(/\s+/).join(" ").trim().slice(0, MAX_QUERY_LETTERS),
    selected: readId(query.get("selected")),
    view: readView(query.get("view")),
  };
}

/** Writes a state into a query, keeping what belongs to others (in their order, first). */
export function writeState(
  state: MapState,
  { before, groups, facets }: { before: URLSearchParams; groups: readonly string[]; facets: readonly string[] },
): URLSearchParams {
  const query = new URLSearchParams(before);
  for (const key of ["group", "q", "selected", "view", ...facets]) query.delete(key);
  if (state.group !== groups[0]) query.set("group", state.group);
  for (const key of facets) for (const value of state.chosen.get(key) ?? []) query.append(key, value);
  if (state.q) query.set("q", state.q);
  if (state.selected !== null) query.set("selected", String(state.selected));
  if (state.view) query.set("view", writeView(state.view));
  return query;
}

function readId(text: string | null): number | null {
  if (text === null || !/^\d{1,10}$/.test(text)) return null;
  const id = Number(text);
  return id <= MAX_ID ? id : null;
}

function readView(text: string | null): View | null {
  const parts = (text ?? "").split(",").map(Number);
  const [cx, cy, zoom] = parts;
  if (parts.length !== 3 || cx === undefined || cy === undefined || zoom === undefined) return null;
  const inside = [cx, cy].every((part) => part >= 0 && part <= 1);
  return inside && zoom >= 1 && zoom <= MAX_ZOOM ? { cx, cy, zoom } : null;
}

function writeView({ cx, cy, zoom }: View): string {
  return [cx.toFixed(3), cy.toFixed(3), zoom.toFixed(2)].join(",");
}
