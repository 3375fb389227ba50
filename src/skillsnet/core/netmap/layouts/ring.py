"""Hubs on a ring, neighbours sharing many points."""

import math

import numpy as np

from skillsnet.core.netmap.graph import Integers, Points
from skillsnet.core.netmap.layouts.combinations import Combinations

LEAST_GAP = 3.0
# How much more room the ring's inside has than the discs in it need.
SLACK = 2.1


def place_on_ring(grouped: Combinations, radii: Points, set_radii: Points, hubs: Points) -> Points:
    """Return the centres of hubs on a ring, wide enough for the discs of several values between them and inside.

    Parameters
    ----------
    grouped : Combinations
        Of h values, at most 18.
    radii, set_radii : array of float
        Of the hubs' discs, and of those of the sets.
    hubs : array of float, shape (h, 2)
        Where they stood; NaN for new ones. The order of the others stays.

    Returns
    -------
    array of float, shape (h, 2)
        Around the origin (or around where the known ones stood), the first one at the top.
    """
    h = len(radii)
    old_hubs = np.flatnonzero(~np.isnan(hubs[:, 0]))
    middle = hubs[old_hubs].mean(axis=0) if len(old_hubs) else np.zeros(2)
    if h == 1:
        return np.repeat(middle[None, :], 1, axis=0)
    order = _order(grouped.shared, hubs, old_hubs, middle)
    following = np.roll(order, -1)
    chords = radii[order] + radii[following] + _gaps(grouped, radii, set_radii, order, following)
    ring = _ring_radius(chords, radii, set_radii)
    turns = 2 * np.arcsin(np.minimum(1, chords / (2 * ring)))
    turns += (2 * math.pi - turns.sum()) / h
    angles = -math.pi / 2 + np.concatenate([[0.0], np.cumsum(turns)[:-1]])
    if len(old_hubs):
        old = math.atan2(*(hubs[old_hubs[0]] - middle)[::-1])
        angles += old - angles[list(order).index(old_hubs[0])]
    centres = np.zeros((h, 2))
    centres[order] = middle + ring * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return centres


def _gaps(grouped: Combinations, radii: Points, set_radii: Points, order: Integers, following: Integers) -> Points:
    """Return the gap after each hub: room for the discs of exactly it and the next, within reason."""
    is_pair = (grouped.rows[:, 1] >= 0) & ((grouped.rows[:, 2:] >= 0).sum(axis=1) == 0)
    widths = np.zeros((len(radii), len(radii)))
    np.add.at(widths, (grouped.rows[is_pair, 0], grouped.rows[is_pair, 1]), 2 * set_radii[is_pair] + 0.5)
    pair_widths = widths[order, following] + widths[following, order]
    return np.maximum(LEAST_GAP, np.minimum(pair_widths, 0.75 * (radii[order] + radii[following])))


def _ring_radius(chords: Points, radii: Points, set_radii: Points) -> float:
    """Return a radius at which the chords go around once at most and the inside holds the sets' discs."""
    low, high = float(chords.max()) / 2, float(chords.sum())
    for _ in range(60):
        middle = (low + high) / 2
        is_wide = 2 * np.arcsin(np.minimum(1, chords / (2 * middle))).sum() <= 2 * math.pi
        low, high = (low, middle) if is_wide else (middle, high)
    inside = SLACK * float(((set_radii + 0.3) ** 2).sum())
    # Of each hub's disc about half lies within the ring.
    return max(high, math.sqrt(inside + float((radii**2).sum()) / 2))


def _order(shared: Integers, hubs: Points, old_hubs: Integers, middle: Points) -> Integers:
    if not len(old_hubs):
        return _by_shared(shared)
    angles = np.arctan2(hubs[old_hubs, 1] - middle[1], hubs[old_hubs, 0] - middle[0])
    order = old_hubs[np.argsort(angles, kind="stable")].tolist()
    for hub in range(len(hubs)):
        if hub not in order:
            shared_counts = [shared[hub, order[i]] + shared[hub, order[i - 1]] for i in range(len(order))]
            order.insert(int(np.argmax(shared_counts)), hub)
    return np.array(order, dtype=np.int64)


def _by_shared(shared: Integers) -> Integers:
    """Return a round tour along which neighbours share many points: nearest next, bettered by 2-opt (Croes 1958)."""
    h = len(shared)
    remaining = list(range(1, h))
    tour = [0]
    while remaining:
        nearest = max(remaining, key=lambda hub: (shared[tour[-1], hub], -hub))
        remaining.remove(nearest)
        tour.append(nearest)
    is_better = True
    while is_better:
        is_better = False
        for i in range(1, h - 1):
            for j in range(i + 1, h):
                ahead = tour[(j + 1) % h]
                gain = shared[tour[i - 1], tour[j]] + shared[tour[i], ahead]
                if gain > shared[tour[i - 1], tour[i]] + shared[tour[j], ahead]:
                    tour[i : j + 1] = tour[i : j + 1][::-1]
                    is_better = True
    return np.array(tour, dtype=np.int64)
