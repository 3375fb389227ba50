"""Finding indicator terms in texts."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from skillsnet.core.classification.indicator_terms import IndicatorTerm, indicator_slugs, indicator_terms
from skillsnet.core.classification.values import CategoryDefinition, Floats
from skillsnet.core.text import WORD, fold, without_article

# One strong word or two plain ones: below this nothing in the text speaks clearly enough.
MIN_WEIGHT: Final = 1.5
# The total weight that scores one half.
HALF_WEIGHT: Final = 5.0
# The most that indicator terms add to a text's nearness to a category.
MAX_SCORE: Final = 0.5
# Indicator terms are looked for in so many words: what follows would cost and change little.
READ_WORDS: Final = 3_000


@dataclass(frozen=True)
class Hit:
    """An indicator term in a text, the category it speaks for, and its share of that category's score."""

    start: int
    end: int
    category: int
    surface: str
    share: float


class KeywordMatcher:
    """The indicator terms of some categories in one language."""

    def __init__(self, categories: Sequence[CategoryDefinition], language: str) -> None:
        self._size = len(categories)
        self._index: dict[str, list[tuple[IndicatorTerm, int]]] = defaultdict(list)
        slugs_of = {
            category: indicator_slugs(definition.slug, definition.names)
            for category, definition in enumerate(categories)
        }
        for term in indicator_terms(language):
            for category, slugs in slugs_of.items():
                if term.slug in slugs:
                    self._index[term.words[0][0][:3]].append((term, category))

    def score(self, texts: Sequence[str]) -> Floats:
        """Return what indicator terms add for each category: shape (n, k), from 0 to 0.5.

        Each indicator term found adds its weight times a damped count, 1 + log(tf) (Salton and Buckley 1988); a total
        weight of s adds 0.5 s / (s + 5). O(total words).
        """
        scores = np.zeros((len(texts), self._size))
        if self._index:
            for row, text in enumerate(texts):
                scores[row] = self._scores(self._matches(text))
        return scores

    def hits(self, text: str) -> list[Hit]:
        """Return the indicator terms of a text, the first place of each."""
        matches = self._matches(text)
        scores = self._scores(matches)
        total = self._total_weight(matches)
        return [
            Hit(start, end, category, term.surface, float(scores[category]) * weight / total[category])
            for (term, category), (weight, start, end) in matches.items()
            if scores[category] > 0
        ]

    def _matches(self, text: str) -> dict[tuple[IndicatorTerm, int], tuple[float, int, int]]:
        words = [(without_article(fold(match.group())), match.start(), match.end()) for match in WORD.finditer(text)]
        spans: dict[tuple[IndicatorTerm, int], list[tuple[int, int]]] = defaultdict(list)
        for index, (first_word, start, _) in enumerate(words[:READ_WORDS]):
            for term, category in self._index.get(first_word[:3], ()):
                last = index + len(term.words) - 1
                if last < len(words) and all(
                    _fits(want, words[index + step][0]) for step, want in enumerate(term.words)
                ):
                    spans[term, category].append((start, words[last][2]))
        return {key: (key[0].weight * (1 + math.log(len(at))), *at[0]) for key, at in spans.items()}

    def _total_weight(self, matches: dict[tuple[IndicatorTerm, int], tuple[float, int, int]]) -> Floats:
        total = np.zeros(self._size)
        for (_, category), (weight, _, _) in matches.items():
            total[category] += weight
        return total

    def _scores(self, matches: dict[tuple[IndicatorTerm, int], tuple[float, int, int]]) -> Floats:
        total = self._total_weight(matches)
        scores = MAX_SCORE * total / (total + HALF_WEIGHT)
        return np.asarray(np.where(total >= MIN_WEIGHT, scores, 0.0))


def _fits(pattern: tuple[str, bool], word: str) -> bool:
    return word.startswith(pattern[0]) if pattern[1] else word == pattern[0]
