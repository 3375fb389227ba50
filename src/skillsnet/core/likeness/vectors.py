"""How alike texts are, whatever their languages: the one interface for lists, search and the map."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from skillsnet.core.classification.values import Embedder
from skillsnet.core.likeness.best import BestOfRows
from skillsnet.core.likeness.concepts import Floats, complete_definitions
from skillsnet.core.likeness.descriptions import Describer, Descriptions, Integers
from skillsnet.core.likeness.levels import Levels, measure_levels
from skillsnet.core.likeness.promising_pairs import promising_pairs
from skillsnet.core.likeness.terms import text_languages
from skillsnet.core.text import WORD
from skillsnet.core.text.beginnings import terms_of_word

SHARED_SHOWN: Final = 5
# Up to so many texts every pair is compared.
EXACT: Final = 6_000
BLOCK_NUMBERS: Final = 4_000_000


@dataclass(frozen=True, eq=False)
class Nearest:
    """The most alike others of n texts, the most alike first.

    Attributes
    ----------
    indices : array of int32, shape (n, k)
        -1 where a text has fewer.
    scores : array of float32, shape (n, k)
        Likeness from 0 to 1, comparable across languages; 0 where there is none. Within a row it need not fall: the
        order also takes from each text what it has in common with everything.
    """

    indices: npt.NDArray[np.int32]
    scores: Floats


@dataclass(frozen=True, eq=False)
class TextVectors:
    """Texts that can be asked how alike they are; made by `text_vectors`.

    Attributes
    ----------
    texts : tuple of str
    languages : tuple of str
        Each text's language code; "" where it is unknown.
    descriptions : Descriptions
    levels : Levels
    describer : Describer
        What described the texts, and describes others alike.
    """

    texts: tuple[str, ...]
    languages: tuple[str, ...]
    descriptions: Descriptions
    levels: Levels
    describer: Describer
    _codes: tuple[str, ...]
    _of: Integers

    def nearest(self, k: int, *, owners: Sequence[int] | None = None, seed: int = 0) -> Nearest:
        """Return each text's most alike others, blind to language.

        Parameters
        ----------
        k : int
            How many at most.
        owners : sequence of int, optional
            Whose each text is; texts of one owner are never each other's. Negative for nobody's.
        seed : int
            For the cells that texts are searched in where there are more than 6,000.

        Returns
        -------
        Nearest
            Only pairs that are more alike than pairs of their languages usually are.

        Notes
        -----
        Likeness is corrected for each pair of languages and for texts that are near to everything, see
        `Levels.corrected`. Every pair is compared up to 6,000 texts, O(n^2 (words + concepts)); beyond, those
        that `promising_pairs` names. Ties by index. Memory O(n) beside the vectors.

        Examples
        --------
        >>> texts = ["Repair of solar pumps", "Reparación de bombas solares", "Cheese and butter from goats"]
        >>> text_vectors(texts, ["en", "es", "en"]).nearest(1).indices.tolist()
        [[1], [0], [-1]]
        """
        n = len(self.texts)
        k = max(0, min(k, n - 1))
        owner_of = np.arange(n) - n if owners is None else np.asarray(owners, dtype=np.int64)
        if len(owner_of) != n:
            raise ValueError("every text needs one owner")
        owner_of = np.where(owner_of < 0, np.arange(n) - n, owner_of)
        best = BestOfRows.empty(n, k)
        if k and n > EXACT:
            self._search(best, owner_of, seed)
        elif k:
            self._compare_all(best, owner_of)
        return Nearest(best.indices, best.scores)

    def _compare_all(self, best: BestOfRows, owner_of: Integers) -> None:
        everybody = np.arange(len(self.texts))
        for rows in self._blocks():
            products = self.descriptions.rows(rows).products(self.descriptions)
            language = int(self._of[rows[0]])
            order = self.levels.corrected(products, self.levels.nearness[rows], language, everybody, self._of)
            is_fit = self.levels.is_alike(products, language, self._of)
            is_fit &= owner_of[rows][:, None] != owner_of[None, :]
            order[~is_fit] = -np.inf
            best.merge(rows, everybody, order, self.levels.comparable(products, language, self._of))

    def _search(self, best: BestOfRows, owner_of: Integers, seed: int) -> None:
        k = best.indices.shape[1]
        for rows, columns in promising_pairs(self.descriptions, self.levels, self._of, owner_of, k=k, seed=seed):
            products = self.descriptions.pairs(rows, columns)
            first, second = self._of[rows], self._of[columns]
            order = self.levels.corrected_pairs(products, rows, columns, self._of)
            order[~self.levels.is_alike(products, first, second)] = -np.inf
            best.merge_pairs(rows, columns, order, self.levels.comparable(products, first, second))

    def row_scores(self, row: int) -> Floats:
        """Return the likeness of one text to all: array of shape (n,), from 0 to 1, comparable across languages."""
        products = self.descriptions.rows(np.array([row])).products(self.descriptions)[0]
        return self.levels.comparable(products, int(self._of[row]), self._of)

    def order_scores(self, row: int) -> Floats:
        """Return what `nearest` orders by, for one text and all: array of shape (n,), higher for the more alike.

        Likeness less how alike either text is to its nearest, see `Levels.corrected`; it has no fixed range.
        """
        products = self.descriptions.rows(np.array([row])).products(self.descriptions)
        everybody = np.arange(len(self.texts))
        nearness = self.levels.nearness[row][None, :]
        corrected = self.levels.corrected(products, nearness, int(self._of[row]), everybody, self._of)
        return np.asarray(corrected[0])

    def pair_scores(self, rows: Integers, columns: Integers) -> Floats:
        """Return the likeness of pairs: array of shape (pairs,), from 0 to 1, comparable across languages."""
        rows, columns = np.asarray(rows, dtype=np.int64), np.asarray(columns, dtype=np.int64)
        products = self.descriptions.pairs(rows, columns)
        return self.levels.comparable(products, self._of[rows], self._of[columns])

    def query(self, text: str, language: str | None = None) -> Floats:
        """Return the likeness of any text to all: array of shape (n,), from 0 to 1, comparable across languages.

        Nothing is fitted anew: the vocabulary, its weights and the levels stay. O(n (words + concepts)).
        """
        products, language_index, levels = self._products_of(text, language)
        return levels.comparable(products[0], language_index, self._of)

    def nearest_to(self, text: str, language: str | None = None, *, k: int = 10) -> Nearest:
        """Return the most alike texts of any text, as `nearest` does for the texts themselves: one row."""
        products, language_index, levels = self._products_of(text, language)
        everybody = np.arange(len(self.texts))
        nearness = levels.nearness_of(products, language_index)
        corrected = levels.corrected(products, nearness, language_index, everybody, self._of)
        corrected[~levels.is_alike(products, language_index, self._of)] = -np.inf
        k = max(0, min(k, len(everybody)))
        best = BestOfRows.empty(1, k)
        best.merge(np.array([0]), everybody, corrected, levels.comparable(products, language_index, self._of))
        return Nearest(best.indices, best.scores)

    def _products_of(self, text: str, language: str | None) -> tuple[Floats, int, Levels]:
        language_code = text_languages([text], [language])[0]
        products = self.describer.describe([text], [language_code]).products(self.descriptions)
        if language_code in self._codes:
            return products, self._codes.index(language_code), self.levels
        return products, len(self._codes), self.levels.with_new_language()

    def shared_words(self, first: int, second: int, *, most: int = SHARED_SHOWN) -> tuple[str, ...]:
        """Return distinctive words that two texts share, as they stand in the first, the most distinctive first.

        Empty where the texts are in languages whose words have no beginnings in common.
        """
        words = self.descriptions.words
        common = (words[first].multiply(words[second])).tocsr()
        order = np.lexsort((common.indices, -common.data))
        spelling: dict[str, str] = {}
        for word in WORD.findall(self.texts[first]):
            terms = terms_of_word(word, self.languages[first])
            for term in terms:
                spelling.setdefault(term, word if len(terms) == 1 else term)
        shared = (self.describer.vocabulary.terms[common.indices[position]] for position in order)
        return tuple([spelling[term] for term in shared if term in spelling][:most])

    def pooled(self, members: Sequence[Sequence[int]]) -> "TextVectors":
        """Return vectors of groups of texts, such as an organisation's projects: the mean of the texts' own.

        Parameters
        ----------
        members : sequence of sequences of int
            The texts of each group; a group without any is like nothing.

        Returns
        -------
        TextVectors
            A group is in the language most of its texts are in, the first of equals; its text is all of theirs.
        """
        rows = np.repeat(np.arange(len(members)), [len(group) for group in members])
        columns = np.array([index for group in members for index in group], dtype=np.int64)
        matrix = csr_matrix(
            (np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=(len(members), len(self.texts))
        )
        languages = tuple(
            Counter(self.languages[index] for index in group).most_common(1)[0][0] if group else "" for group in members
        )
        texts = tuple("\n".join(self.texts[index] for index in group) for group in members)
        return _with_levels(texts, languages, self.descriptions.pooled(matrix), self.describer)

    def _blocks(self) -> Iterator[Integers]:
        """Yield texts of one language, so many that their likeness to all can be held."""
        step = max(1, BLOCK_NUMBERS // max(1, len(self.texts)))
        for language in range(len(self._codes)):
            rows = np.flatnonzero(self._of == language)
            for start in range(0, len(rows), step):
                yield rows[start : start + step]


def text_vectors(
    texts: Sequence[str],
    languages: Sequence[str | None],
    *,
    definitions: Sequence[Mapping[str, str]] = (),
    embedder: Embedder | None = None,
) -> TextVectors:
    """Return texts that can be asked how alike they are, whatever their languages.

    Parameters
    ----------
    texts : sequence of str
        n texts.
    languages : sequence of str or None
        Their language codes; None is guessed from the text.
    definitions : sequence of mappings
        The network's own definitions by language code; those in all languages of the parallel texts are further
        concepts.
    embedder : Embedder, optional
        Sentence embeddings to take in place of the concepts.

    Returns
    -------
    TextVectors

    Raises
    ------
    ValueError
        When texts and languages differ in length.

    Notes
    -----
    Two texts are alike by words (cosine of damped term counts times inverse text frequency, Salton and Buckley 1988)
    and by concepts (explicit semantic analysis, Gabrilovich and Markovitch 2007; across languages Potthast et al.
    2008). Words are terms as `terms_of_word` gives them, which related languages share. A text in a language without
    parallel texts is described by the letters of a related language; where there is none, by its words alone.
    O(words of all texts + terms x concepts). Deterministic.

    Examples
    --------
    >>> vectors = text_vectors(["Solar pump repair", "Repairing solar pumps", "Goat cheese"], ["en"] * 3)
    >>> vectors.shared_words(0, 1), bool(vectors.query("broken pumps", "en").argmax() < 2)
    (('Solar', 'pump', 'repair'), True)
    """
    codes = text_languages(texts, languages)
    describer, descriptions = Describer.fit(
        texts, codes, definitions=complete_definitions(definitions), embedder=embedder
    )
    return _with_levels(tuple(texts), tuple(codes), descriptions, describer)


def _with_levels(
    texts: tuple[str, ...], languages: tuple[str, ...], descriptions: Descriptions, describer: Describer
) -> TextVectors:
    codes = tuple(sorted(set(languages)))
    index_of = {code: index for index, code in enumerate(codes)}
    of = np.array([index_of[language] for language in languages], dtype=np.int64)
    return TextVectors(
        texts, languages, descriptions, measure_levels(descriptions, of, len(codes)), describer, codes, of
    )
