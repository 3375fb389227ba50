"""Links as a symmetric matrix."""

import numpy as np
from scipy import sparse

from skillsnet.core.netmap.graph import Links, Reals


def adjacency(n: int, links: Links, *, weights: Reals | None = None) -> sparse.csr_matrix:
    """Return the matrix of n nodes, shape (n, n), that has each link in both directions.

    Parameters
    ----------
    n : int
    links : Links
    weights : array of float, shape (links,), optional
        The value of each link; 1 where it is left out.
    """
    first, second = links.ends.T
    values = np.ones(len(links.ends)) if weights is None else weights
    ends = (np.concatenate([first, second]), np.concatenate([second, first]))
    return sparse.csr_matrix((np.tile(values, 2), ends), shape=(n, n))
