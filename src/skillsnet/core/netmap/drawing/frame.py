"""Fitting the unit square of a layout into the picture, one scale for both directions."""

from dataclasses import dataclass

import numpy as np

from skillsnet.core.netmap.graph import Layout, Points

# Room for the names at the picture's edges.
SIDE, EDGE = 96.0, 84.0
TIGHT_SIDE, TIGHT_EDGE = 16.0, 16.0
LOWEST, HIGHEST = 480.0, 1000.0


@dataclass(frozen=True)
class Frame:
    """Where the map lies: the content's corner `x0`, `y0` is drawn at `left`, `top`; names stay within the edges."""

    width: float
    height: float
    scale: float
    x0: float
    y0: float
    left: float
    top: float
    left_edge: float = 0.0
    top_edge: float = 0.0

    def to_picture(self, points: Points) -> Points:
        """Return points of the unit square as places in the picture, shape (n, 2)."""
        corner, start = np.array([self.x0, self.y0]), np.array([self.left, self.top])
        positions: Points = (points - corner) * self.scale + start
        return positions


@dataclass(frozen=True)
class Viewport:
    """The part of a picture that the map may fill; without a height it follows from the map's proportions."""

    width: float
    height: float | None = None
    left: float = 0.0
    top: float = 0.0


def fit_frame(layout: Layout, viewport: Viewport) -> Frame:
    """Return the frame that shows all of a layout as large as the viewport allows.

    Parameters
    ----------
    layout : Layout
        Any number of points.
    viewport : Viewport
        Where the map may lie.

    Returns
    -------
    Frame
        As wide as the viewport. O(n).

    Examples
    --------
    >>> square = Layout("region", (), np.array([[0.0, 0.0], [1.0, 1.0]]))
    >>> frame = fit_frame(square, Viewport(width=500, height=300))
    >>> frame.width, frame.height, frame.to_picture(square.points)[:, 1].tolist()
    (500, 300, [16.0, 284.0])
    """
    low, high = _bounds(layout)
    side, edge = (SIDE, EDGE) if layout.hubs and layout.outline is None else (TIGHT_SIDE, TIGHT_EDGE)
    across, down = max(high[0] - low[0], 1e-3), max(high[1] - low[1], 1e-3)
    free = viewport.width - 2 * side
    height = viewport.height
    if height is None:
        height = float(np.clip(down * free / across + 2 * edge, LOWEST, HIGHEST))
    scale = min(free / across, (height - 2 * edge) / down)
    return Frame(
        width=viewport.width,
        height=height,
        scale=scale,
        x0=float(low[0]),
        y0=float(low[1]),
        left=viewport.left + (viewport.width - across * scale) / 2,
        top=viewport.top + (height - down * scale) / 2,
        left_edge=viewport.left,
        top_edge=viewport.top,
    )


def _bounds(layout: Layout) -> tuple[Points, Points]:
    parts = [layout.points]
    if layout.outline is not None:
        parts.append(layout.outline.points)
    if layout.hubs:
        parts.append(np.array([(hub.x, hub.y) for hub in layout.hubs]))
    every = np.concatenate(parts)
    if not len(every):
        return np.zeros(2), np.ones(2)
    return every.min(axis=0), every.max(axis=0)
