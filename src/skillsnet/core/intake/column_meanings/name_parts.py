"""Columns that hold a first and a last name, told from each other."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from skillsnet.core.intake.column_meanings.readings import HeaderReading
from skillsnet.core.intake.column_meanings.vocabulary import header_words

_NAMES: Final = frozenset({"first_name", "last_name"})
_PARTS_OF_NAMES: Final[Mapping[tuple[str, ...], str]] = {
    (*before, word): part
    for before in ((), ("name",), ("nom",), ("nombre",), ("full", "name"), ("contact", "name"), ("your", "name"))
    for word, part in (("first", "first_name"), ("given", "first_name"), ("last", "last_name"), ("family", "last_name"))
}


def joined_names(header: Sequence[str], readings: Sequence[HeaderReading]) -> list[HeaderReading]:
    """Return the readings with what is a part of a person's name only beside the other part.

    Parameters
    ----------
    header
        Column names.
    readings
        What was read in each.

    Returns
    -------
    list of HeaderReading
        "First" and "Last" as parts of a name, and "Name" beside "First name" as the last name of the same person.
    """
    return _complete_names(_with_name_parts(header, readings))


def _with_name_parts(header: Sequence[str], readings: Sequence[HeaderReading]) -> list[HeaderReading]:
    """Return the readings with "First" and "Last", or "Name (First)" and "Name (Last)", as parts of a name."""
    parts = [_PARTS_OF_NAMES.get(tuple(header_words(name))) for name in header]
    if not _NAMES.issubset(parts):
        return list(readings)
    return [
        replace(reading, concepts=(part,), known_words=1, unknown_words=0) if part else reading
        for part, reading in zip(parts, readings, strict=True)
    ]


def _complete_names(readings: Sequence[HeaderReading]) -> list[HeaderReading]:
    """Return the readings with a "name" beside a first or a last name, of the same person, as the other part of it."""
    parts = [set(reading.concepts) & _NAMES for reading in readings]
    # Of whom each part is: "Prénom du référent" and "Nom du référent" are one name.
    owners_of = {
        part: [set(reading.concepts) - _NAMES for reading in readings if part in reading.concepts] for part in _NAMES
    }
    if len([part for part in _NAMES if {part} in parts]) != 1:
        return list(readings)
    (stated,) = (part for part in _NAMES if owners_of[part])
    (missing,) = _NAMES - {stated}
    return [_completed(reading, missing, owners_of[stated]) for reading in readings]


def _completed(reading: HeaderReading, missing: str, owners: Sequence[set[str]]) -> HeaderReading:
    concepts = reading.concepts
    is_bare = concepts == ("name",)
    is_of_same = "name" in concepts and set(concepts) - {"name"} in owners and len(concepts) > 1
    if not is_bare and not is_of_same:
        return reading
    return replace(reading, concepts=tuple(missing if concept == "name" else concept for concept in concepts))
