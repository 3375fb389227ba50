"""The packaged lists of words that tell what in a name counts and what does not."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final

from anyascii import anyascii

from skillsnet.core.geo import countries
from skillsnet.core.text import fold, tokens

# A token of a country's name shorter than this ("of", "UAE") is told by the whole name only.
MIN_PLACE_CHARS: Final = 4


def lines_of(name: str) -> tuple[str, ...]:
    """Return the lines of a list, without comments and empty lines."""
    text = (resources.files(__package__) / "words" / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def list_words(name: str) -> frozenset[str]:
    """Return the folded words of a list in their own script; those with a leading hyphen are left out."""
    return frozenset(fold(word) for line in lines_of(name) for word in line.split() if not word.startswith("-"))


@cache
def marked_list_words(name: str) -> frozenset[str]:
    """Return the words of a list that have a leading hyphen, without it."""
    return frozenset(fold(word[1:]) for line in lines_of(name) for word in line.split() if word.startswith("-"))


@cache
def legal_forms() -> tuple[Mapping[tuple[str, ...], str], Mapping[tuple[str, ...], str]]:
    """Return the legal forms as words, with what names the form: those after a name, those also before it."""
    after: dict[tuple[str, ...], str] = {}
    before: dict[tuple[str, ...], str] = {}
    for line in lines_of("legal_forms"):
        spellings = [spelling.strip() for spelling in line.split(",")]
        form = spellings[0].lstrip("^")
        for spelling in spellings:
            words = tuple(tokens(spelling))
            after[words] = form
            if spelling.startswith("^"):
                before[words] = form
    return after, before


@cache
def spellings() -> Mapping[str, str]:
    """Return the word taken for each of its other spellings."""
    return {variant: line.split()[0] for line in lines_of("spellings") for variant in line.split()[1:]}


@cache
def placeholders() -> frozenset[str]:
    """Return what people write where there is no name: folded words with single spaces."""
    return frozenset(" ".join(tokens(line)) for line in lines_of("placeholders"))


@cache
def alone_forms() -> tuple[tuple[str, ...], ...]:
    """Return what people who work alone write as their organisation: folded words."""
    return tuple(tuple(tokens(line)) for line in lines_of("alone"))


@cache
def place_codes() -> Mapping[tuple[str, ...], str]:
    """Return the country code for each of a country's names, as folded words: all of them, and those that count.

    "Sudán del Sur" is no Sudan, though "sur" is a small word in French.
    """
    small = list_words("small_words")
    names = [(tuple(tokens(name)), code) for code, each in countries().items() for name in (*each.names, *each.aliases)]
    codes: dict[tuple[str, ...], str] = {}
    for words, code in names:
        codes.setdefault(words, code)
    for words, code in names:
        codes.setdefault(tuple(word for word in words if word not in small), code)
    return codes


@cache
def place_words() -> frozenset[str]:
    """Return the single words of countries' names in Latin letters ("norway", "kenya", "guinea")."""
    return frozenset(
        anyascii(word).lower() for words in place_codes() for word in words if len(word) >= MIN_PLACE_CHARS
    )
