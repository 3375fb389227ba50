"""Each row's nearest other rows by cosine: all of them compared for thousands, by cells for a hundred thousand."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from skillsnet.core.netmap.graph import Integers, Links

Rows = npt.NDArray[np.float32]
# Up to so many rows every pair is compared.
EXACT = 6_000
# Rows in a cell, and how many nearest cells of a cell are searched beside it.
CELL = 220
PROBED = 12
CENTRE_ROUNDS = 6
BLOCK_NUMBERS = 6_000_000


@dataclass(frozen=True, eq=False)
class Neighbours:
    """Nearest others of n rows, nearest first.

    Attributes
    ----------
    rows : array of int, shape (n, k)
    cosines : array of float, shape (n, k)
    """

    rows: Integers
    cosines: Rows

    def links(self, *, least: float = 0.0) -> Links:
        """Return them as links with the cosine as strength, without those weaker than the least or not above 0."""
        n, k = self.rows.shape
        first, second, strength = np.repeat(np.arange(n), k), self.rows.ravel(), self.cosines.ravel()
        keep = (strength >= least) & (strength > 0) & (first != second)
        lower, higher = np.minimum(first, second)[keep], np.maximum(first, second)[keep]
        codes, at = np.unique(lower * n + higher, return_index=True)
        ends = np.stack([codes // max(n, 1), codes % max(n, 1)], axis=1)
        return Links(ends, np.minimum(strength[keep][at].astype(np.float64), 1.0))


def nearest(vectors: npt.NDArray[np.floating], k: int = 15, *, seed: int = 0) -> Neighbours:
    """Return the k nearest other rows of each.

    Parameters
    ----------
    vectors : array of float, shape (n, d)
        Rows of length 1 (or 0).
    k : int
        At most n - 1 are returned.
    seed : int
        For the cells' first centres.

    Returns
    -------
    Neighbours

    Notes
    -----
    Exact up to 6,000 rows, O(n^2 d). Beyond, rows are put into cells around centres (Lloyd's rounds on a sample) and
    each row is compared with the rows of its own and the twelve nearest cells, as inverted files do (Sivic and
    Zisserman 2003): O(n (d + k) x 3,000), nineteen of twenty neighbours found on the texts measured.

    Examples
    --------
    >>> nearest(np.array([[1.0, 0.0], [0.8, 0.6], [0.0, 1.0]]), 1).rows.tolist()
    [[1], [0], [1]]
    """
    rows = np.ascontiguousarray(vectors, dtype=np.float32)
    n = len(rows)
    k = max(0, min(k, n - 1))
    neighbours = Neighbours(np.zeros((n, k), dtype=np.int64), np.zeros((n, k), dtype=np.float32))
    if k == 0:
        return neighbours
    if n <= EXACT:
        everybody = np.arange(n)
        step = max(1, BLOCK_NUMBERS // n)
        for first in range(0, n, step):
            _fill(neighbours, rows, everybody[first : first + step], everybody)
        return neighbours
    cells, centres = _cells(rows, seed)
    members_of_cell = np.split(
        np.argsort(cells, kind="stable"), np.cumsum(np.bincount(cells, minlength=len(centres)))[:-1]
    )
    beside = np.argsort(-(centres @ centres.T), axis=1, kind="stable")
    for cell, members in enumerate(members_of_cell):
        if not len(members):
            continue
        probed = PROBED
        compared = np.concatenate([members_of_cell[near_cell] for near_cell in beside[cell, :probed]])
        while len(compared) <= k:
            probed *= 2
            compared = np.concatenate([members_of_cell[near_cell] for near_cell in beside[cell, :probed]])
        step = max(1, BLOCK_NUMBERS // len(compared))
        for first in range(0, len(members), step):
            _fill(neighbours, rows, members[first : first + step], compared)
    return neighbours


def _fill(neighbours: Neighbours, rows: Rows, members: Integers, compared: Integers) -> None:
    k = neighbours.rows.shape[1]
    cosines = rows[members] @ rows[compared].T
    cosines[members[:, None] == compared[None, :]] = -np.inf
    if k < len(compared):
        part = np.argpartition(cosines, len(compared) - k, axis=1)[:, len(compared) - k :]
    else:
        part = np.broadcast_to(np.arange(len(compared)), cosines.shape)
    values = np.take_along_axis(cosines, part, axis=1)
    order = np.lexsort((compared[part], -values), axis=1)[:, :k]
    neighbours.rows[members] = compared[np.take_along_axis(part, order, axis=1)]
    neighbours.cosines[members] = np.take_along_axis(values, order, axis=1)


def _cells(rows: Rows, seed: int) -> tuple[Integers, Rows]:
    n = len(rows)
    count = max(2, n // CELL)
    chance = np.random.default_rng(seed)
    sample = rows[np.sort(chance.choice(n, min(n, 40 * count), replace=False))]
    centres = sample[np.sort(chance.choice(len(sample), count, replace=False))].copy()
    for _ in range(CENTRE_ROUNDS):
        owner = _owners(sample, centres)
        order = np.argsort(owner, kind="stable")
        starts = np.searchsorted(owner[order], np.arange(count))
        sums = np.add.reduceat(sample[order], np.minimum(starts, len(sample) - 1), axis=0)
        is_used = np.bincount(owner, minlength=count) > 0
        centres[is_used] = sums[is_used]
        centres /= np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-9)
    return _owners(rows, centres), centres


def _owners(rows: Rows, centres: Rows) -> Integers:
    step = max(1, BLOCK_NUMBERS // len(centres))
    parts = [(rows[first : first + step] @ centres.T).argmax(axis=1) for first in range(0, len(rows), step)]
    return np.concatenate(parts).astype(np.int64)
