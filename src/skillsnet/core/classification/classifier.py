"""Ranking categories for texts by telling words and definitions; explainable, deterministic, without any model."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from skillsnet.core.classification.telling import PLAIN, Cue, cues
from skillsnet.core.classification.values import CategoryDefinition, CategoryScore, Evidence, Ranking
from skillsnet.core.text import WORD, fold, guess_language, stop_words, tokens, without_article

DEFAULT_LANGUAGE = "en"
DEFINITION_WEIGHT = 0.45
STEM_LENGTH = 6
MIN_WORD = 4
# One strong word or two plain ones: below this nothing in the text speaks clearly enough. Texts about other subjects
# (software nominated as digital public goods) stay without a category three times as often as at 0.9.
MIN_LOUDNESS = 1.5
# The loudness that scores one half.
HALF_LOUDNESS = 5.0
SHOWN_EVIDENCE = 6


@dataclass(frozen=True)
class _Word:
    folded: str
    start: int
    end: int


@dataclass(frozen=True)
class _Hit:
    cue: Cue
    start: int
    end: int


class Classifier:
    """Ranks categories for texts; made from definitions, and the same for the same definitions."""

    def __init__(self, indexes: dict[str, dict[str, list[Cue]]], slugs: Sequence[str]) -> None:
        self._indexes = indexes
        self._slugs = tuple(slugs)

    @classmethod
    def from_definitions(cls, categories: Sequence[CategoryDefinition]) -> "Classifier":
        """Return a classifier for the categories.

        Parameters
        ----------
        categories : sequence of CategoryDefinition
            With texts per language code; categories whose slugs have telling words use those too.

        Returns
        -------
        Classifier
            Ready to use; O(length of the definitions).
        """
        slugs = [category.slug for category in categories]
        languages = sorted({language for category in categories for language in category.texts})
        indexes = {language: _index(categories, language) for language in languages}
        return cls(indexes, slugs)

    def suggest(self, texts: Sequence[str], languages: Sequence[str | None]) -> list[Ranking]:
        """Return each text's ranking.

        Parameters
        ----------
        texts : sequence of str
            n texts.
        languages : sequence of str or None
            The texts' language codes; None is guessed from the text.

        Returns
        -------
        list of Ranking
            n rankings; scores from 0 to 1. A language without definitions is read with the English ones, and the
            ranking says so.

        Notes
        -----
        Each telling word or definition word found adds its weight times a damped count, 1 + log(tf) (Salton and
        Buckley 1988). The score of loudness s is s / (s + 5), no probability. A text's ranking depends on nothing but
        the text: words that are common in a batch were tried with less weight; that placed one text in a hundred
        better and made the same text move with its neighbours. O(total words).
        """
        read = [self._language(text, language) for text, language in zip(texts, languages, strict=True)]
        hits = [self._hits(text, language) for text, (language, _) in zip(texts, read, strict=True)]
        return [
            self._ranking(text, found, language=language, is_fallback=is_fallback)
            for text, found, (language, is_fallback) in zip(texts, hits, read, strict=True)
        ]

    def _language(self, text: str, language: str | None) -> tuple[str, bool]:
        known = language or guess_language(text) or DEFAULT_LANGUAGE
        if known in self._indexes:
            return known, False
        return DEFAULT_LANGUAGE, True

    def _hits(self, text: str, language: str) -> list[_Hit]:
        words = _words(text)
        index = self._indexes.get(language, {})
        hits = []
        for place, word in enumerate(words):
            for cue in _starting(index, word.folded):
                end = _matched(cue, words, place)
                if end is not None:
                    hits.append(_Hit(cue=cue, start=word.start, end=end))
        return hits

    def _ranking(self, text: str, hits: Sequence[_Hit], *, language: str, is_fallback: bool) -> Ranking:
        by_slug: dict[str, dict[Cue, list[_Hit]]] = defaultdict(lambda: defaultdict(list))
        for hit in hits:
            by_slug[hit.cue.slug][hit.cue].append(hit)
        scores = []
        for slug in self._slugs:
            said = {cue: cue.weight * (1 + math.log(len(found))) for cue, found in by_slug[slug].items()}
            loudness = sum(said.values())
            if loudness >= MIN_LOUDNESS:
                evidence = _evidence(text, by_slug[slug], said)
                score = round(loudness / (loudness + HALF_LOUDNESS), 4)
                scores.append(CategoryScore(slug=slug, score=score, evidence=evidence))
        scores.sort(key=lambda entry: (-entry.score, self._slugs.index(entry.slug)))
        return Ranking(scores=tuple(scores), language=language, is_fallback=is_fallback)


def _words(text: str) -> list[_Word]:
    return [
        _Word(folded=without_article(fold(found.group())), start=found.start(), end=found.end())
        for found in WORD.finditer(text)
    ]


def _index(categories: Sequence[CategoryDefinition], language: str) -> dict[str, list[Cue]]:
    """Return the cues of a language by the first letters of their first word."""
    slugs = {category.slug for category in categories}
    index: dict[str, list[Cue]] = defaultdict(list)
    told = [cue for cue in cues(language) if cue.slug in slugs]
    for cue in [*told, *_definition_cues(categories, language, told)]:
        index[cue.words[0][0][:3]].append(cue)
    return dict(index)


def _definition_cues(categories: Sequence[CategoryDefinition], language: str, told: Sequence[Cue]) -> list[Cue]:
    """Return the definitions' own words as cues; a word of few categories says more than one of many."""
    common = stop_words(language)
    stems = {
        category.slug: {
            word[:STEM_LENGTH]: word
            for word in map(without_article, tokens(category.texts.get(language, "")))
            if len(word) >= MIN_WORD and word not in common
        }
        for category in categories
    }
    known = {(cue.slug, cue.words[0][0][:STEM_LENGTH]) for cue in told if len(cue.words) == 1}
    spread = Counter(stem for words in stems.values() for stem in words)
    return [
        Cue(
            slug=slug,
            words=((stem, True),),
            weight=DEFINITION_WEIGHT
            * PLAIN
            * math.log(1 + len(categories) / spread[stem])
            / math.log(1 + len(categories)),
            shown=word,
        )
        for slug, words in stems.items()
        for stem, word in sorted(words.items())
        if (slug, stem) not in known and spread[stem] <= max(2, len(categories) // 3)
    ]


def _starting(index: dict[str, list[Cue]], word: str) -> list[Cue]:
    return [cue for cue in index.get(word[:3], ()) if _fits(cue.words[0], word)]


def _fits(wanted: tuple[str, bool], word: str) -> bool:
    return word.startswith(wanted[0]) if wanted[1] else word == wanted[0]


def _matched(cue: Cue, words: Sequence[_Word], place: int) -> int | None:
    """Return where the cue ends in the text when it stands at this place."""
    last = place + len(cue.words) - 1
    if last >= len(words):
        return None
    if all(_fits(wanted, words[place + step].folded) for step, wanted in enumerate(cue.words)):
        return words[last].end
    return None


def _evidence(text: str, found: dict[Cue, list[_Hit]], said: dict[Cue, float]) -> tuple[Evidence, ...]:
    """Return the loudest phrases, each once and none within another, in the order of the text."""
    loudest = sorted(said, key=lambda cue: (-said[cue], found[cue][0].start, -found[cue][0].end, cue.shown))
    shown: dict[str, Evidence] = {}
    for cue in loudest:
        hit = found[cue][0]
        phrase = text[hit.start : hit.end]
        if fold(phrase) in shown or any(hit.start < other.end and other.start < hit.end for other in shown.values()):
            continue
        shown[fold(phrase)] = Evidence(hit.start, hit.end, phrase, cue.shown)
        if len(shown) == SHOWN_EVIDENCE:
            break
    return tuple(sorted(shown.values(), key=lambda entry: entry.start))
