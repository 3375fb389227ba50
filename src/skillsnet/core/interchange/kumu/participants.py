"""A Kumu project as rows of a call's table, and the links between them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from skillsnet.core.interchange.kumu import columns
from skillsnet.core.interchange.kumu.kinds import ORGANISATION, PERSON, PROJECT, is_general
from skillsnet.core.interchange.kumu.roles import Roles, find_roles
from skillsnet.core.interchange.kumu.values import (
    Connection,
    Element,
    KumuProject,
    LinkEnd,
    LinkRow,
    Notebook,
    ParticipantRow,
    Participants,
)
from skillsnet.core.interchange.networks import SIMILAR

INDIVIDUAL = "Individual"
STRENGTH = "Strength"


@dataclass(frozen=True)
class _TableRow:
    """A row being made: the element it is about, its number and organisation, and its cells by column."""

    element: Element
    id: str
    organisation: str
    cells: Mapping[str, str]
    people: int


def participant_rows(kumu: KumuProject) -> Participants:
    """Return a project as a table of participants with the links between its rows.

    Parameters
    ----------
    kumu
        A project as `read_document` or `read_tables` gives it.

    Returns
    -------
    Participants
        A row for each project and each element of another kind, for each organisation without a project and for each
        person who belongs to neither, in the elements' order; a link for each connection that the columns do not
        say. The notes are those of this step; the project has its own.

    Notes
    -----
    Which organisation and which persons a project has, `skillsnet.core.interchange.kumu.roles` tells. An
    organisation with several projects stands in all their rows, and its links start from the first. A connection
    within one row, and one that our own export wrote for a computed likeness, is left out and noted. Column names
    are those of `columns.HEADERS`; other fields keep their names, with "(field)", "(organisation)" or "(contact
    person)" behind those that would be mistaken for a column. O(size).

    Examples
    --------
    >>> from skillsnet.core.interchange.kumu import read_document
    >>> participants = participant_rows(read_document({
    ...     "elements": [
    ...         {"label": "Atelier Ada", "type": "NGO"},
    ...         {"label": "Bo & Co", "type": "Company"},
    ...         {"label": "Pocket mentors", "type": "Project", "id": "P1"},
    ...     ],
    ...     "connections": [
    ...         {"from": "Atelier Ada", "to": "P1", "type": "Submitted"},
    ...         {"from": "Bo & Co", "to": "Atelier Ada", "type": "Advises"},
    ...     ],
    ... }))
    >>> [row.cells[:4] for row in participants.rows]
    [('Bo & Co', 'Bo & Co', '', 'Bo & Co'), ('P1', 'Pocket mentors', '', 'Atelier Ada')]
    >>> participants.links[0].target
    LinkEnd(project_id='P1', organisation='Atelier Ada', label='Atelier Ada')
    """
    notebook = Notebook()
    roles = find_roles(kumu, notebook)
    rows = list(_rows(kumu.elements, roles, notebook))
    extras = dict.fromkeys(name for row in rows for name in row.cells)
    later = columns.contact_headers(max((row.people for row in rows), default=0))
    header = tuple(dict.fromkeys((*columns.HEADERS, *later, *extras)))
    links = tuple(_links(kumu, roles, rows, notebook))
    table_rows = tuple(
        ParticipantRow(row.element.location, tuple(row.cells.get(name, "") for name in header), row.element.ref)
        for row in rows
    )
    return Participants(header, table_rows, links, notebook.notes())


def _rows(elements: Iterable[Element], roles: Roles, notebook: Notebook) -> Iterator[_TableRow]:
    by_ref = {element.ref: element for element in elements}
    with_project = set(roles.organisation_of.values())
    used_ids: set[str] = set()
    for element in by_ref.values():
        kind = roles.kinds[element.ref]
        if kind == ORGANISATION and element.ref in with_project:
            continue
        if kind == PERSON and roles.hosts_of.get(element.ref):
            continue
        id_ = _free_id(element, used_ids)
        organisation = element if kind == ORGANISATION else by_ref.get(roles.organisation_of.get(element.ref, ""))
        people = _people(element, organisation, roles, by_ref, notebook)
        if kind == ORGANISATION:
            cells = _organisation_row(element, id_, people)
        elif kind == PERSON:
            cells = _person_row(element, id_)
        else:
            cells = _project_row(element, id_, organisation, people)
            if kind != PROJECT and element.type:
                cells[columns.ELEMENT_TYPE] = element.type
        name = cells.get(columns.ORGANISATION_NAME, "")
        yield _TableRow(element, id_, name, {name: cell for name, cell in cells.items() if cell}, len(people))


def _free_id(element: Element, used_ids: set[str]) -> str:
    """Return the number of the element's row: its id, or its ref where another row has that id."""
    id_ = element.id if element.id and element.id not in used_ids else element.ref
    base, count = id_, 2
    while id_ in used_ids:
        id_, count = f"{base} ({count})", count + 1
    used_ids.add(id_)
    return id_


def _people(
    element: Element, organisation: Element | None, roles: Roles, by_ref: Mapping[str, Element], notebook: Notebook
) -> list[Element]:
    hosts = [element.ref, *([organisation.ref] if organisation else [])]
    refs = list(dict.fromkeys(person for host in hosts for person in roles.people_of.get(host, [])))
    for ref in refs[columns.MAX_PEOPLE :]:
        notebook.add("person_without_column", by_ref[ref].label, by_ref[ref].location)
    return [by_ref[ref] for ref in refs[: columns.MAX_PEOPLE]]


def _project_row(element: Element, id_: str, organisation: Element | None, people: list[Element]) -> columns.Cells:
    own_columns, other_cells = columns.own_cells(element, without=columns.CONTACT if people else ())
    cells = {columns.PROJECT_ID: id_, columns.TITLE: element.label, **own_columns}
    if organisation is not None:
        # The map says whose it is; a field that says so too stays beside it.
        stated = {column: cells.pop(column) for column in columns.OF_ORGANISATION if column in cells}
        cells_so_far = cells | other_cells | ({columns.CONTACT[0]: people[0].label} if people else {})
        inner, inner_rest = columns.organisation_cells(organisation, cells_so_far)
        inner = {**_organisation_columns(organisation, organisation.label or organisation.id), **inner}
        other_cells |= {f"{column} (field)": cell for column, cell in stated.items() if inner.get(column, cell) != cell}
        cells |= stated | inner
        other_cells |= inner_rest
    return _add_other_cells(cells, other_cells, people)


def _organisation_row(element: Element, id_: str, people: list[Element]) -> columns.Cells:
    without = (columns.ORGANISATION_NAME, *(columns.CONTACT if people else ()))
    own_columns, other_cells = columns.own_cells(element, without=without)
    if columns.WEBSITE in own_columns:
        own_columns[columns.ORGANISATION_WEBSITE] = own_columns.pop(columns.WEBSITE)
    cells = {
        columns.PROJECT_ID: id_,
        columns.TITLE: element.label,
        **_organisation_columns(element, element.label),
        **own_columns,
    }
    return _add_other_cells(cells, other_cells, people)


def _person_row(element: Element, id_: str) -> columns.Cells:
    """Return the cells of a person who stands alone; a title is public, and their name is not.

    Without an organisation the title stays open, so that the row waits for somebody to say what it shall be called.
    """
    own_columns, other_cells = columns.own_cells(element, without=columns.CONTACT[:1])
    cells = {columns.PROJECT_ID: id_, columns.CONTACT[0]: element.label, **own_columns}
    if columns.ORGANISATION_NAME in cells:
        cells.setdefault(columns.TITLE, cells[columns.ORGANISATION_NAME])
    else:
        cells.setdefault(columns.ORGANISATION_TYPE, INDIVIDUAL)
    return _add_other_cells(cells, other_cells, [])


def _organisation_columns(organisation: Element, label: str) -> columns.Cells:
    cells = {columns.ORGANISATION_NAME: label, columns.ORGANISATION_ID: organisation.id or organisation.ref}
    if not is_general(organisation.type):
        cells[columns.ORGANISATION_TYPE] = organisation.type
    return cells


def _add_other_cells(cells: columns.Cells, other_cells: columns.Cells, people: list[Element]) -> columns.Cells:
    row_cells = dict(cells)
    later_cells = dict(other_cells)
    for number, person in enumerate(people, start=1):
        person_columns, person_others = columns.person_cells(person, number=number)
        row_cells |= person_columns
        later_cells |= person_others
    return row_cells | {name: cell for name, cell in later_cells.items() if name not in row_cells}


def _links(kumu: KumuProject, roles: Roles, rows: list[_TableRow], notebook: Notebook) -> Iterator[LinkRow]:
    row_indexes = _row_indexes(roles, rows)
    by_ref = {element.ref: element for element in kumu.elements}
    for connection in kumu.connections:
        if connection.ref in roles.used_connections:
            continue
        if _is_computed(connection, by_ref):
            notebook.add("link_computed", location=connection.location)
            continue
        source, target = row_indexes[connection.source], row_indexes[connection.target]
        description = f"{by_ref[connection.source].label} → {by_ref[connection.target].label}"
        if set(source) & set(target):
            notebook.add("link_within_row", description, connection.location)
            continue
        for name in connection.fields:
            if name != STRENGTH:
                notebook.add("link_field_left_out", name, connection.location)
        yield LinkRow(
            location=connection.location,
            source=_end(by_ref[connection.source], rows[source[0]], roles),
            target=_end(by_ref[connection.target], rows[target[0]], roles),
            kind=connection.type,
            label=connection.label,
            direction=connection.direction,
            strength=_strength(connection),
        )


def _is_computed(connection: Connection, by_ref: Mapping[str, Element]) -> bool:
    """Return whether our own export wrote the connection for a likeness that was computed, which nobody declared."""
    source, target = by_ref[connection.source], by_ref[connection.target]
    ids = [element.id or element.ref for element in (source, target)]
    return connection.id in (f"{SIMILAR}-{'-'.join(ids)}", f"{SIMILAR}-{'-'.join(reversed(ids))}")


def _strength(connection: Connection) -> str:
    return columns.join_values(connection.fields.get(STRENGTH, ()))


def _end(element: Element, row: _TableRow, roles: Roles) -> LinkEnd:
    is_contact = roles.kinds[element.ref] == PERSON and element.ref != row.element.ref
    return LinkEnd(row.id, row.organisation, (row.organisation or row.element.label) if is_contact else element.label)


def _row_indexes(roles: Roles, rows: list[_TableRow]) -> dict[str, list[int]]:
    """Return the rows in which each element stands, the foremost first."""
    row_indexes: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        row_indexes.setdefault(row.element.ref, []).append(index)
        organisation = roles.organisation_of.get(row.element.ref)
        if organisation is not None:
            row_indexes.setdefault(organisation, []).append(index)
    for person, hosts in roles.hosts_of.items():
        row_indexes[person] = list(dict.fromkeys(index for host in hosts for index in row_indexes[host]))
    return row_indexes
