"""Texts as their nearness to a thousand parallel texts: numbers that mean the same in every language."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from scipy import sparse

from skillsnet.core.classification.features import content_words, unit_rows
from skillsnet.core.classification.letters import LetterSpace
from skillsnet.core.classification.values import Floats
from skillsnet.core.text.parallel_texts import PARALLEL_LANGUAGES, parallel_texts

# Languages without parallel texts that are read by the letters of a close relative.
RELATED: Final = {"pt": "es", "gl": "es", "ca": "es", "it": "es"}


class ConceptSpace:
    """One language's view of the concepts; two texts on one subject lie near each other, whatever their languages.

    Notes
    -----
    Explicit semantic analysis across languages (Gabrilovich and Markovitch 2007; Potthast, Stein and Anderka 2008), on
    groups of letters in the place of words. A text's nearness to a concept is given relative to its mean nearness, and
    to how near texts are to the concept: without that, long parallel texts would be near to everything.
    """

    def __init__(self, letters: LetterSpace, nearness_of_groups: "sparse.csr_matrix") -> None:
        self._letters = letters
        self._nearness_of_groups = nearness_of_groups

    @property
    def size(self) -> int:
        """How many concepts there are, the same in every language."""
        return int(self._nearness_of_groups.shape[1])

    def describe(self, word_lists: Sequence[Sequence[str]]) -> Floats:
        """Return texts, given as their words, in the concepts: array of shape (n, c), rows of length 1, or 0 for none.

        O(letters of the texts x parallel texts that hold them).
        """
        return unit_rows(self.relative_nearness(word_lists))

    def project(self, directions: Floats) -> Floats:
        """Return what one unit of each group of letters adds to products with directions: shape (groups, k).

        Parameters
        ----------
        directions : array of shape (k, c)
            Each in the concepts.
        """
        return np.asarray(self._nearness_of_groups @ directions.T)

    def contributions(self, word_list: Sequence[str], projection: Floats) -> Floats:
        """Return what each word of a text adds to its products with directions: array of shape (words, k).

        Parameters
        ----------
        word_list : sequence of str
            The text's m words.
        projection : array of shape (groups, k)
            From `project`.

        Notes
        -----
        A text's description is linear in its letters but for its length and a constant, the same for every text of that
        length; the parts sum to the product with the constant left out. O(letters x k).
        """
        group_lists = [self._letters.columns(word) for word in word_list]
        group_columns = np.array([column for columns in group_lists for column in columns], dtype=np.int64)
        if not len(group_columns):
            return np.zeros((len(word_list), projection.shape[1]))
        distinct, place_of, counts = np.unique(group_columns, return_inverse=True, return_counts=True)
        values = self._letters.weigh(distinct, counts)
        nearness = np.asarray(values @ self._nearness_of_groups[distinct])
        level = nearness.mean()
        length = np.linalg.norm(nearness / level - 1)
        parts = projection[distinct] * (values / counts / (level * length))[:, np.newaxis]
        owners = np.repeat(np.arange(len(word_list)), [len(columns) for columns in group_lists])
        sums = np.zeros((len(word_list), projection.shape[1]))
        np.add.at(sums, owners, parts[place_of])
        return sums

    def relative_nearness(self, word_lists: Sequence[Sequence[str]]) -> Floats:
        """Return by how much each text is nearer to each concept than to the mean of them: shape (n, c), from -1 up."""
        nearness = (self._letters.transform(word_lists) @ self._nearness_of_groups).toarray()
        level = nearness.mean(axis=1, keepdims=True)
        return np.asarray(np.where(level > 0, nearness / np.where(level > 0, level, 1) - 1, 0))


@dataclass(frozen=True)
class SharedConcepts:
    """The concepts of texts and of definitions, which may be in another language; None where either has none."""

    texts: ConceptSpace | None
    definitions: ConceptSpace | None

    @classmethod
    def of(cls, language: str, definition_language: str) -> "SharedConcepts":
        """Return the concepts of two languages."""
        texts, definitions = concept_space(language), concept_space(definition_language)
        return cls(texts, definitions) if texts and definitions else cls(None, None)

    @property
    def is_across(self) -> bool:
        """Whether texts are read with definitions in another language."""
        return self.texts is not self.definitions

    def of_texts(self, word_lists: Sequence[Sequence[str]]) -> Floats:
        """Return n texts in the concepts: array of shape (n, c); c is 0 where there are none."""
        return self.texts.describe(word_lists) if self.texts else np.zeros((len(word_lists), 0))

    def of_definitions(self, word_lists: Sequence[Sequence[str]]) -> Floats:
        """Return k definitions in the concepts: array of shape (k, c)."""
        return self.definitions.describe(word_lists) if self.definitions else np.zeros((len(word_lists), 0))


def concept_space(language: str) -> ConceptSpace | None:
    """Return the concepts of a language, or of a close relative; None where there is neither.

    Examples
    --------
    >>> english, spanish = concept_space("en"), concept_space("es")
    >>> words = english.describe([["welding"], ["maize"]]) @ spanish.describe([["soldadura"]]).T
    >>> bool(words[0, 0] > words[1, 0]), concept_space("zh") is None
    (True, True)
    """
    language = RELATED.get(language, language)
    return _concept_space(language) if language in PARALLEL_LANGUAGES else None


@cache
def _concept_space(language: str) -> ConceptSpace:
    texts = [content_words(text.text(language), language) for text in parallel_texts()]
    letters, rows = LetterSpace.fit(texts, min_texts=1)
    products = np.asarray((rows @ rows.T).todense())
    np.fill_diagonal(products, 0)
    typical = products.mean(axis=0)
    return ConceptSpace(letters, sparse.csr_matrix(rows.T @ sparse.diags(typical.mean() / typical)))
