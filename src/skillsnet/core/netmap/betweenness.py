"""How many of the shortest paths between others lead through each node."""

from bisect import bisect_left

import numpy as np
import rustworkx
from scipy import sparse
from scipy.sparse import csgraph
from scipy.sparse.linalg import spsolve_triangular

from skillsnet.core.netmap.adjacency import adjacency
from skillsnet.core.netmap.graph import Integers, Links, Reals

# Up to so many nodes the paths between all pairs are counted; beyond, those from a sample of nodes, drawn evenly.
EXACT_NODES = 3_000
SAMPLE_WORK = 30_000_000
LEAST_SAMPLE = 60
DIGITS = 6


def betweenness(n: int, links: Links) -> tuple[Reals, bool]:
    """Return how many shortest paths lead through each node, and whether the paths between all were counted.

    Parameters
    ----------
    n : int
    links : Links

    Returns
    -------
    array of float, shape (n,), and bool
        Rounded to six digits. Of a sample, the sum over the paths from its nodes, each path halved.

    Notes
    -----
    Freeman 1977; all pairs by Brandes ("A faster algorithm for betweenness centrality", 2001) up to 3,000 nodes, in
    one thread, so that sums do not depend on its order. Beyond, the paths from every so many-th of the linked nodes
    (Brandes and Pich, "Centrality estimation in large networks", 2007): O(links) for each. Deterministic.

    Examples
    --------
    >>> betweenness(4, Links.of_pairs([(0, 1), (1, 2), (2, 3)]))[0].tolist()
    [0.0, 2.0, 2.0, 0.0]
    """
    linked = np.unique(links.ends)
    if n <= EXACT_NODES or not len(linked):
        return np.round(_all_pairs(n, links), DIGITS), True
    sample = max(LEAST_SAMPLE, SAMPLE_WORK // (n + 2 * len(links.ends)))
    sources = linked[:: max(1, len(linked) // sample)]
    return np.round(_from_sources(n, links, sources), DIGITS), len(sources) == len(linked)


def _all_pairs(n: int, links: Links) -> Reals:
    graph = rustworkx.PyGraph()
    graph.add_nodes_from(range(n))
    graph.extend_from_edge_list([(first, second) for first, second in links.ends.tolist()])
    centralities = rustworkx.graph_betweenness_centrality(graph, normalized=False, parallel_threshold=n + 1)
    return np.array([centralities[node] for node in range(n)], dtype=np.float64)


def _from_sources(n: int, links: Links, sources: Integers) -> Reals:
    adjacent = adjacency(n, links)
    component_of = csgraph.connected_components(adjacent, directed=False)[1]
    nodes_by_component = np.argsort(component_of, kind="stable")
    bounds = np.searchsorted(component_of[nodes_by_component], np.arange(component_of.max() + 2))
    scores = np.zeros(n)
    for component in np.unique(component_of[sources]).tolist():
        nodes = nodes_by_component[bounds[component] : bounds[component + 1]]
        part = adjacent[nodes][:, nodes].tocsr()
        for source in np.searchsorted(nodes, sources[component_of[sources] == component]).tolist():
            scores[nodes] += _dependencies(part, source) / 2
    return scores


def _dependencies(adjacent: sparse.csr_matrix, source: int) -> Reals:
    """Return how much of the paths from the source leads through each node of a connected graph.

    Notes
    -----
    Brandes' two sums follow the steps from the source: how many paths lead to a node, and backwards how much depends
    on it. With the nodes in the order of a breadth-first search each sum is a triangular system.
    """
    order, predecessors = csgraph.breadth_first_order(adjacent, source, directed=False)
    position = np.empty(len(order), dtype=np.int32)
    position[order] = np.arange(len(order), dtype=np.int32)
    level = _levels(position[predecessors[order[1:]]].tolist())
    towards, origins = position[adjacent.indices], np.repeat(position, np.diff(adjacent.indptr))
    is_step = level[towards] == level[origins] + 1
    shape = (len(order), len(order))
    steps = sparse.csr_matrix((-np.ones(int(is_step.sum())), (towards[is_step], origins[is_step])), shape=shape)
    system = (sparse.identity(len(order), format="csr") + steps).tocsr()
    start = np.zeros(len(order))
    start[0] = 1
    path_counts = spsolve_triangular(system, start, lower=True, unit_diagonal=True)
    back = spsolve_triangular(system.T.tocsr(), 1 / path_counts, lower=False, unit_diagonal=True)
    dependency = path_counts * back - 1
    dependency[0] = 0
    return np.asarray(dependency[position])


def _levels(parents: list[int]) -> Integers:
    """Return the steps of each node from the first, from the positions of the parents of all but the first."""
    count = len(parents) + 1
    starts = [0, 1]
    # Children of a level begin where it ends.
    while starts[-1] < count:
        starts.append(1 + bisect_left(parents, starts[-1]))
    return np.repeat(np.arange(len(starts) - 1), np.diff(starts))
