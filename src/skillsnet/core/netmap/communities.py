"""Neighbourhoods of nodes that are alike."""

import math
from collections import Counter

import graspologic_native
import numpy as np
from scipy import sparse

from skillsnet.core.netmap.adjacency import adjacency
from skillsnet.core.netmap.graph import NOT_STATED, Integers, Links

# Neighbourhoods smaller than this share of the nodes (and than three nodes) join the one they are nearest to.
LEAST_SHARE = 0.015
LEAST_POINTS = 3
# Passes over the network, from nothing and from the last neighbourhoods, and how readily one takes a step that is not
# the best.
ROUNDS, LATER_ROUNDS = 5, 2
RANDOMNESS = 0.01


def communities(links: Links, n: int, *, previous: Integers | None = None, seed: int = 0) -> Integers:
    """Return the neighbourhood of each node.

    Parameters
    ----------
    links : Links
        Who is alike, and how much.
    n : int
        How many nodes there are.
    previous : array of int, shape (n,), optional
        The last neighbourhoods, ``NOT_STATED`` for newcomers and for nodes that had none; numbers stay with the
        neighbourhood that most of their nodes are in now.
    seed : int
        For the order in which nodes are looked at.

    Returns
    -------
    array of int, shape (n,)
        Numbered from 0 without gaps, the largest first; ``NOT_STATED`` for nodes without a link.

    Notes
    -----
    Traag, Waltman and van Eck, "From Louvain to Leiden", Scientific Reports 9, 2019, maximising modularity at
    resolution 1, from the last neighbourhoods where there are some. Neighbourhoods of fewer than 1.5 %
    of the nodes (at least three) join the one they have the strongest links to. O(links) for each of five rounds.

    Examples
    --------
    >>> links = Links.of_pairs([(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5)])
    >>> communities(links, 7).tolist()
    [0, 0, 0, 1, 1, 1, -1]
    """
    labels = np.full(n, NOT_STATED, dtype=np.int64)
    if not len(links.ends):
        return labels
    linked = np.unique(links.ends)
    memberships = (
        _leiden(links, n, seed) if previous is None else _leiden_from(links, _initial_membership(previous), seed)
    )
    labels[linked] = memberships[linked]
    labels = _merge_small(labels, links, n)
    return _by_size(labels) if previous is None else _keep_numbers(labels, previous)


def _leiden(links: Links, n: int, seed: int) -> Integers:
    """Return the community of each node; numbers of nodes without a link mean nothing."""
    adjacent = adjacency(n, links, weights=links.strengths)
    _quality, community_of = graspologic_native.leiden_csr(
        adjacent.indptr.astype(np.int64),
        adjacent.indices.astype(np.int32),
        adjacent.data.astype(np.float64),
        n,
        iterations=ROUNDS,
        randomness=RANDOMNESS,
        seed=seed,
    )
    return np.fromiter((community_of.get(node, 0) for node in range(n)), dtype=np.int64, count=n)


def _leiden_from(links: Links, start: list[int], seed: int) -> Integers:
    """Return the community of each node, found from those that they start in."""
    names = [str(node) for node in range(len(start))]
    edges = [
        (names[first], names[second], strength)
        for (first, second), strength in zip(links.ends.tolist(), links.strengths.tolist(), strict=True)
    ]
    linked = np.unique(links.ends).tolist()
    _quality, community_of = graspologic_native.leiden(
        edges,
        {names[node]: start[node] for node in linked},
        iterations=LATER_ROUNDS,
        randomness=RANDOMNESS,
        seed=seed,
    )
    return np.array([community_of.get(name, 0) for name in names], dtype=np.int64)


def _initial_membership(previous: Integers) -> list[int]:
    """Return the last neighbourhoods, nodes without one each in one of its own."""
    previous_labels = previous.copy()
    alone = previous_labels < 0
    previous_labels[alone] = previous_labels.max(initial=-1) + 1 + np.arange(int(alone.sum()))
    return [int(label) for label in np.unique(previous_labels, return_inverse=True)[1]]


def _merge_small(community_of: Integers, links: Links, n: int) -> Integers:
    """Join neighbourhoods that are too small to the one they have the strongest links to, the smallest first."""
    community_of = community_of.copy()
    least = max(LEAST_POINTS, math.ceil(LEAST_SHARE * n)) if n > 2 * LEAST_POINTS else 2
    names, labels = np.unique(community_of, return_inverse=True)
    if names[0] == NOT_STATED:
        names, labels = names[1:], labels - 1
    if not len(names):
        return community_of
    first, second = labels[links.ends[:, 0]], labels[links.ends[:, 1]]
    shape = (len(names), len(names))
    between = sparse.coo_matrix((links.strengths, (first, second)), shape=shape).tocsr()
    between = (between + between.T).tolil()
    sizes = np.bincount(labels[labels >= 0], minlength=len(names))
    into = np.arange(len(names))
    for small in np.argsort(sizes, kind="stable").tolist():
        if sizes[small] >= least or (sizes > 0).sum() == 1:
            continue
        row = between.getrow(small).toarray().ravel()
        row[small] = 0
        # Without a link to another one it stays, if it is a neighbourhood at all.
        if row.max() <= 0:
            continue
        target = int(np.argmax(row))
        between[target, :] = between[target, :] + between[small, :]
        between[:, target] = between[:, target] + between[:, small]
        between[small, :] = 0
        between[:, small] = 0
        sizes[target] += sizes[small]
        sizes[small] = 0
        into[into == small] = target
    merged = np.where(labels >= 0, into[np.maximum(labels, 0)], NOT_STATED)
    is_too_small = np.isin(merged, np.flatnonzero((sizes > 0) & (sizes < min(least, LEAST_POINTS))))
    merged[is_too_small] = NOT_STATED
    return np.asarray(merged)


def _by_size(labels: Integers) -> Integers:
    names, first, sizes = np.unique(labels[labels >= 0], return_index=True, return_counts=True)
    order = np.lexsort((first, -sizes))
    rank = {int(names[index]): number for number, index in enumerate(order)}
    return np.array([rank.get(int(label), NOT_STATED) for label in labels], dtype=np.int64)


def _keep_numbers(labels: Integers, previous: Integers) -> Integers:
    """Return numbers that stay with the neighbourhood most of their nodes are in; new ones fill the gaps."""
    in_both = (labels >= 0) & (previous >= 0)
    pairs = Counter(zip(labels[in_both].tolist(), previous[in_both].tolist(), strict=True))
    number: dict[int, int] = {}
    for (new, old), _ in sorted(pairs.items(), key=lambda item: (-item[1], item[0])):
        if new not in number and old not in number.values():
            number[new] = old
    sizes = Counter(labels[labels >= 0].tolist())
    spare = iter([free for free in range(len(sizes) + int(previous.max()) + 1) if free not in number.values()])
    for new, _ in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        if new not in number:
            number[new] = next(spare)
    return np.array([number.get(int(label), NOT_STATED) for label in labels], dtype=np.int64)
