"""What the cells of one column look like: shares of them that are addresses, dates, names of bodies, of people, …"""

import re
from collections.abc import Callable, Sequence
from functools import cache, cached_property, lru_cache
from importlib import resources
from typing import Final

from skillsnet.core.geo import find_countries, find_country, find_language
from skillsnet.core.intake.permissions import find_permission
from skillsnet.core.intake.record_linkage.word_lists import legal_forms
from skillsnet.core.intake.values import find_address, find_date, find_link, is_not_stated, split_values
from skillsnet.core.taxonomy.lists import KINDS, find_value
from skillsnet.core.text import fold, tokens

# Different cells that are looked at; more would say the same.
DIFFERENT_CELLS: Final = 60
SEEN_CHARS: Final = 600
_NUMBER: Final = re.compile(r"^[^\w]*[+-]?[\d\s.,'’]*\d[\s%]*(?:[€$£]|eur|usd|gbp|us\$)?$", re.IGNORECASE)
_CODE: Final = re.compile(r"^(?=\S*\d)[\w./:#\\-]{1,60}$")
_SPACED_CODE: Final = re.compile(r"^(?=.*\d)[A-Z0-9][A-Z0-9 ./-]{2,30}$")
# 2023/7 is the number of a case more often than a month.
_CASE_NUMBER: Final = re.compile(r"^(?:19|20)\d\d[/-]\d{1,2}$")
_PHONE: Final = re.compile(r"^(?:tel\.?:?\s*)?\+?[\d\s()./-]{7,24}$", re.IGNORECASE)
# A code is written small or in capitals; "Bo" and "Ada" are people.
_SHORT_NAME: Final = re.compile(r"^(?:\w|[A-Z][a-z]{1,2})$")
_YEAR: Final = re.compile(r"^(?:19|20)\d\d(?:\s?[-/–]\s?(?:(?:19|20)?\d\d))?$")
_TIME_OF_DAY: Final = re.compile(r"\d{1,2}:\d{2}")
_PARTICLES: Final = frozenset(
    [
        "de",
        "del",
        "della",
        "di",
        "da",
        "do",
        "dos",
        "das",
        "la",
        "le",
        "el",
        "al",
        "van",
        "von",
        "der",
        "den",
        "bin",
        "ibn",
        "ben",
        "abu",
        "y",
        "e",
        "zu",
        "ter",
        "ten",
        "du",
        "des",
        "und",
        "and",
    ]
)
_PEOPLES_TITLES: Final = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "mme",
        "m",
        "mlle",
        "sr",
        "sra",
        "srta",
        "dra",
        "ing",
        "eng",
        "herr",
        "frau",
        "sig",
        "dott",
        "mgr",
        "inz",
    ]
)
MAX_NAME_WORDS: Final = 5
MAX_BODY_WORDS: Final = 16
MAX_SHORT_NAME_WORDS: Final = 6
MAX_LISTED_CHARS: Final = 80
MAX_TITLE_CHARS: Final = 90
# Labels that a list's rows share.
REPEATING_SHARE: Final = 0.6
MAX_LABEL_WORDS: Final = 8
# What numbers each row of its own: so many of the cells, of so many, and of so many figures where it has no letters.
CODED_SHARE: Final = 0.9
MIN_CODES: Final = 5
MIN_CODE_DIGITS: Final = 5
# What stands for yes and no in a column of ticks.
_TICKS: Final = frozenset(
    [
        "yes",
        "no",
        "true",
        "false",
        "1",
        "0",
        "x",
        "y",
        "n",
        "oui",
        "non",
        "vrai",
        "faux",
        "si",
        "verdadero",
        "falso",
        "ja",
        "nein",
        "sim",
        "nao",
        "tak",
        "nie",
        "ναι",
        "οχι",
        "да",
        "нет",
        "نعم",
        "لا",
        "on",
        "off",
    ]
)


@cache
def _body_words(*, is_weak: bool) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the words of organisations' names and the beginnings of such words; weak ones are as common in titles."""
    text = (resources.files(__package__) / "cell_words.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    words = {word.removeprefix("-") for line in lines for word in line.split() if word.startswith("-") == is_weak}
    whole_words = frozenset(fold(word) for word in words if not word.endswith("*"))
    return whole_words, tuple(sorted(fold(word[:-1]) for word in words if word.endswith("*")))


def _is_body_word(word: str, *, is_weak: bool) -> bool:
    whole_words, beginnings = _body_words(is_weak=is_weak)
    return word in whole_words or word.startswith(beginnings)


@lru_cache(maxsize=4096)
def names_a_body(cell: str) -> bool:
    """Return whether a cell is written like an organisation's name: a word for one, or a legal form at its end.

    Examples
    --------
    >>> names_a_body("Universidad de Ejemplo"), names_a_body("Muster gGmbH"), names_a_body("Night school for girls")
    (True, True, False)
    """
    words = tokens(cell.replace(".", ""))
    if not 0 < len(words) <= MAX_BODY_WORDS or (cell.rstrip().endswith((".", "?", "!")) and len(words) > 8):
        return False
    if tuple(words[-1:]) in legal_forms()[0] and len(words) > 1:
        return True
    # In a title such a word stands among others that are written small.
    small = sum(1 for word in cell.split() if word[:1].islower() and len(word) > 3)
    if small > 1 + len(words) // 4:
        return False
    if any(_is_body_word(word, is_weak=False) for word in (*words[:3], *words[-2:])):
        return True
    if small or len(words) > MAX_SHORT_NAME_WORDS or cell.split()[-1][0].islower():
        return False
    return _is_body_word(words[-1], is_weak=True) or (len(words) > 1 and _is_body_word(words[0], is_weak=True))


@lru_cache(maxsize=4096)
def names_a_person(cell: str) -> bool:
    """Return whether a cell is written like a person's name: two to five words with capitals, none of a body."""
    words = [word.strip(".,") for word in cell.replace(",", " ").split()]
    if not 1 < len(words) <= MAX_NAME_WORDS or len(cell) > 60 or any(letter.isdigit() for letter in cell):
        return False
    rest = [word for word in words if fold(word) not in _PARTICLES]
    if not rest or names_a_body(cell):
        return False
    has_title = fold(words[0]) in _PEOPLES_TITLES
    has_case = any(letter.islower() or letter.isupper() for letter in cell)
    if has_case:
        return all(word[:1].isupper() and re.fullmatch(r"[\w'’.\-]+", word) for word in rest) and (
            has_title or len(rest) > 1
        )
    # Arabic and its like have no capitals.
    return len(rest) in (2, 3) and all(word.isalpha() for word in rest)


_BETWEEN_PEOPLE: Final = re.compile(r"\s*[;\n]\s*|\s+(?:and|et|y|e|und|&|и)\s+|\s+و\s*")
MAX_PEOPLE: Final = 6


@lru_cache(maxsize=4096)
def names_people(cell: str) -> bool:
    """Return whether a cell is a person's name, or a list of such.

    Examples
    --------
    >>> names_people("Ada Okoro; Bo Quispe"), names_people("Ada Okoro and friends")
    (True, False)
    """
    people = [part for part in _BETWEEN_PEOPLE.split(cell) if part]
    return 0 < len(people) <= MAX_PEOPLE and all(map(names_a_person, people))


@lru_cache(maxsize=4096)
def _is_country(cell: str) -> bool:
    if _NUMBER.match(cell) or _SHORT_NAME.match(cell):
        return False
    is_one = len(cell) <= MAX_LISTED_CHARS and find_country(cell).kind != "unknown"
    return is_one or find_countries(cell) is not None


@lru_cache(maxsize=4096)
def _is_language(cell: str) -> bool:
    if len(cell) > MAX_LISTED_CHARS:
        return False
    return any(
        find_language(part).code for part in split_values(re.sub("[,،/]", ";", cell)) if not _SHORT_NAME.match(part)
    )


def _is_listed(kind: str) -> Callable[[str], bool]:
    def is_listed(cell: str) -> bool:
        if len(cell) > 4 * MAX_LISTED_CHARS:
            return False
        return any(find_value(kind, part) is not None for part in split_values(re.sub("[,،]", ";", cell)))

    return lru_cache(maxsize=2048)(is_listed)


@lru_cache(maxsize=4096)
def _is_date(cell: str) -> bool:
    return not _NUMBER.match(cell) and len(cell) <= 40 and find_date(cell) is not None


_TESTS: Final[dict[str, Callable[[str], bool]]] = {
    "email": lambda cell: "@" in cell and any(find_address(part) for part in re.split(r"[;,\s]+", cell[:300])),
    "link": lambda cell: find_link(cell) is not None,
    "date": _is_date,
    "time": lambda cell: _TIME_OF_DAY.search(cell) is not None and _is_date(cell),
    "year": lambda cell: _YEAR.match(cell) is not None,
    "number": lambda cell: _NUMBER.match(cell) is not None,
    "digits": lambda cell: cell.isdigit() and not cell.startswith("0"),
    "code": lambda cell: (
        (_CODE.match(cell) or _SPACED_CODE.match(cell)) is not None
        and (_CASE_NUMBER.match(cell) is not None or not _is_date(cell))
    ),
    "phone": lambda cell: _PHONE.match(cell) is not None and sum(map(str.isdigit, cell)) >= 7,
    "country": _is_country,
    "language": _is_language,
    "body": names_a_body,
    "person": names_people,
    "permission": lambda cell: find_permission(cell) is not None,
    "tick": lambda cell: fold(cell) in _TICKS,
    **{kind: _is_listed(kind) for kind in KINDS},
}


class CellProfile:
    """What the filled cells of a column look like; each share is worked out when it is asked for.

    Parameters
    ----------
    cells
        The filled cells.
    rows
        How many rows there are; 0 where they are not known.
    """

    def __init__(self, cells: Sequence[str], *, rows: int = 0):
        self.fill = len(cells) / rows if rows and cells else 1.0
        self.count = sum(1 for cell in cells if not is_not_stated(cell))
        self.different = list(dict.fromkeys(cell[:SEEN_CHARS] for cell in cells if not is_not_stated(cell)))
        self._sample = self.different[:DIFFERENT_CELLS]
        self._shares: dict[str, float] = {}

    def share(self, kind: str) -> float:
        """Return which part of the different cells are of a kind of `_TESTS`, 0 to 1."""
        if kind not in self._shares:
            fitting = sum(1 for cell in self._sample if _TESTS[kind](cell))
            self._shares[kind] = fitting / len(self._sample) if self._sample else 0.0
        return self._shares[kind]

    @cached_property
    def distinct(self) -> float:
        """Different cells for each filled cell, 0 to 1."""
        return len(self.different) / self.count if self.count else 0.0

    @cached_property
    def mean_chars(self) -> float:
        """Mean length of the different cells, in characters."""
        return sum(map(len, self._sample)) / len(self._sample) if self._sample else 0.0

    @cached_property
    def mean_words(self) -> float:
        """Mean length of the different cells, in words."""
        return sum(len(cell.split()) for cell in self._sample) / len(self._sample) if self._sample else 0.0

    @cached_property
    def letters(self) -> float:
        """Which part of the characters of the different cells are letters, 0 to 1."""
        text = "".join(self._sample)
        return sum(1 for letter in text if letter.isalpha()) / len(text) if text else 0.0

    @cached_property
    def sentences(self) -> float:
        """Which part of the different cells ends like a sentence of several words, 0 to 1."""
        ended = sum(1 for cell in self._sample if cell.rstrip().endswith((".", "!", "…")) and cell.count(" ") > 3)
        return ended / len(self._sample) if self._sample else 0.0

    @cached_property
    def is_like_titles(self) -> bool:
        """Whether the cells are a few words each, mostly different ones, and no sentences."""
        if not 0 < self.mean_chars <= MAX_TITLE_CHARS or self.sentences >= 0.3:
            return False
        return 1.5 <= self.mean_words <= 14 and self.distinct >= 0.7

    @cached_property
    def repeats(self) -> bool:
        """Whether the cells are short labels, most of which come again."""
        return self.has_many and self.distinct <= REPEATING_SHARE and self.mean_words <= MAX_LABEL_WORDS

    @cached_property
    def counts_up(self) -> bool:
        """Whether the cells are the numbers of the rows."""
        return self.share("number") == 1.0 and [cell.strip() for cell in self._sample[:9]] == [
            str(number) for number in range(1, min(9, len(self._sample)) + 1)
        ]

    @cached_property
    def is_numbered(self) -> bool:
        """Whether each cell is a code of its own, in letters and figures or in figures of one length."""
        if self.share("code") < CODED_SHARE or self.count < MIN_CODES or self.distinct < CODED_SHARE:
            return False
        if self.share("number") < 1 - CODED_SHARE:
            return not any(self.share(kind) >= 1 - CODED_SHARE for kind in ("link", "email", "date", "phone"))
        lengths = {len(cell.strip()) for cell in self._sample}
        return self.share("digits") == 1.0 and len(lengths) == 1 and min(lengths) >= MIN_CODE_DIGITS

    @cached_property
    def has_many(self) -> bool:
        """Whether there are enough cells for repetitions to say something."""
        return self.count >= 8
