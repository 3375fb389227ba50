"""The phrases of a text that speak for a category, and what they answer to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import sparse

from skillsnet.core.classification.cue_book import Hit
from skillsnet.core.classification.features import terms, unit_rows
from skillsnet.core.classification.members import SHARPNESS
from skillsnet.core.classification.model import SUBJECT_SHARE, LanguageModel
from skillsnet.core.classification.values import Evidence, EvidenceSource, Floats
from skillsnet.core.text import fold, plain_words

SHOWN_EVIDENCE: Final = 6
SHOWN_KEYS: Final = 3
# In the units of log odds: a phrase that moves the odds by less than a twelfth says nothing.
MIN_WEIGHT: Final = 0.08
# A phrase that says less than this share of the clearest is not worth reading.
MIN_SHARE: Final = 0.2


@dataclass(frozen=True)
class _Phrase:
    start: int
    end: int
    weight: float
    stem: str
    shown: str = ""


class Explainer:
    """Explains one language model's judgements; made once, asked for each text."""

    def __init__(
        self, model: LanguageModel, definitions: Sequence[str], keys: Sequence[int | str], confirmed: Floats
    ) -> None:
        self._model = model
        self._language = model.space.language
        self._words = [_words_by_stem(text, self._language) for text in definitions]
        self._plain = plain_words(self._language)
        self._keys = keys
        self._confirmed = confirmed
        matrix = model.confirmed.wide[:, : self._terms].tocsc()
        self._holders: sparse.csc_matrix = matrix
        self._axes = unit_rows(model.space.axes)
        self._defined = [self._directions(words) for words in self._words]

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
        row : csr_matrix of shape (1, terms + subjects)
            The text in the space.
        hits : sequence of Hit
            The telling words found in it.
        categories : sequence of int
            Places of the categories.

        Notes
        -----
        What a term adds is its part of the centroids' and the learners' scores, the subjects' parts included: both are
        linear in the terms of a text, so the parts sum to the score. Over the mean of the categories. O(terms x k).
        """
        said = self._contributions(row)
        stated = [(term, said.get(self._model.space.column(term.stem))) for term in terms(text, self._language)]
        told = SHARPNESS * self._model.pool.weights[1]
        found: dict[int, tuple[Evidence, ...]] = {}
        for category in categories:
            phrases = [
                _Phrase(term.start, term.end, float(added[category]), term.stem)
                for term, added in stated
                if added is not None
                and added[category] >= MIN_WEIGHT
                and fold(text[term.start : term.end]) not in self._plain
            ]
            phrases += [
                _Phrase(hit.start, hit.end, told * hit.share, "", hit.shown) for hit in hits if hit.category == category
            ]
            clearest = _clearest(text, phrases, self._language)
            found[category] = tuple(self._evidence(text, phrase, category) for phrase in clearest)
        return found

    def _directions(self, words: Mapping[str, str]) -> tuple[list[str], Floats]:
        """Return a definition's single words and the directions of their subjects."""
        known = [(self._model.space.column(stem), word) for stem, word in words.items() if " " not in stem]
        found = [(column, word) for column, word in known if column is not None]
        return [word for _, word in found], self._axes[[column for column, _ in found]]

    def _contributions(self, row: "sparse.csr_matrix") -> dict[int | None, Floats]:
        """Return what each term of a text adds for each category, over the mean of them."""
        size = self._terms
        # Embeddings stand behind the subjects; they are no sum over terms, so no phrase answers to them.
        subjects = slice(size, size + self._model.space.axes.shape[1])
        columns = row.indices[row.indices < size]
        values = row.data[row.indices < size]
        axes = self._model.space.axes[columns]
        length = float(np.linalg.norm(values @ axes)) or 1.0
        weights, members = self._model.pool.weights, self._model.members
        near = members.centroids.directions
        parts = SHARPNESS * weights[0] * np.sqrt(1 - SUBJECT_SHARE) * near[:, columns]
        parts = parts + SHARPNESS * weights[0] * np.sqrt(SUBJECT_SHARE) * near[:, subjects] @ axes.T / length
        for weight, learner in ((weights[2], members.learner), (weights[3] if members.pupil else 0.0, members.pupil)):
            if learner is not None:
                wide = learner.weights
                parts = parts + weight * (wide[:, columns] + wide[:, subjects] @ axes.T / length)
        added = (parts - parts.mean(axis=0)) * values
        return dict(zip(columns.tolist(), added.T, strict=True))

    def _evidence(self, text: str, phrase: _Phrase, category: int) -> Evidence:
        stated = text[phrase.start : phrase.end]
        weight = round(phrase.weight, 4)
        if phrase.shown:
            return Evidence(phrase.start, phrase.end, stated, phrase.shown, EvidenceSource.TELLING, weight)
        keys = self._held_by(phrase.stem, category)
        words = self._words[category]
        for stem in (phrase.stem, *phrase.stem.split()):
            if stem in words:
                source = EvidenceSource.DEFINITION
                return Evidence(phrase.start, phrase.end, stated, words[stem], source, weight, keys)
        source = EvidenceSource.CONFIRMED if keys else EvidenceSource.TEXTS
        company = self._company(phrase.stem, category) or stated
        return Evidence(phrase.start, phrase.end, stated, company, source, weight, keys)

    def _held_by(self, stem: str, category: int) -> tuple[int | str, ...]:
        """Return the confirmed texts of a category that hold a phrase, those first in which it weighs most."""
        column = self._model.space.column(stem)
        if column is None or not len(self._keys):
            return ()
        held = slice(self._holders.indptr[column], self._holders.indptr[column + 1])
        rows, values = self._holders.indices[held], self._holders.data[held]
        own = np.flatnonzero(self._confirmed[rows, category])
        first = own[np.lexsort((rows[own], -values[own]))][:SHOWN_KEYS]
        return tuple(self._keys[at] for at in rows[first])

    def _company(self, stem: str, category: int) -> str:
        """Return the word of the definition that keeps most company with a phrase in the texts."""
        column = self._model.space.column(stem)
        words, directions = self._defined[category]
        return words[int((directions @ self._axes[column]).argmax())] if words else ""


def _words_by_stem(text: str, language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for term in terms(text, language):
        found.setdefault(term.stem, text[term.start : term.end])
    return found


def _clearest(text: str, phrases: Sequence[_Phrase], language: str) -> list[_Phrase]:
    """Return the phrases that say most, each word in one of its forms and none within another, as the text has them."""
    ordered = sorted(phrases, key=lambda one: (-one.weight, one.start, -one.end))
    kept: list[_Phrase] = []
    worded: set[str] = set()
    for phrase in ordered:
        if phrase.weight < MIN_SHARE * ordered[0].weight or len(kept) == SHOWN_EVIDENCE:
            break
        stated = text[phrase.start : phrase.end]
        wording = " ".join(term.stem for term in terms(stated, language)) or stated.casefold()
        if wording in worded or any(phrase.start < other.end and other.start < phrase.end for other in kept):
            continue
        worded.add(wording)
        kept.append(phrase)
    return sorted(kept, key=lambda one: one.start)
