"""The server's drawing of the map, from the same file the browser draws from."""

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import compress
from typing import Any

from django.core.cache import cache
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from skillsnet.calls.models import Call
from skillsnet.core.geo import country_name, language_name, region_name
from skillsnet.core.netmap.drawing import HubStyle, PointStyle, draw
from skillsnet.core.netmap.graph import NOT_STATED, Hub, Layout
from skillsnet.core.netmap.payload import FULL_SCALE, unpack
from skillsnet.facets.filters import Filters
from skillsnet.facets.queries import chosen
from skillsnet.netmap.actions import map_folder
from skillsnet.netmap.models import MapVersion
from skillsnet.taxonomy.queries import categories_in

MAX_KEY = 200
KEPT_SECONDS = 3600


def labels_of(key: str, values: list[str], language: str, *, edition: int | None = None) -> list[str]:
    """Return the names of a facet's values in the reader's language."""
    if key == "category":
        names = {category.slug: category.name for category in categories_in(edition, language)}
        return [names.get(value, value) for value in values]
    if key == "call":
        titles = dict(Call.objects.filter(slug__in=values).values_list("slug", "title"))
        return [titles.get(value, value) for value in values]
    naming = {"country": country_name, "region": region_name, "language": language_name}[key]
    return [naming(value, language) for value in values]


def picture_for(version: MapVersion | None, *, filters: Filters, language: str) -> SafeString:
    """Return the map's picture for what an address asks, safe to put into a page; empty while there is no map."""
    if version is None:
        return SafeString("")
    key = f"map-picture:{version.nodes_name}:{filters.to_query()}:{language}"
    kept = cache.get(key) if len(key) < MAX_KEY else None
    if kept is None:
        ids = set(chosen(filters).values_list("pk", flat=True)) if filters.is_narrowed else None
        kept = picture(version, group=filters.group, language=language, ids=ids, edition=filters.edition)
        if len(key) < MAX_KEY:
            cache.set(key, kept, KEPT_SECONDS)
    # Every text in the drawing is escaped where it is drawn (core.netmap.drawing).
    return SafeString(kept)


def picture(
    version: MapVersion,
    *,
    group: str,
    language: str,
    ids: Collection[int] | None = None,
    edition: int | None = None,
) -> str:
    """Return the SVG of one grouping; with `ids` the other points are drawn faint."""
    header, columns = unpack((map_folder() / version.nodes_name).read_bytes())
    group = group if group in header["groupings"] else "category"
    facet = header["facets"][group]
    labels = labels_of(group, facet["values"], language, edition=edition)
    colours = {category.slug: category.colour for category in categories_in(edition, language)}
    palette = [colours.get(slug, 0) for slug in header["facets"]["category"]["values"]]
    hub_colours = palette if group == "category" else [0] * len(labels)
    styles = {index: HubStyle(label=label, colour=hub_colours[index]) for index, label in enumerate(labels)}
    styles[NOT_STATED] = HubStyle(label=_("Not stated"), colour=0)
    starts, items = columns["facet.category.start"], columns["facet.category.item"]
    numbers = columns["id"].tolist()
    points = [
        _point_style(
            items[starts[i] : starts[i + 1]].tolist(), palette, is_faint=ids is not None and numbers[i] not in ids
        )
        for i in range(header["n"])
    ]
    placed = _layout(group, header, columns, is_chosen=[not point.is_faint for point in points])
    return draw(
        placed,
        hub_styles=styles,
        point_styles=points,
        members=_members(group, header, columns),
        title=_("Map of the network"),
        description=_description(placed, styles),
    )


def _point_style(values: list[int], palette: list[int], *, is_faint: bool) -> PointStyle:
    colours = [palette[value] for value in values[:2]] + [0, 0]
    return PointStyle(colour=colours[0], ring=colours[1], is_faint=is_faint)


def _layout(group: str, header: dict[str, Any], columns: dict[str, Any], *, is_chosen: Sequence[bool]) -> Layout:
    """Return the grouping as the file holds it; hubs count the chosen points."""
    points = [
        (x / FULL_SCALE, y / FULL_SCALE)
        for x, y in zip(columns[f"x.{group}"].tolist(), columns[f"y.{group}"].tolist(), strict=True)
    ]
    members = compress(_members(group, header, columns), is_chosen)
    counts = Counter(value for values in members for value in values)
    hubs = tuple(
        Hub(
            value=hub["value"],
            x=hub["x"] / FULL_SCALE,
            y=hub["y"] / FULL_SCALE,
            radius=hub["r"] / FULL_SCALE,
            angle=hub["angle"],
            count=counts[hub["value"]],
        )
        for hub in header["groupings"][group]["hubs"]
    )
    return Layout(key=group, hubs=hubs, points=points)


def _members(group: str, header: dict[str, Any], columns: dict[str, Any]) -> list[list[int]]:
    """Return each point's hubs."""
    if header["facets"][group]["multi"]:
        starts, items = columns[f"facet.{group}.start"].tolist(), columns[f"facet.{group}.item"].tolist()
        return [items[starts[i] : starts[i + 1]] or [NOT_STATED] for i in range(header["n"])]
    column = columns[f"facet.{group}"]
    missing = (1 << (8 * column.dtype.itemsize)) - 1
    return [[NOT_STATED if value == missing else value] for value in column.tolist()]


def _description(placed: Layout, styles: dict[int, HubStyle]) -> str:
    named = "; ".join(f"{styles[hub.value].label}: {hub.count}" for hub in placed.hubs)
    return _("Each point is a participant with its project, standing around what it belongs to. %(hubs)s.") % {
        "hubs": named
    }
