"""Whether two terms stand together in texts more often than chance would bring about."""

from typing import Final

import numpy as np

from skillsnet.core.classification.values import Floats

# Chance brings about a larger ratio once in a hundred thousand times (chi-square with one degree of freedom): a
# definition has up to a hundred words, so that one of them is met by chance once in a thousand times.
UNLIKELY_BY_CHANCE: Final = 19.51


def log_likelihood_ratio(together: Floats, first: float, second: Floats, total: int) -> Floats:
    """Return how far terms stand together beyond chance; 0 where they stand together no more often than that.

    Parameters
    ----------
    together : array of shape (m,)
        In how many texts the first term stands together with each of m others.
    first : float
        In how many texts the first term stands.
    second : array of shape (m,)
        In how many texts each of the others stands.
    total : int
        How many texts there are.

    Returns
    -------
    array of shape (m,)
        The log-likelihood ratio G² of the two-by-two tables (Dunning 1993), one-sided.

    Examples
    --------
    >>> log_likelihood_ratio(np.array([9.0, 1.0]), 10, np.array([10.0, 50.0]), 100).round(1).tolist()
    [47.5, 0.0]
    """
    tables = np.stack([together, first - together, second - together, total - first - second + together])
    rows = np.stack([np.full_like(second, first)] * 2 + [np.full_like(second, total - first)] * 2)
    columns = np.stack([second, total - second] * 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(tables > 0, tables * np.log(tables * total / (rows * columns)), 0.0)
    is_beyond = together * total > first * second
    return np.asarray(np.where(is_beyond, 2 * parts.sum(axis=0), 0.0))
