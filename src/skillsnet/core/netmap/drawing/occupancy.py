"""Which parts of a picture hold points, so that what a box would cover is known at once whatever their number."""

import numpy as np
import numpy.typing as npt

from skillsnet.core.netmap.graph import Points

CELL = 4.0

Boxes = npt.NDArray[np.float64]


class Occupancy:
    """Cells of a picture that points touch, as a table of sums over all cells above and before each (Crow 1984).

    Parameters
    ----------
    points : array of float, shape (m, 2)
        Middles of the points, in the picture's units.
    radius : float
        How far each reaches; it occupies all cells of its square, so that a free box is really free.
    width, height : float
        The picture's size. What lies outside of it is left out.
    """

    def __init__(self, points: Points, radius: float, width: float, height: float) -> None:
        self._last = np.array([max(1, int(width // CELL) + 1), max(1, int(height // CELL) + 1)])
        occupied = np.zeros((self._last[1] + 1, self._last[0] + 1), dtype=np.int64)
        is_inside = ((points >= -radius) & (points <= np.array([width, height]) + radius)).all(axis=1)
        low = self._cells(points[is_inside] - radius)
        high = self._cells(points[is_inside] + radius)
        for across in range(int((high - low)[:, 0].max(initial=0)) + 1):
            for down in range(int((high - low)[:, 1].max(initial=0)) + 1):
                at = np.minimum(low + np.array([across, down]), high)
                occupied[at[:, 1], at[:, 0]] = 1
        self._sums = np.zeros((occupied.shape[0] + 1, occupied.shape[1] + 1), dtype=np.int64)
        self._sums[1:, 1:] = occupied.cumsum(axis=0).cumsum(axis=1)

    def cells_in(self, boxes: Boxes) -> npt.NDArray[np.int64]:
        """Return how many occupied cells each box reaches; boxes as left, top, right and bottom, shape (k, 4)."""
        low, high = self._cells(boxes[:, :2]), self._cells(boxes[:, 2:]) + 1
        sums = self._sums
        inner = sums[high[:, 1], high[:, 0]] + sums[low[:, 1], low[:, 0]]
        cells: npt.NDArray[np.int64] = inner - sums[low[:, 1], high[:, 0]] - sums[high[:, 1], low[:, 0]]
        return cells

    def _cells(self, positions: Points) -> npt.NDArray[np.int64]:
        cells: npt.NDArray[np.int64] = np.clip(np.floor(positions / CELL).astype(np.int64), 0, self._last)
        return cells
