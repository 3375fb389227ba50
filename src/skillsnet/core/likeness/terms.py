"""The terms of texts, counted: beginnings of stems, which related languages share."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from scipy.sparse import csr_matrix

from skillsnet.core.text import WORD, guess_language
from skillsnet.core.text.beginnings import terms_of_word

NO_LANGUAGE: Final = ""


class Vocabulary:
    """The terms of a set of texts and the column each has; what a word's terms are is worked out once.

    Attributes
    ----------
    terms : list of str
        The term of each column.
    """

    def __init__(self) -> None:
        self.terms: list[str] = []
        self._columns: dict[str, int] = {}
        self._columns_of_word: dict[tuple[str, str], tuple[int, ...]] = {}

    def count(self, texts: Iterable[str], languages: Iterable[str]) -> csr_matrix:
        """Return how often each text holds each term, new terms added: csr_matrix of float32, shape (n, terms).

        O(words of all texts).
        """
        starts = [0]
        columns: list[int] = []
        counts: list[int] = []
        for text, language in zip(texts, languages, strict=True):
            term_counts: dict[int, int] = {}
            for word, count in Counter(WORD.findall(text)).items():
                for column in self._of_word(word, language):
                    term_counts[column] = term_counts.get(column, 0) + count
            columns.extend(term_counts)
            counts.extend(term_counts.values())
            starts.append(len(columns))
        matrix = csr_matrix(
            (np.array(counts, dtype=np.float32), np.array(columns, dtype=np.int32), np.array(starts, dtype=np.int64)),
            shape=(len(starts) - 1, len(self.terms)),
        )
        matrix.sort_indices()
        return matrix

    def _of_word(self, word: str, language: str) -> tuple[int, ...]:
        columns = self._columns_of_word.get((word, language))
        if columns is None:
            columns = tuple(self._column(term) for term in terms_of_word(word, language))
            self._columns_of_word[word, language] = columns
        return columns

    def _column(self, term: str) -> int:
        column = self._columns.setdefault(term, len(self.terms))
        if column == len(self.terms):
            self.terms.append(term)
        return column


def text_languages(texts: Sequence[str], languages: Sequence[str | None]) -> list[str]:
    """Return each text's language as two or three letters, guessed where it is not given; "" where it is unknown.

    Raises
    ------
    ValueError
        When texts and languages differ in length.

    Examples
    --------
    >>> text_languages(["", "Le centre forme des jeunes"], ["pt-BR", None])
    ['pt', 'fr']
    """
    return [
        language.replace("_", "-").split("-")[0].lower() if language else guess_language(text) or NO_LANGUAGE
        for text, language in zip(texts, languages, strict=True)
    ]
