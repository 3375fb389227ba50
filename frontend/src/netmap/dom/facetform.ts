/** The panel's form: its choices steer the map at once, and its counts, bars and rows follow the map. */
import { facetList, type FacetPart } from "./facetlist";
import { facetTree } from "./facettree";
import { toggleValue, withValues } from "./hierarchy";
import { optional, required, onPress } from "./domQuery";
import type { Store } from "./store";

export function bindFacets(root: HTMLElement, store: Store): void {
  const form = optional(root, "form[data-netmap-facets]", HTMLFormElement);
  if (!form) return;
  const parts = partsOf(form, required(root, "template[data-netmap-row]", HTMLTemplateElement), store);

  function show(shownForm: HTMLFormElement): void {
    showGroup(shownForm, store);
    showChosen(root, store);
    for (const box of shownForm.querySelectorAll<HTMLInputElement>('input[name="all"]')) box.checked = store.state().all.has(box.value);
    for (const part of parts) part.refresh();
  }

  form.addEventListener("change", ({ target }) => follow(target, store));
  form.addEventListener("submit", (event) => event.preventDefault());
  onPress(root, {
    clear: () => {
      store.change({ chosenValues: new Map(), all: new Set(), q: "", only: null, focus: null, path: null }, "push");
      // The button has gone with what it cleared.
      root.querySelector<HTMLElement>("[data-netmap-stage]")?.focus({ preventScroll: true });
    },
  });
  store.listen(() => show(form));
  for (const part of parts) {
    if (part.keys.some((key) => store.state().chosenValues.has(key))) part.element.open = true;
  }
  show(form);
}

/** Changes the state as a field of the form was changed. */
function follow(field: EventTarget | null, store: Store): void {
  if (field instanceof HTMLSelectElement) {
    store.change(field.name === "colour" ? { colour: field.value } : { size: field.value || null }, "replace");
  } else if (!(field instanceof HTMLInputElement)) return;
  else if (field.name === "group") store.change({ group: field.value, view: null }, "replace");
  else if (field.name === "all") {
    const { all } = store.state();
    store.change({ all: field.checked ? new Set([...all, field.value]) : without(all, field.value) }, "replace");
  } else if (field.type === "checkbox") choose(field, store);
}

function choose(box: HTMLInputElement, store: Store): void {
  const { chosenValues, all } = store.state();
  const key = box.name;
  if (store.hierarchy?.levels.some((level) => level.key === key)) {
    store.change({ chosenValues: toggleValue(store.hierarchy, chosenValues, { key, value: box.value }) }, "replace");
    return;
  }
  const otherValues = (chosenValues.get(key) ?? []).filter((value) => value !== box.value);
  const values = box.checked ? [...otherValues, box.value] : otherValues;
  store.change({ chosenValues: withValues(chosenValues, key, values), ...(values.length < 2 ? { all: without(all, key) } : {}) }, "replace");
}

function showGroup(form: HTMLFormElement, store: Store): void {
  const { group, colour, size } = store.state();
  for (const radio of form.querySelectorAll<HTMLInputElement>('input[name="group"]')) radio.checked = radio.value === group;
  for (const select of form.querySelectorAll<HTMLSelectElement>("[data-netmap-colour], [data-netmap-size]")) {
    select.value = (select.name === "colour" ? colour : size) ?? "";
  }
  const more = optional(form, "[data-netmap-more-groupings]", HTMLElement);
  const otherGroup = optional(form, "[data-netmap-other-group]", HTMLElement);
  const isBehind = more !== null && more.querySelector(`input[value="${CSS.escape(group)}"]`) !== null;
  if (otherGroup) otherGroup.textContent = isBehind ? (store.config.groupings.find(({ key }) => key === group)?.label ?? "") : "";
}

function showChosen(root: HTMLElement, store: Store): void {
  const { chosenValues, q, only, focus, path } = store.state();
  const isFree = !q && only === null && focus === null && path === null;
  const count = [...chosenValues.values()].reduce((sum, values) => sum + values.length, 0);
  for (const badge of root.querySelectorAll<HTMLElement>("[data-netmap-chosen]")) {
    badge.textContent = store.words.number(count);
    badge.hidden = count === 0;
  }
  for (const clear of root.querySelectorAll<HTMLElement>('[data-netmap-do="clear"]')) clear.hidden = count === 0 && isFree;
}

/** Facets within one another become one tree, where the widest of them stood. */
function partsOf(form: HTMLFormElement, pattern: HTMLTemplateElement, store: Store): FacetPart[] {
  const { hierarchy } = store;
  const [widest, ...narrower] = hierarchy?.levels.map(({ key }) => key) ?? [];
  return store.nodes.facets.flatMap(({ key }, number) => {
    const element = optional(form, `[data-facet="${CSS.escape(key)}"]`, HTMLDetailsElement);
    if (!element) return [];
    if (narrower.includes(key) && form.querySelector(`[data-facet="${widest}"]`)) {
      element.remove();
      return [];
    }
    const input = { store, pattern };
    return [hierarchy && key === widest ? facetTree(element, { hierarchy, ...input }) : facetList(element, { key, number, ...input })];
  });
}

function without(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  return new Set([...keys].filter((candidate) => candidate !== key));
}
