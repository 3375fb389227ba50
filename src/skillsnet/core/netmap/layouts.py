"""Where hubs and points stand, computed once per change, the same for everybody.

Points with one value stand around that value's hub, in the even spiral of a sunflower's seeds (Vogel, "A better way
to construct the sunflower head", 1979). Points with several values stand between their hubs. There is no chance in
it: the same network always gives the same picture.
"""

import math
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from skillsnet.core.netmap.graph import NOT_STATED, Facet, Hub, Layout, Points

GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
RING_LIMIT = 16
HUB_RADIUS = 2.6
SPACING = 1.0
PRIMARY_WEIGHT = 0.6
RELAX_LIMIT = 20_000
RELAX_ROUNDS = 12
MARGIN = 0.075


def layout(facet: Facet, *, cluster_of: Sequence[int] | None = None) -> Layout:
    """Return the positions of one grouping.

    Parameters
    ----------
    facet : Facet
        The grouping's facet, for n points.
    cluster_of : sequence of int, optional
        For facets with many values, such as countries: the cluster (such as the region, 0 to 5) of each value;
        values of a cluster stand together. Without it many values share one cluster.

    Returns
    -------
    Layout
        Hubs that hold at least one point, in the facet's order, and n points, all within the unit square.

    Notes
    -----
    Deterministic. O(n log n) for up to 20,000 points, whose overlaps are relaxed; O(n) above.
    """
    members = [tuple(dict.fromkeys(values)) or (NOT_STATED,) for values in facet.of_point]
    used = sorted({value for values in members for value in values}, key=lambda value: (value < 0, value))
    if not used:
        return Layout(key=facet.key, hubs=(), points=np.zeros((0, 2)))
    alone, total = _counts(members)
    radii = {value: HUB_RADIUS + SPACING * math.sqrt(alone[value] + 1) for value in used}
    is_ring = len(used) <= RING_LIMIT
    centres = _ring(used, radii, members) if is_ring else _clusters(used, radii, cluster_of)
    points = _place(members, centres, radii)
    if len(members) <= RELAX_LIMIT:
        points = _relaxed(points, members, centres)
    return _fitted(facet.key, used, centres, radii, total, points)


def _counts(members: Sequence[tuple[int, ...]]) -> tuple[dict[int, int], dict[int, int]]:
    alone: dict[int, int] = defaultdict(int)
    total: dict[int, int] = defaultdict(int)
    for values in members:
        for value in values:
            total[value] += 1
        if len(values) == 1:
            alone[values[0]] += 1
    return alone, total


def _ring(
    used: Sequence[int], radii: dict[int, float], members: Sequence[tuple[int, ...]]
) -> dict[int, tuple[float, float]]:
    """Put hubs on a ring, neighbours sharing many points, each with room for its disc."""
    if len(used) == 1:
        return {used[0]: (0.0, 0.0)}
    order = _by_shared(used, members)
    gap = 3 * SPACING + math.sqrt(len(members)) * 0.2
    around = sum(2 * radii[value] + gap for value in order)
    ring = max(around / (2 * math.pi), 1.7 * max(radii.values()))
    centres, angle = {}, -math.pi / 2
    step = [(2 * radii[value] + gap) / around * 2 * math.pi for value in order]
    for place, value in enumerate(order):
        centres[value] = (ring * math.cos(angle), ring * math.sin(angle))
        following = step[(place + 1) % len(order)]
        angle += (step[place] + following) / 2
    return centres


def _by_shared(used: Sequence[int], members: Sequence[tuple[int, ...]]) -> list[int]:
    """Return the hubs in a chain, each followed by the one it shares most points with."""
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for values in members:
        for one in values:
            for other in values:
                if one != other:
                    shared[one, other] += 1
    rest = list(used)
    chain = [rest.pop(0)]
    while rest:
        nearest = max(rest, key=lambda value: (shared[chain[-1], value], -rest.index(value)))
        rest.remove(nearest)
        chain.append(nearest)
    return chain


def _clusters(
    used: Sequence[int], radii: dict[int, float], cluster_of: Sequence[int] | None
) -> dict[int, tuple[float, float]]:
    """Pack many hubs: discs of a cluster close together, clusters around the middle."""
    groups: dict[int, list[int]] = defaultdict(list)
    for value in used:
        groups[-1 if value < 0 or cluster_of is None else cluster_of[value]].append(value)
    packed = {key: _packed({value: radii[value] + SPACING for value in group}) for key, group in groups.items()}
    extents = {
        key: max(math.hypot(*places[value]) + radii[value] for value in places) + 2 * SPACING
        for key, places in packed.items()
    }
    middles = _packed(extents)
    return {
        value: (middles[key][0] + x, middles[key][1] + y)
        for key, places in packed.items()
        for value, (x, y) in places.items()
    }


def _packed(radii: dict[int, float]) -> dict[int, tuple[float, float]]:
    """Pack circles without overlap, the largest in the middle, each as near to it as the earlier ones allow."""
    placed: dict[int, tuple[float, float]] = {}
    for key in sorted(radii, key=lambda key: (-radii[key], key)):
        placed[key] = _nearest_free(radii[key], placed, radii)
    return placed


def _nearest_free(
    radius: float, placed: dict[int, tuple[float, float]], radii: dict[int, float]
) -> tuple[float, float]:
    if not placed:
        return (0.0, 0.0)
    others = np.array([placed[key] for key in placed])
    reach = np.array([radii[key] for key in placed]) + radius
    angles = np.linspace(0, 2 * math.pi, 48, endpoint=False)
    ring = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    candidates = (others[:, None, :] + reach[:, None, None] * ring[None, :, :]).reshape(-1, 2)
    distances = np.hypot(*(candidates[:, None, :] - others[None, :, :]).transpose(2, 0, 1))
    free = candidates[(distances >= reach[None, :] - 1e-6).all(axis=1)]
    # Rounded, so that equally near places are told apart by order and not by the last bit.
    best = free[np.argmin(np.round(np.hypot(free[:, 0], free[:, 1]), 6))]
    return (float(best[0]), float(best[1]))


def _place(
    members: Sequence[tuple[int, ...]], centres: dict[int, tuple[float, float]], radii: dict[int, float]
) -> Points:
    """Spread each set of points with the same values in a sunflower around its place."""
    points = np.zeros((len(members), 2))
    sets: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for index, values in enumerate(members):
        sets[values].append(index)
    for values, indexes in sets.items():
        seeds = np.arange(len(indexes))
        start = HUB_RADIUS**2 if len(values) == 1 else 0
        distance = SPACING * np.sqrt(seeds + start)
        angles = seeds * GOLDEN_ANGLE
        x, y = _between(values, centres)
        points[indexes, 0] = x + distance * np.cos(angles)
        points[indexes, 1] = y + distance * np.sin(angles)
    return points


def _between(values: tuple[int, ...], centres: dict[int, tuple[float, float]]) -> tuple[float, float]:
    if len(values) == 1:
        return centres[values[0]]
    rest = (1 - PRIMARY_WEIGHT) / (len(values) - 1)
    weights = [PRIMARY_WEIGHT] + [rest] * (len(values) - 1)
    return (
        sum(weight * centres[value][0] for weight, value in zip(weights, values, strict=True)),
        sum(weight * centres[value][1] for weight, value in zip(weights, values, strict=True)),
    )


def _relaxed(points: Points, members: Sequence[tuple[int, ...]], centres: dict[int, tuple[float, float]]) -> Points:
    """Push overlapping points apart, and out of the hubs; points alone with a hub give way least."""
    mobility = np.array([0.3 if len(values) == 1 else 1.0 for values in members])
    hubs = np.array(list(centres.values()))
    moved = points.copy()
    for _ in range(RELAX_ROUNDS):
        pairs = cKDTree(moved).query_pairs(0.92 * SPACING, output_type="ndarray")
        if len(pairs):
            pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
            _push_apart(moved, pairs, mobility)
        away = moved[:, None, :] - hubs[None, :, :]
        distance = np.hypot(away[..., 0], away[..., 1])
        inside = distance < HUB_RADIUS
        if inside.any():
            scale = np.where(inside, (HUB_RADIUS - distance) / np.maximum(distance, 1e-6), 0)
            moved += (away * scale[..., None]).sum(axis=1)
    return moved


def _push_apart(moved: Points, pairs: npt.NDArray[np.int64], mobility: npt.NDArray[np.float64]) -> None:
    first, second = pairs[:, 0], pairs[:, 1]
    apart = moved[second] - moved[first]
    distance = np.hypot(apart[:, 0], apart[:, 1])
    # Two points on one spot part along an angle of their own, the same every time.
    angle = (first + second) * GOLDEN_ANGLE
    unit = np.where(
        distance[:, None] > 1e-9,
        apart / np.maximum(distance, 1e-9)[:, None],
        np.stack([np.cos(angle), np.sin(angle)], axis=1),
    )
    push = unit * ((SPACING - distance) / 2)[:, None]
    np.add.at(moved, first, -push * mobility[first][:, None])
    np.add.at(moved, second, push * mobility[second][:, None])


def _fitted(
    key: str,
    used: Sequence[int],
    centres: dict[int, tuple[float, float]],
    radii: dict[int, float],
    total: dict[int, int],
    points: Points,
) -> Layout:
    """Scale everything into the unit square, leaving a margin for the labels."""
    hubs = np.array([centres[value] for value in used])
    reach = np.array([radii[value] for value in used])[:, None]
    everything = np.concatenate([points, hubs - reach, hubs + reach])
    low, high = everything.min(axis=0), everything.max(axis=0)
    scale = (1 - 2 * MARGIN) / max(float((high - low).max()), 1e-9)
    middle = (low + high) / 2
    fitted = (points - middle) * scale + 0.5
    placed = (hubs - middle) * scale + 0.5
    centre = placed.mean(axis=0)
    return Layout(
        key=key,
        hubs=tuple(
            Hub(
                value=value,
                x=float(x),
                y=float(y),
                radius=radii[value] * scale,
                angle=math.atan2(y - centre[1], x - centre[0]),
                count=total[value],
            )
            for value, (x, y) in zip(used, placed, strict=True)
        ),
        points=fitted,
        spacing=SPACING * scale,
    )
