"""Points around the hubs of their values, and between hubs where they have several."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from skillsnet.core.netmap.graph import NOT_STATED, Facet, Hub, Integers, Layout, Points
from skillsnet.core.netmap.layouts.combinations import Combinations, combinations
from skillsnet.core.netmap.layouts.discs import (
    HUB_START,
    Seating,
    assign_seats,
    capacities,
    keep_capacity,
    push_discs_apart,
    radii_of,
    seats,
)
from skillsnet.core.netmap.layouts.multi_value_discs import seat_between_hubs
from skillsnet.core.netmap.layouts.previous_layout import PreviousLayout, hub_name
from skillsnet.core.netmap.layouts.ring import place_on_ring
from skillsnet.core.netmap.layouts.territories import place_clusters, seat_in_territories

RING_LIMIT = 18
MARGIN = 0.075
# The fewest spacings the picture is wide: a handful of points does not grow into balloons.
LEAST_WIDTH = 30.0
HUB_GAP = 1.5
# Room for a packed hub's name, in shares of the picture's width: half the width of a short name around a small disc,
# and half a line around a large one. All names together take at most a share of the picture.
NAME_ROOM, LINE_ROOM, NAMES_SHARE = 0.04, 0.0185, 0.6
# The share of a square that packed discs in packed clusters fill.
PACKED_SHARE = 0.5
ROUNDS = 20
# A picture that could be drawn so much larger is fitted anew.
LARGEST_GROWTH = 1.5


@dataclass(frozen=True, eq=False)
class HubPlacement:
    """Hubs and points in spacings, before they are fitted into the square."""

    centres: Points
    radii: Points
    seating: Seating


def hub_layout(
    facet: Facet,
    *,
    key: str | None = None,
    cluster_of: Sequence[int] | None = None,
    previous: PreviousLayout | None = None,
) -> Layout:
    """Return the positions of one grouping by a facet.

    Parameters
    ----------
    facet : Facet
        The grouping's facet, for n points.
    key : str, optional
        The grouping's key where it is not the facet's.
    cluster_of : sequence of int, optional
        For facets with many values, such as countries: the cluster (such as the region) of each value, from 0;
        values of a cluster stand together. Without it many values share one cluster.
    previous : PreviousLayout, optional
        The last picture. Without it the picture is made from nothing.

    Returns
    -------
    Layout
        Hubs that hold at least one point, in the facet's order ("not stated" last), and n points, all within the unit
        square. No two points are nearer than the layout's spacing, and no point stands in another hub's disc.

    Notes
    -----
    Points of one value sit like sunflower seeds around its hub. Up to 18 hubs stand on a ring, neighbours sharing many
    points; points of the same several values form a disc between these hubs, nearer to the main one, at the free place
    nearest to where it belongs. More hubs are packed, cluster by cluster; their points of several values sit at
    their main hub's rim, towards the others. Deterministic.

    With `previous` everything that still fits stays: discs have room to spare and keep their places, points their
    seats. One newcomer with known values moves nobody by more than 0.01 of the square.

    O(n log n + d^2) for d discs, at most 1,500 beside hubs.

    Examples
    --------
    >>> facet = Facet.of_lists("region", ["Asia", "Europe"], [[0], [1], [0, 1]], is_multi=True)
    >>> layout = hub_layout(facet)
    >>> [(hub.value, hub.count) for hub in layout.hubs], layout.points.shape
    ([(0, 2), (1, 2)], (3, 2))
    """
    grouped = combinations(facet)
    if not len(facet.counts):
        return Layout(key or facet.key, (), np.zeros((0, 2)))
    old_spacings = (
        _in_spacings(previous) if previous is not None and previous.spacing > 0 and len(previous.ids) else None
    )
    old_points = np.full((len(facet.counts), 2), np.nan) if old_spacings is None else old_spacings[0]
    hubs = np.full((len(grouped.values), 2), np.nan)
    if old_spacings is not None:
        for row, value in enumerate(grouped.values.tolist()):
            hubs[row] = old_spacings[1].get(hub_name(facet, value), (np.nan, np.nan))
    if len(grouped.values) <= RING_LIMIT:
        placement = _on_ring(grouped, old_points, hubs)
    else:
        placement = _in_territories(grouped, old_points, hubs, cluster_of)
    return fit_layout(key or facet.key, grouped.values, grouped.totals, placement, previous)


def _in_spacings(previous: PreviousLayout) -> tuple[Points, dict[str, tuple[float, float]]]:
    hubs = {
        name: ((x - 0.5) / previous.spacing, (y - 0.5) / previous.spacing) for name, (x, y) in previous.hubs.items()
    }
    return (previous.old_points - 0.5) / previous.spacing, hubs


def _on_ring(grouped: Combinations, old_points: Points, hubs: Points) -> HubPlacement:
    capacity = _keep_capacities(capacities(grouped.solo), grouped.label, old_points, hubs)
    radii = radii_of(capacity, HUB_START)
    ring = place_on_ring(grouped, radii, radii_of(capacities(grouped.sizes)), hubs)
    is_new = np.isnan(hubs[:, 0])
    centres = push_discs_apart(np.where(is_new[:, None], ring, hubs), radii, gap=HUB_GAP) if (~is_new).any() else ring
    seating = Seating(len(old_points))
    for row in range(len(centres)):
        members = np.flatnonzero(grouped.label == row)
        if len(members):
            seat_numbers = assign_seats(old_points[members], centres[row] + seats(int(capacity[row]), HUB_START))
            seating.sit(members, centres[row], seat_numbers, capacity=int(capacity[row]), start=HUB_START)
    discs = seat_between_hubs(grouped, centres, radii, old_points, seating)
    return HubPlacement(np.concatenate([centres, discs.centres]), np.concatenate([radii, discs.radii]), seating)


def _keep_capacities(capacity: Integers, row_of: Integers, old_points: Points, hubs: Points) -> Integers:
    """Return each hub's capacity, with what its points still sit in."""
    kept_capacities = capacity.copy()
    for row in np.flatnonzero(~np.isnan(hubs[:, 0])):
        kept_capacities[row] = keep_capacity(int(capacity[row]), old_points[row_of == row] - hubs[row], HUB_START)
    return kept_capacities


def _in_territories(
    grouped: Combinations, old_points: Points, hubs: Points, cluster_of: Sequence[int] | None
) -> HubPlacement:
    inner = capacities(grouped.solo)
    rim = capacities(np.bincount(grouped.main_row[grouped.is_several], minlength=len(inner)))
    rim = _keep_capacities(inner + rim, grouped.main_row, old_points, hubs) - inner
    radii = radii_of(inner + rim, HUB_START)
    rooms = _rooms(radii)
    packed_centres = place_clusters(grouped.values, rooms, cluster_of, hubs)
    is_new = np.isnan(hubs[:, 0])
    centres = push_discs_apart(packed_centres, rooms) if (~is_new).any() else packed_centres
    return HubPlacement(centres, radii, seat_in_territories(grouped, centres, inner, rim, old_points))


def _rooms(radii: Points) -> Points:
    """Return how far each packed disc keeps others away, so that its name has room; radii in spacings, shape (h,).

    How wide the picture is follows from what is in it, and rooms are shares of that: found in some rounds.
    """
    names = min(NAME_ROOM, math.sqrt(NAMES_SHARE * PACKED_SHARE / (math.pi * len(radii))))
    line = min(LINE_ROOM, 0.7 * names)
    rooms = radii + HUB_GAP / 2
    for _ in range(ROUNDS):
        width = max(LEAST_WIDTH, math.sqrt(math.pi * float((rooms**2).sum()) / PACKED_SHARE))
        rooms = np.maximum(radii + max(HUB_GAP / 2, line * width), names * width)
    return rooms


def fit_layout(
    key: str, values: Integers, totals: Integers, placement: HubPlacement, previous: PreviousLayout | None
) -> Layout:
    """Return what is placed within the unit square: as it was scaled before where it still fits, else anew."""
    low = (placement.centres - placement.radii[:, None]).min(axis=0)
    high = (placement.centres + placement.radii[:, None]).max(axis=0)
    width = max(float((high - low).max()), LEAST_WIDTH)
    scale, middle = (1 - 2 * MARGIN) / width, (low + high) / 2
    if previous is not None and previous.spacing > 0 and len(previous.ids):
        reach = float(np.abs(np.concatenate([low, high])).max()) * previous.spacing
        if reach <= 0.5 - MARGIN / 2 and scale < LARGEST_GROWTH * previous.spacing:
            scale, middle = previous.spacing, np.zeros(2)
    hubs = (placement.centres[: len(values)] - middle) * scale + 0.5
    return Layout(
        key=key,
        hubs=tuple(make_hubs(values, totals, hubs, placement.radii[: len(values)] * scale)),
        points=(placement.seating.points - middle) * scale + 0.5,
        spacing=scale,
        discs=placement.seating.discs(middle, scale),
    )


def make_hubs(values: Integers, totals: Integers, hubs: Points, radii: npt.NDArray[np.float64]) -> list[Hub]:
    """Return the hubs that hold a point, "not stated" last; each looks away from their common middle."""
    order = np.lexsort((values, values == NOT_STATED))
    centre = hubs.mean(axis=0)
    return [
        Hub(
            value=int(values[row]),
            x=float(hubs[row, 0]),
            y=float(hubs[row, 1]),
            radius=float(radii[row]),
            angle=math.atan2(hubs[row, 1] - centre[1], hubs[row, 0] - centre[0]),
            count=int(totals[row]),
        )
        for row in order
    ]
