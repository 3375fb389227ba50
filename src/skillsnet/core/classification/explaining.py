"""The phrases of a text that speak for a category, and what they answer to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import sparse

from skillsnet.core.classification.association import UNLIKELY_BY_CHANCE, log_likelihood_ratio
from skillsnet.core.classification.base_classifiers import SHARPNESS, Integers
from skillsnet.core.classification.features import terms
from skillsnet.core.classification.keyword_matcher import Hit
from skillsnet.core.classification.model import SUBJECT_SHARE, LanguageModel
from skillsnet.core.classification.values import Evidence, EvidenceSource, Floats
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
        self._defined = [self._columns(words) for words in self._words]

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
        Only phrases with support are told: a telling word, a word of the definition, one that confirmed texts of the
        category hold, or one that keeps company with a word of the definition (`_company`). What moves the score by
        the subjects alone is no reason that a reader could follow.

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
            found[category] = self._clearest(text, phrases, category)
        return found

    def _clearest(self, text: str, phrases: Sequence[_Phrase], category: int) -> tuple[Evidence, ...]:
        """Return the supported phrases that say most, each word in one form, none within another, as they stand."""
        ordered = sorted(phrases, key=lambda one: (-one.weight, one.start, -one.end))
        kept: list[Evidence] = []
        worded: set[str] = set()
        for phrase in ordered:
            if phrase.weight < MIN_SHARE * ordered[0].weight or len(kept) == SHOWN_EVIDENCE:
                break
            stated = text[phrase.start : phrase.end]
            wording = " ".join(term.stem for term in terms(stated, self._language)) or stated.casefold()
            if wording in worded or any(phrase.start < other.end and other.start < phrase.end for other in kept):
                continue
            evidence = self._evidence(text, phrase, category)
            if evidence is not None:
                worded.add(wording)
                kept.append(evidence)
        return tuple(sorted(kept, key=lambda one: one.start))

    def _columns(self, words: Mapping[str, str]) -> tuple[list[str], Integers]:
        """Return a definition's single words and their columns."""
        known = [(self._model.space.column(stem), word) for stem, word in words.items() if " " not in stem]
        found = [(column, word) for column, word in known if column is not None]
        return [word for _, word in found], np.array([column for column, _ in found], dtype=np.int64)

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

    def _evidence(self, text: str, phrase: _Phrase, category: int) -> Evidence | None:
        """Return what a phrase answers to; None where nothing supports it that a reader could follow."""
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
        company = self._company(phrase.stem, category)
        if not keys and not company:
            return None
        source = EvidenceSource.CONFIRMED if keys else EvidenceSource.TEXTS
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
        """Return the word of the definition that keeps most company with a phrase in the texts; empty for none."""
        column = self._model.space.column(stem)
        words, columns = self._defined[category]
        if column is None or not words:
            return ""
        held = self._model.held
        mine = held.indices[held.indptr[column] : held.indptr[column + 1]]
        if len(mine) < MIN_TOGETHER:
            return ""
        theirs = held[:, columns]
        together = np.asarray(theirs[mine].sum(axis=0), dtype=np.float64).ravel()
        ratio = log_likelihood_ratio(together, len(mine), np.diff(theirs.indptr).astype(np.float64), held.shape[0])
        ratio[together < MIN_TOGETHER] = 0
        best = int(ratio.argmax())
        return words[best] if ratio[best] >= UNLIKELY_BY_CHANCE else ""


def _words_by_stem(text: str, language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for term in terms(text, language):
        found.setdefault(term.stem, text[term.start : term.end])
    return found
