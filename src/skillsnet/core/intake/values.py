"""Single cells: dates, addresses, links, and lists of values in one cell."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlsplit

_SEPARATORS: Final = re.compile(r"[|;\r\n]+")
_ADDRESS: Final = re.compile(
    r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$"
)
_ISO: Final = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$")
_PARTS: Final = re.compile(r"^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:[T ,].*)?$")
_SERIAL: Final = re.compile(r"^\d{5}(\.\d+)?$")
_ERROR_VALUE: Final = re.compile(r"^#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)$")
EMPTY_WORDS: Final = frozenset({"n/a", "na", "-", "--", "–", "—", "null", "none", "nil", "."})
# Day 0 of a spreadsheet's calendar, which counts a 29 February 1900 that never was.
_SERIAL_START: Final = date(1899, 12, 30)
MAX_ADDRESS_CHARS: Final = 254
MAX_LINK_CHARS: Final = 500


def split_values(cell: str) -> list[str]:
    """Return the values of a cell that holds several.

    Parameters
    ----------
    cell
        Text; values are separated by `|`, `;` or line breaks.

    Returns
    -------
    list of str
        Values without surrounding space, empty ones and repetitions left out, in their order.

    Examples
    --------
    >>> split_values("English; French | English")
    ['English', 'French']
    """
    parts = (" ".join(part.split()) for part in _SEPARATORS.split(cell))
    return list(dict.fromkeys(part for part in parts if part))


def is_blank(cell: str) -> bool:
    """Return whether a cell says nothing, as an empty one or one with `n/a` does.

    Parameters
    ----------
    cell
        Text of one cell.

    Returns
    -------
    bool
        True for an empty cell and for the words in `EMPTY_WORDS`.
    """
    return not cell or cell.casefold() in EMPTY_WORDS


def is_error_value(cell: str) -> bool:
    """Return whether a cell holds a spreadsheet's own error such as `#REF!`.

    Parameters
    ----------
    cell
        Text of one cell.

    Returns
    -------
    bool
        True for the seven error values of spreadsheets.
    """
    return bool(_ERROR_VALUE.match(cell))


def find_address(cell: str) -> str | None:
    """Return the mail address in a cell, in lower case.

    Parameters
    ----------
    cell
        Text such as `ada@example.org`, `mailto:ada@example.org` or `Ada <ada@example.org>`.

    Returns
    -------
    str or None
        The address, or None when the cell holds none or more than one.
    """
    text = cell.strip().removeprefix("mailto:")
    bracket = re.search(r"<([^<>\s]+)>\s*$", text)
    if bracket:
        text = bracket.group(1)
    return text.lower() if len(text) <= MAX_ADDRESS_CHARS and _ADDRESS.match(text) else None


def find_link(cell: str) -> str | None:
    """Return the web address in a cell.

    Parameters
    ----------
    cell
        Text; a bare host name such as `example.org/work` is read as https.

    Returns
    -------
    str or None
        An http or https address of at most `MAX_LINK_CHARS` characters, or None.
    """
    text = cell.strip()
    if re.match(r"^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(/\S*)?$", text, re.IGNORECASE):
        text = "https://" + text
    if any(c.isspace() or c in '<>"\\^`{}' for c in text) or len(text) > MAX_LINK_CHARS:
        return None
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or "." not in host or parts.username is not None:
        return None
    return text


def is_day_first(cells: Iterable[str]) -> bool | None:
    """Return whether the dates of a column put the day before the month.

    Parameters
    ----------
    cells
        The column's cells.

    Returns
    -------
    bool or None
        None when no date of the column tells.
    """
    firsts, seconds = 0, 0
    for cell in cells:
        match = _PARTS.match(cell.strip())
        if match:
            firsts = max(firsts, int(match.group(1)))
            seconds = max(seconds, int(match.group(3)))
            if match.group(2) == ".":
                return True
    if firsts <= 12 and seconds <= 12:
        return None
    return firsts > 12


def find_date(cell: str, *, day_first: bool = True) -> date | None:
    """Return the date in a cell.

    Parameters
    ----------
    cell
        An ISO date with or without a time, `16/12/2019`, `16.12.2019`, or a spreadsheet's day number.
    day_first
        Which part comes first in `01/02/2020`; a part above 12 decides for itself.

    Returns
    -------
    datetime.date or None
        None when the cell holds no date that exists.
    """
    text = cell.strip()
    match = _ISO.match(text)
    if match:
        return _date(int(match.group(1)), int(match.group(2)), int(match.group(3)))
    match = _PARTS.match(text)
    if match:
        first, second, year = int(match.group(1)), int(match.group(3)), int(match.group(4))
        if second > 12 or (not day_first and first <= 12):
            first, second = second, first
        return _date(year, second, first)
    if _SERIAL.match(text):
        return _SERIAL_START + timedelta(days=int(float(text)))
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def column_letters(index: int) -> str:
    """Return the letters a spreadsheet shows over a column.

    Parameters
    ----------
    index
        Column number from 0.

    Returns
    -------
    str
        `A` for 0, `Z` for 25, `AA` for 26.
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def share(cells: Sequence[str], *, found: Sequence[object]) -> float:
    """Return which part of the filled cells was recognised.

    Parameters
    ----------
    cells
        Filled cells.
    found
        What was recognised in each; None or an empty value for nothing.

    Returns
    -------
    float
        0 to 1; 0 without cells.
    """
    return sum(1 for value in found if value) / len(cells) if cells else 0.0
