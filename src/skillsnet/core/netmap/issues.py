"""What texts are about, as directions in which near ones work on similar things, whatever their languages."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, diags
from sklearn.utils.extmath import randomized_svd

from skillsnet.core.classification.features import unit_rows
from skillsnet.core.classification.values import Embedder
from skillsnet.core.likeness import Nearest, TextVectors, text_vectors
from skillsnet.core.netmap.graph import Links

SUBJECTS: Final = 64
# Directions for texts in languages without parallel texts, which have words only.
WORD_SUBJECTS: Final = 16
NEIGHBOURS: Final = 8
# A pair that is hardly alike, and yet among each other's nearest, still holds together a little.
LEAST_STRENGTH: Final = 0.01

Rows = npt.NDArray[np.float64]


def issue_vectors(
    texts: Sequence[str],
    languages: Sequence[str | None],
    *,
    definitions: Sequence[Mapping[str, str]] = (),
    embedder: Embedder | None = None,
    seed: int = 0,
) -> tuple[Rows, Links]:
    """Return the subjects of texts and which texts are alike.

    Parameters
    ----------
    texts, languages : sequence
        n texts and their language codes; None is guessed.
    definitions : sequence of mappings
        The network's own definitions by language code, as further concepts.
    embedder : Embedder, optional
        Sentence embeddings to take in place of the concepts.
    seed : int
        For the decomposition and the search for neighbours.

    Returns
    -------
    array of float, shape (n, at most 80)
        Rows of length 1, or 0 for a text that says nothing of a subject and has no neighbours.
    Links
        Each text with its eight nearest; the strength is the likeness, from 0 to 1.

    Notes
    -----
    Neighbours as lists of similar projects have them (`TextVectors.nearest`), so that each language has its share of
    them. Subjects are the main directions of the texts' concepts (principal components), half of each text's own and
    half the mean of its neighbours': what is left of a language in them goes, since neighbours are of all languages.
    One such step as in label spreading (Zhou et al. 2004). O(n x concepts x 64), and the neighbours.

    Examples
    --------
    >>> texts = ["solar pumps repaired", "reparación de bombas solares", "courses in welding", "cours de soudure"]
    >>> links = issue_vectors(texts, ["en", "es", "en", "fr"])[1]
    >>> links.ends.tolist()
    [[0, 1], [2, 3]]
    """
    likeness = text_vectors(texts, languages, definitions=definitions, embedder=embedder)
    near = likeness.nearest(NEIGHBOURS, seed=seed)
    subjects = _subjects(likeness, seed)
    neighbours = _neighbour_means(near) @ subjects
    return unit_rows(subjects + unit_rows(neighbours)), _links(near)


def _subjects(likeness: TextVectors, seed: int) -> Rows:
    """Return the main directions of concepts, and beside them of the words of texts that have no concepts."""
    concepts = likeness.descriptions.concepts.astype(np.float64)
    words = likeness.descriptions.words
    has_concepts = concepts.any(axis=1)
    if concepts.shape[1] > SUBJECTS:
        for language in sorted(set(likeness.languages)):
            rows = np.array([code == language for code in likeness.languages]) & has_concepts
            concepts[rows] -= concepts[rows].mean(axis=0) if rows.any() else 0
        concepts = concepts @ np.linalg.eigh(concepts.T @ concepts)[1][:, -SUBJECTS:]
    wordy = csr_matrix(diags((~has_concepts).astype(np.float64)) @ words)
    size = min(WORD_SUBJECTS, min(wordy.shape) - 1)
    if size < 1 or not wordy.nnz:
        return unit_rows(concepts)
    axes = randomized_svd(wordy, size, random_state=seed, n_iter=4)[2]
    return unit_rows(np.hstack([concepts, np.asarray(wordy @ axes.T)]))


def _neighbour_means(near: Nearest) -> csr_matrix:
    n, k = near.indices.shape
    rows, columns = np.repeat(np.arange(n), k), near.indices.ravel()
    is_there = columns >= 0
    graph = csr_matrix((np.ones(int(is_there.sum())), (rows[is_there], columns[is_there])), shape=(n, n))
    either = graph.maximum(graph.T)
    return csr_matrix(diags(1 / np.maximum(1, np.asarray(either.sum(axis=1)).ravel())) @ either)


def _links(near: Nearest) -> Links:
    n, k = near.indices.shape
    rows, columns = np.repeat(np.arange(n), k), near.indices.ravel().astype(np.int64)
    is_there = columns >= 0
    lower, higher = np.minimum(rows, columns)[is_there], np.maximum(rows, columns)[is_there]
    codes, first = np.unique(lower * n + higher, return_index=True)
    ends = np.stack([codes // max(n, 1), codes % max(n, 1)], axis=1)
    strength = np.maximum(near.scores.ravel()[is_there][first].astype(np.float64), LEAST_STRENGTH)
    return Links(ends, strength)
