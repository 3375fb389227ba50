"""How often categories occur, from texts that nobody labelled."""

from typing import Final

import numpy as np

from skillsnet.core.classification.values import Floats

# How many texts a category the shares known before count for: where texts are few or categories many, they stay.
TEXTS_PER_CATEGORY: Final = 40.0
# Each category counts as met once more than it was, so that none is ruled out.
SMOOTHING: Final = 1.0
MAX_ROUNDS: Final = 100
TOLERANCE: Final = 1e-5


def mean_shares(probabilities: Floats) -> Floats:
    """Return each category's share in texts, by their probabilities of shape (n, k): shape (k,), none of them zero."""
    count, size = probabilities.shape
    return np.asarray((probabilities.sum(axis=0) + SMOOTHING) / (count + SMOOTHING * size))


def estimate_shares(probabilities: Floats, assumed: Floats) -> Floats:
    """Return each category's share in texts whose probabilities assume other shares.

    Parameters
    ----------
    probabilities : array of shape (n, k)
        Of texts without labels, each row summing to 1.
    assumed : array of shape (k,)
        The shares that those probabilities assume: those among the texts with labels.

    Returns
    -------
    array of shape (k,)
        Shares, summing to 1; `assumed` for no text.

    Notes
    -----
    Expectation maximisation (Saerens, Latinne and Decaestecker 2002). The assumed shares count as 40 texts a category
    (a Dirichlet prior): without them, few texts drive out the rarer of many categories. O(rounds n k).

    Examples
    --------
    >>> even = np.array([0.5, 0.5])
    >>> estimate_shares(np.array([[0.9, 0.1]] * 900 + [[0.1, 0.9]] * 100), even).round(2).tolist()
    [0.91, 0.09]
    """
    strength = TEXTS_PER_CATEGORY * len(assumed)
    shares = assumed
    for _ in range(MAX_ROUNDS if len(probabilities) else 0):
        adjusted = adjust_shares(probabilities, shares / assumed)
        estimate = (adjusted.sum(axis=0) + strength * assumed) / (len(probabilities) + strength)
        change = np.abs(estimate - shares).max()
        shares = estimate
        if change < TOLERANCE:
            break
    return np.asarray(shares)


def adjust_shares(probabilities: Floats, ratio: Floats) -> Floats:
    """Return probabilities of shape (n, k) as they are where each category occurs so many times as often."""
    adjusted = probabilities * ratio
    return np.asarray(adjusted / adjusted.sum(axis=1, keepdims=True))
