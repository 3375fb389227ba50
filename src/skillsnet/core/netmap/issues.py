"""What texts are about, as directions in which near ones work on similar things."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.utils.extmath import randomized_svd

from skillsnet.core.classification.features import terms, unit_rows
from skillsnet.core.netmap.graph import Links
from skillsnet.core.netmap.knn import nearest
from skillsnet.core.text import fold, guess_language

SUBJECTS = 64
# Beginnings of words, which languages share more often than stems: "educa", "agric", "techn".
BEGINNING = 5
MOST_TERMS = 60_000
NEIGHBOURS = 8
LEAST_LIKENESS = 0.25
# A language's own direction is taken from its texts the more surely the more texts there are.
SURE_AFTER = 8


def issue_vectors(
    texts: Sequence[str], languages: Sequence[str | None], *, seed: int = 0
) -> tuple[npt.NDArray[np.float64], Links]:
    """Return the subjects of texts and which texts are alike.

    Parameters
    ----------
    texts, languages : sequence
        n texts and their language codes; None is guessed.
    seed : int
        For the decomposition and the search for neighbours.

    Returns
    -------
    array of float, shape (n, at most 64)
        Rows of length 1, or 0 for a text without a term that another one holds.
    Links
        Each text with its eight nearest, where the cosine is at least 0.25; the strength is the cosine.

    Notes
    -----
    Damped counts of stems, pairs of stems and beginnings of five letters, times inverse document frequency (Salton and
    Buckley 1988); subjects by latent semantic analysis (Deerwester et al. 1990) with a randomised decomposition (Halko,
    Martinsson and Tropp 2011). What the texts of one language have in common, their mean direction, is taken away, so
    that texts stand together by subject and not by language. O(terms of all texts x 64), and the neighbours.

    Examples
    --------
    >>> texts = ["solar pumps repaired", "repairing solar pumps", "courses in welding", "a welding course"]
    >>> links = issue_vectors(texts, ["en"] * 4)[1]
    >>> links.ends.tolist()
    [[0, 1], [2, 3]]
    """
    text_languages = [language or guess_language(text) or "en" for text, language in zip(texts, languages, strict=True)]
    vectors = np.zeros((len(texts), 1))
    stems = [_issue_terms(text, language) for text, language in zip(texts, text_languages, strict=True)]
    text_counts = Counter(stem for text_stems in stems for stem in set(text_stems))
    if any(number > 1 for number in text_counts.values()):
        vectorizer = TfidfVectorizer(
            analyzer=_identity, sublinear_tf=True, min_df=2, max_df=0.4, max_features=MOST_TERMS
        )
        matrix = _fit(vectorizer, stems)
        size = min(SUBJECTS, min(matrix.shape) - 1)
        if size >= 1:
            axes = randomized_svd(matrix, size, random_state=seed, n_iter=4)[2]
            vectors = unit_rows(_without_language(unit_rows(np.asarray(matrix @ axes.T)), text_languages))
    links = nearest(vectors, NEIGHBOURS, seed=seed).links(least=LEAST_LIKENESS)
    return vectors, links


def _issue_terms(text: str, language: str) -> list[str]:
    text_terms = terms(text, language)
    words = [fold(text[term.start : term.end]) for term in text_terms if " " not in term.stem]
    return [term.stem for term in text_terms] + [f"{word[:BEGINNING]}-" for word in words if len(word) > BEGINNING]


def _identity(stems: list[str]) -> list[str]:
    return stems


def _fit(vectorizer: TfidfVectorizer, stems: list[list[str]]) -> Any:
    try:
        return vectorizer.fit_transform(stems)
    except ValueError:
        # Every term is in most texts: then these are what there is.
        return vectorizer.set_params(max_df=1.0).fit_transform(stems)


def _without_language(vectors: npt.NDArray[np.float64], languages: Sequence[str]) -> npt.NDArray[np.float64]:
    names, of_text = np.unique(np.array(languages), return_inverse=True)
    if len(names) < 2:
        return vectors
    corrected = vectors.copy()
    for index in range(len(names)):
        is_of_language = of_text == index
        count = int(is_of_language.sum())
        corrected[is_of_language] -= vectors[is_of_language].mean(axis=0) * (count / (count + SURE_AFTER))
    return corrected
