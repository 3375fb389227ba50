"""Looking a name up among many spellings; near misses are proposed and never taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from rapidfuzz import fuzz, process

from skillsnet.core.text import tokens

NEAR_PERCENT: Final = 80
PROPOSED: Final = 3
# Longer texts are no names, and comparing them with all names would cost.
MAX_NAME_CHARS: Final = 120


@dataclass(frozen=True)
class NameMatch:
    """What a name was found to mean.

    Attributes
    ----------
    code : str
        The code; for kind ``region`` the region's slug where it lies in one; otherwise an empty string.
    kind : str
        ``value`` for the name of one country or language, ``region`` for a name of several countries, ``unknown``.
    how : str
        For a value: ``exact`` (a name or code in force), ``alias`` (a historic, informal or cut form) or ``long``
        (a name within words for a kind of state). Empty otherwise.
    suggestions : tuple of str
        Codes to propose, best first: near names of an unknown one, or the members of a list of countries.
    subregion : str
        For a region: the slug of the ILO subregion, where it lies in one.
    """

    code: str
    kind: Literal["value", "region", "unknown"]
    suggestions: tuple[str, ...] = ()
    how: Literal["exact", "alias", "long", ""] = ""
    subregion: str = ""


UNKNOWN: Final = NameMatch(code="", kind="unknown")


def folded_name(name: str) -> str:
    """Return a name's folded words with single spaces, without a leading English article.

    Parameters
    ----------
    name : str
        Any text.

    Returns
    -------
    str
        Words for looking up; empty when the text holds none.

    Examples
    --------
    >>> folded_name("The Côte-d’Ivoire")
    'cote d ivoire'
    """
    words = tokens(name)
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def near_codes(name: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return the codes of up to three names that are nearly the given one, best first.

    Parameters
    ----------
    name : str
        A plain name.
    names : mapping of str to str
        Code for each known plain name.

    Returns
    -------
    tuple of str
        Codes, each once; empty when nothing is near.

    Notes
    -----
    Normalised edit similarity (Levenshtein ratio) of at least 80 of 100, ties in the order of the names.
    O(number of names).
    """
    if not name or len(name) > MAX_NAME_CHARS:
        return ()
    matches: Sequence[tuple[str, float, int]] = process.extract(
        name, list(names), scorer=fuzz.ratio, score_cutoff=NEAR_PERCENT, limit=PROPOSED * 2
    )
    return tuple(dict.fromkeys(names[near] for near, _, _ in matches))[:PROPOSED]
