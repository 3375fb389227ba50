"""Who declared ties with whom, drawn by force; whoever has none stands apart in a quiet block."""

import math
import random

import igraph
import numpy as np

from skillsnet.core.netmap.graph import Integers, Layout, Links, Points
from skillsnet.core.netmap.layouts.discs import packed
from skillsnet.core.netmap.layouts.overlap_removal import free_places, least_distance, pushed_apart
from skillsnet.core.netmap.layouts.previous_layout import Before

KEY = "ties"
MARGIN = 0.05
# How long a tie is drawn, in spacings.
TIE = 2.6
# Components up to this many points are drawn with care (Kamada and Kawai 1989), larger ones fast.
CAREFUL = 60
ROUNDS = 300
# Between components, and between the block and them.
GAP = 2.0
BLOCK_GAP = 4.0
MANY_NEW = 0.25
# The evened disc's distances, in spacings by the square root of a point's rank: two fifths of it are filled.
EVEN = 0.85
PUSHES, MANY_PUSHES, MANY = 200, 60, 10_000


def ties_layout(n: int, ties: Links, *, ids: Integers, before: Before | None = None) -> Layout:
    """Return the positions of the grouping by ties.

    Parameters
    ----------
    n : int
        How many points there are.
    ties : Links
        Who declared ties with whom.
    ids : array of int, shape (n,)
        Public numbers: the place of those without ties follows their order.
    before : Before, optional
        The last picture. Known points keep their places; a newcomer takes the free place nearest to its ties'. Where
        more than a quarter are new, the picture is drawn from nothing.

    Returns
    -------
    Layout
        With key ``ties`` and no hubs; no two points nearer than the spacing.

    Notes
    -----
    Each component is drawn on its own: up to 60 points by Kamada and Kawai ("An algorithm for drawing general
    undirected graphs", 1989), larger ones by Fruchterman and Reingold (1991) on a grid, whose crowded middles are
    evened out; then points are pushed apart and components packed, the largest in the middle. Those without ties
    stand below in even rows. Deterministic.
    O(ties + n log n) a round.

    Examples
    --------
    >>> placed = ties_layout(3, Links.of_pairs([(0, 1)]), ids=np.array([4, 7, 9]))
    >>> placed.points.shape, bool(placed.points[2, 1] > placed.points[:2, 1].max())
    ((3, 2), True)
    """
    if n == 0:
        return Layout(KEY, (), np.zeros((0, 2)))
    if before is not None and before.spacing > 0 and np.isnan(before.known[:, 0]).sum() <= MANY_NEW * n:
        return _as_before(ties, before)
    places, spacing = np.zeros((n, 2)), 1.0
    tied, low = np.unique(ties.ends), 0.0
    width = math.sqrt(n) * 1.2
    if len(tied):
        places[tied] = _drawn(n, ties, tied)
        low = float(places[tied, 1].max()) + BLOCK_GAP
        width = max(width, float(np.ptp(places[tied, 0])))
        spacing = min(spacing, least_distance(places[tied]))
    alone = np.setdiff1d(np.arange(n), tied)
    places[alone[np.argsort(ids[alone], kind="stable")]] = _rows(len(alone), width) + np.array([0.0, low])
    return _fitted(places, spacing)


def _drawn(n: int, ties: Links, tied: Integers) -> Points:
    graph = igraph.Graph(n=n, edges=ties.ends.tolist())
    components = [np.array(component) for component in graph.connected_components() if len(component) > 1]
    igraph.set_random_number_generator(random.Random(0))  # noqa: S311 (a picture, no secret)
    drawn = [_component(graph.induced_subgraph(component.tolist())) for component in components]
    reach = np.array([float(np.hypot(*places.T).max()) + 0.5 + GAP / 2 for places in drawn])
    found = np.zeros((n, 2))
    for component, places, middle in zip(components, drawn, _packed_all(reach), strict=True):
        found[component] = places + middle
    return np.asarray(found[tied])


def _packed_all(reach: Points) -> Points:
    """Pack the larger components with care; of thousands of small ones the rest stands in rows below."""
    careful = 600
    order = np.lexsort((np.arange(len(reach)), -reach))
    found = np.zeros((len(reach), 2))
    found[order[:careful]] = packed(reach[order[:careful]])
    rest = order[careful:]
    if len(rest):
        first = found[order[:careful]]
        low = float((first[:, 1] + reach[order[:careful]]).max())
        pitch = 2 * float(reach[rest].max())
        columns = max(1, int(max(np.ptp(first[:, 0]), math.sqrt(len(rest)) * pitch) / pitch))
        number = np.arange(len(rest))
        found[rest, 0] = (number % columns - (columns - 1) / 2) * pitch
        found[rest, 1] = low + (number // columns + 0.5) * pitch
    return found


def _component(graph: igraph.Graph) -> Points:
    """Return one component's picture around its middle, points at least about a spacing apart."""
    m = graph.vcount()
    if m == 2:
        return np.array([[-TIE / 2, 0.0], [TIE / 2, 0.0]])
    start = [(math.cos(2 * math.pi * i / m), math.sin(2 * math.pi * i / m)) for i in range(m)]
    if m <= CAREFUL:
        places = np.array(graph.layout_kamada_kawai(seed=start).coords)
    else:
        places = np.array(graph.layout_fruchterman_reingold(niter=ROUNDS, grid=m > 500).coords)
    ends = np.array(graph.get_edgelist())
    if m > CAREFUL:
        places = _evened(places)
    lengths = np.hypot(*(places[ends[:, 0]] - places[ends[:, 1]]).T)
    scale = TIE / max(float(np.median(lengths)), 1e-9) if m <= CAREFUL else 1.0
    return pushed_apart((places - places.mean(axis=0)) * scale, 1.0, rounds=PUSHES if m <= MANY else MANY_PUSHES)


def _evened(places: Points) -> Points:
    """Return places at the same angles whose distances from the middle follow their ranks: an evenly filled disc."""
    away = places - np.median(places, axis=0)
    distance = np.hypot(away[:, 0], away[:, 1])
    rank = np.empty(len(places))
    rank[np.argsort(distance, kind="stable")] = np.arange(len(places))
    return np.asarray(away / np.maximum(distance, 1e-9)[:, None] * (EVEN * np.sqrt(rank + 0.5))[:, None])


def _rows(count: int, width: float) -> Points:
    """Return places in even rows of a hexagonal pattern, as wide as what stands above; y downwards from 0."""
    pitch = 1.25
    columns = max(1, min(count, int(max(width, math.sqrt(count) * pitch) / pitch)))
    number = np.arange(count)
    row = number // columns
    x = (number % columns - (columns - 1) / 2 + 0.5 * (row % 2)) * pitch
    return np.stack([x, row * pitch * math.sqrt(3) / 2], axis=1)


def _fitted(places: Points, spacing: float) -> Layout:
    low, high = places.min(axis=0), places.max(axis=0)
    scale = (1 - 2 * MARGIN) / max(float((high - low).max()), 30.0)
    return Layout(KEY, (), (places - (low + high) / 2) * scale + 0.5, spacing * scale)


def _as_before(ties: Links, before: Before) -> Layout:
    points, spacing = before.known.copy(), before.spacing
    is_new = np.isnan(points[:, 0])
    late, there = np.flatnonzero(is_new), np.flatnonzero(~is_new)
    beside: dict[int, list[int]] = {}
    for one, other in ties.ends[is_new[ties.ends].any(axis=1)].tolist():
        beside.setdefault(one, []).append(other)
        beside.setdefault(other, []).append(one)
    # Without a tie to somebody known: after the last of the quiet block.
    corner = points[there][np.lexsort((points[there, 0], points[there, 1]))[-1]]
    targets = np.zeros((len(late), 2))
    for row, point in enumerate(late.tolist()):
        known = [other for other in beside.get(point, []) if not is_new[other]]
        targets[row] = points[known].mean(axis=0) if known else corner
    points[late] = free_places(targets, points[there], spacing)
    low, high = points.min(axis=0), points.max(axis=0)
    if low.min() < 0.01 or high.max() > 0.99:
        return _fitted(points / spacing, 1.0)
    return Layout(KEY, (), points, spacing)
