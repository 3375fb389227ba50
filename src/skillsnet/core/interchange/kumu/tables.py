"""Kumu's spreadsheets and CSV files: sheets of elements and of connections."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from skillsnet.core.interchange.kumu.assembly import assemble
from skillsnet.core.interchange.kumu.records import (
    ConnectionRecord,
    ElementRecord,
    RawFields,
    connection_record,
    element_record,
)
from skillsnet.core.interchange.kumu.texts import distinct, field_name, in_line
from skillsnet.core.interchange.kumu.values import KumuProject, KumuSheet, Notebook, NotKumu
from skillsnet.core.text import clean

ELEMENTS: Final = "elements"
CONNECTIONS: Final = "connections"
IGNORED: Final = "(ignore)"
# Two blank rows between two filled ones.
_GAP: Final = 3
# Columns in which a pipe is part of the text.
_UNSPLIT: Final = frozenset(
    {*("id", "label", "type", "element type", "connection type", "from", "to", "direction"),
     *("description", "image", "url", "location")}
)  # fmt: skip


def are_kumu_tables(tables: Sequence[KumuSheet]) -> bool:
    """Return whether a spreadsheet's sheets are what Kumu imports.

    Parameters
    ----------
    tables
        Every sheet of the file.

    Returns
    -------
    bool
        True with a sheet whose first row starts with `Label` or `ID`, `Label`. Sheets of connections alone (`From`,
        `To` or `ID`, `From`, `To`) must be all there is, since other tables have such columns for other things.

    Examples
    --------
    >>> are_kumu_tables([KumuSheet("Sheet1", [(1, ["Label", "Type"]), (2, ["Ada", "Person"])])])
    True
    >>> are_kumu_tables([KumuSheet("Sheet1", [(1, ["Title", "Label"]), (2, ["Pocket mentors", "A"])])])
    False
    """
    kinds = [sections[0].kind for table in tables if (sections := _sections(table))]
    return ELEMENTS in kinds or (bool(kinds) and all(kind == CONNECTIONS for kind in kinds))


def read_tables(tables: Sequence[KumuSheet]) -> KumuProject:
    """Return the project in a spreadsheet's sheets.

    Parameters
    ----------
    tables
        Every sheet of the file, in any order; blank rows may be there or left out.

    Returns
    -------
    KumuProject
        Places are the sheet's name and the row's number.

    Raises
    ------
    NotKumu
        `no_kumu_table` where `are_kumu_tables` says no.

    Notes
    -----
    Sheets named `(ignore)` are passed over. After two blank rows a new section starts with a header of its own.
    Sheets and sections with another header are left out and noted. O(cells).

    Examples
    --------
    >>> kumu = read_tables([
    ...     KumuSheet("People", [(1, ["Label", "Tags"]), (2, ["Ada", "a|b"]), (3, ["Bo", ""])]),
    ...     KumuSheet("Lines", [(1, ["From", "To"]), (2, ["Ada", "Bo"])]),
    ... ])
    >>> kumu.elements[0].fields, kumu.connections[0].location
    ({'Tags': ('a', 'b')}, ('Lines', 2))
    """
    if not are_kumu_tables(tables):
        raise NotKumu("no_kumu_table")
    notebook = Notebook()
    elements: list[ElementRecord] = []
    connections: list[ConnectionRecord] = []
    has_elements = False
    for section in (section for table in tables for section in _sections(table)):
        if section.kind == ELEMENTS:
            has_elements = True
            elements.extend(_elements(section, notebook))
        elif section.kind == CONNECTIONS:
            connections.extend(_connections(section, notebook))
        else:
            notebook.add("section_left_out", location=(section.sheet, section.number))
    return assemble(elements, connections, notebook, creates=not has_elements)


@dataclass(frozen=True)
class _Section:
    """A table within a sheet: its header and where that stands, and the filled rows below."""

    sheet: str
    number: int
    kind: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def _sections(table: KumuSheet) -> list[_Section]:
    if IGNORED in table.name.casefold():
        return []
    groups: list[list[tuple[int, tuple[str, ...]]]] = []
    last = 0
    for number, raw in table.rows:
        cells = tuple(clean(cell) for cell in raw)
        if not any(cells):
            continue
        if not groups or number - last >= _GAP:
            groups.append([])
        groups[-1].append((number, cells))
        last = number
    return [_section(table.name, group, is_first=group is groups[0]) for group in groups]


def _section(sheet: str, group: Sequence[tuple[int, tuple[str, ...]]], *, is_first: bool) -> _Section:
    number, header = group[0][0], tuple(in_line(cell) for cell in group[0][1])
    # Kumu looks for the header in the first row only: a table that starts further down is no file of Kumu's.
    kind = _kind(header) if number == 1 or not is_first else ""
    return _Section(sheet, number, kind, header, tuple(group[1:]))


def _kind(header: Sequence[str]) -> str:
    names = [name.casefold() for name in header[:3]]
    if names[:1] == ["id"]:
        names = names[1:]
    if names[:1] == ["label"]:
        return ELEMENTS
    return CONNECTIONS if names[:2] == ["from", "to"] else ""


def _elements(section: _Section, notebook: Notebook) -> Iterator[ElementRecord]:
    is_typed = any(name.casefold() in ("type", "element type") for name in section.header)
    for number, cells in section.rows:
        location = (section.sheet, number)
        raw_fields = _raw_fields(section.header, cells)
        yield element_record(raw_fields, ref="", is_typed=is_typed, location=location, notebook=notebook)


def _connections(section: _Section, notebook: Notebook) -> Iterator[ConnectionRecord]:
    for number, cells in section.rows:
        raw_fields = _raw_fields(section.header, cells)
        yield connection_record(raw_fields, ref="", location=(section.sheet, number), notebook=notebook)


def _raw_fields(header: Sequence[str], cells: Sequence[str]) -> RawFields:
    raw_fields = []
    for index, cell in enumerate(cells):
        name = field_name(header[index]) if index < len(header) and header[index] else f"Column {index + 1}"
        is_whole = name.casefold() in _UNSPLIT
        texts = (cell,) if is_whole else tuple(in_line(part) for part in cell.split("|")) if "|" in cell else (cell,)
        raw_fields.append((name, distinct(texts)))
    return raw_fields
