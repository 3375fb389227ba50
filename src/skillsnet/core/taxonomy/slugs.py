"""Short names and marks for categories that come without them."""

import re
from collections.abc import Sequence
from typing import Final

from anyascii import anyascii

from skillsnet.core.text.slugs import slug_of as latin_slug

MAX_SLUG_CHARS: Final = 80
# Short names that are addresses of something else.
_ADDRESS: Final = re.compile(r"[0-9]+|changes|edition-[0-9]+(?:-changes)?")
_OTHERS: Final = re.compile(r"[^a-z0-9]+")


def slug_of(name: str) -> str:
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
    >>> slug_of("Compétences de vie")
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
    taken: set[str] = set()
    found = []
    for place, name in enumerate(names, start=1):
        mark = next((one for one in _possible_marks(name, place) if one not in taken), str(place)[-3:])
        taken.add(mark)
        found.append(mark)
    return tuple(found)


def _possible_marks(name: str, place: int) -> list[str]:
    words = [word for word in _OTHERS.sub(" ", anyascii(name).lower()).upper().split() if word]
    letters = "".join(words)
    initials = "".join(word[0] for word in words)
    first = letters[:1]
    pairs = [initials[:2], *(first + letter for letter in letters[1:])]
    return [one for one in (first, *pairs, initials[:3], str(place)) if one and len(one) <= 3]
