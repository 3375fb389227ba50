"""Single cells: dates, addresses, links, and lists of values in one cell."""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from skillsnet.core.hyperlinks import split_target
from skillsnet.core.intake.dates import find_date, is_day_first
from skillsnet.core.text import fold

__all__ = [
    "column_letters",
    "count_filled",
    "find_address",
    "find_date",
    "find_link",
    "is_blank",
    "is_day_first",
    "is_error_value",
    "is_not_stated",
    "share",
    "split_values",
]

_SEPARATORS: Final = re.compile(r"[|;\r\n]+")
_ADDRESS: Final = re.compile(
    r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$"
)
_ERROR_VALUE: Final = re.compile(
    r"^(?:#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|GETTING_DATA)"
    r"|Err:\d{3})$"
)
EMPTY_WORDS: Final = frozenset(
    {"n/a", "n.a.", "na", "<na>", "nan", "nat", "null", "none", "nil", "undefined", "(blank)", "-", "--", "–", "—", "."}
)
NOT_STATED_WORDS: Final = frozenset(
    fold(words)
    for words in (
        *("not stated", "not specified", "not given", "not available", "not applicable", "unspecified", "unknown"),
        *("no answer", "prefer not to say", "non précisé", "non précisée", "non renseigné", "non renseignée"),
        *("non indiqué", "non communiqué", "non applicable", "sans objet", "sans réponse", "inconnu", "néant"),
        *("no indicado", "no especificado", "sin especificar", "no disponible", "no aplica", "desconocido"),
        *("sin respuesta", "غير محدد", "غير مذكور", "لا ينطبق", "غير معروف", "لا يوجد"),
    )
)
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


def is_not_stated(cell: str) -> bool:
    """Return whether a cell says in words that nothing is stated.

    Parameters
    ----------
    cell
        Text of one cell.

    Returns
    -------
    bool
        True for the words in `NOT_STATED_WORDS`, in English, French, Spanish or Arabic.

    Examples
    --------
    >>> is_not_stated("Non précisé"), is_not_stated("Kenya")
    (True, False)
    """
    return " ".join(fold(cell).split()).rstrip(".") in NOT_STATED_WORDS if len(cell) <= 40 else False


def is_error_value(cell: str) -> bool:
    """Return whether a cell holds a spreadsheet's own error such as `#REF!`.

    Parameters
    ----------
    cell
        Text of one cell.

    Returns
    -------
    bool
        True for the error values that spreadsheet programs show.
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
        Text; a bare host name such as `example.org/work` is read as https, and of `Site <https://example.org>` the
        address.

    Returns
    -------
    str or None
        An http or https address of at most `MAX_LINK_CHARS` characters, or None.
    """
    shown, target = split_target(cell.strip())
    text = target or shown
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
        index, letter = divmod(index - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def count_filled(cells: Sequence[str]) -> int:
    """Return how many cells of a row hold something.

    Parameters
    ----------
    cells
        Cells of one row.

    Returns
    -------
    int
        The number of cells with anything but blanks.
    """
    return sum(1 for cell in cells if cell.strip())


def share(cells: Sequence[str], *, recognised: Sequence[object]) -> float:
    """Return which part of the filled cells was recognised.

    Parameters
    ----------
    cells
        Filled cells.
    recognised
        What was recognised in each; None or an empty value for nothing.

    Returns
    -------
    float
        0 to 1; 0 without cells.
    """
    return sum(1 for value in recognised if value) / len(cells) if cells else 0.0
