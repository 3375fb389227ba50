"""What goes out of the map: the nodes and links of a choice, as the viewer's audience sees them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.enums import LinkDirection
from skillsnet.calls.models import Link
from skillsnet.core.interchange.networks import DECLARED, SIMILAR, Document, NetworkLink, NetworkNode, NodeField
from skillsnet.core.interchange.networks.values import Direction, Value
from skillsnet.core.netmap.drawing import colours
from skillsnet.core.netmap.graph import Facet, Integers, Layout, Links, Network, Number, Reals, freeze
from skillsnet.facets.queries import filtered_projects
from skillsnet.netmap.labels import facet_labels, number_labels, value_labels
from skillsnet.netmap.models import MapVersion
from skillsnet.netmap.pictures.queries import palette_of
from skillsnet.netmap.state import MapState
from skillsnet.netmap.stored import stored_layout, stored_network

Pair = tuple[int, int]
# Source, target and direction of what two projects declared of each other.
DirectedPair = tuple[int, int, Direction]
Scalar = TypeVar("Scalar", bound=np.generic)
# How many nodes or links are read from the arrays at once.
PART = 1000


@dataclass(frozen=True, eq=False)
class _Parts:
    """Everything a document is made of, read before the first byte is sent."""

    network: Network
    layout: Layout | None
    chosen_nodes: Integers
    labels: Mapping[str, list[str]]
    fills: list[str]
    directions: Mapping[Pair, DirectedPair]
    page: Callable[[int], str]


def document_for(
    version: MapVersion,
    state: MapState,
    *,
    viewer: Viewer,
    language: str,
    page: Callable[[int], str],
    link_limit: int | None = None,
) -> Document:
    """Return a choice of a version's nodes with the links between them; a constant number of queries.

    A version holds what its audience may see and nothing else, so nothing here is read from the participants. `page`
    gives the address of a node's page. With a limit the declared links stay, and the strongest links of likeness.
    """
    parts = _parts(version, state, language, page)
    network = parts.network
    declared, similar = _chosen_links(network.declared_links, parts), _chosen_links(network.similar_links, parts)
    if link_limit is not None:
        similar = _strongest(similar, max(0, link_limit - len(declared.ends)))
    return Document(
        title=settings.NETWORK_NAME,
        description=_("Participants with their projects, the links they declared, and who works on similar issues."),
        made_on=_day(version),
        fields=_fields(network, viewer, language),
        nodes=lambda: _nodes(parts),
        connections=lambda: _connections(network, declared, similar, parts),
        kind_labels={DECLARED: _("Declared link"), SIMILAR: _("Similar projects")},
    )


def _day(version: MapVersion) -> date:
    return localdate(version.built_at)


def _parts(version: MapVersion, state: MapState, language: str, page: Callable[[int], str]) -> _Parts:
    network = _network(version.nodes_name, version.files["links"], version.files["names"])
    edition = state.filters.edition
    chosen_nodes = np.arange(network.n)
    if state.filters.is_narrowed:
        ids = np.fromiter(filtered_projects(state.filters).order_by("pk").values_list("pk", flat=True), dtype=np.int64)
        chosen_nodes = np.flatnonzero(np.isin(network.ids, ids))
    colour_facet = network.facet(state.filters.colour) or network.facet("category")
    return _Parts(
        network=network,
        layout=stored_layout(version, state.filters.group) or stored_layout(version, "category"),
        chosen_nodes=chosen_nodes,
        labels={
            facet.key: value_labels(facet.key, facet.values, language, edition=edition) for facet in network.facets
        },
        fills=_fills(colour_facet, language, edition),
        directions=_directions(network),
        page=page,
    )


@lru_cache(maxsize=1)
def _network(nodes: str, links: str, names: str) -> Network:
    """Return the network of three files, kept for who else takes it along; the names tell the content."""
    return freeze(stored_network(MapVersion(files={"nodes": nodes, "links": links, "names": names, "places": {}})))


def _fills(facet: Facet | None, language: str, edition: int | None) -> list[str]:
    """Return the colour of each node as it is drawn on light ground; empty for none."""
    if facet is None:
        return []
    light = colours("light")
    shades = [light[shade] for shade in palette_of(facet, language, edition)]
    return [shades[value] if value >= 0 else "" for value in facet.main.tolist()]


def _directions(network: Network) -> dict[Pair, DirectedPair]:
    """Return source, target and direction of each declared link of the network, by its ends in ascending order."""
    if not len(network.declared_links.ends):
        return {}
    shown_pairs = {(first, second) for first, second in network.ids[network.declared_links.ends].tolist()}
    directions: dict[Pair, DirectedPair] = {}
    rows = Link.objects.order_by("pk").values_list("source_id", "target_id", "direction")
    for source, target, direction in rows.iterator(chunk_size=5000):
        pair = (min(source, target), max(source, target))
        if pair in shown_pairs:
            directions[pair] = _combine(directions.get(pair), source, target, direction)
    return directions


def _combine(before: DirectedPair | None, source: int, target: int, direction: str) -> DirectedPair:
    """Return what several links between the same two say together: there and back is mutual."""
    if direction == LinkDirection.MUTUAL or (before is not None and before[2] == "mutual"):
        return (min(source, target), max(source, target), "mutual")
    if direction != LinkDirection.DIRECTED:
        return before or (min(source, target), max(source, target), "undirected")
    if before is not None and before[2] == "directed" and before[0] != source:
        return (min(source, target), max(source, target), "mutual")
    return (source, target, "directed")


def _chosen_links(links: Links, parts: _Parts) -> Links:
    """Return the links between chosen nodes."""
    is_chosen = np.zeros(parts.network.n, dtype=bool)
    is_chosen[parts.chosen_nodes] = True
    is_between = is_chosen[links.ends].all(axis=1)
    return Links(links.ends[is_between], links.strengths[is_between])


def _strongest(links: Links, limit: int) -> Links:
    if len(links.ends) <= limit:
        return links
    strongest = np.sort(np.lexsort((np.arange(len(links.ends)), -links.strengths))[:limit])
    return Links(links.ends[strongest], links.strengths[strongest])


def _fields(network: Network, viewer: Viewer, language: str) -> tuple[NodeField, ...]:
    facets, numbers = facet_labels(viewer, language), number_labels(viewer, language)
    return (
        NodeField("organisation", _("Organisation")),
        *(
            NodeField(facet.key, facets.get(facet.key, facet.key), "texts" if facet.is_multi else "text")
            for facet in network.facets
        ),
        *(
            NodeField(f"number-{number.key}", numbers.get(number.key, number.key), "number")
            for number in network.numbers
        ),
        NodeField("page", _("Page")),
    )


def _nodes(parts: _Parts) -> Iterator[NetworkNode]:
    network, layout = parts.network, parts.layout
    positions = layout.points if layout is not None else None
    numbers = [(f"number-{number.key}", _plain(number)) for number in network.numbers]
    # A part at a time: many are sent at once, and the whole as Python's lists is many times the arrays.
    for part in _in_parts(parts.chosen_nodes):
        facets = [(facet, parts.labels[facet.key], facet.of_nodes(part)) for facet in network.facets]
        part_numbers = [(key, of_node[part].tolist()) for key, of_node in numbers]
        ids = network.ids[part].tolist()
        coordinates = positions[part].tolist() if positions is not None else None
        for i, node in enumerate(part.tolist()):
            values: dict[str, Value] = {"organisation": network.organisations[node]}
            for facet, labels, of_node in facets:
                if stated := tuple(labels[value] for value in of_node[i]):
                    values[facet.key] = stated if facet.is_multi else stated[0]
            values.update((key, of_part[i]) for key, of_part in part_numbers)
            values["page"] = parts.page(ids[i])
            x, y = coordinates[i] if coordinates is not None else (None, None)
            colour = parts.fills[node] if parts.fills else ""
            yield NetworkNode(str(ids[i]), network.names[node], values, x=x, y=y, colour=colour)


def _in_parts(array: npt.NDArray[Scalar]) -> Iterator[npt.NDArray[Scalar]]:
    """Yield an array's rows some at a time."""
    for start in range(0, len(array), PART):
        yield array[start : start + PART]


def _plain(number: Number) -> Integers | Reals:
    """Return a number of each node, without decimals where none of them has any."""
    is_whole = bool((number.of_node == np.rint(number.of_node)).all())
    return number.of_node.astype(np.int64) if is_whole else number.of_node


def _connections(network: Network, declared: Links, similar: Links, parts: _Parts) -> Iterator[NetworkLink]:
    for ends in _in_parts(declared.ends):
        for first, second in network.ids[ends].tolist():
            source, target, direction = parts.directions.get((first, second), (first, second, "undirected"))
            yield NetworkLink(str(source), str(target), DECLARED, direction)
    for ends, strengths in zip(_in_parts(similar.ends), _in_parts(similar.strengths), strict=True):
        for (first, second), strength in zip(network.ids[ends].tolist(), strengths.tolist(), strict=True):
            yield NetworkLink(str(first), str(second), SIMILAR, "undirected", strength)
