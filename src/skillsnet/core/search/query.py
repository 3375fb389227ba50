"""A search as somebody typed it, with what its words mean in the other languages."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from skillsnet.core.search.content_words import content_word
from skillsnet.core.search.glossary import LONGEST, subjects_by_key, term_key
from skillsnet.core.search.terms import Meaning, Phrase, SearchTerm, stem_phrase
from skillsnet.core.search.translations import translations, word_frequency
from skillsnet.core.search.word_forms import search_words
from skillsnet.core.text import WORD, fold, plain_words
from skillsnet.core.text.parallel_texts import PARALLEL_LANGUAGES

# More words than anybody types; what comes after them is left out of the search.
WORDS_READ: Final = 64
# PostgreSQL refuses lexemes over 2 kB; nobody looks for the 101st letter of a word.
LETTERS_READ: Final = 100
# From so many words on, or so many that say something, it is a text to compare: no other holds all its words.
TEXT_WORDS: Final = 9
TEXT_CONTENT_WORDS: Final = 6
# A word that is so many times rarer in a language was probably not meant in it.
MUCH_RARER: Final = 3
# As often, or more, a plain word is in the parallel texts.
PLAIN_FREQUENCY: Final = 60
# What is written together with the word after it: "to", "with", "and to", "and with".
_ARABIC_PARTICLES: Final = ("ل", "ب", "ول", "وب")
_ARABIC_MIN_LETTERS: Final = 3


@dataclass(frozen=True)
class WordGroup:
    """Words of a search that mean something together.

    Attributes
    ----------
    typed : tuple of Phrase
        The words as they were typed, in each way they may be written.
    meanings : tuple of Meaning
        What they mean in the languages of the platform, the one to show first in each.
    is_plain : bool
        Whether they say nothing about a subject, as "for" and "the".
    """

    typed: tuple[Phrase, ...]
    meanings: tuple[Meaning, ...] = ()
    is_plain: bool = False

    def phrases(self, language: str) -> tuple[Phrase, ...]:
        """Return what a text in a language may hold for the group: the words as typed, or what they mean there."""
        return (*self.typed, *(meaning.phrase for meaning in self.meanings if meaning.language == language))


@dataclass(frozen=True)
class SearchQuery:
    """What a search asks for: a document holds something of each group.

    Attributes
    ----------
    groups : tuple of WordGroup
        In the order they were typed.
    is_text : bool
        Whether it is a sentence or a longer text: something to compare projects with.
    """

    groups: tuple[WordGroup, ...]
    is_text: bool = False

    @property
    def typed(self) -> tuple[tuple[Phrase, ...], ...]:
        """Return what stands for each group as it was typed."""
        return tuple(group.typed for group in self.groups)

    def in_language(self, language: str) -> tuple[tuple[Phrase, ...], ...]:
        """Return what stands for each group in a language; empty where that is what was typed and no more."""
        groups = [group for group in self.groups if not group.is_plain]
        if not any(meaning.language == language for group in groups for meaning in group.meanings):
            return ()
        return tuple(group.phrases(language) for group in groups)

    @property
    def shown_meanings(self) -> tuple[Meaning, ...]:
        """Return one meaning of each group in each language, for saying what else was searched."""
        shown: dict[str, Meaning] = {}
        for group in self.groups:
            for language in PARALLEL_LANGUAGES:
                first = next((meaning for meaning in group.meanings if meaning.language == language), None)
                if first is not None and (first.phrase,) != group.typed:
                    shown.setdefault(first.shown.casefold(), first)
        return tuple(shown.values())


@lru_cache(maxsize=1024)
def search_query(text: str, *, is_exact: bool = False) -> SearchQuery:
    """Return what a search asks for.

    Parameters
    ----------
    text : str
        What somebody typed.
    is_exact : bool
        Whether its words alone are meant, none of other languages.

    Returns
    -------
    SearchQuery
        Without groups for a text without a letter or digit.

    Notes
    -----
    Terms and abbreviations of the glossary go first, the longest first; other words mean what the parallel texts say.
    The languages that know most of the words are the ones it may be written in. O(words).

    Examples
    --------
    >>> query = search_query("RPL for welders")
    >>> [len(group.meanings) > 3 for group in query.groups], query.is_text
    ([True, False, True], False)
    >>> search_query("welders", is_exact=True).shown_meanings
    ()
    """
    words = [word for word in WORD.findall(text) if search_words(word)][:WORDS_READ]
    if is_exact:
        return SearchQuery(tuple(_distinct(WordGroup(_typed(word)) for word in words)))
    languages = _languages(words)
    groups = tuple(_distinct(_groups(words, languages)))
    content = sum(not group.is_plain for group in groups)
    return SearchQuery(groups, is_text=len(words) >= TEXT_WORDS or content >= TEXT_CONTENT_WORDS)


def text_groups(text: str) -> tuple[tuple[Phrase, ...], ...]:
    """Return what stands for each content word of a text to compare: the word, its stem, and what it means elsewhere.

    Examples
    --------
    >>> [len(phrases) > 2 for phrases in text_groups("The welders are refugees")]
    [True, True]
    """
    words = [word for word in WORD.findall(text) if search_words(word)][:WORDS_READ]
    languages = _languages(words)
    groups = [(word, _word_group(word, languages, _longest_term([word])[1])) for word in dict.fromkeys(words)]
    return tuple(
        tuple(
            dict.fromkeys(
                [
                    *group.typed,
                    *(stem_phrase(word, language) for language in languages),
                    *(meaning.phrase for meaning in group.meanings),
                ]
            )
        )
        for word, group in groups
        if not group.is_plain
    )


def _languages(words: Sequence[str]) -> tuple[str, ...]:
    """Return the languages that know most of the words; of equals those in which they are not much rarer."""
    word_counts, frequencies = Counter[str](), Counter[str]()
    for language in PARALLEL_LANGUAGES:
        for word in words:
            is_plain = _is_plain(word, language)
            frequency = PLAIN_FREQUENCY if is_plain else word_frequency(content_word(word, language), language)
            word_counts[language] += bool(frequency)
            frequencies[language] += frequency
    best = [
        language for language in PARALLEL_LANGUAGES if word_counts[language] == max(word_counts.values(), default=0) > 0
    ]
    most = max((frequencies[language] for language in best), default=0)
    return tuple(language for language in best if frequencies[language] * MUCH_RARER >= most)


def _is_plain(word: str, language: str) -> bool:
    return fold(word) in plain_words(language)


def _groups(words: Sequence[str], languages: Sequence[str], *, longest: int = LONGEST) -> Iterator[WordGroup]:
    """Yield the groups of the words: terms of the glossary, and what is between them word by word."""
    start = 0
    while start < len(words):
        length, meanings = _longest_term(words[start : start + longest])
        if length > 1:
            phrase = tuple(_term(word) for word in words[start : start + length])
            yield WordGroup((phrase,), meanings)
        else:
            yield _word_group(words[start], languages, meanings)
        start += max(1, length)


def _longest_term(words: Sequence[str]) -> tuple[int, tuple[Meaning, ...]]:
    """Return of how many words the longest term of the glossary is that begins here, and what it means."""
    for length in range(len(words), 0, -1):
        if meanings := tuple(dict.fromkeys(_meanings_of_term(words[:length]))):
            return length, meanings
    return 0, ()


def _meanings_of_term(words: Sequence[str]) -> Iterator[Meaning]:
    by_key, text = subjects_by_key(), " ".join(words)
    for language in PARALLEL_LANGUAGES:
        for subject, term in by_key.get((language, term_key(text, language)), ()):
            if term.is_abbreviation and not _is_meant_short(text):
                continue
            for other in subject.terms:
                # Other words of the same language are searched for an abbreviation, or as one, and not for synonyms.
                is_same = other.meaning.language == language
                if not is_same or (other.is_abbreviation != term.is_abbreviation and other is not term):
                    yield other.meaning


def _is_meant_short(text: str) -> bool:
    """Return whether an abbreviation is meant: in capitals, or where no word is written so."""
    return text.isupper() or not any(translations(content_word(text, code), code) for code in PARALLEL_LANGUAGES)


def _word_group(word: str, languages: Sequence[str], meanings: tuple[Meaning, ...]) -> WordGroup:
    of_languages = {language: translated for language in languages if (translated := _meanings_of_word(word, language))}
    # Texts in a language that has the word itself are searched for it alone.
    word_meanings = (
        meaning for every in of_languages.values() for meaning in every if meaning.language not in of_languages
    )
    is_plain = not meanings and any(_is_plain(word, language) for language in languages or PARALLEL_LANGUAGES)
    all_meanings = tuple(dict.fromkeys([*meanings, *(() if is_plain else word_meanings)]))
    return WordGroup(_typed(word), all_meanings, is_plain)


def _meanings_of_word(word: str, language: str) -> tuple[Meaning, ...]:
    bare = content_word(word, language)
    return translations(bare, language) if bare else ()


def _typed(word: str) -> tuple[Phrase, ...]:
    """Return the ways in which a word may be written: in Arabic also behind a particle."""
    term = _term(word)
    if word.isascii() or not "\u0600" <= term.word[0] <= "\u06ff":
        return ((term,),)
    # A noun's last letter is another in its plural and before a suffix.
    bare = term.word[:-1] if term.word.endswith("ه") and len(term.word) > _ARABIC_MIN_LETTERS else term.word
    forms = [bare, *(particle + bare for particle in _ARABIC_PARTICLES if len(bare) >= _ARABIC_MIN_LETTERS)]
    if bare.startswith("لا") and len(bare) > _ARABIC_MIN_LETTERS:
        # "For" and a word that begins so are written alike: the article's letter is lost in the word.
        forms.append(bare[1:])
    return tuple((SearchTerm(form),) for form in forms)


def _term(word: str) -> SearchTerm:
    folded = search_words(word)[0][:LETTERS_READ]
    is_abbreviation = word.isupper() and any(
        term.is_abbreviation
        for language in PARALLEL_LANGUAGES
        for _, term in subjects_by_key().get((language, term_key(word, language)), ())
    )
    return SearchTerm(folded, is_whole=is_abbreviation)


def _distinct(groups: Iterator[WordGroup]) -> list[WordGroup]:
    return list({group.typed: group for group in groups}.values())
