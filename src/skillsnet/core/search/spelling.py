"""Words that somebody may have meant where a word is found nowhere."""

from collections.abc import Mapping
from typing import Final

from rapidfuzz.distance import OSA

# Shorter words have too many others near them.
MIN_LETTERS: Final = 4
# From so many letters on, two may be wrong.
TWO_WRONG_FROM: Final = 7


def near_word(word: str, counts: Mapping[str, int]) -> str | None:
    """Return the known word that a mistyped word was most likely meant to be; None where none is near.

    Parameters
    ----------
    word : str
        A folded word.
    counts : mapping of str to int
        Known folded words, with how often each occurs.

    Returns
    -------
    str or None
        The nearest by letters left out, added, changed or swapped: one, two in a word of seven letters and more. Of
        words that are as near, one with the same first letter, then the more frequent, then the first by letters.

    Notes
    -----
    Optimal string alignment (Damerau 1964). Words that begin with the typed one are not near it: they are found.
    O(words of nearly the length).

    Examples
    --------
    >>> near_word("wleding", {"welding": 3, "wedding": 1}), near_word("abc", {"abd": 1})
    ('welding', None)
    """
    if len(word) < MIN_LETTERS or word.isdigit():
        return None
    most = 2 if len(word) >= TWO_WRONG_FROM else 1
    ranked = []
    for other, count in counts.items():
        if abs(len(other) - len(word)) > most or other.isdigit():
            continue
        distance = OSA.distance(word, other, score_cutoff=most)
        if 0 < distance <= most:
            ranked.append((distance, other[0] != word[0], -count, other))
    return min(ranked)[-1] if ranked else None
