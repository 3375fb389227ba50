"""Neighbourhoods of nodes that are alike."""

import math
import random
from collections import Counter

import igraph
import numpy as np
from scipy import sparse

from skillsnet.core.netmap.graph import NOT_STATED, Integers, Links

# Neighbourhoods smaller than this share of the nodes (and than three nodes) join the one they are nearest to.
LEAST_SHARE = 0.015
LEAST_POINTS = 3
ROUNDS = 10


def communities(links: Links, n: int, *, before: Integers | None = None, seed: int = 0) -> Integers:
    """Return the neighbourhood of each node.

    Parameters
    ----------
    links : Links
        Who is alike, and how much.
    n : int
        How many nodes there are.
    before : array of int, shape (n,), optional
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
    of the nodes (at least three) join the one they have the strongest links to. O(links) for each of ten rounds.

    Examples
    --------
    >>> links = Links.of_pairs([(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5)])
    >>> communities(links, 7).tolist()
    [0, 0, 0, 1, 1, 1, -1]
    """
    found = np.full(n, NOT_STATED, dtype=np.int64)
    if not len(links.ends):
        return found
    linked = np.unique(links.ends)
    graph = igraph.Graph(n=n, edges=links.ends.tolist())
    start = None if before is None else _numbered(before)
    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 (order of nodes, no secret)
    parted = graph.community_leiden(
        objective_function="modularity",
        weights=links.strengths.tolist(),
        resolution=1.0,
        n_iterations=ROUNDS,
        initial_membership=start,
    )
    labels = np.array(parted.membership, dtype=np.int64)
    found[linked] = labels[linked]
    found = _merged(found, links, n)
    return _by_size(found) if before is None else _as_before(found, before)


def _numbered(before: Integers) -> list[int]:
    """Return the last neighbourhoods, nodes without one each in one of its own."""
    labels = before.copy()
    alone = labels < 0
    labels[alone] = labels.max(initial=-1) + 1 + np.arange(int(alone.sum()))
    return [int(label) for label in np.unique(labels, return_inverse=True)[1]]


def _merged(found: Integers, links: Links, n: int) -> Integers:
    """Join neighbourhoods that are too small to the one they have the strongest links to, the smallest first."""
    found = found.copy()
    least = max(LEAST_POINTS, math.ceil(LEAST_SHARE * n)) if n > 2 * LEAST_POINTS else 2
    names, labels = np.unique(found, return_inverse=True)
    if names[0] == NOT_STATED:
        names, labels = names[1:], labels - 1
    if not len(names):
        return found
    one, other = labels[links.ends[:, 0]], labels[links.ends[:, 1]]
    shape = (len(names), len(names))
    between = sparse.coo_matrix((links.strengths, (one, other)), shape=shape).tocsr()
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
    lonely = np.isin(merged, np.flatnonzero((sizes > 0) & (sizes < min(least, LEAST_POINTS))))
    merged[lonely] = NOT_STATED
    return np.asarray(merged)


def _by_size(found: Integers) -> Integers:
    names, first, sizes = np.unique(found[found >= 0], return_index=True, return_counts=True)
    order = np.lexsort((first, -sizes))
    rank = {int(names[place]): number for number, place in enumerate(order)}
    return np.array([rank.get(int(label), NOT_STATED) for label in found], dtype=np.int64)


def _as_before(found: Integers, before: Integers) -> Integers:
    """Return numbers that stay with the neighbourhood most of their nodes are in; new ones fill the gaps."""
    both = (found >= 0) & (before >= 0)
    pairs = Counter(zip(found[both].tolist(), before[both].tolist(), strict=True))
    number: dict[int, int] = {}
    for (mine, old), _ in sorted(pairs.items(), key=lambda item: (-item[1], item[0])):
        if mine not in number and old not in number.values():
            number[mine] = old
    sizes = Counter(found[found >= 0].tolist())
    spare = iter([free for free in range(len(sizes) + int(before.max()) + 1) if free not in number.values()])
    for mine, _ in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        if mine not in number:
            number[mine] = next(spare)
    return np.array([number.get(int(label), NOT_STATED) for label in found], dtype=np.int64)
