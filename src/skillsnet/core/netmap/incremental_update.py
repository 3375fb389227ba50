"""A network of which a few points changed: the rest is taken over as it was, and stands where it stood.

Making everything anew costs seconds at 100,000 points; this costs what copying the arrays costs.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from skillsnet.core.netmap.graph import (
    GOLDEN_ANGLE,
    NOT_STATED,
    Discs,
    Facet,
    Integers,
    Layout,
    Links,
    Network,
    Number,
    Points,
)

Pair = tuple[int, int, float]
MOST_TRIES = 4000


def linked(network: Network, *, ties: Iterable[Pair], likeness: Iterable[Pair]) -> Network:
    """Return the network with links given by the points' ids; pairs with an end that is no point are left out."""
    return replace(network, ties=_links(network.ids, ties), likeness=_links(network.ids, likeness))


def patched(
    old: Network,
    fresh: Network,
    *,
    gone: Collection[int],
    ties: Iterable[Pair],
    likeness: Iterable[Pair],
    derive: Callable[[Facet], Sequence[Facet]],
) -> Network:
    """Return the old network with some points read anew, added or gone.

    Parameters
    ----------
    old : Network
        As it was, n points.
    fresh : Network
        The points that changed or are new, without links.
    gone : collection of int
        Ids of points that are no more; ids the old network does not have are ignored.
    ties, likeness : iterable of (int, int, float)
        All links that have an end among the fresh points, by ids, with their strength.
    derive : callable
        Gives for a facet that is no other one's the facets in its place: itself and those that follow from it.

    Returns
    -------
    Network
        Facets keep the order of their values, new values come last.

    Notes
    -----
    O(n + m) for n points and m links.
    """
    leaving = np.union1d(fresh.ids, np.fromiter(gone, dtype=np.int64, count=len(gone)))
    kept = np.flatnonzero(~np.isin(old.ids, leaving))
    ids = np.concatenate([old.ids[kept], fresh.ids])
    order = np.argsort(ids, kind="stable")
    merged = Network(
        ids=ids[order],
        names=_picked([*_at(old.names, kept), *fresh.names], order),
        organisations=_picked([*_at(old.organisations, kept), *fresh.organisations], order),
        states=np.concatenate([old.states[kept], fresh.states])[order],
        facets=_facets(old, fresh, kept, order, derive),
        numbers=tuple(_ordered(_number(number, old, fresh, kept), order) for number in old.numbers),
    )
    stay = {name: _kept_pairs(old.ids, getattr(old, name), leaving) for name in ("ties", "likeness")}
    return linked(merged, ties=[*stay["ties"], *ties], likeness=[*stay["likeness"], *likeness])


def pruned(facet: Facet) -> Facet:
    """Return a facet without the values that no point has.

    Parameters
    ----------
    facet : Facet
        Of n points; no other facet may follow from it, for such a one counts this one's values.

    Returns
    -------
    Facet
        The other values in their order, numbered anew.

    Notes
    -----
    O(n) for n points.

    Examples
    --------
    >>> pruned(Facet.of_lists("theme", ["a", "b", "c"], [[2], [0, 2]], is_multi=True)).values
    ('a', 'c')
    """
    held = np.unique(facet.items)
    values = tuple(facet.values[value] for value in held.tolist())
    return replace(facet, values=values, items=np.searchsorted(held, facet.items).astype(np.int64))


def renumbered(layout: Layout, before: Facet, now: Facet) -> Layout:
    """Return a layout whose hubs tell their values by their numbers in another version of its facet.

    Parameters
    ----------
    layout : Layout
        Grouped by the facet `before`.
    before, now : Facet
        With other values, or in another order.

    Returns
    -------
    Layout
        Without the hubs of values that are no more; the hub of those who state nothing stays.

    Examples
    --------
    >>> from skillsnet.core.netmap.graph import Hub
    >>> was = Facet.of_lists("theme", ["a", "b"], [[1]], is_multi=True)
    >>> placed = Layout("theme", (Hub(1, 0.5, 0.5, 0.1, 0.0, 1),), np.array([[0.5, 0.5]]))
    >>> [hub.value for hub in renumbered(placed, was, pruned(was)).hubs]
    [0]
    """
    place = {value: index for index, value in enumerate(now.values)}
    to = {index: place[value] for index, value in enumerate(before.values) if value in place}
    to[NOT_STATED] = NOT_STATED
    return replace(layout, hubs=tuple(replace(hub, value=to[hub.value]) for hub in layout.hubs if hub.value in to))


def replaced(
    layout: Layout, old: Network, new: Network, *, movers: Collection[int], near: Sequence[Sequence[int]]
) -> Layout:
    """Return a layout of the new network in which only the movers and the newcomers stand elsewhere than before.

    Parameters
    ----------
    layout : Layout
        Of the old network.
    movers : collection of int
        Ids of points of the new network that have to find a place; newcomers must be among them.
    near : sequence of sequence of int
        For each mover, in ascending order of ids, the ids of points it belongs to, of the old network.

    Returns
    -------
    Layout
        Each mover stands as near to the middle of its company as there is room, a spacing away from everybody.
    """
    moving = np.array(sorted(movers), dtype=np.int64)
    place_of = {int(pk): index for index, pk in enumerate(new.ids)}
    points = np.full((new.n, 2), np.nan)
    staying = np.isin(old.ids, np.setdiff1d(new.ids, moving))
    points[np.searchsorted(new.ids, old.ids[staying])] = layout.points[staying]
    standing = points[~np.isnan(points[:, 0])]
    tree = cKDTree(standing) if len(standing) else None
    added: list[tuple[float, float]] = []
    for pk, company in zip(moving.tolist(), near, strict=True):
        at = np.searchsorted(old.ids, np.asarray(company, dtype=np.int64))
        middle = layout.points[at].mean(axis=0) if len(at) else np.array([0.5, 0.5])
        added.append(_free_place(middle, tree, added, layout.spacing))
        points[place_of[pk]] = added[-1]
    points = np.clip(points, 0, 1)
    return replace(layout, points=points, discs=_discs(layout, old, new, moving, points))


def _discs(layout: Layout, old: Network, new: Network, moving: Integers, points: Points) -> Discs | None:
    """Return the discs of before, and for each mover one of its own."""
    if layout.discs is None:
        return None
    of_node, seeds = np.zeros(new.n, dtype=np.int64), np.zeros(new.n, dtype=np.int64)
    staying = np.flatnonzero(np.isin(old.ids, np.setdiff1d(new.ids, moving)))
    at = np.searchsorted(new.ids, old.ids[staying])
    of_node[at], seeds[at] = layout.discs.of_node[staying], layout.discs.seeds[staying]
    at = np.searchsorted(new.ids, moving)
    of_node[at] = len(layout.discs.centres) + np.arange(len(moving))
    centres = np.concatenate([layout.discs.centres, points[at]])
    starts = np.concatenate([layout.discs.starts, np.zeros(len(moving))])
    return Discs(centres, starts, of_node, seeds, layout.discs.pitch)


def _free_place(
    middle: npt.NDArray[np.float64], tree: "cKDTree | None", added: Sequence[tuple[float, float]], spacing: float
) -> tuple[float, float]:
    """Return the first seed of a sunflower around a place that is a spacing away from all points."""
    seeds = np.arange(MOST_TRIES)
    distance = 0.5 * spacing * np.sqrt(seeds)
    places = middle + np.stack([np.cos(seeds * GOLDEN_ANGLE), np.sin(seeds * GOLDEN_ANGLE)], axis=1) * distance[:, None]
    away = tree.query(places)[0] if tree is not None else np.full(MOST_TRIES, np.inf)
    for x, y in added:
        away = np.minimum(away, np.hypot(places[:, 0] - x, places[:, 1] - y))
    inside = ((places >= 0) & (places <= 1)).all(axis=1)
    free = np.flatnonzero(inside & (away >= spacing * 0.999))
    best = int(free[0]) if len(free) else int(np.argmax(np.where(inside, away, -1)))
    return float(places[best, 0]), float(places[best, 1])


def changed_nodes(old: Network, new: Network, key: str, fresh: Collection[int]) -> set[int]:
    """Return which of the fresh ids have other values in a facet than before, newcomers included, those gone not."""
    before, after = old.facet(key), new.facet(key)
    found = set()
    for pk in fresh:
        was, now = _place(old.ids, pk), _place(new.ids, pk)
        if now is None or after is None:
            continue
        if was is None or before is None or _values(before, was) != _values(after, now):
            found.add(pk)
    return found


def changed_ties(old: Network, new: Network, fresh: Collection[int]) -> set[int]:
    """Return which of the fresh ids have other ties than before, newcomers included, those gone not."""
    before, after = _mates(old, fresh), _mates(new, fresh)
    return {
        pk
        for pk in fresh
        if _place(new.ids, pk) is not None and (_place(old.ids, pk) is None or before.get(pk) != after.get(pk))
    }


def _mates(network: Network, fresh: Collection[int]) -> dict[int, set[int]]:
    """Return whom each of the fresh ids has a tie with."""
    if not len(network.ties.ends):
        return {}
    pairs = network.ids[network.ties.ends]
    touching = pairs[np.isin(pairs, list(fresh)).any(axis=1)]
    found: dict[int, set[int]] = {}
    for one, other in touching.tolist():
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


def _place(ids: Integers, pk: int) -> int | None:
    at = int(np.searchsorted(ids, pk))
    return at if at < len(ids) and ids[at] == pk else None


def company_of(facet: Facet | None, ids: Integers, network: Network, point: int) -> list[int]:
    """Return the ids, among given ones, of the points a point stands with: same values, else same main value.

    Parameters
    ----------
    facet : Facet or None
        Of the network; None where the grouping has no facet: then the points it is tied to.
    ids : array of int
        Ids of points that stand already.
    point : int
        Index in the network.
    """
    if facet is None:
        ends = network.ties.ends
        mates = np.concatenate([ends[ends[:, 0] == point, 1], ends[ends[:, 1] == point, 0]])
    else:
        same_main = np.flatnonzero(facet.main == facet.main[point])
        values = sorted(_values(facet, point))
        mates = np.array(
            [other for other in same_main[:2000] if sorted(_values(facet, int(other))) == values and other != point]
        )
        mates = mates if len(mates) else same_main[same_main != point]
    found = network.ids[mates.astype(np.int64)] if len(mates) else np.zeros(0, dtype=np.int64)
    return [int(pk) for pk in found[np.isin(found, ids)]]


def _values(facet: Facet, point: int) -> tuple[str, ...]:
    starts = facet.starts
    return tuple(facet.values[item] for item in facet.items[starts[point] : starts[point + 1]].tolist())


def _links(ids: Integers, pairs: Iterable[Pair]) -> Links:
    rows = list(pairs)
    if not rows or not len(ids):
        return Links.none()
    table = np.array(rows, dtype=np.float64)
    ends = table[:, :2].astype(np.int64)
    at = np.minimum(np.searchsorted(ids, ends), len(ids) - 1)
    is_known = (ids[at] == ends).all(axis=1)
    return Links.of_array(at[is_known], table[is_known, 2])


def _kept_pairs(ids: Integers, links: Links, leaving: Integers) -> list[Pair]:
    ends = ids[links.ends] if len(links.ends) else links.ends
    stays = ~np.isin(ends, leaving).any(axis=1)
    return list(zip(*ends[stays].T.tolist(), links.strengths[stays].tolist(), strict=True)) if stays.any() else []


def _at(texts: Sequence[str], places: Integers) -> list[str]:
    return [texts[place] for place in places.tolist()]


def _picked(texts: Sequence[str], order: Integers) -> list[str]:
    return [texts[place] for place in order.tolist()]


def _number(number: Number, old: Network, fresh: Network, kept: Integers) -> Number:
    """Return a number of the kept points and the fresh ones: as read anew, else as it was, 0 for newcomers."""
    anew = next((found.of_node for found in fresh.numbers if found.key == number.key), None)
    if anew is None:
        at = np.minimum(np.searchsorted(old.ids, fresh.ids), max(0, old.n - 1))
        is_old = old.ids[at] == fresh.ids if old.n else np.zeros(fresh.n, dtype=bool)
        anew = np.where(is_old, number.of_node[at], 0) if old.n else np.zeros(fresh.n, dtype=np.int64)
    return Number(number.key, np.concatenate([number.of_node[kept], anew]))


def _ordered(number: Number, order: Integers) -> Number:
    return Number(number.key, number.of_node[order])


def _facets(
    old: Network, fresh: Network, kept: Integers, order: Integers, derive: Callable[[Facet], Sequence[Facet]]
) -> tuple[Facet, ...]:
    stored = [facet for facet in old.facets if facet.within is None]
    joined = [_joined(facet, fresh.facet(facet.key), fresh.n, kept, order) for facet in stored]
    return tuple(found for facet in joined for found in derive(facet))


def _joined(facet: Facet, other: Facet | None, newcomers: int, kept: Integers, order: Integers) -> Facet:
    """Return one facet's runs of the kept points and the fresh ones, in the order of the new ids."""
    values = list(facet.values)
    if other is None:
        added_counts, added_items = np.zeros(newcomers, dtype=np.int64), np.zeros(0, dtype=np.int64)
    else:
        place = {value: index for index, value in enumerate(values)}
        to = np.array([place.setdefault(value, len(place)) for value in other.values], dtype=np.int64)
        values = list(place)
        added_counts, added_items = other.counts, to[other.items] if len(other.items) else other.items
    kept_counts, kept_items = _runs(facet, kept)
    counts, items = np.concatenate([kept_counts, added_counts]), np.concatenate([kept_items, added_items])
    joined = Facet(facet.key, tuple(values), counts, items, facet.is_multi, facet.within)
    counts, items = _runs(joined, order)
    return replace(joined, counts=counts, items=items)


def _runs(facet: Facet, points: Integers) -> tuple[Integers, Integers]:
    """Return the counts and items of some points, in their order."""
    counts = facet.counts[points]
    starts = np.repeat(facet.starts[:-1][points], counts)
    within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    return counts, facet.items[starts + within]
