"""Measuring the network when the map is built: numbers of each project, and what the sentences are made of."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from skillsnet.core.netmap.graph import NOT_STATED, Integers, Links, Network, Number
from skillsnet.core.netmap.metrics import Bridge, measure
from skillsnet.netmap.measures import NetworkMeasures

# How many of the best projects a sentence names.
BEST = 5
MOST = 65_535


@dataclass(frozen=True, eq=False)
class Measurement:
    """Numbers of each node, and what the sentences about the network are made of."""

    numbers: tuple[Number, ...]
    measures: NetworkMeasures


def measure_network(network: Network) -> Measurement:
    """Measure the declared links, and the likeness by which neighbourhoods are bridged."""
    issue = network.facet("issue")
    communities = issue.main if issue is not None else np.full(network.n, NOT_STATED)
    declared = measure(network.n, network.declared_links, communities)
    similarity = measure(network.n, network.similar_links, communities)
    slugs = issue.values if issue is not None else ()
    measures: NetworkMeasures = {
        "links": declared.links,
        "linked_projects": declared.linked,
        "components": declared.components,
        "largest_component": declared.largest,
        "best_connected": [(_id(network, best.node), best.number) for best in declared.connected[:BEST]],
        "reach_median": declared.reach_median,
        "reach_most": declared.reach_most,
        "bridges": _bridges(network, declared.bridges, slugs),
        "is_exact": declared.is_exact and similarity.is_exact,
        "similarity_bridges": _bridges(network, similarity.bridges, slugs),
        "dissimilar_projects": similarity.isolated,
        "neighbourhoods": len(set(communities.tolist()) - {NOT_STATED}),
    }
    similar = Number("similar", np.minimum(_degrees(network.n, network.similar_links), MOST))
    numbers = [similar]
    if declared.links:
        numbers = [number for number in declared.numbers if number.of_node.any()] + numbers
    return Measurement(tuple(numbers), measures)


def recount_links(network: Network) -> tuple[Number, ...]:
    """Return the network's numbers with the links counted anew, and the others as they are."""
    links_by_key = {"ties": network.declared_links, "similar": network.similar_links}
    return tuple(
        Number(number.key, np.minimum(_degrees(network.n, links_by_key[number.key]), MOST))
        if number.key in links_by_key
        else number
        for number in network.numbers
    )


def _bridges(network: Network, bridges: Sequence[Bridge], slugs: Sequence[str]) -> list[tuple[int, list[str]]]:
    return [(_id(network, bridge.node), [slugs[number] for number in bridge.joins]) for bridge in bridges[:BEST]]


def _id(network: Network, node: int) -> int:
    return int(network.ids[node])


def _degrees(n: int, links: Links) -> Integers:
    return np.bincount(links.ends.ravel(), minlength=n)
