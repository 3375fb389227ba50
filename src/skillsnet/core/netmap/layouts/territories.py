"""Many hubs, packed: each disc holds all points of its main value, those of several values at its rim."""

from collections.abc import Sequence

import numpy as np

from skillsnet.core.netmap.graph import NOT_STATED, Integers, Points
from skillsnet.core.netmap.layouts.combinations import Combinations
from skillsnet.core.netmap.layouts.discs import HUB_START, Seating, keep_seats, nearest_free, pack_discs, seats

CLUSTER_GAP = 2.5


def place_clusters(values: Integers, radii: Points, cluster_of: Sequence[int] | None, hubs: Points) -> Points:
    """Return places for many hubs: those known stay, new ones join their cluster; from nothing, clusters are packed.

    Parameters
    ----------
    values : array of int, shape (h,)
    radii : array of float, shape (h,)
        With the gap they keep.
    cluster_of : sequence of int, optional
        The cluster of each value; ``NOT_STATED`` is one of its own.
    hubs : array of float, shape (h, 2)
        Where they stood; NaN for new ones.

    Returns
    -------
    array of float, shape (h, 2)
    """
    of_cluster = np.zeros(len(values), dtype=np.int64) if cluster_of is None else np.asarray(cluster_of)[values]
    of_cluster = np.where(values == NOT_STATED, -1, of_cluster)
    if (~np.isnan(hubs[:, 0])).any():
        return _add_new_hubs(radii, of_cluster, hubs)
    names = np.unique(of_cluster)
    inside = {name: pack_discs(radii[of_cluster == name]) for name in names.tolist()}
    reach = [float((np.hypot(*inside[name].T) + radii[of_cluster == name]).max()) + CLUSTER_GAP / 2 for name in inside]
    centres = np.zeros((len(values), 2))
    for name, middle in zip(inside, pack_discs(np.array(reach)), strict=True):
        centres[of_cluster == name] = middle + inside[name]
    return centres


def _add_new_hubs(radii: Points, of_cluster: Integers, hubs: Points) -> Points:
    centres = hubs.copy()
    for new in np.flatnonzero(np.isnan(hubs[:, 0])):
        is_placed = ~np.isnan(centres[:, 0])
        mates = is_placed & (of_cluster == of_cluster[new])
        target = centres[mates if mates.any() else is_placed].mean(axis=0)
        centres[new] = nearest_free(target, float(radii[new]), centres[is_placed], radii[is_placed])
    return centres


def seat_in_territories(
    grouped: Combinations, centres: Points, inner: Integers, rim: Integers, old_points: Points
) -> Seating:
    """Return each point's seat in its main hub's disc: with one value inside, with several at the rim.

    Parameters
    ----------
    grouped : Combinations
        Of n points and h values.
    centres : array of float, shape (h, 2)
    inner, rim : array of int, shape (h,)
        How many seats each disc has inside and at its rim.
    old_points : array of float, shape (n, 2)
        Where the points stood; NaN for newcomers.

    Returns
    -------
    Seating
        No two points in one seat. O(n log n).
    """
    facing = _facing(grouped, centres)
    seating = Seating(len(old_points))
    order = np.argsort(grouped.main_row, kind="stable")
    starts = np.searchsorted(grouped.main_row[order], np.arange(len(centres) + 1))
    for row in range(len(centres)):
        members = order[starts[row] : starts[row + 1]]
        seat_points = seats(int(inner[row] + rim[row]), HUB_START)
        has_several = grouped.is_several[members]
        seat_numbers = keep_seats(old_points[members], centres[row] + seat_points)
        _sit(seat_numbers, np.flatnonzero(~has_several & (seat_numbers < 0)), np.arange(len(seat_points)))
        seatless = np.flatnonzero(has_several & (seat_numbers < 0))
        if len(seatless):
            free = np.setdiff1d(np.arange(int(inner[row]), len(seat_points)), seat_numbers)
            _sit_facing(seat_numbers, seatless, facing[members[seatless]], free, seat_points)
        seating.sit(members, centres[row], seat_numbers, capacity=len(seat_points), start=HUB_START)
    return seating


def _facing(grouped: Combinations, centres: Points) -> Points:
    """Return the direction from each point's main hub to its others, as x and y; zero for points of one value."""
    away = np.zeros((len(grouped.rows), 2))
    for column in range(1, grouped.rows.shape[1]):
        has_value = grouped.rows[:, column] >= 0
        away[has_value] += centres[grouped.rows[has_value, column]] - centres[grouped.rows[has_value, 0]]
    facing = np.zeros((len(grouped.label), 2))
    facing[grouped.is_several] = away[grouped.label[grouped.is_several] - len(grouped.values)]
    return facing


def _sit(seat_numbers: Integers, seatless: Integers, allowed: Integers) -> None:
    seat_numbers[seatless] = np.setdiff1d(allowed, seat_numbers)[: len(seatless)]


def _sit_facing(
    seat_numbers: Integers, seatless: Integers, facing: Points, free: Integers, seat_points: Points
) -> None:
    """Give the late ones free seats at the rim: both sorted around the direction most look in, the middle first."""
    free = free if len(free) >= len(seatless) else np.setdiff1d(np.arange(len(seat_points)), seat_numbers)
    unit = facing / np.maximum(np.hypot(facing[:, 0], facing[:, 1]), 1e-9)[:, None]
    middle = unit.sum(axis=0)
    towards = float(np.arctan2(middle[1], middle[0]))
    wanted_angles = _turn(np.arctan2(facing[:, 1], facing[:, 0]), towards)
    seat_angles = _turn(np.arctan2(seat_points[free, 1], seat_points[free, 0]), towards)
    nearest = free[np.argsort(np.abs(seat_angles), kind="stable")[: len(seatless)]]
    in_order = nearest[
        np.argsort(_turn(np.arctan2(seat_points[nearest, 1], seat_points[nearest, 0]), towards), kind="stable")
    ]
    seat_numbers[seatless[np.argsort(wanted_angles, kind="stable")]] = in_order


def _turn(angles: Points, towards: float) -> Points:
    return np.asarray((angles - towards + np.pi) % (2 * np.pi) - np.pi)
