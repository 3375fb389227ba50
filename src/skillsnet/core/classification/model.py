"""What is learnt of one language: the space of its texts, the members that judge them, and how much each counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
    Integers,
    Learner,
    Neighbours,
    neighbour_graph,
    softmax,
)
from skillsnet.core.classification.ensemble import Pool, fit_weights, weigh
from skillsnet.core.classification.features import Space, blend, unit_rows
from skillsnet.core.classification.values import Embedder, Floats

SUBJECT_SHARE: Final = 0.2
FOLDS: Final = 5
# Below this many confirmed texts nothing can be weighed by them.
MIN_CONFIRMED: Final = 8
MOST_WEIGHED: Final = 1_200
LABELS_PER_TEXT: Final = 1.5
# One in a hundred texts of four sets lies below 0.01 to all definitions; those of other subjects lie at 0.
LEAST_NEARNESS: Final = 0.01


@dataclass(frozen=True)
class Rows:
    """Texts in the space: `near` with rows of length 1 for likeness, `wide` with terms and subjects for the learner."""

    near: "sparse.csr_matrix"
    wide: "sparse.csr_matrix"
    told: Floats

    def take(self, chosen: slice | Integers) -> "Rows":
        """Return some of the rows."""
        return Rows(self.near[chosen], self.wide[chosen], self.told[chosen])


@dataclass(frozen=True)
class Members:
    """Those that judge; `pupil` and `neighbours` know confirmed texts only, so there are none before the first."""

    centroids: Centroids
    learner: Learner
    pupil: Learner | None
    neighbours: Neighbours | None

    def judge(self, rows: Rows) -> list[Floats]:
        """Return each member's probabilities, shape (n, k) each."""
        judged = [
            self.centroids.judge(rows.near),
            softmax(SHARPNESS * rows.told),
            self.learner.judge(rows.wide),
        ]
        if self.pupil and self.neighbours:
            judged += [self.pupil.judge(rows.wide), self.neighbours.judge(rows.near)]
        return judged


@dataclass(frozen=True)
class LanguageModel:
    """The judge of one language's texts; `held` has a one for each text it learnt from and term that the text holds."""

    space: Space
    members: Members
    pool: Pool
    labels_per_text: float
    definitions: Rows
    confirmed: Rows
    held: "sparse.csc_matrix"

    @classmethod
    def fit(
        cls,
        definitions: Sequence[str],
        texts: Sequence[str],
        language: str,
        *,
        labels: Floats,
        told: Floats,
        multi_label: bool,
        seed: int,
        embedder: Embedder | None = None,
    ) -> "LanguageModel":
        """Return what is learnt of n texts and the definitions of k categories.

        Parameters
        ----------
        definitions, texts : sequence of str
            k and n texts.
        language : str
            The language of them all.
        labels, told : array of shape (n, k)
            1 for each confirmed category of a text; and what telling words add.
        seed : int
            For the decomposition and the folds.
        embedder : Embedder or None
            Embeddings to stand beside the subjects.
        """
        space, matrix, subjects = Space.fit([*texts, *definitions], language, seed=seed, embedder=embedder)
        count = len(texts)
        every = _rows(matrix, subjects, np.vstack([told, np.zeros((len(definitions), told.shape[1]))]))
        rows, defined = every.take(slice(0, count)), every.take(slice(count, None))
        known = np.flatnonzero(labels.any(axis=1))
        graph = neighbour_graph(every.near) if len(known) else None
        shares = labels / np.maximum(1, labels.sum(axis=1, keepdims=True))

        def learn(taught: Floats) -> Members:
            centroids = Centroids.fit(rows.near, defined.near, labels=taught, told=rows.told)
            first = softmax(SHARPNESS * (centroids.margins(rows.near) + rows.told))
            learner = Learner.fit(rows.wide, defined.wide, labels=taught, first=first)
            if graph is None:
                return Members(centroids, learner, None, None)
            pupil = Learner.fit(rows.wide, defined.wide, labels=taught)
            return Members(centroids, learner, pupil, Neighbours.fit(every.near, graph, labels=taught))

        start = fit_weights(len(known), len(definitions), multi_label=multi_label)
        pool, per_text = Pool(start), LABELS_PER_TEXT
        if len(known) >= MIN_CONFIRMED:
            held, judged = _held_out(rows, shares, known, learn, seed=seed)
            pool = weigh(judged, shares[held], start=start)
            per_text = labels_per_text(pool.judge(judged), labels[held])
        held_terms = (matrix[:count] > 0).astype(np.int32).tocsc()
        return cls(space, learn(shares), pool, per_text, defined, rows.take(known), held_terms)

    def rows(self, texts: Sequence[str], told: Floats) -> Rows:
        """Return texts in the space."""
        matrix = self.space.transform(texts)
        return _rows(matrix, self.space.subjects(matrix, texts), told)

    def speak(self, rows: Rows) -> NDArray[np.bool_]:
        """Return which texts have anything in common with a definition, a telling word or a confirmed text."""
        known = self.definitions.near if not self.confirmed.near.shape[0] else self.definitions_and_confirmed
        nearest = (rows.near @ known.T).max(axis=1).toarray().ravel()
        return np.asarray((nearest >= LEAST_NEARNESS) | rows.told.any(axis=1))

    @cached_property
    def definitions_and_confirmed(self) -> "sparse.csr_matrix":
        """Definitions and confirmed texts, one below the other."""
        return sparse.vstack([self.definitions.near, self.confirmed.near]).tocsr()

    def judge(self, rows: Rows) -> Floats:
        """Return probabilities of shape (n, k), each row summing to 1."""
        return self.pool.judge(self.members.judge(rows))


def _rows(matrix: "sparse.csr_matrix", subjects: Floats, told: Floats) -> Rows:
    wide = sparse.hstack([matrix, sparse.csr_matrix(unit_rows(subjects))]).tocsr()
    return Rows(blend(matrix, subjects, SUBJECT_SHARE), wide, told)


def _held_out(
    rows: Rows, shares: Floats, known: Integers, learn: Callable[[Floats], Members], *, seed: int
) -> tuple[Integers, list[Floats]]:
    """Return confirmed texts, and what each member says of them when it was not taught them."""
    order = np.random.default_rng(seed).permutation(known)[:MOST_WEIGHED]
    held, parts = [], []
    for fold in range(FOLDS):
        out = np.sort(order[fold::FOLDS])
        taught = shares.copy()
        taught[out] = 0
        parts.append(learn(taught).judge(rows.take(out)))
        held.append(out)
    return np.concatenate(held), [np.vstack(member) for member in zip(*parts, strict=True)]


def labels_per_text(pooled: Floats, labels: Floats) -> float:
    """Return how many categories a text has, as `several` needs it, from texts that were held out."""

    def surprise(number: float) -> float:
        chances = np.clip(several(pooled, number), TINY, 1 - TINY)
        lost = labels * np.log(chances) + (1 - labels) * np.log(1 - chances)
        return float(-lost.sum() + (number - LABELS_PER_TEXT) ** 2)

    return float(minimize_scalar(surprise, bounds=(1.0, 6.0), method="bounded").x)


def several(pooled: Floats, number: float) -> Floats:
    """Return the chance that each category is among those of a text that has about `number` of them.

    A category with the share p of one draw is among n draws with the chance 1 - (1 - p)ⁿ.
    """
    return np.asarray(1 - (1 - pooled) ** number)
