"""Texts as their nearness to a thousand parallel texts: directions that mean the same in every language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, diags

from skillsnet.core.likeness.terms import Vocabulary
from skillsnet.core.text.parallel_texts import PARALLEL_LANGUAGES, parallel_texts

# Runs of so many letters, a blank before and after the term.
SHORTEST_GRAM: Final = 4
LONGEST_GRAM: Final = 6
# A language without parallel texts is read by the letters of a related one.
RELATED: Final = {
    "pt": "es", "gl": "es", "ca": "es", "it": "es", "an": "es", "ast": "es", "ro": "fr", "oc": "fr", "ht": "fr",
    "de": "en", "nl": "en", "af": "en", "da": "en", "sv": "en", "no": "en", "nb": "en", "tl": "es", "fa": "ar",
    "ur": "ar", "ps": "ar", "ku": "ar",
}  # fmt: skip
# Dense numbers held at once while terms are compared with the parallel texts: 16 MB.
BLOCK_NUMBERS: Final = 4_000_000

Floats = npt.NDArray[np.float32]
# One subject in the order of PARALLEL_LANGUAGES.
Definition = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class LanguageConcepts:
    """What a language's parallel texts say about its letters.

    Attributes
    ----------
    text_count : int
        Number c of parallel texts.
    term_counts : mapping of str to int
        In how many of them each term is.
    mean : array of float, shape (c,)
        The mean description of a parallel text, its own concept left out.
    """

    text_count: int
    term_counts: Mapping[str, int]
    mean: Floats
    _gram_columns: dict[str, int]
    _gram_rarity: Floats
    _concepts_by_gram: csr_matrix
    _scale: Floats

    def __post_init__(self) -> None:
        matrix = self._concepts_by_gram
        for array in (self.mean, self._gram_rarity, self._scale, matrix.data, matrix.indices, matrix.indptr):
            array.setflags(write=False)

    def describe(self, weights: csr_matrix, terms: Sequence[str], axes: Floats | None = None) -> Floats:
        """Return the nearness of texts to the concepts.

        Parameters
        ----------
        weights : csr_matrix, shape (n, t)
            The weight of each term in each text.
        terms : sequence of str
            The t terms.
        axes : array of float, shape (c, d), optional
            Directions to give the nearness along.

        Returns
        -------
        array of float, shape (n, c) or (n, d)
            In units of each concept's standard deviation over the parallel texts, relative to the text's mean
            nearness; 0 for a text without known letters. O(t grams + weights x d).
        """
        size = self.text_count if axes is None else axes.shape[1]
        nearness = np.zeros((weights.shape[0], size), dtype=np.float32)
        level = np.zeros((weights.shape[0], 1), dtype=np.float32)
        columns = weights.tocsc()
        step = max(1, BLOCK_NUMBERS // self.text_count)
        for start in range(0, len(terms), step):
            part = columns[:, start : start + step].tocsr()
            of_terms, levels = self.of_terms(terms[start : start + step])
            level += part @ levels[:, None]
            nearness += part @ (of_terms if axes is None else of_terms @ axes)
        nearness /= np.where(level > 0, level, 1)
        return nearness

    def of_terms(self, terms: Sequence[str]) -> tuple[Floats, Floats]:
        """Return the nearness of t terms to the concepts, in units of their deviations, and its mean before that.

        Returns
        -------
        arrays of float, shapes (t, c) and (t,)
            What `describe` adds up over the terms of a text, and what it divides the sum by.
        """
        gram_weights = _weighted(_incidence(terms, self._gram_columns), self._gram_rarity)
        nearness = (gram_weights @ self._concepts_by_gram).toarray()
        levels = nearness.mean(axis=1)
        nearness *= self._scale
        return nearness, levels


def concept_language(language: str) -> str | None:
    """Return the language whose parallel texts describe a text: its own, or a related one; None where neither is.

    Examples
    --------
    >>> concept_language("fr"), concept_language("pt"), concept_language("zh")
    ('fr', 'es', None)
    """
    return language if language in PARALLEL_LANGUAGES else RELATED.get(language)


def complete_definitions(definitions: Sequence[Mapping[str, str]]) -> tuple[Definition, ...]:
    """Return the definitions that are in all languages of the parallel texts, as further concepts."""
    return tuple(
        tuple(definition[language] for language in PARALLEL_LANGUAGES)
        for definition in definitions
        if all(definition.get(language, "").strip() for language in PARALLEL_LANGUAGES)
    )


@lru_cache(maxsize=16)
def language_concepts(language: str, definitions: tuple[Definition, ...] = ()) -> LanguageConcepts:
    """Return the concepts in one language.

    Parameters
    ----------
    language : str
        A code of `PARALLEL_LANGUAGES`.
    definitions : tuple of Definition
        Further concepts.

    Returns
    -------
    LanguageConcepts

    Notes
    -----
    Explicit semantic analysis (Gabrilovich and Markovitch 2007), across languages (Potthast, Stein and Anderka 2008;
    Sorg and Cimiano 2008). Runs of four to six letters of each term stand for it, so that the forms of a word and
    the related words of a language meet; a term weighs as much as any other however many runs it has (by the square
    root of their norm). O(letters of the parallel texts).
    """
    index = PARALLEL_LANGUAGES.index(language)
    texts = [text.texts[index] for text in parallel_texts()] + [definition[index] for definition in definitions]
    vocabulary = Vocabulary()
    counts = vocabulary.count(texts, [language] * len(texts))
    term_counts = np.bincount(counts.indices, minlength=counts.shape[1])
    weights = term_weights(counts, len(texts), term_counts)
    gram_columns: dict[str, int] = {}
    of_terms = _incidence(vocabulary.terms, gram_columns, grow=True)
    gram_counts = np.bincount((counts.sign() @ of_terms).indices, minlength=len(gram_columns))
    rarity = inverse_frequency(len(texts), gram_counts)
    rows = _unit(csr_matrix(weights @ _weighted(of_terms, rarity)))
    unscaled = np.ones(len(texts), dtype=np.float32)
    concepts = LanguageConcepts(
        len(texts), dict(zip(vocabulary.terms, term_counts.tolist(), strict=True)), unscaled, gram_columns, rarity,
        csr_matrix(rows.T), unscaled,
    )  # fmt: skip
    described = concepts.describe(weights, vocabulary.terms)
    # A parallel text is nearest to itself, which says nothing about others.
    np.fill_diagonal(described, np.nan)
    spread = np.nanstd(described, axis=0)
    return LanguageConcepts(
        concepts.text_count, concepts.term_counts, np.nanmean(described, axis=0) / spread, gram_columns, rarity,
        concepts._concepts_by_gram, (1 / spread).astype(np.float32),
    )  # fmt: skip


def term_weights(counts: csr_matrix, text_count: int, spread: npt.NDArray[np.integer]) -> csr_matrix:
    """Return damped counts times inverse text frequency (Salton and Buckley 1988)."""
    weights = counts.copy()
    weights.data = (1 + np.log(weights.data)) * inverse_frequency(text_count, spread)[weights.indices]
    return weights


def inverse_frequency(text_count: int, spread: npt.NDArray[np.integer]) -> Floats:
    """Return 1 + ln((1 + n) / (1 + in how many))."""
    return (1 + np.log((1 + text_count) / (1 + spread))).astype(np.float32)


def grams(term: str) -> list[str]:
    """Return the runs of letters of a term with a blank on either side.

    Examples
    --------
    >>> grams("pump")
    [' pum', 'pump', 'ump ', ' pump', 'pump ', ' pump ']
    """
    padded = f" {term} "
    return [
        padded[start : start + length]
        for length in range(SHORTEST_GRAM, LONGEST_GRAM + 1)
        for start in range(len(padded) - length + 1)
    ] or [padded]


def _incidence(terms: Sequence[str], columns: dict[str, int], *, grow: bool = False) -> csr_matrix:
    """Return how often terms hold runs of letters; with `grow`, unknown runs get columns of their own."""
    starts = [0]
    indices: list[int] = []
    for term in terms:
        for gram in grams(term):
            column = columns.setdefault(gram, len(columns)) if grow else columns.get(gram, -1)
            if column >= 0:
                indices.append(column)
        starts.append(len(indices))
    at, ends = np.array(indices, dtype=np.int32), np.array(starts, dtype=np.int64)
    matrix = csr_matrix((np.ones(len(at), dtype=np.float32), at, ends), shape=(len(terms), len(columns)))
    matrix.sum_duplicates()
    return matrix


def _weighted(incidence: csr_matrix, rarity: Floats) -> csr_matrix:
    """Return runs weighted by their rarity, each term's row divided by the square root of its length."""
    matrix = incidence @ diags(rarity)
    return csr_matrix(diags(_inverse(np.sqrt(_lengths(matrix)))) @ matrix)


def _unit(matrix: csr_matrix) -> csr_matrix:
    return csr_matrix(diags(_inverse(_lengths(matrix))) @ matrix)


def _lengths(matrix: csr_matrix) -> Floats:
    return np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1), dtype=np.float32).ravel())


def _inverse(values: Floats) -> Floats:
    return np.divide(1, values, out=np.zeros_like(values), where=values > 0)
