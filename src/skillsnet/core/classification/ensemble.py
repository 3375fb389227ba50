"""Pooling the members' probabilities into one, as sure as it is right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import minimize

from skillsnet.core.classification.base_classifiers import TINY, softmax
from skillsnet.core.classification.values import Floats

# How much each member counts before a text is confirmed: centroids, telling words, the self-taught learner, the learner
# taught by people, neighbours.
INITIAL_WEIGHTS: Final = (0.7, 0.7, 0.7, 0.0, 0.0)
# Where a text may have several categories, one of them is seldom so far ahead.
UNTRIED_SEVERAL: Final = (0.5, 0.5, 0.5, 0.0, 0.0)
# Once there are plenty.
FITTED_WEIGHTS: Final = (0.2, 0.4, 0.05, 0.6, 0.5)
# Confirmed texts a category at which either lean is as strong.
HALFWAY: Final = 2.0
# The pull towards these weights, in confirmed texts.
PRIOR_TEXTS: Final = 100.0
FLOOR: Final = 1e-4


@dataclass(frozen=True)
class Pool:
    """How much each member counts; their sum is how sure the pool is."""

    weights: tuple[float, ...]

    def judge(self, judged: Sequence[Floats]) -> Floats:
        """Return the members' probabilities as one: a weighted geometric mean, shape (n, k)."""
        logs = sum(weight * np.log(one + FLOOR) for weight, one in zip(self.weights, judged, strict=True) if weight)
        return softmax(np.asarray(logs))


def fit_weights(confirmed: int, categories: int, *, multi_label: bool) -> tuple[float, ...]:
    """Return how much each member counts for a number of confirmed texts, before any is held out to weigh them.

    Examples
    --------
    >>> fit_weights(0, 9, multi_label=False)
    (0.7, 0.7, 0.7)
    >>> len(fit_weights(1, 9, multi_label=False))
    5
    """
    first = UNTRIED_SEVERAL if multi_label else INITIAL_WEIGHTS
    if not confirmed:
        return first[:3]
    share = confirmed / (confirmed + HALFWAY * categories)
    return tuple((1 - share) * before + share * after for before, after in zip(first, FITTED_WEIGHTS, strict=True))


def weigh(judged: Sequence[Floats], labels: Floats, *, start: Sequence[float]) -> Pool:
    """Return the pool that finds confirmed texts least surprising, near a start for few of them.

    Parameters
    ----------
    judged : sequence of arrays of shape (n, k)
        What each member says of texts it was not taught.
    labels : array of shape (n, k)
        What was confirmed; rows sum to 1.
    start : sequence of float
        Weights to lean to.

    Returns
    -------
    Pool
        Weights of at least 0.

    Notes
    -----
    A logarithmic opinion pool (Genest and Zidek 1986) fitted to the likelihood; the sum of the weights acts as the
    temperature of Guo et al. (2017), so the pool is calibrated by the same fit.
    """
    logs = np.stack([np.log(one + FLOOR) for one in judged])
    anchor = np.asarray(start)

    def surprise(weights: Floats) -> float:
        pooled = softmax(np.tensordot(weights, logs, axes=1))
        lost = -(labels * np.log(pooled + TINY)).sum()
        return float(lost + PRIOR_TEXTS * ((weights - anchor) ** 2).sum())

    found = minimize(surprise, anchor, bounds=[(0.0, 3.0)] * len(anchor), method="L-BFGS-B")
    return Pool(tuple(round(float(weight), 4) for weight in found.x))
