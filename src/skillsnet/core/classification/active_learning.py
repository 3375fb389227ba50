"""Which text to ask a person about next: the one whose answer teaches most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from skillsnet.core.text import guess_language, plain_words, tokens, without_article

STEM_LETTERS: Final = 7
MIN_WORD_LETTERS: Final = 4
# A word in more texts than this share says nothing of what a text is about; small sets keep theirs.
COMMON_SHARE: Final = 0.2
MIN_TEXTS_FOR_COMMON: Final = 40
# Texts with a cosine of this much read alike: a few telling words shared.
ALIKE_COSINE: Final = 0.1
# So many of the best are put apart from each other, chosen from a few times as many.
FIRST: Final = 200
POOL: Final = 2_000

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Choice:
    """A text in the order of asking, and why it stands there.

    Attributes
    ----------
    index : int
        Place of the text in what was given.
    alike : int or None
        How many other texts read much like it; None beyond the first few hundred.
    """

    index: int
    alike: int | None


def margins(probabilities: Sequence[Mapping[str, float]], is_told: Sequence[bool]) -> Floats:
    """Return by how much each text's likeliest category leads the next.

    Parameters
    ----------
    probabilities : sequence of mappings
        Of n texts: category to probability, 0 to 1. Missing categories count as 0.
    is_told : sequence of bool
        Whether anything in the text speaks for a category at all.

    Returns
    -------
    ndarray of shape (n,)
        From 0 (undecided, or nothing told) to 1.

    Notes
    -----
    Margin sampling (Scheffer, Decomain and Wrobel 2001). O(n × categories).

    Examples
    --------
    >>> margins([{"a": 0.75, "b": 0.5}, {"a": 0.9}, {}], [True, True, False]).tolist()
    [0.25, 0.9, 0.0]
    """
    found = np.zeros(len(probabilities))
    for place, (row, told) in enumerate(zip(probabilities, is_told, strict=True)):
        best = sorted(row.values(), reverse=True)[:2] if told else []
        found[place] = best[0] - (best[1] if len(best) > 1 else 0.0) if best else 0.0
    return np.clip(found, 0.0, 1.0)


def text_vectors(texts: Sequence[str], languages: Sequence[str | None]) -> csr_matrix:
    """Return the texts as unit vectors of their telling words.

    Parameters
    ----------
    texts : sequence of str
        n texts.
    languages : sequence of str or None
        Their language codes; None is guessed from the text.

    Returns
    -------
    csr_matrix of shape (n, words)
        TF-IDF with damped counts over word beginnings; a text without telling words is a row of zeros.

    Notes
    -----
    Left out are plain words, words of one text only, and words of every fifth text. O(total words).

    Examples
    --------
    >>> text_vectors(["Solar pumps", "A solar pump", "Cheese"], ["en"] * 3).toarray().round(2).tolist()
    [[0.71, 0.71], [0.71, 0.71], [0.0, 0.0]]
    """
    bags = [_stems(text, language) for text, language in zip(texts, languages, strict=True)]
    most = COMMON_SHARE if len(texts) >= MIN_TEXTS_FOR_COMMON else 1.0
    reader = TfidfVectorizer(analyzer=_as_they_are, sublinear_tf=True, min_df=2, max_df=most)
    try:
        return csr_matrix(reader.fit_transform(bags))
    except ValueError:
        # No word stands in two texts and not in too many: nothing tells them apart.
        return csr_matrix((len(texts), 1))


def order(gaps: Floats, vectors: csr_matrix, *, first: int = FIRST) -> list[Choice]:
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
    list of Choice
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
    ranked = np.lexsort((np.arange(count), gaps, -np.round(worth, 12)))
    pool = ranked[: max(POOL, first)]
    front = _apart(pool, worth, vectors, first)
    alike = _alike(front, vectors)
    at_front = set(front)
    chosen = [Choice(index, number) for index, number in zip(front, alike, strict=True)]
    return chosen + [Choice(int(index), None) for index in ranked if int(index) not in at_front]


def _density(vectors: csr_matrix) -> Floats:
    """Return each text's mean cosine to all, as a share of the largest."""
    mean = np.asarray(vectors.mean(axis=0)).ravel()
    found = np.asarray(vectors @ mean, dtype=np.float64).ravel()
    most = found.max(initial=0.0)
    return found / most if most > 0 else found


def _apart(pool: npt.NDArray[np.int64], worth: Floats, vectors: csr_matrix, first: int) -> list[int]:
    rows = csr_matrix(vectors[pool])
    nearest = np.zeros(len(pool))
    is_free = np.ones(len(pool), dtype=bool)
    chosen: list[int] = []
    for _ in range(min(first, len(pool))):
        value = np.where(is_free, np.round(worth[pool] * (1.0 - nearest), 12), -1.0)
        # The pool is in order of worth, and argmax takes the first of equals.
        best = int(value.argmax())
        chosen.append(int(pool[best]))
        is_free[best] = False
        nearest = np.minimum(np.maximum(nearest, _cosines(rows, best)), 1.0)
    return chosen


def _alike(front: Sequence[int], vectors: csr_matrix) -> list[int]:
    found = []
    for index in front:
        is_alike = _cosines(vectors, index) >= ALIKE_COSINE
        is_alike[index] = False
        found.append(int(is_alike.sum()))
    return found


def _cosines(vectors: csr_matrix, index: int) -> Floats:
    """Return the cosines of one text to all; a dense vector of one text's words is read fastest."""
    return np.asarray(vectors @ vectors[index].toarray().ravel(), dtype=np.float64)


def _stems(text: str, language: str | None) -> list[str]:
    common = plain_words(language or guess_language(text) or "en")
    return [
        stem
        for word in tokens(text)
        if len(word) >= MIN_WORD_LETTERS and word not in common and not word.isdigit()
        for stem in (_stem(word),)
    ]


@lru_cache(maxsize=262_144)
def _stem(folded: str) -> str:
    bare = without_article(folded)
    return (bare[:-1] if bare.endswith("s") and len(bare) > MIN_WORD_LETTERS else bare)[:STEM_LETTERS]


def _as_they_are(bag: list[str]) -> list[str]:
    return bag
