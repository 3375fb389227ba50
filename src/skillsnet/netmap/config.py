"""What the map's page tells the island in the browser."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from skillsnet.facets.counts import groupings
from skillsnet.facets.filters import Filters
from skillsnet.netmap.files import stored_header
from skillsnet.netmap.labels import facet_label, number_label, value_labels
from skillsnet.netmap.models import MapVersion
from skillsnet.taxonomy.queries import categories_in

WITHIN: Mapping[str, str] = {"country": "subregion", "subregion": "region"}


def page_config(
    version: MapVersion | None, *, filters: Filters, language: str, is_embed: bool = False
) -> dict[str, Any] | None:
    """Return where the files are and what their values are called; None while there is no map."""
    if version is None:
        return None
    header = stored_header(version)
    facets = [_facet(facet, language, filters.edition) for facet in header["facets"]]
    labels = {facet["key"]: facet["label"] for facet in facets}
    offered = {str(entry["key"]): str(entry["label"]) for entry in groupings(filters)}
    places = version.files["places"]
    told = [grouping for grouping in header["groupings"] if grouping["key"] in places]
    return {
        "version": 2,
        "nodesUrl": _file(version.files["nodes"]),
        "linksUrl": _file(version.files["links"]),
        "namesUrl": _file(version.files["names"]),
        "places": {key: _file(name) for key, name in places.items()},
        "matchesUrl": f"{reverse('map_matches')}?q={{q}}",
        "sheetUrl": "/participants/{id}/sheet/",
        "profileUrl": "/participants/{id}/",
        "isEmbed": is_embed,
        "groupings": [
            {
                "key": entry["key"],
                "label": offered.get(entry["key"], labels.get(entry["facet"], "")),
                "facet": entry["facet"],
            }
            for entry in told
        ],
        "facets": facets,
        "numbers": [{"key": key, "label": number_label(key)} for key in version.files.get("numbers", [])],
    }


def _file(name: str) -> str:
    return reverse("map_file", args=[name])


def _facet(told: Mapping[str, Any], language: str, edition: int | None) -> dict[str, Any]:
    key, values = told["key"], told["values"]
    labels = value_labels(key, values, language, edition=edition)
    categories = {category.slug: category for category in categories_in(edition, language)} if key == "category" else {}
    return {
        "key": key,
        "label": facet_label(key),
        "multi": told["multi"],
        "within": WITHIN.get(key),
        "values": [
            {
                "value": value,
                "label": label,
                "short": label,
                "mark": categories[value].mark if value in categories else "",
                "colour": categories[value].colour if value in categories else None,
            }
            for value, label in zip(values, labels, strict=True)
        ],
    }
