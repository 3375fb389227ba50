"""Recognising the language of a text by its commonest words."""

from collections.abc import Collection
from functools import cache
from importlib import resources

from skillsnet.core.text.folding import tokens

LANGUAGES = ("en", "fr", "es", "pt", "ar")
MIN_WORDS = 4
MIN_SHARE = 0.12
MIN_LEAD = 1.25


@cache
def stop_words(language: str) -> frozenset[str]:
    """Return the folded commonest words of a language; empty for a language without a list."""
    if language not in LANGUAGES:
        return frozenset()
    text = (resources.files(__package__) / "stop_words" / f"{language}.txt").read_text(encoding="utf-8")
    return frozenset(tokens(text))


def guess_language(text: str, *, among: Collection[str] = LANGUAGES) -> str | None:
    """Return the language most of whose commonest words stand in the text, or None when none stands out.

    Notes
    -----
    The share of stop words, after Grefenstette, "Comparing two language identification schemes" (1995). Texts
    under four words, and texts in which two languages are nearly equal, have no answer.

    Examples
    --------
    >>> guess_language("Le centre forme les jeunes dans un atelier de la ville")
    'fr'
    """
    words = tokens(text)
    if len(words) < MIN_WORDS:
        return None
    shares = sorted(((_share(words, language), language) for language in among), reverse=True)
    best, language = shares[0]
    rest = shares[1][0] if len(shares) > 1 else 0.0
    if best < MIN_SHARE or best < MIN_LEAD * rest:
        return None
    return language


def _share(words: list[str], language: str) -> float:
    common = stop_words(language)
    return sum(word in common for word in words) / len(words)
