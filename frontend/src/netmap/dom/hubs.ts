/** Pressing a hub chooses its value, pressing it again lets it go. */
import { NOT_STATED } from "../model/filter";
import { toggled, withValues } from "./hierarchy";
import type { MapView } from "./mapView";
import type { Store } from "./store";

export function toggleHub(mapView: MapView, store: Store, hub: number): void {
  const mark = mapView.hubs()[hub];
  const told = store.facet(store.grouping().facet);
  if (!mark || !told) return;
  const { key, values } = told.facet;
  const value = values[mark.value] ?? NOT_STATED;
  const { chosen } = store.state();
  if (store.hierarchy?.levels.some((level) => level.key === key)) {
    store.change({ chosen: toggled(store.hierarchy, chosen, { key, value }) }, "replace");
    return;
  }
  const before = chosen.get(key) ?? [];
  const after = before.includes(value) ? before.filter((other) => other !== value) : [...before, value];
  store.change({ chosen: withValues(chosen, key, after) }, "replace");
}
