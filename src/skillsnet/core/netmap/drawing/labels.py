"""Names of hubs: none on a point, a hub or another name; further away with a line, or only counted."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from skillsnet.core.netmap.drawing.frame import Frame
from skillsnet.core.netmap.drawing.occupancy import Boxes, Occupancy
from skillsnet.core.netmap.drawing.texts import LINE_HEIGHT, break_lines, text_width, widest
from skillsnet.core.netmap.drawing.theme import Theme
from skillsnet.core.netmap.drawing.values import HubStyle
from skillsnet.core.netmap.graph import Hub, Points

# Sizes for few and for many hubs, and how many names are tried and drawn at most.
FEW_HUBS, SIZE_FEW, SIZE_MANY = 16, 17.0, 14.0
# A picture that is shown on a phone is drawn at a third of its size: its names are as much larger.
PHONE_SIZE = 34.0
MAX_TRIED, MAX_DRAWN = 400, 220
LINE_SHARE, LANDSCAPE_SHARE, PHONE_SHARE = 11.5, 15.0, 7.0
MAX_LINES, PHONE_LINES = 3, 4
GAP = 5.0
# A hub of at least this radius has its count in it; that of a smaller one stands beside its name.
COUNT_FITS = 8.0
# Where a name may stand further away: directions, and distances from the hub's points as shares of the width.
DIRECTIONS = 16
FAR_STEPS = (0.014, 0.03, 0.05, 0.07, 0.1, 0.13, 0.17, 0.21, 0.26)
# Of more hubs than this the lines are short: many long ones are a felt.
MANY_HUBS, FARTHEST_OF_MANY = 18, 0.05
# The largest hubs get their names before all others, if need be with a long line across the markers of others.
MOST_LARGEST = 12
LEAD_POINTS = 24
# Names above and below a hub's points may be moved along by these shares of their width.
SLIDES = (0.0, 0.2, -0.2, 0.4, -0.4)
# What speaks against a name that is nearer to another hub than to its own, in units of distance.
AMBIGUOUS = 60.0
# The count of unnamed hubs stands in a corner, this many letters wide.
UNNAMED_LETTERS = 16

Box = tuple[float, float, float, float]


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
    """A name with the middle of its lines; `is_far` where a line leads from it to its hub."""

    marker: Marker
    lines: tuple[str, ...]
    x: float
    y: float
    size: float
    is_far: bool = False

    @property
    def box(self) -> Box:
        """Left, top, right and bottom."""
        return _box(self.x, self.y, *_extent(self.lines, self.size))


@dataclass(frozen=True)
class Labelling:
    """The names that have room, the hubs without one, and where in the picture these are counted."""

    labels: tuple[Label, ...]
    unnamed: tuple[Marker, ...]
    corner: tuple[float, float]
    size: float


@dataclass(frozen=True, eq=False)
class _Room:
    frame: Frame
    occupancy: Occupancy
    # Middles of all hubs and how far their points lie, for telling which one a name is nearest to.
    middles: Points
    reaches: npt.NDArray[np.float64]
    size: float
    is_landscape: bool
    is_phone: bool
    # Points along the lines that lead to names, which no other name covers.
    leads: list[Points] = field(default_factory=list)


def place_labels(
    markers: Sequence[Marker],
    styles: Mapping[int, HubStyle],
    points: Points,
    frame: Frame,
    *,
    radius: float,
    is_landscape: bool,
    is_phone: bool = False,
) -> Labelling:
    """Return the names that have room, those of the largest hubs first.

    Parameters
    ----------
    markers : sequence of Marker
        The hubs as they are drawn; those without a point are not named.
    styles : mapping of int to HubStyle
        Names by the hubs' values.
    points : array of float, shape (m, 2)
        The points that are drawn, in the picture.
    frame : Frame
        Where names must stay.
    radius : float
        Of the points.
    is_landscape : bool
        Whether the count stands beside each name, since nothing else marks the hub.
    is_phone : bool
        Whether the names are for a picture that is shown on a phone.

    Returns
    -------
    Labelling
        No box of a name meets another one, a hub's marker or a point. Each hub with a point is named or unnamed.
        O(m + h²) for h hubs, of which 400 are tried.
    """
    size = PHONE_SIZE if is_phone else SIZE_FEW if len(markers) <= FEW_HUBS else SIZE_MANY
    markers = [marker for marker in markers if marker.hub.count]
    room = _Room(
        frame,
        Occupancy(points, radius + 1, frame.left_edge + frame.width, frame.top_edge + frame.height),
        np.array([(marker.x, marker.y) for marker in markers]).reshape(-1, 2),
        np.array([marker.reach for marker in markers]),
        size,
        is_landscape,
        is_phone,
    )
    occupied = [_box(m.x, m.y, 2 * m.radius, 2 * m.radius) for m in markers if m.radius > 0]
    marker_count = len(occupied)
    corner = _corner(room, occupied)
    occupied.append(_box(*corner, text_width("n" * UNNAMED_LETTERS, size), size * LINE_HEIGHT))
    labels: list[Label] = []
    unnamed: list[Marker] = []
    for marker in sorted(markers, key=lambda m: (-m.hub.count, m.hub.value)):
        label = None
        if len(labels) + len(unnamed) < MAX_TRIED and len(labels) < MAX_DRAWN:
            is_largest = len(labels) + len(unnamed) < MOST_LARGEST
            crossable_count = marker_count if is_largest else 0
            label = _label(marker, styles[marker.hub.value].label, room, occupied, crossable_count=crossable_count)
        if label is None:
            unnamed.append(marker)
        else:
            labels.append(label)
            occupied.append(label.box)
            if label.is_far:
                room.leads.append(_lead_points(marker, label.box))
    return Labelling(tuple(labels), tuple(unnamed), corner, size)


def label_marks(labelling: Labelling, unnamed: str, theme: Theme) -> Iterator[str]:
    """Yield the lines to names further away, the names as text elements, and how many hubs have none.

    `unnamed` is the sentence about these, with ``{count}`` for how many they are.
    """
    for label in labelling.labels:
        if label.is_far:
            yield _lead(label, theme)
    for label in labelling.labels:
        step = label.size * LINE_HEIGHT
        top = label.y - (len(label.lines) - 1) * step / 2 + label.size * 0.35
        spans = "".join(
            f'<tspan x="{label.x:.0f}" y="{top + index * step:.0f}">{theme.words(line)}</tspan>'
            for index, line in enumerate(label.lines)
        )
        yield f'<text {theme.text("label", label.size)} text-anchor="middle">{spans}</text>'
    if labelling.unnamed:
        text = theme.words(unnamed.replace("{count}", str(len(labelling.unnamed))))
        x, y = labelling.corner[0], labelling.corner[1] + labelling.size * 0.35
        yield f'<text {theme.text("note", labelling.size)} x="{x:.0f}" y="{y:.0f}" text-anchor="middle">{text}</text>'


def _lead(label: Label, theme: Theme) -> str:
    """Return the line from a name to its hub's marker."""
    left, top, right, bottom = label.box
    marker = label.marker
    x, y = min(max(marker.x, left), right), min(max(marker.y, top), bottom)
    distance = max(math.hypot(x - marker.x, y - marker.y), 1e-9)
    share = min(1.0, marker.radius / distance)
    to_x, to_y = marker.x + (x - marker.x) * share, marker.y + (y - marker.y) * share
    return f'<path {theme.lead()} d="M{x:.0f} {y:.0f}L{to_x:.0f} {to_y:.0f}"/>'


def _label(marker: Marker, text: str, room: _Room, occupied: Sequence[Box], *, crossable_count: int) -> Label | None:
    """Return the hub's name where it has room; a line may run across so many of the first occupied boxes."""
    has_count = not room.is_landscape and marker.radius >= COUNT_FITS
    lines = _lines(text, None if has_count else marker.hub.count, room)
    if not lines:
        return None
    width, height = _extent(lines, room.size)
    near = _near_boxes(marker, width, height, room)
    best = _best(near, marker, room, occupied)
    if best is not None:
        return Label(marker, lines, (best[0] + best[2]) / 2, (best[1] + best[3]) / 2, room.size)
    farthest = FARTHEST_OF_MANY if len(room.middles) > MANY_HUBS else FAR_STEPS[-1]
    attempts = [(farthest, occupied), *([(FAR_STEPS[-1], occupied[crossable_count:])] if crossable_count else [])]
    for reach, in_the_way in attempts:
        for box in _far_boxes(marker, width, height, room, farthest=reach):
            if _is_free(box, occupied, room.leads) and not _is_crossed(marker, box, in_the_way):
                return Label(marker, lines, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, room.size, is_far=True)
    return None


def _best(boxes: Boxes, marker: Marker, room: _Room, occupied: Sequence[Box]) -> Box | None:
    """Return the free box that is nearest to its hub's points and not nearer to another hub's."""
    open_boxes = _tuples(boxes[room.occupancy.cells_in(boxes) == 0])
    free = [box for box in open_boxes if _is_free(box, occupied, room.leads)]
    if not free:
        return None

    def cost(box: Box) -> float:
        gaps = np.hypot(*(room.middles - np.clip(room.middles, box[:2], box[2:])).T) - room.reaches
        distance = math.hypot(
            marker.x - min(max(marker.x, box[0]), box[2]), marker.y - min(max(marker.y, box[1]), box[3])
        )
        own_gap = max(0.0, distance - marker.reach)
        return distance + (AMBIGUOUS if float(gaps.min()) < own_gap - 1e-6 else 0.0)

    return min(free, key=cost)


def _lines(text: str, count: int | None, room: _Room) -> tuple[str, ...]:
    limit = PHONE_SHARE if room.is_phone else LANDSCAPE_SHARE if room.is_landscape else LINE_SHARE
    wrapped = break_lines(text, limit=limit, lines=PHONE_LINES if room.is_phone else MAX_LINES)
    # A dot between words is not left hanging at a line's end.
    lines = [line.removesuffix(" ·") for line in wrapped if line]
    if lines and count is not None:
        # A no-break space keeps the number with the name's last word.
        lines[-1] += f"\u00a0{count}"
    return tuple(lines)


def _extent(lines: Sequence[str], size: float) -> tuple[float, float]:
    return widest(lines, size) + 6, len(lines) * size * LINE_HEIGHT


def _near_boxes(marker: Marker, width: float, height: float, room: _Room) -> Boxes:
    """Return where a name may stand beside its hub: outside of its points, and among them where they leave room."""
    boxes = []
    reaches = sorted({marker.radius, (marker.radius + marker.reach) / 2, marker.reach})
    if room.is_landscape:
        boxes.append(_box(marker.x, marker.y, width, height))
    for reach in reaches:
        boxes += _stacked(marker, reach + GAP, width, height)
        boxes += _around(marker, reach + GAP, width, height)
    moved = [_move_within(box, room.frame) for box in boxes]
    return np.array(moved)


def _far_boxes(marker: Marker, width: float, height: float, room: _Room, *, farthest: float) -> list[Box]:
    """Return free boxes further away, the nearest first."""
    boxes = [
        box
        for step in FAR_STEPS
        if step <= farthest
        for box in _around(marker, marker.reach + GAP + step * room.frame.width, width, height)
        if _is_within(box, room.frame)
    ]
    if not boxes:
        return []
    every = np.array(boxes)
    return _tuples(every[room.occupancy.cells_in(every) == 0])


def _stacked(marker: Marker, reach: float, width: float, height: float) -> list[Box]:
    """Return boxes right below and above a circle, moved along a little where there is no room in the middle."""
    return [
        _box(marker.x + slide * width, marker.y + side * (reach + height / 2), width, height)
        for side in (1, -1)
        for slide in SLIDES
    ]


def _around(marker: Marker, reach: float, width: float, height: float) -> list[Box]:
    """Return boxes around a circle, the first one below, then above, then on the side that the hub looks to."""
    outward = math.pi / 2 if math.sin(marker.hub.angle) >= 0 else -math.pi / 2
    side = 0.0 if math.cos(marker.hub.angle) >= 0 else math.pi
    steps = [index * 2 * math.pi / DIRECTIONS for index in range(DIRECTIONS)]
    angles = [outward, -outward, side, math.pi - side, *steps]
    return [
        _box(
            marker.x + math.cos(angle) * (reach + width / 2),
            marker.y + math.sin(angle) * (reach + height / 2),
            width,
            height,
        )
        for angle in angles
    ]


def _corner(room: _Room, occupied: Sequence[Box]) -> tuple[float, float]:
    """Return the middle of the lower corner, or else the upper one, that holds no point."""
    frame, width, height = room.frame, text_width("n" * UNNAMED_LETTERS, room.size), room.size * LINE_HEIGHT
    across = (frame.left_edge + frame.width - width / 2 - 4, frame.left_edge + width / 2 + 4)
    down = (frame.top_edge + frame.height - height / 2 - 4, frame.top_edge + height / 2 + 4)
    corners = [(x, y) for y in down for x in across]
    boxes = np.array([_box(x, y, width, height) for x, y in corners])
    cells = room.occupancy.cells_in(boxes) + [0 if _is_free(box, occupied) else 1 for box in _tuples(boxes)]
    return corners[int(np.argmin(cells))]


def _move_within(box: Box, frame: Frame) -> Box:
    """Return a box moved so that the name lies within the picture."""
    left, top, right, bottom = box
    low_x, low_y = frame.left_edge + 2, frame.top_edge + 2
    high_x, high_y = frame.left_edge + frame.width - 2, frame.top_edge + frame.height - 2
    x = max(low_x - left, min(0.0, high_x - right))
    y = max(low_y - top, min(0.0, high_y - bottom))
    return left + x, top + y, right + x, bottom + y


def _is_within(box: Box, frame: Frame) -> bool:
    left, top, right, bottom = box
    return (
        left >= frame.left_edge + 2
        and top >= frame.top_edge + 2
        and right <= frame.left_edge + frame.width - 2
        and bottom <= frame.top_edge + frame.height - 2
    )


def _box(x: float, y: float, width: float, height: float) -> Box:
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _tuples(boxes: Boxes) -> list[Box]:
    return [(left, top, right, bottom) for left, top, right, bottom in boxes.tolist()]


def _is_free(box: Box, occupied: Sequence[Box], leads: Sequence[Points] = ()) -> bool:
    left, top, right, bottom = box
    if any(left < r and l < right and top < b and t < bottom for l, t, r, b in occupied):  # noqa: E741
        return False
    return not any(((line > box[:2]) & (line < box[2:])).all(axis=1).any() for line in leads)


def _lead_points(marker: Marker, box: Box) -> Points:
    """Return points along the line from a name to its hub, so near each other that no name fits between them."""
    x, y = min(max(marker.x, box[0]), box[2]), min(max(marker.y, box[1]), box[3])
    return np.column_stack([np.linspace(x, marker.x, LEAD_POINTS), np.linspace(y, marker.y, LEAD_POINTS)])


def _is_crossed(marker: Marker, box: Box, occupied: Sequence[Box]) -> bool:
    """Return whether the line from a name to its hub runs through something that is not its hub."""
    line = _lead_points(marker, box)
    other_boxes = [
        other for other in occupied if not (other[0] <= marker.x <= other[2] and other[1] <= marker.y <= other[3])
    ]
    if not other_boxes:
        return False
    boxes = np.array(other_boxes)
    is_inside = (line[:, None, :] > boxes[None, :, :2]) & (line[:, None, :] < boxes[None, :, 2:])
    return bool(is_inside.all(axis=2).any())
