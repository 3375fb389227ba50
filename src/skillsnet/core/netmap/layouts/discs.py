"""Discs of points that never overlap: how large they are, where their points sit, and how discs find room.

All lengths are in spacings: 1 is the least distance between two points. The points of a disc sit like a sunflower's
seeds, the k-th at ``SEED * sqrt(k + start)`` and k golden angles (Vogel, "A better way to construct the sunflower
head", Mathematical Biosciences 44, 1979). `SEED` is chosen so that no two seeds are nearer than 1.
"""

import math
from functools import cache

import numpy as np
from scipy.spatial import cKDTree

from skillsnet.core.netmap.graph import GOLDEN_ANGLE, Discs, Integers, Points, freeze

# The nearest two seeds of a sunflower that starts at 0.5 are 1.546 apart: with this scale 1.002.
SEED = 0.648
START = 0.5
# A hub's seeds start further out and leave its middle, 1.7 spacings wide, to the hub itself.
HUB_START = 7.0
# Discs have room for the next step of this series, so that a newcomer seldom makes one grow.
STEP = 1.15
# Between a disc of points and its neighbours, and between two hubs' discs at the least.
GAP = 0.3
SEARCH_CHUNK = 48
# Directions in which a packed disc looks for its place.
RAYS = 180
# After so many rounds of pushing all pairs are looked at.
RECHECK = 6
VOTERS = 24
# How far from a seat a point may have stood to have had it, in spacings.
TOLERANCE = 0.45


def capacities(counts: Integers) -> Integers:
    """Return how many points each disc has room for: the count, rounded up in steps of about 15 %.

    >>> capacities(np.array([0, 1, 5, 100])).tolist()
    [0, 1, 6, 109]
    """
    series = _series()
    return series[np.searchsorted(series, counts)]


def capacity_for(count: int) -> int:
    """Return `capacities` of one disc."""
    return int(capacities(np.array([count]))[0])


@cache
def _series() -> Integers:
    steps = [0, 1, 2, 3, 4]
    while steps[-1] < 10_000_000:
        steps.append(max(steps[-1] + 2, round(steps[-1] * STEP)))
    return freeze(np.array(steps, dtype=np.int64))


def seats(capacity: int, start: float = START) -> Points:
    """Return where the points of a disc around the origin sit, from the middle outwards; shape (capacity, 2)."""
    if capacity == 1 and start == START:
        return np.zeros((1, 2))
    return _sunflower(1 << max(6, (capacity - 1).bit_length()), start)[:capacity]


@cache
def _sunflower(size: int, start: float) -> Points:
    seeds = np.arange(size)
    distance = SEED * np.sqrt(seeds + start)
    angles = seeds * GOLDEN_ANGLE
    return freeze(np.stack([distance * np.cos(angles), distance * np.sin(angles)], axis=1))


class Seating:
    """Where n points sit: filled disc by disc, told in spacings.

    Attributes
    ----------
    points : array of float, shape (n, 2)
    """

    def __init__(self, n: int) -> None:
        self.points: Points = np.zeros((n, 2))
        self._of_point: Integers = np.zeros(n, dtype=np.int64)
        self._seeds: Integers = np.zeros(n, dtype=np.int64)
        self._centres: list[Points] = []
        self._starts: list[float] = []

    def sit(
        self, members: Integers, centre: Points, seat_numbers: Integers, *, capacity: int, start: float = START
    ) -> None:
        """Give some points their chosen seats in a disc."""
        if not len(members):
            return
        self.points[members] = centre + seats(capacity, start)[seat_numbers]
        self._of_point[members] = len(self._centres)
        self._seeds[members] = seat_numbers
        self._centres.append(centre)
        self._starts.append(0.0 if capacity == 1 and start == START else start)

    def discs(self, middle: Points, scale: float) -> Discs:
        """Return the discs within the unit square: centres in spacings, moved by the middle and scaled."""
        centres = (np.array(self._centres).reshape(-1, 2) - middle) * scale + 0.5
        return Discs(centres, np.array(self._starts), self._of_point, self._seeds, SEED * scale)


def radii_of(capacity: Integers, start: float = START) -> Points:
    """Return the radius of discs: to the outermost seat and half a spacing beyond."""
    last = SEED * np.sqrt(np.maximum(capacity - 1, 0) + start) + 0.5
    return np.where((capacity <= 1) & (start == START), 0.5, last)


def radius_of(capacity: int, start: float = START) -> float:
    """Return `radii_of` one disc."""
    return float(radii_of(np.array([capacity]), start)[0])


def assign_seats(old_points: Points, seat_points: Points) -> Integers:
    """Return a seat for each point: the one it had where it had one, else the first that is free.

    Parameters
    ----------
    old_points : array of float, shape (m, 2)
        Where the points stood; NaN for newcomers.
    seat_points : array of float, shape (seats, 2)
        The seats, at least m, the first to be taken first.

    Returns
    -------
    array of int, shape (m,)
        Each seat at most once.
    """
    seat_numbers = keep_seats(old_points, seat_points)
    is_free = np.ones(len(seat_points), dtype=bool)
    is_free[seat_numbers[seat_numbers >= 0]] = False
    seatless = np.flatnonzero(seat_numbers < 0)
    seat_numbers[seatless] = np.flatnonzero(is_free)[: len(seatless)]
    return seat_numbers


def keep_seats(old_points: Points, seat_points: Points) -> Integers:
    """Return the seat that each point had, -1 where it had none; of two that claim one the nearer has it."""
    seat_numbers = np.full(len(old_points), -1, dtype=np.int64)
    old = np.flatnonzero(~np.isnan(old_points[:, 0]))
    if len(old) and len(seat_points):
        distance, nearest = cKDTree(seat_points).query(old_points[old])
        order = np.lexsort((old, distance))
        order = order[distance[order] <= TOLERANCE]
        _, first = np.unique(nearest[order], return_index=True)
        seat_numbers[old[order[first]]] = nearest[order[first]]
    return seat_numbers


def keep_capacity(capacity: int, old_points: Points, start: float = START) -> int:
    """Return a disc's capacity, up to half as much again while its points still sit there: nobody moves as one goes.

    Parameters
    ----------
    capacity : int
    old_points : array of float, shape (m, 2)
        Where its points stood, seen from its middle; NaN for newcomers.
    start : float
        Where its seats start.
    """
    old = old_points[~np.isnan(old_points[:, 0])]
    if not len(old):
        return capacity
    distance, nearest = cKDTree(seats(capacity + capacity // 2 + 2, start)).query(old)
    return max(capacity, int(nearest[distance <= TOLERANCE].max(initial=-1)) + 1)


def recover_centre(old_points: Points, seat_points: Points) -> Points | None:
    """Return where the middle of a disc was, by the vote of its points; None when nobody knows.

    Each of up to 24 points names the middle that every seat would mean; the middle most often named, to within a
    quarter of a spacing, has it.
    """
    old = old_points[~np.isnan(old_points[:, 0])]
    if not len(old) or not len(seat_points):
        return None
    voters = old[:: max(1, len(old) // VOTERS)][:VOTERS]
    votes = (voters[:, None, :] - seat_points[None, :, :]).reshape(-1, 2)
    cells = np.rint(votes * 4).astype(np.int64)
    keys = cells[:, 0] * 1_000_003 + cells[:, 1]
    names, counts = np.unique(keys, return_counts=True)
    # Of equally many votes the one of the innermost seats: a lone point sits in the middle.
    best = names[counts == counts.max()]
    winner = keys[np.isin(keys, best)][0]
    return np.asarray(votes[keys == winner].mean(axis=0))


def nearest_free(target: Points, radius: float, centres: Points, radii: Points) -> Points:
    """Return the place nearest to a target where a disc touches no other.

    Searched along a spiral in steps of a third of the radius, so to within such a step of the nearest; O(discs) for
    each place tried.
    """
    reach = (radii + radius) ** 2
    step = 0.35 * radius + 0.15
    for first in range(0, 4_000_000, SEARCH_CHUNK):
        seeds = np.arange(first, first + SEARCH_CHUNK)
        distance = step * np.sqrt(seeds)
        angles = seeds * GOLDEN_ANGLE
        positions = target + np.stack([distance * np.cos(angles), distance * np.sin(angles)], axis=1)
        away = positions[:, None, :] - centres[None, :, :]
        free = ((away**2).sum(axis=2) >= reach).all(axis=1)
        if free.any():
            return np.asarray(positions[int(free.argmax())])
    raise ValueError("no room within two thousand steps")


def pack_discs(radii: Points) -> Points:
    """Pack discs without overlap, the largest in the middle, each where it comes nearest to it from outside.

    Parameters
    ----------
    radii : array of float, shape (n,)

    Returns
    -------
    array of float, shape (n, 2)
        Centres. O(n^2) time at most.
    """
    centres = np.zeros((len(radii), 2))
    order = np.lexsort((np.arange(len(radii)), -radii))
    angles = np.linspace(0, 2 * math.pi, RAYS, endpoint=False)
    rays = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    for count in range(1, len(order)):
        packed, disc = order[:count], order[count]
        # Along each ray, where the disc would leave the last of those already placed.
        along = rays @ centres[packed].T
        across = (centres[packed] ** 2).sum(axis=1)[None, :] - along**2
        reach = (radii[packed] + radii[disc])[None, :] ** 2 - across
        leaves = np.where(reach > 0, along + np.sqrt(np.maximum(reach, 0)), 0).max(axis=1)
        # Rounded, so that equally near places are told apart by order and not by the last bit.
        best = int(np.argmin(np.round(leaves, 6)))
        centres[disc] = rays[best] * (leaves[best] + 1e-9)
    return centres


def _push(points: Points, first: Integers, second: Integers, need: Points, radii: Points) -> None:
    """Push overlapping pairs apart, the lighter of two further."""
    away = points[second] - points[first]
    distance = np.hypot(away[:, 0], away[:, 1])
    close = np.flatnonzero(distance < need - 1e-9)
    first, second, away, distance = first[close], second[close], away[close], distance[close]
    angle = (first + 2 * second) * GOLDEN_ANGLE
    unit = np.where(
        distance[:, None] > 1e-9,
        away / np.maximum(distance, 1e-9)[:, None],
        np.stack([np.cos(angle), np.sin(angle)], axis=1),
    )
    push = unit * (need[close] - distance + 1e-6)[:, None]
    weight = radii**2 + 1
    share = (weight[second] / (weight[first] + weight[second]))[:, None]
    np.add.at(points, first, -push * share)
    np.add.at(points, second, push * (1 - share))


def push_discs_apart(centres: Points, radii: Points, *, gap: float = 0.0, rounds: int = 400) -> Points:
    """Push discs apart from where they are until none overlaps, each no further than it must.

    Parameters
    ----------
    centres : array of float, shape (n, 2)
    radii : array of float, shape (n,)
    gap : float
        What stays free between two discs.
    rounds : int
        After so many rounds of pushing what still overlaps is spread about the common middle.

    Returns
    -------
    array of float, shape (n, 2)
        Centres at least the sum of their radii and the gap apart. O(n^2) a round.
    """
    pushed = np.array(centres, dtype=np.float64)
    if len(pushed) < 2:
        return pushed
    first, second = np.triu_indices(len(pushed), 1)
    need = radii[first] + radii[second] + gap
    for round_number in range(rounds):
        if round_number % RECHECK == 0:
            away = pushed[second] - pushed[first]
            distance = np.hypot(away[:, 0], away[:, 1])
            if (distance >= need - 1e-9).all():
                return pushed
            # Between two looks at all pairs only those near one another are pushed.
            near = np.flatnonzero(distance < need + 0.3 * need.mean())
        _push(pushed, first[near], second[near], need[near], radii)
    away = pushed[second] - pushed[first]
    stretch = (need / np.maximum(np.hypot(away[:, 0], away[:, 1]), 1e-9)).max()
    middle = pushed.mean(axis=0)
    return np.asarray(middle + (pushed - middle) * max(1.0, float(stretch) * (1 + 1e-9)))
