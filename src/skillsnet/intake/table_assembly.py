"""The lines of a file that was taken apart, as one table: which sheets, which header, which rows are data."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import log2
from typing import IO

from skillsnet.core.intake import guess_target_fields
from skillsnet.core.intake.cell_mending import mended_cell, mending_of
from skillsnet.core.intake.header_detection import SEARCHED_ROWS, HeaderRow, find_header, header_at
from skillsnet.core.intake.non_data_rows import TableShape, is_machine_row, table_shape
from skillsnet.core.intake.row_headings import HeadingPlace, find_heading_place
from skillsnet.core.intake.unfinished_answers import AnswerStates, find_answer_states
from skillsnet.core.text import clean, fold
from skillsnet.intake.sandbox.jsonl_protocol import (
    RowLine,
    SheetEnd,
    SheetStart,
    TableFile,
    TextDefects,
    table_line,
)
from skillsnet.web.sheets import unescape_formula

SAMPLED_ROWS = 200
LAST_ROWS = 60
# A sample of a long text is enough to tell what a column holds.
SAMPLED_CHARS = 1000
# A workbook may have thousands of sheets; those with the most rows are looked at.
MAX_COMPARED = 30
# How much of two sheets' names must agree for them to be parts of one table.
MIN_SAME_OF_SMALLER = 0.8
MIN_SAME_OF_LARGER = 0.6
MAX_NAME_CHARS = 120
NumberedRow = tuple[int, list[str]]


@dataclass
class SurveyedSheet:
    """A visible sheet: what was seen of it in passing, and how it is read once that is decided.

    `searched_row` is the row in which somebody expects the column names, or 0; `mending_examples` has one cell of each
    kind that is not read as it stands.
    """

    start: SheetStart
    name: str
    searched_row: int
    head: list[NumberedRow] = field(default_factory=list)
    tail: deque[NumberedRow] = field(default_factory=lambda: deque(maxlen=LAST_ROWS))
    last_rows: dict[int, int] = field(default_factory=dict)
    mending_examples: dict[str, tuple[str, str]] = field(default_factory=dict)
    row_count: int = 0
    fault: str = ""
    header: HeaderRow | None = None
    header_row: int = 0
    score: float = 0.0

    @property
    def number(self) -> int:
        """Its position among all sheets of the file."""
        return self.start.number

    @property
    def width(self) -> int:
        """Number of columns up to the last filled one."""
        return max(self.last_rows, default=-1) + 1

    @property
    def data_rows(self) -> int:
        """Number of filled rows below the column names."""
        return self.row_count - self.rows_above

    @property
    def rows_above(self) -> int:
        """Number of filled rows down to the column names."""
        return sum(1 for number, _ in self.head if number <= self.header_row)

    @property
    def columns(self) -> list[int]:
        """The columns that have a name or a cell below it."""
        if self.header is None:
            return []
        header_cells = dict(self.head).get(self.header_row, [])
        return [
            column
            for column in range(self.width)
            if (column < len(header_cells) and header_cells[column])
            or self.last_rows.get(column, 0) > self.header_row
            or (self.header.groups[column] and self.header.names[column] == self.header.groups[column])
        ]

    def names(self) -> list[str]:
        """Return the names of its columns."""
        return [self.header.names[column] for column in self.columns] if self.header else []


def clean_cell(cell: str) -> str:
    """Return the cell as it was meant: without what no cell may hold, and as it was before an export changed it."""
    return mended_cell(unescape_formula(cell.strip() if cell.isascii() and cell.isprintable() else clean(cell)))


def survey(lines: IO[str], *, searched_row: int = 0) -> tuple[TableFile, TextDefects, list[SurveyedSheet]]:
    """Return what the file is, its defects and its visible sheets, after one pass that keeps but a few rows."""
    lines.seek(0)
    file, defects = TableFile.from_line(next(lines)), TextDefects()
    sheets: list[SurveyedSheet] = []
    for text in lines:
        # Rows first and without a detour: there may be a hundred thousand.
        if text.startswith("["):
            row = RowLine.from_line(text)
            _survey_row(sheets[-1], row.number, row.cells)
            continue
        line = table_line(text)
        if isinstance(line, SheetStart):
            name = clean_cell(file.sheets[line.number].name)[:MAX_NAME_CHARS]
            sheets.append(SurveyedSheet(line, name, searched_row=searched_row))
        elif isinstance(line, SheetEnd):
            sheets[-1].fault = line.fault
        elif isinstance(line, TextDefects):
            defects = line
    return file, defects, sheets


def _survey_row(sheet: SurveyedSheet, number: int, cells: list[str]) -> None:
    sheet.row_count += 1
    if len(sheet.head) < SAMPLED_ROWS or number <= sheet.searched_row:
        sheet.head.append((number, [clean_cell(cell[:SAMPLED_CHARS]) for cell in cells]))
        _note_mended(sheet, cells)
    sheet.tail.append((number, [cell[:SAMPLED_CHARS] for cell in cells]))
    for column, cell in enumerate(cells):
        if cell and not cell.isspace():
            sheet.last_rows[column] = number


def _note_mended(sheet: SurveyedSheet, cells: Sequence[str]) -> None:
    """Note the first cell of each kind that is not read as it stands, before and after."""
    for cell in cells:
        if not cell.isascii() or "<" in cell or "&" in cell:
            text = clean(cell[:SAMPLED_CHARS])
            if code := mending_of(text):
                sheet.mending_examples.setdefault(code, (text, mended_cell(text)))


def find_headers(sheets: Iterable[SurveyedSheet], *, header_row: int) -> None:
    """Find the column names of the largest sheets and say how much each looks like a list of participants."""
    for sheet in sorted(sheets, key=lambda sheet: -sheet.row_count)[:MAX_COMPARED]:
        numbers = [number for number, _ in sheet.head]
        rows = [cells for _, cells in sheet.head]
        if header_row in numbers:
            sheet.header = header_at(
                rows, index=numbers.index(header_row), width=sheet.width, numbers=numbers, merges=sheet.start.merges
            )
        elif not header_row:
            sheet.header = find_header(
                rows[:SEARCHED_ROWS], width=sheet.width, numbers=numbers[:SEARCHED_ROWS], merges=sheet.start.merges
            )
        if sheet.header is not None:
            sheet.header_row = numbers[sheet.header.index]
            sheet.score = _score(sheet, rows[sheet.header.index + 1 :])


def _score(sheet: SurveyedSheet, rows: Sequence[Sequence[str]]) -> float:
    """Return how much a sheet looks like a list of participants: above all by its columns, then by its rows."""
    columns = sheet.columns
    sample = [[row[column] if column < len(row) else "" for column in columns] for row in rows]
    guesses = guess_target_fields(sheet.names(), sample)
    recognised = sum(1 for guess in guesses.values() if guess.target_field not in ("extra", "ignore"))
    return (recognised + 0.1) ** 2 * log2(1 + max(0, sheet.data_rows))


def choose_sheets(sheets: Sequence[SurveyedSheet], *, names: Sequence[str]) -> list[SurveyedSheet]:
    """Return the sheets that make the table, the main one first; those somebody named, or those that fit together."""
    if names:
        return sorted((sheet for sheet in sheets if sheet.name in names), key=lambda sheet: -sheet.score)
    readable = [sheet for sheet in sheets if sheet.header is not None and sheet.data_rows > 0]
    if not readable:
        return sorted(sheets, key=lambda sheet: -sheet.row_count)[:1]
    main = max(readable, key=lambda sheet: sheet.score)
    continuations = [
        sheet for sheet in readable if sheet is not main and _have_same_columns(_column_keys(main), _column_keys(sheet))
    ]
    return [main, *continuations]


def _column_keys(sheet: SurveyedSheet) -> list[str]:
    return [column_key(name) for name in sheet.names()]


def column_key(name: str) -> str:
    """Return what two names of one column have in common: letters and digits, without case and accents."""
    return "".join(letter for letter in fold(name) if letter.isalnum()) or name


def _have_same_columns(first: Sequence[str], second: Sequence[str]) -> bool:
    shared = len(set(first) & set(second))
    smaller, larger = sorted((len(set(first)), len(set(second))))
    return smaller > 1 and shared >= MIN_SAME_OF_SMALLER * smaller and shared >= MIN_SAME_OF_LARGER * larger


@dataclass(frozen=True)
class SheetLayout:
    """How the rows of one sheet become rows of the table.

    `positions` are columns of the table by column of the sheet, `spans` the widest merged cell of a row, and
    `merged_down` for a row the columns that are merged downwards from it, each with its last row. What headings between
    the rows say is written at `heading_position`, unless that is -1.
    """

    sheet: SurveyedSheet
    positions: Mapping[int, int]
    width: int
    shape: TableShape
    spans: Mapping[int, int]
    merged_down: Mapping[int, Sequence[tuple[int, int]]]
    answer_states: AnswerStates | None = None
    heading_place: HeadingPlace | None = None
    heading_position: int = -1


@dataclass(frozen=True)
class UnitedColumns:
    """The columns of all sheets: for each its name, the heading above it, and both as they stand in the file."""

    names: list[str]
    groups: list[str]
    paths: list[tuple[str, ...]]


def unite_sheets(sheets: Sequence[SurveyedSheet], *, keeps_unfinished: bool) -> tuple[UnitedColumns, list[SheetLayout]]:
    """Return the columns of all sheets, and how each sheet's rows come under them."""
    header: dict[str, str] = {}
    groups: list[str] = []
    paths: list[tuple[str, ...]] = []
    positions_of_sheets: list[dict[int, int]] = []
    for sheet in sheets:
        positions: dict[int, int] = {}
        for column in sheet.columns:
            assert sheet.header is not None
            key, count = column_key(sheet.header.names[column]), 2
            # Two columns of one sheet are two columns, even if their names differ in a dash only.
            while key in header and list(header).index(key) in positions.values():
                key, count = f"{column_key(sheet.header.names[column])} {count}", count + 1
            if key not in header:
                header[key] = sheet.header.names[column]
                groups.append(sheet.header.groups[column])
                paths.append(sheet.header.paths[column])
            positions[column] = list(header).index(key)
        positions_of_sheets.append(positions)
    layouts = [
        _layout(sheet, positions, width=len(header), keeps_unfinished=keeps_unfinished)
        for sheet, positions in zip(sheets, positions_of_sheets, strict=True)
        if sheet.header
    ]
    layouts = [_with_heading_position(layout, header) for layout in layouts]
    added = len(header) - len(groups)
    groups += [""] * added
    paths += [(name,) for name in list(header.values())[len(paths) :]]
    return UnitedColumns(list(header.values()), groups, paths), [
        replace(layout, width=len(header)) for layout in layouts
    ]


def _with_heading_position(layout: SheetLayout, header: dict[str, str]) -> SheetLayout:
    """Return the layout with the column that its headings belong to, which is added to the header where it is new."""
    target = layout.heading_place
    if target is None:
        return layout
    if target.name:
        header.setdefault(column_key(target.name), target.name)
        return replace(layout, heading_position=list(header).index(column_key(target.name)))
    return replace(layout, heading_position=list(layout.positions.values())[target.column])


def _layout(sheet: SurveyedSheet, positions: Mapping[int, int], *, width: int, keeps_unfinished: bool) -> SheetLayout:
    columns = sheet.columns
    above = dict(sheet.head)
    below = [(number, cells) for number, cells in sheet.head if number > sheet.header_row]
    tail = [(number, cells) for number, cells in sheet.tail if number > sheet.header_row]
    numbered = [(number, _cells_at(cells, columns)) for number, cells in below]
    shape = table_shape(
        _cells_at(above.get(sheet.header_row, []), columns),
        _cells_at(above.get(sheet.header_row - 1, []), columns),
        numbered,
        last=[(number, _cells_at(cells, columns)) for number, cells in tail],
    )
    spans, merged_down = _merged_cells(sheet)
    answers = [cells for _, cells in numbered if not is_machine_row(cells)]
    states = None if keeps_unfinished else find_answer_states(sheet.names(), answers)
    heading_place = find_heading_place(sheet.names(), numbered, shape=shape, spans=spans)
    return SheetLayout(sheet, positions, width, shape, spans, merged_down, states, heading_place)


def _merged_cells(sheet: SurveyedSheet) -> tuple[dict[int, int], dict[int, list[tuple[int, int]]]]:
    """Return how wide the widest merged cell of a row is, and which columns of it are merged down to which row."""
    spans: dict[int, int] = {}
    merged_down: dict[int, list[tuple[int, int]]] = {}
    for area in sheet.start.merges:
        if area.top > sheet.header_row:
            spans[area.top] = max(spans.get(area.top, 1), min(area.right, sheet.width) - area.left + 1)
            if area.bottom > area.top:
                merged_down.setdefault(area.top, []).append((area.left, area.bottom))
    return spans, merged_down


def _cells_at(cells: Sequence[str], columns: Sequence[int]) -> list[str]:
    return [cells[column] if column < len(cells) else "" for column in columns]
