"""What the map's page tells the island in the browser."""

from typing import Any

from django.urls import reverse

from skillsnet.core.netmap.payload import unpack
from skillsnet.facets.counts import groupings
from skillsnet.facets.enums import FacetKey
from skillsnet.facets.filters import Filters
from skillsnet.netmap.actions import map_folder
from skillsnet.netmap.models import MapVersion
from skillsnet.netmap.pictures import labels_of
from skillsnet.taxonomy.queries import categories_in


def page_config(version: MapVersion | None, *, filters: Filters, language: str) -> dict[str, Any] | None:
    """Return where the files are and what their values are called; None while there is no map."""
    if version is None:
        return None
    header, _ = unpack((map_folder() / version.nodes_name).read_bytes())
    return {
        "nodesUrl": reverse("map_file", args=[version.nodes_name]),
        "namesUrl": reverse("map_file", args=[version.names_name]),
        "matchesUrl": f"{reverse('map_matches')}?q={{q}}",
        "sheetUrl": "/participants/{id}/sheet/",
        "profileUrl": "/participants/{id}/",
        "groupings": [
            {"key": str(entry["key"]), "label": str(entry["label"])}
            for entry in groupings(filters)
            if entry["key"] in header["groupings"]
        ],
        "facets": [_facet(key, facet["values"], language, filters.edition) for key, facet in header["facets"].items()],
        "state": {
            "group": filters.group,
            **{key: list(filters.values(key)) for key in header["facets"]},
            "q": filters.q,
        },
    }


def _facet(key: str, values: list[str], language: str, edition: int | None) -> dict[str, Any]:
    labels = labels_of(key, values, language, edition=edition)
    categories = {category.slug: category for category in categories_in(edition, language)} if key == "category" else {}
    return {
        "key": key,
        "label": str(FacetKey(key).label),
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
