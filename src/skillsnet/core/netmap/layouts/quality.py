"""How good a layout is, in numbers."""

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from skillsnet.core.netmap.graph import Layout, Points

Rows = npt.NDArray[np.floating]
# Pairs as near as this to the spacing count as apart: the last digits of a sum.
ROUNDING = 1e-9


def overlap(points: Points, spacing: float) -> int:
    """Return how many pairs of points are nearer than the spacing. O(n log n + pairs).

    >>> overlap(np.array([[0.0, 0.0], [0.5, 0.0], [2.0, 0.0]]), 1.0)
    1
    """
    if len(points) < 2 or spacing <= 0:
        return 0
    return len(cKDTree(points).query_pairs(spacing * (1 - 1e-6) - ROUNDING, output_type="ndarray"))


def hubs_apart(layout: Layout) -> float:
    """Return the least gap between two hubs' discs, in spacings; infinite for fewer than two hubs."""
    if len(layout.hubs) < 2:
        return float("inf")
    centres = np.array([(hub.x, hub.y) for hub in layout.hubs])
    radii = np.array([hub.radius for hub in layout.hubs])
    first, second = np.triu_indices(len(centres), 1)
    gaps = np.hypot(*(centres[first] - centres[second]).T) - radii[first] - radii[second]
    return float(gaps.min() / layout.spacing)


def displacement(before: Points, after: Points) -> tuple[float, float]:
    """Return how far points moved from one picture to the next: the mean and the most, in units of the square."""
    if not len(before):
        return (0.0, 0.0)
    distances = np.hypot(*(np.asarray(after) - np.asarray(before)).T)
    return (float(distances.mean()), float(distances.max()))


def trustworthiness(vectors: Rows, points: Points, *, k: int = 15, sample: int | None = None, seed: int = 0) -> float:
    """Return how far the neighbours in a picture are neighbours in truth, from 0 to 1.

    Parameters
    ----------
    vectors : array of float, shape (n, d)
        The truth; nearness is Euclidean (for unit rows the order of cosines).
    points : array of float, shape (n, 2)
        The picture.
    k : int
        Neighbours looked at; at most (n - 1) / 2 are.
    sample : int, optional
        Judge by so many points, drawn with the seed, instead of all.
    seed : int

    Returns
    -------
    float
        1 when every point's k nearest in the picture are its k nearest in truth.

    Notes
    -----
    Venna and Kaski, "Neighborhood preservation in nonlinear projection methods", ICANN 2001. O(sample n (d + log n)).

    Examples
    --------
    >>> line = np.arange(40.0)[:, None]
    >>> trustworthiness(line, np.hstack([line, line]))
    1.0
    """
    return _preserved(vectors, points, k, _sample_rows(len(points), sample, seed))


def continuity(vectors: Rows, points: Points, *, k: int = 15, sample: int | None = None, seed: int = 0) -> float:
    """Return how far true neighbours are neighbours in the picture, from 0 to 1; see `trustworthiness`."""
    return _preserved(points, vectors, k, _sample_rows(len(points), sample, seed))


def _sample_rows(n: int, sample: int | None, seed: int) -> npt.NDArray[np.int64]:
    if sample is None or sample >= n:
        return np.arange(n)
    return np.sort(np.random.default_rng(seed).choice(n, sample, replace=False))


def _preserved(truth: Rows, picture: Rows, k: int, sample_rows: npt.NDArray[np.int64]) -> float:
    n = len(truth)
    k = min(k, (n - 1) // 2)
    if k < 1:
        return 1.0
    penalty = 0
    step = max(1, 4_000_000 // n)
    for first in range(0, len(sample_rows), step):
        rows = sample_rows[first : first + step]
        ranks = _ranks(truth, rows)
        near = _nearest(picture, rows, k)
        penalty += int(np.maximum(np.take_along_axis(ranks, near, axis=1) - k, 0).sum())
    return 1.0 - 2.0 * penalty / (len(sample_rows) * k * (2 * n - 3 * k - 1))


def _distances(values: Rows, rows: npt.NDArray[np.int64]) -> Rows:
    values = np.asarray(values, dtype=np.float64)
    squares = (values**2).sum(axis=1)
    distances = squares[rows][:, None] + squares[None, :] - 2 * values[rows] @ values.T
    distances[np.arange(len(rows)), rows] = -np.inf
    return np.asarray(distances)


def _ranks(values: Rows, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the rank of every point from each row's: itself 0, the nearest 1."""
    order = np.argsort(_distances(values, rows), axis=1, kind="stable")
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.broadcast_to(np.arange(order.shape[1]), order.shape), axis=1)
    return ranks


def _nearest(values: Rows, rows: npt.NDArray[np.int64], k: int) -> npt.NDArray[np.int64]:
    return np.asarray(np.argsort(_distances(values, rows), axis=1, kind="stable")[:, 1 : k + 1])
