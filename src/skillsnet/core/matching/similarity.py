"""Nearest neighbours of texts by their distinctive words."""

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from skillsnet.core.text.stems import subject_words

MIN_SCORE: Final = 0.04
SHARED_SHOWN: Final = 5
# A word in more texts than this share tells none of them apart; small sets keep theirs, as a share says little there.
COMMON_SHARE: Final = 0.2
MIN_TEXTS_FOR_COMMON: Final = 40
# Past ten thousand texts a word in more than this many is common too: without the bound, time grows with the square.
MOST_TEXTS: Final = 2_000
# How much more a pair counts that shares every facet value.
FACET_BOOST: Final = 0.25
# Numbers held at once while two blocks are multiplied: 8 million float32 with their columns take 64 MB.
BLOCK_NUMBERS: Final = 8_000_000

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int32]
FacetValues = Sequence[Sequence[Set[str]]]


@dataclass(frozen=True)
class Similar:
    """Another text, how near it is, and why.

    Attributes
    ----------
    index : int
        Index of the other text.
    score : float
        Similarity from 0 to 1.
    shared : tuple of str
        Up to five distinctive words that both hold, as they stand in the first text, the most distinctive first.
    """

    index: int
    score: float
    shared: tuple[str, ...]


def similar(
    texts: Sequence[str], languages: Sequence[str | None], *, k: int = 6, facets: FacetValues = ()
) -> list[list[Similar]]:
    """Return each text's nearest other texts.

    Parameters
    ----------
    texts : sequence of str
        n texts.
    languages : sequence of str or None
        The texts' language codes; None is guessed from the text.
    k : int
        How many neighbours at most.
    facets : sequence of sequences of sets, optional
        Each with n sets, such as the texts' categories or beneficiaries. A pair that shares values counts more.

    Returns
    -------
    list of list of Similar
        n lists, nearest first, ties by index; empty where no other text shares a distinctive word.

    Raises
    ------
    ValueError
        When texts, languages and facets differ in length.

    Notes
    -----
    Cosine of TF-IDF vectors with sublinear term frequency over the first seven letters of stems (Salton and Buckley
    1988), which related languages share. Left out are plain words, words of one text only, and words of every fifth
    text or of more than 2,000.
    With facets the cosine c becomes c (1 + 0.25 j) / 1.25, where j is the mean Jaccard index of the facets; two empty
    sets share nothing. The product is taken in blocks, so that memory stays O(n) beside the vectors. Time
    O(n × words of a text × 2,000) at most. Deterministic.

    Examples
    --------
    >>> near = similar(["Solar pump repair", "Repairing solar pumps", "Cheese"], ["en"] * 3)
    >>> near[0][0].index, near[0][0].shared, near[2]
    (1, ('pump', 'repair', 'Solar'), [])
    """
    if any(len(facet) != len(texts) for facet in facets):
        raise ValueError("every facet needs one set for each text")
    vectors = _vectors(texts, languages)
    neighbours: list[list[Similar]] = []
    for row, indices, cosines in _rows_of_products(vectors):
        nearest = _nearest_texts(row, indices, cosines, k=k, facets=facets)
        words = _words_by_stem(texts[row], languages[row]) if nearest else {}
        neighbours.append(
            [Similar(index, score, _shared_words(vectors, row, index, words)) for index, score in nearest]
        )
    return neighbours


@dataclass(frozen=True)
class _Vectors:
    """Unit vectors as rows, and the stem that each column stands for."""

    matrix: csr_matrix
    stems: tuple[str, ...]


def _vectors(texts: Sequence[str], languages: Sequence[str | None]) -> _Vectors:
    bags = [_bag(text, language) for text, language in zip(texts, languages, strict=True)]
    spread = Counter(stem for bag in bags for stem in bag)
    most = min(COMMON_SHARE * len(texts), MOST_TEXTS) if len(texts) >= MIN_TEXTS_FOR_COMMON else len(texts)
    stems = tuple(sorted(stem for stem, text_count in spread.items() if 1 < text_count <= most))
    columns_by_stem = {stem: column for column, stem in enumerate(stems)}
    rarity = np.array([np.log((1 + len(texts)) / (1 + spread[stem])) + 1 for stem in stems], dtype=np.float64)
    starts, columns, values = [0], [], []
    for bag in bags:
        counts = sorted((columns_by_stem[stem], count) for stem, count in bag.items() if stem in columns_by_stem)
        weights = np.array([(1 + np.log(count)) * rarity[column] for column, count in counts])
        columns += [column for column, _ in counts]
        values += list(weights / np.linalg.norm(weights)) if counts else []
        starts.append(len(columns))
    matrix = csr_matrix(
        (np.array(values, dtype=np.float32), np.array(columns, dtype=np.int32), np.array(starts, dtype=np.int64)),
        shape=(len(texts), len(stems)),
    )
    return _Vectors(matrix=matrix, stems=stems)


def _bag(text: str, language: str | None) -> Counter[str]:
    return Counter(beginning for beginning, _ in subject_words(text, language))


def _rows_of_products(vectors: _Vectors) -> Iterator[tuple[int, Integers, Floats]]:
    """Yield each row's other rows and their cosines, a block of rows at a time."""
    matrix, transposed = vectors.matrix, vectors.matrix.T.tocsr()
    n = matrix.shape[0]
    step = max(1, BLOCK_NUMBERS // max(1, n))
    for start in range(0, n, step):
        block: Any = csr_matrix(matrix[start : start + step] @ transposed)
        for row in range(block.shape[0]):
            begin, end = block.indptr[row], block.indptr[row + 1]
            yield start + row, block.indices[begin:end], block.data[begin:end]


def _nearest_texts(
    row: int, indices: Integers, cosines: Floats, *, k: int, facets: FacetValues
) -> list[tuple[int, float]]:
    keep = (indices != row) & (cosines >= MIN_SCORE)
    indices, cosines = indices[keep], np.minimum(cosines[keep], 1)
    if facets and len(cosines) > k > 0:
        # Whoever is further than this stays behind the k-th even with every facet shared.
        bound = np.partition(cosines, -k)[-k] / (1 + FACET_BOOST)
        indices, cosines = indices[cosines >= bound], cosines[cosines >= bound]
    scores = np.round(cosines.astype(np.float64), 5)
    if facets:
        shares = np.array([_facet_similarity(row, int(index), facets) for index in indices], dtype=np.float64)
        scores = np.round(scores * (1 + FACET_BOOST * shares) / (1 + FACET_BOOST), 5)
    order = np.lexsort((indices, -scores))[:k]
    return [(int(indices[position]), float(scores[position])) for position in order]


def _facet_similarity(first: int, second: int, facets: FacetValues) -> float:
    """Return the mean Jaccard index of two texts' facet values."""
    total = 0.0
    for facet in facets:
        union = facet[first] | facet[second]
        total += len(facet[first] & facet[second]) / len(union) if union else 0.0
    return total / len(facets)


def _words_by_stem(text: str, language: str | None) -> dict[str, str]:
    """Return, for each stem of the text, the first word that has it."""
    words: dict[str, str] = {}
    for beginning, word in subject_words(text, language):
        words.setdefault(beginning, word)
    return words


def _shared_words(vectors: _Vectors, first: int, second: int, words: dict[str, str]) -> tuple[str, ...]:
    first_weights, second_weights = _row_weights(vectors, first), _row_weights(vectors, second)
    common = sorted(
        (-first_weights[column] * second_weights[column], column)
        for column in first_weights.keys() & second_weights.keys()
    )
    shared = (words.get(vectors.stems[column], "") for _, column in common)
    return tuple([word for word in shared if word][:SHARED_SHOWN])


def _row_weights(vectors: _Vectors, row: int) -> dict[int, float]:
    begin, end = vectors.matrix.indptr[row], vectors.matrix.indptr[row + 1]
    return dict(zip(vectors.matrix.indices[begin:end].tolist(), vectors.matrix.data[begin:end].tolist(), strict=True))
