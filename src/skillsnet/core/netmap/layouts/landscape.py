"""The landscape of issues: who works on similar things stands near."""

import math

import numpy as np
import numpy.typing as npt

from skillsnet.core.netmap.graph import NOT_STATED, Hub, Integers, Layout, Points
from skillsnet.core.netmap.knn import Neighbours, nearest
from skillsnet.core.netmap.layouts.discs import push_discs_apart, seats
from skillsnet.core.netmap.layouts.overlap_removal import free_positions, least_distance, push_apart
from skillsnet.core.netmap.layouts.previous_layout import PreviousLayout
from skillsnet.core.netmap.layouts.tsne import embed_by_tsne

KEY = "issue"
MARGIN = 0.06
Rows = npt.NDArray[np.floating]
# Up to these many points: neighbours of each, how many of them count, and rounds. Chosen on the vectors of two calls
# and made ones (benchmarks/map_layouts.py), where fewer neighbours kept a set's true neighbours apart.
SIZES = (
    (3_000, 60, 40.0, (40, 120)),
    (12_000, 60, 30.0, (60, 200)),
    (40_000, 40, 26.0, (60, 200)),
    (10**9, 20, 13.0, (60, 180)),
)
# How much more than their due neighbours pull, few and many points.
LATE, MANY_LATE = 1.2, 1.0
# The spacing as a share of what the points would have if spread evenly over their half of the square.
DENSITY, MANY_DENSITY, MANY = 0.33, 0.2, 3_000
PUSHES, MANY_PUSHES = 400, 120
# From so many newcomers on, as a share, the landscape is formed anew from where the known ones stood.
MANY_NEW = 0.25
HUB_ROOM = 0.03
# A hub reaches as far as a disc of its points would, in spacings by the square root of their number.
ROOM_OF_POINT = 1.0


def landscape(
    vectors: Rows,
    *,
    communities: Integers,
    neighbours: Neighbours | None = None,
    previous: PreviousLayout | None = None,
    seed: int = 0,
) -> Layout:
    """Return the positions of the grouping by issue.

    Parameters
    ----------
    vectors : array of float, shape (n, d)
        Rows of length 1, or 0 for points of which nothing is known: these stand apart in a disc.
    communities : array of int, shape (n,)
        The neighbourhood of each point, from 0; ``NOT_STATED`` for none. Their hubs are labels at their points'
        middle, moved as little as it takes for them not to cover one another.
    neighbours : Neighbours, optional
        The nearest rows of each; computed where not given.
    previous : PreviousLayout, optional
        The last picture. Known points keep their places; a newcomer takes the free place nearest to its neighbours'.
        Where more than a quarter are new, the landscape forms anew from where the known ones stood.
    seed : int
        For the search for neighbours among many.

    Returns
    -------
    Layout
        With key ``issue``, n points within the unit square, none nearer to another than the spacing.

    Notes
    -----
    A t-SNE (see `tsne.embed`) of the first two principal components' start, then `overlap_removal.push_apart`.
    Deterministic on one machine. O(n log n); 100,000 points within a minute on two cores.

    Examples
    --------
    >>> layout = landscape(np.eye(4)[[0, 0, 1, 1]], communities=np.array([0, 0, 1, 1]))
    >>> [(hub.value, hub.count) for hub in layout.hubs]
    [(0, 2), (1, 2)]
    """
    n = len(vectors)
    if n == 0:
        return Layout(KEY, (), np.zeros((0, 2)))
    described = np.flatnonzero((np.asarray(vectors) ** 2).sum(axis=1) > 1e-9)
    old_points = np.full((n, 2), np.nan) if previous is None else previous.old_points
    new_count = int(np.isnan(old_points[:, 0]).sum())
    if previous is not None and previous.spacing > 0 and new_count <= MANY_NEW * n:
        points, spacing = _add_newcomers(vectors, old_points, previous.spacing)
    else:
        points, spacing = _form(vectors, described, old_points, neighbours, seed)
    points, spacing = _within(points, spacing)
    return Layout(KEY, tuple(_labels(points, communities, spacing)), points, spacing)


def _form(
    vectors: Rows, described: Integers, old_points: Points, neighbours: Neighbours | None, seed: int
) -> tuple[Points, float]:
    """Form the landscape, from where points stood as far as they did, and fit it into the square."""
    n, m = len(vectors), len(described)
    k, counting, rounds = next((k, counting, rounds) for limit, k, counting, rounds in SIZES if m <= limit)
    rows = np.asarray(vectors)[described]
    if m < 3:
        described_points, spacing = seats(max(m, 1))[:m] / 20 + 0.5, 1 / 30
    else:
        near = neighbours if neighbours is not None and m == n else nearest(rows, k, seed=seed)
        start = _start(rows, old_points[described], near)
        fresh = bool(np.isnan(old_points[described, 0]).all())
        late_pull = LATE if m <= SIZES[0][0] else MANY_LATE
        turns = rounds if fresh else (0, rounds[1])
        formed = embed_by_tsne(near, start, rounds=turns, perplexity=counting, late=late_pull).astype(np.float64)
        described_points, spacing = _fit_square(formed)
    points = np.zeros((n, 2))
    points[described] = described_points
    blank = np.setdiff1d(np.arange(n), described)
    if len(blank):
        block = seats(len(blank)) * spacing
        low = described_points[:, 1].max(initial=0.5) + spacing * 3 - block[:, 1].min()
        points[blank] = block + np.array([described_points[:, 0].mean() if m else 0.5, low])
    return points, spacing


def _start(rows: Rows, old_points: Points, near: Neighbours) -> npt.NDArray[np.float32]:
    """Return where points start: where they stood, else at their neighbours', else at their principal components."""
    is_old = ~np.isnan(old_points[:, 0])
    if is_old.any():
        start = np.nan_to_num(old_points - np.nanmean(old_points, axis=0))
        scale = 0.9 * math.sqrt(len(rows)) / max(float(np.nanstd(old_points[:, 0])), 1e-6) / 2
        start = start * scale
        weights = np.where(is_old[near.rows], np.maximum(near.cosines, 1e-3), 0)
        around = (start[near.rows] * weights[:, :, None]).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-9)[:, None]
        start[~is_old] = around[~is_old]
        return np.asarray(start, dtype=np.float32)
    centred = np.asarray(rows, dtype=np.float64) - np.mean(rows, axis=0)
    values, axes = np.linalg.eigh(centred.T @ centred)
    axes = axes[:, np.argsort(-values, kind="stable")[:2]]
    # The sign of a principal axis is arbitrary: its largest part is made positive.
    axes *= np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])])
    start = centred @ axes
    if start.shape[1] < 2:
        start = np.hstack([start, np.zeros((len(rows), 1))])
    # Equal rows start a hair apart.
    start += 1e-3 * max(float(start.std()), 1e-6) * np.cos(np.arange(len(rows)))[:, None] * (1, 0.7)
    return np.asarray(start / max(float(start[:, 0].std()), 1e-12) * 1e-2, dtype=np.float32)


def _fit_square(formed: Points) -> tuple[Points, float]:
    """Turn the picture upright in the square, and push points apart."""
    low, high = formed.min(axis=0), formed.max(axis=0)
    width = max(float((high - low).max()), 1e-9)
    points = (formed - (low + high) / 2) * ((1 - 2 * MARGIN) / width) + 0.5
    n = len(points)
    spacing = min((DENSITY if n <= MANY else MANY_DENSITY) / math.sqrt(n), 1 / 30)
    points = push_apart(points, spacing, rounds=PUSHES if n <= 10 * MANY else MANY_PUSHES)
    return points, min(spacing, least_distance(points))


def _add_newcomers(vectors: Rows, old_points: Points, spacing: float) -> tuple[Points, float]:
    """Keep what is known and find newcomers a free place among the nearest five of those."""
    newcomers = np.flatnonzero(np.isnan(old_points[:, 0]))
    old = np.flatnonzero(~np.isnan(old_points[:, 0]))
    points = old_points.copy()
    if not len(newcomers):
        return points, spacing
    rows = np.asarray(vectors, dtype=np.float32)
    targets = np.zeros((len(newcomers), 2))
    step = max(1, 4_000_000 // max(1, len(old)))
    for first in range(0, len(newcomers), step):
        cosines = rows[newcomers[first : first + step]] @ rows[old].T
        nearest_old = np.argsort(-cosines, axis=1, kind="stable")[:, :5]
        weights = np.maximum(np.take_along_axis(cosines, nearest_old, axis=1), 1e-6) ** 2
        weighted = old_points[old[nearest_old]] * weights[:, :, None]
        targets[first : first + step] = weighted.sum(axis=1) / weights.sum(axis=1)[:, None]
    blank = (rows[newcomers] ** 2).sum(axis=1) < 1e-9
    targets[blank] = (0.5, float(old_points[old, 1].max()) + 2 * spacing)
    points[newcomers] = free_positions(targets, old_points[old], spacing)
    return points, spacing


def _within(points: Points, spacing: float) -> tuple[Points, float]:
    """Return the points within the square: as they are where they fit, else drawn smaller."""
    if points.min() >= 0.01 and points.max() <= 0.99:
        return points, spacing
    low, high = points.min(axis=0), points.max(axis=0)
    scale = min(1.0, (1 - 2 * MARGIN) / max(float((high - low).max()), 1e-9))
    return (points - (low + high) / 2) * scale + 0.5, spacing * scale


def _labels(points: Points, communities: Integers, spacing: float) -> list[Hub]:
    values = np.unique(communities)
    values = np.concatenate([values[values != NOT_STATED], values[values == NOT_STATED]])
    middles = np.array([np.median(points[communities == value], axis=0) for value in values])
    anchors = middles
    if len(values) <= 400:
        anchors = push_discs_apart(middles / HUB_ROOM, np.ones(len(values)), rounds=60) * HUB_ROOM
    anchors = np.clip(anchors, 0.01, 0.99)
    centre = anchors.mean(axis=0)
    hubs = []
    for value, anchor in zip(values.tolist(), anchors, strict=True):
        count = int((communities == value).sum())
        reach = ROOM_OF_POINT * spacing * math.sqrt(count)
        angle = math.atan2(anchor[1] - centre[1], anchor[0] - centre[0])
        # Its name stands close by: a neighbourhood has no rim outside of which a name would be at home.
        hubs.append(Hub(int(value), float(anchor[0]), float(anchor[1]), min(reach, HUB_ROOM / 2), angle, count))
    return hubs
