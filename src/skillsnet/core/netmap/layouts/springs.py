"""A connected graph drawn by springs: links draw their ends together, and all points push each other away."""

import math
from functools import lru_cache

import numpy as np
from scipy import fft, sparse
from scipy.sparse import csgraph

from skillsnet.core.netmap.graph import GOLDEN_ANGLE, Integers, Points, Reals, freeze
from skillsnet.core.netmap.layouts.charge_grid import (
    GRID_ROUND,
    LARGEST_GRID,
    Positions,
    Spectrum,
    convolve,
    grid_of,
    offsets,
    spread,
)

PIVOTS = 16
ROUNDS = 70
# The longest step of the first round, as a share of the picture's width; the last is a hundredth of it.
FIRST_STEP = 0.05
# Points that pivots cannot tell apart start so far from each other, in spacings.
NUDGE = 0.5


def draw_by_springs(ends: Integers, m: int) -> Points:
    """Return the places of a connected graph's m >= 3 points; a link by itself would be about one spacing long.

    Parameters
    ----------
    ends : array of int, shape (links, 2)
        Each link once.
    m : int

    Returns
    -------
    array of float, shape (m, 2)

    Notes
    -----
    Fruchterman and Reingold, "Graph drawing by force-directed placement", 1991, with a push of d / (1 + d^2), which
    is finite where points meet and theirs (1 / d) elsewhere. It is summed over a grid by FFT (Hockney and Eastwood,
    "Computer Simulation Using Particles", 1988). The start is the picture by the distances to 16 pivots (Brandes and
    Pich, "Eigensolver methods for progressive multidimensional scaling of large data", 2006).
    O(links + m + grid log grid) a round. Deterministic.
    """
    pairs = np.concatenate([ends, ends[:, ::-1]])
    adjacent = sparse.csr_matrix((np.ones(len(pairs), dtype=np.float32), (pairs[:, 0], pairs[:, 1])), shape=(m, m))
    positions = _start(adjacent).astype(np.float32)
    for step in np.geomspace(FIRST_STEP, FIRST_STEP / 100, ROUNDS):
        force = _push(positions) - _pull(positions, ends)
        length = np.maximum(np.hypot(force[:, 0], force[:, 1]), 1e-9)
        longest = np.float32(step * max(float(np.ptp(positions, axis=0).max()), 1.0))
        positions = positions + force * (np.minimum(length, longest) / length)[:, None]
    return positions.astype(np.float64)


def _start(adjacent: sparse.csr_matrix) -> Points:
    """Return the plane in which distances to the pivots differ most, scaled to links of one spacing."""
    m = adjacent.shape[0]
    distances = _pivot_distances(adjacent)
    squares = distances**2
    centred = squares - squares.mean(axis=0) - squares.mean(axis=1, keepdims=True) + squares.mean()
    axes = np.linalg.eigh(centred.T @ centred)[1][:, -2:]
    # An axis has two directions: the larger part points forward.
    axes *= np.where(np.abs(axes.min(axis=0)) > axes.max(axis=0), -1, 1)
    projection = -centred @ axes
    lengths = np.hypot(*(projection[adjacent.indices] - np.repeat(projection, np.diff(adjacent.indptr), axis=0)).T)
    angle = np.arange(m) * GOLDEN_ANGLE
    nudges = NUDGE * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return np.asarray(projection / max(float(lengths.mean()), 1e-9) + nudges)


def _pivot_distances(adjacent: sparse.csr_matrix) -> Reals:
    """Return each point's steps to the pivots, of which each is the farthest from those before; shape (m, pivots)."""
    m = adjacent.shape[0]
    pivot, columns, nearest = 0, [], np.full(m, np.inf)
    for _ in range(min(PIVOTS, m)):
        steps = csgraph.dijkstra(adjacent, unweighted=True, indices=pivot)
        columns.append(steps)
        nearest = np.minimum(nearest, steps)
        pivot = int(np.argmax(nearest))
    return np.stack(columns, axis=1)


def _pull(positions: Positions, ends: Integers) -> Positions:
    """Return what links take from each point: the square of their length, along them."""
    m = len(positions)
    apart = positions[ends[:, 0]] - positions[ends[:, 1]]
    apart *= np.hypot(apart[:, 0], apart[:, 1])[:, None]
    columns = [
        np.bincount(ends[:, 0], weights=part, minlength=m) - np.bincount(ends[:, 1], weights=part, minlength=m)
        for part in apart.T
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def _push(positions: Positions) -> Positions:
    low = positions.min(axis=0)
    largest = min(LARGEST_GRID, GRID_ROUND * math.ceil(2 * math.sqrt(len(positions)) / GRID_ROUND + 0.5))
    step, size = grid_of(float((positions.max(axis=0) - low).max()), largest=largest)
    weights, charge = spread(positions, low - np.float32(1.5 * step), step, size)
    slopes = convolve(charge, _kernels(step, size))
    return np.asarray(weights @ np.stack([slope.ravel() for slope in slopes], axis=1))


@lru_cache(maxsize=2)
def _kernels(step: float, size: int) -> tuple[Spectrum, ...]:
    away = offsets(step, size)
    kernel = 1 / (1 + away[:, None] ** 2 + away[None, :] ** 2)
    return tuple(freeze(fft.rfft2(part)) for part in (kernel * away[:, None], kernel * away[None, :]))
