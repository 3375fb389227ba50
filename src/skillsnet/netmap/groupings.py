"""What the map can be arranged by, and where everything stands in each arrangement."""

from collections.abc import Collection, Iterable
from typing import Any

import numpy as np

from skillsnet.core.geo import REGIONS, region_of, region_of_subregion
from skillsnet.core.netmap.graph import Facet, Layout, Network
from skillsnet.core.netmap.incremental_update import changed_nodes, changed_ties, company_of, renumbered, replaced
from skillsnet.core.netmap.layouts import Before, hub_layout, place_layout, ties_layout
from skillsnet.netmap.enums import FACET_OF
from skillsnet.netmap.files import stored_layout, stored_network
from skillsnet.netmap.issues import Landscape
from skillsnet.netmap.models import MapVersion

LANDSCAPE = "issue"


def compute_layouts(network: Network, *, last: MapVersion | None, issues: Landscape) -> list[Layout]:
    """Return all arrangements of a network that say something, near those of the last version."""
    old = stored_network(last, with_names=False) if last is not None else None

    def before(key: str) -> Before | None:
        return _before(key, network, old, last)

    found = [
        hub_layout(facet, cluster_of=_cluster_of(facet), before=before(facet.key))
        for facet in network.facets
        if _says_something(facet)
    ]
    if issues.layout is not None and np.array_equal(issues.ids, network.ids):
        found.append(issues.layout)
    country = network.facet("country")
    if country is not None and len(country.items):
        found.append(place_layout(country, before=before("place")))
    if len(network.ties.ends):
        found.append(ties_layout(network.n, network.ties, ids=network.ids, before=before("ties")))
    return found


def _says_something(facet: Facet) -> bool:
    """Return whether a facet arranges the map; the categories always do, the landscape does in its own way."""
    if facet.key == LANDSCAPE:
        return False
    return facet.key == "category" or len(np.unique(facet.items)) > (1 if facet.key == "call" else 0)


def _before(key: str, network: Network, old: Network | None, last: MapVersion | None) -> Before | None:
    """Return the last picture of a grouping, if there was one."""
    layout = stored_layout(last, key) if last is not None else None
    if layout is None or old is None:
        return None
    return Before.of(layout, old.ids, network.ids, old.facet(FACET_OF.get(key, key) or ""))


def update_layouts(
    network: Network, old: Network, *, fresh: Collection[int], last: MapVersion
) -> dict[str, Layout | str]:
    """Return the arrangements of a network of which few nodes changed, nobody else moving.

    One in which nobody moved, came or went is told by the name of its file, which stands as it is.
    """
    is_same = np.array_equal(network.ids, old.ids)
    found: dict[str, Layout | str] = {}
    for key, name in last.files["places"].items():
        facet_key = FACET_OF.get(key, key) or ""
        facet, was = network.facet(facet_key), old.facet(facet_key)
        movers = sorted(_movers(facet, network, old, fresh))
        is_numbered_alike = facet is None or (was is not None and was.values == facet.values[: len(was.values)])
        if is_same and not movers and is_numbered_alike:
            found[key] = name
        elif (layout := stored_layout(last, key)) is not None:
            layout = renumbered(layout, was, facet) if facet is not None and was is not None else layout
            found[key] = _moved(layout, facet, network, old, movers, last)
    return found


def _moved(
    layout: Layout, facet: Facet | None, network: Network, old: Network, movers: list[int], last: MapVersion
) -> Layout:
    occurring = set(facet.main.tolist()) if facet is not None else set()
    # In a landscape the hubs are but names of places: who is in no neighbourhood needs none.
    is_by_hubs = facet is not None and layout.key != LANDSCAPE
    if facet is not None and is_by_hubs and movers and occurring - {hub.value for hub in layout.hubs}:
        return _again(layout.key, facet, _before(layout.key, network, old, last))
    near = [company_of(facet, old.ids, network, node) for node in np.searchsorted(network.ids, movers).tolist()]
    return replaced(layout, old, network, movers=movers, near=near)


def _again(key: str, facet: Facet, before: Before | None) -> Layout:
    if key == "place":
        return place_layout(facet, before=before)
    return hub_layout(facet, key=key, cluster_of=_cluster_of(facet), before=before)


def groupings_of(keys: Iterable[str]) -> list[dict[str, Any]]:
    """Return each arrangement's key and the facet it groups by, as the files tell it."""
    return [{"key": key, "facet": FACET_OF.get(key, key)} for key in keys]


def _movers(facet: Facet | None, network: Network, old: Network, fresh: Collection[int]) -> set[int]:
    if facet is not None:
        return changed_nodes(old, network, facet.key, fresh)
    return changed_ties(old, network, fresh)


def _cluster_of(facet: Facet) -> list[int] | None:
    """Return the region of each country or subregion, so that those of a region stand together."""
    of = {"country": region_of, "subregion": region_of_subregion}.get(facet.key)
    if of is None:
        return None
    regions = list(REGIONS)
    return [regions.index(region) if (region := of(value)) else len(regions) for value in facet.values]
