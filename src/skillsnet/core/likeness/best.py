"""The best of what each row is compared with, kept while blocks of columns come in."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from skillsnet.core.likeness.concepts import Floats
from skillsnet.core.likeness.descriptions import Integers

NO_TEXT: Final = -1


@dataclass(frozen=True, eq=False)
class BestOfRows:
    """The k best columns of each of n rows so far, the best first.

    Attributes
    ----------
    indices : array of int32, shape (n, k)
        ``NO_TEXT`` where a row has fewer.
    order : array of float32, shape (n, k)
        What rows are ordered by; -inf where a row has fewer.
    scores : array of float32, shape (n, k)
        The likeness of each; 0 where a row has fewer.
    """

    indices: npt.NDArray[np.int32]
    order: Floats
    scores: Floats

    @classmethod
    def empty(cls, n: int, k: int) -> "BestOfRows":
        """Return the best of nothing."""
        return cls(
            np.full((n, k), NO_TEXT, dtype=np.int32),
            np.full((n, k), -np.inf, dtype=np.float32),
            np.zeros((n, k), dtype=np.float32),
        )

    def merge(self, rows: Integers, columns: Integers, order: Floats, scores: Floats) -> None:
        """Keep the best of what rows have and what a block brings, ties by index; -inf is never kept.

        `order` and `scores` have the shape (rows, columns); no column comes twice for a row.
        """
        k = self.indices.shape[1]
        if not k:
            return
        if k < order.shape[1]:
            part = np.argpartition(-order, k - 1, axis=1)[:, :k]
        else:
            part = np.broadcast_to(np.arange(order.shape[1]), order.shape)
        values = np.concatenate([self.order[rows], np.take_along_axis(order, part, axis=1)], axis=1)
        texts = np.concatenate([self.indices[rows], columns[part].astype(np.int32)], axis=1)
        of_pairs = np.concatenate([self.scores[rows], np.take_along_axis(scores, part, axis=1)], axis=1)
        best = np.lexsort((texts, -values), axis=1)[:, :k]
        is_there = np.isfinite(np.take_along_axis(values, best, axis=1))
        self.order[rows] = np.take_along_axis(values, best, axis=1)
        self.indices[rows] = np.where(is_there, np.take_along_axis(texts, best, axis=1), NO_TEXT)
        self.scores[rows] = np.where(is_there, np.take_along_axis(of_pairs, best, axis=1), 0)

    def merge_pairs(self, rows: Integers, columns: Integers, order: Floats, scores: Floats) -> None:
        """Set the best of rows that have none yet from pairs, each once; -inf is never kept."""
        ranked = np.lexsort((columns, -order, rows))
        ranked = ranked[np.isfinite(order[ranked])]
        of_row = rows[ranked]
        starts = np.searchsorted(of_row, of_row, side="left")
        ranks = np.arange(len(ranked)) - starts
        is_kept = ranks < self.indices.shape[1]
        at = of_row[is_kept], ranks[is_kept]
        self.indices[at], self.order[at] = columns[ranked][is_kept], order[ranked][is_kept]
        self.scores[at] = scores[ranked][is_kept]
