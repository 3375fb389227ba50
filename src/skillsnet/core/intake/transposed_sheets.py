"""Sheets whose rows are fields and whose columns are projects, told from the names in the first column."""

from collections.abc import Sequence
from typing import Final

from skillsnet.core.intake.column_meanings import CERTAIN, Guess, guess_target_fields
from skillsnet.core.intake.header_names import unique_names
from skillsnet.core.intake.values import is_blank

# Fewer names may be a coincidence; no form has more questions.
MIN_FIELDS: Final = 4
MAX_FIELDS: Final = 200
MIN_KNOWN_FIELDS: Final = 3
# How many times more fields the first column must name than the first row.
MIN_RATIO: Final = 2
_BY_NAME: Final = frozenset({"header", "similar_header"})


def find_field_names(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the names of fields in the first column of a sheet that has one project in each column.

    Parameters
    ----------
    rows
        All filled rows of the sheet, from its first.

    Returns
    -------
    tuple of str
        The names that are known as those of fields, in their order; empty for a sheet with one project in each row.

    Examples
    --------
    >>> rows = [["Project title", "Night school"], ["Organisation", "Sample College"]]
    >>> rows += [["Country", "Peru"], ["E-mail", "office@example.org"]]
    >>> find_field_names(rows)
    ('Project title', 'Organisation', 'Country', 'E-mail')
    >>> find_field_names([list(column) for column in zip(*rows)])
    ()
    """
    width = max(map(len, rows), default=0)
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    named = [row for row in padded if not is_blank(row[0])] if width > 1 else []
    names = [row[0] for row in named]
    if not MIN_FIELDS <= len(named) <= MAX_FIELDS or len(rows) > MAX_FIELDS or len(set(names)) < len(names):
        return ()
    columns = [column for column in zip(*(row[1:] for row in named), strict=True) if any(column)]
    down = _known_fields(names, columns)
    across = _known_fields(list(unique_names(padded[0], width=width)), padded[1:])
    fields = set(down.values())
    is_of_projects = not fields.isdisjoint({"title", "organisation"})
    if is_of_projects and len(fields) >= max(MIN_KNOWN_FIELDS, MIN_RATIO * len(set(across.values()))):
        return tuple(down)
    return ()


def _known_fields(names: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """Return the field of each name that surely tells one."""
    guesses = guess_target_fields(names, rows)
    return {name: guess.target_field for name, guess in guesses.items() if _is_told_by_name(guess)}


def _is_told_by_name(guess: Guess) -> bool:
    return guess.why in _BY_NAME and guess.confidence >= CERTAIN and guess.target_field not in ("extra", "ignore")
