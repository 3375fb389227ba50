"""Lists of suggestions that are fair: everybody is shown, nobody too often, and small ones have room."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from skillsnet.core.matching.text_likeness import Integers, Reals

# Nobody is shown more often than this times the mean.
MOST_SHOWN: Final = 2.0
# Of each list so much is kept for parties with few projects while there are any.
SMALL_SHARE: Final = 0.5
CAP_ROUNDS: Final = 8

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class ScoredPairs:
    """Pairs that may be suggested to each other, each once.

    Attributes
    ----------
    first, second : array of int, shape (m,)
        The parties of each pair, the lower index first.
    scores : array of float, shape (m,)
        The two-sided score of each.
    """

    first: Integers
    second: Integers
    scores: Reals

    def both_ways(self) -> tuple[Integers, Integers, Reals]:
        """Return each pair as a suggestion to the one and to the other, the best first, ties by index."""
        rows = np.concatenate([self.first, self.second])
        columns = np.concatenate([self.second, self.first])
        scores = np.tile(self.scores, 2)
        order = np.lexsort((columns, rows, -scores))
        return rows[order], columns[order], scores[order]


def fair_lists(
    n: int, pairs: ScoredPairs, *, k: int, is_small: Sequence[bool] | Flags, is_paused: Sequence[bool] | Flags
) -> list[list[int]]:
    """Return whom each party is shown.

    Parameters
    ----------
    n : int
        How many parties there are.
    pairs : ScoredPairs
        Of two parties that may meet; what is not among them is never shown.
    k : int
        Places in each list.
    is_small : sequence of bool, shape (n,)
        Whether half of each list is kept for it and others like it.
    is_paused : sequence of bool, shape (n,)
        Whether it is shown to nobody.

    Returns
    -------
    list of list of int
        n lists of at most k others, in the order in which they were given a place.

    Notes
    -----
    A greedy b-matching: the best pair of all comes first, each list has k places, each party is shown at most twice the
    mean number of times; a party that is shown to nobody then takes the last place of the list that suits it best, from
    somebody who is shown more than once. A greedy b-matching has at least half the weight of the best one (Avis 1983).
    Time O(m log m). Deterministic.
    """
    cap = int(MOST_SHOWN * k)
    for _ in range(CAP_ROUNDS):
        allocation = _Allocation(n, pairs, k=k, cap=cap, is_small=is_small, is_paused=is_paused)
        lists = allocation.lists()
        most_allowed = int(MOST_SHOWN * sum(map(len, lists)) / max(n, 1))
        if max(allocation.shown, default=0) <= max(most_allowed, 1):
            break
        # Lists that stay short lower the mean.
        cap = max(1, min(cap - 1, most_allowed))
    return lists


class _Allocation:
    """One go at it under one cap."""

    def __init__(
        self,
        n: int,
        pairs: ScoredPairs,
        *,
        k: int,
        cap: int,
        is_small: Sequence[bool] | Flags,
        is_paused: Sequence[bool] | Flags,
    ) -> None:
        self.k, self.cap = k, cap
        self.is_small = np.asarray(is_small, dtype=bool)
        self.is_paused = np.asarray(is_paused, dtype=bool)
        self.rows, self.columns, _ = pairs.both_ways()
        self.chosen: list[list[int]] = [[] for _ in range(n)]
        self.shown = [0] * n

    def lists(self) -> list[list[int]]:
        keep = ~self.is_paused[self.columns]
        self.rows, self.columns = self.rows[keep], self.columns[keep]
        self._fill(most_large=self.k - int(SMALL_SHARE * self.k))
        self._fill(most_large=self.k)
        for column in np.flatnonzero((np.array(self.shown, dtype=np.int64) == 0) & ~self.is_paused):
            self._show_once(int(column))
        return self.chosen

    def _fill(self, *, most_large: int) -> None:
        """Give places to pairs in their order, in each list at most so many to large ones."""
        chosen, shown, k, cap = self.chosen, self.shown, self.k, self.cap
        is_small = self.is_small.tolist()
        large = [sum(not is_small[other] for other in items) for items in chosen]
        listed = [set(items) for items in chosen]
        for row, column in zip(self.rows.tolist(), self.columns.tolist(), strict=True):
            items = chosen[row]
            if len(items) == k or shown[column] >= cap or column in listed[row]:
                continue
            if not is_small[column]:
                if large[row] == most_large:
                    continue
                large[row] += 1
            items.append(column)
            listed[row].add(column)
            shown[column] += 1

    def _show_once(self, column: int) -> None:
        """Give a party that nobody is shown a place, in the first of the lists that suit it."""
        for row in self.rows[self.columns == column].tolist():
            items = self.chosen[row]
            if len(items) < self.k:
                items.append(column)
                self.shown[column] += 1
                return
            replaceable = [position for position in reversed(range(len(items))) if self.shown[items[position]] > 1]
            if replaceable:
                self.shown[items[replaceable[0]]] -= 1
                items[replaceable[0]] = column
                self.shown[column] += 1
                return
