"""Whether two projects may be one, sent again under a corrected title or by an organisation of another spelling."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Levenshtein

from skillsnet.core.intake.organisation_likeness import Reason
from skillsnet.core.text import tokens

# Words that tell the parts of a series from each other; they must be the same.
_ORDINALS: Final = frozenset(
    {
        *("one", "two", "three", "four", "five", "six", "first", "second", "third", "fourth"),
        *("un", "deux", "trois", "premier", "premiere", "seconde", "deuxieme", "troisieme"),
        *("uno", "dos", "tres", "primera", "primero", "segunda", "segundo", "tercera", "tercero"),
    }
)
_NUMERAL: Final = re.compile(r"(?:[ivx]+|.*\d.*|[a-z])")
# A word as long as this may have one letter wrong, a longer one two: shorter ones are other words (men, women).
MIN_MISSPELT_CHARS: Final = 4
LONG_WORD_CHARS: Final = 8
MIN_TITLE_WORDS: Final = 2
# Of a text that goes on under a longer title, so much of the shorter one stands in the longer.
MIN_CONTAINED: Final = 0.8
MIN_CONTAINED_WORDS: Final = 4
# Texts that are nearly one, whoever sent them.
MIN_SHARED: Final = 0.8
MIN_SHARED_WORDS: Final = 12
COMPARED_WORDS: Final = 300


@dataclass(frozen=True, slots=True)
class ProjectTraits:
    """What two projects are compared by.

    Attributes
    ----------
    title, summary
        As they are written.
    owner
        What makes their organisation one; empty without one.
    contact
        What makes their contact person one by a mail address; empty without an address.
    country
        ISO 3166-1 alpha-2 code; empty when not stated.
    """

    title: str
    summary: str = ""
    owner: str = ""
    contact: str = ""
    country: str = ""


@dataclass(frozen=True)
class ProjectLikeness:
    """How likely it is that two projects are one, from 0 to 1, and why."""

    score: float
    reasons: tuple[Reason, ...]


def project_likeness(left: ProjectTraits, right: ProjectTraits) -> ProjectLikeness | None:
    """Return why two projects may be one, or None.

    Parameters
    ----------
    left, right
        Two projects of a call.

    Returns
    -------
    ProjectLikeness or None
        Never sure: a person decides. None for projects of a series, whose titles differ in a number.

    Notes
    -----
    Two of these must speak for it: the title (the same words, a misspelt one, or one title that goes on after the
    other), who sent it (organisation or address), and the text. Neither a title nor an organisation alone does.

    Examples
    --------
    >>> first = ProjectTraits("Port schol", owner="bo trust")
    >>> project_likeness(first, ProjectTraits("Port school", owner="bo trust")).reasons[0].code
    'near_title'
    >>> project_likeness(ProjectTraits("School, phase 1", owner="bo"), ProjectTraits("School, phase 2", owner="bo"))
    """
    first, second = tokens(left.title), tokens(right.title)
    if not first or not second or _numerals(first) != _numerals(second):
        return None
    is_owner = bool(left.owner) and left.owner == right.owner
    is_contact = bool(left.contact) and left.contact == right.contact
    contained, shared = _text_shares(left.summary, right.summary)
    by_whom = [
        *([Reason("same_organisation")] if is_owner else []),
        *([Reason("same_address")] if is_contact else []),
    ]
    text = [Reason("same_text")] if contained or shared else []
    if first == second:
        is_telling = len(first) >= MIN_TITLE_WORDS
        is_one = is_owner or is_contact or (is_telling and shared and left.country == right.country)
        return _likeness(0.9, [Reason("same_title"), *by_whom, *text]) if is_one else None
    if _is_misspelt(first, second):
        is_one = is_owner or is_contact or shared
        return _likeness(0.8, [Reason("near_title"), *by_whom, *text]) if is_one else None
    if _goes_on(first, second):
        is_same_text = contained or (is_contact and not (left.summary and right.summary))
        is_one = (is_owner or is_contact) and is_same_text
        return _likeness(0.7, [Reason("longer_title"), *by_whom, *text]) if is_one else None
    if shared and (is_owner or is_contact):
        return _likeness(0.6, [*text, *by_whom])
    return None


def _likeness(score: float, reasons: list[Reason]) -> ProjectLikeness:
    """Return a likeness that is the greater the more speaks for it."""
    return ProjectLikeness(round(score + 0.02 * len(reasons), 3), tuple(reasons))


def _numerals(words: Iterable[str]) -> list[str]:
    return sorted(word for word in words if word in _ORDINALS or _NUMERAL.fullmatch(word))


def _is_misspelt(first: list[str], second: list[str]) -> bool:
    """Return whether titles are the same but for the order or the spelling of words, or for blanks."""
    if sorted(first) == sorted(second) or "".join(first) == "".join(second):
        return True
    if len(first) != len(second):
        return False
    pairs = [(left, right) for left, right in zip(first, second, strict=True) if left != right]
    return len(pairs) <= max(1, len(first) // 3) and all(_is_slip(left, right) for left, right in pairs)


def _is_slip(left: str, right: str) -> bool:
    shorter = min(len(left), len(right))
    if shorter < MIN_MISSPELT_CHARS:
        return False
    return Levenshtein.distance(left, right) <= (2 if shorter >= LONG_WORD_CHARS else 1)


def _goes_on(first: list[str], second: list[str]) -> bool:
    """Return whether the longer title begins with the shorter one."""
    shorter, longer = sorted((first, second), key=len)
    return len(shorter) >= MIN_TITLE_WORDS and longer[: len(shorter)] == shorter


def _text_shares(left: str, right: str) -> tuple[bool, bool]:
    """Return whether most of the shorter text stands in the longer one, and whether both are nearly one."""
    first, second = (set(tokens(text)[:COMPARED_WORDS]) for text in (left, right))
    common, fewer = len(first & second), min(len(first), len(second))
    if not common:
        return False, False
    contained = fewer >= MIN_CONTAINED_WORDS and common / fewer >= MIN_CONTAINED
    shared = fewer >= MIN_SHARED_WORDS and common / len(first | second) >= MIN_SHARED
    return contained, shared
