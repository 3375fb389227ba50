"""Names beside their hubs, none on another: each where it covers fewest points, or left to the list."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from skillsnet.core.netmap.drawing.frame import Frame
from skillsnet.core.netmap.drawing.texts import LINE_HEIGHT, broken, widest
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


def labelled(
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
    kept = [marker for marker in markers if marker.radius > 0]
    taken = [(m.x - m.radius, m.y - m.radius, m.x + m.radius, m.y + m.radius) for m in kept]
    found: list[Label] = []
    for marker in sorted(markers, key=lambda m: (-m.hub.count, m.hub.value))[:MAX_TRIED]:
        lines = _lines(styles[marker.hub.value].label, marker.hub.count if is_landscape else None)
        if not lines or len(found) >= MAX_DRAWN:
            continue
        width, height = _extent(lines, size)
        places = _landscape_places(marker, height) if is_landscape else _places(marker, width, height)
        boxes = [_box(*_within(x, y, width, height, frame), width, height) for x, y in places]
        free = [box for box in boxes if _is_free(box, taken)]
        if free:
            best = min(free, key=lambda box: _held(box, points))
            taken.append(best)
            found.append(Label(marker, lines, (best[0] + best[2]) / 2, (best[1] + best[3]) / 2, size))
    return found


def label_marks(labels: Sequence[Label], dress: Theme) -> Iterator[str]:
    """Yield the names as text elements."""
    for label in labels:
        step = label.size * LINE_HEIGHT
        top = label.y - (len(label.lines) - 1) * step / 2 + label.size * 0.35
        spans = "".join(
            f'<tspan x="{label.x:.0f}" y="{top + index * step:.0f}">{dress.words(line)}</tspan>'
            for index, line in enumerate(label.lines)
        )
        yield f'<text {dress.text("label", label.size)} text-anchor="middle">{spans}</text>'


def _lines(text: str, count: int | None) -> tuple[str, ...]:
    found = broken(text, limit=LINE_SHARE if count is None else LANDSCAPE_SHARE, lines=MAX_LINES)
    # A dot between words is not left hanging at a line's end.
    lines = [line.removesuffix(" ·") for line in found if line]
    if lines and count is not None:
        # A no-break space keeps the number with the name's last word.
        lines[-1] += f"\u00a0{count}"
    return tuple(lines)


def _extent(lines: Sequence[str], size: float) -> tuple[float, float]:
    return widest(lines, size) + 6, len(lines) * size * LINE_HEIGHT


def _places(marker: Marker, width: float, height: float) -> list[tuple[float, float]]:
    """Return where a name may stand: outside the hub's points first on the far side, then close to its marker."""
    x, y, angle = marker.x, marker.y, marker.hub.angle
    outward = -1 if math.sin(angle) < 0 else 1
    side = 1 if math.cos(angle) >= 0 else -1
    found = []
    for reach in (marker.reach, marker.radius):
        across, down = reach + GAP + width / 2, reach + GAP + height / 2
        found += [(x, y + outward * down), (x, y - outward * down), (x + side * across, y), (x - side * across, y)]
    corner = marker.radius + GAP
    across, down = corner * 0.7 + width / 2, corner * 0.7 + height / 2
    return [*found, *((x + i * across, y + j * down) for i in (1, -1) for j in (1, -1))]


def _landscape_places(marker: Marker, height: float) -> list[tuple[float, float]]:
    steps = (0.0, -0.6, 0.6, -1.2, 1.2, -1.8, 1.8)
    return [(marker.x, marker.y + step * height) for step in steps]


def _within(x: float, y: float, width: float, height: float, frame: Frame) -> tuple[float, float]:
    """Return a place moved so that the name lies within the picture."""
    left, right = frame.left_edge + width / 2 + 2, frame.left_edge + frame.width - width / 2 - 2
    top, bottom = frame.top_edge + height / 2 + 2, frame.top_edge + frame.height - height / 2 - 2
    return min(max(x, left), max(left, right)), min(max(y, top), max(top, bottom))


def _box(x: float, y: float, width: float, height: float) -> tuple[float, float, float, float]:
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _is_free(box: tuple[float, float, float, float], taken: Sequence[tuple[float, float, float, float]]) -> bool:
    left, top, right, bottom = box
    return not any(left < r and l < right and top < b and t < bottom for l, t, r, b in taken)  # noqa: E741


def _held(box: tuple[float, float, float, float], points: Points) -> int:
    """Return how many points lie within."""
    left, top, right, bottom = box
    x, y = points[:, 0], points[:, 1]
    return int(np.count_nonzero((left < x) & (x < right) & (top < y) & (y < bottom)))
