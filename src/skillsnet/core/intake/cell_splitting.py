"""Cells that hold several things: parts of a split column, and lists of values whatever separates them."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from skillsnet.core.intake.values import split_values
from skillsnet.core.text import fold

MAX_VALUE_CHARS: Final = 120
MAX_VALUES: Final = 2000
BRACKET: Final = "("
LINE: Final = "line"
_COMMA: Final = re.compile(r",\s+")


def cell_part(cell: str, *, at: str, part: int) -> str:
    """Return one part of a cell that is split.

    Parameters
    ----------
    cell
        Text of one cell.
    at
        What it is split at: a text, `line` for a line break, or `(` for what stands before and within brackets; empty
        for the cell as a whole.
    part
        Which part, from 0. The last part that is asked for does not take in what follows it.

    Returns
    -------
    str
        The part without surrounding space; empty when the cell has fewer parts.

    Examples
    --------
    >>> cell_part("Atelier Ada, Kenya", at=",", part=1), cell_part("Forge (Peru)", at="(", part=1)
    ('Kenya', 'Peru')
    """
    if not at:
        return cell
    if at == BRACKET:
        before, _, within = cell.partition("(")
        parts = [before, within.rpartition(")")[0] or within]
    else:
        parts = cell.splitlines() if at == LINE else cell.split(at)
    return parts[part].strip() if part < len(parts) else ""


def column_vocabulary(cells: Iterable[str]) -> frozenset[str]:
    """Return the values that a column is known to hold, from the cells in which nothing is in doubt.

    Parameters
    ----------
    cells
        The column's cells.

    Returns
    -------
    frozenset of str
        Folded values: those that stand alone in a cell, or between separators that are never part of a value. A
        value with a comma counts when it is met so at least twice; at most `MAX_VALUES`, the most frequent ones.

    Examples
    --------
    >>> sorted(column_vocabulary(["Youth; Women", "Farmers, fishers", "Youth, Women"]))
    ['women', 'youth']
    """
    counts: Counter[str] = Counter()
    for cell in cells:
        counts.update(fold(value) for value in split_values(cell) if len(value) <= MAX_VALUE_CHARS)
    return frozenset(value for value, count in counts.most_common(MAX_VALUES) if "," not in value or count > 1)


def vocabulary_values(cell: str, *, vocabulary: frozenset[str]) -> list[str]:
    """Return the values of a cell; commas part them only where that gives values the column is known to hold.

    Parameters
    ----------
    cell
        Text; values are separated by `|`, `;`, line breaks, or commas.
    vocabulary
        Folded values, as `column_vocabulary` returns them; with none, commas never separate.

    Returns
    -------
    list of str
        Values in their order, each once.

    Notes
    -----
    A part that is known as a whole, or that has no comma, stays. Otherwise the longest known values are taken from
    the left; when something unknown remains anywhere, the part is split at none of its commas.

    Examples
    --------
    >>> vocabulary_values("Youth, Women", vocabulary=frozenset({"youth", "women"}))
    ['Youth', 'Women']
    >>> vocabulary_values("Industry, innovation, Youth", vocabulary=frozenset({"industry, innovation", "youth"}))
    ['Industry, innovation', 'Youth']
    """
    values: list[str] = []
    for part in split_values(cell):
        values += (
            [part] if "," not in part or fold(part) in vocabulary else _split_at_commas(part, vocabulary) or [part]
        )
    return list(dict.fromkeys(values))


def _split_at_commas(part: str, vocabulary: frozenset[str]) -> list[str]:
    pieces = _COMMA.split(part)
    values: list[str] = []
    start = 0
    while start < len(pieces):
        for end in range(len(pieces), start, -1):
            value = ", ".join(pieces[start:end])
            if fold(value) in vocabulary:
                values.append(value)
                start = end
                break
        else:
            return []
    return values
