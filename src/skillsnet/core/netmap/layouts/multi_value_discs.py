"""Discs of points with the same several values, at free places between their hubs."""

from dataclasses import dataclass

import numpy as np

from skillsnet.core.netmap.graph import Integers, Points
from skillsnet.core.netmap.layouts.combinations import Combinations
from skillsnet.core.netmap.layouts.discs import (
    GAP,
    STEP,
    Seating,
    capacity_for,
    keep_seats,
    nearest_free,
    radius_of,
    recover_centre,
    seats,
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
    capacity : int
        How many seats there are.
    middle : array of float, shape (2,)
        Where it was, or is to be.
    """

    row: int
    members: Integers
    seat_numbers: Integers
    capacity: int
    middle: Points

    @property
    def radius(self) -> float:
        """How far it reaches."""
        return radius_of(self.capacity)


class DiscPacking:
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

    def add(self, target: Points, radius: float, gap: float = 0.0) -> int:
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
class MultiValueDiscs:
    """Where the discs between hubs are."""

    centres: Points
    radii: Points


def seat_between_hubs(
    grouped: Combinations, centres: Points, radii: Points, old_points: Points, seating: Seating
) -> MultiValueDiscs:
    """Seat the points of several values and return their discs.

    Parameters
    ----------
    grouped : Combinations
    centres, radii : array of float
        Of the hubs' discs, none of which is touched.
    old_points : array of float, shape (n, 2)
        Where points stood, NaN for newcomers: who sat together keeps the place. A newcomer joins where its disc can
        grow, and else gets a disc of its own, so that nobody moves for it.
    seating : Seating
        Filled in for points of several values.

    Notes
    -----
    The largest disc chooses first. O(discs^2).
    """
    old_discs, newcomers = _recover_discs(grouped, old_points)
    packing = DiscPacking(centres, radii, len(old_discs) + len(grouped.sizes))
    numbers: dict[int, tuple[int, Disc]] = {}
    for disc in sorted(old_discs, key=lambda disc: (-disc.capacity, disc.row)):
        number = packing.add(disc.middle, disc.radius)
        seating.sit(disc.members, packing.centres[number], disc.seat_numbers, capacity=disc.capacity)
        numbers.setdefault(disc.row, (number, disc))
    # Hubs keep room for one more step, so that they grow without pushing.
    packing.guard(np.sqrt(STEP) * radii)
    new_discs = []
    for row, members in newcomers.items():
        if row not in numbers or not _join_disc(packing, numbers[row], members, seating):
            capacity = capacity_for(len(members))
            middle = _middle_between(grouped.rows[row], centres, radii)
            new_discs.append(Disc(row, members, np.arange(len(members)), capacity, middle))
    for disc in sorted(new_discs, key=lambda disc: (-disc.capacity, disc.row)):
        number = packing.add(disc.middle, disc.radius, GAP)
        seating.sit(disc.members, packing.centres[number], disc.seat_numbers, capacity=disc.capacity)
    return MultiValueDiscs(packing.centres[len(radii) :], packing.radii[len(radii) :])


def _recover_discs(grouped: Combinations, old_points: Points) -> tuple[list[Disc], dict[int, Integers]]:
    """Return the discs that were, and for each set its points that sat in none."""
    h = len(grouped.values)
    order = np.argsort(grouped.label, kind="stable")
    starts = np.searchsorted(grouped.label[order], h + np.arange(len(grouped.sizes) + 1))
    old_discs, newcomers = [], {}
    for row in range(len(grouped.sizes)):
        seatless = order[starts[row] : starts[row + 1]]
        while len(seatless):
            # Newcomers do not count: a disc that seemed larger than it was would be looked for in the wrong place.
            capacity = capacity_for(max(1, int((~np.isnan(old_points[seatless, 0])).sum())))
            # The disc may have lost points: those left may sit further out than so few would.
            seat_points = seats(capacity + capacity // 2 + 2 if capacity > 1 else 1)
            middle = recover_centre(old_points[seatless], seat_points)
            if middle is None:
                newcomers[row] = seatless
                break
            seat_numbers = keep_seats(old_points[seatless], middle + seat_points)
            is_seated = seat_numbers >= 0
            needed_capacity = int(seat_numbers.max()) + 1
            old_discs.append(
                Disc(row, seatless[is_seated], seat_numbers[is_seated], max(needed_capacity, min(capacity, 2)), middle)
            )
            seatless = seatless[~is_seated]
    return old_discs, newcomers


def _join_disc(packing: DiscPacking, at: tuple[int, Disc], members: Integers, seating: Seating) -> bool:
    """Seat newcomers in a disc of their set, if it has room or can grow; return whether it could."""
    number, disc = at
    capacity = max(disc.capacity, capacity_for(len(disc.members) + len(members)))
    # A lone point sits in the middle, where larger discs have no seat.
    if disc.capacity == 1 or (capacity > disc.capacity and not packing.grow(number, radius_of(capacity))):
        return False
    free = np.setdiff1d(np.arange(capacity), disc.seat_numbers)[: len(members)]
    seating.sit(members, packing.centres[number], free, capacity=capacity)
    return True


def _middle_between(row: Integers, centres: Points, radii: Points) -> Points:
    """Return the place between the hubs of a row of values, nearer to the first, in the gap between the discs."""
    rows = row[row >= 0]
    main, other_hubs = rows[0], rows[1:]
    away = centres[other_hubs].mean(axis=0) - centres[main]
    distance = float(np.hypot(away[0], away[1]))
    beyond = float(radii[other_hubs].mean()) if len(other_hubs) == 1 else 0.0
    gap = max(0.0, distance - float(radii[main]) - beyond)
    return np.asarray(centres[main] + away / max(distance, 1e-9) * (float(radii[main]) + INTO_GAP * gap))
