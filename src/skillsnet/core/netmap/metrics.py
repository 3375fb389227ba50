"""What the network's ties say, in numbers that sentences are made of."""

from dataclasses import dataclass

import igraph
import numpy as np
import numpy.typing as npt
from scipy import sparse

from skillsnet.core.netmap.graph import NOT_STATED, Integers, Links, Number

# Ways between all pairs are counted up to so many nodes; beyond, ways from a sample of nodes, drawn evenly.
EXACT_POINTS = 3_000
SAMPLE_WORK = 30_000_000
LEAST_SAMPLE = 60
# Steps taken to tell how far everybody reaches; beyond, every so many-th node is asked.
REACH_WORK = 20_000_000
REACH_BLOCK = 500
FULL_SCALE = 65_535
NAMED = 10
# A node bridges when its ties reach at least so many neighbourhoods other than its own.
LEAST_REACHED = 1


@dataclass(frozen=True)
class Ranked:
    """A node and its number."""

    node: int
    number: int


@dataclass(frozen=True)
class Bridge:
    """A node whose ties join neighbourhoods.

    Attributes
    ----------
    node : int
    joins : tuple of int
        The neighbourhoods that it or its ties are in, its own first.
    share : float
        How many of the shortest ways between other nodes lead through it, as a share of the most, 0 to 1.
    """

    node: int
    joins: tuple[int, ...]
    share: float


@dataclass(frozen=True, eq=False)
class Metrics:
    """The network's ties in numbers.

    Attributes
    ----------
    n, ties : int
        Points, and declared ties between them.
    tied, isolated : int
        Points with a tie, and without.
    components : int
        Groups of two or more nodes that ties join.
    largest : int
        How many nodes the largest of them has.
    connected : tuple of Ranked
        The nodes with most ties, at most ten, ties by index.
    bridges : tuple of Bridge
        The nodes that join neighbourhoods best, at most ten; none where no tie leaves a neighbourhood.
    reach_median, reach_most : int
        How many others a tied node meets within two steps: the median and the most, of all or of a large sample
        and the best connected.
    isolated_nodes : array of int
        Who has no tie.
    numbers : tuple of Number
        For each node ``ties`` and ``bridge``, from 0 to 65,535 for the best bridge.
    is_exact : bool
        Whether bridges count the ways between all; else those from a sample of the nodes.
    """

    n: int
    ties: int
    tied: int
    isolated: int
    components: int
    largest: int
    connected: tuple[Ranked, ...]
    bridges: tuple[Bridge, ...]
    reach_median: int
    reach_most: int
    isolated_nodes: Integers
    numbers: tuple[Number, ...]
    is_exact: bool


def measure(n: int, ties: Links, communities: Integers) -> Metrics:
    """Return what the ties of n nodes say.

    Parameters
    ----------
    n : int
    ties : Links
        Declared ties.
    communities : array of int, shape (n,)
        The neighbourhood of each node, ``NOT_STATED`` for none.

    Returns
    -------
    Metrics

    Notes
    -----
    Bridges are nodes with ties into other neighbourhoods, by betweenness (Freeman 1977; Brandes 2001): over all
    ways up to 3,000 nodes, beyond over those from a sample (Brandes and Pich, "Centrality estimation in large
    networks", 2007), every so many-th of the nodes with ties. O(n ties) up to 3,000 nodes, then O(ties) for each
    of the sample. Deterministic.

    Examples
    --------
    >>> told = measure(5, Links.of_pairs([(0, 1), (1, 2), (2, 3)]), np.array([0, 0, 1, 1, 0]))
    >>> told.isolated, told.components, told.connected[0], [bridge.node for bridge in told.bridges]
    (1, 1, Ranked(node=1, number=2), [1, 2])
    """
    graph = igraph.Graph(n=n, edges=ties.ends.tolist())
    degree = np.bincount(ties.ends.ravel(), minlength=n)
    sizes = np.array([size for size in graph.connected_components().sizes() if size > 1], dtype=np.int64)
    score, is_exact = _between(graph, degree)
    bridging = np.where(_crossings(n, ties, communities) >= LEAST_REACHED, score, 0.0)
    best = float(bridging.max(initial=0.0))
    scaled = np.rint(bridging / best * FULL_SCALE).astype(np.int64) if best > 0 else np.zeros(n, dtype=np.int64)
    reach = _reach(ties, degree)
    return Metrics(
        n=n,
        ties=len(ties.ends),
        tied=int((degree > 0).sum()),
        isolated=int((degree == 0).sum()),
        components=len(sizes),
        largest=int(sizes.max(initial=0)),
        connected=tuple(Ranked(node, int(degree[node])) for node in _top(degree)),
        bridges=tuple(
            Bridge(node, _joins(node, graph, communities), round(float(bridging[node]) / best, 4))
            for node in _top(bridging)
        ),
        reach_median=int(np.median(reach)) if len(reach) else 0,
        reach_most=int(reach.max(initial=0)),
        isolated_nodes=np.flatnonzero(degree == 0),
        numbers=(Number("ties", np.minimum(degree, FULL_SCALE)), Number("bridge", scaled)),
        is_exact=is_exact,
    )


def _top(values: npt.NDArray[np.number]) -> list[int]:
    order = np.lexsort((np.arange(len(values)), -values))[:NAMED]
    return [int(node) for node in order if values[node] > 0]


def _between(graph: igraph.Graph, degree: Integers) -> tuple[npt.NDArray[np.float64], bool]:
    n, tied = len(degree), np.flatnonzero(degree)
    if n <= EXACT_POINTS or not len(tied):
        return np.asarray(np.round(graph.betweenness(directed=False), 6), dtype=np.float64), True
    sample = max(LEAST_SAMPLE, SAMPLE_WORK // (n + int(degree.sum())))
    chosen = tied[:: max(1, len(tied) // sample)]
    found = graph.betweenness(directed=False, sources=chosen.tolist())
    return np.asarray(np.round(found, 6), dtype=np.float64), len(chosen) == len(tied)


def _crossings(n: int, ties: Links, communities: Integers) -> Integers:
    """Return how many neighbourhoods other than its own each node's ties reach."""
    one = np.concatenate([ties.ends[:, 0], ties.ends[:, 1]])
    there = communities[np.concatenate([ties.ends[:, 1], ties.ends[:, 0]])]
    crosses = (there != communities[one]) & (there != NOT_STATED)
    span = int(communities.max(initial=0)) + 1
    pairs = np.unique(one[crosses] * span + there[crosses])
    return np.bincount(pairs // span, minlength=n)


def _joins(node: int, graph: igraph.Graph, communities: Integers) -> tuple[int, ...]:
    own = int(communities[node])
    others = sorted({int(communities[other]) for other in graph.neighbors(node)} - {own, NOT_STATED})
    return ((own,) if own != NOT_STATED else ()) + tuple(others)


def _reach(ties: Links, degree: Integers) -> Integers:
    """Return how many others each tied node meets within two steps; of many, a sample and the best connected."""
    tied = np.flatnonzero(degree)
    one = np.concatenate([ties.ends[:, 0], ties.ends[:, 1]])
    other = np.concatenate([ties.ends[:, 1], ties.ends[:, 0]])
    n = len(degree)
    adjacent = sparse.csr_matrix((np.ones(len(one), dtype=np.int32), (one, other)), shape=(n, n))
    steps = adjacent @ degree
    if int(steps.sum()) > REACH_WORK:
        every = -(-int(steps.sum()) // REACH_WORK)
        tied = np.unique(np.concatenate([tied[::every], _top(degree)])).astype(np.int64)
    found = []
    for first in range(0, len(tied), REACH_BLOCK):
        mine = adjacent[tied[first : first + REACH_BLOCK]]
        within = ((mine @ adjacent) + mine).tocsr()
        # Everybody comes back to themselves in two steps.
        found.append(np.diff(within.indptr) - 1)
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)
