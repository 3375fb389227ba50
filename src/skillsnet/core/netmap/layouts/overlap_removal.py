"""Points pushed apart until none is nearer to another than the spacing."""

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from skillsnet.core.netmap.graph import GOLDEN_ANGLE, Points
from skillsnet.core.netmap.layouts.discs import SEARCH_CHUNK

Shares = npt.NDArray[np.float64]
# Pushes aim a little further than the spacing, so that they come to an end.
AIM = 1.1
# A share of each push: whole ones, from several sides at once, would overshoot.
DAMPED = 0.5
AROUND = 40.0


def push_apart(points: Points, spacing: float, *, mobility: Shares | None = None, rounds: int = 150) -> Points:
    """Return the points moved so that hardly any two are nearer than the spacing.

    Parameters
    ----------
    points : array of float, shape (n, 2)
    spacing : float
    mobility : array of float, shape (n,), optional
        How readily each gives way, from 0 to 1.
    rounds : int

    Returns
    -------
    array of float, shape (n, 2)
        What still overlaps after the rounds, `least_distance` tells.

    Notes
    -----
    Each pair too near parts along its line, each point by the mean of what its pairs ask for. O(n log n) a round.
    """
    pushed = points.copy()
    weights = np.ones(len(points)) if mobility is None else mobility
    for _ in range(rounds):
        pairs = cKDTree(pushed).query_pairs(spacing * AIM, output_type="ndarray")
        if not len(pairs):
            break
        first, second = pairs[:, 0], pairs[:, 1]
        away = pushed[second] - pushed[first]
        distance = np.hypot(away[:, 0], away[:, 1])
        if distance.min() >= spacing:
            break
        angle = (np.minimum(first, second) + 2 * np.maximum(first, second)) * GOLDEN_ANGLE
        unit = np.where(
            distance[:, None] > 1e-12,
            away / np.maximum(distance, 1e-12)[:, None],
            np.stack([np.cos(angle), np.sin(angle)], axis=1),
        )
        pair_weights = np.maximum(weights[first] + weights[second], 1e-9)
        push = unit * (DAMPED * (spacing * AIM - distance))[:, None]
        for ends, sign, share in (
            (first, -1.0, weights[first] / pair_weights),
            (second, 1.0, weights[second] / pair_weights),
        ):
            for axis in (0, 1):
                pushed[:, axis] += sign * np.bincount(ends, push[:, axis] * share, len(pushed))
    return pushed


def least_distance(points: Points) -> float:
    """Return the least distance between two points; infinite for fewer than two."""
    if len(points) < 2:
        return float("inf")
    return float(cKDTree(points).query(points, 2)[0][:, 1].min())


def free_positions(targets: Points, fixed: Points, spacing: float) -> Points:
    """Return for each target in turn the nearest place at least the spacing from all others, which stay.

    O(found in a circle of 40 spacings) for each.
    """
    occupied = np.concatenate([fixed, np.zeros_like(targets)])
    tree = cKDTree(fixed) if len(fixed) else None
    seeds = np.arange(40 * SEARCH_CHUNK)
    spiral = (0.5 * spacing * np.sqrt(seeds))[:, None] * np.stack(
        [np.cos(seeds * GOLDEN_ANGLE), np.sin(seeds * GOLDEN_ANGLE)], axis=1
    )
    for index, target in enumerate(targets):
        near = np.array(tree.query_ball_point(target, AROUND * spacing) if tree is not None else [], dtype=np.int64)
        neighbours = np.concatenate([fixed[near], occupied[len(fixed) : len(fixed) + index]])
        positions = target + spiral
        occupied[len(fixed) + index] = _first_free(positions, neighbours, spacing)
    return occupied[len(fixed) :]


def _first_free(positions: Points, neighbours: Points, spacing: float) -> Points:
    if not len(neighbours):
        return np.asarray(positions[0])
    tree = cKDTree(neighbours)
    for first in range(0, len(positions), SEARCH_CHUNK):
        chunk = positions[first : first + SEARCH_CHUNK]
        free = tree.query(chunk)[0] >= spacing
        if free.any():
            return np.asarray(chunk[int(free.argmax())])
    # No room nearby: outside of them all.
    middle = neighbours.mean(axis=0)
    return np.asarray(middle + np.array([np.hypot(*(neighbours - middle).T).max() + spacing, 0.0]))
