"""The maps that were built, read back from their files as values."""

from collections.abc import Mapping

import numpy as np

from skillsnet.core.netmap.graph import Facet, Hub, Integers, Layout, Network, Outline, Within
from skillsnet.core.netmap.headers import FacetHeader, Header, HubHeader
from skillsnet.core.netmap.payload import Values, facet_of, links_of, names_of, numbers_of, places_of, unpack
from skillsnet.core.netmap.schema import FULL_SCALE
from skillsnet.netmap.files import map_folder
from skillsnet.netmap.models import MapVersion


def stored_header(version: MapVersion) -> Header:
    """Return what the first file says of the facets and groupings."""
    return unpack((map_folder() / version.nodes_name).read_bytes())[0]


def stored_ids(version: MapVersion) -> Integers:
    """Return the ids of a version's nodes, ascending."""
    return unpack((map_folder() / version.nodes_name).read_bytes())[1]["id"].astype(np.int64)


def stored_names(version: MapVersion) -> tuple[list[str], list[str]]:
    """Return the titles and the organisations of a version's nodes."""
    return names_of(unpack((map_folder() / version.files["names"]).read_bytes())[1])


def stored_facets(version: MapVersion) -> tuple[Facet, ...]:
    """Return the facets of a version's nodes."""
    header, columns = unpack((map_folder() / version.nodes_name).read_bytes())
    return tuple(_facet(facet, header, columns) for facet in header["facets"])


def stored_network(version: MapVersion, *, with_names: bool = True) -> Network:
    """Return the network a version was made of, as its audience sees it; without names they are empty."""
    header, columns = unpack((map_folder() / version.nodes_name).read_bytes())
    links_header, links = unpack((map_folder() / version.files["links"]).read_bytes())
    no_names = [""] * header["n"]
    titles, organisations = stored_names(version) if with_names else (no_names, no_names)
    return Network(
        ids=columns["id"].astype(np.int64),
        names=titles,
        organisations=organisations,
        states=columns["state"].astype(np.int64),
        facets=tuple(_facet(facet, header, columns) for facet in header["facets"]),
        declared_links=links_of(links, "tie"),
        similar_links=links_of(links, "similar"),
        numbers=numbers_of(links_header, links),
    )


def stored_layout(version: MapVersion, key: str) -> Layout | None:
    """Return where everything stands in a grouping of a version; None where it has no such grouping. Hubs count 0."""
    name = version.files["places"].get(key)
    path = map_folder() / name if name else None
    if path is None or not path.exists():
        return None
    header, columns = unpack(path.read_bytes())
    points, discs = places_of(header, columns)
    outline = None
    if "outline.start" in columns:
        edge = np.stack([columns["outline.x"], columns["outline.y"]], axis=1) / FULL_SCALE
        outline = Outline(edge, columns["outline.start"].astype(np.int64))
    return Layout(
        key=key,
        hubs=tuple(_hub(hub) for hub in header["hubs"]),
        points=points,
        spacing=header["spacing"] / FULL_SCALE,
        outline=outline,
        discs=discs,
    )


def _facet(described: FacetHeader, header: Header, columns: Mapping[str, Values]) -> Facet:
    counts, items = facet_of(header, columns, described["key"])
    within = Within(described["of"]["facet"], tuple(described["of"]["to"])) if "of" in described else None
    return Facet(described["key"], tuple(described["values"]), counts, items, described["multi"], within)


def _hub(hub: HubHeader) -> Hub:
    return Hub(
        value=hub["value"],
        x=hub["x"] / FULL_SCALE,
        y=hub["y"] / FULL_SCALE,
        radius=hub["r"] / FULL_SCALE,
        angle=hub["angle"],
        count=0,
    )
