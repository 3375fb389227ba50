"""A name's words: dotted letters joined, legal forms and articles set aside, other scripts in Latin letters."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from anyascii import anyascii

from skillsnet.core.intake.record_linkage.word_lists import legal_forms, list_words, spellings
from skillsnet.core.text import WORD, fold, tokens, without_article

LONGEST_FORM_WORDS: Final = 5
# Legal forms written without spaces begin here: Japanese kana and everything of Chinese and Korean after them.
FIRST_UNSPACED: Final = "\u3040"
# Past Greek, Cyrillic and Armenian a letter more or less is another word.
LAST_MISSPELT: Final = "\u058f"
MIN_PLURAL_CHARS: Final = 5
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}[^\W\d_]?(?!\w)|\b[^\W\d_](?:\.[^\W\d_])+\b")
_NATIONS = re.compile(r"\bUN\b")
_APOSTROPHES: Final = frozenset("'’‘`´ʼ")
# "Children's", "Int'l", "Gov't": one word. The French article before an apostrophe is parted as a word.
_CUT_SHORT = re.compile(r"(?<=\w{3})['’‘`´ʼ](?=(?:s|l|t|n)\b)")
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_PLURAL = re.compile(r"(?<=[^aiousy])s$")
_UMLAUT = re.compile(r"([aou])e(?=[bcdfghjklmnpqrstvwxz])")
_CONJUNCTIONS: Final = frozenset(("and", "et", "y", "e", "und", "en", "och", "og", "i", "и", "و"))


@lru_cache(maxsize=65_536)
def words_in(text: str) -> tuple[str, ...]:
    """Return the folded words of a name in their own script; "S.A." is one word, "&" reads "and", "UN" its words."""
    if "." in text:
        text = _DOTTED.sub(lambda match: match[0].replace(".", ""), text)
    if "UN" in text and not text.isupper():
        text = _NATIONS.sub("United Nations", text)
    if not _APOSTROPHES.isdisjoint(text):
        text = _CUT_SHORT.sub("", text)
    words = tokens(text.replace("&", " and ") if "&" in text else text)
    return tuple(word.replace("ё", "е") for word in words) if not text.isascii() else tuple(words)


def latin(word: str) -> str:
    """Return a folded word in lower-case Latin letters and digits; empty when nothing of it has any."""
    return word if word.isascii() else _NOT_PLAIN.sub("", anyascii(word).lower())


def without_legal_forms(words: tuple[str, ...]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the words without legal forms at either end, and the forms; a name that is only a form stays."""
    after, before = legal_forms()
    forms: set[str] = set()
    while True:
        shorter, form = _cut_end(words, after)
        if not form:
            shorter, form = _cut_start(words, before)
        if not form:
            shorter, form = _cut_unspaced(words, after)
        if not form:
            return words, frozenset(forms)
        words = shorter
        forms.add(form)


def _cut_end(words: tuple[str, ...], after: Mapping[tuple[str, ...], str]) -> tuple[tuple[str, ...], str]:
    for size in range(min(LONGEST_FORM_WORDS, len(words) - 1), 0, -1):
        # After "for" or "of" comes a name: "Code for SA" has no legal form.
        if words[-size:] in after and words[-size - 1] not in list_words("small_words"):
            return words[:-size], after[words[-size:]]
    return words, ""


def _cut_start(words: tuple[str, ...], before: Mapping[tuple[str, ...], str]) -> tuple[tuple[str, ...], str]:
    for size in range(min(LONGEST_FORM_WORDS, len(words) - 1), 0, -1):
        if words[:size] in before and words[size] not in list_words("small_words"):
            return words[size:], before[words[:size]]
    return words, ""


def _cut_unspaced(words: tuple[str, ...], after: Mapping[tuple[str, ...], str]) -> tuple[tuple[str, ...], str]:
    if not words or max(words[0] + words[-1]) < FIRST_UNSPACED:
        return words, ""
    for spelling, form in after.items():
        if len(spelling) != 1 or spelling[0][0] < FIRST_UNSPACED:
            continue
        if words[-1].endswith(spelling[0]) and words[-1] != spelling[0]:
            return (*words[:-1], words[-1][: -len(spelling[0])]), form
        if words[0].startswith(spelling[0]) and words[0] != spelling[0]:
            return (words[0][len(spelling[0]) :], *words[1:]), form
    return words, ""


def without_lead(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words without an article at their head."""
    return words[1:] if len(words) > 1 and words[0] in list_words("articles") else words


def without_fillers(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words without articles and "and" between two of them, in several languages."""
    last = len(words) - 1
    fillers = _CONJUNCTIONS | list_words("articles")
    return tuple(word for position, word in enumerate(words) if word not in fillers or position in (0, last))


def content_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return what tells in a name: Latin, usual spelling, singular, no small words; all words when none else is."""
    small = list_words("small_words")
    last = len(words) - 1
    # At the end stands no preposition: there "A" is a letter.
    content = [usual(word) for position, word in enumerate(words) if word not in small or position == last > 0]
    return tuple(word for word in content if word) or tuple(usual(word) or word for word in words)


@lru_cache(maxsize=65_536)
def usual(word: str) -> str:
    """Return a folded word in its usual spelling, in Latin letters, without plural "s" and written-out umlauts."""
    plain = word if word.isascii() else latin(without_article(word))
    plain = spellings().get(plain, plain)
    if plain.endswith("gov") and len(plain) > len("gov"):
        plain += "ernment"
    if len(plain) >= MIN_PLURAL_CHARS:
        plain = _UMLAUT.sub(r"\1", _PLURAL.sub("", plain))
    return spellings().get(plain, plain)


def is_misspelt_script(word: str) -> bool:
    """Return whether a slip of one letter in the folded word can be told from another word: alphabets with vowels."""
    return word.isascii() or max(word) <= LAST_MISSPELT


def core_name(name: str) -> str:
    """Return what stays of an organisation's name when spelling is set aside.

    Parameters
    ----------
    name : str
        The name as it was written, in any script.

    Returns
    -------
    str
        Lower-case Latin words with single spaces, without punctuation, legal forms and a leading article. Never empty
        for a name with letters or digits: a name that is only a legal form keeps it.

    Notes
    -----
    `skillsnet.core.text.fold`, then the forms of `legal_forms.txt` at both ends, then anyascii's transliteration
    (letter by letter, so Chinese is read in Mandarin without tones and Arabic by its consonants). What stands in
    brackets counts as words of the name. O(length).

    Examples
    --------
    >>> core_name("The SantéSuite, Inc."), core_name("ООО «Газпром»"), core_name("S.A.")
    ('santesuite', 'gazprom', 'sa')
    """
    words = without_lead(without_legal_forms(words_in(name))[0])
    plain = " ".join(word for word in map(latin, words) if word)
    return plain or " ".join(words) or "".join(WORD.findall(fold(name))) or " ".join(fold(name).split())
