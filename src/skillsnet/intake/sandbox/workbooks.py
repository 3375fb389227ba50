"""Workbooks as rows of texts: values by calamine, what else their XML says by `xlsx` and `ods`."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import IO, Any, TextIO

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from skillsnet.core.cell_faults import FORMULA_WITHOUT_RESULT, NUMBER_ROUNDED, CellFault
from skillsnet.core.hyperlinks import with_target
from skillsnet.intake.sandbox import ods, xlsx
from skillsnet.intake.sandbox.archives import open_archive
from skillsnet.intake.sandbox.cell_annotations import FIRST_ERROR, FIRST_PADDED, FORMULA, PERCENT, SheetAnnotations
from skillsnet.intake.sandbox.jsonl_protocol import (
    TOO_LARGE,
    TOO_WIDE,
    FileRefused,
    ListedSheet,
    MergedArea,
    RowLine,
    SheetEnd,
    SheetStart,
    TableFile,
    filled_rows,
    write,
    write_sheet,
)
from skillsnet.intake.sandbox.limits import MAX_COLUMNS, allow_for
from skillsnet.intake.sandbox.values import cell_text, is_rounded, padded_text, percent_text

# Where the sandbox has the file.
FILE = "/dev/fd/0"
# What a container holds whose workbook can be opened with a password only.
PROTECTED = "EncryptedPackage".encode("utf-16-le")
# The values of a sheet are unpacked into one block of memory; a lone cell far out would make it boundless.
MAX_SPREAD_CELLS = 12_000_000

_BEYOND_LAST_ROW = 2**32
_NO_ROW: tuple[int, dict[int, int]] = (_BEYOND_LAST_ROW, {})

AnnotationsOf = Callable[[str], SheetAnnotations]


def write_workbook(source: IO[bytes], kind: str, out: TextIO) -> None:
    """Write all visible sheets."""
    annotations_of, name = _annotations(source, kind)
    source.seek(0)
    try:
        workbook = CalamineWorkbook.from_path(FILE)
    except PasswordError as error:
        raise FileRefused("encrypted") from error
    except CalamineError as error:
        raise FileRefused("unreadable") from error
    sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    listed = tuple(ListedSheet(sheet.name, sheet.visible == SheetVisibleEnum.Visible) for sheet in sheets)
    if not any(sheet.is_visible for sheet in listed):
        raise FileRefused("no_sheet")
    write(out, TableFile(name, sheets=listed).to_json())
    for number, sheet in enumerate(listed):
        if sheet.is_visible:
            _write_worksheet(out, number, workbook, sheet.name, annotations_of(sheet.name))


def _annotations(source: IO[bytes], kind: str) -> tuple[AnnotationsOf, str]:
    """Return what gives the annotations of a sheet by its name, and the format's name."""
    if kind != "zip":
        source.seek(0)
        if PROTECTED in source.read():
            raise FileRefused("encrypted")
        return lambda _: SheetAnnotations(), "xls"
    archive, unpacked_size = open_archive(source)
    allow_for(unpacked_size)
    names = set(archive.namelist())
    if "content.xml" in names:
        by_name = ods.read_annotations(archive)
        return lambda name: by_name.get(name, SheetAnnotations()), "ods"
    paths = xlsx.sheet_paths(archive)
    if not paths:
        return lambda _: SheetAnnotations(), "xlsb" if "xl/workbook.bin" in names else "xlsx"
    styles = xlsx.read_styles(archive)

    def of_sheet(name: str) -> SheetAnnotations:
        return xlsx.sheet_annotations(archive, paths[name], styles=styles) if name in paths else SheetAnnotations()

    return of_sheet, "xlsx"


def _write_worksheet(
    out: TextIO, number: int, workbook: CalamineWorkbook, name: str, annotations: SheetAnnotations
) -> None:
    start = SheetStart(
        number,
        merges=tuple(MergedArea(top + 1, left, bottom + 1, right) for top, left, bottom, right in annotations.merges),
        hidden_rows=tuple(row + 1 for row in annotations.hidden_rows),
        hidden_columns=_hidden_column_numbers(annotations),
    )
    is_too_wide = annotations.last_column >= MAX_COLUMNS
    if is_too_wide or (annotations.last_row + 1) * (annotations.last_column + 1) > MAX_SPREAD_CELLS:
        write(out, start.to_json())
        write(out, SheetEnd(number, 0, TOO_WIDE if is_too_wide else TOO_LARGE).to_json())
        return
    sheet = workbook.get_sheet_by_name(name)
    if not annotations.merges and sheet.merged_cell_ranges:
        merges = (
            MergedArea(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges
        )
        start = replace(start, merges=tuple(merges))
    write_sheet(out, start, filled_rows(_row_lines(sheet, annotations)))


def _hidden_column_numbers(annotations: SheetAnnotations) -> tuple[int, ...]:
    ranges = (range(first, min(last, MAX_COLUMNS) + 1) for first, last in annotations.hidden_columns)
    return tuple(sorted({column for columns in ranges for column in columns}))


def _row_lines(sheet: CalamineSheet, annotations: SheetAnnotations) -> Iterator[RowLine]:
    """Yield a sheet's rows as texts; row numbers as the spreadsheet shows them."""
    first_column = sheet.start[1] if sheet.start else 0
    annotated_rows = annotations.by_row()
    row, kinds = next(annotated_rows, _NO_ROW)
    for index, values in enumerate(sheet.iter_rows()):
        while row < index:
            yield _row_line(row, [], kinds, annotations)
            row, kinds = next(annotated_rows, _NO_ROW)
        is_annotated = row == index
        line = _row_line(index, [""] * first_column + values, kinds if is_annotated else {}, annotations)
        yield _with_targets(line, annotations) if annotations.links else line
        if is_annotated:
            row, kinds = next(annotated_rows, _NO_ROW)
    while row < _BEYOND_LAST_ROW:
        yield _row_line(row, [], kinds, annotations)
        row, kinds = next(annotated_rows, _NO_ROW)


def _with_targets(line: RowLine, annotations: SheetAnnotations) -> RowLine:
    """Return a row whose cells say the addresses behind them, also behind formulas without a stored value."""
    texts = annotations.link_texts.get(line.number - 1, {})
    cells = [*line.cells, *[""] * (max(texts, default=-1) + 1 - len(line.cells))]
    for column, cell in enumerate(cells):
        target = annotations.links.get((line.number - 1, column), "")
        if target:
            cells[column] = with_target(cell or texts.get(column, ""), target=target)
    return line._replace(cells=cells)


def _row_line(index: int, values: list[Any], kinds: dict[int, int], annotations: SheetAnnotations) -> RowLine:
    faults: dict[str, CellFault] = {}
    cells = [cell_text(value) for value in values]
    for column, value in enumerate(values):
        if is_rounded(value):
            faults[str(column)] = CellFault(NUMBER_ROUNDED)
    for column, kind in kinds.items():
        value = values[column] if column < len(values) else ""
        if kind == FORMULA:
            if column >= len(cells) or not cells[column]:
                faults[str(column)] = CellFault(FORMULA_WITHOUT_RESULT)
            continue
        cells.extend([""] * (column + 1 - len(cells)))
        if kind == PERCENT:
            cells[column] = percent_text(value)
        elif kind >= FIRST_ERROR:
            cells[column] = annotations.errors[kind - FIRST_ERROR]
        elif kind >= FIRST_PADDED:
            cells[column] = padded_text(value, kind - FIRST_PADDED)
    return RowLine(index + 1, cells, faults)
