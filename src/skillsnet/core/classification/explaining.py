"""The phrases of a text that speak for a category, and what they answer to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Final

import numpy as np
from scipy import sparse

from skillsnet.core.classification.association import UNLIKELY_BY_CHANCE, log_likelihood_ratio
from skillsnet.core.classification.base_classifiers import SHARPNESS
from skillsnet.core.classification.features import Term, terms, words_of
from skillsnet.core.classification.keyword_matcher import Hit
from skillsnet.core.classification.letters import letter_groups
from skillsnet.core.classification.model import LanguageModel
from skillsnet.core.classification.values import Evidence, EvidenceSource, Floats, Integers
from skillsnet.core.text import fold, plain_words

SHOWN_EVIDENCE: Final = 6
SHOWN_KEYS: Final = 3
# In the units of log odds: a phrase that moves the odds by less than a twelfth says nothing.
MIN_WEIGHT: Final = 0.08
# A phrase that says less than this share of the clearest is not worth reading.
MIN_SHARE: Final = 0.2
# A phrase keeps company with a word of the definition where the two stand together in at least so many texts, and more
# often than chance would have it.
MIN_TOGETHER: Final = 3
# A word reads like another when they have half of their groups of letters in common (Dice 1945).
MIN_LETTERS_SHARED: Final = 0.5
# A word means much the same as one in another language when their nearness to the parallel texts has this cosine.
MIN_CONCEPT_COSINE: Final = 0.2


@dataclass(frozen=True)
class _Phrase:
    start: int
    end: int
    weight: float
    stem: str
    surface: str = ""


class Explainer:
    """Explains one language model's rankings; made once, asked for each text."""

    def __init__(
        self, model: LanguageModel, definitions: Sequence[str], keys: Sequence[int | str], confirmed: Floats
    ) -> None:
        self._model = model
        self._language = model.space.language
        self._words = [_words_by_stem(text, model.definition_language) for text in definitions]
        self._groups = [
            [(word, frozenset(letter_groups(word.lower()))) for stem, word in words.items() if " " not in stem]
            for words in self._words
        ]
        self._plain = plain_words(self._language)
        self._keys = keys
        self._confirmed = confirmed
        matrix = model.confirmed.wide[:, : self._terms].tocsc()
        self._holders: sparse.csc_matrix = matrix
        self._definition_columns = [self._columns(words) for words in self._words]

    @property
    def _terms(self) -> int:
        return int(self._model.space.axes.shape[0])

    def explain(
        self, text: str, row: "sparse.csr_matrix", hits: Sequence[Hit], categories: Sequence[int]
    ) -> dict[int, tuple[Evidence, ...]]:
        """Return the phrases that speak for each of some categories, none within another, in the order of the text.

        Parameters
        ----------
        text : str
            The text.
        row : csr_matrix of shape (1, terms + subjects + letters)
            The text in the space, as the linear classifiers read it.
        hits : sequence of Hit
            The indicator terms found in it.
        categories : sequence of int
            Indices of the categories.

        Notes
        -----
        Only phrases with support are shown: an indicator term, a word of the definition or one with most of its
        letters, one that confirmed texts of the category hold, or one that co-occurs with a word of the definition
        (`_co_occurring_word`). What moves the score by the subjects alone is no reason that a reader could follow.

        What a term adds is its part of the centroids' and the linear classifiers' scores, the parts of its subjects and
        letters included: both are linear in the features of a text, so the parts sum to the score. Over the mean of the
        categories. O((terms + letters) x k).
        """
        own_terms = terms(text, self._language)
        contributions = self.contributions(row, text, own_terms)
        text_terms = [(term, contributions.get(term.stem)) for term in own_terms]
        indicator_weight = SHARPNESS * self._model.pooling.pool.weights[1]
        evidence: dict[int, tuple[Evidence, ...]] = {}
        for category in categories:
            phrases = [
                _Phrase(term.start, term.end, float(contribution[category]), term.stem)
                for term, contribution in text_terms
                if contribution is not None
                and contribution[category] >= MIN_WEIGHT
                and fold(text[term.start : term.end]) not in self._plain
            ]
            phrases += [
                _Phrase(hit.start, hit.end, indicator_weight * hit.share, "", hit.surface)
                for hit in hits
                if hit.category == category
            ]
            evidence[category] = self._clearest(text, phrases, category)
        return evidence

    def _clearest(self, text: str, phrases: Sequence[_Phrase], category: int) -> tuple[Evidence, ...]:
        """Return the supported phrases that say most, each word in one form, none within another, as they stand."""
        ordered = sorted(phrases, key=lambda phrase: (-phrase.weight, phrase.start, -phrase.end))
        selected: list[Evidence] = []
        worded: set[str] = set()
        for phrase in ordered:
            if phrase.weight < MIN_SHARE * ordered[0].weight or len(selected) == SHOWN_EVIDENCE:
                break
            stated = text[phrase.start : phrase.end]
            wording = " ".join(term.stem for term in terms(stated, self._language)) or stated.casefold()
            if wording in worded or any(
                phrase.start < earlier.end and earlier.start < phrase.end for earlier in selected
            ):
                continue
            evidence = self._evidence(text, phrase, category)
            if evidence is not None:
                worded.add(wording)
                selected.append(evidence)
        return tuple(sorted(selected, key=lambda evidence: evidence.start))

    def _columns(self, words: Mapping[str, str]) -> tuple[list[str], Integers]:
        """Return a definition's single words and their columns."""
        word_columns = [(self._model.space.column(stem), word) for stem, word in words.items() if " " not in stem]
        existing = [(column, word) for column, word in word_columns if column is not None]
        return [word for _, word in existing], np.array([column for column, _ in existing], dtype=np.int64)

    def contributions(self, row: "sparse.csr_matrix", text: str, text_terms: Sequence[Term]) -> dict[str, Floats]:
        """Return what each stem of a text adds for each category, over the mean of them: its term, and its letters.

        They sum to the text's pooled log odds over the mean of the categories, but for the offsets, indicator terms and
        neighbours, which no word adds to alone.
        """
        size = self._terms
        space = self._model.space
        columns = row.indices[row.indices < size]
        values = row.data[row.indices < size]
        axes = space.axes[columns]
        length = float(np.linalg.norm(values @ axes)) or 1.0
        # Embeddings stand behind the subjects; they are no sum over terms, so no phrase answers to them.
        subjects = self._coefficients[size : size + axes.shape[1]]
        subject_length = float(np.linalg.norm(row[:, size : size + axes.shape[1]].data))
        parts = (self._coefficients[columns] + axes @ subjects * (subject_length / length)) * values[:, np.newaxis]
        by_column = dict(zip(columns.tolist(), parts, strict=True))
        contributions = {
            term.stem: by_column[column]
            for term in text_terms
            if (column := space.column(term.stem)) is not None and column in by_column
        }
        for stem, part in chain(self._letter_parts(row, text, text_terms), self._concept_parts(text, text_terms)):
            contributions[stem] = contributions[stem] + part if stem in contributions else part
        return contributions

    def _concept_parts(self, text: str, text_terms: Sequence[Term]) -> Iterator[tuple[str, Floats]]:
        """Yield what each word adds by its nearness to the concepts."""
        space = self._model.concepts.texts
        stems = [term.stem for term in text_terms if " " not in term.stem]
        if space is not None and stems:
            parts = space.contributions(words_of(text, text_terms), self._concept_coefficients)
            yield from zip(stems, parts, strict=True)

    def _letter_parts(
        self, row: "sparse.csr_matrix", text: str, text_terms: Sequence[Term]
    ) -> Iterator[tuple[str, Floats]]:
        """Yield what the letters of each word add; a group that stands in several words is shared among them."""
        letters = self._model.space.letters
        stems = [term.stem for term in text_terms if " " not in term.stem]
        group_lists = [letters.columns(word) for word in words_of(text, text_terms)]
        group_columns = np.array([column for columns in group_lists for column in columns], dtype=np.int64)
        if not len(group_columns):
            return
        distinct, place_of, counts = np.unique(group_columns, return_inverse=True, return_counts=True)
        values = letters.weigh(distinct, counts) / counts
        parts = self._coefficients[distinct + row.shape[1] - letters.size] * values[:, np.newaxis]
        owners = np.repeat(np.arange(len(stems)), [len(columns) for columns in group_lists])
        sums = np.zeros((len(stems), parts.shape[1]))
        np.add.at(sums, owners, parts[place_of])
        yield from zip(stems, sums, strict=True)

    @cached_property
    def _coefficients(self) -> Floats:
        """By how much one unit of each feature moves the pooled log odds over their mean: shape (features, k)."""
        classifiers, weights = self._model.classifiers, self._model.pooling.pool.weights
        scales = self._model.blend_scales
        coefficients = SHARPNESS * weights[0] * scales * classifiers.centroids.directions[:, : len(scales)]
        coefficients = coefficients + weights[2] * classifiers.self_trained.weights
        if classifiers.supervised is not None:
            coefficients = coefficients + weights[3] * classifiers.supervised.weights
        return np.ascontiguousarray((coefficients - coefficients.mean(axis=0)).T)

    @cached_property
    def _concept_coefficients(self) -> Floats:
        """By how much one unit of each group of letters does so by the concepts: shape (groups, k)."""
        space, size = self._model.concepts.texts, self._model.definitions.blended.sparse.shape[1]
        directions = self._model.classifiers.centroids.directions[:, size:]
        weight = SHARPNESS * self._model.pooling.pool.weights[0] * np.sqrt(self._model.concept_share)
        return (
            space.project(weight * (directions - directions.mean(axis=0))) if space else np.zeros((0, len(directions)))
        )

    def _evidence(self, text: str, phrase: _Phrase, category: int) -> Evidence | None:
        """Return what a phrase answers to; None where nothing supports it that a reader could follow."""
        stated = text[phrase.start : phrase.end]
        weight = round(phrase.weight, 4)
        if phrase.surface:
            return Evidence(phrase.start, phrase.end, stated, phrase.surface, EvidenceSource.INDICATOR_TERM, weight)
        keys = self._confirmed_texts_with(phrase.stem, category)
        words = self._words[category]
        for stem in (phrase.stem, *phrase.stem.split()):
            if stem in words:
                source = EvidenceSource.DEFINITION
                return Evidence(phrase.start, phrase.end, stated, words[stem], source, weight, keys)
        if likest := self._likest_word(stated, category) or self._closest_word(stated, category):
            return Evidence(phrase.start, phrase.end, stated, likest, EvidenceSource.DEFINITION, weight, keys)
        co_occurring = self._co_occurring_word(phrase.stem, category)
        if not keys and not co_occurring:
            return None
        source = EvidenceSource.CONFIRMED if keys else EvidenceSource.TEXTS
        return Evidence(phrase.start, phrase.end, stated, co_occurring, source, weight, keys)

    def _likest_word(self, stated: str, category: int) -> str:
        """Return the word of the definition that shares most letters with a word; empty where it is less than half."""
        groups = frozenset(letter_groups(stated.lower()))
        likeness, word = max(
            ((2 * len(groups & other) / (len(groups) + len(other)), word) for word, other in self._groups[category]),
            default=(0.0, ""),
        )
        return word if likeness >= MIN_LETTERS_SHARED else ""

    def _closest_word(self, stated: str, category: int) -> str:
        """Return the word of a definition in another language that a word lies nearest to in the concepts, if near."""
        space = self._model.concepts.texts
        words, rows = self._definition_concepts[category]
        if space is None or not words:
            return ""
        cosines = rows @ space.describe([stated.lower().split()])[0]
        best = int(cosines.argmax())
        return words[best] if cosines[best] >= MIN_CONCEPT_COSINE else ""

    @cached_property
    def _definition_concepts(self) -> list[tuple[list[str], Floats]]:
        """The words of each definition and their concepts; empty where definitions are in the language of the texts."""
        if not self._model.concepts.is_across:
            return [([], np.zeros((0, 0))) for _ in self._words]
        words = [[word for stem, word in by_stem.items() if " " not in stem] for by_stem in self._words]
        return [(row, self._model.concepts.of_definitions([[word.lower()] for word in row])) for row in words]

    def _confirmed_texts_with(self, stem: str, category: int) -> tuple[int | str, ...]:
        """Return the confirmed texts of a category that hold a phrase, those first in which it weighs most."""
        column = self._model.space.column(stem)
        if column is None or not len(self._keys):
            return ()
        span = slice(self._holders.indptr[column], self._holders.indptr[column + 1])
        rows, values = self._holders.indices[span], self._holders.data[span]
        of_category = np.flatnonzero(self._confirmed[rows, category])
        first = of_category[np.lexsort((rows[of_category], -values[of_category]))][:SHOWN_KEYS]
        return tuple(self._keys[row] for row in rows[first])

    def _co_occurring_word(self, stem: str, category: int) -> str:
        """Return the word of the definition that keeps most company with a phrase in the texts; empty for none."""
        column = self._model.space.column(stem)
        words, columns = self._definition_columns[category]
        if column is None or not words:
            return ""
        incidence = self._model.incidence
        texts_with_stem = incidence.indices[incidence.indptr[column] : incidence.indptr[column + 1]]
        if len(texts_with_stem) < MIN_TOGETHER:
            return ""
        definition_columns = incidence[:, columns]
        together = np.asarray(definition_columns[texts_with_stem].sum(axis=0), dtype=np.float64).ravel()
        ratio = log_likelihood_ratio(
            together, len(texts_with_stem), np.diff(definition_columns.indptr).astype(np.float64), incidence.shape[0]
        )
        ratio[together < MIN_TOGETHER] = 0
        best = int(ratio.argmax())
        return words[best] if ratio[best] >= UNLIKELY_BY_CHANCE else ""


def _words_by_stem(text: str, language: str) -> dict[str, str]:
    words: dict[str, str] = {}
    for term in terms(text, language):
        words.setdefault(term.stem, text[term.start : term.end])
    return words
