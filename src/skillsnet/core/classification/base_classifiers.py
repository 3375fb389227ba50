"""The base classifiers of the ensemble: centroids, logistic regression, and label propagation over neighbours."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from skillsnet.core.classification.features import MixedRows
from skillsnet.core.classification.values import Floats, Integers

SHARPNESS: Final = 12.0
CONFIDENT_SHARE: Final = 0.6
UNSURE_SHARE: Final = 0.35
CENTROID_ROUNDS: Final = 2
# The mean of so many confirmed texts weighs as much as the definition; that of ever more, so many times as much.
WORTH_TEXTS: Final = 8.0
MAX_CONFIRMED_WEIGHT: Final = 2.0
ENOUGH_TEXTS: Final = 5
FEW_TEXTS: Final = 10
PSEUDO_SHARE: Final = 0.8
PSEUDO_WEIGHT: Final = 0.3
# With this many confirmed texts a category, texts nobody confirmed begin to count for less.
ENOUGH_LABELS: Final = 8
SELF_TRAINING_ROUNDS: Final = 2
INVERSE_PENALTY: Final = 10.0
NEIGHBOURS: Final = 15
SPREAD: Final = 0.9
SPREAD_ROUNDS: Final = 30
BLOCK_ROWS: Final = 1_000
TINY: Final = 1e-9


def softmax(scores: Floats) -> Floats:
    """Return rows of numbers as rows of probabilities."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def most_confident(probabilities: Floats, *, quotas: Sequence[int]) -> tuple[Integers, Integers]:
    """Return the rows whose likeliest category leads by most, up to a quota for each category, and their categories.

    The third of all rows that lead by least are never among them, so that a category few texts speak of takes in few.
    """
    ordered = np.sort(probabilities, axis=1)
    lead = ordered[:, -1] - (ordered[:, -2] if probabilities.shape[1] > 1 else 0)
    least = np.quantile(lead, UNSURE_SHARE) if len(lead) else 0.0
    best = probabilities.argmax(axis=1)
    rows: list[Integers] = []
    for category, quota in enumerate(quotas):
        category_rows = np.flatnonzero((best == category) & (lead >= least))
        rows.append(category_rows[np.argsort(-lead[category_rows], kind="stable")][:quota])
    selected = np.concatenate(rows) if rows else np.array([], dtype=np.int64)
    return selected, best[selected]


@dataclass(frozen=True)
class Centroids:
    """A direction for each category: its definition, its confirmed texts, and the texts that lie clearest with it."""

    directions: Floats
    level: Floats

    @classmethod
    def fit(cls, rows: MixedRows, definitions: MixedRows, *, labels: Floats, indicator_scores: Floats) -> "Centroids":
        """Return the centroids of n texts.

        Parameters
        ----------
        rows : MixedRows
            n texts, each of length 1.
        definitions : MixedRows
            k definitions, each of length 1.
        labels : array of shape (n, k)
            How far each text is confirmed for each category; rows of zeros for the rest.
        indicator_scores : array of shape (n, k)
            What indicator terms add.

        Notes
        -----
        The definition plus the mean of the confirmed texts, each of length 1, so that neither drowns the other.
        Rocchio's relevance feedback (1971), the feedback being the classifier's own clearest answers: two rounds, up to
        0.6 n / k texts a category. O(terms x k).
        """
        confirmed = labels.sum(axis=0)[:, np.newaxis]
        means = normalize(rows.sums(labels))
        base = normalize(definitions.toarray() + MAX_CONFIRMED_WEIGHT * confirmed / (confirmed + WORTH_TEXTS) * means)
        centroids = cls(base, _level(rows, base))
        quota = max(2, int(CONFIDENT_SHARE * len(rows) / len(base)))
        for _ in range(CENTROID_ROUNDS):
            selected, best = most_confident(centroids.margins(rows) + indicator_scores, quotas=[quota] * len(base))
            clearest = np.zeros((len(rows), len(base)))
            clearest[selected, best] = 1
            counts = clearest.sum(axis=0)[:, np.newaxis]
            nearer = base + normalize(rows.sums(clearest)) * np.minimum(1.0, counts / ENOUGH_TEXTS)
            nearer = normalize(nearer)
            centroids = cls(nearer, _level(rows, nearer))
        return centroids

    def margins(self, rows: MixedRows) -> Floats:
        """Return by how much each text lies nearer to each centroid than texts do on average: shape (n, k)."""
        return rows.products(self.directions) - self.level

    def predict_proba(self, rows: MixedRows) -> Floats:
        """Return probabilities of shape (n, k)."""
        return softmax(SHARPNESS * self.margins(rows))


def _level(rows: MixedRows, directions: Floats) -> Floats:
    """Return how near texts are on average; a handful of texts is no average yet."""
    nearness = rows.products(directions)
    return np.asarray(nearness.sum(axis=0) / (len(nearness) + FEW_TEXTS))


@dataclass(frozen=True)
class LinearClassifier:
    """Logistic regression on definitions, confirmed texts and, for less, the clearest of the others."""

    weights: Floats
    offsets: Floats

    @classmethod
    def fit(
        cls,
        rows: "sparse.csr_matrix",
        definitions: "sparse.csr_matrix",
        *,
        labels: Floats,
        initial: Floats | None = None,
    ) -> "LinearClassifier":
        """Return the trained classifier; `initial` is what the centroids say, shape (n, k); None: people alone teach.

        Notes
        -----
        Self-training (Yarowsky 1995; Nigam et al. 2000) in two rounds on confident answers whose numbers stand halfway
        between even and as found. The probabilities that choose them are the geometric mean of both classifiers'.
        """
        size = definitions.shape[0]
        if size == 1:
            return cls(np.zeros((1, rows.shape[1])), np.zeros(1))
        labelled_rows, category = np.nonzero(labels)
        labelled = (
            [definitions, rows[labelled_rows]],
            [np.arange(size), category],
            [np.ones(size), labels[labelled_rows, category]],
        )
        if initial is None:
            return _regression(*labelled)
        free = np.flatnonzero(labels.sum(axis=1) == 0)
        weight = PSEUDO_WEIGHT * min(1.0, ENOUGH_LABELS * size / max(1, len(np.unique(labelled_rows))))
        probabilities = initial
        classifier = cls(np.zeros((size, rows.shape[1])), np.zeros(size))
        for _ in range(SELF_TRAINING_ROUNDS):
            counts = np.bincount(probabilities[free].argmax(axis=1), minlength=size) if len(free) else np.zeros(size)
            quotas = [int(PSEUDO_SHARE * (len(free) / size + count) / 2) + 1 for count in counts]
            selected, answers = most_confident(probabilities[free], quotas=quotas)
            pseudo_labelled = (rows[free[selected]], answers, np.full(len(selected), weight))
            classifier = _regression(*([*old, new] for old, new in zip(labelled, pseudo_labelled, strict=True)))
            probabilities = np.sqrt((classifier.predict_proba(rows) + TINY) * (initial + TINY))
        return classifier

    def predict_proba(self, rows: "sparse.csr_matrix") -> Floats:
        """Return probabilities of shape (n, k)."""
        return softmax(np.asarray(rows @ self.weights.T + self.offsets))


def _regression(
    parts: "Sequence[sparse.csr_matrix]", answers: Sequence[Integers], weights: Sequence[Floats]
) -> LinearClassifier:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = LogisticRegression(C=INVERSE_PENALTY, max_iter=200, tol=1e-3)
        model.fit(sparse.vstack(parts).tocsr(), np.concatenate(answers), sample_weight=np.concatenate(weights))
    coefficients, offsets = model.coef_, model.intercept_
    if len(coefficients) == 1:
        return LinearClassifier(np.vstack([-coefficients, coefficients]) / 2, np.concatenate([-offsets, offsets]) / 2)
    return LinearClassifier(coefficients, offsets)


def neighbour_graph(rows: "sparse.csr_matrix") -> "sparse.csr_matrix":
    """Return who is among whose fifteen nearest, by their likeness, evened out by degree: shape (n, n).

    O(n² terms), in blocks of rows.
    """
    graph = nearest_neighbours(rows, rows, skip_self=True)
    graph = graph.maximum(graph.T)
    degrees = 1 / np.sqrt(np.asarray(graph.sum(axis=1)).ravel() + TINY)
    return sparse.csr_matrix(sparse.diags(degrees) @ graph @ sparse.diags(degrees))


@dataclass(frozen=True)
class LabelPropagation:
    """What the texts and definitions most like a text are confirmed for, passed on from neighbour to neighbour."""

    rows: "sparse.csr_matrix"
    spread: Floats

    @classmethod
    def fit(cls, rows: "sparse.csr_matrix", graph: "sparse.csr_matrix", *, labels: Floats) -> "LabelPropagation":
        """Return the neighbours of n texts and k definitions.

        Parameters
        ----------
        rows, graph : csr_matrix of shapes (n + k, d) and (n + k, n + k)
            Texts, then definitions; and `neighbour_graph` of them.
        labels : array of shape (n, k)
            How far each text is confirmed for each category.

        Notes
        -----
        Local and global consistency (Zhou et al. 2004), each category then on the same footing.
        """
        start = np.vstack([labels, np.eye(labels.shape[1])])
        spread = start.copy()
        for _ in range(SPREAD_ROUNDS):
            spread = SPREAD * np.asarray(graph @ spread) + (1 - SPREAD) * start
        return cls(rows, spread / (spread.sum(axis=0) + TINY))

    def predict_proba(self, rows: "sparse.csr_matrix") -> Floats:
        """Return probabilities of shape (n, k)."""
        support = np.asarray(nearest_neighbours(rows, self.rows) @ self.spread) + TINY * self.spread.mean()
        return np.asarray(support / (support.sum(axis=1, keepdims=True) + TINY))


def nearest_neighbours(
    rows: "sparse.csr_matrix", references: "sparse.csr_matrix", *, skip_self: bool = False
) -> "sparse.csr_matrix":
    """Return the squared likeness of each row to its fifteen nearest others, zero for the rest: shape (n, m)."""
    transposed = references.T.tocsc()
    neighbour_count = min(NEIGHBOURS, references.shape[0] - skip_self)
    blocks = []
    for start in range(0, rows.shape[0], BLOCK_ROWS):
        likeness = (rows[start : start + BLOCK_ROWS] @ transposed).toarray()
        count = len(likeness)
        if skip_self:
            likeness[np.arange(count), np.arange(start, start + count)] = -1
        columns = np.argpartition(-likeness, neighbour_count - 1, axis=1)[:, :neighbour_count]
        values = np.clip(np.take_along_axis(likeness, columns, axis=1), 0, None) ** 2
        coordinates = (np.repeat(np.arange(count), neighbour_count), columns.ravel())
        blocks.append(sparse.csr_matrix((values.ravel(), coordinates), shape=likeness.shape))
    return sparse.vstack(blocks).tocsr() if blocks else sparse.csr_matrix((0, references.shape[0]))
