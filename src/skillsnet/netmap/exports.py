"""What goes out of the map: the nodes and links of a choice, as the viewer's audience sees them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

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
from skillsnet.core.netmap.graph import Facet, Integers, Layout, Links, Network, Number, frozen
from skillsnet.facets.queries import filtered_projects
from skillsnet.netmap.files import stored_layout, stored_network
from skillsnet.netmap.labels import facet_labels, number_labels, value_labels
from skillsnet.netmap.models import MapVersion
from skillsnet.netmap.pictures import palette_of
from skillsnet.netmap.state import MapState

Pair = tuple[int, int]
Array = npt.NDArray[Any]
# How many nodes or links are read from the arrays at once.
PART = 1000


@dataclass(frozen=True, eq=False)
class _Parts:
    """Everything a document is made of, read before the first byte is sent."""

    network: Network
    layout: Layout | None
    chosen: Integers
    labels: Mapping[str, list[str]]
    fills: list[str]
    directions: Mapping[Pair, tuple[int, int, Direction]]
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
    gives the address of a node's page. With a limit only the strongest links of likeness stay, ties before them.
    """
    parts = _parts(version, state, language, page)
    network = parts.network
    ties, likeness = _between(network.ties, parts), _between(network.likeness, parts)
    if link_limit is not None:
        likeness = _strongest(likeness, max(0, link_limit - len(ties.ends)))
    return Document(
        title=settings.NETWORK_NAME,
        description=_("Participants with their projects, the links they declared, and who works on similar issues."),
        made_on=_day(version),
        fields=_fields(network, viewer, language),
        nodes=lambda: _nodes(parts),
        connections=lambda: _connections(network, ties, likeness, parts),
        kind_labels={DECLARED: _("Declared link"), SIMILAR: _("Similar projects")},
    )


def _day(version: MapVersion) -> date:
    return localdate(version.built_at)


def _parts(version: MapVersion, state: MapState, language: str, page: Callable[[int], str]) -> _Parts:
    network = _network(version.nodes_name, version.files["links"], version.files["names"])
    edition = state.filters.edition
    kept = np.arange(network.n)
    if state.filters.is_narrowed:
        ids = np.fromiter(filtered_projects(state.filters).order_by("pk").values_list("pk", flat=True), dtype=np.int64)
        kept = np.flatnonzero(np.isin(network.ids, ids))
    coloured = network.facet(state.filters.colour) or network.facet("category")
    return _Parts(
        network=network,
        layout=stored_layout(version, state.filters.group) or stored_layout(version, "category"),
        chosen=kept,
        labels={
            facet.key: value_labels(facet.key, facet.values, language, edition=edition) for facet in network.facets
        },
        fills=_fills(coloured, language, edition),
        directions=_directions(network),
        page=page,
    )


@lru_cache(maxsize=1)
def _network(nodes: str, links: str, names: str) -> Network:
    """Return the network of three files, kept for who else takes it along; the names tell the content."""
    return frozen(stored_network(MapVersion(files={"nodes": nodes, "links": links, "names": names, "places": {}})))


def _fills(facet: Facet | None, language: str, edition: int | None) -> list[str]:
    """Return the colour of each node as it is drawn on light ground; empty for none."""
    if facet is None:
        return []
    light = colours("light")
    shades = [light[shade] for shade in palette_of(facet, language, edition)]
    return [shades[value] if value >= 0 else "" for value in facet.main.tolist()]


def _directions(network: Network) -> dict[Pair, tuple[int, int, Direction]]:
    """Return source, target and direction of each declared tie of the network, by its ends in ascending order."""
    if not len(network.ties.ends):
        return {}
    shown = {(one, other) for one, other in network.ids[network.ties.ends].tolist()}
    found: dict[Pair, tuple[int, int, Direction]] = {}
    rows = Link.objects.order_by("pk").values_list("source_id", "target_id", "direction")
    for source, target, direction in rows.iterator(chunk_size=5000):
        pair = (min(source, target), max(source, target))
        if pair in shown:
            found[pair] = _joined(found.get(pair), source, target, direction)
    return found


def _joined(
    before: tuple[int, int, Direction] | None, source: int, target: int, direction: str
) -> tuple[int, int, Direction]:
    """Return what several links between the same two say together: there and back is mutual."""
    if direction == LinkDirection.MUTUAL or (before is not None and before[2] == "mutual"):
        return (min(source, target), max(source, target), "mutual")
    if direction != LinkDirection.DIRECTED:
        return before or (min(source, target), max(source, target), "undirected")
    if before is not None and before[2] == "directed" and before[0] != source:
        return (min(source, target), max(source, target), "mutual")
    return (source, target, "directed")


def _between(links: Links, parts: _Parts) -> Links:
    is_chosen = np.zeros(parts.network.n, dtype=bool)
    is_chosen[parts.chosen] = True
    kept = is_chosen[links.ends].all(axis=1)
    return Links(links.ends[kept], links.strengths[kept])


def _strongest(links: Links, limit: int) -> Links:
    if len(links.ends) <= limit:
        return links
    kept = np.sort(np.lexsort((np.arange(len(links.ends)), -links.strengths))[:limit])
    return Links(links.ends[kept], links.strengths[kept])


def _fields(network: Network, viewer: Viewer, language: str) -> tuple[NodeField, ...]:
    facets, numbers = facet_labels(viewer, language), number_labels(viewer, language)
    return (
        NodeField("organisation", _("Organisation")),
        *(
            NodeField(facet.key, facets.get(facet.key, facet.key), "texts" if facet.is_multi else "text")
            for facet in network.facets
        ),
        *(NodeField(f"number-{one.key}", numbers.get(one.key, one.key), "number") for one in network.numbers),
        NodeField("page", _("Page")),
    )


def _nodes(parts: _Parts) -> Iterator[NetworkNode]:
    network, layout = parts.network, parts.layout
    places = layout.points if layout is not None else None
    numbers = [(f"number-{number.key}", _plain(number)) for number in network.numbers]
    # A part at a time: many are sent at once, and the whole as Python's lists is many times the arrays.
    for part in _in_parts(parts.chosen):
        facets = [(facet, parts.labels[facet.key], facet.of_nodes(part)) for facet in network.facets]
        told = [(key, of_node[part].tolist()) for key, of_node in numbers]
        ids = network.ids[part].tolist()
        at = places[part].tolist() if places is not None else None
        for place, index in enumerate(part.tolist()):
            values: dict[str, Value] = {"organisation": network.organisations[index]}
            for facet, labels, of_node in facets:
                if stated := tuple(labels[value] for value in of_node[place]):
                    values[facet.key] = stated if facet.is_multi else stated[0]
            values.update((key, counted[place]) for key, counted in told)
            values["page"] = parts.page(ids[place])
            x, y = at[place] if at is not None else (None, None)
            colour = parts.fills[index] if parts.fills else ""
            yield NetworkNode(str(ids[place]), network.names[index], values, x=x, y=y, colour=colour)


def _in_parts(array: Array) -> Iterator[Array]:
    """Yield an array's rows some at a time."""
    for start in range(0, len(array), PART):
        yield array[start : start + PART]


def _plain(number: Number) -> npt.NDArray[Any]:
    """Return a number of each point, without digits behind the point where none of them has any."""
    is_complete = bool((number.of_node == np.rint(number.of_node)).all())
    return number.of_node.astype(np.int64) if is_complete else number.of_node


def _connections(network: Network, ties: Links, likeness: Links, parts: _Parts) -> Iterator[NetworkLink]:
    for ends in _in_parts(ties.ends):
        for one, other in network.ids[ends].tolist():
            source, target, direction = parts.directions.get((one, other), (one, other, "undirected"))
            yield NetworkLink(str(source), str(target), DECLARED, direction)
    for ends, strengths in zip(_in_parts(likeness.ends), _in_parts(likeness.strengths), strict=True):
        for (one, other), strength in zip(network.ids[ends].tolist(), strengths.tolist(), strict=True):
            yield NetworkLink(str(one), str(other), SIMILAR, "undirected", strength)
