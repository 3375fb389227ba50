"""The server's drawing of the map, from the same files the browser draws from."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256

import numpy as np
import numpy.typing as npt
from django.core.cache import caches
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from skillsnet.core.netmap.drawing import Caption, HubStyle, LegendItem, Marks, Picture, Theme, draw, hues_of
from skillsnet.core.netmap.graph import NOT_STATED, Facet, Integers, Layout, Links, Network, freeze
from skillsnet.facets.filters import Filters
from skillsnet.facets.queries import filtered_projects
from skillsnet.netmap.enums import FACET_OF
from skillsnet.netmap.labels import value_labels
from skillsnet.netmap.models import MapVersion
from skillsnet.netmap.state import MapState
from skillsnet.netmap.stored import stored_layout, stored_network
from skillsnet.taxonomy.queries import categories_in

CACHE_SECONDS = 3600
# In the process's memory: a page that is only read must not wait until it may write into the database.
CACHE_NAME = "pictures"
# Groupings in which nodes are not linked to hubs: a landscape has places, declared links have lines of their own.
WITHOUT_HUB_LINKS = ("issue", "place", "ties")
COLOURS = 9


@dataclass(frozen=True)
class MapPicture:
    """A picture before it gets a theme, with the lines of its legend."""

    picture: Picture
    legend: tuple[LegendItem, ...]


def picture_for(
    version: MapVersion | None, *, filters: Filters, language: str, state: MapState | None = None
) -> SafeString:
    """Return the map's picture for what an address asks, safe to put into a page; empty while there is no map."""
    if version is None:
        return SafeString("")
    state = state or MapState(filters)
    key = content_key("inline", version, state, language)
    svg = caches[CACHE_NAME].get(key)
    if svg is None:
        map_picture = map_picture_for(version, state, language)
        svg = draw(map_picture.picture, theme=Theme(is_rtl=get_language_bidi())) if map_picture else ""
        caches[CACHE_NAME].set(key, svg, CACHE_SECONDS)
    # Every text in the drawing is escaped where it is drawn (core.netmap.drawing).
    return SafeString(svg)


def standalone_for(version: MapVersion, state: MapState, *, language: str, theme: Theme, caption: Caption) -> str:
    """Return the picture as a file of its own, 1,200 by 630, with heading and legend."""
    map_picture = map_picture_for(version, state, language)
    if map_picture is None:
        return ""
    caption = replace(caption, legend=map_picture.legend)
    return draw(map_picture.picture, theme=theme, width=1200, height=630, caption=caption)


def content_key(kind: str, version: MapVersion, state: MapState, language: str, *more: object) -> str:
    """Return the name under which something made from a map and a state is kept: another content, another name."""
    files = "|".join(sorted(version.file_names))
    # What a search finds depends on texts, of which the files hold only the titles.
    data = str(version.data_version) if state.filters.is_narrowed else ""
    content = "|".join([kind, files, data, str(version.edition), state.to_query(), language, *map(str, more)])
    return f"map-{kind}:{sha256(content.encode()).hexdigest()[:40]}"


def map_picture_for(version: MapVersion, state: MapState, language: str) -> MapPicture | None:
    """Return the picture of a map in a state; None where the map has nothing to draw."""
    group = state.filters.group if state.filters.group in version.files["places"] else "category"
    layout = stored_layout(version, group)
    if layout is None:
        return None
    network = _network(version.nodes_name, version.files["links"])
    edition = state.filters.edition
    ids = set(filtered_projects(state.filters).values_list("pk", flat=True)) if state.filters.is_narrowed else None
    marks = _marks(network, state, ids, language, edition)
    facet = network.facet(FACET_OF.get(group, group) or "")
    labels = value_labels(facet.key, facet.values, language, edition=edition) if facet else []
    layout = _with_hub_counts(layout, facet, marks)
    is_coloured = facet is not None and facet.key == _colour_key(network, state)
    styles = _hub_styles(facet, labels, marks, is_coloured=is_coloured)
    picture = Picture(
        layout,
        styles,
        marks,
        title=_("Map of the network"),
        description=_description(layout, styles, group),
        facet=None if group in WITHOUT_HUB_LINKS else facet,
        links=network.declared_links if group == "ties" else Links.none(),
        unnamed=_("and %(count)s more") % {"count": "{count}"},
    )
    return MapPicture(picture, _legend(network, state, marks, language, edition))


@lru_cache(maxsize=4)
def _network(nodes: str, links: str) -> Network:
    """Return the network of two files, kept in memory for the next picture; the names tell the content."""
    return freeze(stored_network(MapVersion(files={"nodes": nodes, "links": links, "places": {}}), with_names=False))


def _colour_key(network: Network, state: MapState) -> str:
    return state.filters.colour if network.facet(state.filters.colour) is not None else "category"


def _marks(network: Network, state: MapState, ids: Collection[int] | None, language: str, edition: int | None) -> Marks:
    key = _colour_key(network, state)
    facet = network.facet(key)
    not_stated = np.full(network.n, NOT_STATED, dtype=np.int64)
    second_values = not_stated.copy()
    if facet is not None:
        has_several = facet.counts > 1
        second_values[has_several] = facet.items[facet.starts[:-1][has_several] + 1]
    is_chosen = np.ones(network.n, dtype=bool)
    if ids is not None:
        is_chosen = np.isin(network.ids, np.fromiter(ids, dtype=np.int64, count=len(ids)))
    number = next((number for number in network.numbers if number.key == state.filters.size), None)
    sizes = None
    if number is not None:
        sizes = number.of_node / (float(number.of_node.max(initial=0)) or 1.0)
    selected = np.flatnonzero(network.ids == state.selected) if state.selected is not None else np.zeros(0, np.int64)
    palette, repeated_values = shades_of(facet, language, edition)
    return Marks(
        palette=palette,
        repeated_values=repeated_values,
        fills=facet.main if facet is not None else not_stated,
        rings=second_values,
        is_chosen=is_chosen,
        sizes=sizes,
        selected=int(selected[0]) if len(selected) else None,
    )


def palette_of(facet: Facet | None, language: str, edition: int | None) -> tuple[str, ...]:
    """Return the shade of each value of the facet that gives the colour; for categories one query."""
    return shades_of(facet, language, edition)[0]


def shades_of(facet: Facet | None, language: str, edition: int | None) -> tuple[tuple[str, ...], frozenset[int]]:
    """Return the shade of each value of a facet, and the values whose shade an earlier category has."""
    if facet is None:
        return (), frozenset()
    if facet.key != "category":
        return hues_of(facet), frozenset()
    colours = {category.slug: category.colour for category in categories_in(edition, language)}
    shades = tuple(str((colours[slug] - 1) % COLOURS + 1) if colours.get(slug) else "0" for slug in facet.values)
    return shades, frozenset(value for value, slug in enumerate(facet.values) if colours.get(slug, 0) > COLOURS)


def _with_hub_counts(layout: Layout, facet: Facet | None, marks: Marks) -> Layout:
    """Return the layout with how many of the chosen nodes each hub has."""
    if facet is None:
        return layout
    is_chosen_item = np.repeat(marks.is_chosen, facet.counts)
    counts = np.bincount(facet.items[is_chosen_item], minlength=max(1, len(facet.values)))
    unstated = int(np.count_nonzero(marks.is_chosen & (facet.counts == 0)))
    hubs = (replace(hub, count=int(counts[hub.value]) if hub.value >= 0 else unstated) for hub in layout.hubs)
    return replace(layout, hubs=tuple(hubs))


def _hub_styles(facet: Facet | None, labels: list[str], marks: Marks, *, is_coloured: bool) -> dict[int, HubStyle]:
    shades = marks.palette if is_coloured else ["0"] * len(labels)
    styles = {
        index: HubStyle(label, shade, is_broken=is_coloured and index in marks.repeated_values)
        for index, (label, shade) in enumerate(zip(labels, shades, strict=True))
    }
    return {**styles, NOT_STATED: HubStyle(_("Not stated"))}


def _legend(
    network: Network, state: MapState, marks: Marks, language: str, edition: int | None
) -> tuple[LegendItem, ...]:
    """Return what the colours mean, only what is there; the values that share a colour are one line."""
    facet = network.facet(_colour_key(network, state))
    if facet is None:
        return ()
    labels = value_labels(facet.key, facet.values, language, edition=edition)
    counts = _value_counts(facet, marks.is_chosen)
    items = [
        LegendItem(label, shade, int(count), is_broken=value in marks.repeated_values)
        for value, (label, shade, count) in enumerate(zip(labels, marks.palette, counts.tolist(), strict=True))
        if count and shade != "other"
    ]
    if facet.key != "category":
        items.sort(key=lambda item: item.shade)
    other_count = sum(
        int(count) for shade, count in zip(marks.palette, counts.tolist(), strict=True) if shade == "other"
    )
    unstated = int(np.count_nonzero(marks.is_chosen & (facet.counts == 0)))
    items += [LegendItem(_("All others"), "other", other_count)] if other_count else []
    items += [LegendItem(_("Not stated"), "0", unstated)] if unstated else []
    return tuple(items)


def _value_counts(facet: Facet, is_chosen: npt.NDArray[np.bool_]) -> Integers:
    counts: Integers = np.bincount(facet.items[np.repeat(is_chosen, facet.counts)], minlength=len(facet.values))
    return counts


def _description(layout: Layout, styles: Mapping[int, HubStyle], group: str) -> str:
    if not layout.hubs:
        return _("Each dot is a participant with its project. Lines are the links they declared.")
    hubs = sorted((hub for hub in layout.hubs if hub.count), key=lambda hub: (-hub.count, hub.value))
    hub_counts = "; ".join(f"{styles[hub.value].label}: {hub.count}" for hub in hubs)
    if group == "issue":
        return _("Each dot is a participant with its project. Neighbours work on similar issues. %(hubs)s.") % {
            "hubs": hub_counts
        }
    return _("Each dot is a participant with its project, placed around the group it belongs to. %(hubs)s.") % {
        "hubs": hub_counts
    }
