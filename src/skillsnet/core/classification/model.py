"""What is learnt of one language: the space of its texts, the base classifiers, and how much each counts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize_scalar

from skillsnet.core.classification.base_classifiers import (
    SHARPNESS,
    TINY,
    Centroids,
    LabelPropagation,
    LinearClassifier,
    neighbour_graph,
    softmax,
)
from skillsnet.core.classification.concepts import SharedConcepts
from skillsnet.core.classification.confidence import shrink_confidence, usual_confidence
from skillsnet.core.classification.ensemble import OpinionPool, fit_pool, fit_weights
from skillsnet.core.classification.features import Features, MixedRows, Space, SubjectWeights, blend, unit_rows
from skillsnet.core.classification.shares import adjust_shares, estimate_shares, mean_shares
from skillsnet.core.classification.values import Embedder, Floats, Integers

# Of likeness by words and letters, what is by letters.
LETTER_SHARE: Final = 0.4
# Of likeness to definitions: nearness to parallel texts.
CONCEPT_SHARE: Final = 0.3
FOLDS: Final = 4
# Below this many confirmed texts no weights are fitted to them.
MIN_CONFIRMED: Final = 8
MAX_HELD_OUT: Final = 1_200
LABELS_PER_TEXT: Final = 3.0
# One in a hundred texts of four sets lies below 0.01 to all definitions; those of other subjects lie at 0.
MIN_LIKENESS: Final = 0.01


@dataclass(frozen=True)
class Rows:
    """Texts in the space.

    Attributes
    ----------
    near : csr_matrix of shape (n, terms + subjects)
        Rows of length 1, for likeness between texts.
    blended : MixedRows
        Terms, subjects, letters and concepts, of length 1, for likeness to definitions.
    wide : csr_matrix of shape (n, terms + subjects + letters)
        To regress on.
    indicator_scores : array of shape (n, k)
        What indicator terms add.
    """

    near: "sparse.csr_matrix"
    blended: MixedRows
    wide: "sparse.csr_matrix"
    indicator_scores: Floats

    def take(self, selection: slice | Integers) -> "Rows":
        """Return some of the rows."""
        return Rows(
            self.near[selection], self.blended.take(selection), self.wide[selection], self.indicator_scores[selection]
        )


@dataclass(frozen=True)
class BaseClassifiers:
    """The base classifiers; `supervised` and `label_propagation` know confirmed texts only: None before the first."""

    centroids: Centroids
    self_trained: LinearClassifier
    supervised: LinearClassifier | None
    label_propagation: LabelPropagation | None

    def predict_proba(self, rows: Rows) -> list[Floats]:
        """Return the probabilities of each, shape (n, k) each."""
        predictions = [
            self.centroids.predict_proba(rows.blended),
            softmax(SHARPNESS * rows.indicator_scores),
            self.self_trained.predict_proba(rows.wide),
        ]
        if self.supervised and self.label_propagation:
            predictions += [self.supervised.predict_proba(rows.wide), self.label_propagation.predict_proba(rows.near)]
        return predictions


@dataclass(frozen=True)
class Pooling:
    """How the base classifiers become one probability a category.

    Attributes
    ----------
    labels_per_text : float
        As `inclusion_probabilities` needs it.
    share_ratio : array of shape (k,)
        How many times as often as among confirmed texts each category occurs among the others.
    usual_log_odds : float or None
        Of the likeliest category, where no weights were fitted to confirmed texts; see `usual_confidence`.
    """

    pool: OpinionPool
    labels_per_text: float
    share_ratio: Floats
    usual_log_odds: float | None = None

    def predict_proba(self, predictions: Sequence[Floats]) -> Floats:
        """Return the probabilities as one, shape (n, k)."""
        return adjust_shares(self.pool.predict_proba(predictions), self.share_ratio)

    def chances(self, pooled: Floats, *, multi_label: bool) -> Floats:
        """Return the chance that each category is among those of a text, from pooled probabilities of shape (n, k)."""
        moderate = shrink_confidence(pooled, self.usual_log_odds)
        return inclusion_probabilities(moderate, self.labels_per_text) if multi_label else moderate


@dataclass(frozen=True)
class _Training:
    """What base classifiers are trained on; `all_near` and `graph` have the texts, then the definitions."""

    rows: Rows
    definitions: Rows
    all_near: "sparse.csr_matrix"
    graph: "sparse.csr_matrix | None"

    def fit(self, labels: Floats) -> BaseClassifiers:
        """Return the base classifiers for labels of shape (n, k), each row summing to 1 or 0."""
        rows, definitions = self.rows, self.definitions
        centroids = Centroids.fit(
            rows.blended, definitions.blended, labels=labels, indicator_scores=rows.indicator_scores
        )
        initial = softmax(SHARPNESS * (centroids.margins(rows.blended) + rows.indicator_scores))
        self_trained = LinearClassifier.fit(rows.wide, definitions.wide, labels=labels, initial=initial)
        if self.graph is None:
            return BaseClassifiers(centroids, self_trained, None, None)
        supervised = LinearClassifier.fit(rows.wide, definitions.wide, labels=labels)
        label_propagation = LabelPropagation.fit(self.all_near, self.graph, labels=labels)
        return BaseClassifiers(centroids, self_trained, supervised, label_propagation)


@dataclass(frozen=True)
class LanguageModel:
    """What classifies one language's texts; `incidence` has a one for each text it learnt from and term in it."""

    space: Space
    classifiers: BaseClassifiers
    pooling: Pooling
    definitions: Rows
    confirmed: Rows
    incidence: "sparse.csc_matrix"
    concepts: SharedConcepts
    definition_language: str

    @classmethod
    def fit(
        cls,
        definitions: Sequence[str],
        texts: Sequence[str],
        language: str,
        *,
        definition_language: str,
        labels: Floats,
        indicator_scores: Floats,
        multi_label: bool,
        seed: int,
        embedder: Embedder | None = None,
    ) -> "LanguageModel":
        """Return what is learnt of n texts and the definitions of k categories.

        Parameters
        ----------
        definitions, texts : sequence of str
            k and n texts.
        language, definition_language : str
            The language of the texts, and that of the definitions, which may be another.
        labels, indicator_scores : array of shape (n, k)
            1 for each confirmed category of a text; and what indicator terms add.
        seed : int
            For the decomposition and the folds.
        embedder : Embedder or None
            Embeddings to stand beside the subjects.
        """
        count, size = len(texts), len(definitions)
        languages = [language] * count + [definition_language] * size
        space, features = Space.fit([*texts, *definitions], languages, language=language, seed=seed, embedder=embedder)
        concepts = SharedConcepts.of(language, definition_language)
        all_rows = _as_rows(
            features,
            np.vstack([concepts.of_texts(features.words[:count]), concepts.of_definitions(features.words[count:])]),
            np.vstack([indicator_scores, np.zeros((size, size))]),
            space.subject_weights,
        )
        rows, definition_rows = all_rows.take(slice(0, count)), all_rows.take(slice(count, None))
        labelled_rows = np.flatnonzero(labels.any(axis=1))
        graph = neighbour_graph(all_rows.near) if len(labelled_rows) else None
        shares = labels / np.maximum(1, labels.sum(axis=1, keepdims=True))

        training = _Training(rows, definition_rows, all_rows.near, graph)
        classifiers = training.fit(shares)
        start = fit_weights(len(labelled_rows), size, multi_label=multi_label)
        pooling = Pooling(OpinionPool(start), LABELS_PER_TEXT, np.ones(size))
        if len(labelled_rows) >= MIN_CONFIRMED:
            held_out, predictions = _held_out(rows, shares, labelled_rows, training, seed=seed)
            unconfirmed = classifiers.predict_proba(rows.take(np.flatnonzero(~labels.any(axis=1))))
            pooling = _fit_pooling(predictions, unconfirmed, labels[held_out], start=start)
        else:
            usual = usual_confidence(pooling.predict_proba(classifiers.predict_proba(rows)))
            pooling = replace(pooling, usual_log_odds=usual)
        incidence = (features.terms[:count] > 0).astype(np.int32).tocsc()
        return cls(
            space,
            classifiers,
            pooling,
            definition_rows,
            rows.take(labelled_rows),
            incidence,
            concepts,
            definition_language,
        )

    def rows(self, texts: Sequence[str], indicator_scores: Floats) -> Rows:
        """Return texts in the space."""
        features = self.space.transform(texts)
        return _as_rows(features, self.concepts.of_texts(features.words), indicator_scores, self.space.subject_weights)

    def has_evidence(self, rows: Rows) -> NDArray[np.bool_]:
        """Return which texts have anything in common with a definition, an indicator term or a confirmed text."""
        references = self.definitions.near if not self.confirmed.near.shape[0] else self.definitions_and_confirmed
        likeness = (rows.near @ references.T).max(axis=1).toarray().ravel()
        has_words = (likeness >= MIN_LIKENESS) | rows.indicator_scores.any(axis=1)
        # Texts in another language than the definitions have no word in common with them.
        return np.asarray(has_words | rows.blended.dense.any(axis=1) if self.concepts.is_across else has_words)

    @cached_property
    def blend_scales(self) -> Floats:
        """What one unit of each column of `wide` counts in `blended`: shape (terms + subjects + letters,)."""
        terms, letters = self.space.axes.shape[0], self.space.letters.size
        subjects = self.definitions.wide.shape[1] - terms - letters
        weights = self.space.subject_weights
        parts = [1 - weights.share, weights.share / weights.length**2, 0.0]
        shares = np.repeat(parts, [terms, subjects, letters]) * (1 - LETTER_SHARE)
        shares[terms + subjects :] = LETTER_SHARE
        return np.sqrt(shares * (1 - self.concept_share))

    @property
    def concept_share(self) -> float:
        """How much of likeness to definitions is by concepts."""
        return CONCEPT_SHARE if self.definitions.blended.dense.shape[1] else 0.0

    @cached_property
    def definitions_and_confirmed(self) -> "sparse.csr_matrix":
        """Definitions and confirmed texts, one below the other."""
        return sparse.vstack([self.definitions.near, self.confirmed.near]).tocsr()

    def predict_proba(self, rows: Rows) -> Floats:
        """Return probabilities of shape (n, k), each row summing to 1."""
        return self.pooling.predict_proba(self.classifiers.predict_proba(rows))


def _as_rows(features: Features, concepts: Floats, indicator_scores: Floats, weights: SubjectWeights) -> Rows:
    near = blend(features.terms, features.subjects, weights.share)
    share = CONCEPT_SHARE if concepts.shape[1] else 0.0
    blended = sparse.hstack([near * np.sqrt(1 - LETTER_SHARE), features.letters * np.sqrt(LETTER_SHARE)])
    mixed = MixedRows((blended * np.sqrt(1 - share)).tocsr(), concepts * np.sqrt(share))
    subjects = sparse.csr_matrix(weights.length * unit_rows(features.subjects))
    wide = sparse.hstack([features.terms, subjects, features.letters]).tocsr()
    return Rows(near, mixed, wide, indicator_scores)


def _fit_pooling(
    predictions: Sequence[Floats], unconfirmed: Sequence[Floats], labels: Floats, *, start: Sequence[float]
) -> Pooling:
    """Return what fits confirmed texts that were held out, and the shares of categories among all the others.

    People are asked about a choice of texts; how often categories occur is told by those nobody was asked about.
    """
    pool = fit_pool(predictions, labels / labels.sum(axis=1, keepdims=True), start=start)
    pooled = pool.predict_proba(predictions)
    assumed = mean_shares(pooled)
    ratio = estimate_shares(pool.predict_proba(unconfirmed), assumed) / assumed
    return Pooling(pool, labels_per_text(pooled, labels), ratio)


def _held_out(
    rows: Rows, shares: Floats, labelled_rows: Integers, training: _Training, *, seed: int
) -> tuple[Integers, list[Floats]]:
    """Return confirmed texts, and what each base classifier says of them when it was not trained on them."""
    order = np.random.default_rng(seed).permutation(labelled_rows)[:MAX_HELD_OUT]
    held_out, parts = [], []
    for fold in range(FOLDS):
        fold_rows = np.sort(order[fold::FOLDS])
        training_labels = shares.copy()
        training_labels[fold_rows] = 0
        parts.append(training.fit(training_labels).predict_proba(rows.take(fold_rows)))
        held_out.append(fold_rows)
    return np.concatenate(held_out), [np.vstack(by_fold) for by_fold in zip(*parts, strict=True)]


def labels_per_text(pooled: Floats, labels: Floats) -> float:
    """Return how many categories a text has, as `inclusion_probabilities` needs it, from texts that were held out."""

    def surprise(number: float) -> float:
        chances = np.clip(inclusion_probabilities(pooled, number), TINY, 1 - TINY)
        log_likelihood = labels * np.log(chances) + (1 - labels) * np.log(1 - chances)
        return float(-log_likelihood.sum() + (number - LABELS_PER_TEXT) ** 2)

    return float(minimize_scalar(surprise, bounds=(1.0, 6.0), method="bounded").x)


def inclusion_probabilities(pooled: Floats, number: float) -> Floats:
    """Return the chance that each category is among those of a text that has about `number` of them.

    A category with the share p of one draw is among n draws with the chance 1 - (1 - p)ⁿ.
    """
    return np.asarray(1 - (1 - pooled) ** number)
