"""Countries on an equal-area world, each with its points in a disc where it lies."""

import numpy as np
import numpy.typing as npt

from skillsnet.core.geo import countries
from skillsnet.core.netmap.graph import NOT_STATED, Facet, Integers, Layout, Points
from skillsnet.core.netmap.layouts.combinations import Combinations, combinations
from skillsnet.core.netmap.layouts.discs import (
    assign_seats,
    capacities,
    keep_capacity,
    nearest_free,
    push_discs_apart,
    radii_of,
    seats,
)
from skillsnet.core.netmap.layouts.hubs import make_hubs
from skillsnet.core.netmap.layouts.previous_layout import PreviousLayout, hub_name
from skillsnet.core.netmap.layouts.world import in_square, land

KEY = "place"
# Points are as far apart as they can be while few countries shift by more than this share of the square.
WIDEST = 0.014
SHRINK = 2**-0.25
MOST_SHIFTED, USUALLY_SHIFTED = 0.055, 0.025
DISC_GAP = 0.35
ROUNDS = 150
# Where nobody lives: the South Pacific.
CORNER = (-128.0, -40.0)
FOOT = 0.74
LARGEST_IN_CORNER = 0.07


def geographic_layout(country: Facet, *, previous: PreviousLayout | None = None) -> Layout:
    """Return the positions of the grouping by place.

    Parameters
    ----------
    country : Facet
        Of n points; the values are ISO 3166 codes of two letters. A point stands in its main country.
    previous : PreviousLayout, optional
        The last picture: discs keep their places, points their seats, and distances their scale.

    Returns
    -------
    Layout
        With key ``place`` and the land's outlines. Each country's hub is the middle of its disc: where the country
        lies, shifted as little as it takes for discs not to touch. Points without a country, and countries without a
        known place, stand in the South Pacific.

    Notes
    -----
    The projection is Equal Earth (see `world.in_square`). The spacing is the largest of a ladder, each a fourth root of
    two apart, at which nineteen countries of twenty shift by at most 0.025 of the square and none by more than 0.055.
    Deterministic. O(n log n + countries^2).

    Examples
    --------
    >>> layout = geographic_layout(Facet.of_lists("country", ["KE", "PE"], [[0], [1], [1]], is_multi=False))
    >>> [(hub.value, hub.count) for hub in layout.hubs]
    [(0, 1), (1, 2)]
    """
    if not len(country.counts):
        return Layout(KEY, (), np.zeros((0, 2)), outline=land())
    grouped = combinations(country)
    home = _home_points(country, grouped.values)
    capacity = capacities(np.bincount(grouped.main_row, minlength=len(home)))
    discs = None
    if previous is not None and previous.spacing > 0 and len(previous.ids):
        discs = _update_previous(country, grouped, home, capacity, previous)
    if discs is None:
        discs = _from_nothing(home, capacity)
    centres, capacity, spacing = discs
    old_points = np.full((len(country.counts), 2), np.nan) if previous is None else previous.old_points
    points = _points(grouped.main_row, centres, capacity, spacing, old_points)
    hubs = make_hubs(grouped.values, grouped.totals, centres, radii_of(capacity) * spacing)
    return Layout(KEY, tuple(hubs), points, spacing, land())


def _home_points(country: Facet, values: Integers) -> Points:
    """Return where each country lies in the square; NaN where nobody knows."""
    points = np.full((len(values), 2), np.nan)
    for row, value in enumerate(values.tolist()):
        home_country = countries().get(country.values[value]) if value != NOT_STATED else None
        if home_country is not None:
            points[row] = in_square(np.array([home_country.longitude]), np.array([home_country.latitude]))[0]
    return points


def _from_nothing(home: Points, capacity: Integers) -> tuple[Points, Integers, float]:
    spacing = WIDEST
    while True:
        centres = _push_apart(home, radii_of(capacity), spacing)
        shifts = np.hypot(*(centres - home).T)
        shifts = shifts[~np.isnan(shifts)]
        is_near = not len(shifts) or (shifts.max() <= MOST_SHIFTED and np.quantile(shifts, 0.95) <= USUALLY_SHIFTED)
        is_within = _is_within(centres, radii_of(capacity) * spacing)
        if is_near and is_within:
            return centres, capacity, spacing
        spacing *= SHRINK


def _is_within(centres: Points, radii: npt.NDArray[np.float64]) -> bool:
    return bool((centres - radii[:, None]).min() >= 0 and (centres + radii[:, None]).max() <= 1)


def _update_previous(
    country: Facet, grouped: Combinations, home: Points, capacity: Integers, previous: PreviousLayout
) -> tuple[Points, Integers, float] | None:
    """Return the last picture with what is new in it; None when it does not fit any more."""
    hubs = np.array(
        [previous.hubs.get(hub_name(country, value), (np.nan, np.nan)) for value in grouped.values.tolist()]
    )
    spacing = previous.spacing
    kept_capacities = capacity.copy()
    for row in np.flatnonzero(~np.isnan(hubs[:, 0])):
        old_offsets = (previous.old_points[grouped.main_row == row] - hubs[row]) / spacing
        kept_capacities[row] = keep_capacity(int(capacity[row]), old_offsets)
    starts = np.where(np.isnan(hubs), home, hubs)
    radii = radii_of(kept_capacities) * spacing
    centres = _push_apart(starts, radii / spacing, spacing)
    shifts = np.hypot(*(centres - home).T)
    is_near = np.nanmax(shifts, initial=0.0) <= 1.3 * MOST_SHIFTED
    is_within = _is_within(centres, radii)
    return (centres, kept_capacities, spacing) if is_near and is_within else None


def _push_apart(starts: Points, radii: npt.NDArray[np.float64], spacing: float) -> Points:
    """Push discs apart, and find those without a place one in the ocean's corner; radii in spacings."""
    centres = starts / spacing
    has_place = ~np.isnan(starts[:, 0])
    centres[has_place] = push_discs_apart(centres[has_place], radii[has_place], gap=DISC_GAP, rounds=ROUNDS)
    corner = in_square(np.array([CORNER[0]]), np.array([CORNER[1]]))[0]
    for row in np.flatnonzero(~has_place):
        reach = float(radii[row] * spacing)
        # A disc too large for the ocean stands below the world.
        target = corner if reach < LARGEST_IN_CORNER else np.array([corner[0], FOOT + reach])
        is_placed = ~np.isnan(centres[:, 0])
        centres[row] = nearest_free(
            target / spacing, float(radii[row]) + DISC_GAP, centres[is_placed], radii[is_placed]
        )
    return centres * spacing


def _points(main_row: Integers, centres: Points, capacity: Integers, spacing: float, old_points: Points) -> Points:
    points = np.zeros((len(main_row), 2))
    order = np.argsort(main_row, kind="stable")
    starts = np.searchsorted(main_row[order], np.arange(len(centres) + 1))
    for row in range(len(centres)):
        members = order[starts[row] : starts[row + 1]]
        seat_points = seats(int(capacity[row]))
        points[members] = (
            (seat_points[assign_seats((old_points[members] - centres[row]) / spacing, seat_points)]) * spacing
            + centres[row]
        )
    return points
