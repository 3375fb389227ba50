"""The rows of sheets as rows of one table: merged cells and headings carried down, texts that go on put together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import IO

from skillsnet.core.cell_faults import CellFault
from skillsnet.core.intake.non_data_rows import CONTINUATION, HEADING, classify_row
from skillsnet.core.intake.row_headings import heading_text, with_heading
from skillsnet.intake.sandbox.jsonl_protocol import RowLine, SheetStart, table_line
from skillsnet.intake.table_assembly import SheetLayout, clean_cell


@dataclass(frozen=True)
class SheetRow:
    """A row below the column names; `skip` says why it is no data: heading, total, header_again or note."""

    sheet: str
    number: int
    cells: list[str]
    faults: dict[str, CellFault]
    skip: str = ""


def table_rows(lines: IO[str], layouts: Sequence[SheetLayout]) -> Iterator[SheetRow]:
    """Yield the rows of all sheets that are read, in the file's order; a text that goes on below is put together."""
    group: list[SheetRow] = []
    for row in _single_rows(lines, layouts):
        if row.skip == CONTINUATION and group:
            first = group[0]
            group[0] = replace(first, cells=_continued_cells(first.cells, row.cells))
        else:
            yield from group
            group = []
        group.append(row)
    yield from group


def _continued_cells(cells: Sequence[str], rest: Sequence[str]) -> list[str]:
    width = max(len(cells), len(rest))
    padded = [*cells, *[""] * (width - len(cells))]
    return [
        f"{cell}\n{rest[column]}".strip() if column < len(rest) and rest[column] else cell
        for column, cell in enumerate(padded)
    ]


def _single_rows(lines: IO[str], layouts: Sequence[SheetLayout]) -> Iterator[SheetRow]:
    lines.seek(0)
    next(lines)
    layout_of = {layout.sheet.number: layout for layout in layouts}
    layout: SheetLayout | None = None
    merged: dict[int, tuple[int, str]] = {}
    previous, heading = 0, ""
    for text in lines:
        if text.startswith("{"):
            line = table_line(text)
            layout = layout_of.get(line.number) if isinstance(line, SheetStart) else None
            merged, previous, heading = {}, 0, ""
        elif layout is not None:
            row = RowLine.from_line(text)
            if row.number > layout.sheet.header_row:
                _fill_merged(layout, row.number, row.cells, merged)
                table_row = _table_row(layout, row, is_apart=row.number - previous > 1)
                if layout.heading_position >= 0 and table_row.skip == HEADING:
                    heading = heading_text(table_row.cells)
                elif layout.heading_position >= 0 and not table_row.skip:
                    cells = with_heading(table_row.cells, heading=heading, position=layout.heading_position)
                    table_row = replace(table_row, cells=cells)
                yield table_row
            previous = row.number


def _fill_merged(layout: SheetLayout, number: int, cells: list[str], merged: dict[int, tuple[int, str]]) -> None:
    """Write a cell that is merged downwards into the rows it covers; `merged` are those that reach this far."""
    for column, (bottom, text) in list(merged.items()):
        if number > bottom:
            del merged[column]
        elif text:
            cells.extend([""] * (column + 1 - len(cells)))
            cells[column] = cells[column] or text
    for column, bottom in layout.merged_down.get(number, ()):
        merged[column] = (bottom, cells[column] if column < len(cells) else "")


def _table_row(layout: SheetLayout, row: RowLine, *, is_apart: bool) -> SheetRow:
    cells = [""] * layout.width
    faults: dict[str, CellFault] = {}
    file_cells, file_faults = row.cells, row.faults
    for column, position in layout.positions.items():
        if column < len(file_cells) and file_cells[column]:
            cells[position] = clean_cell(file_cells[column])
        if file_faults and str(column) in file_faults:
            faults[str(position)] = file_faults[str(column)]
    has_all_columns = len(layout.positions) == layout.width
    sheet_cells = cells if has_all_columns else [cells[position] for position in layout.positions.values()]
    span = layout.spans.get(row.number, 1)
    skip = classify_row(sheet_cells, number=row.number, shape=layout.shape, span=span, is_apart=is_apart, faults=faults)
    if not skip and layout.answer_states is not None:
        skip = layout.answer_states.state_of(sheet_cells)
    while cells and not cells[-1]:
        cells.pop()
    return SheetRow(layout.sheet.name, row.number, cells, faults, skip)
