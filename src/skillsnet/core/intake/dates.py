"""Dates as people and programs write them in a cell."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from skillsnet.core.text import fold

MAX_DATE_CHARS: Final = 80
# Outside these years a date in a call's export is a slip of the pen.
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199
# Two-digit years up to this one are of this century.
PIVOT: Final = 49
# Day 0 of a spreadsheet's calendar, which counts a 29 February 1900 that never was.
_SERIAL_START: Final = date(1899, 12, 30)
_SERIAL: Final = re.compile(r"^(\d{5})(?:[.,]\d+)?$")
# What may follow a date: a time, with seconds, half of the day, and zone.
_TIME: Final = r"(?:[t\s,]+(?:a\s)?[\d:.,\stzhapmutcges+\-()/صم]{0,40})?$"
_ISO: Final = re.compile(rf"^(\d{{4}})\s?[-/.]\s?(\d{{1,2}})\s?[-/.]\s?(\d{{1,2}}){_TIME}")
_COMPACT: Final = re.compile(r"^(\d{4})(\d{2})(\d{2})t\d{4,6}(?:\.\d+)?z?$")
_EAST_ASIAN: Final = re.compile(r"^(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日")
_PARTS: Final = re.compile(rf"^(\d{{1,2}})\s?([-/.])\s?(\d{{1,2}})\s?\2\s?(\d{{4}}|\d{{2}}){_TIME}")
_CLOCK: Final = re.compile(r"\d\s?[ap]\.?m\.?\b(?!\.)")
_DAY: Final = r"(\d{1,2})(?:st|nd|rd|th|er|ere|o|a)?"
_GAP: Final = r"[\s,./\-]*(?:de\s|del\s|of\s|d')?\s*"
_MONTH_NAME: Final = r"([^\W\d_]{3,12})\.?"
_WEEKDAY: Final = r"^(?:[^\W\d_]{2,10}[.,]?\s+(?:le\s+|el\s+|the\s+)?)?"
_DAY_MONTH_YEAR: Final = re.compile(rf"{_WEEKDAY}{_DAY}{_GAP}{_MONTH_NAME}{_GAP}'?(\d{{4}}|\d{{2}}){_TIME}")
_MONTH_DAY_YEAR: Final = re.compile(rf"{_WEEKDAY}{_MONTH_NAME}[\s.\-]*{_DAY}[\s,.\-]+(?:de\s|of\s)?'?(\d{{4}}){_TIME}")
_YEAR_MONTH_DAY: Final = re.compile(rf"^(\d{{4}})[\s,./\-]+{_MONTH_NAME}[\s,./\-]*{_DAY}{_TIME}")
MONTHS: Final = {
    fold(name): number
    for number, names in enumerate(
        (
            "january jan janvier janv enero ene janeiro يناير جانفي",
            "february feb février févr fév febrero fevereiro fev فبراير فيفري",
            "march mar mars marzo março مارس",
            "april apr avril avr abril abr أبريل أفريل",
            "may mai mayo maio مايو ماي",
            "june jun juin junio junho يونيو يونيه جوان",
            "july jul juillet juil julio julho يوليو يوليه جويلية",
            "august aug août aou agosto ago أغسطس أوت",
            "september sep sept septembre septiembre setiembre set setembro سبتمبر",
            "october oct octobre octubre outubro out أكتوبر",
            "november nov novembre noviembre novembro نوفمبر",
            "december dec décembre déc diciembre dic dezembro dez ديسمبر",
        ),
        start=1,
    )
    for name in names.split()
}


def find_date(cell: str, *, day_first: bool = True, clock_day_first: bool = False) -> date | None:
    """Return the date in a cell.

    Parameters
    ----------
    cell
        An ISO date with or without a time, `16/12/2019`, `16.12.19`, `12/16/2019 10:20 AM`, `16 December 2019`,
        `16 déc. 2019`, `Dec 16, 2019`, or a spreadsheet's day number such as `43815.4306`; digits of any script.
    day_first
        Which part comes first in `01/02/2020`; a part above 12 decides for itself.
    clock_day_first
        The same for dates with AM or PM, which stand in exports of American programs for the most part.

    Returns
    -------
    datetime.date or None
        None when the cell holds no date that exists, or one before `FIRST_YEAR` or after `LAST_YEAR`. A time and a
        zone are left out: the date is the one that stands there. Never raises.

    Examples
    --------
    >>> find_date("16 déc. 2019"), find_date("05/12/2019 10:20 AM")
    (datetime.date(2019, 12, 16), datetime.date(2019, 5, 12))
    """
    text = _normalise_cell(cell)
    if not text:
        return None
    for form in (_ISO, _COMPACT, _EAST_ASIAN):
        match = form.match(text)
        if match:
            return _date(int(match.group(1)), int(match.group(2)), int(match.group(3)))
    match = _PARTS.match(text)
    if match:
        is_day_first = clock_day_first if _CLOCK.search(text) else day_first
        return _from_parts(int(match.group(1)), int(match.group(3)), match.group(4), day_first=is_day_first)
    match = _SERIAL.match(text)
    if match:
        day = _SERIAL_START + timedelta(days=int(match.group(1)))
        return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
    return _from_words(text)


def is_day_first(cells: Iterable[str], *, with_clock: bool = False) -> bool | None:
    """Return whether the dates of a column put the day before the month.

    Parameters
    ----------
    cells
        The column's cells.
    with_clock
        Whether to look at the dates with AM or PM, or at those without: a column can hold both, each in an order
        of its own.

    Returns
    -------
    bool or None
        None when no date of that form tells. Where the dates contradict each other, the greater number decides.

    Examples
    --------
    >>> cells = ["16/12/2019", "05/11/2019", "12/16/2019 10:20 AM"]
    >>> is_day_first(cells), is_day_first(cells, with_clock=True)
    (True, False)
    """
    day_first = month_first = 0
    for cell in cells:
        text = _normalise_cell(cell)
        match = _PARTS.match(text)
        if not match or (_CLOCK.search(text) is not None) is not with_clock:
            continue
        first, second = int(match.group(1)), int(match.group(3))
        # Nobody who writes dots between them puts the month first.
        if (first > 12 >= second) or (match.group(2) == "." and second <= 12):
            day_first += 1
        elif second > 12 >= first:
            month_first += 1
    if day_first == month_first:
        return None
    return day_first > month_first


def is_ambiguous(cell: str) -> bool:
    """Return whether a date can be read day first or month first, with different results.

    Parameters
    ----------
    cell
        Text of one cell.

    Returns
    -------
    bool
        False for what is no date, and for dates with dots, which nobody writes month first.

    Examples
    --------
    >>> is_ambiguous("01/02/2020"), is_ambiguous("13/02/2020"), is_ambiguous("01.02.2020")
    (True, False, False)
    """
    match = _PARTS.match(_normalise_cell(cell))
    if not match or match.group(2) == ".":
        return False
    first, second = int(match.group(1)), int(match.group(3))
    return first != second and max(first, second) <= 12


def _normalise_cell(cell: str) -> str:
    """Return a short cell in lower case, without accents, with European digits; a long one is no date."""
    text = cell.strip()
    if not 5 <= len(text) <= MAX_DATE_CHARS or not any(letter.isdigit() for letter in text):
        return ""
    if not text.isascii():
        text = "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text)
    return " ".join(fold(text).split())


def _from_parts(first: int, second: int, year: str, *, day_first: bool) -> date | None:
    if second > 12 or (not day_first and first <= 12):
        first, second = second, first
    return _date(_year(year), second, first)


def _from_words(text: str) -> date | None:
    for form, groups in ((_DAY_MONTH_YEAR, (3, 2, 1)), (_MONTH_DAY_YEAR, (3, 1, 2)), (_YEAR_MONTH_DAY, (1, 2, 3))):
        match = form.match(text)
        month = MONTHS.get(match.group(groups[1])) if match else None
        if match and month:
            return _date(_year(match.group(groups[0])), month, int(match.group(groups[2])))
    return None


def _year(text: str) -> int:
    if len(text) == 4:
        return int(text)
    return (2000 if int(text) <= PIVOT else 1900) + int(text)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None
