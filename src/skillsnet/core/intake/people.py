"""The people whom a row names: one contact person, and others beside them."""

import re
from collections.abc import Sequence
from typing import Final

from skillsnet.core.intake.drafts import Column, ParsedRow
from skillsnet.core.intake.keys import person_key
from skillsnet.core.intake.target_fields import LAST_ORDINAL, OF_PEOPLE
from skillsnet.core.intake.values import find_address, split_values

MAX_PERSON_CHARS: Final = {"contact_name": 200, "contact_phone": 60, "contact_position": 200}
SUFFIXES: Final = ("", *(f"#{ordinal}" for ordinal in range(2, LAST_ORDINAL + 1)))
_BETWEEN_ADDRESSES: Final = re.compile(r"[;,|/\s]+")

PersonParts = dict[str, str]


def people_of(draft: ParsedRow, *, within: str) -> list[PersonParts]:
    """Return the people of a row, the contact person first.

    Parameters
    ----------
    draft
        The row.
    within
        The organisation's key, or the project's where there is no organisation: two people of one name are one
        within it.

    Returns
    -------
    list of dict
        Each with key, name, email, phone and position; each key once.

    Notes
    -----
    Several addresses in one cell are several people; names in one cell are parted when they are as many as the
    addresses, otherwise the name belongs to the first address.
    """
    found: list[PersonParts] = []
    for suffix in SUFFIXES:
        if any(f"{target_field}{suffix}" in draft.cells for target_field in OF_PEOPLE):
            found += _people_named(draft, suffix=suffix, within=within)
    once: dict[str, PersonParts] = {}
    for person in found:
        once.setdefault(person["key"], person)
    return list(once.values())


def _people_named(draft: ParsedRow, *, suffix: str, within: str) -> list[PersonParts]:
    column, cell = draft.first(f"contact_email{suffix}")
    addresses = _addresses(draft, column, cell)
    name, phone, position = (
        _short(draft, f"{target_field}{suffix}", limit=limit) for target_field, limit in MAX_PERSON_CHARS.items()
    )
    if not (addresses or name):
        for target_field, value in (("contact_phone", phone), ("contact_position", position)):
            if value:
                draft.report("person_unnamed", draft.first(f"{target_field}{suffix}")[0], value)
        return []
    names = _names(draft.first(f"contact_name{suffix}")[1], name, count=max(1, len(addresses)))
    emails = addresses or [""]
    return [
        {
            "key": person_key(email=email, name=own, within=within),
            "name": own,
            "email": email,
            "phone": phone if not place else "",
            "position": position if not place else "",
        }
        for place, (email, own) in enumerate(zip(emails, names, strict=True))
    ]


def _addresses(draft: ParsedRow, column: Column | None, cell: str) -> list[str]:
    if column is None:
        return []
    whole = find_address(cell)
    if whole:
        return [whole]
    parts = [part for part in _BETWEEN_ADDRESSES.split(cell) if "@" in part]
    found = [find_address(part.strip("<>()[]\"'")) for part in parts]
    if not parts or not all(found):
        draft.report("address_unusable", column, cell)
    return list(dict.fromkeys(address for address in found if address))


def _names(cell: str, whole: str, *, count: int) -> Sequence[str]:
    parted = split_values(cell)
    if count > 1 and len(parted) == count and all(len(name) <= MAX_PERSON_CHARS["contact_name"] for name in parted):
        return parted
    return [whole, *([""] * (count - 1))]


def _short(draft: ParsedRow, target_field: str, *, limit: int) -> str:
    column, cell = draft.first(target_field)
    value = " ".join(cell.split())
    if len(value) > limit:
        draft.report("person_too_long", column, value, length=len(value), limit=limit)
        return ""
    return value
