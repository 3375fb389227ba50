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
    capacities,
    radii_of,
    room_kept,
    seated,
    seats,
    settled,
)
from skillsnet.core.netmap.layouts.multi_value_discs import between_hubs
from skillsnet.core.netmap.layouts.previous_layout import Before, name_of
from skillsnet.core.netmap.layouts.ring import on_ring
from skillsnet.core.netmap.layouts.territories import clustered, in_territories

RING_LIMIT = 18
MARGIN = 0.075
# The fewest spacings the picture is wide: a handful of points does not grow into balloons.
LEAST_WIDTH = 30.0
HUB_GAP = 1.5
# A picture that could be drawn so much larger is fitted anew.
LARGEST_GROWTH = 1.5


@dataclass(frozen=True, eq=False)
class Placed:
    """Hubs and points in spacings, before they are fitted into the square."""

    centres: Points
    radii: Points
    seating: Seating


def hub_layout(
    facet: Facet, *, key: str | None = None, cluster_of: Sequence[int] | None = None, before: Before | None = None
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
    before : Before, optional
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

    With `before` everything that still fits stays: discs have room to spare and keep their places, points their
    seats. One newcomer with known values moves nobody by more than 0.01 of the square.

    O(n log n + d^2) for d discs, at most 1,500 beside hubs.

    Examples
    --------
    >>> facet = Facet.of_lists("region", ["Asia", "Europe"], [[0], [1], [0, 1]], is_multi=True)
    >>> placed = hub_layout(facet)
    >>> [(hub.value, hub.count) for hub in placed.hubs], placed.points.shape
    ([(0, 2), (1, 2)], (3, 2))
    """
    grouped = combinations(facet)
    if not len(facet.counts):
        return Layout(key or facet.key, (), np.zeros((0, 2)))
    old = _in_spacings(before) if before is not None and before.spacing > 0 and len(before.ids) else None
    known = np.full((len(facet.counts), 2), np.nan) if old is None else old[0]
    hubs = np.full((len(grouped.values), 2), np.nan)
    if old is not None:
        for row, value in enumerate(grouped.values.tolist()):
            hubs[row] = old[1].get(name_of(facet, value), (np.nan, np.nan))
    if len(grouped.values) <= RING_LIMIT:
        placed = _ringed(grouped, known, hubs)
    else:
        placed = _packed(grouped, known, hubs, cluster_of)
    return fitted(key or facet.key, grouped.values, grouped.totals, placed, before)


def _in_spacings(before: Before) -> tuple[Points, dict[str, tuple[float, float]]]:
    hubs = {name: ((x - 0.5) / before.spacing, (y - 0.5) / before.spacing) for name, (x, y) in before.hubs.items()}
    return (before.known - 0.5) / before.spacing, hubs


def _ringed(grouped: Combinations, known: Points, hubs: Points) -> Placed:
    room = _room(capacities(grouped.solo), grouped.label, known, hubs)
    radii = radii_of(room, HUB_START)
    ring = on_ring(grouped, radii, radii_of(capacities(grouped.sizes)), hubs)
    is_new = np.isnan(hubs[:, 0])
    centres = settled(np.where(is_new[:, None], ring, hubs), radii, gap=HUB_GAP) if (~is_new).any() else ring
    seating = Seating(len(known))
    for row in range(len(centres)):
        members = np.flatnonzero(grouped.label == row)
        if len(members):
            chosen = seated(known[members], centres[row] + seats(int(room[row]), HUB_START))
            seating.sit(members, centres[row], chosen, room=int(room[row]), start=HUB_START)
    discs = between_hubs(grouped, centres, radii, known, seating)
    return Placed(np.concatenate([centres, discs.centres]), np.concatenate([radii, discs.radii]), seating)


def _room(room: Integers, row_of: Integers, known: Points, hubs: Points) -> Integers:
    """Return each hub's room, with what its points still sit in."""
    kept = room.copy()
    for row in np.flatnonzero(~np.isnan(hubs[:, 0])):
        kept[row] = room_kept(int(room[row]), known[row_of == row] - hubs[row], HUB_START)
    return kept


def _packed(grouped: Combinations, known: Points, hubs: Points, cluster_of: Sequence[int] | None) -> Placed:
    inner = capacities(grouped.solo)
    rim = capacities(np.bincount(grouped.main_row[grouped.is_several], minlength=len(inner)))
    rim = _room(inner + rim, grouped.main_row, known, hubs) - inner
    radii = radii_of(inner + rim, HUB_START)
    fresh = clustered(grouped.values, radii + HUB_GAP / 2, cluster_of, hubs)
    is_new = np.isnan(hubs[:, 0])
    centres = settled(fresh, radii, gap=HUB_GAP) if (~is_new).any() else fresh
    return Placed(centres, radii, in_territories(grouped, centres, inner, rim, known))


def fitted(key: str, values: Integers, totals: Integers, placed: Placed, before: Before | None) -> Layout:
    """Return what is placed within the unit square: as it was scaled before where it still fits, else anew."""
    low = (placed.centres - placed.radii[:, None]).min(axis=0)
    high = (placed.centres + placed.radii[:, None]).max(axis=0)
    width = max(float((high - low).max()), LEAST_WIDTH)
    scale, middle = (1 - 2 * MARGIN) / width, (low + high) / 2
    if before is not None and before.spacing > 0 and len(before.ids):
        reach = float(np.abs(np.concatenate([low, high])).max()) * before.spacing
        if reach <= 0.5 - MARGIN / 2 and scale < LARGEST_GROWTH * before.spacing:
            scale, middle = before.spacing, np.zeros(2)
    hubs = (placed.centres[: len(values)] - middle) * scale + 0.5
    return Layout(
        key=key,
        hubs=tuple(told(values, totals, hubs, placed.radii[: len(values)] * scale)),
        points=(placed.seating.points - middle) * scale + 0.5,
        spacing=scale,
        discs=placed.seating.discs(middle, scale),
    )


def told(values: Integers, totals: Integers, hubs: Points, radii: npt.NDArray[np.float64]) -> list[Hub]:
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
