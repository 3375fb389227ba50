"""Workbooks as rows of texts: values by calamine, what else their XML says by `xlsx` and `ods`."""

from collections.abc import Callable, Iterator
from typing import IO, Any, TextIO

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from skillsnet.intake.sandbox import ods, xlsx
from skillsnet.intake.sandbox.archives import checked_archive
from skillsnet.intake.sandbox.cell_annotations import FIRST_ERROR, FIRST_PADDED, FORMULA, PERCENT, SheetMarks
from skillsnet.intake.sandbox.jsonl_protocol import Faults, Refused, Row, filled_rows, write, write_end, write_sheet
from skillsnet.intake.sandbox.limits import MAX_COLUMNS, allow_for
from skillsnet.intake.sandbox.values import is_rounded, padded, percent_of, text_of

# Where the sandbox has the file.
FILE = "/dev/fd/0"
# What a container holds whose workbook can be opened with a password only.
PROTECTED = "EncryptedPackage".encode("utf-16-le")
# The values of a sheet are unpacked into one block of memory; a lone cell far out would make it boundless.
MAX_SPREAD_CELLS = 12_000_000

_BEYOND = 2**32
_NO_MARKS: tuple[int, dict[int, int]] = (_BEYOND, {})

Marks = Callable[[str], SheetMarks]


def write_workbook(source: IO[bytes], kind: str, out: TextIO) -> None:
    """Write all visible sheets."""
    marks, name = _marks(source, kind)
    source.seek(0)
    try:
        workbook = CalamineWorkbook.from_path(FILE)
    except PasswordError as error:
        raise Refused("encrypted") from error
    except CalamineError as error:
        raise Refused("unreadable") from error
    sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    if not any(sheet.visible == SheetVisibleEnum.Visible for sheet in sheets):
        raise Refused("no_sheet")
    states = [{"name": sheet.name, "state": _state(sheet)} for sheet in sheets]
    write(out, {"format": name, "encoding": "", "delimiter": "", "sheets": states})
    for number, sheet in enumerate(sheets):
        if sheet.visible == SheetVisibleEnum.Visible:
            _write_sheet(out, number, workbook, sheet.name, marks(sheet.name))


def _state(sheet: SheetMetadata) -> str:
    return "visible" if sheet.visible == SheetVisibleEnum.Visible else "hidden"


def _marks(source: IO[bytes], kind: str) -> tuple[Marks, str]:
    """Return how the marks of a sheet are found, and the format's name."""
    if kind != "zip":
        source.seek(0)
        if PROTECTED in source.read():
            raise Refused("encrypted")
        return lambda _: SheetMarks(), "xls"
    archive, unpacked = checked_archive(source)
    allow_for(unpacked)
    names = set(archive.namelist())
    if "content.xml" in names:
        found = ods.all_marks(archive)
        return lambda name: found.get(name, SheetMarks()), "ods"
    paths = xlsx.sheet_paths(archive)
    if not paths:
        return lambda _: SheetMarks(), "xlsb" if "xl/workbook.bin" in names else "xlsx"
    shown = xlsx.styles(archive)
    return (lambda name: xlsx.sheet_marks(archive, paths[name], shown=shown) if name in paths else SheetMarks()), "xlsx"


def _write_sheet(out: TextIO, number: int, workbook: CalamineWorkbook, name: str, marks: SheetMarks) -> None:
    about: dict[str, Any] = {
        "merges": [[top + 1, left, bottom + 1, right] for top, left, bottom, right in marks.merges],
        "hidden_rows": [row + 1 for row in marks.hidden_rows],
        "hidden_columns": sorted(
            {column for first, last in marks.hidden_columns for column in range(first, min(last, MAX_COLUMNS) + 1)}
        ),
    }
    is_too_wide = marks.last_column >= MAX_COLUMNS
    if is_too_wide or (marks.last_row + 1) * (marks.last_column + 1) > MAX_SPREAD_CELLS:
        write(out, {"sheet": number, **about})
        write_end(out, number, 0, fault="is_too_wide" if is_too_wide else "is_too_large")
        return
    sheet = workbook.get_sheet_by_name(name)
    if not marks.merges and sheet.merged_cell_ranges:
        about["merges"] = [
            [top + 1, left, bottom + 1, right] for (top, left), (bottom, right) in sheet.merged_cell_ranges
        ]
    write_sheet(out, number, filled_rows(_rows(sheet, marks)), about=about)


def _rows(sheet: CalamineSheet, marks: SheetMarks) -> Iterator[Row]:
    """Yield a sheet's rows as texts; row numbers as the spreadsheet shows them."""
    left = sheet.start[1] if sheet.start else 0
    marked = marks.by_row()
    row, kinds = next(marked, _NO_MARKS)
    for index, values in enumerate(sheet.iter_rows()):
        while row < index:
            yield _row(row, [], kinds, marks)
            row, kinds = next(marked, _NO_MARKS)
        is_marked = row == index
        yield _row(index, [""] * left + values, kinds if is_marked else {}, marks)
        if is_marked:
            row, kinds = next(marked, _NO_MARKS)
    while row < _BEYOND:
        yield _row(row, [], kinds, marks)
        row, kinds = next(marked, _NO_MARKS)


def _row(index: int, values: list[Any], kinds: dict[int, int], marks: SheetMarks) -> Row:
    faults: Faults = {}
    cells = [text_of(value) for value in values]
    for place, value in enumerate(values):
        if is_rounded(value):
            faults[str(place)] = ["number_rounded", 0]
    for column, kind in kinds.items():
        value = values[column] if column < len(values) else ""
        if kind == FORMULA:
            if column >= len(cells) or not cells[column]:
                faults[str(column)] = ["formula", 0]
            continue
        cells.extend([""] * (column + 1 - len(cells)))
        if kind == PERCENT:
            cells[column] = percent_of(value)
        elif kind >= FIRST_ERROR:
            cells[column] = marks.errors[kind - FIRST_ERROR]
        elif kind >= FIRST_PADDED:
            cells[column] = padded(value, kind - FIRST_PADDED)
    return index + 1, cells, faults
