"""How near texts are to each other, behind one interface: plain TF-IDF cosines."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, diags

from skillsnet.core.text.stems import subject_words

# Past ten thousand texts a word in more than this many tells little apart, and costs time with its square.
MOST_TEXTS: Final = 2_000
BLOCK_NUMBERS: Final = 8_000_000
TINY: Final = 1e-9
# Up to so many texts all stems are compared; of more, so many of each text.
EXACT: Final = 6_000
SEARCHED_STEMS: Final = 12
NOBODY: Final = -1

Integers = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]
Floats = npt.NDArray[np.floating]


class ComparableTexts(Protocol):
    """Texts that can be compared with each other; all scores are 0 or more, and symmetric."""

    def nearest(self, k: int) -> "NearestRows":
        """Return the k nearest other texts of each, nearest first."""

    def pair_scores(self, rows: Integers, columns: Integers) -> Floats:
        """Return the score of each pair; shape (m,)."""

    def row_scores(self, row: int) -> Floats:
        """Return the scores of a text with all; shape (n,)."""


class NearestRows(Protocol):
    """The nearest others of n texts: their indexes, -1 for none, and scores; both of shape (n, k)."""

    @property
    def indices(self) -> npt.NDArray[np.integer]: ...

    @property
    def scores(self) -> Floats: ...


@dataclass(frozen=True, eq=False)
class NearestTexts:
    """The nearest others of n texts, nearest first; see `NearestRows`."""

    indices: Integers
    scores: Reals


@dataclass(frozen=True, eq=False)
class TfidfVectors:
    """Texts as unit vectors.

    Attributes
    ----------
    matrix : csr matrix of float32, shape (n, stems)
    """

    matrix: csr_matrix

    def nearest(self, k: int) -> NearestTexts:
        """Return the k nearest other texts of each, ties by index; -1 where no other shares a stem.

        Of more than 6,000 texts the 12 stems that weigh most in each are compared first, then the whole texts of the
        2 k that come out best. Time O(n × 12 × 2,000) at most.
        """
        n = int(self.matrix.shape[0])
        k = max(0, min(k, n - 1))
        if n <= EXACT:
            return _nearest_rows(self.matrix, k)
        near = _nearest_rows(heaviest(self.matrix, SEARCHED_STEMS), min(2 * k, n - 1))
        rows = np.repeat(np.arange(n), near.indices.shape[1])
        columns = near.indices.ravel()
        is_there = columns >= 0
        scores = np.full(len(columns), -1.0)
        scores[is_there] = self.pair_scores(rows[is_there], columns[is_there])
        of_rows = scores.reshape(near.indices.shape)
        order = np.lexsort((near.indices, -of_rows), axis=1)[:, :k]
        best = np.maximum(np.take_along_axis(of_rows, order, axis=1), 0)
        return NearestTexts(np.take_along_axis(near.indices, order, axis=1), best)

    def pair_scores(self, rows: Integers, columns: Integers) -> Reals:
        """Return the cosine of each pair."""
        scores = np.zeros(len(rows))
        step = 100_000
        for start in range(0, len(rows), step):
            first, second = rows[start : start + step], columns[start : start + step]
            scores[start : start + step] = np.asarray(self.matrix[first].multiply(self.matrix[second]).sum(axis=1))[
                :, 0
            ]
        return scores

    def row_scores(self, row: int) -> Reals:
        """Return the cosines of a text with all, its own among them."""
        return np.asarray((self.matrix @ self.matrix[row].T).toarray(), dtype=np.float64)[:, 0]

    def pooled(self, members: Sequence[Sequence[int]]) -> "TfidfVectors":
        """Return the mean of each group of texts, as a unit vector; a group without any is like nothing."""
        rows = np.repeat(np.arange(len(members)), [len(group) for group in members])
        columns = np.array([index for group in members for index in group], dtype=np.int64)
        matrix = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(members), int(self.matrix.shape[0])))
        sums = csr_matrix(matrix @ self.matrix)
        lengths = np.sqrt(np.asarray(sums.multiply(sums).sum(axis=1))[:, 0])
        return TfidfVectors(csr_matrix(diags(1 / np.maximum(lengths, TINY)) @ sums, dtype=np.float32))


def tfidf_vectors(texts: Sequence[str], languages: Sequence[str | None]) -> TfidfVectors:
    """Return texts as vectors of their stems.

    Notes
    -----
    Sublinear term frequency and smoothed inverse document frequency (Salton and Buckley 1988), over stems that at
    least two texts have; of more than 10,000 texts those in more than 2,000 count for nothing.
    """
    bags = [
        Counter(stem for stem, _ in subject_words(text, language))
        for text, language in zip(texts, languages, strict=True)
    ]
    spread = Counter(stem for bag in bags for stem in bag)
    most = len(texts) if len(texts) <= 5 * MOST_TEXTS else MOST_TEXTS
    stems = sorted(stem for stem, count in spread.items() if 1 < count <= most)
    column = {stem: index for index, stem in enumerate(stems)}
    rarity = np.array([np.log((1 + len(texts)) / (1 + spread[stem])) + 1 for stem in stems])
    starts, columns, values = [0], [], []
    for bag in bags:
        counts = sorted((column[stem], count) for stem, count in bag.items() if stem in column)
        weights = np.array([(1 + np.log(count)) * rarity[index] for index, count in counts])
        columns += [index for index, _ in counts]
        values += list(weights / np.linalg.norm(weights)) if counts else []
        starts.append(len(columns))
    return TfidfVectors(
        csr_matrix(
            (np.array(values, dtype=np.float32), np.array(columns, dtype=np.int32), np.array(starts, dtype=np.int64)),
            shape=(len(texts), len(stems)),
        )
    )


def _nearest_rows(matrix: csr_matrix, k: int) -> NearestTexts:
    """Return the k rows that each row's product with is largest, a block of rows at a time."""
    n = int(matrix.shape[0])
    indices, scores = np.full((n, k), NOBODY, dtype=np.int64), np.zeros((n, k))
    transposed = matrix.T.tocsr()
    step = max(1, BLOCK_NUMBERS // max(n, 1))
    for start in range(0, n if k else 0, step):
        block = csr_matrix(matrix[start : start + step] @ transposed)
        for row in range(block.shape[0]):
            part = slice(block.indptr[row], block.indptr[row + 1])
            is_other = block.indices[part] != start + row
            columns, values = _best(block.indices[part][is_other], block.data[part][is_other], k)
            indices[start + row, : len(columns)], scores[start + row, : len(columns)] = columns, values
    return NearestTexts(indices, scores)


def heaviest(matrix: csr_matrix, count: int) -> csr_matrix:
    """Return a matrix with the largest values of each row alone, ties by column."""
    counts = np.diff(matrix.indptr)
    rows = np.repeat(np.arange(matrix.shape[0]), counts)
    order = np.lexsort((matrix.indices, -matrix.data, rows))
    keep = order[np.arange(len(rows)) - np.repeat(matrix.indptr[:-1], counts) < count]
    return csr_matrix((matrix.data[keep], (rows[keep], matrix.indices[keep])), shape=matrix.shape)


def _best(columns: Integers, values: Floats, k: int) -> tuple[Integers, Floats]:
    """Return the k largest values with their columns, the largest first, ties by column."""
    if len(values) > k:
        least = np.partition(values, len(values) - k)[len(values) - k]
        columns, values = columns[values >= least], values[values >= least]
    order = np.lexsort((columns, -values))[:k]
    return columns[order], values[order]
