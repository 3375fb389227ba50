"""Which of two names of one organisation is the full one, to be proposed when they are made one."""

from typing import Literal

from skillsnet.core.intake.record_linkage.name_variants import NameVariants, variants_of
from skillsnet.core.intake.record_linkage.normalisation import words_in

NameSide = Literal["left", "right", ""]


def fuller_name(left: str, right: str) -> NameSide:
    """Return on which side the full name of an organisation is, where the other is a short form of it.

    Parameters
    ----------
    left, right : str
        Two names of which somebody thinks that they are of one organisation.

    Returns
    -------
    str
        ``"left"`` or ``"right"``; empty where neither is a short form of the other, as in two languages.

    Notes
    -----
    A name spelt out goes before an acronym; one that holds all the words of the other and more before that; one whose
    words the other abbreviates before that; one with its legal form before one without. O(length).

    Examples
    --------
    >>> fuller_name("FAO", "Food and Agriculture Organization"), fuller_name("University of Tolan", "Univ. of Tolan")
    ('right', 'left')
    >>> fuller_name("Ministry of Education", "Ministère de l’Éducation")
    ''
    """
    if _is_short_form(left, right):
        return "" if _is_short_form(right, left) else "right"
    return "left" if _is_short_form(right, left) else ""


def _is_short_form(name: str, other: str) -> bool:
    """Whether a name is an acronym of the other, has part of its words, abbreviates them, or lacks its legal form."""
    short, full = variants_of(name), variants_of(other)
    if bool(short.short) != bool(full.short):
        return bool(short.short)
    return _has_fewer_words(short, full) or _abbreviates(words_in(name), words_in(other))


def _has_fewer_words(short: NameVariants, full: NameVariants) -> bool:
    words, all_words = set(short.full_content), set(full.full_content)
    if not words or not words <= all_words:
        return False
    return words < all_words or short.forms < full.forms


def _abbreviates(words: tuple[str, ...], other: tuple[str, ...]) -> bool:
    pairs = list(zip(words, other, strict=False))
    is_shorter = sum(map(len, words)) < sum(map(len, other))
    return len(words) == len(other) and is_shorter and all(full.startswith(word) for word, full in pairs)
