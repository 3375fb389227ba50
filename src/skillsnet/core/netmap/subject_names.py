"""Neighbourhoods named by subjects of the field, which have a name in each language."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from scipy import sparse

from skillsnet.core.netmap.graph import Integers
from skillsnet.core.netmap.keyness import MOST_TEXTS, log_odds
from skillsnet.core.search.glossary import subjects
from skillsnet.core.search.text_subjects import says_no_more, subjects_in
from skillsnet.core.text import guess_language
from skillsnet.core.text.parallel_texts import PARALLEL_LANGUAGES

# A neighbourhood with fewer telling subjects than this is named by words of its texts.
FEWEST: Final = 2
# A subject that fewer of its texts name says little of a neighbourhood.
LEAST_SHARE: Final = 0.06

SubjectNames = Mapping[str, tuple[str, ...]]


def subject_names(
    texts: Sequence[str], languages: Sequence[str | None], of_community: Integers, *, k: int = 3
) -> list[SubjectNames]:
    """Return the subjects that distinguish each neighbourhood from the others, in each language.

    Parameters
    ----------
    texts, languages : sequence
        n texts and their language codes; None is guessed.
    of_community : array of int, shape (n,)
        Neighbourhoods from 0; texts of ``NOT_STATED`` only count against the others.
    k : int
        How many subjects each at most.

    Returns
    -------
    list of mapping of str to tuple of str
        For each number up to the highest the names of its subjects by language, the most distinctive first. Empty
        where fewer than two subjects of the glossary distinguish it. No two neighbourhoods share a subject.

    Notes
    -----
    A subject counts once a text, in whichever language it is named there (`core.search.glossary`), so that texts of
    all languages speak for the same name. Scores as in `keyness.distinctive_terms`. Of more than 30,000 texts every so
    many-th is read. O(words read).

    Examples
    --------
    >>> texts = ["sewing by farmers", "couture et agriculture", "nurses on trains", "une infirmière au train"]
    >>> len(subject_names(texts, ["en", "fr", "en", "fr"], np.array([0, 0, 1, 1])))
    2
    """
    count = int(of_community.max(initial=-1)) + 1
    every = max(1, -(-len(texts) // MOST_TEXTS))
    sample = range(0, len(texts), every)
    labels = of_community[::every]
    stated = np.flatnonzero(labels >= 0)
    if not count or not len(stated):
        return [{} for _ in range(count)]
    rows = [list(subjects_in(texts[i], languages[i] or guess_language(texts[i]) or "en")) for i in sample]
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    flat = np.array([column for row in rows for column in row], dtype=np.int64)
    incidence = sparse.csr_matrix((np.ones(len(flat)), flat, starts), shape=(len(rows), len(subjects())))
    owner = sparse.csr_matrix((np.ones(len(stated)), (labels[stated], stated)), shape=(count, len(labels)))
    inside = np.asarray((owner @ incidence).todense())
    sizes = np.asarray(owner.sum(axis=1)).ravel()
    scores = log_odds(inside, sizes, np.asarray(incidence.sum(axis=0)).ravel(), len(rows))
    scores[inside < LEAST_SHARE * sizes[:, None]] = -np.inf
    return [_names(row) if len(row) >= FEWEST else {} for row in _deal(scores, k)]


def _deal(scores: np.ndarray, k: int) -> list[list[int]]:
    """Deal the subjects out, the most distinctive pair of neighbourhood and subject first."""
    dealt: list[list[int]] = [[] for _ in range(len(scores))]
    used: set[int] = set()
    pairs = [(-scores[row, column], row, column) for row, column in zip(*np.nonzero(scores > 0), strict=True)]
    for _score, row, column in sorted(pairs):
        if len(dealt[row]) < k and column not in used and not any(says_no_more(column, other) for other in dealt[row]):
            used.add(column)
            dealt[row].append(int(column))
    return dealt


def _names(row: Sequence[int]) -> SubjectNames:
    return {language: tuple(subjects()[column].name(language) for column in row) for language in PARALLEL_LANGUAGES}
