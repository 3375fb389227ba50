"""Inferring the target field of a file's columns from their headers and from what their cells hold."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypedDict

from rapidfuzz import fuzz, process

from skillsnet.core.geo import find_countries, find_country, find_language
from skillsnet.core.intake.permissions import PERMISSION_FIELDS, find_permission, permission_field
from skillsnet.core.intake.target_fields import (
    FIRST_NAMES,
    LAST_NAMES,
    LAST_ORDINAL,
    OF_PEOPLE,
    OF_PROJECTS,
    OWN_HEADERS,
    SINGLE,
    SYNONYMS,
    TARGET_FIELDS,
    split_target_field,
)
from skillsnet.core.intake.values import find_address, find_date, find_link, is_blank, share, split_values
from skillsnet.core.taxonomy.lists import find_value
from skillsnet.core.text import fold

CERTAIN: Final = 0.6
MIN_HEADER_LIKENESS: Final = 86.0
MIN_KNOWN_SHARE: Final = 0.25
SAMPLED_ROWS: Final = 200
LONG_TEXT_CHARS: Final = 150
# Target fields whose cells come from a controlled list, with the list's name. A column none of whose values is in
# the list is something else, whatever its header says.
LIST_OF_TARGET_FIELD: Final = {"stage": "stages", "status": "project_statuses"}
# Target fields that can be inferred from cells alone, in the order of trial; the share of cells that must fit.
BY_CELLS: Final = ("contact_email", "website", "submitted_on", "country", "languages", "beneficiaries")
MIN_CELLS_SHARE: Final = 0.8
# A question for permission is one when so many of its cells are a yes or a no.
MIN_ANSWERED_SHARE: Final = 0.5
_ORDINAL: Final = re.compile(r"^(?:(.*\S)\s+)?(?:no |nr |n )?([1-9])(?:\s+(\S.*))?$")
_NUMBER: Final = re.compile(r"^[+-]?[\d\s.,]+$")
_ORDINAL_WORDS: Final = {
    word: number
    for number, words in {
        2: ("second", "deuxieme", "seconde", "segundo", "segunda", "additional", "other", "autre", "otro", "otra"),
        3: ("third", "troisieme", "tercer", "tercero", "tercera"),
        4: ("fourth", "quatrieme", "cuarto", "cuarta"),
    }.items()
    for word in words
}


class StoredGuess(TypedDict):
    """A `Guess` as JSON; `meaning` is the target field."""

    meaning: str
    confidence: float
    why: str


@dataclass(frozen=True)
class Guess:
    """What a column probably means.

    Attributes
    ----------
    target_field
        One of `TARGET_FIELDS`.
    confidence
        0 to 1.
    why
        `header`, `similar_header`, `cells`, `values_unknown`, `taken`, `empty` or `nothing`.
    """

    target_field: str
    confidence: float
    why: str

    @classmethod
    def from_json(cls, stored: StoredGuess) -> "Guess":
        """Return the guess that was stored with an import."""
        return cls(stored["meaning"], stored["confidence"], stored["why"])

    def to_json(self) -> StoredGuess:
        """Return the guess as it is stored with an import."""
        return {"meaning": self.target_field, "confidence": self.confidence, "why": self.why}


NO_GUESS: Final = Guess(target_field="extra", confidence=0.0, why="nothing")


def guess_target_fields(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, Guess]:
    """Return what each column of a file probably means.

    A header is compared with the words that English, French and Spanish exports use; the cells speak for a
    column whose header says nothing, and against one whose cells are plainly something else. A target field that
    only one column can have goes to the most certain column, the leftmost of equals.

    Parameters
    ----------
    header
        Column names, each different.
    rows
        Rows of cells; `SAMPLED_ROWS` of them are looked at. Shorter rows count as filled up with empty cells.

    Returns
    -------
    dict of str to Guess
        One guess for each column, in the header's order; `extra` where nothing is certain.
    """
    samples = [_filled_cells(rows[:SAMPLED_ROWS], column=index) for index in range(len(header))]
    ranked_guesses = sorted(
        (
            (-guess.confidence, index, guess)
            for index, name in enumerate(header)
            for guess in _guess_column(name, cells=samples[index])
        ),
        key=lambda item: (item[0], item[1], _rank(item[2].target_field)),
    )
    guesses: dict[int, Guess] = {}
    columns_by_target: dict[str, list[int]] = {}
    for _, index, guess in ranked_guesses:
        if index in guesses or not _is_available(guess.target_field, index, columns_by_target, header):
            continue
        guesses[index] = guess
        columns_by_target.setdefault(guess.target_field, []).append(index)
    return {name: guesses.get(index, Guess("extra", 0.0, "taken")) for index, name in enumerate(header)}


def _rank(target_field: str) -> int:
    return TARGET_FIELDS.index(target_field.partition("#")[0])


def _is_available(
    target_field: str, index: int, columns_by_target: Mapping[str, Sequence[int]], header: Sequence[str]
) -> bool:
    """Whether a column may still have a target field; first and last name make one name together."""
    holders = columns_by_target.get(target_field, ())
    if not holders or target_field.partition("#")[0] not in SINGLE:
        return True
    kinds = [_name_part(header[holder]) for holder in (*holders, index)]
    return target_field.startswith("contact_name") and "" not in kinds and len(set(kinds)) == len(kinds)


def _name_part(name: str) -> str:
    words = set(_normalise_header(name).split())
    for kind, parts in (("last", LAST_NAMES), ("first", FIRST_NAMES)):
        if any(set(part.split()) <= words for part in parts):
            return kind
    return ""


def merged_mapping(present: Mapping[str, str], *, chosen: Mapping[str, str]) -> dict[str, str]:
    """Return a target field for each column: the chosen one, else the present one.

    Parameters
    ----------
    present
        Column name to its present or guessed target field.
    chosen
        Column name to target field, for some or all columns; see `mapping_faults`.

    Returns
    -------
    dict of str to str
        A column whose single-valued target field was chosen for another column gives way and becomes `extra`; where
        several columns were chosen for it, they are joined.
    """
    claimed = {target_field for target_field in chosen.values() if target_field.partition("#")[0] in SINGLE}
    return {
        name: chosen.get(name, "extra" if target_field in claimed else target_field)
        for name, target_field in present.items()
    }


def mapping_faults(mapping: Mapping[str, str], *, header: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return what is wrong with a mapping of columns to target fields.

    Parameters
    ----------
    mapping
        Column name to target field.
    header
        Column names of the file.

    Returns
    -------
    list of (code, column, target field)
        `unknown_column` or `unknown_target_field`, in the mapping's order; empty when it is sound.
    """
    faults: list[tuple[str, str, str]] = []
    for column, target_field in mapping.items():
        if column not in header:
            faults.append(("unknown_column", column, target_field))
        elif split_target_field(target_field) is None:
            faults.append(("unknown_target_field", column, target_field))
    return faults


def _normalise_header(name: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", fold(name)).split())


def _guess_column(name: str, *, cells: Sequence[str]) -> list[Guess]:
    header = _normalise_header(name)
    if header in OWN_HEADERS:
        return [Guess("ignore", 0.97, "header")]
    permission = permission_field(name)
    answer_share = share(cells, recognised=[_is_permission(cell) for cell in cells]) if permission and cells else 0.0
    if permission is not None and answer_share >= MIN_ANSWERED_SHARE:
        return [Guess(permission, 0.95, "header")]
    guesses = [
        _check_against_cells(guess, cells=cells)
        for guess in _guess_by_numbered_header(header) or _guess_by_header(header)
    ]
    if not guesses:
        guesses = _guess_by_cells(cells)
    return guesses or [NO_GUESS]


def _guess_by_numbered_header(header: str) -> list[Guess]:
    """Return guesses for "contact 2 e mail" or "second proposal title": what a row says again."""
    words = header.split()
    number, base_header = 0, header
    if words and words[0] in _ORDINAL_WORDS:
        number, base_header = _ORDINAL_WORDS[words[0]], " ".join(words[1:])
    elif match := _ORDINAL.match(header):
        number, base_header = int(match[2]), " ".join(part for part in (match[1], match[3]) if part)
    if not 1 <= number <= LAST_ORDINAL:
        return []
    suffix = f"#{number}" if number > 1 else ""
    return [
        Guess(f"{guess.target_field}{suffix}", round(guess.confidence * 0.95, 3), guess.why)
        for guess in _guess_by_header(base_header)
        if guess.target_field in OF_PEOPLE + OF_PROJECTS
    ]


@lru_cache(maxsize=1)
def _synonyms() -> Mapping[str, tuple[str, ...]]:
    """Return folded header to its target fields."""
    table: dict[str, list[str]] = {}
    for target_field, synonyms in SYNONYMS.items():
        for synonym in synonyms:
            key = _normalise_header(synonym)
            if target_field not in table.setdefault(key, []):
                table[key].append(target_field)
    return {key: tuple(target_fields) for key, target_fields in table.items()}


def _guess_by_header(header: str) -> list[Guess]:
    table = _synonyms()
    if not header:
        return []
    if header in table:
        # "Project" and the like: the longer a synonym, the more certain.
        certainty = 1.0 if len(header.split()) > 1 else 0.97
        return [Guess(target_field, certainty, "header") for target_field in table[header]]
    similar_headers = process.extract(
        header, list(table), scorer=fuzz.token_sort_ratio, limit=3, score_cutoff=MIN_HEADER_LIKENESS
    )
    if similar_headers:
        synonym, score, _ = similar_headers[0]
        return [Guess(table[synonym][0], 0.9 * score / 100, "similar_header")]
    return _guess_by_leading_words(header)


def _guess_by_leading_words(header: str) -> list[Guess]:
    """Return guesses for headers such as "title of your project 100 words max", which start with a synonym."""
    table = _synonyms()
    words = header.split()
    for count in range(min(4, len(words) - 1), 1, -1):
        start = " ".join(words[:count])
        if start in table:
            return [Guess(target_field, 0.7, "similar_header") for target_field in table[start]][:1]
    return []


def _check_against_cells(guess: Guess, *, cells: Sequence[str]) -> Guess:
    """Return the guess as the column's cells leave it: surer, less sure, or what they plainly are instead."""
    if not cells:
        return guess
    base = guess.target_field.partition("#")[0]
    test = _TESTS.get(base) if base != "beneficiaries" else None
    if test is None:
        cell_guess = next(iter(_guess_by_cells(cells)), None)
        if base in SINGLE and cell_guess is not None and cell_guess.target_field in ("contact_email", "website"):
            return cell_guess
        return guess
    fitting = share(cells, recognised=[test(cell) for cell in cells])
    if fitting >= MIN_KNOWN_SHARE:
        return Guess(guess.target_field, round(guess.confidence * (0.8 + 0.2 * fitting), 3), guess.why)
    cell_guess = next((inferred for inferred in _guess_by_cells(cells) if inferred.target_field in BY_CELLS), None)
    return cell_guess or Guess(target_field="extra", confidence=guess.confidence, why="values_unknown")


def _guess_by_cells(cells: Sequence[str]) -> list[Guess]:
    if not cells:
        return []
    for target_field in BY_CELLS:
        # A bare number could be a date's day number, and is more often something else.
        fitting = share(cells, recognised=[_TESTS[target_field](cell) and not _NUMBER.match(cell) for cell in cells])
        if fitting >= MIN_CELLS_SHARE:
            return [Guess(target_field=target_field, confidence=round(0.65 * fitting, 3), why="cells")]
    if sum(len(cell) for cell in cells) / len(cells) >= LONG_TEXT_CHARS:
        return [Guess(target_field="summary", confidence=0.62, why="cells"), Guess("more_text", 0.6, "cells")]
    return []


def _filled_cells(rows: Sequence[Sequence[str]], *, column: int) -> list[str]:
    return [row[column] for row in rows if column < len(row) and not is_blank(row[column])]


@lru_cache(maxsize=4096)
def _holds_country(cell: str) -> bool:
    return (len(cell) <= 80 and find_country(cell).kind != "unknown") or find_countries(cell) is not None


@lru_cache(maxsize=4096)
def _holds_language(cell: str) -> bool:
    return len(cell) <= 80 and any(find_language(part).code for part in split_values(cell.replace(",", ";")))


def _is_permission(cell: str) -> bool:
    return find_permission(cell) is not None


def _is_listed(kind: str) -> Callable[[str], bool]:
    return lru_cache(maxsize=1024)(lambda cell: any(find_value(kind, part) is not None for part in split_values(cell)))


_TESTS: Final[dict[str, Callable[[str], bool]]] = {
    "contact_email": lambda cell: "@" in cell and find_address(cell) is not None,
    "website": lambda cell: find_link(cell) is not None,
    "organisation_website": lambda cell: find_link(cell) is not None,
    "submitted_on": lambda cell: find_date(cell) is not None,
    "country": _holds_country,
    "work_countries": _holds_country,
    "languages": _holds_language,
    "beneficiaries": _is_listed("beneficiaries"),
    **dict.fromkeys(PERMISSION_FIELDS, _is_permission),
    **{target_field: _is_listed(kind) for target_field, kind in LIST_OF_TARGET_FIELD.items()},
}
