"""Our own t-SNE: neighbours stand near each other."""

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy import fft, sparse
from threadpoolctl import threadpool_limits

from skillsnet.core.netmap.graph import frozen
from skillsnet.core.netmap.knn import Near

Places = npt.NDArray[np.float32]
# Up to so many points every pair repels; beyond, over a grid.
EXACT = 900
GRID_STEP = 0.5
LARGEST_GRID = 416
GRID_ROUND = 32
EARLY, LATE = 4.0, 1.5
MOST_STEP = 5.0


def embedded(
    near: Near, start: Places, *, rounds: tuple[int, int], perplexity: float = 20.0, late: float = LATE
) -> Places:
    """Return places in the plane at which points are near their neighbours.

    Parameters
    ----------
    near : Near
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
        return _moved(_pulls(near, perplexity), start.astype(np.float32), rounds, late)


def _moved(pulls: sparse.csr_matrix, places: Places, rounds: tuple[int, int], late: float) -> Places:
    """Return the places after the rounds."""
    n = len(places)
    repel: Callable[[Places], Places] = _repelled_exactly if n <= EXACT else _repelled_by_grid
    velocity, gains = np.zeros_like(places), np.ones_like(places)
    for number in range(sum(rounds)):
        is_early = number < rounds[0]
        strength = EARLY if is_early else late
        slope = strength * _pulled(pulls, places) - repel(places)
        momentum = 0.5 if is_early else 0.8
        same = (slope > 0) == (velocity > 0)
        gains = np.maximum(np.where(same, gains * 0.8, gains + 0.2), 0.01).astype(np.float32)
        rate = max(n / strength, 50.0)
        velocity = np.float32(momentum) * velocity - np.float32(4 * rate) * gains * slope
        length = np.maximum(np.hypot(velocity[:, 0], velocity[:, 1]), 1e-12)
        velocity *= np.minimum(1, MOST_STEP / length)[:, None]
        places = places + velocity
        places -= places.mean(axis=0)
    return places


def _pulls(near: Near, perplexity: float) -> sparse.csr_matrix:
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
    both = (directed + directed.T).tocsr()
    both.sort_indices()
    both.data = (both.data / both.data.sum()).astype(np.float32)
    return both


def _pulled(pulls: sparse.csr_matrix, places: Places) -> Places:
    rows = np.repeat(np.arange(len(places)), np.diff(pulls.indptr))
    apart = places[rows] - places[pulls.indices]
    weights = pulls.data / (1 + (apart * apart).sum(axis=1))
    pulling = sparse.csr_matrix((weights, pulls.indices, pulls.indptr), shape=pulls.shape)
    totals = np.add.reduceat(weights, np.minimum(pulls.indptr[:-1], max(len(weights) - 1, 0)))
    totals[np.diff(pulls.indptr) == 0] = 0
    return np.asarray(places * totals[:, None] - pulling @ places)


def _repelled_exactly(places: Places) -> Places:
    squares = (places * places).sum(axis=1)
    kernel = squares[:, None] + squares[None, :] - 2 * (places @ places.T)
    np.maximum(kernel, 0, out=kernel)
    kernel += 1
    np.reciprocal(kernel, out=kernel)
    np.fill_diagonal(kernel, 0)
    total = max(float(kernel.sum()), 1e-12)
    kernel *= kernel
    return np.asarray((places * kernel.sum(axis=1)[:, None] - kernel @ places) / np.float32(total))


def _repelled_by_grid(places: Places) -> Places:
    low = places.min(axis=0)
    width = float((places.max(axis=0) - low).max())
    step, size = _grid(width)
    spread, charge = _spread(places, low - 1.5 * step, step, size)
    potential, slope_x, slope_y = _convolved(charge, step, size)
    fields = np.stack([potential.ravel(), slope_x.ravel(), slope_y.ravel()], axis=1)
    felt = spread @ fields
    total = max(float(felt[:, 0].sum()) - len(places), 1e-12)
    return np.asarray(felt[:, 1:] / np.float32(total))


def _grid(width: float) -> tuple[float, int]:
    """Return the step and size of a grid over a width; both in steps of their own, so that kernels can be kept."""
    size = min(LARGEST_GRID, GRID_ROUND * math.ceil((width / GRID_STEP + 4) / GRID_ROUND))
    if width / (size - 4) <= GRID_STEP:
        # Small pictures, as at the start, need a finer one.
        finer = 2.0 ** math.floor(math.log2(max(GRID_STEP * (size - 4) / max(width, 1e-6), 1)))
        return GRID_STEP / min(finer, 1024.0), size
    return GRID_STEP * 1.05 ** math.ceil(math.log(width / (size - 4) / GRID_STEP, 1.05)), size


def _spread(places: Places, low: Places, step: float, size: int) -> tuple[sparse.csr_matrix, Places]:
    """Return each point's weights on the nine grid places around it (quadratic), and the grid's charge."""
    n = len(places)
    at = (places - low) / np.float32(step)
    nearest = np.clip(np.rint(at).astype(np.int32), 1, size - 2)
    off = (at - nearest).astype(np.float32)
    weights = np.stack([off * (off - 1) / 2, 1 - off * off, off * (off + 1) / 2], axis=2)
    both = (weights[:, 0, :, None] * weights[:, 1, None, :]).reshape(-1)
    moves = np.array([-1, 0, 1], dtype=np.int32)
    columns = (
        (nearest[:, 0, None, None] + moves[None, :, None]) * size + nearest[:, 1, None, None] + moves[None, None, :]
    ).reshape(-1)
    charge = np.bincount(columns, weights=both, minlength=size * size).astype(np.float32).reshape(size, size)
    starts = np.arange(0, 9 * n + 1, 9, dtype=np.int32)
    return sparse.csr_matrix((both, columns, starts), shape=(n, size * size)), charge


def _convolved(charge: Places, step: float, size: int) -> list[Places]:
    """Return the potential of the charges and the force's two parts, on the grid."""
    padded = fft.next_fast_len(2 * size, real=True)
    spectrum = fft.rfft2(charge, (padded, padded))
    return [fft.irfft2(spectrum * one, (padded, padded))[:size, :size] for one in _kernels(step, size, padded)]


@lru_cache(maxsize=2)
def _kernels(step: float, size: int, padded: int) -> tuple[npt.NDArray[np.complex64], ...]:
    away = np.arange(padded)
    away = (np.where(away < size, away, away - padded) * step).astype(np.float32)
    kernel = 1 / (1 + away[:, None] ** 2 + away[None, :] ** 2)
    squared = kernel * kernel
    return tuple(frozen(fft.rfft2(one)) for one in (kernel, squared * away[:, None], squared * away[None, :]))
