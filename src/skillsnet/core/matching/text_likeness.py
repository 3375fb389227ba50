"""What matching asks of texts; `skillsnet.core.likeness` gives it."""

from typing import Protocol

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]
Floats = npt.NDArray[np.floating]


class ComparableTexts(Protocol):
    """Texts that can be compared with each other; all scores are 0 or more, and symmetric."""

    def nearest(self, k: int) -> "NearestRows":
        """Return the k nearest other texts of each, nearest first."""

    def pair_scores(self, rows: Integers, columns: Integers) -> Floats:
        """Return the score of each pair; shape (m,)."""

    def row_scores(self, row: int) -> Floats:
        """Return the scores of a text with all; shape (n,)."""


class NearestRows(Protocol):
    """The nearest others of n texts: their indexes, -1 for none, and scores; both of shape (n, k)."""

    @property
    def indices(self) -> npt.NDArray[np.integer]: ...

    @property
    def scores(self) -> Floats: ...
