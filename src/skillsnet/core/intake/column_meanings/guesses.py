"""What the columns of a file mean: from their names, from their cells, and from each other."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NotRequired, TypedDict

from skillsnet.core.intake.column_meanings.assignment import AssignedMeaning, ColumnOdds, assign
from skillsnet.core.intake.column_meanings.cell_profiles import CellProfile
from skillsnet.core.intake.column_meanings.column_odds import KEY_MEANINGS, column_odds
from skillsnet.core.intake.column_meanings.name_parts import joined_names
from skillsnet.core.intake.column_meanings.readings import (
    HeaderReading,
    header_weights,
    read_header,
)
from skillsnet.core.intake.column_meanings.sections import common_headings
from skillsnet.core.intake.permissions import PERMISSION_FIELDS, is_bare_permission, permission_field
from skillsnet.core.intake.target_fields import (
    LAST_ORDINAL,
    OF_PEOPLE,
    OF_PROJECTS,
    OWN_HEADERS,
    SINGLE,
    TARGET_FIELDS,
)
from skillsnet.core.intake.values import is_blank
from skillsnet.core.text import tokens

CERTAIN: Final = 0.6
SAMPLED_ROWS: Final = 200
# Below this a column is kept as it is; from here to `CERTAIN` the meaning is offered as a question.
LEAST_ASKED: Final = 0.12
SURE_HEADER: Final = 0.6
# Below this weight a name says nothing of a meaning.
LEAST_SPOKEN: Final = 0.02
# The most that a column is worth that somebody should be asked about.
MOST_OFFERED: Final = CERTAIN - 0.05
# Labels that come again may be of anything, and bodies be anybody's: where the name says less than this, it is asked.
_LEAST_TAKEN: Final[Mapping[str, float]] = {"category": 0.5, "organisation": 0.25}
# A question for permission is one when so many of its different cells are a yes or a no.
MIN_ANSWERED_SHARE: Final = 0.25
# Each column that asks for a permission counts: one no among them is a no.
_SINGLE_MEANINGS: Final = frozenset(
    [*SINGLE, *(f"{name}#{number}" for name in (*OF_PEOPLE, *OF_PROJECTS) for number in range(2, LAST_ORDINAL + 1))]
) - frozenset(PERMISSION_FIELDS)
# Two columns that are one name are joined; each has a place of its own.
_LAST: Final = "/last"
_LAST_NAMES: Final = frozenset(
    f"{name}{_LAST}" for name in ("contact_name", *(f"contact_name#{number}" for number in range(2, LAST_ORDINAL + 1)))
)
# Whose country "Country 2" may be, where they have the same number.
_OWNERS: Final = frozenset(
    {
        "organisation",
        "recipient",
        "applicant",
        "lead",
        "project",
        "person",
        "partner",
        "name",
        "first_name",
        "last_name",
    }
)
WORKS: Final = frozenset({"project", "application", "grant"})


class StoredGuess(TypedDict):
    """A `Guess` as JSON; `meaning` is the target field, `confirmed` is there once somebody chose the column's field."""

    meaning: str
    confidence: float
    why: str
    confirmed: NotRequired[bool]


@dataclass(frozen=True)
class Guess:
    """What a column probably means.

    Attributes
    ----------
    target_field
        One of `TARGET_FIELDS`, or one with the number of a further person or project.
    confidence
        0 to 1; from `CERTAIN` on nobody needs to be asked.
    why
        `header`: its name; `similar_header`: words in its name; `cells`: its cells; `header_and_cells`: its cells
        decide between what its name may mean; `values_unknown`: its cells are not what its name says; `taken`:
        another column has this meaning; `empty` or `nothing`.
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

    @property
    def is_question(self) -> bool:
        """Whether the meaning is only offered: a person should say."""
        return self.target_field not in ("extra", "ignore") and self.confidence < CERTAIN


NO_GUESS: Final = Guess(target_field="extra", confidence=0.0, why="nothing")
EMPTY_COLUMN: Final = Guess(target_field="ignore", confidence=1.0, why="empty")


@dataclass(frozen=True)
class _Column:
    """What is known of a column before it is weighed against the others."""

    name: str
    reading: HeaderReading
    header: Mapping[str, float]
    shares: Mapping[str, float]
    is_short: bool = False
    is_numbered: bool = False

    @property
    def likeness(self) -> str:
        """What tells it from columns that say the same in another language or a second time."""
        return " ".join(sorted(set(self.reading.concepts))) or f"\0{self.name}"


def guess_target_fields(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, Guess]:
    """Return what each column of a file probably means.

    Parameters
    ----------
    header
        Column names, each different.
    rows
        Rows of cells; `SAMPLED_ROWS` of them are looked at. Shorter rows count as filled up with empty cells.

    Returns
    -------
    dict of str to Guess
        One guess for each column, in the header's order; `extra` where nothing is likely.

    Notes
    -----
    The words of each name give the odds of each meaning, the cells multiply them, and the columns are assigned
    together. See docs/explanation/column-meanings.md.
    """
    language = _language([read_header(name) for name in header])
    headings = common_headings(header, language=language)
    readings = [read_header(name, language=language, heading=heading) for heading, name in headings]
    readings = _with_lone_short_titles(joined_names(header, readings))
    columns = [
        _weigh(
            name, reading, CellProfile(_filled_cells(rows[:SAMPLED_ROWS], column=index), rows=len(rows[:SAMPLED_ROWS]))
        )
        for index, (name, reading) in enumerate(zip(header, readings, strict=True))
    ]
    columns = _with_ordinals(_without_noted(columns))
    assigned = assign(
        [ColumnOdds(column.shares, column.likeness) for column in columns],
        single=_SINGLE_MEANINGS | _LAST_NAMES,
    )
    guesses = [_guess(column, assignment) for column, assignment in zip(columns, assigned, strict=True)]
    return dict(zip(header, _ask_for_missing(columns, _without_doubtful_seconds(columns, guesses)), strict=True))


def guess_filled_columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, Guess]:
    """Return what each column probably means; an empty one takes no field that a filled one could have.

    Parameters
    ----------
    header, rows
        As for `guess_target_fields`.

    Returns
    -------
    dict of str to Guess
        One guess for each column, in the header's order.
    """
    filled_columns = [index for index in range(len(header)) if any(index < len(row) and row[index] for row in rows)]
    filled_rows = [[row[index] if index < len(row) else "" for index in filled_columns] for row in rows]
    guesses = guess_target_fields([header[index] for index in filled_columns], filled_rows)
    claimed_fields = {guess.target_field for guess in guesses.values()} & set(SINGLE)
    empty_guesses = guess_target_fields([name for name in header if name not in guesses], [])
    for name, guess in empty_guesses.items():
        guesses[name] = Guess("extra", 0.0, "taken") if guess.target_field in claimed_fields else guess
    return {name: guesses[name] for name in header}


def _with_lone_short_titles(readings: Sequence[HeaderReading]) -> list[HeaderReading]:
    """Return the readings with a short title as the title where no other column is one."""
    if any("title" in reading.concepts for reading in readings):
        return list(readings)
    return [
        replace(
            reading, concepts=tuple("title" if concept == "short_title" else concept for concept in reading.concepts)
        )
        for reading in readings
    ]


def _language(readings: Sequence[HeaderReading]) -> str:
    """Return the language of most column names."""
    votes: dict[str, float] = defaultdict(float)
    for reading in readings:
        for language in reading.languages:
            votes[language] += 1 / len(reading.languages)
    return max(votes, key=lambda language: votes[language]) if votes else ""


def _filled_cells(rows: Sequence[Sequence[str]], *, column: int) -> list[str]:
    return [row[column] for row in rows if column < len(row) and not is_blank(row[column])]


def _weigh(name: str, reading: HeaderReading, profile: CellProfile) -> _Column:
    if " ".join(tokens(name)) in OWN_HEADERS:
        return _Column(name, reading, {"ignore": 0.97}, {"ignore": 1.0})
    permission = _permission_weights(name, reading, profile)
    if permission:
        return _Column(name, reading, permission, permission)
    header = header_weights(reading)
    odds = column_odds(name, reading, header, profile)
    total = sum(odds.values())
    shares = {
        meaning: weight / total for meaning, weight in odds.items() if weight / total > 1e-4 or meaning == "extra"
    }
    if "last_name" in reading.concepts and "first_name" not in reading.concepts and "contact_name" in shares:
        shares[f"contact_name{_LAST}"] = shares.pop("contact_name")
    return _Column(name, reading, header, shares, is_short=profile.is_like_titles, is_numbered=profile.is_numbered)


def _permission_weights(name: str, reading: HeaderReading, profile: CellProfile) -> dict[str, float]:
    """Return the weights of a column that asks whether an entry may be shown or its people contacted."""
    asked_for = permission_field(name)
    if asked_for is None or reading.asks_for_people:
        return {}
    if is_bare_permission(name) and profile.share("permission") < MIN_ANSWERED_SHARE:
        return {}
    if profile.different and profile.share("permission") < MIN_ANSWERED_SHARE:
        # A "non-confidential summary" asks for nothing.
        return {} if "description" in reading.concepts else {"extra": 1.0}
    return {asked_for: 0.97, "extra": 0.03}


def _without_noted(columns: Sequence[_Column]) -> list[_Column]:
    """Return the columns with "Country (organisation)" as nothing where another column is "Country"."""
    plain_meanings = {_stated(column) for column in columns if not column.reading.is_noted} - {"extra"}
    return [
        replace(column, shares={"extra": 1.0})
        if column.reading.is_noted and _stated(column) in plain_meanings - {"languages"}
        else column
        for column in columns
    ]


def _stated(column: _Column) -> str:
    """Return what the name says most of all."""
    return max(column.header, key=lambda meaning: column.header[meaning], default="extra")


def _with_ordinals(columns: Sequence[_Column]) -> list[_Column]:
    """Return the columns with numbered meanings where a row names further people or holds further projects."""
    titles = {column.reading.ordinal for column in columns if column.shares.get("title", 0.0) >= 0.3}
    owned = {column.reading.ordinal for column in columns if not _OWNERS.isdisjoint(column.reading.concepts)}
    return [_with_ordinal(column, titles=titles, owned=owned) for column in columns]


def _with_ordinal(column: _Column, *, titles: set[int], owned: set[int]) -> _Column:
    ordinal = column.reading.ordinal
    if ordinal == 1:
        return column
    shares: dict[str, float] = {}
    for meaning, share in column.shares.items():
        base, is_last, _ = meaning.partition(_LAST)
        is_repeated = base in OF_PEOPLE or (base in OF_PROJECTS and ordinal in titles)
        key = f"{base}#{ordinal}{is_last}" if is_repeated else meaning
        if base == "country" and column.reading.concepts == ("country",) and ordinal not in owned:
            # Where else it works, unless it is the country of a second partner.
            key = "work_countries"
        elif not is_repeated and base in SINGLE:
            # "Address 2", "Country 2": a second value of what the row has once.
            key = "extra"
        shares[key] = shares.get(key, 0.0) + share
    shares.setdefault("extra", 1e-3)
    return replace(column, shares=shares)


def _guess(column: _Column, assignment: AssignedMeaning) -> Guess:
    meaning = assignment.meaning.removesuffix(_LAST)
    if meaning == "ignore":
        return Guess("ignore", 0.97, "header")
    if meaning == "extra" or assignment.confidence < LEAST_ASKED:
        return _extra(column, is_taken=assignment.is_taken)
    base = meaning.partition("#")[0]
    confidence = min(assignment.confidence, 0.99)
    if column.header and column.header.get(base, 0.0) < _LEAST_TAKEN.get(base, 0.0):
        confidence = min(confidence, MOST_OFFERED)
    if assignment.confidence < CERTAIN and _says_otherwise(column, base):
        return Guess("extra", 0.0, "taken")
    return Guess(meaning, round(confidence, 3), _why(column, base))


def _says_otherwise(column: _Column, meaning: str) -> bool:
    """Whether the name surely says another meaning, which another column has: the second title is no person."""
    stated = _stated(column)
    said_surely = column.header.get(stated, 0.0) >= SURE_HEADER and column.shares.get(stated, 0.0) >= SURE_HEADER
    return said_surely and stated not in ("extra", meaning) and column.header.get(meaning, 0.0) < LEAST_SPOKEN


def _extra(column: _Column, *, is_taken: bool) -> Guess:
    if not column.header:
        return NO_GUESS
    stated_meaning = max(column.header, key=lambda meaning: column.header[meaning])
    if stated_meaning == "extra":
        return (
            Guess("extra", round(column.header["extra"], 3), "header") if column.reading.coverage >= 0.5 else NO_GUESS
        )
    if stated_meaning in column.shares and column.shares[stated_meaning] >= 0.3 and is_taken:
        return Guess("extra", 0.0, "taken")
    return Guess("extra", round(column.header[stated_meaning], 3), "values_unknown")


def _why(column: _Column, meaning: str) -> str:
    weight = column.header.get(meaning, 0.0)
    if weight >= SURE_HEADER:
        reading = column.reading
        return "header" if reading.is_exact and not reading.unknown_words else "similar_header"
    if weight >= 0.1:
        return "header_and_cells"
    return "cells"


def _without_doubtful_seconds(columns: Sequence[_Column], guesses: Sequence[Guess]) -> list[Guess]:
    """Return the guesses without further columns of categories that nobody is sure of beside one that is sure.

    What is offered counts until somebody answers, and a kind of loan among the categories makes every row a question.
    A sector is a category where nothing else is one; beside what is called so it may be another list.
    """
    is_sure = any(guess.target_field == "category" and not guess.is_question for guess in guesses)
    is_named = any(
        guess.target_field == "category" and not guess.is_question and "category" in column.reading.concepts
        for column, guess in zip(columns, guesses, strict=True)
    )
    return [
        Guess("extra", 0.0, "taken")
        if guess.target_field == "category"
        and ((is_sure and guess.is_question) or (is_named and "category" not in column.reading.concepts))
        else guess
        for column, guess in zip(columns, guesses, strict=True)
    ]


def _ask_for_missing(columns: Sequence[_Column], guesses: Sequence[Guess]) -> list[Guess]:
    """Return the guesses with a question for what no column is, where one may be it."""
    completed = list(guesses)
    for meaning, least in KEY_MEANINGS.items():
        if any(guess.target_field == meaning for guess in completed):
            continue
        free = [
            (_free_share(columns[index], guess, meaning), -index)
            for index, guess in enumerate(completed)
            if guess.why != "empty"
        ]
        share, negative_index = max(free, default=(0.0, 0))
        if share >= least:
            index = -negative_index
            completed[index] = Guess(meaning, round(min(share, CERTAIN - 0.1), 3), _why(columns[index], meaning))
    return completed


def _free_share(column: _Column, guess: Guess, meaning: str) -> float:
    """Return how likely a column is what no column has, 0 where it is something else already."""
    is_free = guess.target_field in ("extra", "more_text") or (
        guess.target_field == "work_countries" and guess.is_question
    )
    # A number is asked for only where a name that nobody knows stands above numbers of the rows' own.
    if meaning == "external_id" and (column.header or not column.is_numbered):
        return 0.0
    # Where nothing is the title, a description of a few words in each row is one.
    is_of_work = not WORKS.isdisjoint(column.reading.concepts)
    if meaning == "title" and guess.target_field == "summary" and column.is_short and is_of_work:
        return max(column.shares.get(meaning, 0.0), CERTAIN - 0.1)
    return column.shares.get(meaning, 0.0) if is_free else 0.0


assert set(KEY_MEANINGS) <= set(TARGET_FIELDS)
