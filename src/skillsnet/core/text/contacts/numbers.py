"""Telephone numbers in a text, told from amounts, dates and the numbers of things."""

import re
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Final

from skillsnet.core.text.contacts.words import (
    ANNOUNCED,
    ANNOUNCED_BY_LETTER,
    COUNTED_AFTER,
    COUNTED_BEFORE,
    IDENTIFIED,
    NUMBERED,
)

Span = tuple[int, int]

# Six digits and more with at most three signs between two of them; a slash between spaces parts two numbers.
_RUN: Final = re.compile(
    r"\d(?:(?:[^\S\n]?[().\-_·][^\S\n()]?[()]?[^\S\n]?|[^\S\n]{1,3}|/)?\d){5,23}+",
)
# What belongs to the number before its first digit; looked for backwards, so that a text is searched for digits alone.
_PREFIX: Final = re.compile(r"(?:\(?\+[^\S\n]?)?\(?$")
_LONGEST_PREFIX: Final = 4
_GROUP: Final = re.compile(r"\d+")
_BETWEEN: Final = re.compile(r"(?<=\d)\D+(?=\d)")
_FEWEST: Final = 6
_FEWEST_GROUPS: Final = 3
_FEWEST_ALONE: Final = 8
_BEFORE: Final = 48
_NOT_DIGITS: Final = bytes(value for value in range(256) if not 48 <= value <= 57)
_DATE: Final = re.compile(
    r"(?<!\d)(?:\d{1,2}([./\- ])\d{1,2}\1(?:19|20)\d\d"
    r"|(?:19|20)\d\d([./\- ])(?:0?[1-9]|1[0-2])\2(?:0?[1-9]|[12]\d|3[01]))(?!\d)"
)
_YEAR: Final = re.compile(r"(?:1[6-9]|2[01])\d\d")
_DOI: Final = re.compile(r"10\.\d{4,9}/")
# How people group the digits of a number; nobody groups an amount, a date or the number of a thing like this.
_SHAPES: Final = frozenset(
    {(3, 3, 4), (2, 3, 2, 2), (3, 2, 2, 2), (1, 2, 2, 2, 2), (2, 4, 4), (5, 5), (1, 3, 3, 4), (3, 3, 2, 2), (1, 4, 4)}
)
_AREA: Final = re.compile(r"\(0?\d{1,4}\)[\s.-]?\d{2,5}[ .-]?\d{2,4}(?:[ .-]?\d{2,4})?$")
# A number stands apart from a sentence at its start, after a sign or after a name.
_APART: Final = re.compile(r"(?:^|[:;,(|/•\n-]|(?<!\w)[^\W\d_a-zà-ÿ]\w*)\s{0,2}$")
_LISTED: Final = re.compile(r"\s{0,2}(?:[/,;&|]|or|ou|o|y|et|and|e|أو|و)?\s{0,2}(?:\(?\+)?", re.IGNORECASE)


def numbers(text: str, *, country: str = "") -> Iterator[Span]:
    """Yield where telephone numbers stand in a plain text, in order.

    Parameters
    ----------
    text : str
        Text as `plain` gives it.
    country : str
        Code of the country whose local numbers are known by its numbering plan (ISO 3166-1 alpha-2), or "".

    Yields
    ------
    tuple of int
        Start and end.

    Notes
    -----
    O(length). A number is believed if a word announces it; if it has a country's prefix; if it is a valid number of
    the country, written as numbers are; or if its groups are those of a number and of nothing else.
    """
    if len(text.encode("utf-8", "replace").translate(None, _NOT_DIGITS)) < _FEWEST:
        return
    last = -1
    for match in _RUN.finditer(text):
        start, end = _start(text, match.start()), match.end()
        if text[start] == "(" and ")" not in match.group():
            start += 1
        listed = last >= 0 and _LISTED.fullmatch(text, last, start) is not None
        if _is_number(text[start:end], text, start, end, country=country, listed=listed):
            last = end
            yield start, end


def _start(text: str, first_digit: int) -> int:
    prefix = _PREFIX.search(text, max(0, first_digit - _LONGEST_PREFIX), first_digit)
    return prefix.start() if prefix else first_digit


def _is_number(run: str, text: str, start: int, end: int, *, country: str, listed: bool) -> bool:
    groups = _GROUP.findall(run)
    digits = "".join(groups)
    before = text[max(0, start - _BEFORE) : start]
    if _are_years(groups) or COUNTED_AFTER.match(text, end):
        return False
    if listed or _is_announced(before, digits):
        return not _DATE.search(run) and not (_is_amount(run, groups) and groups[-1] == "000")
    if len(digits) < _FEWEST_ALONE or _is_part(text, start, end) or COUNTED_BEFORE.search(before):
        return False
    if "+" in run[:3] or digits.startswith("00"):
        return _is_abroad(digits, run, groups)
    if _DATE.search(run) or _DOI.match(text, start) or not _is_even(run) or _is_of_a_thing(before, groups):
        return False
    if _has_shape(run, digits, groups):
        return True
    return bool(country) and _is_local(run, groups, before, country=country)


def _is_announced(before: str, digits: str) -> bool:
    """Tell whether a word announces the number; one that it hangs on must be followed by many digits."""
    if before[-1:].isalpha() and len(digits) < _FEWEST_ALONE:
        return False
    by_letter = len(digits) >= _FEWEST_ALONE and ANNOUNCED_BY_LETTER.search(before) is not None
    return by_letter or ANNOUNCED.search(before) is not None


def _is_of_a_thing(before: str, groups: list[str]) -> bool:
    """Tell whether words say that the number is a thing's; "no." is said of a telephone too, with groups."""
    if IDENTIFIED.search(before) is None:
        return False
    return len(groups) < _FEWEST_GROUPS or NUMBERED.search(before) is None


def _is_even(run: str) -> bool:
    """Tell whether the signs between the groups go together: those of dates, times and fractions are mixed."""
    signs = {sign.strip(" ()\xa0\u202f") for sign in _BETWEEN.findall(run)}
    return run.count("(") == run.count(")") and (
        len(signs) == 1 or not signs & {".", "/"} or (signs <= {"", "."} and "(" in run)
    )


def _are_years(groups: list[str]) -> bool:
    return all(_YEAR.fullmatch(group) for group in groups)


def _is_amount(run: str, groups: list[str]) -> bool:
    """Tell whether digits are grouped as those of an amount: 1 200 000, 1.200.000."""
    return (
        len(groups) > 1
        and len(groups[0]) <= 3
        and groups[0][0] != "0"
        and all(len(group) == 3 for group in groups[1:])
        and "(" not in run
    )


def _is_decimal(run: str, groups: list[str]) -> bool:
    return len(groups) == 2 and f"{groups[0]}.{groups[1]}" in run


def _is_part(text: str, start: int, end: int) -> bool:
    """Tell whether letters hang on the digits, as on the number of a thing: PRJ-2020-00473."""
    if end < len(text) and (text[end].isalnum() or (text[end] in "-_/" and text[end + 1 : end + 2].isalnum())):
        return True
    if not start:
        return False
    sign = text[start - 1]
    return sign.isalnum() or (sign in "-_/.,:=#&?" and start > 1 and text[start - 2].isalnum() and sign != ":")


def _is_abroad(digits: str, run: str, groups: list[str]) -> bool:
    """Tell whether digits with a country's prefix are a number: those grouped like an amount must be a valid one."""
    if digits.startswith("00") and not _is_valid("+" + digits[2:], country=None, possible=True):
        return False
    return not _is_amount(run, groups) or _is_valid("+" + digits.removeprefix("00"), country=None)


def _is_local(run: str, groups: list[str], before: str, *, country: str) -> bool:
    """Tell whether a run is a number of the country.

    One grouped as an amount is, must stand apart from a sentence or be grouped as the country's plan has it.
    """
    if _is_decimal(run, groups) or not _is_valid(run, country=country):
        return False
    if not _is_amount(run, groups):
        return True
    return "." not in run and (_APART.search(before) is not None or _national(run, country=country) == run)


def _has_shape(run: str, digits: str, groups: list[str]) -> bool:
    """Tell whether the groups are those of a number, in any country."""
    if _is_decimal(run, groups) or _is_amount(run, groups):
        return False
    if digits[0] == "0":
        return 9 <= len(digits) <= 11 and digits != "0123456789"
    if any(_YEAR.fullmatch(group) for group in groups):
        return False
    return tuple(map(len, groups)) in _SHAPES or (len(digits) <= 12 and _AREA.match(run) is not None)


@cache
def _plans() -> ModuleType:
    # Loading the plans of all countries takes some 60 ms, which most processes never need.
    import phonenumbers

    return phonenumbers


def _is_valid(number: str, *, country: str | None, possible: bool = False) -> bool:
    plans = _plans()
    try:
        parsed = plans.parse(number, country)
        return bool(plans.is_possible_number(parsed) if possible else plans.is_valid_number(parsed))
    except plans.NumberParseException:
        return False


def _national(number: str, *, country: str) -> str:
    plans = _plans()
    return str(plans.format_number(plans.parse(number, country), plans.PhoneNumberFormat.NATIONAL))
