"""The people whom a row names: one contact person, and others beside them."""

import re
from collections.abc import Sequence
from typing import Final

from skillsnet.core.intake.keys import person_key
from skillsnet.core.intake.mapped_cells import MappedCells, MappedColumn
from skillsnet.core.intake.parsed_rows import ParsedPerson
from skillsnet.core.intake.target_fields import LAST_ORDINAL, OF_PEOPLE
from skillsnet.core.intake.values import find_address, split_values

MAX_PERSON_CHARS: Final = {"contact_name": 200, "contact_phone": 60, "contact_position": 200}
SUFFIXES: Final = ("", *(f"#{ordinal}" for ordinal in range(2, LAST_ORDINAL + 1)))
_BETWEEN_ADDRESSES: Final = re.compile(r"[;,|/\s]+")


def parse_people(mapped: MappedCells, *, within: str) -> list[ParsedPerson]:
    """Return the people of a row, the contact person first.

    Parameters
    ----------
    mapped
        The cells of the row.
    within
        The organisation's key, or the project's where there is no organisation: two people of one name are one
        within it.

    Returns
    -------
    list of ParsedPerson
        Each key once.

    Notes
    -----
    Several addresses in one cell are several people; names in one cell are parted when they are as many as the
    addresses, otherwise the name belongs to the first address.
    """
    people: dict[str, ParsedPerson] = {}
    for suffix in SUFFIXES:
        if any(f"{name}{suffix}" in mapped.cells for name in OF_PEOPLE):
            for person in _people_with(mapped, suffix=suffix, within=within):
                people.setdefault(person.key, person)
    return list(people.values())


def _people_with(mapped: MappedCells, *, suffix: str, within: str) -> list[ParsedPerson]:
    """Return the people of the target fields with a suffix."""
    column, cell = mapped.cell_of(f"contact_email{suffix}")
    addresses = _addresses(mapped, column, cell)
    name, phone, position = (
        _within_limit(mapped, f"{field}{suffix}", limit=limit) for field, limit in MAX_PERSON_CHARS.items()
    )
    if not (addresses or name):
        for field, value in (("contact_phone", phone), ("contact_position", position)):
            if value:
                mapped.report("person_unnamed", mapped.cell_of(f"{field}{suffix}")[0], value)
        return []
    names = _names(mapped.cell_of(f"contact_name{suffix}")[1], name, count=max(1, len(addresses)))
    # Telephone and position are those of the first.
    return [
        ParsedPerson(
            key=person_key(email=email, name=person_name, within=within),
            name=person_name,
            email=email,
            phone="" if index else phone,
            position="" if index else position,
        )
        for index, (email, person_name) in enumerate(zip(addresses or [""], names, strict=True))
    ]


def _addresses(mapped: MappedCells, column: MappedColumn | None, cell: str) -> list[str]:
    if column is None:
        return []
    single_address = find_address(cell)
    if single_address:
        return [single_address]
    parts = [part for part in _BETWEEN_ADDRESSES.split(cell) if "@" in part]
    addresses = [find_address(part.strip("<>()[]\"'")) for part in parts]
    if not parts or not all(addresses):
        mapped.report("address_unusable", column, cell)
    return list(dict.fromkeys(address for address in addresses if address))


def _names(cell: str, single_name: str, *, count: int) -> Sequence[str]:
    names = split_values(cell)
    if count > 1 and len(names) == count and all(len(name) <= MAX_PERSON_CHARS["contact_name"] for name in names):
        return names
    return [single_name, *([""] * (count - 1))]


def _within_limit(mapped: MappedCells, target_field: str, *, limit: int) -> str:
    column, cell = mapped.cell_of(target_field)
    value = " ".join(cell.split())
    if len(value) > limit:
        mapped.report("person_too_long", column, value, length=len(value), limit=limit)
        return ""
    return value
