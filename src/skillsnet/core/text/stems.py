"""The stems of words: what the forms of a word have in common, the same wherever words are counted."""

import threading
from functools import lru_cache
from typing import Final, Protocol

import snowballstemmer

from skillsnet.core.text.folding import WORD, fold
from skillsnet.core.text.languages import guess_language, plain_words

# Shorter words say little about a subject.
MIN_WORD_LETTERS: Final = 4
# Related languages write the beginnings of many stems alike, and their ends otherwise.
BEGINNING_LETTERS: Final = 7
_STEMMERS: Final = {"en": "english", "fr": "french", "es": "spanish", "pt": "portuguese", "ar": "arabic"}


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802  (as snowballstemmer calls it)


class _ThreadStemmers(threading.local):
    """A thread's stemmers by language: one holds the word it is at, so that no two threads may share it."""

    def __init__(self) -> None:
        self._stemmers: dict[str, _Stemmer] = {}

    def of(self, language: str) -> _Stemmer:
        """Return this thread's stemmer of a language."""
        if language not in self._stemmers:
            self._stemmers[language] = snowballstemmer.stemmer(_STEMMERS[language])
        return self._stemmers[language]


_THREAD_STEMMERS: Final = _ThreadStemmers()


@lru_cache(maxsize=262_144)
def stem(word: str, language: str) -> str:
    """Return the stem of a word.

    Parameters
    ----------
    word : str
        One word in lower case, with its accents.
    language : str
        Language code; words of languages without a stemmer stay whole.

    Returns
    -------
    str
        Folded stem.

    Notes
    -----
    Snowball (Porter 2001), then folded. O(length), once for each word and language.

    Examples
    --------
    >>> stem("apprentices", "en"), stem("répare", "fr"), stem("kurse", "de")
    ('apprentic', 'repar', 'kurse')
    """
    return fold(_THREAD_STEMMERS.of(language).stemWord(word)) if language in _STEMMERS else fold(word)


def subject_words(text: str, language: str | None) -> list[tuple[str, str]]:
    """Return the words that say what a text is about, each with the beginning of its stem.

    Parameters
    ----------
    text : str
        Any text.
    language : str or None
        Its language code; None is guessed from the text.

    Returns
    -------
    list of (str, str)
        In the order of the text: the first seven letters of the word's stem, and the word as it stands.

    Notes
    -----
    Left out are plain words, numbers and words under four letters. The beginning is taken so that related languages
    meet. O(length).

    Examples
    --------
    >>> subject_words("The apprentices repair pumps", "en"), subject_words("Réparer une pompe", "fr")
    ([('apprent', 'apprentices'), ('repair', 'repair'), ('pump', 'pumps')], [('repar', 'Réparer'), ('pomp', 'pompe')])
    """
    text_language = language or guess_language(text) or "en"
    plain = plain_words(text_language)
    return [
        (stem(word.lower(), text_language)[:BEGINNING_LETTERS], word)
        for word in WORD.findall(text)
        if len(folded := fold(word)) >= MIN_WORD_LETTERS and folded not in plain and not folded.isdigit()
    ]
