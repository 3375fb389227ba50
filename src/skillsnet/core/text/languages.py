"""Recognising the language of a text by its letters and its commonest words."""

from collections import Counter
from collections.abc import Collection, Sequence
from functools import cache
from importlib import resources
from typing import Final

from skillsnet.core.text.folding import tokens

LANGUAGES: Final = ("en", "fr", "es", "pt", "ar")
MIN_WORDS: Final = 4
# Running text in these languages has 25 to 50 % of its words on their lists; below this share it is another language,
# or a list of names.
MIN_SHARE: Final = 0.12
MIN_LEAD: Final = 1.25
# Letters that one of these languages has and the others lack count for some more.
_OWN_LETTERS: Final = {"fr": frozenset("œèùûîëï"), "es": frozenset("ñ¿¡"), "pt": frozenset("ãõ")}
_LETTER_LEAD: Final = 1.4
# Enough words to tell; longer texts would cost more and say the same.
WORDS_READ: Final = 400
# Arabic script is shared by Persian and Urdu; these letters are theirs alone.
_ARABIC_LETTERS: Final = frozenset("ابتثجحخدذرزسشصضطظعغفقكلمنهويء")
_NOT_ARABIC: Final = frozenset("پچژگٹڈڑےں")
_MIN_FOREIGN: Final = 0.02


@cache
def stop_words(language: str) -> frozenset[str]:
    """Return the folded commonest words of a language.

    Parameters
    ----------
    language : str
        Language code.

    Returns
    -------
    frozenset of str
        Folded words; empty for a language without a list.

    Examples
    --------
    >>> "avec" in stop_words("fr"), len(stop_words("sw"))
    (True, 0)
    """
    if language not in LANGUAGES:
        return frozenset()
    text = (resources.files(__package__) / "stop_words" / f"{language}.txt").read_text(encoding="utf-8")
    return frozenset(tokens(text))


@cache
def plain_words(language: str) -> frozenset[str]:
    """Return the words of a language that say nothing about a text's subject.

    Parameters
    ----------
    language : str
        Language code.

    Returns
    -------
    frozenset of str
        The stop words, with numerals, words of time and the commonest verbs where there is a list of them.

    Examples
    --------
    >>> plain_words("en") - stop_words("en") >= {"twice", "seven", "march"}
    True
    """
    file = resources.files(__package__) / "plain_words" / f"{language}.txt"
    if language not in LANGUAGES or not file.is_file():
        return stop_words(language)
    return stop_words(language) | frozenset(tokens(file.read_text(encoding="utf-8")))


def guess_language(text: str, *, among: Collection[str] = LANGUAGES) -> str | None:
    """Return the language of a text, or None when the text does not show it.

    Parameters
    ----------
    text : str
        Any text.
    among : collection of str
        The language codes that may be answered.

    Returns
    -------
    str or None
        A code of `among`; None for a text under four words, in another language, or between two languages.

    Notes
    -----
    Arabic by its script, without the letters of Persian and Urdu; the others by the share of their commonest words,
    after Grefenstette, "Comparing two language identification schemes" (1995). O(length).

    Examples
    --------
    >>> guess_language("Le centre forme des jeunes dans les ateliers du quartier")
    'fr'
    """
    words = tokens(text[: 40 * WORDS_READ])[:WORDS_READ]
    if len(words) < MIN_WORDS:
        return None
    if _is_arabic_script(words):
        return "ar" if "ar" in among and _is_arabic(words) else None
    word_counts = Counter(words)
    letters = set(text[: 40 * WORDS_READ].casefold())
    # All are weighed, wanted or not: else Spanish would pass for French where only French is asked for.
    shares = sorted(
        ((_share(word_counts, language, letters=letters), language) for language in LANGUAGES),
        key=lambda item: -item[0],
    )
    (best, language), (second, _) = shares[:2]
    return language if language in among and best >= MIN_SHARE and best >= MIN_LEAD * second else None


def _is_arabic_script(words: Sequence[str]) -> bool:
    return sum(1 for word in words if not _ARABIC_LETTERS.isdisjoint(word)) * 2 > len(words)


def _is_arabic(words: Sequence[str]) -> bool:
    letters = Counter("".join(words))
    foreign = sum(letters[letter] for letter in _NOT_ARABIC)
    return foreign < _MIN_FOREIGN * sum(letters.values())


def _share(word_counts: Counter[str], language: str, *, letters: set[str]) -> float:
    common = stop_words(language)
    share = sum(count for word, count in word_counts.items() if word in common) / word_counts.total()
    return share if letters.isdisjoint(_OWN_LETTERS.get(language, ())) else share * _LETTER_LEAD
