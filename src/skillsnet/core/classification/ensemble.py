"""Pooling the probabilities of the base classifiers into one, calibrated by the same fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import minimize

from skillsnet.core.classification.base_classifiers import TINY, softmax
from skillsnet.core.classification.values import Floats

# How much each base classifier counts before a text is confirmed: centroids, indicator terms, the self-trained
# classifier, the supervised classifier, label propagation.
INITIAL_WEIGHTS: Final = (0.6, 0.7, 0.5, 0.0, 0.0)
# Where a text may have several categories, one of them is seldom so far ahead.
INITIAL_WEIGHTS_MULTI_LABEL: Final = (0.35, 0.35, 0.35, 0.0, 0.0)
# Once there are plenty.
FITTED_WEIGHTS: Final = (0.2, 0.4, 0.05, 0.6, 0.5)
# Confirmed texts a category at which both sets of weights count the same.
HALFWAY: Final = 2.0
# The pull towards the initial weights, in confirmed texts.
PRIOR_TEXTS: Final = 20.0
MIN_PROBABILITY: Final = 1e-4


@dataclass(frozen=True)
class OpinionPool:
    """The weight of each base classifier; their sum acts as the temperature of the pool."""

    weights: tuple[float, ...]

    def predict_proba(self, predictions: Sequence[Floats]) -> Floats:
        """Return the probabilities as one: a weighted geometric mean, shape (n, k)."""
        logs = sum(
            weight * np.log(probabilities + MIN_PROBABILITY)
            for weight, probabilities in zip(self.weights, predictions, strict=True)
            if weight
        )
        return softmax(np.asarray(logs))


def fit_weights(confirmed: int, categories: int, *, multi_label: bool) -> tuple[float, ...]:
    """Return how much each base classifier counts for a number of confirmed texts, before the weights are fitted.

    Examples
    --------
    >>> fit_weights(0, 9, multi_label=False)
    (0.6, 0.7, 0.5)
    >>> len(fit_weights(1, 9, multi_label=False))
    5
    """
    initial = INITIAL_WEIGHTS_MULTI_LABEL if multi_label else INITIAL_WEIGHTS
    if not confirmed:
        return initial[:3]
    share = confirmed / (confirmed + HALFWAY * categories)
    return tuple((1 - share) * before + share * after for before, after in zip(initial, FITTED_WEIGHTS, strict=True))


def fit_pool(predictions: Sequence[Floats], labels: Floats, *, start: Sequence[float]) -> OpinionPool:
    """Return the pool that finds confirmed texts least surprising, near a start for few of them.

    Parameters
    ----------
    predictions : sequence of arrays of shape (n, k)
        What each base classifier says of texts it was not trained on.
    labels : array of shape (n, k)
        What was confirmed; rows sum to 1.
    start : sequence of float
        Weights to lean to.

    Returns
    -------
    OpinionPool
        Weights of at least 0.

    Notes
    -----
    A logarithmic opinion pool (Genest and Zidek 1986) fitted to the likelihood; the sum of the weights acts as the
    temperature of Guo et al. (2017), so the pool is calibrated by the same fit.
    """
    logs = np.stack([np.log(probabilities + MIN_PROBABILITY) for probabilities in predictions])
    anchor = np.asarray(start)

    def surprise(weights: Floats) -> float:
        pooled = softmax(np.tensordot(weights, logs, axes=1))
        loss = -(labels * np.log(pooled + TINY)).sum()
        return float(loss + PRIOR_TEXTS * ((weights - anchor) ** 2).sum())

    optimum = minimize(surprise, anchor, bounds=[(0.0, 3.0)] * len(anchor), method="L-BFGS-B")
    return OpinionPool(tuple(round(float(weight), 4) for weight in optimum.x))
