"""Discs of points with the same several values, at free places between their hubs."""

from dataclasses import dataclass

import numpy as np

from skillsnet.core.netmap.graph import Integers, Points
from skillsnet.core.netmap.layouts.combinations import Combinations
from skillsnet.core.netmap.layouts.discs import (
    GAP,
    HUB_START,
    STEP,
    capacities,
    nearest_free,
    radii_of,
    recovered,
    seats,
    seats_kept,
)

# How far into the gap between two hubs' discs a point with both values stands, from its main hub.
INTO_GAP = 0.36


@dataclass
class Disc:
    """Points of one set: those that sat together before with their old middle, or all of them without one."""

    set: int
    members: Integers
    room: int
    middle: Points | None
    chosen: Integers


class Taken:
    """The discs that have their place."""

    def __init__(self, centres: Points, radii: Points, more: int) -> None:
        self.fixed = self.size = len(centres)
        self._centres = np.concatenate([centres, np.zeros((more, 2))])
        self._radii = np.concatenate([radii, np.zeros(more)])

    @property
    def centres(self) -> Points:
        """Their middles."""
        return self._centres[: self.size]

    @property
    def radii(self) -> Points:
        """Their radii."""
        return self._radii[: self.size]

    def put(self, target: Points, radius: float, gap: float = 0.0) -> int:
        """Give a disc the free place nearest to a target; return its number."""
        self._centres[self.size] = nearest_free(target, radius + gap, self.centres, self.radii)
        self._radii[self.size] = radius
        self.size += 1
        return self.size - 1

    def grow(self, disc: int, radius: float) -> bool:
        """Make a disc larger where it is, if it then touches no other."""
        distance = np.hypot(*(self.centres - self.centres[disc]).T)
        distance[disc] = np.inf
        if (distance >= self.radii + radius).all():
            self._radii[disc] = max(radius, float(self._radii[disc]))
            return True
        return False


@dataclass(frozen=True, eq=False)
class Discs:
    """Where the discs between hubs are."""

    centres: Points
    radii: Points


def between_hubs(grouped: Combinations, centres: Points, radii: Points, known: Points, points: Points) -> Discs:
    """Place the points of several values, in place in `points`, and return their discs.

    Parameters
    ----------
    grouped : Combinations
    centres, radii : array of float
        Of the hubs' discs, none of which is touched.
    known : array of float, shape (n, 2)
        Where points stood, NaN for newcomers: who sat together keeps the place. A newcomer joins where its disc can
        grow, and else gets a disc of its own, so that nobody moves for it.
    points : array of float, shape (n, 2)
        Filled in for points of several values.

    Notes
    -----
    The largest disc chooses first. O(discs^2).
    """
    old, new = _discs(grouped, known)
    # Hubs keep room for one more step, so that they grow without pushing.
    guarded = radii + (np.sqrt(STEP) - 1) * radii + GAP
    taken = Taken(centres, radii, 2 * len(old) + len(new))
    for disc in sorted(old, key=lambda disc: (-disc.room, disc.set)):
        assert disc.middle is not None
        number = taken.put(disc.middle, float(radii_of(np.int64(disc.room))))
        new += _seat_old(disc, number, taken, points)
    taken._radii[: len(centres)] = guarded
    for disc in sorted(new, key=lambda disc: (-disc.room, disc.set)):
        target = _between(grouped.rows[disc.set], centres, radii)
        number = taken.put(target, float(radii_of(np.int64(disc.room))), GAP)
        points[disc.members] = taken.centres[number] + seats(disc.room)[: len(disc.members)]
    return Discs(taken.centres[taken.fixed :], taken.radii[taken.fixed :])
