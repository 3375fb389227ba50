"""Terms and abbreviations of the field in four languages: `glossary.txt`."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from skillsnet.core.search.content_words import content_word
from skillsnet.core.search.terms import Meaning, SearchTerm, stem_phrase
from skillsnet.core.search.word_forms import search_words
from skillsnet.core.text.parallel_texts import PARALLEL_LANGUAGES

# So many words has the longest term that is looked for.
LONGEST: Final = 8
# What stands behind a term that means something else besides.
AMBIGUOUS: Final = "?"


@dataclass(frozen=True)
class GlossaryTerm:
    """A term of one language; an ambiguous one is searched, but does not tell what a text is about."""

    meaning: Meaning
    is_abbreviation: bool
    is_ambiguous: bool = False


@dataclass(frozen=True)
class Subject:
    """What the terms of one line of the glossary say: the same in each language."""

    terms: tuple[GlossaryTerm, ...]

    def in_language(self, language: str) -> tuple[GlossaryTerm, ...]:
        """Return the terms of one language, the one to show first."""
        return tuple(term for term in self.terms if term.meaning.language == language)

    def name(self, language: str) -> str:
        """Return what the subject is called in a language of the platform."""
        return self.in_language(language)[0].meaning.shown


# The content words of a term, or the letters of an abbreviation.
TermKey = tuple[str, ...]


@cache
def subjects() -> tuple[Subject, ...]:
    """Return the subjects of the glossary, in the order of the file. Read once, O(size of the file)."""
    lines = (resources.files(__package__) / "glossary.txt").read_text(encoding="utf-8").splitlines()
    return tuple(_parse(line) for line in lines if line and not line.startswith("#"))


@cache
def subjects_by_key() -> Mapping[tuple[str, TermKey], tuple[tuple[Subject, GlossaryTerm], ...]]:
    """Return the subjects that a term of a language names, by language and key of the term."""
    pairs_of_key: dict[tuple[str, TermKey], list[tuple[Subject, GlossaryTerm]]] = defaultdict(list)
    for subject in subjects():
        for term in subject.terms:
            pairs_of_key[term.meaning.language, term_key(term.meaning.shown, term.meaning.language)].append(
                (subject, term)
            )
    return {key: tuple(pairs) for key, pairs in pairs_of_key.items()}


def term_key(text: str, language: str) -> TermKey:
    """Return what the forms of a term have in common.

    Examples
    --------
    >>> term_key("Recognition of prior learning", "en") == term_key("recognitions prior learnings", "en")
    True
    >>> term_key("M&E", "en"), term_key("in need of skills", "en")
    (('m', 'e'), ('in', 'skill'))
    """
    words = search_words(text)
    content = [content_word(word, language) for word in words]
    # A plain word at either end belongs to a term: distance learning is not all learning.
    ends = {0, len(words) - 1}
    return tuple(bare or word for at, (word, bare) in enumerate(zip(words, content, strict=True)) if bare or at in ends)


def _parse(line: str) -> Subject:
    cells = zip(PARALLEL_LANGUAGES, line.split("|"), strict=True)
    return Subject(tuple(_term(part.strip(), language) for language, cell in cells for part in cell.split(";")))


def _term(written: str, language: str) -> GlossaryTerm:
    text = written.removesuffix(AMBIGUOUS)
    is_abbreviation = text.upper() == text and text.isascii()
    whole_words = tuple(SearchTerm(word, is_whole=True) for word in search_words(text))
    phrase = whole_words if is_abbreviation else stem_phrase(text, language)
    return GlossaryTerm(Meaning(language, phrase, text), is_abbreviation, is_ambiguous=written != text)
