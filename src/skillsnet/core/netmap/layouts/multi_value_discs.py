"""Discs of points with the same several values, at free places between their hubs."""

from dataclasses import dataclass

import numpy as np

from skillsnet.core.netmap.graph import Integers, Points
from skillsnet.core.netmap.layouts.combinations import Combinations
from skillsnet.core.netmap.layouts.discs import (
    GAP,
    STEP,
    Seating,
    nearest_free,
    radius_of,
    recovered,
    room_for,
    seats,
    seats_kept,
)

# How far into the gap between two hubs' discs a point with both values stands, from its main hub.
INTO_GAP = 0.36


@dataclass(frozen=True, eq=False)
class Disc:
    """Points of one set that sit together.

    Attributes
    ----------
    row : int
        The set's row.
    members : array of int
    chosen : array of int
        Each member's seat.
    room : int
        How many seats there are.
    middle : array of float, shape (2,)
        Where it was, or is to be.
    """

    row: int
    members: Integers
    chosen: Integers
    room: int
    middle: Points

    @property
    def radius(self) -> float:
        """How far it reaches."""
        return radius_of(self.room)


class Taken:
    """The discs that have their place."""

    def __init__(self, centres: Points, radii: Points, more: int) -> None:
        self.size = len(centres)
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

    def guard(self, radii: Points) -> None:
        """Make the first ones larger than they are, for those that come after."""
        self._radii[: len(radii)] = radii

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


def between_hubs(grouped: Combinations, centres: Points, radii: Points, known: Points, seating: Seating) -> Discs:
    """Seat the points of several values and return their discs.

    Parameters
    ----------
    grouped : Combinations
    centres, radii : array of float
        Of the hubs' discs, none of which is touched.
    known : array of float, shape (n, 2)
        Where points stood, NaN for newcomers: who sat together keeps the place. A newcomer joins where its disc can
        grow, and else gets a disc of its own, so that nobody moves for it.
    seating : Seating
        Filled in for points of several values.

    Notes
    -----
    The largest disc chooses first. O(discs^2).
    """
    old, late = _remembered(grouped, known)
    taken = Taken(centres, radii, len(old) + len(grouped.sizes))
    numbers: dict[int, tuple[int, Disc]] = {}
    for disc in sorted(old, key=lambda disc: (-disc.room, disc.row)):
        number = taken.put(disc.middle, disc.radius)
        seating.sit(disc.members, taken.centres[number], disc.chosen, room=disc.room)
        numbers.setdefault(disc.row, (number, disc))
    # Hubs keep room for one more step, so that they grow without pushing.
    taken.guard(np.sqrt(STEP) * radii)
    fresh = []
    for row, members in late.items():
        if row not in numbers or not _join(taken, numbers[row], members, seating):
            room = room_for(len(members))
            middle = _between(grouped.rows[row], centres, radii)
            fresh.append(Disc(row, members, np.arange(len(members)), room, middle))
    for disc in sorted(fresh, key=lambda disc: (-disc.room, disc.row)):
        number = taken.put(disc.middle, disc.radius, GAP)
        seating.sit(disc.members, taken.centres[number], disc.chosen, room=disc.room)
    return Discs(taken.centres[len(radii) :], taken.radii[len(radii) :])


def _remembered(grouped: Combinations, known: Points) -> tuple[list[Disc], dict[int, Integers]]:
    """Return the discs that were, and for each set its points that sat in none."""
    h = len(grouped.values)
    order = np.argsort(grouped.label, kind="stable")
    starts = np.searchsorted(grouped.label[order], h + np.arange(len(grouped.sizes) + 1))
    old, late = [], {}
    for row in range(len(grouped.sizes)):
        left = order[starts[row] : starts[row + 1]]
        while len(left):
            # Newcomers do not count: a disc that seemed larger than it was would be looked for in the wrong place.
            room = room_for(max(1, int((~np.isnan(known[left, 0])).sum())))
            # The disc may have lost points: those left may sit further out than so few would.
            places = seats(room + room // 2 + 2 if room > 1 else 1)
            middle = recovered(known[left], places)
            if middle is None:
                late[row] = left
                break
            chosen = seats_kept(known[left], middle + places)
            sat = chosen >= 0
            needed = int(chosen.max()) + 1
            old.append(Disc(row, left[sat], chosen[sat], max(needed, min(room, 2)), middle))
            left = left[~sat]
    return old, late


def _join(taken: Taken, at: tuple[int, Disc], members: Integers, seating: Seating) -> bool:
    """Seat newcomers in a disc of their set, if it has room or can grow; return whether it could."""
    number, disc = at
    room = max(disc.room, room_for(len(disc.members) + len(members)))
    # A lone point sits in the middle, where larger discs have no seat.
    if disc.room == 1 or (room > disc.room and not taken.grow(number, radius_of(room))):
        return False
    free = np.setdiff1d(np.arange(room), disc.chosen)[: len(members)]
    seating.sit(members, taken.centres[number], free, room=room)
    return True


def _between(row: Integers, centres: Points, radii: Points) -> Points:
    """Return the place between the hubs of a row of values, nearer to the first, in the gap between the discs."""
    rows = row[row >= 0]
    main, others = rows[0], rows[1:]
    away = centres[others].mean(axis=0) - centres[main]
    distance = float(np.hypot(away[0], away[1]))
    beyond = float(radii[others].mean()) if len(others) == 1 else 0.0
    gap = max(0.0, distance - float(radii[main]) - beyond)
    return np.asarray(centres[main] + away / max(distance, 1e-9) * (float(radii[main]) + INTO_GAP * gap))
