"""Telling words: phrases that speak for a category, one list per language."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from skillsnet.core.text import tokens, without_article

LANGUAGES = ("en", "fr", "es", "ar")
STRONG = 2.0
PLAIN = 1.0
WEAK = 0.4
PHRASE_BONUS = 1.4


@dataclass(frozen=True)
class Cue:
    """A phrase of folded words, some of them beginnings only, and the category it speaks for.

    Attributes
    ----------
    words : tuple of (str, bool)
        Each word with whether it is a beginning that any ending may follow.
    weight : float
        How much one occurrence says; phrases of several words say more.
    """

    slug: str
    words: tuple[tuple[str, bool], ...]
    weight: float
    shown: str


@cache
def cues(language: str) -> tuple[Cue, ...]:
    """Return the telling words of a language.

    Parameters
    ----------
    language : str
        Language code.

    Returns
    -------
    tuple of Cue
        In the order of the list; empty for a language without one.

    Examples
    --------
    >>> len(cues("en")) > 500, cues("sw")
    (True, ())
    """
    if language not in LANGUAGES:
        return ()
    text = (resources.files(__package__) / "cues" / f"{language}.txt").read_text(encoding="utf-8")
    return tuple(_read(text))


def _read(text: str) -> Iterator[Cue]:
    for line in text.splitlines():
        slug, colon, phrases = line.partition(":")
        if not colon or line.startswith("#"):
            continue
        for phrase in phrases.split(","):
            if cue := _cue(slug.strip(), phrase.strip()):
                yield cue


def _cue(slug: str, phrase: str) -> Cue | None:
    level = {"!": STRONG, "~": WEAK}.get(phrase[:1], PLAIN)
    bare = phrase.lstrip("!~")
    words = tuple(
        (without_article(folded), part.endswith("*")) for part in bare.split() for folded in tokens(part.rstrip("*"))
    )
    if not words:
        return None
    weight = level * (PHRASE_BONUS if len(words) > 1 else 1.0)
    return Cue(slug=slug, words=words, weight=weight, shown=bare.rstrip("*"))
