"""What was measured of a network, as its map's row keeps it: plain values that the pages make sentences of."""

from typing import NotRequired, TypedDict

from skillsnet.netmap.models import MapVersion


class NetworkMeasures(TypedDict):
    """Counts of a network's links, and its best projects by id, the best first.

    `best_connected` has how many declared links each has, `bridges` and `similarity_bridges` the slugs of the
    neighbourhoods that each joins.
    """

    links: int
    linked_projects: int
    components: int
    largest_component: int
    best_connected: list[tuple[int, int]]
    reach_median: int
    reach_most: int
    bridges: list[tuple[int, list[str]]]
    is_exact: bool
    similarity_bridges: list[tuple[int, list[str]]]
    dissimilar_projects: int
    neighbourhoods: int
    texts_digest: NotRequired[str]


def measures_of(version: MapVersion) -> NetworkMeasures | None:
    """Return what was measured of a map; None where nothing was."""
    measures: NetworkMeasures | None = version.measures or None
    return measures if measures is not None and "links" in measures else None
