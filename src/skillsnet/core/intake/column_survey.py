"""What the columns of a table hold, as far as it tells rows of data from others: figures, sums, long texts, groups."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isclose
from typing import Final

from skillsnet.core.geo import find_countries
from skillsnet.core.intake.values import count_filled

_FIGURE: Final = re.compile(r"^[-+]?[\d\s.,'’]*\d\s*(%|€|\$|£|usd|eur|[a-z]{3})?$", re.IGNORECASE)
MIN_FIGURE_SHARE: Final = 0.8
MIN_LONG_CHARS: Final = 60
# A sum of fewer rows may well be chance.
MIN_SUMMED_ROWS: Final = 3
MIN_GROUP_ROWS: Final = 2
MIN_GROUPED_COLUMNS: Final = 4
MAX_GROUPED_SHARE: Final = 0.2

NumberedCells = tuple[int, Sequence[str]]


@dataclass(frozen=True)
class ColumnSurvey:
    """What the first rows tell of a table's columns.

    Attributes
    ----------
    figure_columns, long_columns
        Positions of columns whose cells are figures, and of those that hold long texts.
    sum_rows
        Numbers of rows whose figures are the sums of those above.
    group_column
        Position of the column in which lone cells group the rows below, or -1.
    """

    figure_columns: frozenset[int]
    long_columns: frozenset[int]
    sum_rows: frozenset[int]
    group_column: int


def is_figure(cell: str) -> bool:
    """Return whether a cell is a number, perhaps with a unit.

    Parameters
    ----------
    cell
        Text of one cell.

    Returns
    -------
    bool
        True for `204 €` and `1,200.50`.
    """
    return bool(_FIGURE.match(cell.strip()))


def survey_columns(rows: Sequence[NumberedCells], *, usual_fill: int) -> ColumnSurvey:
    """Return what the rows below a header tell of its columns.

    Parameters
    ----------
    rows
        Rows with their numbers, in the file's order; some hundred tell enough.
    usual_fill
        Number of filled cells in the middle row.

    Returns
    -------
    ColumnSurvey
        O(cells).
    """
    cells_by_column: dict[int, list[str]] = {}
    for _, cells in rows:
        for column, cell in enumerate(cells):
            if cell.strip():
                cells_by_column.setdefault(column, []).append(cell)
    figure_columns = frozenset(
        column
        for column, cells in cells_by_column.items()
        if sum(1 for cell in cells if is_figure(cell)) >= MIN_FIGURE_SHARE * len(cells)
    )
    long_columns = frozenset(
        column
        for column, cells in cells_by_column.items()
        if sum(len(cell) for cell in cells) >= MIN_LONG_CHARS * len(cells)
    )
    return ColumnSurvey(
        figure_columns,
        long_columns,
        frozenset(_sum_rows(rows, figure_columns, usual_fill=usual_fill)),
        _group_column(rows, usual_fill=usual_fill),
    )


def _sum_rows(rows: Sequence[NumberedCells], figure_columns: frozenset[int], *, usual_fill: int) -> list[int]:
    """Return the numbers of rows whose figures sum up all rows above, or those since the last such row."""
    sum_rows: list[int] = []
    totals: dict[int, float] = {}
    since_last: dict[int, float] = {}
    row_count = 0
    for number, cells in rows:
        figures = {
            column: value
            for column, cell in enumerate(cells)
            if column in figure_columns and (value := _value(cell)) is not None
        }
        texts = count_filled(cells) - len(figures)
        is_sparse = texts <= 1 and texts + len(figures) < usual_fill and any(figures.values())
        if (
            is_sparse
            and row_count >= MIN_SUMMED_ROWS
            and (_are_sums(figures, since_last) or _are_sums(figures, totals))
        ):
            sum_rows.append(number)
            since_last = {}
            continue
        row_count += 1
        for column, value in figures.items():
            totals[column] = totals.get(column, 0.0) + value
            since_last[column] = since_last.get(column, 0.0) + value
    return sum_rows


def _are_sums(figures: Mapping[int, float], sums: Mapping[int, float]) -> bool:
    return all(isclose(value, sums.get(column, 0.0), abs_tol=0.005) for column, value in figures.items())


def _value(cell: str) -> float | None:
    """Return the number in a cell, whatever parts its thousands; None for no number."""
    if not is_figure(cell):
        return None
    text = re.sub(r"[^\d.,+-]", "", cell)
    # The last mark is that of decimals where it comes once and not before three digits.
    marks = re.findall(r"[.,]", text)
    if marks and text.count(marks[-1]) == 1 and not re.search(r"[.,]\d{3}$", text):
        head, _, decimals = text.rpartition(marks[-1])
        text = re.sub(r"[.,]", "", head) + "." + decimals
    else:
        text = re.sub(r"[.,]", "", text)
    try:
        return float(text)
    except ValueError:
        return None


def _group_column(rows: Sequence[NumberedCells], *, usual_fill: int) -> int:
    """Return the column of lone cells that each stand above full rows: the first row is one, or the others leave it."""
    # The rows of a table whose first column holds nothing but the groups have one filled cell less.
    if usual_fill < MIN_GROUPED_COLUMNS - 1 or not rows:
        return -1
    lone_columns: list[int] = []
    for (_, cells), (_, following) in pairwise(rows):
        if count_filled(cells) == 1 and count_filled(following) * 2 > usual_fill:
            lone_columns.append(next(column for column, cell in enumerate(cells) if cell.strip()))
    column = lone_columns[0] if lone_columns else -1
    lone_count = sum(1 for _, cells in rows if count_filled(cells) == 1)
    if len(lone_columns) < MIN_GROUP_ROWS or set(lone_columns) != {column} or lone_count > len(lone_columns):
        return -1
    full_rows = [cells for _, cells in rows if count_filled(cells) > 1]
    filled = sum(1 for cells in full_rows if column < len(cells) and cells[column].strip())
    if usual_fill < MIN_GROUPED_COLUMNS and filled and not _are_countries(rows, column):
        return -1
    is_apart = filled <= MAX_GROUPED_SHARE * len(full_rows)
    return column if is_apart or count_filled(rows[0][1]) == 1 else -1


def _are_countries(rows: Sequence[NumberedCells], column: int) -> bool:
    """Whether each lone cell names a country, so that it is no project of which only the title is known."""
    return all(find_countries(cells[column].strip(" :")) is not None for _, cells in rows if count_filled(cells) == 1)
