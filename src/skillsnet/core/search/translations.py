"""Words that mean the same in the other languages, learnt from the parallel texts: `translations.txt`."""

from collections.abc import Mapping
from functools import cache
from importlib import resources

from skillsnet.core.search.terms import Meaning, SearchTerm


def translations(word: str, language: str) -> tuple[Meaning, ...]:
    """Return what a word means in the other languages, the likeliest of each first; empty where it is not known.

    Parameters
    ----------
    word : str
        A word as `content_word` gives it.
    language : str
        Its language code.

    Returns
    -------
    tuple of Meaning

    Notes
    -----
    The file is made by `tools/word_translations.py`. O(1) after the first call, which reads it.

    Examples
    --------
    >>> {meaning.shown for meaning in translations("refugi", "fr") if meaning.language == "en"}
    {'refugees'}
    """
    _, *cells = _lines().get((language, word), "0").split("\t")
    return tuple(meaning for cell in cells for meaning in _parse(cell))


def word_frequency(word: str, language: str) -> int:
    """Return how often a word, as `content_word` gives it, is in the parallel texts; 0 where no meaning is known.

    Examples
    --------
    >>> word_frequency("format", "fr") > word_frequency("format", "en")
    True
    """
    return int(_lines().get((language, word), "0").split("\t", 1)[0])


def fingerprint() -> str:
    """Return what tells the parallel texts that the file was made of from others."""
    return _read()[0].removeprefix("# ")


@cache
def _lines() -> Mapping[tuple[str, str], str]:
    """Return the frequency and meanings of each word as they stand in the file: few of them are ever parsed."""
    rows = (line.split("\t", 2) for line in _read()[1:])
    return {(language, word): cells for language, word, cells in rows}


def _read() -> list[str]:
    return (resources.files(__package__) / "translations.txt").read_text(encoding="utf-8").splitlines()


def _parse(cell: str) -> tuple[Meaning, ...]:
    language, _, meanings = cell.partition(":")
    pairs = (meaning.split("=", 1) for meaning in meanings.split(","))
    return tuple(Meaning(language, (SearchTerm(beginning),), shown) for beginning, shown in pairs)
