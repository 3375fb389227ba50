"""Words as groups of four letters, which forms of a word, and related words of other languages, have in common."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import Final

import numpy as np
from scipy import sparse
from sklearn.preprocessing import normalize

from skillsnet.core.classification.values import Floats, Integers
from skillsnet.core.text import fold

GROUP_LETTERS: Final = 4
MAX_GROUPS: Final = 60_000


@lru_cache(maxsize=262_144)
def letter_groups(word: str) -> tuple[str, ...]:
    """Return the groups of four letters of a word, its edges marked by spaces; a short word is one group.

    Parameters
    ----------
    word : str
        A word in any case, with its accents.

    Examples
    --------
    >>> letter_groups("Formé"), letter_groups("a")
    ((' for', 'form', 'orme', 'rme '), (' a ',))
    """
    padded = f" {fold(word)} "
    return tuple(padded[start : start + GROUP_LETTERS] for start in range(max(1, len(padded) - GROUP_LETTERS + 1)))


class LetterSpace:
    """The groups of letters of some texts, weighted by how rare they are."""

    def __init__(self, columns: dict[str, int], rarity: Floats) -> None:
        self._columns = columns
        self._rarity = rarity

    @classmethod
    def fit(cls, word_lists: Sequence[Sequence[str]], *, min_texts: int) -> "tuple[LetterSpace, sparse.csr_matrix]":
        """Return the space of n texts, and their groups as `transform` would.

        Parameters
        ----------
        word_lists : sequence of sequence of str
            Each text's words, none of them plain.
        min_texts : int
            In how many texts a group must stand to count.

        Notes
        -----
        Character n-grams (Cavnar and Trenkle 1994) within words, damped counts times smoothed inverse document
        frequency (Salton and Buckley 1988). O(words + letters of the distinct words).
        """
        groups = sorted({group for word in set(chain.from_iterable(word_lists)) for group in letter_groups(word)})
        columns = {group: column for column, group in enumerate(groups)}
        counts = _count_groups(word_lists, columns)
        text_counts = np.asarray((counts > 0).sum(axis=0)).ravel()
        frequent = np.flatnonzero(text_counts >= min_texts)
        frequent_columns = np.sort(frequent[np.argsort(-text_counts[frequent], kind="stable")][:MAX_GROUPS])
        rarity = np.log((1 + len(word_lists)) / (1 + text_counts[frequent_columns].astype(np.float64))) + 1
        space = cls({groups[column]: position for position, column in enumerate(frequent_columns)}, rarity)
        return space, space._weigh(counts[:, frequent_columns])

    def transform(self, word_lists: Sequence[Sequence[str]]) -> "sparse.csr_matrix":
        """Return the groups of n texts: csr_matrix of shape (n, groups) with rows of length 1, or 0 for none."""
        return self._weigh(_count_groups(word_lists, self._columns))

    @property
    def size(self) -> int:
        """How many groups there are."""
        return len(self._columns)

    def columns(self, word: str) -> list[int]:
        """Return the columns of a word's groups, one for each time a group stands in it."""
        return [self._columns[group] for group in letter_groups(word) if group in self._columns]

    def weigh(self, columns: Integers, counts: Integers) -> Floats:
        """Return the weights of a text's distinct groups by how often each stands in it: a vector of length 1."""
        values = (1 + np.log(counts)) * self._rarity[columns]
        return np.asarray(values / np.linalg.norm(values))

    def _weigh(self, counts: "sparse.csr_matrix") -> "sparse.csr_matrix":
        counts.data = (1 + np.log(counts.data)) * self._rarity[counts.indices]
        return sparse.csr_matrix(normalize(counts)) if counts.shape[0] and counts.shape[1] else counts


def _count_groups(word_lists: Sequence[Sequence[str]], columns: dict[str, int]) -> "sparse.csr_matrix":
    """Return how often each group stands in each text: words by texts, times groups by words."""
    words: dict[str, int] = {}
    word_indices = [words.setdefault(word, len(words)) for word_list in word_lists for word in word_list]
    word_ends = np.cumsum([0, *(len(word_list) for word_list in word_lists)])
    words_by_text = sparse.csr_matrix(
        (np.ones(len(word_indices)), word_indices, word_ends), shape=(len(word_lists), len(words))
    )
    group_lists = [[columns[group] for group in letter_groups(word) if group in columns] for word in words]
    group_indices = np.fromiter(chain.from_iterable(group_lists), dtype=np.int64)
    group_ends = np.cumsum([0, *(len(group_list) for group_list in group_lists)])
    groups_by_word = sparse.csr_matrix(
        (np.ones(len(group_indices)), group_indices, group_ends), shape=(len(words), len(columns))
    )
    return sparse.csr_matrix(words_by_text @ groups_by_word, dtype=np.float64)
