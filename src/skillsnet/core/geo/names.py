"""Looking a name up among many spellings; near misses are proposed and never taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

NEAR = 80
PROPOSED = 3


@dataclass(frozen=True)
class Match:
    """What a name was found to mean.

    Attributes
    ----------
    code : str
        The code, or an empty string when the name is not known.
    kind : str
        ``value`` for a known name, ``region`` for a name of several countries, ``unknown`` otherwise.
    suggestions : tuple of str
        Codes of near names, best first, for an unknown name.
    """

    code: str
    kind: Literal["value", "region", "unknown"]
    suggestions: tuple[str, ...] = ()


UNKNOWN = Match(code="", kind="unknown")


def near_codes(folded: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return the codes of up to three names that are nearly the folded one, best first.

    Notes
    -----
    Normalised edit similarity (Levenshtein ratio) of at least 80 of 100. O(number of names).
    """
    found: Sequence[tuple[str, float, int]] = process.extract(
        folded, list(names), scorer=fuzz.ratio, score_cutoff=NEAR, limit=PROPOSED * 2
    )
    return tuple(dict.fromkeys(names[name] for name, _, _ in found))[:PROPOSED]
