"""A network of which a few nodes changed: the others are taken over as they were, and stay where they were.

Making everything anew costs seconds at 100,000 nodes; this costs what copying the arrays costs.
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


def with_links(network: Network, *, declared: Iterable[Pair], similar: Iterable[Pair]) -> Network:
    """Return the network with links given by the nodes' ids; pairs with an end that is no node are left out."""
    return replace(network, declared_links=_links(network.ids, declared), similar_links=_links(network.ids, similar))


def patch_network(
    old: Network,
    fresh: Network,
    *,
    gone_ids: Collection[int],
    declared: Iterable[Pair],
    similar: Iterable[Pair],
    derive: Callable[[Facet], Sequence[Facet]],
) -> Network:
    """Return the old network with some nodes read anew, added or gone.

    Parameters
    ----------
    old : Network
        As it was, n nodes.
    fresh : Network
        The nodes that changed or are new, without links.
    gone_ids : collection of int
        Ids of nodes that are no more; ids the old network does not have are ignored.
    declared, similar : iterable of (int, int, float)
        All links that have an end among the fresh nodes, by ids, with their strength.
    derive : callable
        Gives for a facet that is no other one's the facets in its place: itself and those that follow from it.

    Returns
    -------
    Network
        Facets keep the order of their values, new values come last.

    Notes
    -----
    O(n + m) for n nodes and m links.
    """
    leaving = np.union1d(fresh.ids, np.fromiter(gone_ids, dtype=np.int64, count=len(gone_ids)))
    remaining = np.flatnonzero(~np.isin(old.ids, leaving))
    ids = np.concatenate([old.ids[remaining], fresh.ids])
    order = np.argsort(ids, kind="stable")
    merged = Network(
        ids=ids[order],
        names=_take([*_take(old.names, remaining), *fresh.names], order),
        organisations=_take([*_take(old.organisations, remaining), *fresh.organisations], order),
        states=np.concatenate([old.states[remaining], fresh.states])[order],
        facets=_facets(old, fresh, remaining, order, derive),
        numbers=tuple(_ordered(_merge_number(number, old, fresh, remaining), order) for number in old.numbers),
    )
    return with_links(
        merged,
        declared=[*_remaining_pairs(old.ids, old.declared_links, leaving), *declared],
        similar=[*_remaining_pairs(old.ids, old.similar_links, leaving), *similar],
    )


def prune_facet(facet: Facet) -> Facet:
    """Return a facet without the values that no node has.

    Parameters
    ----------
    facet : Facet
        Of n nodes; no other facet may follow from it, for such a one counts this one's values.

    Returns
    -------
    Facet
        The other values in their order, numbered anew.

    Notes
    -----
    O(n) for n nodes.

    Examples
    --------
    >>> prune_facet(Facet.of_lists("theme", ["a", "b", "c"], [[2], [0, 2]], is_multi=True)).values
    ('a', 'c')
    """
    used_values = np.unique(facet.items)
    values = tuple(facet.values[value] for value in used_values.tolist())
    return replace(facet, values=values, items=np.searchsorted(used_values, facet.items).astype(np.int64))


def renumber_hubs(layout: Layout, old: Facet, new: Facet) -> Layout:
    """Return a layout whose hubs have their values' numbers in another version of its facet.

    Parameters
    ----------
    layout : Layout
        Grouped by the facet `old`.
    old, new : Facet
        With other values, or in another order.

    Returns
    -------
    Layout
        Without the hubs of values that are no more; the hub of those who state nothing stays.

    Examples
    --------
    >>> from skillsnet.core.netmap.graph import Hub
    >>> old = Facet.of_lists("theme", ["a", "b"], [[1]], is_multi=True)
    >>> layout = Layout("theme", (Hub(1, 0.5, 0.5, 0.1, 0.0, 1),), np.array([[0.5, 0.5]]))
    >>> [hub.value for hub in renumber_hubs(layout, old, prune_facet(old)).hubs]
    [0]
    """
    numbers = {value: number for number, value in enumerate(new.values)}
    to = {number: numbers[value] for number, value in enumerate(old.values) if value in numbers}
    to[NOT_STATED] = NOT_STATED
    return replace(layout, hubs=tuple(replace(hub, value=to[hub.value]) for hub in layout.hubs if hub.value in to))


def move_nodes(
    layout: Layout, old: Network, new: Network, *, movers: Collection[int], companies: Sequence[Sequence[int]]
) -> Layout:
    """Return a layout of the new network in which only the movers and the newcomers stand elsewhere than before.

    Parameters
    ----------
    layout : Layout
        Of the old network.
    movers : collection of int
        Ids of nodes of the new network that have to find a place; newcomers must be among them.
    companies : sequence of sequence of int
        For each mover, in ascending order of ids, the ids of nodes it belongs to, of the old network.

    Returns
    -------
    Layout
        Each mover stands as near to the middle of its company as there is room, a spacing away from everybody.
    """
    moving = np.array(sorted(movers), dtype=np.int64)
    index_of = {int(pk): index for index, pk in enumerate(new.ids)}
    points = np.full((new.n, 2), np.nan)
    staying = np.isin(old.ids, np.setdiff1d(new.ids, moving))
    points[np.searchsorted(new.ids, old.ids[staying])] = layout.points[staying]
    fixed = points[~np.isnan(points[:, 0])]
    tree = cKDTree(fixed) if len(fixed) else None
    added: list[tuple[float, float]] = []
    for pk, company in zip(moving.tolist(), companies, strict=True):
        at = np.searchsorted(old.ids, np.asarray(company, dtype=np.int64))
        middle = layout.points[at].mean(axis=0) if len(at) else np.array([0.5, 0.5])
        added.append(_free_position(middle, tree, added, layout.spacing))
        points[index_of[pk]] = added[-1]
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


def _free_position(
    middle: npt.NDArray[np.float64], tree: "cKDTree | None", added: Sequence[tuple[float, float]], spacing: float
) -> tuple[float, float]:
    """Return the first seed of a sunflower around a middle that is a spacing away from all nodes."""
    seeds = np.arange(MOST_TRIES)
    distance = 0.5 * spacing * np.sqrt(seeds)
    positions = (
        middle + np.stack([np.cos(seeds * GOLDEN_ANGLE), np.sin(seeds * GOLDEN_ANGLE)], axis=1) * distance[:, None]
    )
    away = tree.query(positions)[0] if tree is not None else np.full(MOST_TRIES, np.inf)
    for x, y in added:
        away = np.minimum(away, np.hypot(positions[:, 0] - x, positions[:, 1] - y))
    inside = ((positions >= 0) & (positions <= 1)).all(axis=1)
    free = np.flatnonzero(inside & (away >= spacing * 0.999))
    best = int(free[0]) if len(free) else int(np.argmax(np.where(inside, away, -1)))
    return float(positions[best, 0]), float(positions[best, 1])


def changed_nodes(old: Network, new: Network, key: str, fresh: Collection[int]) -> set[int]:
    """Return which of the fresh ids have other values in a facet than before, newcomers included, those gone not."""
    old_facet, new_facet = old.facet(key), new.facet(key)
    changed_ids = set()
    for pk in fresh:
        old_node, new_node = _node_of(old.ids, pk), _node_of(new.ids, pk)
        if new_node is None or new_facet is None:
            continue
        if old_node is None or old_facet is None or _values(old_facet, old_node) != _values(new_facet, new_node):
            changed_ids.add(pk)
    return changed_ids


def changed_links(old: Network, new: Network, fresh: Collection[int]) -> set[int]:
    """Return which of the fresh ids have other declared links than before, newcomers included, those gone not."""
    old_neighbours, new_neighbours = _neighbours(old, fresh), _neighbours(new, fresh)
    return {
        pk
        for pk in fresh
        if _node_of(new.ids, pk) is not None
        and (_node_of(old.ids, pk) is None or old_neighbours.get(pk) != new_neighbours.get(pk))
    }


def _neighbours(network: Network, fresh: Collection[int]) -> dict[int, set[int]]:
    """Return whom each of the fresh ids has a declared link with."""
    if not len(network.declared_links.ends):
        return {}
    pairs = network.ids[network.declared_links.ends]
    fresh_pairs = pairs[np.isin(pairs, list(fresh)).any(axis=1)]
    neighbours: dict[int, set[int]] = {}
    for first, second in fresh_pairs.tolist():
        neighbours.setdefault(first, set()).add(second)
        neighbours.setdefault(second, set()).add(first)
    return neighbours


def _node_of(ids: Integers, pk: int) -> int | None:
    at = int(np.searchsorted(ids, pk))
    return at if at < len(ids) and ids[at] == pk else None


def company_of(facet: Facet | None, ids: Integers, network: Network, node: int) -> list[int]:
    """Return the ids, among given ones, of the nodes a node stands with: same values, else same main value.

    Parameters
    ----------
    facet : Facet or None
        Of the network; None where the grouping has no facet: then the nodes it has a declared link with.
    ids : array of int
        Ids of nodes that stand already.
    node : int
        Index in the network.
    """
    if facet is None:
        ends = network.declared_links.ends
        mates = np.concatenate([ends[ends[:, 0] == node, 1], ends[ends[:, 1] == node, 0]])
    else:
        same_main = np.flatnonzero(facet.main == facet.main[node])
        values = sorted(_values(facet, node))
        mates = np.array(
            [mate for mate in same_main[:2000] if sorted(_values(facet, int(mate))) == values and mate != node]
        )
        mates = mates if len(mates) else same_main[same_main != node]
    mate_ids = network.ids[mates.astype(np.int64)] if len(mates) else np.zeros(0, dtype=np.int64)
    return [int(pk) for pk in mate_ids[np.isin(mate_ids, ids)]]


def _values(facet: Facet, node: int) -> tuple[str, ...]:
    starts = facet.starts
    return tuple(facet.values[item] for item in facet.items[starts[node] : starts[node + 1]].tolist())


def _links(ids: Integers, pairs: Iterable[Pair]) -> Links:
    rows = list(pairs)
    if not rows or not len(ids):
        return Links.none()
    table = np.array(rows, dtype=np.float64)
    ends = table[:, :2].astype(np.int64)
    at = np.minimum(np.searchsorted(ids, ends), len(ids) - 1)
    is_known = (ids[at] == ends).all(axis=1)
    return Links.of_array(at[is_known], table[is_known, 2])


def _remaining_pairs(ids: Integers, links: Links, leaving: Integers) -> list[Pair]:
    ends = ids[links.ends] if len(links.ends) else links.ends
    remains = ~np.isin(ends, leaving).any(axis=1)
    if not remains.any():
        return []
    return list(zip(*ends[remains].T.tolist(), links.strengths[remains].tolist(), strict=True))


def _take(texts: Sequence[str], indexes: Integers) -> list[str]:
    return [texts[index] for index in indexes.tolist()]


def _merge_number(number: Number, old: Network, fresh: Network, remaining: Integers) -> Number:
    """Return a number of the remaining nodes and the fresh ones: as read anew, else as it was, 0 for newcomers."""
    anew = next((fresh_number.of_node for fresh_number in fresh.numbers if fresh_number.key == number.key), None)
    if anew is None:
        at = np.minimum(np.searchsorted(old.ids, fresh.ids), max(0, old.n - 1))
        is_old = old.ids[at] == fresh.ids if old.n else np.zeros(fresh.n, dtype=bool)
        anew = np.where(is_old, number.of_node[at], 0) if old.n else np.zeros(fresh.n, dtype=np.int64)
    return Number(number.key, np.concatenate([number.of_node[remaining], anew]))


def _ordered(number: Number, order: Integers) -> Number:
    return Number(number.key, number.of_node[order])


def _facets(
    old: Network, fresh: Network, remaining: Integers, order: Integers, derive: Callable[[Facet], Sequence[Facet]]
) -> tuple[Facet, ...]:
    base_facets = [facet for facet in old.facets if facet.within is None]
    merged = [_merge_facet(facet, fresh.facet(facet.key), fresh.n, remaining, order) for facet in base_facets]
    return tuple(derived for facet in merged for derived in derive(facet))


def _merge_facet(facet: Facet, fresh: Facet | None, fresh_count: int, remaining: Integers, order: Integers) -> Facet:
    """Return one facet's runs of the remaining nodes and the fresh ones, in the order of the new ids."""
    values = list(facet.values)
    if fresh is None:
        added_counts, added_items = np.zeros(fresh_count, dtype=np.int64), np.zeros(0, dtype=np.int64)
    else:
        numbers = {value: number for number, value in enumerate(values)}
        to = np.array([numbers.setdefault(value, len(numbers)) for value in fresh.values], dtype=np.int64)
        values = list(numbers)
        added_counts, added_items = fresh.counts, to[fresh.items] if len(fresh.items) else fresh.items
    old_counts, old_items = _runs(facet, remaining)
    counts, items = np.concatenate([old_counts, added_counts]), np.concatenate([old_items, added_items])
    merged = Facet(facet.key, tuple(values), counts, items, facet.is_multi, facet.within)
    counts, items = _runs(merged, order)
    return replace(merged, counts=counts, items=items)


def _runs(facet: Facet, nodes: Integers) -> tuple[Integers, Integers]:
    """Return the counts and items of some nodes, in their order."""
    counts = facet.counts[nodes]
    starts = np.repeat(facet.starts[:-1][nodes], counts)
    within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    return counts, facet.items[starts + within]
