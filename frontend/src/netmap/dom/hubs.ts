/** Pressing a hub chooses its value, pressing it again lets it go. */
import { NOT_STATED } from "../model/filter";
import { toggleValue, withValues } from "./hierarchy";
import type { MapView } from "./mapView";
import type { Store } from "./store";

export function toggleHub(mapView: MapView, store: Store, hub: number): void {
  const mark = mapView.hubs()[hub];
  const hubFacet = store.facet(store.grouping().facet);
  if (!mark || !hubFacet) return;
  const { key, values } = hubFacet.facet;
  const value = values[mark.value] ?? NOT_STATED;
  const { chosenValues } = store.state();
  if (store.hierarchy?.levels.some((level) => level.key === key)) {
    store.change({ chosenValues: toggleValue(store.hierarchy, chosenValues, { key, value }) }, "replace");
    return;
  }
  const before = chosenValues.get(key) ?? [];
  const after = before.includes(value) ? before.filter((candidate) => candidate !== value) : [...before, value];
  store.change({ chosenValues: withValues(chosenValues, key, after) }, "replace");
}
