"""The server's drawing of the map, from the same file the browser draws from."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from django.core.cache import cache
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from skillsnet.core.netmap.drawing import HubStyle, PointStyle, draw
from skillsnet.core.netmap.graph import NOT_STATED, Layout
from skillsnet.facets.filters import Filters
from skillsnet.facets.names import names_of
from skillsnet.facets.queries import chosen
from skillsnet.netmap.files import stored_layout, stored_network
from skillsnet.netmap.groupings import FACET_OF
from skillsnet.netmap.models import MapVersion
from skillsnet.taxonomy.queries import categories_in

MAX_KEY = 200
KEPT_SECONDS = 3600


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
    network, layout = stored_network(version, with_names=False), stored_layout(version, group)
    facet, category = network.facet(FACET_OF.get(group, group) or ""), network.facet("category")
    if layout is None:
        return ""
    named = names_of(facet.key, facet.values, language=language, edition=edition) if facet else []
    name_of = {value.value: value.label for value in named}
    labels = [name_of.get(value, value) for value in facet.values] if facet else []
    colours = {category.slug: category.colour for category in categories_in(edition, language)}
    palette = [colours.get(slug, 0) for slug in category.values] if category else []
    hub_colours = palette if group == "category" else [0] * len(labels)
    styles = {index: HubStyle(label=label, colour=hub_colours[index]) for index, label in enumerate(labels)}
    styles[NOT_STATED] = HubStyle(label=_("Not stated"), colour=0)
    chosen_values = category.of_point if category else [()] * network.n
    points = [
        _point_style(values, palette, is_faint=ids is not None and pk not in ids)
        for pk, values in zip(network.ids.tolist(), chosen_values, strict=True)
    ]
    members = [values or (NOT_STATED,) for values in facet.of_point] if facet else [()] * network.n
    counts = Counter(v for point, values in zip(points, members, strict=True) if not point.is_faint for v in values)
    placed = replace(layout, hubs=tuple(replace(hub, count=counts[hub.value]) for hub in layout.hubs))
    return draw(
        placed,
        hub_styles=styles,
        point_styles=points,
        members=members,
        title=_("Map of the network"),
        description=_description(placed, styles),
    )


def _point_style(values: Sequence[int], palette: list[int], *, is_faint: bool) -> PointStyle:
    colours = [palette[value] for value in values[:2]] + [0, 0]
    return PointStyle(colour=colours[0], ring=colours[1], is_faint=is_faint)


def _description(placed: Layout, styles: dict[int, HubStyle]) -> str:
    named = "; ".join(f"{styles[hub.value].label}: {hub.count}" for hub in placed.hubs)
    return _("Each point is a participant with its project, standing around what it belongs to. %(hubs)s.") % {
        "hubs": named
    }
