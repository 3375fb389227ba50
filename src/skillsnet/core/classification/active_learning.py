"""Which text to ask a person about next: the one whose answer teaches most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from skillsnet.core.text.stems import subject_words

# A word in more texts than this share says nothing of what a text is about; small sets keep theirs.
COMMON_SHARE: Final = 0.2
MIN_TEXTS_FOR_COMMON: Final = 40
# Texts with a cosine of this much read alike: a few distinctive words shared.
SIMILAR_COSINE: Final = 0.11
# So many of the best are put apart from each other, chosen from a few times as many.
FIRST: Final = 200
POOL: Final = 2_000

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class QueuedText:
    """A text in the order of review, and how many are like it.

    Attributes
    ----------
    index : int
        Index of the text in what was given.
    similar_count : int or None
        How many other texts read much like it; None beyond the first few hundred.
    """

    index: int
    similar_count: int | None


def margins(probabilities: Sequence[Mapping[str, float]], is_conclusive: Sequence[bool]) -> Floats:
    """Return by how much each text's likeliest category leads the next.

    Parameters
    ----------
    probabilities : sequence of mappings
        Of n texts: category to probability, 0 to 1. Missing categories count as 0.
    is_conclusive : sequence of bool
        Whether anything in the text speaks for a category at all.

    Returns
    -------
    ndarray of shape (n,)
        From 0 (undecided, or inconclusive) to 1.

    Notes
    -----
    Margin sampling (Scheffer, Decomain and Wrobel 2001). O(n × categories).

    Examples
    --------
    >>> margins([{"a": 0.75, "b": 0.5}, {"a": 0.9}, {}], [True, True, False]).tolist()
    [0.25, 0.9, 0.0]
    """
    leads = np.zeros(len(probabilities))
    for index, (row, is_clear) in enumerate(zip(probabilities, is_conclusive, strict=True)):
        best = sorted(row.values(), reverse=True)[:2] if is_clear else []
        leads[index] = best[0] - (best[1] if len(best) > 1 else 0.0) if best else 0.0
    return np.clip(leads, 0.0, 1.0)


def text_vectors(texts: Sequence[str], languages: Sequence[str | None]) -> csr_matrix:
    """Return the texts as unit vectors of their distinctive words.

    Parameters
    ----------
    texts : sequence of str
        n texts.
    languages : sequence of str or None
        Their language codes; None is guessed from the text.

    Returns
    -------
    csr_matrix of shape (n, words)
        TF-IDF with damped counts over the beginnings of stems; a text without distinctive words is a row of zeros.

    Notes
    -----
    Left out are plain words, words of one text only, and words of every fifth text. O(total words).

    Examples
    --------
    >>> text_vectors(["Solar pumps", "A solar pump", "Cheese"], ["en"] * 3).toarray().round(2).tolist()
    [[0.71, 0.71], [0.71, 0.71], [0.0, 0.0]]
    """
    bags = [
        [beginning for beginning, _ in subject_words(text, language)]
        for text, language in zip(texts, languages, strict=True)
    ]
    most = COMMON_SHARE if len(texts) >= MIN_TEXTS_FOR_COMMON else 1.0
    reader = TfidfVectorizer(analyzer=_identity, sublinear_tf=True, min_df=2, max_df=most)
    try:
        return csr_matrix(reader.fit_transform(bags))
    except ValueError:
        # No word stands in two texts and not in too many: nothing tells them apart.
        return csr_matrix((len(texts), 1))


def order(gaps: Floats, vectors: csr_matrix, *, first: int = FIRST) -> list[QueuedText]:
    """Return the texts in the order in which asking about them teaches most.

    Parameters
    ----------
    gaps : ndarray of shape (n,)
        The texts' `margins`.
    vectors : csr_matrix of shape (n, words)
        Their unit vectors, as from `text_vectors`.
    first : int
        How many are put apart from each other at the front.

    Returns
    -------
    list of QueuedText
        All n texts, each once.

    Notes
    -----
    What an answer teaches is 1 − margin, times the mean cosine to all texts (information density, Settles and Craven
    2008, with exponent 1). The mean cosine is one product with the mean vector, so that no pair is compared. Among the
    best few thousand, the first are taken one by one, each times 1 − its largest cosine to those before (maximal
    marginal relevance, Carbonell and Goldstein 1998, as a product), so that the same question is not asked twice in a
    row. Ties go to the smaller margin, then to the earlier text. O(words + first × words of the pool); deterministic.

    Examples
    --------
    >>> near = text_vectors(["Solar pumps", "Solar pump", "Sewing shirts", "Sewing a shirt"], ["en"] * 4)
    >>> [choice.index for choice in order(np.array([0.1, 0.2, 0.5, 0.9]), near)]
    [0, 2, 1, 3]
    """
    count = len(gaps)
    if count == 0:
        return []
    worth = (1.0 - gaps) * _density(vectors)
    by_worth = np.lexsort((np.arange(count), gaps, -np.round(worth, 12)))
    pool = by_worth[: max(POOL, first)]
    front = _diverse_front(pool, worth, vectors, first)
    similar_counts = _count_similar(front, vectors)
    at_front = set(front)
    queue = [QueuedText(index, number) for index, number in zip(front, similar_counts, strict=True)]
    return queue + [QueuedText(int(index), None) for index in by_worth if int(index) not in at_front]


def _density(vectors: csr_matrix) -> Floats:
    """Return each text's mean cosine to all, as a share of the largest."""
    mean = np.asarray(vectors.mean(axis=0)).ravel()
    cosines = np.asarray(vectors @ mean, dtype=np.float64).ravel()
    most = cosines.max(initial=0.0)
    return cosines / most if most > 0 else cosines


def _diverse_front(pool: npt.NDArray[np.int64], worth: Floats, vectors: csr_matrix, first: int) -> list[int]:
    rows = csr_matrix(vectors[pool])
    largest_cosine = np.zeros(len(pool))
    is_free = np.ones(len(pool), dtype=bool)
    front: list[int] = []
    for _ in range(min(first, len(pool))):
        value = np.where(is_free, np.round(worth[pool] * (1.0 - largest_cosine), 12), -1.0)
        # The pool is in order of worth, and argmax takes the first of equals.
        best = int(value.argmax())
        front.append(int(pool[best]))
        is_free[best] = False
        largest_cosine = np.minimum(np.maximum(largest_cosine, _cosines(rows, best)), 1.0)
    return front


def _count_similar(front: Sequence[int], vectors: csr_matrix) -> list[int]:
    counts = []
    for index in front:
        is_similar = _cosines(vectors, index) >= SIMILAR_COSINE
        is_similar[index] = False
        counts.append(int(is_similar.sum()))
    return counts


def _cosines(vectors: csr_matrix, index: int) -> Floats:
    """Return the cosines of one text to all; a dense vector of one text's words is read fastest."""
    return np.asarray(vectors @ vectors[index].toarray().ravel(), dtype=np.float64)


def _identity(bag: list[str]) -> list[str]:
    return bag
