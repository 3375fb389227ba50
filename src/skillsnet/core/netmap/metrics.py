"""What the network's declared links say, in numbers that sentences are made of."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse import csgraph

from skillsnet.core.netmap.adjacency import adjacency
from skillsnet.core.netmap.betweenness import betweenness
from skillsnet.core.netmap.graph import NOT_STATED, Integers, Links, Number

# Steps taken to tell how far everybody reaches; beyond, every so many-th node is asked.
REACH_WORK = 20_000_000
REACH_BLOCK = 500
FULL_SCALE = 65_535
MOST_RANKED = 10
# A node bridges when its links reach at least so many neighbourhoods other than its own.
LEAST_REACHED = 1


@dataclass(frozen=True)
class RankedNode:
    """A node and its number."""

    node: int
    number: int


@dataclass(frozen=True)
class Bridge:
    """A node whose links join neighbourhoods.

    Attributes
    ----------
    node : int
    joins : tuple of int
        The neighbourhoods that it or its neighbours are in, its own first.
    share : float
        How many of the shortest paths between other nodes lead through it, as a share of the most, 0 to 1.
    """

    node: int
    joins: tuple[int, ...]
    share: float


@dataclass(frozen=True, eq=False)
class LinkMetrics:
    """The network's declared links in numbers.

    Attributes
    ----------
    n, links : int
        Nodes, and declared links between them.
    linked, isolated : int
        How many nodes have a link, and have none.
    components : int
        Groups of two or more nodes that links join.
    largest : int
        How many nodes the largest of them has.
    connected : tuple of RankedNode
        The nodes with most links, at most ten, of equals the first.
    bridges : tuple of Bridge
        The nodes that join neighbourhoods best, at most ten; none where no link leaves a neighbourhood.
    reach_median, reach_most : int
        How many others a linked node meets within two steps: the median and the most, of all or of a large sample
        and the best connected.
    isolated_nodes : array of int
        Who has no link.
    numbers : tuple of Number
        For each node ``ties`` and ``bridge``, from 0 to 65,535 for the best bridge.
    is_exact : bool
        Whether bridges count the paths between all; else those from a sample of the nodes.
    """

    n: int
    links: int
    linked: int
    isolated: int
    components: int
    largest: int
    connected: tuple[RankedNode, ...]
    bridges: tuple[Bridge, ...]
    reach_median: int
    reach_most: int
    isolated_nodes: Integers
    numbers: tuple[Number, ...]
    is_exact: bool


def measure(n: int, links: Links, communities: Integers) -> LinkMetrics:
    """Return what the links of n nodes say.

    Parameters
    ----------
    n : int
    links : Links
        Declared links.
    communities : array of int, shape (n,)
        The neighbourhood of each node, ``NOT_STATED`` for none.

    Returns
    -------
    LinkMetrics

    Notes
    -----
    Bridges are nodes with links into other neighbourhoods, by `betweenness`: over all paths up to 3,000 nodes, beyond
    over those from a sample. O(n links) up to 3,000 nodes, then O(links) for each of the sample. Deterministic.

    Examples
    --------
    >>> metrics = measure(5, Links.of_pairs([(0, 1), (1, 2), (2, 3)]), np.array([0, 0, 1, 1, 0]))
    >>> metrics.isolated, metrics.components, metrics.connected[0], [bridge.node for bridge in metrics.bridges]
    (1, 1, RankedNode(node=1, number=2), [1, 2])
    """
    adjacent = adjacency(n, links)
    degree = np.bincount(links.ends.ravel(), minlength=n)
    sizes = np.bincount(csgraph.connected_components(adjacent, directed=False)[1], minlength=1)
    sizes = sizes[sizes > 1]
    score, is_exact = betweenness(n, links)
    bridging = np.where(_crossings(n, links, communities) >= LEAST_REACHED, score, 0.0)
    best = float(bridging.max(initial=0.0))
    scaled = np.rint(bridging / best * FULL_SCALE).astype(np.int64) if best > 0 else np.zeros(n, dtype=np.int64)
    reach = _reach(adjacent, degree)
    return LinkMetrics(
        n=n,
        links=len(links.ends),
        linked=int((degree > 0).sum()),
        isolated=int((degree == 0).sum()),
        components=len(sizes),
        largest=int(sizes.max(initial=0)),
        connected=tuple(RankedNode(node, int(degree[node])) for node in _top(degree)),
        bridges=tuple(
            Bridge(node, _joins(node, adjacent, communities), round(float(bridging[node]) / best, 4))
            for node in _top(bridging)
        ),
        reach_median=int(np.median(reach)) if len(reach) else 0,
        reach_most=int(reach.max(initial=0)),
        isolated_nodes=np.flatnonzero(degree == 0),
        numbers=(Number("ties", np.minimum(degree, FULL_SCALE)), Number("bridge", scaled)),
        is_exact=is_exact,
    )


def _top(values: npt.NDArray[np.number]) -> list[int]:
    order = np.lexsort((np.arange(len(values)), -values))[:MOST_RANKED]
    return [int(node) for node in order if values[node] > 0]


def _crossings(n: int, links: Links, communities: Integers) -> Integers:
    """Return how many neighbourhoods other than its own each node's links reach."""
    nodes = np.concatenate([links.ends[:, 0], links.ends[:, 1]])
    neighbour_communities = communities[np.concatenate([links.ends[:, 1], links.ends[:, 0]])]
    crosses = (neighbour_communities != communities[nodes]) & (neighbour_communities != NOT_STATED)
    span = int(communities.max(initial=0)) + 1
    pairs = np.unique(nodes[crosses] * span + neighbour_communities[crosses])
    return np.bincount(pairs // span, minlength=n)


def _joins(node: int, adjacent: sparse.csr_matrix, communities: Integers) -> tuple[int, ...]:
    own_community = int(communities[node])
    neighbours = adjacent.indices[adjacent.indptr[node] : adjacent.indptr[node + 1]]
    neighbour_communities = set(communities[neighbours].tolist())
    joined_communities = sorted(neighbour_communities - {own_community, NOT_STATED})
    return ((own_community,) if own_community != NOT_STATED else ()) + tuple(joined_communities)


def _reach(adjacent: sparse.csr_matrix, degree: Integers) -> Integers:
    """Return how many others each linked node meets within two steps; of many, a sample and the best connected."""
    starts = np.flatnonzero(degree)
    steps = adjacent @ degree
    if int(steps.sum()) > REACH_WORK:
        every = -(-int(steps.sum()) // REACH_WORK)
        starts = np.unique(np.concatenate([starts[::every], _top(degree)])).astype(np.int64)
    counts = []
    for first in range(0, len(starts), REACH_BLOCK):
        block = adjacent[starts[first : first + REACH_BLOCK]]
        within = ((block @ adjacent) + block).tocsr()
        # Everybody comes back to themselves in two steps.
        counts.append(np.diff(within.indptr) - 1)
    return np.concatenate(counts) if counts else np.zeros(0, dtype=np.int64)
