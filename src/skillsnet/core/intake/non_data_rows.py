"""Rows of a sheet that are no data: separators, totals, the column names again, and footnotes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from skillsnet.core.cell_faults import FORMULA_WITHOUT_RESULT, CellFault
from skillsnet.core.intake.column_survey import is_figure, survey_columns
from skillsnet.core.intake.values import count_filled
from skillsnet.core.text import fold

HEADING: Final = "heading"
TOTAL: Final = "total"
HEADER_AGAIN: Final = "header_again"
NOTE: Final = "note"
MACHINE: Final = "machine"
CONTINUATION: Final = "continuation"
# What `classify_row` tells; `unfinished_answers` tells two more.
SKIPS: Final = (HEADING, TOTAL, HEADER_AGAIN, NOTE, MACHINE, CONTINUATION)
# Narrower tables may well have rows with a single cell.
MIN_TABLE_COLUMNS: Final = 3
# What a merged cell must cover of the table to be a heading.
MIN_SPAN_SHARE: Final = 0.5
# What a row's cells must agree in with the column names to be those again.
MIN_SAME_SHARE: Final = 0.8
MAX_HEADING_CHARS: Final = 200
# A legend has a sign and its meaning in a row, where the rows of the table have more.
MAX_LEGEND_CELLS: Final = 2
MIN_LEGEND_TABLE: Final = 5
_TOTAL: Final = re.compile(
    r"^(grand |sub ?-?)?(totals?|totaux|sums?|sommes?|suma|summe|gesamt|totale|somma|razem|итого|всего|"
    r"合计|总计|合計|計|"
    r"المجموع|الاجمالي|اجمالي|مجموع|total general|nombre total|total des .{1,40}|total de .{1,40}|total number.{0,40}|"
    r"averages?|moyennes?|promedios?|mean|count|nombre)\s*[:=]?\s*[\d.,\s]*$"
)
# Of one group: "Subtotal Kenya".
_SUBTOTAL: Final = re.compile(
    r"^(sub ?-?totals?|sous ?-?totaux|sous ?-?total|zwischensumme|subtotale|subtotal|المجموع الفرعي)\b.{0,60}$"
)
# A row below the names that says how to fill them in: "(legal name)", "[yyyy-mm-dd]".
_HINT: Final = re.compile(r"^[(\[<{].*[)\]>}]$", re.DOTALL)
MIN_HINTS: Final = 3
_SEPARATOR: Final = re.compile(
    r"^([-=*_#~•·>\s]{2,}.*|.*[-=*_#~]{3,}|(batch|round|group|lot|section|part|tranche|groupe|partie|serie|série|lote|"
    r"grupo|parte|category|categorie|categoria|region|phase|wave|vague|مجموعه|دفعه)\b.{0,80}|.{2,80}:)$"
)
# Qualtrics writes the ids of its questions so, below their words.
_MACHINE: Final = re.compile(r'^\{\s*["\']\w+["\']\s*:.*\}$')
_NOTE: Final = re.compile(
    r"^(\*|†|‡|©|\(c\)|\[\d|notes?\b|nb\b|n\.b\.|source|generated|exported|created|printed|downloaded|last updated|"
    r"updated|page \d|end of|legend|confidential|disclaimer|this (file|list|report|table|document)|généré|genere|"
    r"exporte|imprime|edite|remarque|legende|fin d|generado|exportado|nota|fuente|fin de|leyenda|تم انشا|ملاحظه|المصدر)"
)


@dataclass(frozen=True)
class TableShape:
    """What the rows of a table usually look like.

    Attributes
    ----------
    names
        The texts of the header row, folded, one for each column.
    groups
        The headings above them, folded.
    usual_fill
        Number of filled cells in its middle row.
    last_row
        Number of the last row that is data; what stands below it may be totals and notes.
    first_column
        The shapes that cells of the first column have, most often.
    group_column
        The column in which lone cells group the rows below them, or -1.
    long_columns
        Columns whose cells hold long texts, which may go on in the row below.
    figure_columns
        Columns that hold figures.
    sum_rows
        Numbers of the rows, among those that were looked at, whose figures sum up the rows above.
    """

    names: tuple[str, ...]
    groups: tuple[str, ...]
    usual_fill: int
    last_row: int
    first_column: frozenset[str]
    group_column: int = -1
    long_columns: frozenset[int] = frozenset()
    figure_columns: frozenset[int] = frozenset()
    sum_rows: frozenset[int] = frozenset()


def table_shape(
    names: Sequence[str],
    groups: Sequence[str],
    rows: Sequence[tuple[int, Sequence[str]]],
    *,
    last: Sequence[tuple[int, Sequence[str]]],
) -> TableShape:
    """Return what the rows of a table usually look like.

    Parameters
    ----------
    names, groups
        Texts of the header row and of the one above, one for each column.
    rows
        Rows below the header with their numbers; some hundred tell enough.
    last
        The table's last rows, in their order.

    Returns
    -------
    TableShape
        O(cells).
    """
    usual_fill = _usual_fill([cells for _, cells in rows])
    # A legend of two cells a row ends no table of many columns.
    least = max(3 if usual_fill >= MIN_LEGEND_TABLE else 2, usual_fill / 3)
    full = [number for number, cells in last if count_filled(cells) >= least and not is_total(cells, faults={})]
    folded_names = tuple(fold(name) for name in names)
    firsts = [
        shape_of(cells[0])
        for _, cells in rows
        if cells and cells[0] and count_filled(cells) >= least and not is_total(cells, faults={})
        if not _repeats_header(cells, folded_names)
    ]
    columns = survey_columns(rows, usual_fill=usual_fill)
    often = frozenset(shape for shape in set(firsts) if firsts.count(shape) * 4 >= len(firsts))
    return TableShape(
        names=folded_names,
        groups=tuple(fold(group) for group in groups),
        usual_fill=usual_fill,
        last_row=max(full, default=rows[-1][0] if rows else 0),
        first_column=often,
        group_column=columns.group_column,
        long_columns=columns.long_columns,
        figure_columns=columns.figure_columns,
        sum_rows=columns.sum_rows,
    )


def _usual_fill(rows: Sequence[Sequence[str]]) -> int:
    """Return the number of filled cells in the middle row, of rows that are more than a lone cell or a total."""
    fills = sorted(
        count_filled(cells) for cells in rows if count_filled(cells) > 1 and not is_total(cells, faults={})
    ) or sorted(map(count_filled, rows))
    return fills[len(fills) // 2] if fills else 0


def shape_of(cell: str) -> str:
    """Return what kind of text a cell holds: runs of letters, digits, blanks, and its marks.

    Parameters
    ----------
    cell
        Text of one cell.

    Returns
    -------
    str
        At most 12 characters.

    Examples
    --------
    >>> shape_of("DPG-1007"), shape_of("Welding at night")
    ('a-0', 'a a a')
    """
    shape = re.sub(r"[^\W\d_]+", "a", cell[:80].strip())
    return re.sub(r"\s+", " ", re.sub(r"\d+", "0", shape))[:12]


def classify_row(
    cells: Sequence[str],
    *,
    number: int,
    shape: TableShape,
    span: int = 1,
    is_apart: bool = False,
    faults: Mapping[str, CellFault] | None = None,
) -> str:
    """Return why a row is no data, or an empty text for a row of data.

    Parameters
    ----------
    cells
        Clean cells of the row.
    number
        Its number.
    shape
        What rows of the table usually look like.
    span
        Number of columns that its widest merged cell covers.
    is_apart
        Whether blank rows part it from the row above.
    faults
        Its broken cells by column; those with a formula count as figures.

    Returns
    -------
    str
        One of `SKIPS`, or empty. In doubt a row is data.
    """
    filled_cells = [cell for cell in cells if cell.strip()]
    is_below = number > shape.last_row
    if not_an_answer := _machine_row_or_hints(filled_cells):
        return not_an_answer
    if is_total(cells, faults=faults or {}) or (is_below and not filled_cells and faults):
        return TOTAL
    if number in shape.sum_rows or _has_only_figures(cells, shape):
        return TOTAL
    if _repeats_header(cells, shape.names) or _repeats_header(cells, shape.groups):
        return HEADER_AGAIN
    if len(filled_cells) != 1 or len(shape.names) < MIN_TABLE_COLUMNS:
        return _note_of(cells, filled_cells, number, shape) if is_below else ""
    column = next(index for index, cell in enumerate(cells) if cell.strip())
    if column == shape.group_column:
        return NOTE if is_below else HEADING
    if column in shape.long_columns and column > 0 and not is_apart:
        return CONTINUATION
    if span > len(shape.names) * MIN_SPAN_SHARE:
        return NOTE if is_below else HEADING
    is_usual = bool(cells[0].strip()) and shape_of(cells[0]) in shape.first_column
    if is_below and (_NOTE.match(fold(filled_cells[0])) or (is_apart and not is_usual)):
        return NOTE
    return HEADING if _is_heading(cells, filled_cells[0], shape) else ""


def _machine_row_or_hints(filled_cells: Sequence[str]) -> str:
    """Return whether a row is for the program that wrote the file, or says how to fill the columns in."""
    if is_machine_row(filled_cells):
        return MACHINE
    has_hints = len(filled_cells) >= MIN_HINTS and all(_HINT.match(cell.strip()) for cell in filled_cells)
    return NOTE if has_hints else ""


def is_total(cells: Sequence[str], *, faults: Mapping[str, CellFault]) -> bool:
    """Return whether a row sums up others.

    Parameters
    ----------
    cells
        Clean cells of the row.
    faults
        Its broken cells by column; those with a formula count as figures.

    Returns
    -------
    bool
        True when its first filled cell says so and the others are figures.
    """
    first = next((cell.strip() for cell in cells if cell.strip()), "")
    if not first or len(first) > 80:
        return False
    filled_cells = [cell.strip() for cell in cells if cell.strip()]
    figures = sum(1 for cell in filled_cells[1:] if is_figure(cell))
    if _SUBTOTAL.match(fold(first)):
        return len(filled_cells) > 1 and figures == len(filled_cells) - 1
    if not _TOTAL.match(fold(first)):
        return False
    formulas = sum(1 for fault in faults.values() if fault.code == FORMULA_WITHOUT_RESULT)
    texts = len(filled_cells) - 1 - figures
    return texts == 0 or figures + formulas >= 3 * texts


def is_separator(text: str) -> bool:
    """Return whether a heading only parts batches.

    Examples
    --------
    >>> is_separator("--- Round 2 ---"), is_separator("Kenya")
    (True, False)
    """
    return _SEPARATOR.match(fold(text)) is not None


def is_machine_row(cells: Sequence[str]) -> bool:
    """Return whether a row holds what only the program that wrote the file needs.

    Parameters
    ----------
    cells
        Cells of the row.

    Returns
    -------
    bool
        True when it has two filled cells or more and each is an object of JSON.

    Examples
    --------
    >>> is_machine_row(['{"ImportId":"startDate"}', '{"ImportId":"QID1"}'])
    True
    """
    filled_cells = (cell.strip() for cell in cells if cell.strip())
    return all(_MACHINE.match(cell) for cell in filled_cells) and count_filled(cells) > 1


def _repeats_header(cells: Sequence[str], names: Sequence[str]) -> bool:
    name_count = len(names) - names.count("")
    pairs = [(cell, name) for cell, name in zip(cells, names, strict=False) if cell] if name_count else []
    if len(pairs) < 2 or len(pairs) * 2 < name_count:
        return False
    # Nearly every row is told by its first cells: folding all of them took a tenth of the reading.
    same_count = len(pairs)
    for cell, name in pairs:
        same_count -= fold(" ".join(cell.split())) != name
        if same_count < MIN_SAME_SHARE * len(pairs):
            return False
    return True


def _is_heading(cells: Sequence[str], text: str, shape: TableShape) -> bool:
    """Whether a lone cell parts batches: it says so, or the first column never holds such a text."""
    if shape.usual_fill < MIN_TABLE_COLUMNS or not cells[0].strip() or len(text) > MAX_HEADING_CHARS:
        return False
    if shape_of(text) in shape.first_column:
        return False
    if is_separator(text):
        return True
    # Where the first column holds numbers such as A-17, a sentence is none.
    is_of_numbers = bool(shape.first_column) and all(
        "0" in common_shape and " " not in common_shape for common_shape in shape.first_column
    )
    return is_of_numbers and (" " in text.strip() or not any(letter.isdigit() for letter in text))


def _has_only_figures(cells: Sequence[str], shape: TableShape) -> bool:
    """Whether a row of a table of texts says nothing but figures, under columns of figures."""
    columns = [index for index, cell in enumerate(cells) if cell.strip()]
    text_columns = shape.usual_fill - len(shape.figure_columns)
    return bool(columns) and columns[0] > 0 and text_columns > 1 and shape.figure_columns.issuperset(columns)


def _note_of(cells: Sequence[str], filled_cells: Sequence[str], number: int, shape: TableShape) -> str:
    """Return whether one of the few cells below the last row of data begins as a footnote does, or is of a legend."""
    is_sparse = 0 < len(filled_cells) <= MAX_LEGEND_CELLS and shape.usual_fill > 2 * len(filled_cells)
    if is_sparse and _NOTE.match(fold(filled_cells[0])):
        return NOTE
    is_usual = bool(cells) and bool(cells[0].strip()) and shape_of(cells[0]) in shape.first_column
    is_legend = is_sparse and shape.usual_fill >= MIN_LEGEND_TABLE and number > shape.last_row + 1 and not is_usual
    return NOTE if is_legend else ""
