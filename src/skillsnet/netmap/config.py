"""What the map's page tells the island in the browser."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from skillsnet.accounts.viewer import Viewer
from skillsnet.facets.enums import WITHIN, FacetKey, Grouping
from skillsnet.facets.filters import Filters
from skillsnet.facets.names import NamedValue, named_values
from skillsnet.netmap.files import stored_header
from skillsnet.netmap.labels import facet_labels, number_labels
from skillsnet.netmap.models import MapVersion


def page_config(
    version: MapVersion | None, *, filters: Filters, viewer: Viewer, language: str, is_embed: bool = False
) -> dict[str, Any] | None:
    """Return where the files are and what their values are called; None while there is no map."""
    if version is None:
        return None
    header = stored_header(version)
    labels = facet_labels(viewer, language)
    places = version.files["places"]
    numbers = number_labels(viewer, language)
    return {
        "version": 2,
        "nodesUrl": _file(version.files["nodes"]),
        "linksUrl": _file(version.files["links"]),
        "namesUrl": _file(version.files["names"]),
        "places": {key: _file(name) for key, name in places.items()},
        "matchesUrl": f"{reverse('map_matches')}?q={{q}}",
        "sheetUrl": "/projects/{id}/sheet/",
        "profileUrl": "/projects/{id}/",
        "onlyUrl": reverse("directory_only"),
        "shortUrl": reverse("map_short"),
        "isEmbed": is_embed,
        "groupings": [
            {key: choice[key] for key in ("key", "label", "facet")} for choice in offered(header, filters, labels)
        ],
        "facets": [_facet(facet, labels, language, filters.edition) for facet in header["facets"]],
        "numbers": [{"key": key, "label": numbers.get(key, key)} for key in version.files.get("numbers", [])],
    }


def offered_groupings(
    version: MapVersion | None, *, filters: Filters, viewer: Viewer, language: str
) -> list[dict[str, Any]]:
    """Return what a map can be arranged by, each with the key of its facet, the present one checked; one query."""
    if version is None:
        return []
    return offered(stored_header(version), filters, facet_labels(viewer, language))


def offered(header: Mapping[str, Any], filters: Filters, labels: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the groupings that a map's first file lists, in the order offered, with their names."""
    told = {grouping["key"]: grouping["facet"] for grouping in header["groupings"]}
    group = filters.group if filters.group in told else next(iter(told), "")
    keys = [*(key for key in Grouping.values if key in told), *(key for key in told if key not in Grouping.values)]
    return [
        {
            "key": key,
            "label": str(Grouping(key).label) if key in Grouping.values else labels.get(key, key),
            "facet": told[key],
            "checked": key == group,
        }
        for key in keys
    ]


def _file(name: str) -> str:
    return reverse("map_file", args=[name])


def _facet(told: Mapping[str, Any], labels: Mapping[str, str], language: str, edition: int | None) -> dict[str, Any]:
    key, values = told["key"], told["values"]
    named = {name.value: name for name in named_values(key, values, language=language, edition=edition)}
    return {
        "key": key,
        "label": labels.get(key, key),
        "multi": told["multi"],
        "within": WITHIN[FacetKey(key)].value if key in WITHIN else None,
        "values": [_value(named.get(value, NamedValue(value, value))) for value in values],
    }


def _value(named: NamedValue) -> dict[str, Any]:
    return {
        "value": named.value,
        "label": named.label,
        "short": named.label,
        "mark": named.mark,
        "colour": named.colour,
    }
