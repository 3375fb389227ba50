"""Which of many texts are worth comparing: those that share telling words, and those whose concepts are near."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix

from skillsnet.core.likeness.best import NO_TEXT, BestOfRows
from skillsnet.core.likeness.cells import comparison_blocks
from skillsnet.core.likeness.descriptions import Descriptions, Integers
from skillsnet.core.likeness.levels import Levels

# For each text that is asked for, so many by either way and at least so many.
TIMES: Final = 1.5
FEWEST: Final = 60
# A word finds the texts that it says most of, so many at most.
TEXTS_OF_WORD: Final = 300
ROWS_AT_ONCE: Final = 200


def promising_pairs(
    descriptions: Descriptions, levels: Levels, of: Integers, owners: Integers, *, k: int, seed: int
) -> Iterator[tuple[Integers, Integers]]:
    """Yield pairs of texts that may be among each other's k most alike.

    Parameters
    ----------
    descriptions : Descriptions
        Of n texts.
    levels : Levels
    of, owners : array of int, shape (n,)
        The language and the owner of each text; texts of one owner are no pair.
    k : int
    seed : int
        For the first centres of the cells.

    Yields
    ------
    array of int, array of int
        All pairs of some texts, the texts in ascending order; each pair once.

    Notes
    -----
    Two inverted files, as neither words nor concepts alone find enough: of each word the texts in which it weighs most
    ("champion lists", Manning, Raghavan and Schütze 2008, 7.1.3), and cells of concepts (`comparison_blocks`).
    O(words of all texts x 300 + n x languages x probed x 150 products).
    """
    count = max(FEWEST, round(TIMES * k))
    by_concepts = _nearest_by_concepts(descriptions, levels, of, owners, k=count, seed=seed)
    texts_of_word = strongest_texts(descriptions.words)
    n = len(of)
    for start in range(0, n, ROWS_AT_ONCE):
        rows = np.arange(start, min(n, start + ROWS_AT_ONCE))
        first, second = _by_words(descriptions.words[rows] @ texts_of_word, rows, owners, k=count)
        near = by_concepts.indices[rows].ravel().astype(np.int64)
        near_rows = np.repeat(rows, count)[near != NO_TEXT]
        pairs = np.sort(np.concatenate([first * n + second, near_rows * n + near[near != NO_TEXT]]))
        # What np.unique does by hashing takes several times as long.
        pairs = pairs[np.diff(pairs, prepend=-1) > 0]
        yield pairs // n, pairs % n


def strongest_texts(words: csr_matrix) -> csr_matrix:
    """Return for each word the texts in which it weighs most, ties by index: shape (terms, n)."""
    by_term = csc_matrix(words)
    terms = np.repeat(np.arange(by_term.shape[1]), np.diff(by_term.indptr))
    order = np.lexsort((by_term.indices, -by_term.data, terms))
    is_kept = np.arange(len(terms)) - by_term.indptr[terms] < TEXTS_OF_WORD
    strongest = order[is_kept]
    return csr_matrix(
        (by_term.data[strongest], (terms[strongest], by_term.indices[strongest])), shape=words.shape[::-1]
    )


def _by_words(products: csr_matrix, rows: Integers, owners: Integers, *, k: int) -> tuple[Integers, Integers]:
    """Return the k others with the highest products of each row, in no order."""
    first, second = [], []
    for at, row in enumerate(rows.tolist()):
        part = slice(products.indptr[at], products.indptr[at + 1])
        columns, values = products.indices[part], products.data[part]
        is_other = owners[columns] != owners[row]
        columns, values = columns[is_other], values[is_other]
        if len(columns) > k:
            columns = columns[np.argpartition(-values, k)[:k]]
        first.append(np.full(len(columns), row, dtype=np.int64))
        second.append(columns.astype(np.int64))
    return np.concatenate(first), np.concatenate(second)


def _nearest_by_concepts(
    descriptions: Descriptions, levels: Levels, of: Integers, owners: Integers, *, k: int, seed: int
) -> BestOfRows:
    best = BestOfRows.empty(len(of), k)
    for rows, columns in comparison_blocks(descriptions.concepts, of, seed=seed):
        products = descriptions.concept_products(rows, columns)
        order = levels.corrected(products, levels.nearness[rows], int(of[rows[0]]), columns, of)
        order[owners[rows][:, None] == owners[columns][None, :]] = -np.inf
        best.merge(rows, columns, order, products)
    return best
