"""Putting the words of the maps that stand right as soon as they change: a corrected title, a name that is withheld.

Where everybody stands is a worker's work and comes with the next map. What a standing map says of people in words is
compared with what they are now in milliseconds, and does not wait for a worker, who may be away.
"""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from django.db import transaction

from skillsnet.calls.models import ExtraValue
from skillsnet.calls.queries import value_words
from skillsnet.core.netmap.payload import names_of, packed_names, unpack, with_header
from skillsnet.core.text.unmasked import MARKER
from skillsnet.facets.enums import FIELD_PREFIX
from skillsnet.netmap.enums import MapAudience
from skillsnet.netmap.files import (
    NAMES,
    VALUES,
    holds_words,
    is_complete,
    last_of_each,
    map_folder,
    remove_file,
    stored_header,
    stored_ids,
    write_file,
)
from skillsnet.netmap.models import MapVersion
from skillsnet.netmap.readers import words_of

# Title and organisation of projects, by their ids.
Words = Mapping[int, tuple[str, str]]


def put_words_right(project_ids: Collection[int] | None) -> int:
    """Write the files with words of these projects anew where they say what is not so any more; return how many maps.

    None means that any project may have changed. The files before them are removed: an address of one answers 410. A
    map that a newer one has replaced goes as a whole, and so does a project that is gone: in words, not from its place.
    """
    standing = list(MapVersion.objects.order_by("pk"))
    audiences = sorted({version.audience for version in standing})
    now = {audience: words_of(project_ids, MapAudience(audience).viewer) for audience in audiences}
    # Mostly no word is another: then nobody's writing is waited for.
    other = [one for one in standing if _files_now(one, project_ids, now[one.audience]) not in (None, one.files)]
    return sum(_put_right(one.pk, project_ids, now[one.audience]) for one in other)


def _put_right(pk: int, project_ids: Collection[int] | None, now: Words) -> bool:
    """Put a map's words right, or let it go where a newer one has replaced it; return whether any was another."""
    with transaction.atomic():
        version = MapVersion.objects.select_for_update().filter(pk=pk).first()
        files = _files_now(version, project_ids, now) if version is not None else None
        if version is None or files is None or files == version.files:
            return False
        replaced = version.file_names
        if pk in last_of_each():
            version.files = files
            version.save(update_fields=["files"])
        else:
            version.delete()
    _remove(replaced)
    return True


def _files_now(version: MapVersion, project_ids: Collection[int] | None, now: Words) -> dict[str, Any] | None:
    """Return the names of a version's files, of which those with other words are written anew; None where any lacks."""
    if not is_complete(version):
        return None
    files = dict(version.files)

    def write(kind: str, payload: bytes) -> str:
        return write_file(kind, payload, audience=version.audience)

    titles, organisations = names_of(unpack(_content(files["names"]))[1])
    if _say_otherwise(titles, organisations, stored_ids(version), project_ids, now):
        files["names"] = write(NAMES, packed_names(titles, organisations))
    if holds_words(version.nodes_name) and (header := _without_gone_values(stored_header(version))):
        files["nodes"] = write(VALUES, with_header(_content(version.nodes_name), header))
    return files


def _say_otherwise(
    titles: list[str],
    organisations: list[str],
    ids: Any,
    project_ids: Collection[int] | None,
    now: Words,
) -> bool:
    """Put the words of these nodes right in the two lists; return whether any was another."""
    asked = ids if project_ids is None else np.array(sorted(project_ids), dtype=np.int64)
    places = np.flatnonzero(np.isin(ids, asked)).tolist()
    changed = False
    for place in places:
        title, organisation = now.get(int(ids[place]), (MARKER, ""))
        if (titles[place], organisations[place]) != (title, organisation):
            titles[place], organisations[place], changed = title, organisation, True
    return changed


def _without_gone_values(header: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return a first file's header with a sign for each extra field's value that nobody states any more, if any is."""
    facets = [_without_gone(facet) for facet in header["facets"]]
    return {**header, "facets": facets} if facets != header["facets"] else None


def _without_gone(facet: Mapping[str, Any]) -> dict[str, Any]:
    if not facet["key"].startswith(FIELD_PREFIX):
        return dict(facet)
    said = ExtraValue.objects.filter(field__slug=facet["key"].removeprefix(FIELD_PREFIX)).order_by("value")
    held = {value_words(value) for value in said.values_list("value", flat=True).distinct()}
    values = [value if value in held else f"{MARKER} {place}" for place, value in enumerate(facet["values"], start=1)]
    return {**facet, "values": values}


def _content(name: str) -> bytes:
    return (map_folder() / name).read_bytes()


def _remove(names: Collection[str]) -> None:
    """Remove those of the files with words that no map names any more."""
    named = {name for version in MapVersion.objects.all() for name in version.file_names}
    for name in names:
        if holds_words(name) and name not in named:
            remove_file(name)
