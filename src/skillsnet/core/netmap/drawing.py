"""The map as an SVG picture: for the home page, for print, and where there is no JavaScript."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from skillsnet.core.netmap.graph import Hub, Layout

WIDTH, HEIGHT = 1000, 820
POINT_LIMIT = 3000
LABEL_SIZE = 17
CHARACTER_WIDTH = 0.56
LINE_LENGTH = 22

_OPENING = (
    f'<svg class="map-picture" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="map-title map-text" '
    'xmlns="http://www.w3.org/2000/svg">'
)


@dataclass(frozen=True)
class HubStyle:
    """A hub's name, and its category colour (1 to 9) or 0 for none."""

    label: str
    colour: int


@dataclass(frozen=True)
class PointStyle:
    """A point's category colours: the main one, and the ring's; 0 for none. Faint points are not chosen."""

    colour: int
    ring: int
    is_faint: bool = False


@dataclass(frozen=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "_Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def held(self, points: Sequence[tuple[float, float]]) -> int:
        """Return how many points lie within."""
        return sum(self.left < x < self.right and self.top < y < self.bottom for x, y in points)


def draw(
    layout: Layout,
    *,
    hub_styles: Mapping[int, HubStyle],
    point_styles: Sequence[PointStyle],
    members: Sequence[Sequence[int]],
    title: str,
    description: str,
) -> str:
    """Return the picture as an SVG element that takes its colours from the page's style sheet.

    Parameters
    ----------
    layout : Layout
        With n points; of more than 3,000 an even sample is drawn.
    hub_styles : mapping of int to HubStyle
        For each hub's value, ``NOT_STATED`` included when it occurs.
    point_styles : sequence of PointStyle
        One for each of the n points.
    members : sequence of sequence of int
        For each point the values of the hubs it is linked to.
    title, description : str
        What the picture is and says, for people who do not see it.

    Returns
    -------
    str
        Well-formed SVG with every text escaped; no scripts, no inline style.
    """
    step = max(1, math.ceil(len(layout.points) / POINT_LIMIT))
    parts = [
        _OPENING,
        f'<title id="map-title">{escape(title)}</title><desc id="map-text">{escape(description)}</desc>',
        *_links(layout, hub_styles, point_styles, members, step),
        "<g>",
        *(_point(layout.points[index], point_styles[index]) for index in range(0, len(layout.points), step)),
        "</g><g>",
        *(_hub(hub, hub_styles[hub.value]) for hub in layout.hubs),
        "</g>",
        *_labels(layout, hub_styles),
        "</svg>",
    ]
    return "".join(parts)


def _scaled(x: float, y: float) -> tuple[float, float]:
    return x * WIDTH, y * HEIGHT


def _links(
    layout: Layout,
    styles: Mapping[int, HubStyle],
    points: Sequence[PointStyle],
    members: Sequence[Sequence[int]],
    step: int,
) -> list[str]:
    """Return one faint path a hub, from the hub to each of its points that is chosen."""
    at = {hub.value: _scaled(hub.x, hub.y) for hub in layout.hubs}
    ends: dict[int, list[str]] = {hub.value: [] for hub in layout.hubs}
    for index in range(0, len(layout.points), step):
        if points[index].is_faint:
            continue
        x, y = _scaled(*layout.points[index])
        for value in members[index]:
            if value in at:
                hub_x, hub_y = at[value]
                ends[value].append(f"M{hub_x:.0f} {hub_y:.0f}L{x:.0f} {y:.0f}")
    return [
        f'<path class="links ring-{styles[value].colour}" d="{"".join(lines)}"/>'
        for value, lines in ends.items()
        if lines
    ]


def _point(at: tuple[float, float], style: PointStyle) -> str:
    x, y = _scaled(*at)
    ring = f" ring-{style.ring}" if style.ring else ""
    faint = " faint" if style.is_faint else ""
    return f'<circle class="dot fill-{style.colour}{ring}{faint}" cx="{x:.0f}" cy="{y:.0f}" r="5"/>'


def _hub(hub: Hub, style: HubStyle) -> str:
    x, y = _scaled(hub.x, hub.y)
    size = 17 if hub.count < 1000 else 22
    return (
        f'<circle class="hub ring-{style.colour}" cx="{x:.0f}" cy="{y:.0f}" r="{size}"/>'
        f'<text class="hub-count" x="{x:.0f}" y="{y + 5:.0f}" text-anchor="middle">{hub.count}</text>'
    )


def _labels(layout: Layout, styles: Mapping[int, HubStyle]) -> list[str]:
    """Place each hub's name where it covers fewest points; a name for which no place is free is left to the list."""
    taken = [_Box(x - 20, y - 20, x + 20, y + 20) for x, y in (_scaled(hub.x, hub.y) for hub in layout.hubs)]
    points = [_scaled(*point) for point in layout.points[:POINT_LIMIT]]
    drawn = []
    for hub in sorted(layout.hubs, key=lambda hub: (-hub.count, hub.value)):
        lines = _lines(styles[hub.value].label)
        boxes = [_box(x, y, lines) for x, y in _label_places(hub, lines)]
        free = [box for box in boxes if not any(box.meets(other) for other in taken)]
        if free:
            best = min(free, key=lambda box: box.held(points))
            taken.append(best)
            drawn.append(_label((best.left + best.right) / 2, (best.top + best.bottom) / 2, lines))
    return drawn


def _label_places(hub: Hub, lines: Sequence[str]) -> list[tuple[float, float]]:
    x, y = _scaled(hub.x, hub.y)
    width = max(len(line) for line in lines) * LABEL_SIZE * CHARACTER_WIDTH
    height = len(lines) * LABEL_SIZE * 1.2
    away_x, away_y = hub.radius * WIDTH + 6 + width / 2, hub.radius * HEIGHT + 6 + height / 2
    near = 24 + height / 2
    outward = -1 if math.sin(hub.angle) < 0 else 1
    side = 1 if math.cos(hub.angle) >= 0 else -1
    places = [(x, y + outward * away_y), (x, y - outward * away_y), (x + side * away_x, y), (x - side * away_x, y)]
    places += [(x, y + near), (x, y - near), (x + 24 + width / 2, y), (x - 24 - width / 2, y)]
    inset = width / 2 + 4
    return [(min(max(px, inset), WIDTH - inset), py) for px, py in places if height / 2 < py < HEIGHT - height / 2]


def _box(x: float, y: float, lines: Sequence[str]) -> _Box:
    width = max(len(line) for line in lines) * LABEL_SIZE * CHARACTER_WIDTH
    height = len(lines) * LABEL_SIZE * 1.2
    return _Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _label(x: float, y: float, lines: Sequence[str]) -> str:
    top = y - (len(lines) - 1) * LABEL_SIZE * 0.6 + LABEL_SIZE * 0.35
    spans = "".join(
        f'<tspan x="{x:.0f}" y="{top + index * LABEL_SIZE * 1.2:.0f}">{escape(line)}</tspan>'
        for index, line in enumerate(lines)
    )
    return f'<text class="hub-label" text-anchor="middle">{spans}</text>'


def _lines(label: str) -> list[str]:
    """Break a name into lines of about 22 characters, between words."""
    lines = [""]
    for word in label.split() or [""]:
        if lines[-1] and len(lines[-1]) + 1 + len(word) > LINE_LENGTH:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
