"""What the map can be arranged by, and where everything stands in each arrangement."""

from collections.abc import Collection, Iterable

import numpy as np

from skillsnet.core.geo import REGIONS, region_of, region_of_subregion
from skillsnet.core.netmap.graph import Facet, Layout, Network
from skillsnet.core.netmap.headers import GroupingHeader
from skillsnet.core.netmap.incremental_update import (
    changed_links,
    changed_nodes,
    company_of,
    move_nodes,
    renumber_hubs,
)
from skillsnet.core.netmap.layouts import PreviousLayout, geographic_layout, hub_layout, link_layout
from skillsnet.facets.enums import FacetKey
from skillsnet.netmap.build.issues import Landscape
from skillsnet.netmap.enums import FACET_OF
from skillsnet.netmap.models import MapVersion
from skillsnet.netmap.stored import stored_layout, stored_network

LANDSCAPE = "issue"


def compute_layouts(network: Network, *, last: MapVersion | None, issues: Landscape) -> list[Layout]:
    """Return all arrangements of a network that say something, near those of the last version."""
    old = stored_network(last, with_names=False) if last is not None else None

    def previous(key: str) -> PreviousLayout | None:
        return _previous_layout(key, network, old, last)

    layouts = [
        hub_layout(facet, cluster_of=_cluster_of(facet), previous=previous(facet.key))
        for facet in network.facets
        if _is_worth_a_layout(facet)
    ]
    if issues.layout is not None and np.array_equal(issues.ids, network.ids):
        layouts.append(issues.layout)
    country = network.facet("country")
    if country is not None and len(country.items):
        layouts.append(geographic_layout(country, previous=previous("place")))
    if len(network.declared_links.ends):
        layouts.append(link_layout(network.n, network.declared_links, ids=network.ids, previous=previous("ties")))
    return layouts


def _is_worth_a_layout(facet: Facet) -> bool:
    """Return whether a facet arranges the map; the categories always do, the landscape does in its own way."""
    if facet.key == FacetKey.KIND:
        return False
    if facet.key == LANDSCAPE:
        return False
    return facet.key == "category" or len(np.unique(facet.items)) > (1 if facet.key == "call" else 0)


def _previous_layout(key: str, network: Network, old: Network | None, last: MapVersion | None) -> PreviousLayout | None:
    """Return the last layout of a grouping, if there was one."""
    layout = stored_layout(last, key) if last is not None else None
    if layout is None or old is None:
        return None
    return PreviousLayout.of(layout, old.ids, network.ids, old.facet(FACET_OF.get(key, key) or ""))


def update_layouts(
    network: Network, old: Network, *, fresh: Collection[int], last: MapVersion
) -> dict[str, Layout | str]:
    """Return the arrangements of a network of which few nodes changed, nobody else moving.

    One in which nobody moved, came or went is told by the name of its file, which stands as it is.
    """
    is_same = np.array_equal(network.ids, old.ids)
    layouts: dict[str, Layout | str] = {}
    for key, name in last.files["places"].items():
        facet_key = FACET_OF.get(key, key) or ""
        facet, old_facet = network.facet(facet_key), old.facet(facet_key)
        movers = sorted(_movers(facet, network, old, fresh))
        if is_same and not movers and _starts_with(facet, old_facet):
            layouts[key] = name
        elif (layout := stored_layout(last, key)) is not None:
            if facet is not None and old_facet is not None:
                layout = renumber_hubs(layout, old_facet, facet)
            layouts[key] = _update_layout(layout, facet, network, old, movers, last)
    return layouts


def _starts_with(facet: Facet | None, old_facet: Facet | None) -> bool:
    """Return whether a facet's values begin with those it had, so that their numbers are the same."""
    if facet is None:
        return True
    return old_facet is not None and old_facet.values == facet.values[: len(old_facet.values)]


def _update_layout(
    layout: Layout, facet: Facet | None, network: Network, old: Network, movers: list[int], last: MapVersion
) -> Layout:
    occurring = set(facet.main.tolist()) if facet is not None else set()
    # In a landscape the hubs are but names of places: who is in no neighbourhood needs none.
    is_by_hubs = facet is not None and layout.key != LANDSCAPE
    if facet is not None and is_by_hubs and movers and occurring - {hub.value for hub in layout.hubs}:
        return _recompute_layout(layout.key, facet, _previous_layout(layout.key, network, old, last))
    companies = [company_of(facet, old.ids, network, node) for node in np.searchsorted(network.ids, movers).tolist()]
    return move_nodes(layout, old, network, movers=movers, companies=companies)


def _recompute_layout(key: str, facet: Facet, previous: PreviousLayout | None) -> Layout:
    if key == "place":
        return geographic_layout(facet, previous=previous)
    return hub_layout(facet, key=key, cluster_of=_cluster_of(facet), previous=previous)


def grouping_headers(keys: Iterable[str]) -> list[GroupingHeader]:
    """Return each arrangement's key and the facet it groups by, as the first file names them."""
    return [{"key": key, "facet": FACET_OF.get(key, key)} for key in keys]


def _movers(facet: Facet | None, network: Network, old: Network, fresh: Collection[int]) -> set[int]:
    if facet is not None:
        return changed_nodes(old, network, facet.key, fresh)
    return changed_links(old, network, fresh)


def _cluster_of(facet: Facet) -> list[int] | None:
    """Return the region of each country or subregion, so that those of a region stand together."""
    find_region = {"country": region_of, "subregion": region_of_subregion}.get(facet.key)
    if find_region is None:
        return None
    regions = list(REGIONS)
    return [regions.index(region) if (region := find_region(value)) else len(regions) for value in facet.values]
