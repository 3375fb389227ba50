"""Mailboxes that several people use: each of them stays a person."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from skillsnet.core.intake import MappedColumn, ParsedProject, ResolvedValues, RowProblem, excerpt
from skillsnet.core.intake.keys import mailbox_key
from skillsnet.core.intake.mapped_cells import map_cells
from skillsnet.core.intake.parsed_rows import ParsedPerson
from skillsnet.core.intake.people import parse_people
from skillsnet.core.intake.person_names import may_be_one_person
from skillsnet.core.intake.target_fields import OF_PEOPLE
from skillsnet.intake.actions.previews.preview_rows import PreviewRow
from skillsnet.intake.models import ImportRun
from skillsnet.intake.queries import column_cells
from skillsnet.participants.models import Person

_ADDRESS = re.compile(r"[^\s;,|/<>()]+@[^\s;,|/<>()]+")
# A mailbox that is shared is met so early, or hardly matters.
SAMPLED_ROWS = 20_000


class Mailboxes:
    """Whose the addresses of a run are: the first who is named with one has it, whoever else is named is another."""

    def __init__(self, run: ImportRun, *, columns: Sequence[MappedColumn]) -> None:
        self._column = next((column.name for column in columns if column.base_field == "contact_email"), "")
        self._owners = _first_names(run, [column for column in columns if column.base_field in OF_PEOPLE])

    def tell_apart(self, rows: Sequence[PreviewRow]) -> list[PreviewRow]:
        """Return the rows with people who only share a mailbox as people of their own, and said so."""
        keys = {person.key for row in rows for person in row.project.people if person.email and person.name}
        # Who claimed their profile says themselves what they are called.
        names = (
            Person.objects.filter(key__in=keys, user=None).exclude(name="").order_by("pk").values_list("key", "name")
        )
        owners = {**self._owners, **dict(names)}
        return [self._tell_apart(row, owners) for row in rows]

    def _tell_apart(self, row: PreviewRow, owners: dict[str, str]) -> PreviewRow:
        project = row.project
        strangers = [person for person in project.people if _is_strange(person, owners)]
        if not strangers:
            return row
        people = [
            replace(person, key=mailbox_key(person.key, name=person.name)) if person in strangers else person
            for person in project.people
        ]
        problems = [
            RowProblem(
                "mailbox_shared",
                column=self._column,
                value=excerpt(person.email),
                params={"name": person.name, "owner": owners[person.key]},
            )
            for person in strangers
        ]
        return replace(row, project=_with_people(project, people)).with_problems(problems)


def _is_strange(person: ParsedPerson, owners: dict[str, str]) -> bool:
    owner = owners.get(person.key, "")
    return bool(person.email and person.name and owner) and not may_be_one_person(owner, person.name)


def _with_people(project: ParsedProject, people: Sequence[ParsedPerson]) -> ParsedProject:
    return replace(project, contact=people[0], other_people=tuple(people[1:]))


def _first_names(run: ImportRun, columns: Sequence[MappedColumn]) -> dict[str, str]:
    """Return the first name that the file gives with each address that it gives with several, by the person's key."""
    if not any(column.base_field == "contact_email" for column in columns):
        return {}
    indexes = sorted({column.index for column in columns})
    placed = [replace(column, index=indexes.index(column.index)) for column in columns]
    rows = list(column_cells(run, indexes, limit=SAMPLED_ROWS))
    indexes_of_mail = [column.index for column in placed if column.base_field == "contact_email"]
    addresses = [
        {address for index in indexes_of_mail for address in _ADDRESS.findall(cells[index].lower())} for cells in rows
    ]
    counts = Counter(address for row in addresses for address in row)
    first: dict[str, str] = {}
    shared: set[str] = set()
    # Most addresses stand once, and parsing a row is dear.
    repeated = (
        cells for cells, row in zip(rows, addresses, strict=True) if any(counts[address] > 1 for address in row)
    )
    for person in _people(repeated, placed):
        owner = first.setdefault(person.key, person.name)
        if owner != person.name and not may_be_one_person(owner, person.name):
            shared.add(person.key)
    return {key: first[key] for key in shared}


def _people(rows: Iterable[Sequence[str]], columns: Sequence[MappedColumn]) -> Iterable[ParsedPerson]:
    for cells in rows:
        mapped = map_cells(cells, columns=columns, faults={}, resolved=ResolvedValues())
        yield from (person for person in parse_people(mapped, within="") if person.email and person.name)
