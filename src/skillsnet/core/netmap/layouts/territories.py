"""Many hubs, packed: each disc holds all points of its main value, those of several values at its rim."""

from collections.abc import Sequence

import numpy as np

from skillsnet.core.netmap.graph import NOT_STATED, Integers, Points
from skillsnet.core.netmap.layouts.combinations import Combinations
from skillsnet.core.netmap.layouts.discs import HUB_START, Seating, nearest_free, packed, seats, seats_kept

CLUSTER_GAP = 2.5


def clustered(values: Integers, radii: Points, cluster_of: Sequence[int] | None, hubs: Points) -> Points:
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
        return _joined(radii, of_cluster, hubs)
    names = np.unique(of_cluster)
    inside = {name: packed(radii[of_cluster == name]) for name in names.tolist()}
    reach = [float((np.hypot(*inside[name].T) + radii[of_cluster == name]).max()) + CLUSTER_GAP / 2 for name in inside]
    centres = np.zeros((len(values), 2))
    for name, middle in zip(inside, packed(np.array(reach)), strict=True):
        centres[of_cluster == name] = middle + inside[name]
    return centres


def _joined(radii: Points, of_cluster: Integers, hubs: Points) -> Points:
    centres = hubs.copy()
    for new in np.flatnonzero(np.isnan(hubs[:, 0])):
        there = ~np.isnan(centres[:, 0])
        mates = there & (of_cluster == of_cluster[new])
        target = centres[mates if mates.any() else there].mean(axis=0)
        centres[new] = nearest_free(target, float(radii[new]), centres[there], radii[there])
    return centres


def in_territories(grouped: Combinations, centres: Points, inner: Integers, rim: Integers, known: Points) -> Seating:
    """Return each point's seat in its main hub's disc: with one value inside, with several at the rim.

    Parameters
    ----------
    grouped : Combinations
        Of n points and h values.
    centres : array of float, shape (h, 2)
    inner, rim : array of int, shape (h,)
        How many seats each disc has inside and at its rim.
    known : array of float, shape (n, 2)
        Where the points stood; NaN for newcomers.

    Returns
    -------
    Seating
        No two points in one seat. O(n log n).
    """
    facing = _facing(grouped, centres)
    seating = Seating(len(known))
    order = np.argsort(grouped.main_row, kind="stable")
    starts = np.searchsorted(grouped.main_row[order], np.arange(len(centres) + 1))
    for row in range(len(centres)):
        members = order[starts[row] : starts[row + 1]]
        places = seats(int(inner[row] + rim[row]), HUB_START)
        several = grouped.is_several[members]
        chosen = seats_kept(known[members], centres[row] + places)
        _sit(chosen, np.flatnonzero(~several & (chosen < 0)), np.arange(len(places)))
        late = np.flatnonzero(several & (chosen < 0))
        if len(late):
            free = np.setdiff1d(np.arange(int(inner[row]), len(places)), chosen)
            _sit_facing(chosen, late, facing[members[late]], free, places)
        seating.sit(members, centres[row], chosen, room=len(places), start=HUB_START)
    return seating


def _facing(grouped: Combinations, centres: Points) -> Points:
    """Return the direction from each point's main hub to its others, as x and y; zero for points of one value."""
    away = np.zeros((len(grouped.rows), 2))
    for column in range(1, grouped.rows.shape[1]):
        held = grouped.rows[:, column] >= 0
        away[held] += centres[grouped.rows[held, column]] - centres[grouped.rows[held, 0]]
    facing = np.zeros((len(grouped.label), 2))
    facing[grouped.is_several] = away[grouped.label[grouped.is_several] - len(grouped.values)]
    return facing


def _sit(chosen: Integers, late: Integers, allowed: Integers) -> None:
    chosen[late] = np.setdiff1d(allowed, chosen)[: len(late)]


def _sit_facing(chosen: Integers, late: Integers, facing: Points, free: Integers, places: Points) -> None:
    """Give the late ones free seats at the rim: both sorted around the direction most look in, the middle first."""
    free = free if len(free) >= len(late) else np.setdiff1d(np.arange(len(places)), chosen)
    unit = facing / np.maximum(np.hypot(facing[:, 0], facing[:, 1]), 1e-9)[:, None]
    middle = unit.sum(axis=0)
    towards = float(np.arctan2(middle[1], middle[0]))
    mine = _turned(np.arctan2(facing[:, 1], facing[:, 0]), towards)
    theirs = _turned(np.arctan2(places[free, 1], places[free, 0]), towards)
    nearest = free[np.argsort(np.abs(theirs), kind="stable")[: len(late)]]
    around = nearest[np.argsort(_turned(np.arctan2(places[nearest, 1], places[nearest, 0]), towards), kind="stable")]
    chosen[late[np.argsort(mine, kind="stable")]] = around


def _turned(angles: Points, towards: float) -> Points:
    return np.asarray((angles - towards + np.pi) % (2 * np.pi) - np.pi)
