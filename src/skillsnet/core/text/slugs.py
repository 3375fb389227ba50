"""Short names for addresses, made of names in any script."""

import re
from collections.abc import Container
from itertools import count
from typing import Final

from anyascii import anyascii

_NOT_IN_SLUGS: Final = re.compile(r"[^a-z0-9]+")


def slug_of(name: str, *, most: int = 80) -> str:
    """Return a short name made of a name: its letters in Latin, small, with hyphens between the words.

    Parameters
    ----------
    name : str
        A name in any script.
    most : int
        How many characters it may have.

    Returns
    -------
    str
        Letters a to z, digits and hyphens; empty where the name has nothing that can be written so.

    Examples
    --------
    >>> slug_of("Compétences de vie"), slug_of("العمل"), slug_of("Навыки")
    ('competences-de-vie', 'l-ml', 'navyki')
    """
    return _NOT_IN_SLUGS.sub("-", anyascii(name).lower()).strip("-")[:most].strip("-")


def free_slug(preferred: str, *, taken: Container[str], most: int = 80) -> str:
    """Return the short name, or the first with a number behind it that is not taken.

    Parameters
    ----------
    preferred : str
        Not empty.
    taken : container of str
        What it may not be.
    most : int
        How many characters it may have, at least 20.

    Returns
    -------
    str
        At most so many characters.

    Examples
    --------
    >>> free_slug("skills", taken={"skills", "skills-2"})
    'skills-3'
    """
    if preferred not in taken:
        return preferred
    numbered = (f"{preferred[: most - 1 - len(str(number))].rstrip('-')}-{number}" for number in count(2))
    return next(slug for slug in numbered if slug not in taken)
