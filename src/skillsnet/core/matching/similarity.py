"""Nearest neighbours of texts by their telling words."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfTransformer

from skillsnet.core.text import guess_language, stop_words, tokens

BLOCK = 512
MIN_WORD = 4
STEM_LENGTH = 7
MIN_SCORE = 0.04
SHARED_SHOWN = 5


@dataclass(frozen=True)
class Similar:
    """Another text, its cosine similarity (0 to 1), and the telling words both hold, the most telling first."""

    index: int
    score: float
    shared: tuple[str, ...]


@dataclass(frozen=True)
class _Vocabulary:
    stems: tuple[str, ...]
    word_of: tuple[str, ...]


def similar(texts: Sequence[str], languages: Sequence[str | None], *, k: int = 6) -> list[list[Similar]]:
    """Return each text's nearest other texts.

    Parameters
    ----------
    texts : sequence of str
        n texts.
    languages : sequence of str or None
        The texts' language codes; None is guessed from the text.
    k : int
        How many neighbours at most.

    Returns
    -------
    list of list of Similar
        n lists, nearest first, ties by index; empty where no other text shares a telling word.

    Notes
    -----
    Cosine of TF-IDF vectors with sublinear term frequency over word beginnings of seven letters (Salton and Buckley
    1988); words that stand in one text only are left out, as are stop words. The product is taken in blocks of 512
    texts, so that memory stays O(512 n). Deterministic.
    """
    if len(texts) < 2:
        return [[] for _ in texts]
    counts, vocabulary = _counts(texts, languages)
    if counts.shape[1] == 0:
        return [[] for _ in texts]
    vectors = csr_matrix(TfidfTransformer(sublinear_tf=True).fit_transform(counts))
    transposed = vectors.T.tocsr()
    found: list[list[Similar]] = []
    for start in range(0, vectors.shape[0], BLOCK):
        block = csr_matrix(vectors[start : start + BLOCK] @ transposed)
        for row in range(block.shape[0]):
            begin, end = block.indptr[row], block.indptr[row + 1]
            nearest = _nearest(block.indices[begin:end], block.data[begin:end], start + row, k)
            found.append(
                [Similar(other, score, _shared(vectors, vocabulary, start + row, other)) for other, score in nearest]
            )
    return found


def _counts(texts: Sequence[str], languages: Sequence[str | None]) -> tuple[csr_matrix, _Vocabulary]:
    bags = [_bag(text, language) for text, language in zip(texts, languages, strict=True)]
    spread = Counter(stem for bag in bags for stem in bag)
    stems = tuple(sorted(stem for stem, held in spread.items() if held > 1))
    place = {stem: index for index, stem in enumerate(stems)}
    commonest: dict[str, Counter[str]] = defaultdict(Counter)
    rows, columns, values = [], [], []
    for row, bag in enumerate(bags):
        for stem, words in bag.items():
            if stem in place:
                rows.append(row)
                columns.append(place[stem])
                values.append(float(sum(words.values())))
                commonest[stem].update(words)
    matrix = csr_matrix((values, (rows, columns)), shape=(len(texts), len(stems)), dtype=np.float64)
    shown = tuple(_commonest(commonest[stem]) for stem in stems)
    return matrix, _Vocabulary(stems=stems, word_of=shown)


def _commonest(words: Counter[str]) -> str:
    return min(words, key=lambda word: (-words[word], word))


def _bag(text: str, language: str | None) -> dict[str, Counter[str]]:
    common = stop_words(language or guess_language(text) or "en")
    bag: dict[str, Counter[str]] = defaultdict(Counter)
    for word in tokens(text):
        if len(word) >= MIN_WORD and word not in common and not word.isdigit():
            bag[word[:STEM_LENGTH]][word] += 1
    return bag


def _nearest(
    indices: npt.NDArray[np.int32], scores: npt.NDArray[np.float64], own: int, k: int
) -> list[tuple[int, float]]:
    keep = (indices != own) & (scores >= MIN_SCORE)
    indices, scores = indices[keep], np.round(scores[keep], 6)
    order = np.lexsort((indices, -scores))[:k]
    return [(int(indices[place]), float(scores[place])) for place in order]


def _shared(vectors: csr_matrix, vocabulary: _Vocabulary, one: int, other: int) -> tuple[str, ...]:
    product = vectors[one].multiply(vectors[other]).tocoo()
    order = np.lexsort((product.col, -product.data))[:SHARED_SHOWN]
    return tuple(vocabulary.word_of[product.col[place]] for place in order)
