"""How sure the classifier is before anybody has confirmed enough texts to tell."""

from typing import Final

import numpy as np

from skillsnet.core.classification.base_classifiers import TINY, softmax
from skillsnet.core.classification.values import Floats

# How much of a text's distance from the usual confidence is kept. Of .6 to 1, the best on English and Arabic texts.
KEPT_DISTANCE: Final = 0.75
# The mean of fewer texts says little.
MIN_TEXTS: Final = 20
LEAST_SHARPNESS, MOST_SHARPNESS = 0.05, 6.0
HALVINGS: Final = 30


def usual_confidence(probabilities: Floats) -> float | None:
    """Return the mean log-odds of the likeliest category of n texts, for probabilities of shape (n, k).

    None for fewer than 20 texts, or where there is one category.
    """
    if len(probabilities) < MIN_TEXTS or probabilities.shape[1] < 2:
        return None
    return float(_log_odds(probabilities.max(axis=1)).mean())


def shrink_confidence(probabilities: Floats, usual: float | None) -> Floats:
    """Return probabilities whose largest is nearer to the usual one; the order of the categories stays.

    Parameters
    ----------
    probabilities : array of shape (n, k)
        Each row summing to 1.
    usual : float or None
        Log-odds, as `usual_confidence` gives them; None changes nothing.

    Returns
    -------
    array of shape (n, k)
        Each row is a power of its own, scaled to sum to 1, so that its largest log-odds keep three quarters of their
        distance from the usual.

    Notes
    -----
    Without labels, a text that the self-trained classifier took in is judged by what it taught, so it looks surer than
    it is, and the texts left out look less sure. Single estimates are shrunk towards their mean (James and Stein 1961);
    the power is a temperature for each text (Guo et al. 2017).

    Examples
    --------
    >>> shrink_confidence(np.array([[0.9, 0.1], [0.6, 0.4]]), 1.1).round(2).tolist()
    [[0.87, 0.13], [0.64, 0.36]]
    """
    if usual is None or not len(probabilities):
        return probabilities
    target = usual + KEPT_DISTANCE * (_log_odds(probabilities.max(axis=1)) - usual)
    logs = np.log(probabilities + TINY)
    low, high = np.full(len(logs), LEAST_SHARPNESS), np.full(len(logs), MOST_SHARPNESS)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        is_below = _log_odds(softmax(logs * middle[:, None]).max(axis=1)) < target
        low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
    return softmax(logs * ((low + high) / 2)[:, None])


def _log_odds(probabilities: Floats) -> Floats:
    clipped = np.clip(probabilities, TINY, 1 - TINY)
    return np.asarray(np.log(clipped / (1 - clipped)))
