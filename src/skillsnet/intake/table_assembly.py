"""The lines of a file that was taken apart, as one table: which sheets, which header, which rows are data."""

import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log2
from typing import IO, Any

from skillsnet.core.intake import guess_target_fields
from skillsnet.core.intake.header_detection import SEARCHED_ROWS, Header, find_header, header_at
from skillsnet.core.intake.non_data_rows import TableShape, classify_row, table_shape
from skillsnet.core.text import clean, fold
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
Numbered = tuple[int, list[str]]


@dataclass(frozen=True)
class SheetRow:
    """A row below the column names; `skip` says why it is no data: heading, total, header_again or note."""

    sheet: str
    number: int
    cells: list[str]
    faults: dict[str, list[Any]]
    skip: str = ""


@dataclass(frozen=True)
class LinkLine:
    """A connection between two rows' projects, as a Kumu project has them."""

    sheet: str
    number: int
    source_id: str
    target_id: str
    source_label: str
    target_label: str
    kind: str
    label: str
    direction: str
    strength: str


@dataclass
class Part:
    """A visible sheet: what was seen of it in passing, and how it is read once that is decided."""

    number: int
    name: str
    merges: list[tuple[int, int, int, int]]
    hidden_rows: list[int]
    hidden_columns: list[int]
    searched: int
    head: list[Numbered] = field(default_factory=list)
    tail: deque[Numbered] = field(default_factory=lambda: deque(maxlen=LAST_ROWS))
    last_rows: dict[int, int] = field(default_factory=dict)
    rows: int = 0
    fault: str = ""
    header: Header | None = None
    header_row: int = 0
    score: float = 0.0

    @property
    def width(self) -> int:
        """Number of columns up to the last filled one."""
        return max(self.last_rows, default=-1) + 1

    @property
    def data_rows(self) -> int:
        """Number of filled rows below the column names."""
        return self.rows - self.rows_above

    @property
    def rows_above(self) -> int:
        """Number of filled rows down to the column names."""
        return sum(1 for number, _ in self.head if number <= self.header_row)

    @property
    def columns(self) -> list[int]:
        """The columns that have a name or a cell below it."""
        if self.header is None:
            return []
        named = dict(self.head).get(self.header_row, [])
        return [
            column
            for column in range(self.width)
            if (column < len(named) and named[column])
            or self.last_rows.get(column, 0) > self.header_row
            or (self.header.groups[column] and self.header.names[column] == self.header.groups[column])
        ]

    def names(self) -> list[str]:
        """Return the names of its columns."""
        return [self.header.names[column] for column in self.columns] if self.header else []


def clean_cell(cell: str) -> str:
    """Return the cell without what no cell may hold, and as it was before an export made it harmless."""
    return unescape_formula(cell.strip() if cell.isascii() and cell.isprintable() else clean(cell))


def survey(lines: IO[str], *, searched: int = 0) -> tuple[dict[str, Any], list[Part]]:
    """Return what the file is and its visible sheets, after one pass over all lines; no rows are kept but a few."""
    lines.seek(0)
    about = json.loads(next(lines))
    parts: list[Part] = []
    for line in lines:
        item = json.loads(line)
        if isinstance(item, list):
            _see(parts[-1], item[0], item[1])
        elif "sheet" in item:
            name = clean_cell(about["sheets"][item["sheet"]]["name"])[:MAX_NAME_CHARS]
            merges = [(top, left, bottom, right) for top, left, bottom, right in item["merges"]]
            parts.append(
                Part(item["sheet"], name, merges, item["hidden_rows"], item["hidden_columns"], searched=searched)
            )
        elif "end" in item:
            parts[-1].fault = item["fault"]
        else:
            about |= item
    return about, parts


def _see(part: Part, number: int, cells: list[str]) -> None:
    part.rows += 1
    if len(part.head) < SAMPLED_ROWS or number <= part.searched:
        part.head.append((number, [clean_cell(cell[:SAMPLED_CHARS]) for cell in cells]))
    part.tail.append((number, [cell[:SAMPLED_CHARS] for cell in cells]))
    for column, cell in enumerate(cells):
        if cell and not cell.isspace():
            part.last_rows[column] = number


def find_headers(parts: Iterable[Part], *, header_row: int) -> None:
    """Find the column names of the largest sheets and say how much each looks like a list of participants."""
    for part in sorted(parts, key=lambda part: -part.rows)[:MAX_COMPARED]:
        numbers = [number for number, _ in part.head]
        rows = [cells for _, cells in part.head]
        if header_row in numbers:
            part.header = header_at(
                rows, index=numbers.index(header_row), width=part.width, numbers=numbers, merges=part.merges
            )
        elif not header_row:
            part.header = find_header(
                rows[:SEARCHED_ROWS], width=part.width, numbers=numbers[:SEARCHED_ROWS], merges=part.merges
            )
        if part.header is not None:
            part.header_row = numbers[part.header.index]
            part.score = _score(part, rows[part.header.index + 1 :])


def _score(part: Part, rows: Sequence[Sequence[str]]) -> float:
    """Return how much a sheet looks like a list of participants: above all by its columns, then by its rows."""
    columns = part.columns
    sample = [[row[column] if column < len(row) else "" for column in columns] for row in rows]
    guesses = guess_target_fields(part.names(), sample)
    known = sum(1 for guess in guesses.values() if guess.target_field not in ("extra", "ignore"))
    return (known + 0.1) ** 2 * log2(1 + max(0, part.data_rows))


def chosen_parts(parts: Sequence[Part], *, sheets: Sequence[str]) -> list[Part]:
    """Return the sheets that make the table, the main one first; those somebody named, or those that fit together."""
    if sheets:
        named = [part for part in parts if part.name in sheets]
        return sorted(named, key=lambda part: -part.score)
    readable = [part for part in parts if part.header is not None and part.data_rows > 0]
    if not readable:
        return sorted(parts, key=lambda part: -part.rows)[:1]
    main = max(readable, key=lambda part: part.score)
    same = [part for part in readable if part is not main and _are_same(_keys(main), _keys(part))]
    return [main, *same]


def _keys(part: Part) -> list[str]:
    return [column_key(name) for name in part.names()]


def column_key(name: str) -> str:
    """Return what two names of one column have in common: letters and digits, without case and accents."""
    return "".join(letter for letter in fold(name) if letter.isalnum()) or name


def _are_same(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    both = len(set(ours) & set(theirs))
    sizes = sorted((len(set(ours)), len(set(theirs))))
    return sizes[0] > 1 and both >= MIN_SAME_OF_SMALLER * sizes[0] and both >= MIN_SAME_OF_LARGER * sizes[1]


@dataclass(frozen=True)
class Plan:
    """How the rows of one sheet become rows of the table."""

    part: Part
    places: Mapping[int, int]
    width: int
    shape: TableShape
    spans: Mapping[int, int]
    down: Mapping[int, Sequence[tuple[int, int]]]


def united(parts: Sequence[Part]) -> tuple[list[str], list[str], list[Plan]]:
    """Return the names and the headings of all columns, and how each sheet's rows come under them."""
    header: dict[str, str] = {}
    groups: list[str] = []
    places: list[dict[int, int]] = []
    for part in parts:
        place_of: dict[int, int] = {}
        for column in part.columns:
            assert part.header is not None
            key, count = column_key(part.header.names[column]), 2
            # Two columns of one sheet are two columns, even if their names differ in a dash only.
            while key in header and list(header).index(key) in place_of.values():
                key, count = f"{column_key(part.header.names[column])} {count}", count + 1
            if key not in header:
                header[key] = part.header.names[column]
                groups.append(part.header.groups[column])
            place_of[column] = list(header).index(key)
        places.append(place_of)
    plans = [
        _plan(part, place_of, width=len(header)) for part, place_of in zip(parts, places, strict=True) if part.header
    ]
    return list(header.values()), groups, plans


def _plan(part: Part, places: Mapping[int, int], *, width: int) -> Plan:
    columns = part.columns
    above = dict(part.head)
    below = [(number, cells) for number, cells in part.head if number > part.header_row]
    tail = [(number, cells) for number, cells in part.tail if number > part.header_row]
    shape = table_shape(
        _at(above.get(part.header_row, []), columns),
        _at(above.get(part.header_row - 1, []), columns),
        [(number, _at(cells, columns)) for number, cells in below],
        last=[(number, _at(cells, columns)) for number, cells in tail],
    )
    spans: dict[int, int] = {}
    down: dict[int, list[tuple[int, int]]] = {}
    for top, left, bottom, right in part.merges:
        if top > part.header_row:
            spans[top] = max(spans.get(top, 1), min(right, part.width) - left + 1)
            if bottom > top:
                down.setdefault(top, []).append((left, bottom))
    return Plan(part, places, width, shape, spans, down)


def _at(cells: Sequence[str], columns: Sequence[int]) -> list[str]:
    return [cells[column] if column < len(cells) else "" for column in columns]


def table_rows(lines: IO[str], plans: Sequence[Plan]) -> Iterator[SheetRow]:
    """Yield the rows of all sheets that are read, in the file's order."""
    lines.seek(0)
    next(lines)
    by_sheet = {plan.part.number: plan for plan in plans}
    plan: Plan | None = None
    merged: dict[int, tuple[int, str]] = {}
    before = 0
    for line in lines:
        if line.startswith("{"):
            plan, merged, before = by_sheet.get(json.loads(line).get("sheet", -1)), {}, 0
        elif plan is not None:
            number, cells, faults = json.loads(line)
            if number > plan.part.header_row:
                _fill(plan, number, cells, merged)
                yield _row(plan, number, cells, faults, is_apart=number - before > 1)
            before = number


def _fill(plan: Plan, number: int, cells: list[str], merged: dict[int, tuple[int, str]]) -> None:
    """Write a cell that is merged downwards into the rows it covers; `merged` are those that reach this far."""
    for column, (bottom, text) in list(merged.items()):
        if number > bottom:
            del merged[column]
        elif text:
            cells.extend([""] * (column + 1 - len(cells)))
            cells[column] = cells[column] or text
    for column, bottom in plan.down.get(number, ()):
        merged[column] = (bottom, cells[column] if column < len(cells) else "")


def _row(plan: Plan, number: int, cells: list[str], faults: dict[str, Any], *, is_apart: bool) -> SheetRow:
    placed = [""] * plan.width
    broken: dict[str, list[Any]] = {}
    for column, place in plan.places.items():
        if column < len(cells) and cells[column]:
            placed[place] = clean_cell(cells[column])
        if str(column) in faults:
            broken[str(place)] = faults[str(column)]
    own = placed if len(plan.places) == plan.width else [placed[place] for place in plan.places.values()]
    skip = classify_row(
        own, number=number, shape=plan.shape, span=plan.spans.get(number, 1), is_apart=is_apart, faults=broken
    )
    while placed and not placed[-1]:
        placed.pop()
    return SheetRow(plan.part.name, number, placed, broken, skip)
