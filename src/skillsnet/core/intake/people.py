"""The people whom a row names: one contact person, and others beside them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from skillsnet.core.intake.keys import mailbox_key, person_key
from skillsnet.core.intake.mapped_cells import MappedCells, MappedColumn
from skillsnet.core.intake.parsed_rows import ParsedPerson
from skillsnet.core.intake.person_names import NamedContact, may_be_one_person, split_people
from skillsnet.core.intake.target_fields import LAST_ORDINAL, OF_PEOPLE
from skillsnet.core.intake.values import find_address

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
    Several names in one cell are several people, and so are several addresses. Names that are as many as the
    addresses, or that have theirs beside them, belong to these; otherwise the first name belongs to the first address.
    An address alone makes nobody one: two names with one mailbox are two people.
    """
    people: dict[str, ParsedPerson] = {}
    for suffix in SUFFIXES:
        if any(f"{name}{suffix}" in mapped.cells for name in OF_PEOPLE):
            for person in _people_with(mapped, suffix=suffix, within=within):
                namesake = people.get(person.key)
                if namesake is not None and person.email and not may_be_one_person(namesake.name, person.name):
                    person = replace(person, key=mailbox_key(person.key, name=person.name))
                people.setdefault(person.key, person)
    return list(people.values())


def _people_with(mapped: MappedCells, *, suffix: str, within: str) -> list[ParsedPerson]:
    """Return the people of the target fields with a suffix."""
    column, cell = mapped.cell_of(f"contact_email{suffix}")
    addresses = _addresses(mapped, column, cell)
    name, phone, position = (
        _within_limit(mapped, f"{field}{suffix}", limit=limit) for field, limit in MAX_PERSON_CHARS.items()
    )
    name_column, names = mapped.cell_of(f"contact_name{suffix}")
    has_lists = name_column is not None and name_column.has_lists_of_names
    contacts = split_people(names, count=len(addresses), has_lists=has_lists) if name else []
    if not (addresses or contacts):
        for field, value in (("contact_phone", phone), ("contact_position", position)):
            if value:
                mapped.report("person_unnamed", mapped.cell_of(f"{field}{suffix}")[0], value)
        return []
    # Telephone and position are those of the first.
    return [
        ParsedPerson(
            key=person_key(email=contact.email, name=contact.name, within=within),
            name=contact.name,
            email=contact.email,
            phone="" if index else phone,
            position="" if index else position,
        )
        for index, contact in enumerate(_with_addresses(contacts, addresses))
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


def _with_addresses(contacts: Sequence[NamedContact], addresses: Sequence[str]) -> list[NamedContact]:
    """Return who is named with the addresses that stand in a cell of their own, one after the other."""
    beside = {contact.email for contact in contacts}
    remaining = iter([address for address in addresses if address not in beside])
    named = [contact if contact.email else NamedContact(contact.name, next(remaining, "")) for contact in contacts]
    return [*named, *(NamedContact("", address) for address in remaining)]


def _within_limit(mapped: MappedCells, target_field: str, *, limit: int) -> str:
    column, cell = mapped.cell_of(target_field)
    value = " ".join(cell.split())
    if len(value) > limit:
        mapped.report("person_too_long", column, value, length=len(value), limit=limit)
        return ""
    return value
