"""The subjects of the glossary that texts name, in whichever language each is written."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from math import log, log1p
from typing import Final

from skillsnet.core.search.content_words import content_word
from skillsnet.core.search.glossary import LONGEST, GlossaryTerm, subjects
from skillsnet.core.search.word_forms import search_words
from skillsnet.core.text import WORD, fold, guess_language
from skillsnet.core.text.parallel_texts import PARALLEL_LANGUAGES, parallel_texts

# Of a longer text the beginning says what it is about, as far as a reason needs it.
WORDS_READ: Final = 600
SHARED_SHOWN: Final = 3
# A term with the words in it that say nothing is no longer than this.
WINDOW: Final = 2 * LONGEST
# By so many letters a form of a word differs from another in its length, and in its beginning.
FORM_LETTERS: Final = 2
ARABIC: Final = re.compile("[\u0600-\u06ff]")


@dataclass(frozen=True)
class _Word:
    """A word of a text or a term: what its forms have in common, how it is spelled, and whether it says nothing."""

    bare: str
    spelling: str
    is_plain: bool
    is_capitals: bool


@dataclass(frozen=True)
class _NamedTerm:
    """A term of a language as texts are searched for it: the words that make it, how it is spelled, its subject."""

    key: tuple[str, ...]
    spelling: str
    subject: int
    is_ambiguous: bool


def subjects_in(text: str, language: str | None) -> Mapping[int, int]:
    """Return how often a text names each subject of the glossary.

    Parameters
    ----------
    text : str
        Any text; its first 600 words are read.
    language : str or None
        Its language code, guessed where it is not given; a text in a language without a glossary names none.

    Returns
    -------
    mapping of int to int
        By number of the subject in `subjects()`, in ascending order.

    Notes
    -----
    The longest term that begins at a word is taken, so that "vocational training" is no training in general. Of terms
    whose words have the same stems the one that is spelled most like the text counts ("employer", "employment"). A
    term that means something else besides tells nothing, and abbreviations are in capitals. O(words).

    Examples
    --------
    >>> [subjects()[number].name("fr") for number in subjects_in("Employers train refugees as welders", "en")]
    ['employeurs', 'réfugiés', 'soudage']
    """
    code = (language or guess_language(text) or "").split("-")[0].lower()
    if code not in PARALLEL_LANGUAGES:
        return {}
    words = _words(text, code)
    counts: Counter[int] = Counter()
    start = 0
    while start < len(words):
        length, number = _longest_term(words[start : start + WINDOW], code)
        if number is not None:
            counts[number] += 1
        start += length
    return dict(sorted(counts.items()))


def shared_subjects(first: Mapping[int, int], second: Mapping[int, int], *, most: int = SHARED_SHOWN) -> list[int]:
    """Return the subjects that two texts name, those that say most first.

    Parameters
    ----------
    first, second : mapping of int to int
        From `subjects_in`, of each text.
    most : int
        How many at most.

    Returns
    -------
    list of int
        No subject whose name is a part of another one's. A subject says the more the more often both texts name it
        and the fewer parallel texts do (damped term frequency times inverse text frequency, Salton and Buckley 1988);
        ties by number.
    """
    weights = {
        number: log1p(first[number]) * log1p(second[number]) * subject_rarity()[number]
        for number in first.keys() & second.keys()
    }
    chosen: list[int] = []
    for number in sorted(weights, key=lambda number: (-weights[number], number)):
        if len(chosen) < most and not any(says_no_more(number, other) for other in chosen):
            chosen.append(number)
    return chosen


def says_no_more(number: int, other: int) -> bool:
    """Return whether a subject's name is a part of another one's, as training is of vocational training."""
    words, other_words = (set(search_words(subjects()[each].name("en"))) for each in (number, other))
    return words <= other_words or other_words <= words


@cache
def subject_rarity() -> tuple[float, ...]:
    """Return how rare each subject is among the parallel texts in English: 1 + ln((1 + n) / (1 + in how many))."""
    counts: Counter[int] = Counter()
    texts = parallel_texts()
    for text in texts:
        counts.update(subjects_in(text.text("en"), "en").keys())
    return tuple(1 + log((1 + len(texts)) / (1 + counts[number])) for number in range(len(subjects())))


def _longest_term(words: Sequence[_Word], language: str) -> tuple[int, int | None]:
    """Return of how many words the longest term is that a text goes on with, and the subject that it tells."""
    if words[0].is_capitals and (number := _abbreviations(language).get(words[0].spelling)) is not None:
        return 1, number
    lengths = {term: _length(words, term) for term in _terms_by_first_word(language).get(words[0].bare, ())}
    longest = max(lengths.values(), default=0)
    if not longest:
        return 1, None
    spelling = " ".join(word.spelling for word in words[:longest] if not word.is_plain)
    fitting = [term for term, length in lengths.items() if length == longest]
    nearest = max(fitting, key=lambda term: (_likeness(term.spelling, spelling), -term.subject))
    return longest, None if nearest.is_ambiguous else nearest.subject


def _length(words: Sequence[_Word], term: _NamedTerm) -> int:
    """Return how many words of a text a term takes at its beginning, those between that say nothing included; or 0."""
    rest = list(term.key)
    for at, word in enumerate(words):
        if word.bare == rest[0]:
            rest.pop(0)
            if not rest:
                return at + 1 if len(term.key) > 1 or _is_form(word.spelling, term.spelling) else 0
        elif not word.is_plain or at == 0:
            break
    return 0


def _is_form(spelling: str, term: str) -> bool:
    """Return whether a word may be a form of another one with the same stem: "programmes" is none of "programming".

    Words in Arabic have few letters, and their forms differ by more of them.
    """
    if not spelling.isascii() and ARABIC.match(spelling):
        return True
    shared = _shared_beginning(fold(spelling), fold(term))
    return abs(len(spelling) - len(term)) <= FORM_LETTERS and shared >= min(len(spelling), len(term)) - FORM_LETTERS


def _likeness(spelling: str, other: str) -> int:
    """Return how alike two spellings of the same stems are: letters they begin with less those they do not share."""
    return 3 * _shared_beginning(spelling, other) - len(spelling) - len(other)


def _shared_beginning(first: str, second: str) -> int:
    """Return how many letters two words begin with alike."""
    pairs = zip(first, second, strict=False)
    return next((at for at, (left, right) in enumerate(pairs) if left != right), min(len(first), len(second)))


def _words(text: str, language: str) -> list[_Word]:
    words = []
    for match in islice(WORD.finditer(text), WORDS_READ):
        word = match[0]
        is_arabic = ARABIC.match(word) is not None
        # A stem is found by the accents of a word, in Arabic without its article and particles.
        for form in search_words(word) if is_arabic else [word]:
            bare = content_word(form, language)
            words.append(_Word(bare or fold(form), form.casefold(), is_plain=not bare, is_capitals=word.isupper()))
    return words


def _key(words: Sequence[_Word]) -> tuple[str, ...]:
    """Return what a text must hold of a term: its words, without those inside it that say nothing."""
    return tuple(word.bare for at, word in enumerate(words) if not word.is_plain or at in (0, len(words) - 1))


@cache
def _terms_by_first_word(language: str) -> Mapping[str, tuple[_NamedTerm, ...]]:
    """Return the terms of a language by the first of their words."""
    terms: dict[str, list[_NamedTerm]] = defaultdict(list)
    for number, term in _terms(language):
        if not term.is_abbreviation:
            words = _words(term.meaning.shown, language)
            spelling = " ".join(word.spelling for word in words if not word.is_plain)
            terms[words[0].bare].append(_NamedTerm(_key(words), spelling, number, term.is_ambiguous))
    return {word: tuple(named) for word, named in terms.items()}


@cache
def _abbreviations(language: str) -> Mapping[str, int]:
    """Return the subjects that abbreviations of a language stand for, by their letters; the first of several."""
    numbers: dict[str, int] = {}
    for number, term in _terms(language):
        if term.is_abbreviation and not term.is_ambiguous and len(words := search_words(term.meaning.shown)) == 1:
            numbers.setdefault(words[0], number)
    return numbers


def _terms(language: str) -> Iterator[tuple[int, GlossaryTerm]]:
    for number, subject in enumerate(subjects()):
        for term in subject.in_language(language):
            yield number, term
