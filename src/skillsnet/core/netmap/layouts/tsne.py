"""Our own t-SNE: neighbours stand near each other."""

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np
from scipy import fft, sparse
from threadpoolctl import threadpool_limits

from skillsnet.core.netmap.graph import freeze
from skillsnet.core.netmap.knn import Neighbours
from skillsnet.core.netmap.layouts.charge_grid import Positions, Spectrum, convolve, grid_of, offsets, spread

# Up to so many points every pair repels; beyond, over a grid.
EXACT = 900
EARLY, LATE = 4.0, 1.5
MOST_STEP = 5.0


def embed_by_tsne(
    near: Neighbours, start: Positions, *, rounds: tuple[int, int], perplexity: float = 20.0, late: float = LATE
) -> Positions:
    """Return places in the plane at which points are near their neighbours.

    Parameters
    ----------
    near : Neighbours
        The k nearest of each of n points, k >= 1.
    start : array of float, shape (n, 2)
        Where the points start.
    rounds : tuple of int
        Rounds with neighbours pulling four times as strongly, and rounds with `late` times.
    perplexity : float
        How many neighbours count, smoothly; at most k / 1.5.
    late : float
        Above 1 neighbourhoods draw together and apart from one another.

    Returns
    -------
    array of float32, shape (n, 2)

    Notes
    -----
    Van der Maaten and Hinton, "Visualizing data using t-SNE", JMLR 9, 2008; the step as Belkina et al. 2019. The
    repulsion of many points is interpolated over a grid and convolved by FFT (Linderman et al., "Fast
    interpolation-based t-SNE", Nature Methods 16, 2019); we note that the force is half the slope of the potential of
    1 / (1 + d^2), so that a single charge is convolved with one kernel and its two slopes. Deterministic.
    O(n k + grid log grid) a round; O(n^2) up to 900 points.
    """
    # So little work at a time that a second thread only waits for the first.
    with threadpool_limits(1 if len(start) <= EXACT else None):
        return _move(_pulls(near, perplexity), start.astype(np.float32), rounds, late)


def _move(pulls: sparse.csr_matrix, positions: Positions, rounds: tuple[int, int], late: float) -> Positions:
    """Return the places after the rounds."""
    n = len(positions)
    repel: Callable[[Positions], Positions] = _exact_repulsion if n <= EXACT else _grid_repulsion
    velocity, gains = np.zeros_like(positions), np.ones_like(positions)
    for number in range(sum(rounds)):
        is_early = number < rounds[0]
        strength = EARLY if is_early else late
        slope = strength * _attraction(pulls, positions) - repel(positions)
        momentum = 0.5 if is_early else 0.8
        has_same_sign = (slope > 0) == (velocity > 0)
        gains = np.maximum(np.where(has_same_sign, gains * 0.8, gains + 0.2), 0.01).astype(np.float32)
        rate = max(n / strength, 50.0)
        velocity = np.float32(momentum) * velocity - np.float32(4 * rate) * gains * slope
        length = np.maximum(np.hypot(velocity[:, 0], velocity[:, 1]), 1e-12)
        velocity *= np.minimum(1, MOST_STEP / length)[:, None]
        positions = positions + velocity
        positions -= positions.mean(axis=0)
    return positions


def _pulls(near: Neighbours, perplexity: float) -> sparse.csr_matrix:
    """Return how strongly each pair pulls, summing to 1: kernels of each point's own width, made symmetric."""
    n, k = near.rows.shape
    distances = np.maximum(2 - 2 * near.cosines.astype(np.float64), 0)
    distances -= distances.min(axis=1, keepdims=True)
    aim = math.log(min(perplexity, max(1.0, k / 1.5)))
    low, high = np.full(n, 1e-6), np.full(n, 1e6)
    for _ in range(40):
        beta = np.sqrt(low * high)
        weights = np.exp(-distances * beta[:, None])
        total = weights.sum(axis=1)
        entropy = np.log(total) + beta * (weights * distances).sum(axis=1) / total
        is_wide = entropy > aim
        low, high = np.where(is_wide, beta, low), np.where(is_wide, high, beta)
    shares = weights / total[:, None]
    starts = np.arange(0, n * k + 1, k)
    directed = sparse.csr_matrix((shares.ravel(), near.rows.ravel(), starts), shape=(n, n))
    symmetric = (directed + directed.T).tocsr()
    symmetric.sort_indices()
    symmetric.data = (symmetric.data / symmetric.data.sum()).astype(np.float32)
    return symmetric


def _attraction(pulls: sparse.csr_matrix, positions: Positions) -> Positions:
    rows = np.repeat(np.arange(len(positions)), np.diff(pulls.indptr))
    apart = positions[rows] - positions[pulls.indices]
    weights = pulls.data / (1 + (apart * apart).sum(axis=1))
    pulling = sparse.csr_matrix((weights, pulls.indices, pulls.indptr), shape=pulls.shape)
    totals = np.add.reduceat(weights, np.minimum(pulls.indptr[:-1], max(len(weights) - 1, 0)))
    totals[np.diff(pulls.indptr) == 0] = 0
    return np.asarray(positions * totals[:, None] - pulling @ positions)


def _exact_repulsion(positions: Positions) -> Positions:
    squares = (positions * positions).sum(axis=1)
    kernel = squares[:, None] + squares[None, :] - 2 * (positions @ positions.T)
    np.maximum(kernel, 0, out=kernel)
    kernel += 1
    np.reciprocal(kernel, out=kernel)
    np.fill_diagonal(kernel, 0)
    total = max(float(kernel.sum()), 1e-12)
    kernel *= kernel
    return np.asarray((positions * kernel.sum(axis=1)[:, None] - kernel @ positions) / np.float32(total))


def _grid_repulsion(positions: Positions) -> Positions:
    low = positions.min(axis=0)
    width = float((positions.max(axis=0) - low).max())
    step, size = grid_of(width)
    weights, charge = spread(positions, low - 1.5 * step, step, size)
    potential, slope_x, slope_y = convolve(charge, _kernels(step, size))
    fields = np.stack([potential.ravel(), slope_x.ravel(), slope_y.ravel()], axis=1)
    forces = weights @ fields
    total = max(float(forces[:, 0].sum()) - len(positions), 1e-12)
    return np.asarray(forces[:, 1:] / np.float32(total))


@lru_cache(maxsize=2)
def _kernels(step: float, size: int) -> tuple[Spectrum, ...]:
    away = offsets(step, size)
    kernel = 1 / (1 + away[:, None] ** 2 + away[None, :] ** 2)
    squared = kernel * kernel
    return tuple(freeze(fft.rfft2(part)) for part in (kernel, squared * away[:, None], squared * away[None, :]))
