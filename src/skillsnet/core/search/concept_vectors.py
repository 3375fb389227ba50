"""What a text to compare is about, from stored vectors of words: a sum of rows, without a model or linear algebra."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log, sqrt
from typing import Final

import numpy as np
import numpy.typing as npt

from skillsnet.core.text import WORD
from skillsnet.core.text.beginnings import terms_of_word

# What all texts of a language have in common is taken away by so much: a little says how general a text is.
CENTRING: Final = 0.65
# How much nearness by concepts counts beside words. From a half to twice as much does as well, to within .02 of rank.
CONCEPTS_WEIGHT: Final = 1.0

Floats = npt.NDArray[np.float32]
Scores = Mapping[int, float]


@dataclass(frozen=True, eq=False)
class WordVectors:
    """How near the words of four languages are to the concepts of the parallel texts, along d directions.

    Attributes
    ----------
    terms : array of str, shape (t,)
        Language code, a blank and a term as `terms_of_word` gives it; in ascending order.
    vectors : array of int8, shape (t, d)
    steps : array of float, shape (t,)
        What one unit of each row of `vectors` stands for, times the rarity of the term.
    levels : array of float, shape (t,)
        The mean nearness of each term to all concepts, times its rarity.
    means : mapping of str to array of float, shape (d,)
        The mean description of texts by language code.
    """

    terms: npt.NDArray[np.str_]
    vectors: npt.NDArray[np.int8]
    steps: Floats
    levels: Floats
    means: Mapping[str, Floats]

    def describe(self, text: str, language: str) -> Floats | None:
        """Return a text in the concepts: shape (d,), of length 1; None where none of its words is known.

        O(words log t + words d).
        """
        counts = Counter(term for word in WORD.findall(text) for term in terms_of_word(word, language))
        rows = {row: count for term, count in counts.items() if (row := self._row_of(f"{language} {term}")) is not None}
        if not rows or language not in self.means:
            return None
        row_numbers = np.array(list(rows))
        damped_counts = np.array([1 + log(count) for count in rows.values()], dtype=np.float32)
        level = float(damped_counts @ self.levels[row_numbers])
        nearness = (damped_counts * self.steps[row_numbers]) @ self.vectors[row_numbers].astype(np.float32)
        description = (nearness / level if level else nearness) - CENTRING * self.means[language]
        length = float(np.linalg.norm(description))
        return np.asarray(description / length, dtype=np.float32) if length else None

    def _row_of(self, term: str) -> int | None:
        row = int(np.searchsorted(self.terms, term))
        return row if row < len(self.terms) and self.terms[row] == term else None


@dataclass(frozen=True, eq=False)
class DescribedTexts:
    """Texts in the concepts of `WordVectors`.

    Attributes
    ----------
    keys : array of int, shape (n,)
        In ascending order.
    stamps : array of int, shape (n,)
        A number that a text has besides, so that another with its key is not taken for it.
    vectors : array of int8, shape (n, d)
    """

    keys: npt.NDArray[np.int64]
    stamps: npt.NDArray[np.int64]
    vectors: npt.NDArray[np.int8]

    def nearness(self, description: Floats, stamps: Mapping[int, int]) -> Scores:
        """Return the cosine of a description to each of some texts, by key; those that are unknown are left out.

        Parameters
        ----------
        description : array of float, shape (d,)
            From `WordVectors.describe`.
        stamps : mapping of int to int
            The stamp of each text that is asked about, by its key.
        """
        asked_keys = np.array(sorted(stamps), dtype=np.int64)
        row_numbers = np.searchsorted(self.keys, asked_keys)
        is_known = row_numbers < len(self.keys)
        is_known[is_known] = self.keys[row_numbers[is_known]] == asked_keys[is_known]
        asked_stamps = np.array([stamps[key] for key in asked_keys[is_known].tolist()], dtype=np.int64)
        is_known[is_known] = self.stamps[row_numbers[is_known]] == asked_stamps
        rows = self.vectors[row_numbers[is_known]].astype(np.float32)
        lengths = np.linalg.norm(rows, axis=1)
        cosines = rows @ description / np.where(lengths > 0, lengths, 1)
        return dict(zip(asked_keys[is_known].tolist(), cosines.tolist(), strict=True))


def quantised(rows: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    """Return rows as whole numbers from -127 to 127, and what one unit of each stands for: shapes (n, d), (n,).

    Examples
    --------
    >>> quantised(np.array([[0.5, -1.0]], dtype=np.float32))[0].tolist()
    [[64, -127]]
    """
    largest = np.abs(rows).max(axis=1, initial=0)
    steps = np.where(largest > 0, largest / 127, 1).astype(np.float32)
    return np.rint(rows / steps[:, None]).astype(np.int8), steps


@dataclass(frozen=True)
class ComparedTexts:
    """What is known of the texts that one text is compared with.

    Attributes
    ----------
    weights : mapping of int to float
        By key, how much of the words each holds, by their rarity.
    languages : mapping of int to str
        The language of each; texts that are not among them are left out.
    nearness : mapping of int to float
        How near each is by concepts, from -1 to 1; empty where nobody knows.
    """

    weights: Scores
    languages: Mapping[int, str]
    nearness: Scores

    @cached_property
    def likeness(self) -> Scores:
        """How alike each is, by key: 1 for one that is the best in its language and of all, by words and by concepts.

        Fewer words are known across languages, and their texts are less near, so that each text is held against the
        best one in its own language as much as against the best of all.
        """
        by_words = self._levelled(self.weights)
        if not self.nearness:
            return by_words
        by_concepts = self._levelled(self.nearness)
        return {
            key: (value + CONCEPTS_WEIGHT * by_concepts.get(key, 0.0)) / (1 + CONCEPTS_WEIGHT)
            for key, value in by_words.items()
        }

    def most_alike(self, *, most: int, least: float) -> tuple[int, ...]:
        """Return the keys of the most alike, the most alike first, none less alike than `least`; ties by key."""
        ranked = sorted(self.likeness, key=lambda key: (-self.likeness[key], key))
        return tuple(key for key in ranked[:most] if self.likeness[key] >= least)

    def _levelled(self, values: Scores) -> Scores:
        best: dict[str, float] = {}
        for key, language in self.languages.items():
            best[language] = max(best.get(language, 0.0), values.get(key, 0.0))
        best_of_all = max(best.values(), default=0.0)
        return {
            key: max(0.0, values.get(key, 0.0)) / sqrt(best[language] * best_of_all) if best[language] else 0.0
            for key, language in self.languages.items()
        }
