"""Correcting the words of the maps that stand as soon as they change: a corrected title, a name that is withheld.

Where everybody stands is a worker's work and comes with the next map. What a standing map says of people in words is
compared with what they are now in milliseconds, and does not wait for a worker, who may be away.
"""

from collections.abc import Collection, Mapping

import numpy as np
from django.db import transaction

from skillsnet.calls.models import ExtraValue, Project
from skillsnet.calls.queries import value_words
from skillsnet.core.netmap.graph import Integers
from skillsnet.core.netmap.headers import FacetHeader, Header
from skillsnet.core.netmap.payload import pack_names, with_header
from skillsnet.core.text.unmasked import MARKER
from skillsnet.facets.enums import FIELD_PREFIX
from skillsnet.netmap.build.readers import read_words
from skillsnet.netmap.enums import MapAudience
from skillsnet.netmap.files import NAMES, VALUES, holds_words, is_complete, map_folder, remove_file, write_file
from skillsnet.netmap.models import MapFiles, MapVersion
from skillsnet.netmap.stored import stored_header, stored_ids, stored_names
from skillsnet.netmap.versions import newest_of_each

# Title and organisation of projects, by their ids.
Words = Mapping[int, tuple[str, str]]


def correct_words(project_ids: Collection[int] | None) -> int:
    """Write the files with words of these projects anew where they say what is not so any more; return how many maps.

    None means that any project may have changed. The files before them are removed: an address of one answers 410. A
    map that a newer one has replaced goes as a whole, and so does a project that is gone: in words, not from its place.
    """
    versions = list(MapVersion.objects.order_by("pk"))
    audiences = sorted({version.audience for version in versions})
    words = {audience: read_words(project_ids, MapAudience(audience).viewer) for audience in audiences}
    # Mostly no word is another: then nobody's writing is waited for.
    wrong_versions = [
        version
        for version in versions
        if _corrected_files(version, project_ids, words[version.audience]) not in (None, version.files)
    ]
    return sum(_correct(version.pk, project_ids, words[version.audience]) for version in wrong_versions)


def _correct(pk: int, project_ids: Collection[int] | None, words: Words) -> bool:
    """Correct a map's words, or let it go where a newer one has replaced it; return whether any was another."""
    with transaction.atomic():
        version = MapVersion.objects.select_for_update().filter(pk=pk).first()
        files = _corrected_files(version, project_ids, words) if version is not None else None
        if version is None or files is None or files == version.files:
            return False
        replaced_names = version.file_names
        if pk in newest_of_each():
            version.files = files
            version.save(update_fields=["files"])
        else:
            version.delete()
    _remove(replaced_names)
    return True


def _corrected_files(version: MapVersion, project_ids: Collection[int] | None, words: Words) -> MapFiles | None:
    """Return the names of a version's files, of which those with other words are written anew; None where any lacks."""
    if not is_complete(version):
        return None
    files: MapFiles = version.files.copy()

    def write(kind: str, payload: bytes) -> str:
        return write_file(kind, payload, audience=version.audience)

    titles, organisations = stored_names(version)
    if _correct_names(titles, organisations, stored_ids(version), project_ids, words):
        files["names"] = write(NAMES, pack_names(titles, organisations))
    if holds_words(version.nodes_name) and (header := _without_gone_values(stored_header(version))):
        payload = (map_folder() / version.nodes_name).read_bytes()
        files["nodes"] = write(VALUES, with_header(payload, header))
    return files


def _correct_names(
    titles: list[str],
    organisations: list[str],
    ids: Integers,
    project_ids: Collection[int] | None,
    words: Words,
) -> bool:
    """Correct the words of these projects in the two lists; return whether any was another."""
    correct_ids = ids if project_ids is None else np.array(sorted(project_ids), dtype=np.int64)
    has_changed = False
    for node in np.flatnonzero(np.isin(ids, correct_ids)).tolist():
        title, organisation = words.get(int(ids[node]), (MARKER, ""))
        if (titles[node], organisations[node]) != (title, organisation):
            titles[node], organisations[node], has_changed = title, organisation, True
    return has_changed


def _without_gone_values(header: Header) -> Header | None:
    """Return a first file's header with a sign for each extra field's value that nobody states any more, if any is."""
    facets = [_without_gone(facet) for facet in header["facets"]]
    return {**header, "facets": facets} if facets != header["facets"] else None


def _without_gone(facet: FacetHeader) -> FacetHeader:
    if not facet["key"].startswith(FIELD_PREFIX):
        return facet
    of_field = ExtraValue.objects.filter(field__slug=facet["key"].removeprefix(FIELD_PREFIX))
    rows = of_field.filter(project__in=Project.objects.public()).order_by("value")
    stated_values = {value_words(value) for value in rows.values_list("value", flat=True).distinct()}
    values = [
        value if value in stated_values else f"{MARKER} {number}"
        for number, value in enumerate(facet["values"], start=1)
    ]
    return {**facet, "values": values}


def _remove(names: Collection[str]) -> None:
    """Remove those of the files with words that no map names any more."""
    used_names = {name for version in MapVersion.objects.all() for name in version.file_names}
    for name in names:
        if holds_words(name) and name not in used_names:
            remove_file(name)
