"""Points, lines, hubs and outlines as SVG elements."""

import math
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from skillsnet.core.netmap.drawing.labels import Marker
from skillsnet.core.netmap.drawing.theme import Theme
from skillsnet.core.netmap.drawing.values import NO_SHADE, Integers, Marks, Picture
from skillsnet.core.netmap.graph import NOT_STATED, Outline, Points

# What is drawn at most, so that the picture stays small: points, of these the faint ones, and lines.
POINT_LIMIT, FAINT_LIMIT, LINE_LIMIT, NODE_LINK_LIMIT = 2400, 600, 5000, 3000
SMALLEST, LARGEST = 1.6, 6.0
# From this radius on a hub has a strong ring.
FULL_HUB = 11.0


def sample_nodes(marks: Marks, n: int) -> Integers:
    """Return the points that are drawn: all, or an even sample of the chosen ones and a smaller one of the others.

    Parameters
    ----------
    marks : Marks
        Of n points.
    n : int

    Returns
    -------
    array of int, ascending
        At most 2,400; the selected point is among them. O(n).

    Examples
    --------
    >>> ones = np.zeros(10_000, dtype=np.int64)
    >>> len(sample_nodes(Marks(("1",), ones, ones, ones == 0), 10_000))
    2400
    """
    if n <= POINT_LIMIT:
        return np.arange(n)
    chosen_nodes, faint = np.flatnonzero(marks.is_chosen), np.flatnonzero(~marks.is_chosen)
    faint = _even(faint, max(FAINT_LIMIT, POINT_LIMIT - len(chosen_nodes)))
    parts = [_even(chosen_nodes, POINT_LIMIT - len(faint)), faint]
    if marks.selected is not None:
        parts.append(np.array([marks.selected]))
    return np.unique(np.concatenate(parts))


def _even(indexes: Integers, limit: int) -> Integers:
    if len(indexes) <= limit:
        return indexes
    return indexes[np.arange(limit) * len(indexes) // limit]


def dot_radius(spacing_px: float, share: float) -> float:
    """Return the radius of points whose least distance is given, of which a share is drawn.

    >>> dot_radius(11.0, 1.0), dot_radius(0.5, 0.03)
    (4.62, 1.6)
    """
    return float(np.clip(0.42 * spacing_px / math.sqrt(max(share, 1e-9)), SMALLEST, LARGEST))


def dots(picture: Picture, points: Points, drawn_nodes: Integers, radius: float, theme: Theme) -> Iterator[str]:
    """Yield the points, those that look alike in one group, the faint ones first."""
    marks = picture.marks
    shades = np.array([*marks.palette, NO_SHADE])
    fills, rings = (
        shades[marks.fills[drawn_nodes]],
        np.where(marks.rings[drawn_nodes] < 0, "", shades[marks.rings[drawn_nodes]]),
    )
    radii = np.full(len(drawn_nodes), radius)
    if marks.sizes is not None:
        radii = radius * (0.7 + 1.3 * np.sqrt(marks.sizes[drawn_nodes]))
    looks = [*zip(marks.is_chosen[drawn_nodes].tolist(), fills.tolist(), rings.tolist(), strict=True)]
    groups: dict[tuple[bool, str, str], list[int]] = {}
    for index, look in enumerate(looks):
        groups.setdefault(look, []).append(index)
    positions, decimals = points[drawn_nodes], 1 if radius < 3 else 0
    stroke = round(min(2.0, radius * 0.4), 1)
    for is_chosen, fill, ring in sorted(groups):
        members = groups[is_chosen, fill, ring]
        circles = (_circle(positions[index, 0], positions[index, 1], radii[index], decimals) for index in members)
        attributes = theme.dots(fill, ring or None, is_faint=not is_chosen, stroke=stroke)
        yield f"<g {attributes}>{''.join(circles)}</g>"


def _circle(x: float, y: float, radius: float, decimals: int) -> str:
    return f'<circle cx="{_short(x, decimals)}" cy="{_short(y, decimals)}" r="{_short(radius, 1)}"/>'


def _short(value: float, decimals: int) -> str:
    """Return a number in few letters."""
    return f"{round(float(value), decimals):g}"


def hub_links(
    picture: Picture, markers: Sequence[Marker], points: Points, drawn_nodes: Integers, theme: Theme
) -> Iterator[str]:
    """Yield one faint path a hub, from the hub to each of its points that is chosen and drawn."""
    facet = picture.facet
    if facet is None:
        return
    chosen_nodes = drawn_nodes[picture.marks.is_chosen[drawn_nodes]]
    counts = facet.counts[chosen_nodes]
    nodes = np.repeat(chosen_nodes, np.maximum(counts, 1))
    starts = np.cumsum(np.maximum(counts, 1)) - np.maximum(counts, 1)
    offsets = np.arange(len(nodes)) - np.repeat(starts, np.maximum(counts, 1))
    is_stated = np.repeat(counts > 0, np.maximum(counts, 1))
    values = np.full(len(nodes), NOT_STATED, dtype=np.int64)
    values[is_stated] = facet.items[(facet.starts[nodes] + offsets)[is_stated]]
    sampled = _even(np.arange(len(nodes)), LINE_LIMIT)
    nodes, values = nodes[sampled], values[sampled]
    for marker in markers:
        ends = points[nodes[values == marker.hub.value]]
        if len(ends):
            lines = _rays(marker.x, marker.y, ends)
            yield f'<path {theme.hub_links(picture.hubs[marker.hub.value].shade)} d="{lines}"/>'


def _rays(x: float, y: float, ends: Points) -> str:
    start = f"M{x:.0f} {y:.0f}"
    return "".join(f"{start}L{across} {down}" for across, down in np.rint(ends).astype(int).tolist())


def node_links(picture: Picture, points: Points, drawn_nodes: Integers, theme: Theme) -> Iterator[str]:
    """Yield the lines between points that are chosen and drawn, the strongest where there are too many."""
    is_drawn = np.zeros(len(points), dtype=bool)
    is_drawn[drawn_nodes] = True
    is_drawn &= picture.marks.is_chosen
    ends = picture.links.ends
    drawn_links = np.flatnonzero(is_drawn[ends].all(axis=1))
    if len(drawn_links) > NODE_LINK_LIMIT:
        order = np.lexsort((drawn_links, -picture.links.strengths[drawn_links]))
        drawn_links = np.sort(drawn_links[order[:NODE_LINK_LIMIT]])
    if len(drawn_links):
        coordinates = np.rint(points[ends[drawn_links]]).astype(int).reshape(-1, 4).tolist()
        lines = "".join(f"M{ax} {ay}L{bx} {by}" for ax, ay, bx, by in coordinates)
        yield f'<path {theme.node_links()} d="{lines}"/>'


def hubs(picture: Picture, markers: Sequence[Marker], theme: Theme) -> Iterator[str]:
    """Yield the hubs, each with its count where it has room."""
    for marker in markers:
        if marker.radius <= 0:
            continue
        style = picture.hubs[marker.hub.value]
        stroke = 3 if marker.radius >= FULL_HUB else 1.5
        attributes = theme.hub(style.shade, stroke, is_broken=style.is_broken)
        yield f'<circle {attributes} cx="{marker.x:.0f}" cy="{marker.y:.0f}" r="{_short(marker.radius, 1)}"/>'
        size = min(12.0, 1.9 * marker.radius / max(1.4, 0.62 * len(str(marker.hub.count))))
        if size >= 6:
            position = f'x="{marker.x:.0f}" y="{marker.y + size * 0.36:.1f}" text-anchor="middle"'
            yield f"<text {theme.text('count', round(size, 1))} {position}>{marker.hub.count}</text>"


def outline_path(outline: Outline, points: Points, theme: Theme) -> str:
    """Return the rings as one path of whole steps; steps that go nowhere are left out."""
    rounded: npt.NDArray[np.int64] = np.rint(points).astype(np.int64)
    parts = []
    for begin, end in zip(outline.starts[:-1].tolist(), outline.starts[1:].tolist(), strict=True):
        ring = rounded[begin:end]
        steps = np.diff(ring, axis=0)
        steps = steps[(steps != 0).any(axis=1)]
        if len(steps) < 2:
            continue
        parts.append(f"M{ring[0, 0]} {ring[0, 1]}l{_join_numbers(steps.ravel().tolist())}z")
    return f'<path {theme.outline()} d="{"".join(parts)}"/>'


def _join_numbers(numbers: Sequence[int]) -> str:
    """Return numbers with blanks only where no minus separates them."""
    texts = [str(number) for number in numbers]
    return texts[0] + "".join(text if text[0] == "-" else f" {text}" for text in texts[1:]) if texts else ""
