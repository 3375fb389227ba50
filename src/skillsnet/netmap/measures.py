"""What is measured of the network when the map is built, kept as plain values with the projects' numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from skillsnet.core.netmap.graph import NOT_STATED, Integers, Links, Network, Number
from skillsnet.core.netmap.metrics import Bridge, measure

NAMED = 5
MOST = 65_535


@dataclass(frozen=True, eq=False)
class Measured:
    """Numbers of each node, and what the sentences about the network are made of."""

    numbers: tuple[Number, ...]
    told: dict[str, Any]


def measured(network: Network) -> Measured:
    """Measure the declared ties, and the likeness by which neighbourhoods are bridged."""
    issue = network.facet("issue")
    communities = issue.main if issue is not None else np.full(network.n, NOT_STATED)
    by_ties = measure(network.n, network.ties, communities)
    by_likeness = measure(network.n, network.likeness, communities)
    slugs = issue.values if issue is not None else ()
    told = {
        "ties": by_ties.ties,
        "tied": by_ties.tied,
        "components": by_ties.components,
        "largest": by_ties.largest,
        "connected": [[_id(network, ranked.node), ranked.number] for ranked in by_ties.connected[:NAMED]],
        "reach_median": by_ties.reach_median,
        "reach_most": by_ties.reach_most,
        "bridges": _bridges(network, by_ties.bridges, slugs),
        "is_exact": by_ties.is_exact and by_likeness.is_exact,
        "alike_bridges": _bridges(network, by_likeness.bridges, slugs),
        "alone": by_likeness.isolated,
        "neighbourhoods": len(set(communities.tolist()) - {NOT_STATED}),
    }
    similar = Number("similar", np.minimum(_degrees(network.n, network.likeness), MOST))
    numbers = [similar]
    if by_ties.ties:
        numbers = [number for number in by_ties.numbers if number.of_node.any()] + numbers
    return Measured(tuple(numbers), told)


def recounted(network: Network) -> tuple[Number, ...]:
    """Return the network's numbers with the links counted anew, and the others as they are."""
    now = {"ties": network.ties, "similar": network.likeness}
    return tuple(
        Number(number.key, np.minimum(_degrees(network.n, now[number.key]), MOST)) if number.key in now else number
        for number in network.numbers
    )


def _bridges(network: Network, bridges: Sequence[Bridge], slugs: Sequence[str]) -> list[list[Any]]:
    return [[_id(network, bridge.node), [slugs[number] for number in bridge.joins]] for bridge in bridges[:NAMED]]


def _id(network: Network, node: int) -> int:
    return int(network.ids[node])


def _degrees(n: int, links: Links) -> Integers:
    return np.bincount(links.ends.ravel(), minlength=n)
