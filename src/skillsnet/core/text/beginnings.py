"""What a word counts for where texts are compared: the beginning of its stem, which related languages share."""

import re
from typing import Final

from skillsnet.core.text.folding import fold, without_article
from skillsnet.core.text.languages import plain_words
from skillsnet.core.text.stems import BEGINNING_LETTERS, MIN_WORD_LETTERS, stem

# Written Arabic leaves its short vowels out: its words are shorter.
ARABIC_MIN_LETTERS: Final = 3
# Scripts that part no words: their pairs of letters stand for words.
_UNSEGMENTED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def is_unsegmented(word: str) -> bool:
    """Return whether a run of letters is of a script that parts no words."""
    return bool(_UNSEGMENTED.search(word))


def terms_of_word(word: str, language: str) -> tuple[str, ...]:
    """Return the terms a word counts for.

    Parameters
    ----------
    word : str
        A word as it stands in a text.
    language : str
        Language code; words of languages without a stemmer stay whole.

    Returns
    -------
    tuple of str
        The first seven letters of its stem, in Arabic of the word without its article and particles; none for plain
        words, numbers and short words. A run of letters in a script that parts no words counts for its pairs of
        letters.

    Examples
    --------
    >>> terms_of_word("Apprentices", "en"), terms_of_word("the", "en"), terms_of_word("職業訓練", "zh")
    (('apprent',), (), ('職業', '業訓', '訓練'))
    """
    folded = fold(word)
    if is_unsegmented(folded):
        return tuple(folded[start : start + 2] for start in range(len(folded) - 1))
    least = ARABIC_MIN_LETTERS if language == "ar" else MIN_WORD_LETTERS
    if len(folded) < least or folded.isdigit() or folded in plain_words(language):
        return ()
    # The particles before an Arabic word are most of what a stemmer takes away, and letters do the rest in no time.
    beginning = without_article(folded) if language == "ar" else stem(word.lower(), language)
    return (beginning[:BEGINNING_LETTERS],)
