/** The map's state as an address holds it; the directory reads the same words. */

export interface View {
  readonly cx: number;
  readonly cy: number;
  readonly zoom: number;
}

/** A participant and everyone within so many steps of it. */
export interface Focus {
  readonly id: number;
  readonly steps: number;
}

export interface MapState {
  readonly group: string;
  /** Key of the facet that colours the nodes. */
  readonly colour: string;
  /** Key of the number that sizes the nodes; null = all alike. */
  readonly size: string | null;
  /** Chosen values by facet key; "-" = not stated. */
  readonly chosenValues: ReadonlyMap<string, readonly string[]>;
  /** Keys of the facets of which all chosen values must hold. */
  readonly all: ReadonlySet<string>;
  readonly q: string;
  /** Code of a stored selection of ids. */
  readonly only: string | null;
  readonly selected: number | null;
  readonly focus: Focus | null;
  /** The two ends of a path. */
  readonly path: readonly [number, number] | null;
  /** null = the whole map. */
  readonly view: View | null;
}

/** Keys that an address may name. */
export interface StateKeys {
  readonly groups: readonly string[];
  readonly facets: readonly string[];
  readonly numbers: readonly string[];
}

export const MOST_STEPS = 9;
const USUAL_COLOUR = "category";
const MAX_ZOOM = 40;
const MAX_ID = 2 ** 32 - 1;
const MAX_QUERY_LETTERS = 600;
const STATE_NAMES = ["group", "colour", "size", "all", "q", "only", "selected", "focus", "steps", "path", "view"];

/** The state of an address that says nothing. The first grouping goes without saying, and so does colour by category. */
export function usualState({ groups, facets }: StateKeys): MapState {
  return {
    group: groups[0] ?? "",
    colour: facets.includes(USUAL_COLOUR) ? USUAL_COLOUR : (facets[0] ?? ""),
    size: null,
    chosenValues: new Map(),
    all: new Set(),
    q: "",
    only: null,
    selected: null,
    focus: null,
    path: null,
    view: null,
  };
}

/** Reads a state; what is not known is left out. */
export function readState(query: URLSearchParams, stateKeys: StateKeys): MapState {
  const usual = usualState(stateKeys);
  const chosenValues = new Map<string, readonly string[]>();
  for (const key of stateKeys.facets) {
    const values = [...new Set(query.getAll(key))].filter((value) => value !== "");
    if (values.length > 0) chosenValues.set(key, values);
  }
  const all = query.getAll("all");
  return {
    group: knownName(query.get("group"), stateKeys.groups) ?? usual.group,
    colour: knownName(query.get("colour"), stateKeys.facets) ?? usual.colour,
    size: knownName(query.get("size"), stateKeys.numbers),
    chosenValues,
    all: new Set(stateKeys.facets.filter((key) => all.includes(key))),
    q: (query.get("q") ?? "").split(/\s+/).join(" ").trim().slice(0, MAX_QUERY_LETTERS),
    only: readCode(query.get("only")),
    selected: readId(query.get("selected")),
    focus: readFocus(query.get("focus"), query.get("steps")),
    path: readPath(query.get("path")),
    view: readView(query.get("view")),
  };
}

/** Writes a state into a query, keeping what belongs to others (in their order, first). */
export function writeState(state: MapState, { before, stateKeys }: { before: URLSearchParams; stateKeys: StateKeys }): URLSearchParams {
  const query = new URLSearchParams(before);
  for (const key of [...STATE_NAMES, ...stateKeys.facets]) query.delete(key);
  const usual = usualState(stateKeys);
  if (state.group !== usual.group) query.set("group", state.group);
  if (state.colour !== usual.colour) query.set("colour", state.colour);
  if (state.size !== null) query.set("size", state.size);
  for (const key of stateKeys.facets) for (const value of state.chosenValues.get(key) ?? []) query.append(key, value);
  for (const key of stateKeys.facets) if (state.all.has(key)) query.append("all", key);
  if (state.q) query.set("q", state.q);
  if (state.only !== null) query.set("only", state.only);
  if (state.selected !== null) query.set("selected", String(state.selected));
  if (state.focus) {
    query.set("focus", String(state.focus.id));
    query.set("steps", String(state.focus.steps));
  }
  if (state.path) query.set("path", state.path.join(","));
  if (state.view) query.set("view", writeView(state.view));
  return query;
}

function knownName(text: string | null, names: readonly string[]): string | null {
  return text !== null && names.includes(text) ? text : null;
}

function readCode(text: string | null): string | null {
  return text !== null && /^[\w-]{1,64}$/.test(text) ? text : null;
}

function readId(text: string | null | undefined): number | null {
  if (typeof text !== "string" || !/^\d{1,10}$/.test(text)) return null;
  const id = Number(text);
  return id <= MAX_ID ? id : null;
}

function readFocus(text: string | null, stepsText: string | null): Focus | null {
  const id = readId(text);
  if (id === null) return null;
  return { id, steps: stepsText !== null && /^[1-9]$/.test(stepsText) ? Number(stepsText) : 1 };
}

function readPath(text: string | null): readonly [number, number] | null {
  const parts = (text ?? "").split(",");
  const [from, to] = [readId(parts[0]), readId(parts[1])];
  return parts.length === 2 && from !== null && to !== null && from !== to ? [from, to] : null;
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
