"""What the map's page tells the island in the browser."""

from collections.abc import Mapping
from typing import TypedDict

from django.conf import settings
from django.urls import reverse

from skillsnet.accounts.viewer import Viewer
from skillsnet.core.netmap.headers import FacetHeader, Header
from skillsnet.facets.enums import WITHIN, FacetKey, Grouping
from skillsnet.facets.filters import Filters
from skillsnet.facets.names import NamedValue, named_values
from skillsnet.facets.pages import page_pattern
from skillsnet.netmap.labels import facet_labels, number_labels
from skillsnet.netmap.models import MapFiles, MapVersion
from skillsnet.netmap.stored import stored_header


class GroupingChoice(TypedDict):
    """What the map can be arranged by: its key, what it is called, and the key of its facet."""

    key: str
    label: str
    facet: str | None


class OfferedGrouping(GroupingChoice):
    """A grouping as a form offers it; `checked` where it is the present one."""

    checked: bool


class ConfigValue(TypedDict):
    """A facet's value, with what it is called and drawn as."""

    value: str
    label: str
    short: str
    mark: str
    colour: int | None


class ConfigFacet(TypedDict):
    """A facet with its values in the order of the first file; `within` is the facet it follows from.

    `page` is the address of a value's page, with ``{value}`` for the value.
    """

    key: str
    label: str
    multi: bool
    within: str | None
    page: str
    values: list[ConfigValue]


class ConfigNumber(TypedDict):
    """A number by which nodes may be sized."""

    key: str
    label: str


class PageConfig(TypedDict):
    """Where the island finds the map's files, and what their values are called (frontend contract/config.ts)."""

    version: int
    nodesUrl: str
    linksUrl: str
    namesUrl: str
    places: dict[str, str]
    matchesUrl: str
    sheetUrl: str
    profileUrl: str
    onlyUrl: str
    shortUrl: str
    isEmbed: bool
    networkName: str
    groupings: list[GroupingChoice]
    facets: list[ConfigFacet]
    numbers: list[ConfigNumber]


def page_config(
    version: MapVersion | None, *, filters: Filters, viewer: Viewer, language: str, is_embed: bool = False
) -> PageConfig | None:
    """Return where the files are and what their values are called; None while there is no map."""
    if version is None:
        return None
    header = stored_header(version)
    labels = facet_labels(viewer, language)
    files: MapFiles = version.files
    numbers = number_labels(viewer, language)
    return {
        "version": 2,
        "nodesUrl": _file(files["nodes"]),
        "linksUrl": _file(files["links"]),
        "namesUrl": _file(files["names"]),
        "places": {key: _file(name) for key, name in files["places"].items()},
        "matchesUrl": f"{reverse('map_matches')}?q={{q}}",
        "sheetUrl": "/projects/{id}/sheet/",
        "profileUrl": "/projects/{id}/",
        "onlyUrl": reverse("directory_only"),
        "shortUrl": reverse("map_short"),
        "isEmbed": is_embed,
        "networkName": settings.NETWORK_NAME,
        "groupings": [
            {"key": choice["key"], "label": choice["label"], "facet": choice["facet"]}
            for choice in grouping_choices(header, filters, labels)
        ],
        "facets": [_facet(facet, labels, language, filters.edition) for facet in header["facets"]],
        "numbers": [{"key": key, "label": numbers.get(key, key)} for key in files.get("numbers", [])],
    }


def offered_groupings(
    version: MapVersion | None, *, filters: Filters, viewer: Viewer, language: str
) -> list[OfferedGrouping]:
    """Return what a map can be arranged by, each with the key of its facet, the present one checked; one query."""
    if version is None:
        return []
    return grouping_choices(stored_header(version), filters, facet_labels(viewer, language))


def grouping_choices(header: Header, filters: Filters, labels: Mapping[str, str]) -> list[OfferedGrouping]:
    """Return the groupings that a map's first file lists, in the order offered, with their names."""
    facet_keys = {grouping["key"]: grouping["facet"] for grouping in header["groupings"]}
    group = filters.group if filters.group in facet_keys else next(iter(facet_keys), "")
    keys = [
        *(key for key in Grouping.values if key in facet_keys),
        *(key for key in facet_keys if key not in Grouping.values),
    ]
    return [
        {
            "key": key,
            "label": str(Grouping(key).label) if key in Grouping.values else labels.get(key, key),
            "facet": facet_keys[key],
            "checked": key == group,
        }
        for key in keys
    ]


def _file(name: str) -> str:
    return reverse("map_file", args=[name])


def _facet(facet: FacetHeader, labels: Mapping[str, str], language: str, edition: int | None) -> ConfigFacet:
    key, values = facet["key"], facet["values"]
    names = {name.value: name for name in named_values(key, values, language=language, edition=edition)}
    return {
        "key": key,
        "label": labels.get(key, key),
        "multi": facet["multi"],
        "within": WITHIN[FacetKey(key)].value if key in WITHIN else None,
        "page": page_pattern(key),
        "values": [_value(names.get(value, NamedValue(value, value))) for value in values],
    }


def _value(name: NamedValue) -> ConfigValue:
    return {
        "value": name.value,
        "label": name.label,
        "short": name.label,
        "mark": name.mark,
        "colour": name.colour,
    }
