"""Who declared links with whom, drawn by force; whoever has none stands apart in a quiet block."""

import math

import numpy as np
import rustworkx
from scipy import sparse
from scipy.sparse import csgraph

from skillsnet.core.netmap.graph import Integers, Layout, Links, Points
from skillsnet.core.netmap.layouts.discs import pack_discs
from skillsnet.core.netmap.layouts.overlap_removal import free_positions, least_distance, push_apart
from skillsnet.core.netmap.layouts.previous_layout import PreviousLayout
from skillsnet.core.netmap.layouts.springs import draw_by_springs

KEY = "ties"
MARGIN = 0.05
# How long a link is drawn, in spacings.
LINK_LENGTH = 2.6
# Components up to this many points are drawn with care (Kamada and Kawai 1989), larger ones fast.
CAREFUL = 60
# How often one point of a careful picture is moved, for each of its points.
MOVES = 20
# Between components, and between the block and them.
GAP = 2.0
BLOCK_GAP = 4.0
MANY_NEW = 0.25
# The evened disc's distances, in spacings by the square root of a point's rank: two fifths of it are filled.
EVEN = 0.85
PUSHES, MANY_PUSHES, MANY = 200, 60, 10_000


def link_layout(n: int, links: Links, *, ids: Integers, previous: PreviousLayout | None = None) -> Layout:
    """Return the positions of the grouping by declared links.

    Parameters
    ----------
    n : int
        How many points there are.
    links : Links
        Who declared links with whom.
    ids : array of int, shape (n,)
        Public numbers: the place of those without links follows their order.
    previous : PreviousLayout, optional
        The last picture. Points keep their places; a newcomer takes the free place nearest to its neighbours'. Where
        more than a quarter are new, the picture is drawn from nothing.

    Returns
    -------
    Layout
        With key ``ties`` and no hubs; no two points nearer than the spacing.

    Notes
    -----
    Each component is drawn on its own: up to 60 points by Kamada and Kawai ("An algorithm for drawing general
    undirected graphs", 1989), larger ones by springs (`springs`), whose crowded middles are evened out; then points
    are pushed apart and components packed, the largest in the middle. Those without links stand below in even rows.
    Deterministic.
    O(links + n log n) a round.

    Examples
    --------
    >>> layout = link_layout(3, Links.of_pairs([(0, 1)]), ids=np.array([4, 7, 9]))
    >>> layout.points.shape, bool(layout.points[2, 1] > layout.points[:2, 1].max())
    ((3, 2), True)
    """
    if n == 0:
        return Layout(KEY, (), np.zeros((0, 2)))
    if previous is not None and previous.spacing > 0 and np.isnan(previous.old_points[:, 0]).sum() <= MANY_NEW * n:
        return _update_previous(links, previous)
    positions, spacing = np.zeros((n, 2)), 1.0
    linked, low = np.unique(links.ends), 0.0
    width = math.sqrt(n) * 1.2
    if len(linked):
        positions[linked] = _draw_components(n, links, linked)
        low = float(positions[linked, 1].max()) + BLOCK_GAP
        width = max(width, float(np.ptp(positions[linked, 0])))
        spacing = min(spacing, least_distance(positions[linked]))
    unlinked = np.setdiff1d(np.arange(n), linked)
    positions[unlinked[np.argsort(ids[unlinked], kind="stable")]] = _rows(len(unlinked), width) + np.array([0.0, low])
    return _fit_layout(positions, spacing)


def _draw_components(n: int, links: Links, linked: Integers) -> Points:
    components = _components(n, links)
    rank = np.zeros(n, dtype=np.int64)
    drawings = []
    for component, ends in components:
        rank[component] = np.arange(len(component))
        drawings.append(_draw_component(len(component), rank[ends]))
    reach = np.array([float(np.hypot(*positions.T).max()) + 0.5 + GAP / 2 for positions in drawings])
    points = np.zeros((n, 2))
    for (component, _ends), positions, middle in zip(components, drawings, _pack_components(reach), strict=True):
        points[component] = positions + middle
    return np.asarray(points[linked])


def _components(n: int, links: Links) -> list[tuple[Integers, Integers]]:
    """Return the nodes and the links of each component with a link, in the order of their first nodes."""
    shape = (n, n)
    adjacent = sparse.coo_matrix((np.ones(len(links.ends)), (links.ends[:, 0], links.ends[:, 1])), shape=shape)
    component_of = csgraph.connected_components(adjacent, directed=False)[1]
    linked = np.unique(links.ends)
    names, nodes_at = np.unique(component_of[linked], return_index=True)
    order = np.argsort(nodes_at, kind="stable")
    nodes = np.argsort(component_of[linked], kind="stable")
    ends = np.argsort(component_of[links.ends[:, 0]], kind="stable")
    node_bounds = np.searchsorted(component_of[linked][nodes], names[1:])
    link_bounds = np.searchsorted(component_of[links.ends[ends, 0]], names[1:])
    parts = list(zip(np.split(linked[nodes], node_bounds), np.split(links.ends[ends], link_bounds), strict=True))
    return [parts[index] for index in order]


def _pack_components(reach: Points) -> Points:
    """Pack the larger components with care; of thousands of small ones the rest stands in rows below."""
    careful = 600
    order = np.lexsort((np.arange(len(reach)), -reach))
    centres = np.zeros((len(reach), 2))
    centres[order[:careful]] = pack_discs(reach[order[:careful]])
    small = order[careful:]
    if len(small):
        large_centres = centres[order[:careful]]
        low = float((large_centres[:, 1] + reach[order[:careful]]).max())
        pitch = 2 * float(reach[small].max())
        columns = max(1, int(max(np.ptp(large_centres[:, 0]), math.sqrt(len(small)) * pitch) / pitch))
        number = np.arange(len(small))
        centres[small, 0] = (number % columns - (columns - 1) / 2) * pitch
        centres[small, 1] = low + (number // columns + 0.5) * pitch
    return centres


def _draw_component(m: int, ends: Integers) -> Points:
    """Return one component's picture around its middle, points at least about a spacing apart."""
    if m == 2:
        return np.array([[-LINK_LENGTH / 2, 0.0], [LINK_LENGTH / 2, 0.0]])
    is_careful = m <= CAREFUL
    positions = _draw_carefully(m, ends) if is_careful else _even_out(draw_by_springs(ends, m))
    lengths = np.hypot(*(positions[ends[:, 0]] - positions[ends[:, 1]]).T)
    scale = LINK_LENGTH / max(float(np.median(lengths)), 1e-9) if is_careful else 1.0
    return push_apart((positions - positions.mean(axis=0)) * scale, 1.0, rounds=PUSHES if m <= MANY else MANY_PUSHES)


def _draw_carefully(m: int, ends: Integers) -> Points:
    graph = rustworkx.PyGraph()
    graph.add_nodes_from(range(m))
    graph.extend_from_edge_list([(first, second) for first, second in ends.tolist()])
    start = {node: (math.cos(2 * math.pi * node / m), math.sin(2 * math.pi * node / m)) for node in range(m)}
    layout = rustworkx.kamada_kawai_layout(graph, pos=start, max_outer=MOVES * m)
    return np.array([layout[node] for node in range(m)])


def _even_out(positions: Points) -> Points:
    """Return places at the same angles whose distances from the middle follow their ranks: an evenly filled disc."""
    away = positions - np.median(positions, axis=0)
    distance = np.hypot(away[:, 0], away[:, 1])
    rank = np.empty(len(positions))
    rank[np.argsort(distance, kind="stable")] = np.arange(len(positions))
    return np.asarray(away / np.maximum(distance, 1e-9)[:, None] * (EVEN * np.sqrt(rank + 0.5))[:, None])


def _rows(count: int, width: float) -> Points:
    """Return places in even rows of a hexagonal pattern, as wide as what stands above; y downwards from 0."""
    pitch = 1.25
    columns = max(1, min(count, int(max(width, math.sqrt(count) * pitch) / pitch)))
    number = np.arange(count)
    row = number // columns
    x = (number % columns - (columns - 1) / 2 + 0.5 * (row % 2)) * pitch
    return np.stack([x, row * pitch * math.sqrt(3) / 2], axis=1)


def _fit_layout(positions: Points, spacing: float) -> Layout:
    low, high = positions.min(axis=0), positions.max(axis=0)
    scale = (1 - 2 * MARGIN) / max(float((high - low).max()), 30.0)
    return Layout(KEY, (), (positions - (low + high) / 2) * scale + 0.5, spacing * scale)


def _update_previous(links: Links, previous: PreviousLayout) -> Layout:
    points, spacing = previous.old_points.copy(), previous.spacing
    is_new = np.isnan(points[:, 0])
    newcomers, old = np.flatnonzero(is_new), np.flatnonzero(~is_new)
    neighbours: dict[int, list[int]] = {}
    for first, second in links.ends[is_new[links.ends].any(axis=1)].tolist():
        neighbours.setdefault(first, []).append(second)
        neighbours.setdefault(second, []).append(first)
    # Without a link to somebody who stands already: after the last of the quiet block.
    corner = points[old][np.lexsort((points[old, 0], points[old, 1]))[-1]]
    targets = np.zeros((len(newcomers), 2))
    for row, point in enumerate(newcomers.tolist()):
        old_neighbours = [neighbour for neighbour in neighbours.get(point, []) if not is_new[neighbour]]
        targets[row] = points[old_neighbours].mean(axis=0) if old_neighbours else corner
    points[newcomers] = free_positions(targets, points[old], spacing)
    low, high = points.min(axis=0), points.max(axis=0)
    if low.min() < 0.01 or high.max() > 0.99:
        return _fit_layout(points / spacing, 1.0)
    return Layout(KEY, (), points, spacing)
