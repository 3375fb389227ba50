"""Which values of a facet occur together in points."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from skillsnet.core.netmap.graph import NOT_STATED, Facet, Integers

# More sets than this are told apart by fewer of their values.
SET_LIMIT = 1500
MOST_VALUES = 6


@dataclass(frozen=True, eq=False)
class Combinations:
    """The values in use and the sets of several values, of n points.

    Attributes
    ----------
    values : array of int, shape (h,)
        Values that a point has, ascending; ``NOT_STATED`` first where a point has none.
    solo, totals : array of int, shape (h,)
        How many points have this value only, and at all.
    label : array of int, shape (n,)
        Below h: the row of a point's only value; from h on: h plus the row of its set.
    rows : array of int, shape (s, width)
        Sets of several values: rows of values, the main one first, the rest ascending; -1 fills up.
    sizes : array of int, shape (s,)
        How many points have this set.
    main_row : array of int, shape (n,)
        The row of each point's main value.
    shared : array of int, shape (h, h)
        How many points have both values.
    """

    values: Integers
    solo: Integers
    totals: Integers
    label: Integers
    rows: Integers
    sizes: Integers
    main_row: Integers
    shared: Integers

    @property
    def is_several(self) -> npt.NDArray[np.bool_]:
        """Whether each point has several values; shape (n,)."""
        return self.label >= len(self.values)


def combinations(facet: Facet) -> Combinations:
    """Return which values of a facet occur together; a value named twice by a point counts once. O(items log items).

    >>> sets = combinations(Facet.of_lists("x", "ab", [[0], [1, 0], [1, 0], []], is_multi=True))
    >>> sets.values.tolist(), sets.solo.tolist(), sets.totals.tolist(), sets.rows.tolist(), sets.sizes.tolist()
    ([-1, 0, 1], [1, 1, 0], [1, 3, 2], [[2, 1]], [2])
    """
    n = len(facet.counts)
    owner = np.repeat(np.arange(n), facet.counts)
    is_main = np.arange(len(facet.items)) == facet.starts[:-1][owner]
    # Each value of a point once: the main one first, the others ascending.
    order = np.lexsort((facet.items, ~is_main, owner))
    owner, items, is_main = owner[order], facet.items[order], is_main[order]
    is_repeated = (items == facet.main[owner]) & ~is_main
    is_repeated[1:] |= (items[1:] == items[:-1]) & (owner[1:] == owner[:-1])
    owner, items = owner[~is_repeated], items[~is_repeated]
    counts = np.bincount(owner, minlength=n)
    values = np.unique(np.concatenate([items, facet.main]))
    items = np.searchsorted(values, items)
    main_row = np.searchsorted(values, facet.main)
    is_several = counts > 1
    totals = np.bincount(items, minlength=len(values))
    if len(values) and values[0] == NOT_STATED:
        totals[0] = int((counts == 0).sum())
    rows, inverse, sizes = _sets(counts, items, is_several)
    label = main_row.copy()
    label[is_several] = len(values) + inverse
    return Combinations(
        values=values,
        solo=np.bincount(main_row[~is_several], minlength=len(values)),
        totals=totals,
        label=label,
        rows=rows,
        sizes=sizes,
        main_row=main_row,
        shared=_shared(rows, sizes, len(values)),
    )


def _sets(counts: Integers, items: Integers, is_several: npt.NDArray[np.bool_]) -> tuple[Integers, Integers, Integers]:
    """Return the sets, each point's set, and their sizes; of too many, those of fewer values."""
    starts = np.cumsum(counts) - counts
    width = min(MOST_VALUES, int(counts.max(initial=0)))
    if width < 2 or not is_several.any():
        empty = np.zeros(0, dtype=np.int64)
        return np.zeros((0, 2), dtype=np.int64), empty, empty
    several = np.flatnonzero(is_several)
    while True:
        columns = np.arange(width)
        within = columns[None, :] < counts[several][:, None]
        at = np.minimum(starts[several][:, None] + columns[None, :], len(items) - 1)
        table = np.where(within, items[at], -1)
        rows, inverse, sizes = np.unique(table, axis=0, return_inverse=True, return_counts=True)
        if len(rows) <= SET_LIMIT or width == 2:
            return rows, inverse.reshape(-1), sizes
        width -= 1


def _shared(rows: Integers, sizes: Integers, h: int) -> Integers:
    shared = np.zeros((h, h), dtype=np.int64)
    for first in range(rows.shape[1]):
        for second in range(first + 1, rows.shape[1]):
            has_both = rows[:, second] >= 0
            np.add.at(shared, (rows[has_both, first], rows[has_both, second]), sizes[has_both])
    return np.asarray(shared + shared.T)
