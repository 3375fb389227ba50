"""Texts that name several countries: where a project has its seat, and where it works."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from skillsnet.core.geo.finding import find_country
from skillsnet.core.text import fold

# Longer texts are no lists of countries.
MAX_LIST_CHARS: Final = 2000
# Outside brackets: what surely parts two names, and words that also stand within a name.
_SEPARATOR: Final = re.compile(r"\s*[,;/|+&\n،؛]\s*(?![^()]*\))")
# Within the names of some countries; a dash parts two only where both sides are countries.
_DASHES: Final = (re.compile(r"\s+[-–—]\s*|\s*[-–—]\s+|[–—]"), re.compile(r"\s*[-–—]\s*"))
_AND: Final = re.compile(r"\s+(?:and|et|y|e|und|и)\s+|\s+و\s*(?=\S)", re.IGNORECASE)
_NOTE: Final = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]")
_SEAT: Final = frozenset(
    {
        *("hq", "headquarters", "headquarter", "head office", "main office", "seat", "base", "based", "lead", "siege"),
        *("siege social", "sede", "sede central", "sede principal", "oficina central", "sitz", "hauptsitz"),
        *("المقر", "المقر الرئيسي", "مقر", "штаб-квартира"),
    }
)


@dataclass(frozen=True)
class NamedCountries:
    """The countries that a text names.

    Attributes
    ----------
    codes : tuple of str
        ISO 3166-1 alpha-2 codes in the order of the text, each once.
    seat : str
        The one that is marked as the seat; empty where none is.
    """

    codes: tuple[str, ...]
    seat: str = ""

    @property
    def work(self) -> tuple[str, ...]:
        """The countries of work: all but the one that is marked as the seat, unless it is the only one."""
        return tuple(code for code in self.codes if code != self.seat) or self.codes


@lru_cache(maxsize=8192)
def find_countries(text: str) -> NamedCountries | None:
    """Return the countries that a text names, one or several.

    Parameters
    ----------
    text : str
        One name as `find_country` reads it, or several parted by a comma, semicolon, slash, bar, line, dash or "and";
        each may have a note in brackets, such as a town, or that the seat is there.

    Returns
    -------
    NamedCountries or None
        None where any part is no country: nothing is left out of a list.

    Examples
    --------
    >>> find_countries("Kenya (Nairobi), Uganda and Bolivia").codes
    ('KE', 'UG', 'BO')
    >>> find_countries("Netherlands (HQ), Malawi"), find_countries("Kenya, Atlantis")
    (NamedCountries(codes=('NL', 'MW'), seat='NL'), None)
    >>> find_countries("Guinea Ecuatorial - Gabón").codes, find_countries("Guinea-Bissau").codes
    (('GQ', 'GA'), ('GW',))
    """
    if len(text) > MAX_LIST_CHARS:
        return None
    single = _code_of(text)
    if single:
        return NamedCountries((single,))
    codes: dict[str, None] = {}
    seat = ""
    for part in _parts(text):
        code = _code_of(part)
        if not code:
            return None
        codes[code] = None
        if any(" ".join(fold(note).split()) in _SEAT for note in _NOTE.findall(part)):
            seat = seat or code
    return NamedCountries(tuple(codes), seat) if codes else None


def _parts(text: str) -> list[str]:
    parts = [part for part in _SEPARATOR.split(text) if part.strip()]
    pieces = [piece for part in parts for piece in ([part] if _code_of(part) else _AND.split(part)) if piece.strip()]
    return [name for piece in pieces for name in ([piece] if _code_of(piece) else _parted_by_dashes(piece))]


def _parted_by_dashes(text: str) -> list[str]:
    """Return the countries between the dashes of a text, or the text: "Kenya - Nairobi" names one with a town."""
    for dash in _DASHES:
        names = [name for name in dash.split(text) if name]
        if all(map(_code_of, names)):
            return names
    return [text]


def _code_of(text: str) -> str:
    match = find_country(_NOTE.sub(" ", text).strip() if _has_seat(text) else text.strip())
    return match.code if match.kind == "value" else ""


def _has_seat(text: str) -> bool:
    return any(" ".join(fold(note).split()) in _SEAT for note in _NOTE.findall(text))
