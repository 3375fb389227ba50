"""Names beside their hubs, none on another: each where it covers fewest points, or left to the list."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from skillsnet.core.netmap.drawing.frame import Frame
from skillsnet.core.netmap.drawing.texts import LINE_HEIGHT, break_lines, widest
from skillsnet.core.netmap.drawing.theme import Theme
from skillsnet.core.netmap.drawing.values import HubStyle
from skillsnet.core.netmap.graph import Hub, Points

# Sizes for few and for many hubs, and how many names are tried and drawn at most.
FEW_HUBS, SIZE_FEW, SIZE_MANY = 16, 17.0, 14.0
MAX_TRIED, MAX_DRAWN = 400, 220
LINE_SHARE, LANDSCAPE_SHARE = 11.5, 15.0
MAX_LINES = 3
GAP = 5.0


@dataclass(frozen=True)
class Marker:
    """A hub's place and size in the picture; `reach` is how far its points lie."""

    hub: Hub
    x: float
    y: float
    radius: float
    reach: float


@dataclass(frozen=True)
class Label:
    """A name with the middle of its lines."""

    marker: Marker
    lines: tuple[str, ...]
    x: float
    y: float
    size: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        return _box(self.x, self.y, *_extent(self.lines, self.size))


def place_labels(
    markers: Sequence[Marker], styles: Mapping[int, HubStyle], points: Points, frame: Frame, *, is_landscape: bool
) -> list[Label]:
    """Return the names that have room, those of the largest hubs first.

    Parameters
    ----------
    markers : sequence of Marker
        The hubs as they are drawn.
    styles : mapping of int to HubStyle
        Names by the hubs' values.
    points : array of float, shape (m, 2)
        The points that are drawn, in the picture.
    frame : Frame
        Where names must stay.
    is_landscape : bool
        Whether a name stands on its hub, with the count in it, since nothing else marks the hub.

    Returns
    -------
    list of Label
        No two boxes meet, and none meets a hub's marker. O(h² + h·m) for h hubs, of which 400 are tried.
    """
    size = SIZE_FEW if len(markers) <= FEW_HUBS else SIZE_MANY
    drawn_markers = [marker for marker in markers if marker.radius > 0]
    occupied = [(m.x - m.radius, m.y - m.radius, m.x + m.radius, m.y + m.radius) for m in drawn_markers]
    labels: list[Label] = []
    for marker in sorted(markers, key=lambda m: (-m.hub.count, m.hub.value))[:MAX_TRIED]:
        lines = _lines(styles[marker.hub.value].label, marker.hub.count if is_landscape else None)
        if not lines or len(labels) >= MAX_DRAWN:
            continue
        width, height = _extent(lines, size)
        anchors = _landscape_anchors(marker, height) if is_landscape else _anchors(marker, width, height)
        boxes = [_box(*_move_within(x, y, width, height, frame), width, height) for x, y in anchors]
        free = [box for box in boxes if _is_free(box, occupied)]
        if free:
            best = min(free, key=lambda box: _covered_points(box, points))
            occupied.append(best)
            labels.append(Label(marker, lines, (best[0] + best[2]) / 2, (best[1] + best[3]) / 2, size))
    return labels


def label_marks(labels: Sequence[Label], theme: Theme) -> Iterator[str]:
    """Yield the names as text elements."""
    for label in labels:
        step = label.size * LINE_HEIGHT
        top = label.y - (len(label.lines) - 1) * step / 2 + label.size * 0.35
        spans = "".join(
            f'<tspan x="{label.x:.0f}" y="{top + index * step:.0f}">{theme.words(line)}</tspan>'
            for index, line in enumerate(label.lines)
        )
        yield f'<text {theme.text("label", label.size)} text-anchor="middle">{spans}</text>'


def _lines(text: str, count: int | None) -> tuple[str, ...]:
    wrapped = break_lines(text, limit=LINE_SHARE if count is None else LANDSCAPE_SHARE, lines=MAX_LINES)
    # A dot between words is not left hanging at a line's end.
    lines = [line.removesuffix(" ·") for line in wrapped if line]
    if lines and count is not None:
        # A no-break space keeps the number with the name's last word.
        lines[-1] += f"\u00a0{count}"
    return tuple(lines)


def _extent(lines: Sequence[str], size: float) -> tuple[float, float]:
    return widest(lines, size) + 6, len(lines) * size * LINE_HEIGHT


def _anchors(marker: Marker, width: float, height: float) -> list[tuple[float, float]]:
    """Return where a name may stand: outside the hub's points first on the far side, then close to its marker."""
    x, y, angle = marker.x, marker.y, marker.hub.angle
    outward = -1 if math.sin(angle) < 0 else 1
    side = 1 if math.cos(angle) >= 0 else -1
    anchors = []
    for reach in (marker.reach, marker.radius):
        across, down = reach + GAP + width / 2, reach + GAP + height / 2
        anchors += [(x, y + outward * down), (x, y - outward * down), (x + side * across, y), (x - side * across, y)]
    corner = marker.radius + GAP
    across, down = corner * 0.7 + width / 2, corner * 0.7 + height / 2
    return [*anchors, *((x + i * across, y + j * down) for i in (1, -1) for j in (1, -1))]


def _landscape_anchors(marker: Marker, height: float) -> list[tuple[float, float]]:
    steps = (0.0, -0.6, 0.6, -1.2, 1.2, -1.8, 1.8)
    return [(marker.x, marker.y + step * height) for step in steps]


def _move_within(x: float, y: float, width: float, height: float, frame: Frame) -> tuple[float, float]:
    """Return a place moved so that the name lies within the picture."""
    left, right = frame.left_edge + width / 2 + 2, frame.left_edge + frame.width - width / 2 - 2
    top, bottom = frame.top_edge + height / 2 + 2, frame.top_edge + frame.height - height / 2 - 2
    return min(max(x, left), max(left, right)), min(max(y, top), max(top, bottom))


def _box(x: float, y: float, width: float, height: float) -> tuple[float, float, float, float]:
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _is_free(box: tuple[float, float, float, float], occupied: Sequence[tuple[float, float, float, float]]) -> bool:
    left, top, right, bottom = box
    return not any(left < r and l < right and top < b and t < bottom for l, t, r, b in occupied)  # noqa: E741


def _covered_points(box: tuple[float, float, float, float], points: Points) -> int:
    """Return how many points lie within."""
    left, top, right, bottom = box
    x, y = points[:, 0], points[:, 1]
    return int(np.count_nonzero((left < x) & (x < right) & (top < y) & (y < bottom)))
