"""Finding the row of column names in a sheet."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from skillsnet.core.intake.values import column_letters, find_address, find_date

SEARCHED_ROWS: Final = 20
MAX_HEADER_CHARS: Final = 400
_NUMBER: Final = re.compile(r"^[+-]?[\d\s.,]*\d%?$")
_LINK: Final = re.compile(r"^https?://", re.IGNORECASE)


@dataclass(frozen=True)
class Header:
    """Where the column names stand and what they are.

    Attributes
    ----------
    index
        Position of the header among the rows that were searched, from 0.
    names
        One name for each column, each different; a column without a name is called by its letters.
    """

    index: int
    names: tuple[str, ...]


def find_header(rows: Sequence[Sequence[str]], *, width: int) -> Header | None:
    """Return the row of column names, or None when the sheet has none.

    The first row counts that holds at least two texts, at least half as many as the widest row near it, and
    no cell that only data hold (a number, a date, a mail or web address); title rows and group headings above
    it are passed over so.

    Parameters
    ----------
    rows
        The sheet's first rows, empty ones included; `SEARCHED_ROWS` of them are looked at.
    width
        Number of columns of the whole sheet.

    Returns
    -------
    Header or None
        The header, with `width` names.
    """
    near = rows[:SEARCHED_ROWS]
    widest = max((_filled(row) for row in near), default=0)
    for index, row in enumerate(near):
        filled = [" ".join(cell.split()) for cell in row if cell.strip()]
        if len(filled) < 2 or len(filled) * 2 < widest:
            continue
        if any(_is_data(cell) for cell in filled):
            return None
        return Header(index=index, names=unique_names(row, width=width))
    return None


def unique_names(row: Sequence[str], *, width: int) -> tuple[str, ...]:
    """Return column names that each stand for one column.

    Parameters
    ----------
    row
        Cells of the header row.
    width
        Number of columns of the whole sheet.

    Returns
    -------
    tuple of str
        Names in one line each; repeated ones numbered, missing ones made from the column's letters.

    Examples
    --------
    >>> unique_names(["Name", "", "Name"], width=3)
    ('Name', 'Column B', 'Name (2)')
    """
    names: list[str] = []
    for index in range(width):
        name = " ".join(row[index].split()) if index < len(row) else ""
        base = name or f"Column {column_letters(index)}"
        candidate, count = base, 2
        while candidate in names:
            candidate, count = f"{base} ({count})", count + 1
        names.append(candidate)
    return tuple(names)


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _is_data(cell: str) -> bool:
    return (
        len(cell) > MAX_HEADER_CHARS
        or bool(_NUMBER.match(cell))
        or bool(_LINK.match(cell))
        or find_address(cell) is not None
        or find_date(cell) is not None
    )
