"""Finding telling words in texts."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from skillsnet.core.classification.indicator_terms import Cue, cues, telling_slugs
from skillsnet.core.classification.values import CategoryDefinition, Floats
from skillsnet.core.text import WORD, fold, without_article

# One strong word or two plain ones: below this nothing in the text speaks clearly enough.
MIN_WEIGHT: Final = 1.5
# The total weight that scores one half.
HALF_WEIGHT: Final = 5.0
# The most that indicator terms add to a text's nearness to a category.
MAX_SCORE: Final = 0.5
# Telling words are looked for in so many words: what follows would cost and change little.
READ_WORDS: Final = 3_000


@dataclass(frozen=True)
class Hit:
    """A telling word where it stands in a text, the category it speaks for, and its share of what is told."""

    start: int
    end: int
    category: int
    shown: str
    share: float


class KeywordMatcher:
    """The telling words of some categories in one language."""

    def __init__(self, categories: Sequence[CategoryDefinition], language: str) -> None:
        self._size = len(categories)
        self._index: dict[str, list[tuple[Cue, int]]] = defaultdict(list)
        known = {place: telling_slugs(one.slug, one.names) for place, one in enumerate(categories)}
        for cue in cues(language):
            for place, slugs in known.items():
                if cue.slug in slugs:
                    self._index[cue.words[0][0][:3]].append((cue, place))

    def score(self, texts: Sequence[str]) -> Floats:
        """Return what telling words add for each category: shape (n, k), from 0 to 0.5.

        Each telling word found adds its weight times a damped count, 1 + log(tf) (Salton and Buckley 1988); a total
        weight of s adds 0.5 s / (s + 5). O(total words).
        """
        told = np.zeros((len(texts), self._size))
        if self._index:
            for place, text in enumerate(texts):
                told[place] = self._scores(self._said(text))
        return told

    def hits(self, text: str) -> list[Hit]:
        """Return the telling words of a text, the first place of each."""
        said = self._said(text)
        scores = self._scores(said)
        total = self._total_weight(said)
        return [
            Hit(start, end, category, cue.shown, float(scores[category]) * weight / total[category])
            for (cue, category), (weight, start, end) in said.items()
            if scores[category] > 0
        ]

    def _said(self, text: str) -> dict[tuple[Cue, int], tuple[float, int, int]]:
        words = [(without_article(fold(one.group())), one.start(), one.end()) for one in WORD.finditer(text)]
        found: dict[tuple[Cue, int], list[tuple[int, int]]] = defaultdict(list)
        for place, (word, start, _) in enumerate(words[:READ_WORDS]):
            for cue, category in self._index.get(word[:3], ()):
                last = place + len(cue.words) - 1
                if last < len(words) and all(
                    _fits(want, words[place + step][0]) for step, want in enumerate(cue.words)
                ):
                    found[cue, category].append((start, words[last][2]))
        return {key: (key[0].weight * (1 + math.log(len(at))), *at[0]) for key, at in found.items()}

    def _total_weight(self, said: dict[tuple[Cue, int], tuple[float, int, int]]) -> Floats:
        total = np.zeros(self._size)
        for (_, category), (weight, _, _) in said.items():
            total[category] += weight
        return total

    def _scores(self, said: dict[tuple[Cue, int], tuple[float, int, int]]) -> Floats:
        total = self._total_weight(said)
        scores = MAX_SCORE * total / (total + HALF_WEIGHT)
        return np.asarray(np.where(total >= MIN_WEIGHT, scores, 0.0))


def _fits(wanted: tuple[str, bool], word: str) -> bool:
    return word.startswith(wanted[0]) if wanted[1] else word == wanted[0]
