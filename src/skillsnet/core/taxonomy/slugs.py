"""Short names and marks for categories that come without them."""

import re
from collections.abc import Container, Sequence
from typing import Final

from anyascii import anyascii

from skillsnet.core.text.slugs import slug_of as latin_slug

MAX_SLUG_CHARS: Final = 80
# Short names that are addresses of something else.
_ADDRESS: Final = re.compile(r"[0-9]+|changes|edition-[0-9]+(?:-changes)?")
_NOT_SLUG_CHARS: Final = re.compile(r"[^a-z0-9]+")


def category_slug(name: str) -> str:
    """Return a short name made of a name: its letters in Latin, small, with hyphens between the words.

    Parameters
    ----------
    name : str
        A name in any script.

    Returns
    -------
    str
        Letters, digits and hyphens, at least one letter; empty where the name has none that can be written so.

    Examples
    --------
    >>> category_slug("Compétences de vie")
    'competences-de-vie'
    """
    slug = latin_slug(name, most=MAX_SLUG_CHARS)
    return f"category-{slug}" if _ADDRESS.fullmatch(slug) else slug


def marks_for(names: Sequence[str]) -> tuple[str, ...]:
    """Return a mark of one to three characters for each name, all different while there are enough.

    Parameters
    ----------
    names : sequence of str
        The categories' names, in order.

    Returns
    -------
    tuple of str
        A name's first letter, then its first and a further one, then numbers.

    Examples
    --------
    >>> marks_for(["Media", "Mobile phones", "Radio"])
    ('M', 'MP', 'R')
    """
    used_marks: set[str] = set()
    marks = []
    for number, name in enumerate(names, start=1):
        mark = mark_for(name, number, used_marks=used_marks)
        used_marks.add(mark)
        marks.append(mark)
    return tuple(marks)


def mark_for(name: str, number: int, *, used_marks: Container[str]) -> str:
    """Return a mark of one to three characters for a name, one that is not used while there are enough.

    Parameters
    ----------
    name : str
        The category's name.
    number : int
        Its number, which is the mark where no letters are left.
    used_marks : container of str
        Marks that others have.

    Returns
    -------
    str
        The name's first letter, or its first and a further one, or a number.

    Examples
    --------
    >>> mark_for("Media", 3, used_marks={"M"})
    'ME'
    """
    free = (text for text in _possible_marks(name, number) if text not in used_marks)
    return next(free, str(number)[-3:])


def _possible_marks(name: str, number: int) -> list[str]:
    words = [word for word in _NOT_SLUG_CHARS.sub(" ", anyascii(name).lower()).upper().split() if word]
    letters = "".join(words)
    initials = "".join(word[0] for word in words)
    first = letters[:1]
    pairs = [initials[:2], *(first + letter for letter in letters[1:])]
    return [text for text in (first, *pairs, initials[:3], str(number)) if text and len(text) <= 3]
