"""Removing maps that nobody needs any more, and at once those that say what must not be said any more."""

import time
from pathlib import Path

from django.db.models import Q

from skillsnet.facets.enums import FIELD_PREFIX
from skillsnet.netmap.enums import MapAudience
from skillsnet.netmap.files import holds_words, is_complete, map_folder, remove_file
from skillsnet.netmap.models import MapVersion
from skillsnet.netmap.stored import stored_header, stored_ids, stored_names
from skillsnet.netmap.versions import newest_of_each

# Versions of the data whose maps are kept, for pages that were opened before the last change.
KEPT_VERSIONS = 3
# A file that no version names may be another process's, which has not written its version yet.
YOUNG_SECONDS = 600

# What a map says in words: title and organisation of a node by its id, and an extra field's value by field and value.
Statements = dict[int | tuple[str, str], tuple[str, str]]


def prune(*, somebody_left: bool = False) -> None:
    """Remove the versions of the map that nobody needs any more, and the files of none.

    Files with words of people go as soon as their edition has a newer map, or when a text in them was corrected since.
    Where somebody left the network, at once all that may still tell of them: what is withdrawn is nowhere.
    """
    corrected_pks = _corrected_versions()
    MapVersion.objects.filter(pk__in=corrected_pks).delete()
    versions = list(MapVersion.objects.order_by("pk"))
    numbers = MapVersion.objects.order_by("-data_version").values_list("data_version", flat=True).distinct()
    recent_numbers = list(numbers[: 1 if somebody_left else KEPT_VERSIONS])
    # The last map of each edition stands until there is another, however long that takes.
    last_pks = [] if somebody_left else newest_of_each()
    remaining = list(MapVersion.objects.filter(Q(data_version__in=recent_numbers) | Q(pk__in=last_pks)).order_by("pk"))
    MapVersion.objects.exclude(pk__in=[version.pk for version in remaining]).delete()
    names = {name for version in remaining for name in version.file_names}
    newest_pks = set(newest_of_each())
    newest_names = {name for version in remaining if version.pk in newest_pks for name in version.file_names}
    replaced_names = {name for version in versions for name in version.file_names if holds_words(name)} - newest_names
    is_urgent = somebody_left or bool(corrected_pks)
    young_since = time.time() - YOUNG_SECONDS
    for path in map_folder().glob("*.snm"):
        is_nobodys = path.name not in names and (is_urgent or _modified_at(path) < young_since)
        if is_nobodys or path.name in replaced_names:
            remove_file(path.name)


def clear_maps() -> None:
    """Remove every map and its files: nobody is in the network any more."""
    MapVersion.objects.all().delete()
    prune(somebody_left=True)


def _corrected_versions() -> list[int]:
    """Return older versions that say of somebody what the newest map for the same audience says otherwise, or not."""
    corrected_pks: list[int] = []
    for audience in MapAudience.values:
        versions = list(MapVersion.objects.filter(audience=audience).order_by("-data_version", "pk"))
        if not versions or not is_complete(versions[0]):
            continue
        newest, statements = versions[0], _statements(versions[0]).items()
        corrected_pks += [
            version.pk
            for version in versions[1:]
            if version.data_version < newest.data_version
            and is_complete(version)
            and not _statements(version).items() <= statements
        ]
    return corrected_pks


def _statements(version: MapVersion) -> Statements:
    """Return what a version says of each node in words, and which values of extra fields it names."""
    names = zip(*stored_names(version), strict=True)
    statements: Statements = dict(zip(stored_ids(version).tolist(), names, strict=True))
    for facet in stored_header(version)["facets"]:
        if facet["key"].startswith(FIELD_PREFIX):
            statements.update({(facet["key"], value): ("", "") for value in facet["values"]})
    return statements


def _modified_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
