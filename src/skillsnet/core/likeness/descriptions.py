"""What texts are described by: their words, and their nearness to the concepts of all languages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, diags, vstack

from skillsnet.core.classification.values import Embedder
from skillsnet.core.likeness.concepts import (
    Definition,
    Floats,
    LanguageConcepts,
    concept_language,
    inverse_frequency,
    language_concepts,
)
from skillsnet.core.likeness.terms import Vocabulary
from skillsnet.core.search.concept_vectors import CENTRING

# How much of a likeness words make; the rest is concepts. .5 to .7 are alike on the projects of two funders.
WORDS_SHARE: Final = 0.65
# So many texts make their own mean as sure as that of the parallel texts.
SURE_AFTER: Final = 50
# Of more texts than this the concepts are kept along their main directions, found from some of them.
MANY: Final = 20_000
AXES: Final = 256
AXES_FROM: Final = 4_000
# So few that their descriptions stay in the processor's cache.
PAIRS_AT_ONCE: Final = 2_000
# Of fewer pairs of one text it is quicker not to take them together.
FEW_PAIRS: Final = 8

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Descriptions:
    """Words and concepts of n texts; the likeness of two is `WORDS_SHARE` of the one product and the rest of the other.

    Attributes
    ----------
    words : csr_matrix, shape (n, terms)
        Rows of length 1 (or 0).
    concepts : array of float, shape (n, c)
        Rows of length 1; 0 for a text without a language that has parallel texts.
    """

    words: csr_matrix
    concepts: Floats

    def products(self, columns: "Descriptions") -> Floats:
        """Return the likeness of each of n texts to each of m others: array of shape (n, m)."""
        if self.words.shape[0] < columns.words.shape[0]:
            # Transposing costs time in proportion to the texts, so it is done to the fewer.
            products = np.ascontiguousarray((columns.words @ self.words.T).toarray().T)
        else:
            products = (self.words @ columns.words.T).toarray()
        products *= WORDS_SHARE
        if self.concepts.shape[1]:
            products += (1 - WORDS_SHARE) * (self.concepts @ columns.concepts.T)
        return np.asarray(products, dtype=np.float32)

    def concept_products(self, rows: Integers, columns: Integers) -> Floats:
        """Return the part of concepts in the likeness of some texts to some others: array of shape (rows, columns)."""
        return np.asarray((1 - WORDS_SHARE) * (self.concepts[rows] @ self.concepts[columns].T), dtype=np.float32)

    def rows(self, rows: Integers | slice) -> "Descriptions":
        """Return the descriptions of some texts."""
        return Descriptions(self.words[rows], self.concepts[rows])

    def pairs(self, rows: Integers, columns: Integers) -> Floats:
        """Return the likeness of pairs: array of shape (pairs,)."""
        products = np.empty(len(rows), dtype=np.float32)
        for start in range(0, len(rows), PAIRS_AT_ONCE):
            part = slice(start, start + PAIRS_AT_ONCE)
            common = self.words[rows[part]].multiply(self.words[columns[part]])
            words = np.asarray(common.sum(axis=1), dtype=np.float32).ravel()
            products[part] = WORDS_SHARE * words + (1 - WORDS_SHARE) * self._concepts_of_pairs(
                rows[part], columns[part]
            )
        return products

    def _concepts_of_pairs(self, rows: Integers, columns: Integers) -> Floats:
        """Return the product of the concepts of pairs; those of a text are read once for the pairs that follow it."""
        starts = np.flatnonzero(np.diff(rows, prepend=-1))
        if len(starts) * FEW_PAIRS > len(rows):
            return np.asarray(np.einsum("ij,ij->i", self.concepts[rows], self.concepts[columns]))
        products = np.empty(len(rows), dtype=np.float32)
        for start, end in pairwise([*starts.tolist(), len(rows)]):
            products[start:end] = self.concepts[columns[start:end]] @ self.concepts[rows[start]]
        return products

    def pooled(self, members: csr_matrix) -> "Descriptions":
        """Return the mean descriptions of groups of texts: members has a row a group, 1 for each of its texts."""
        return Descriptions(unit_words(csr_matrix(members @ self.words)), unit(np.asarray(members @ self.concepts)))


@dataclass(frozen=True, eq=False)
class Describer:
    """Describes texts by the vocabulary and the means of the texts it was made of."""

    vocabulary: Vocabulary
    text_counts: dict[str, int]
    term_counts: dict[str, Integers]
    means: dict[str, Floats]
    definitions: tuple[Definition, ...]
    embedder: Embedder | None = None
    axes: Floats | None = None

    @classmethod
    def fit(
        cls, texts: Sequence[str], languages: Sequence[str], *, definitions: tuple[Definition, ...],
        embedder: Embedder | None,
    ) -> "tuple[Describer, Descriptions]":  # fmt: skip
        """Return a describer and the descriptions of its texts. O(words of all texts + terms x concepts)."""
        vocabulary = Vocabulary()
        counts = vocabulary.count(texts, languages)
        rows_of = {language: _rows_of(languages, language) for language in sorted(set(languages))}
        # Which texts hold a term is counted within its language: a word is no rarer for being French.
        describer = cls(
            vocabulary,
            {language: len(rows) for language, rows in rows_of.items()},
            {
                language: np.bincount(counts[rows].indices, minlength=counts.shape[1])
                for language, rows in rows_of.items()
            },
            {},
            definitions,
            embedder,
        )
        if len(texts) > MANY and embedder is None:
            describer = replace(describer, axes=describer._main_axes(counts, texts, languages))
        return describer, describer._describe(counts, texts, languages, fit=True)

    def describe(self, texts: Sequence[str], languages: Sequence[str]) -> Descriptions:
        """Return the descriptions of other texts; terms that none of the first had count for their concepts."""
        size = len(next(iter(self.term_counts.values()), ()))
        described = self._describe(self.vocabulary.count(texts, languages), texts, languages, fit=False)
        return Descriptions(described.words[:, :size], described.concepts)

    def _main_axes(self, counts: csr_matrix, texts: Sequence[str], languages: Sequence[str]) -> Floats | None:
        """Return the main directions of some of the texts' concepts."""
        rows = list(range(0, len(texts), max(1, len(texts) // AXES_FROM)))
        sample = replace(self, means={})._describe(
            counts[rows], [texts[row] for row in rows], [languages[row] for row in rows], fit=True
        )
        if sample.concepts.shape[1] <= AXES:
            return None
        axes = np.linalg.eigh(sample.concepts.T @ sample.concepts)[1][:, -AXES:]
        return np.ascontiguousarray(axes, dtype=np.float32)

    def _describe(
        self, counts: csr_matrix, texts: Sequence[str], languages: Sequence[str], *, fit: bool
    ) -> Descriptions:
        if not texts:
            return Descriptions(counts, np.zeros((0, self._width()), dtype=np.float32))
        weights, order = [], []
        concepts = np.zeros((len(texts), self._width()), dtype=np.float32)
        for language in sorted(set(languages)):
            rows = _rows_of(languages, language)
            order.append(rows)
            weights.append(self._weights(counts[rows], language))
            concepts[rows] = self._concepts(weights[-1], [texts[row] for row in rows], language, fit=fit)
        words = csr_matrix(vstack(weights, format="csr")[np.argsort(np.concatenate(order))])
        return Descriptions(unit_words(words), concepts)

    def _weights(self, counts: csr_matrix, language: str) -> csr_matrix:
        spread = np.zeros(counts.shape[1], dtype=np.int64)
        counted = self.term_counts.get(language, spread[:0])
        spread[: len(counted)] = counted
        text_count = self.text_counts.get(language, 0)
        parallel = self._parallel(language)
        if parallel is not None:
            text_count += parallel.text_count
            used = np.unique(counts.indices)
            for column in used.tolist():
                spread[column] += parallel.term_counts.get(self.vocabulary.terms[column], 0)
        weights = counts.copy()
        weights.data = (1 + np.log(weights.data)) * inverse_frequency(text_count, spread)[weights.indices]
        return weights

    def _concepts(self, weights: csr_matrix, texts: Sequence[str], language: str, *, fit: bool) -> Floats:
        parallel = self._parallel(language)
        if self.embedder is not None:
            rows = unit(np.asarray(self.embedder.encode(texts), dtype=np.float32))
            prior = np.zeros(rows.shape[1], dtype=np.float32)
        elif parallel is not None and self._width():
            used = np.unique(weights.indices)
            rows = parallel.describe(weights[:, used], [self.vocabulary.terms[column] for column in used], self.axes)
            prior = parallel.mean if self.axes is None else parallel.mean @ self.axes
        else:
            return np.zeros((weights.shape[0], self._width()), dtype=np.float32)
        if fit:
            share = len(rows) / (len(rows) + SURE_AFTER)
            self.means[language] = share * rows.mean(axis=0) + (1 - share) * prior
        is_known = rows.any(axis=1, keepdims=True)
        return unit((rows - CENTRING * self.means.get(language, prior)) * is_known)

    def _parallel(self, language: str) -> LanguageConcepts | None:
        read_as = concept_language(language)
        return language_concepts(read_as, self.definitions) if read_as is not None else None

    def _width(self) -> int:
        if self.embedder is not None:
            return int(np.asarray(self.embedder.encode([""])).shape[1])
        if self.axes is not None:
            return int(self.axes.shape[1])
        read_as = next((read for language in self.text_counts if (read := concept_language(language))), None)
        return 0 if read_as is None else language_concepts(read_as, self.definitions).text_count


def unit(rows: Floats) -> Floats:
    """Return rows of length 1 (or 0)."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def unit_words(words: csr_matrix) -> csr_matrix:
    """Return sparse rows of length 1 (or 0)."""
    lengths = np.sqrt(np.asarray(words.multiply(words).sum(axis=1), dtype=np.float32).ravel())
    return csr_matrix(diags(np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 0)) @ words)


def _rows_of(languages: Sequence[str], language: str) -> Integers:
    return np.array([row for row, name in enumerate(languages) if name == language], dtype=np.int64)
