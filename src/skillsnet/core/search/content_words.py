"""Words that say what a text is about, without their endings, so that the forms of a word meet in a search."""

import re
from collections.abc import Sequence
from typing import Final

from skillsnet.core.search.word_forms import search_words
from skillsnet.core.text import WORD, fold, plain_words
from skillsnet.core.text.stems import stem

MIN_LETTERS: Final = 3
ARABIC_MIN_LETTERS: Final = 2
# A beginning that is shorter would find other words.
LEAST_BEGINNING: Final = 4
ARABIC_LEAST_BEGINNING: Final = 3
_ARABIC_ENDINGS: Final = re.compile("(?<=.{3})(?:يات|ات|ون|ين|يه|ان|ه|ي)$")


def content_words(text: str, language: str) -> list[tuple[str, str]]:
    """Return the words that say what a text is about, each without its ending and as it stands.

    Parameters
    ----------
    text : str
        Any text.
    language : str
        Its language code.

    Returns
    -------
    list of (str, str)
        In the order of the text. Plain words, numbers and very short words are left out.

    Notes
    -----
    Snowball stems; in Arabic the search form without the endings of the light stemmer of Larkey, Ballesteros and
    Connell (2002). O(length).

    Examples
    --------
    >>> content_words("The welders repair 3 pumps", "en")
    [('welder', 'welders'), ('repair', 'repair'), ('pump', 'pumps')]
    """
    pairs = ((content_word(word, language), word) for word in WORD.findall(text))
    return [(bare, word) for bare, word in pairs if bare]


def content_word(word: str, language: str) -> str:
    """Return a word without its ending; "" for a plain word, a number and a very short word.

    Examples
    --------
    >>> content_word("Réfugiés", "fr"), content_word("اللاجئين", "ar"), content_word("the", "en")
    ('refugi', 'لاج', '')
    """
    folded = fold(word)
    if folded.isdigit() or folded in plain_words(language):
        return ""
    if language != "ar":
        return stem(word.lower(), language) if len(folded) >= MIN_LETTERS else ""
    forms = search_words(word)
    return _ARABIC_ENDINGS.sub("", forms[0]) if forms and len(forms[0]) >= ARABIC_MIN_LETTERS else ""


def search_beginning(forms: Sequence[str]) -> str:
    """Return the letters that all forms of a word begin with, as a search compares them.

    The shortest form where they share too few letters.

    Examples
    --------
    >>> search_beginning(["réfugiés", "réfugiée"]), search_beginning(["vont", "aller"])
    ('refugie', 'vont')
    """
    folded = [words[0] for form in forms if (words := search_words(form))]
    first, last = min(folded), max(folded)
    different = (index for index, letter in enumerate(first) if last[index : index + 1] != letter)
    shared = first[: next(different, len(first))]
    least = LEAST_BEGINNING if shared.isascii() else ARABIC_LEAST_BEGINNING
    return shared if len(shared) >= least else min(folded, key=lambda form: (len(form), form))
