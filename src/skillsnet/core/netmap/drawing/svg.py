"""The whole picture, from the back to the front."""

from collections.abc import Iterator
from typing import Literal

from skillsnet.core.netmap.drawing import marks
from skillsnet.core.netmap.drawing.caption import bottom_of, caption_marks, side_of, top_of
from skillsnet.core.netmap.drawing.frame import Frame, Viewport, fit_frame
from skillsnet.core.netmap.drawing.labels import Marker, label_marks, place_labels
from skillsnet.core.netmap.drawing.theme import Theme
from skillsnet.core.netmap.drawing.values import NO_CAPTION, Caption, Integers, Picture
from skillsnet.core.netmap.graph import Points

WIDTH = 1000
# Groupings whose hubs are places in a landscape: their names stand on them, and no lines lead to them.
LANDSCAPES = ("issue", "place")
HUB_LIMIT = 400
SMALLEST_HUB, LARGEST_HUB = 5.0, 17.0
# A page has the names twice, for wide screens and for phones; its style sheet shows one set of them.
SCREENS: tuple[Literal["wide"], Literal["phone"]] = ("wide", "phone")

INLINE = Theme()


def draw(
    picture: Picture,
    *,
    theme: Theme = INLINE,
    width: int = WIDTH,
    height: int | None = None,
    caption: Caption = NO_CAPTION,
) -> str:
    """Return a picture of the map as an SVG element.

    Parameters
    ----------
    picture : Picture
        With n nodes and h hubs. Of more than 2,400 nodes an even sample is drawn, of more than 400 hubs the largest.
    theme : Theme
        Whether colours come from the page's style sheet (the default) or stand in the file.
    width, height : int
        In the picture's own units; without a height it follows from the map's proportions.
    caption : Caption
        Heading and legend, for a picture that leaves the site.

    Returns
    -------
    str
        Well-formed SVG with every text escaped, without scripts and without inline style; below 300 kB. The same
        input always gives the same picture.

    Notes
    -----
    O(n + h²) time.

    Examples
    --------
    >>> import numpy as np
    >>> from skillsnet.core.netmap.drawing.values import Marks
    >>> from skillsnet.core.netmap.graph import Layout
    >>> one = np.zeros(1, dtype=np.int64)
    >>> layout = Layout("ties", (), np.array([[0.5, 0.5]]), spacing=0.01)
    >>> svg = draw(Picture(layout, {}, Marks(("1",), one, one - 1, one == 0), "Map", "One point."))
    >>> svg.count("<circle"), "fill-1" in svg
    (1, True)
    """
    side, top, bottom = side_of(caption), top_of(caption), bottom_of(caption)
    left = side if theme.is_rtl else 0.0
    viewport = Viewport(
        width=width - side, height=None if height is None else height - top - bottom, left=left, top=top
    )
    frame = fit_frame(picture.layout, viewport)
    whole_height = height or frame.height + top + bottom
    parts = [
        theme.opening(width, whole_height, picture.title, picture.description),
        *_map(picture, frame, theme),
        *caption_marks(caption, width, whole_height, theme),
        "</svg>",
    ]
    return "".join(parts)


def _map(picture: Picture, frame: Frame, theme: Theme) -> Iterator[str]:
    points = frame.to_picture(picture.layout.points)
    drawn_nodes = marks.sample_nodes(picture.marks, len(points))
    spacing = picture.layout.spacing * frame.scale
    radius = marks.dot_radius(spacing, len(drawn_nodes) / max(1, len(points)))
    is_landscape = picture.layout.key in LANDSCAPES
    markers = _markers(picture, frame, spacing, is_landscape=is_landscape)
    outline = picture.layout.outline
    if outline is not None:
        yield marks.outline_path(outline, frame.to_picture(outline.points), theme)
    if not is_landscape:
        yield from marks.hub_links(picture, markers, points, drawn_nodes, theme)
    yield from marks.node_links(picture, points, drawn_nodes, theme)
    yield from marks.dots(picture, points, drawn_nodes, radius, theme)
    yield from marks.hubs(picture, markers, theme)
    yield from _selected(picture, points, radius, theme)
    visible_points = points[_nodes_in_sight(picture, drawn_nodes)]
    for screen in SCREENS if theme.theme is None else SCREENS[:1]:
        labelling = place_labels(
            markers,
            picture.hubs,
            visible_points,
            frame,
            radius=_reach(radius, picture),
            is_landscape=is_landscape,
            is_phone=screen == "phone",
        )
        names = "".join(label_marks(labelling, picture.unnamed, theme))
        yield f"<g {theme.names(screen)}>{names}</g>"


def _reach(radius: float, picture: Picture) -> float:
    """Return how far the largest points reach; see `marks.dots`."""
    return radius * 2 if picture.marks.sizes is not None else radius * 1.2


def _markers(picture: Picture, frame: Frame, spacing: float, *, is_landscape: bool) -> list[Marker]:
    hubs = picture.layout.hubs
    if len(hubs) > HUB_LIMIT:
        hubs = tuple(sorted(hubs, key=lambda hub: (-hub.count, hub.value))[:HUB_LIMIT])
    # Seats around a hub begin 1.7 spacings from its middle: its ring leaves them free.
    radius = 0.0 if is_landscape else min(LARGEST_HUB, max(SMALLEST_HUB, 1.2 * spacing))
    return [
        Marker(
            hub=hub,
            x=frame.left + (hub.x - frame.x0) * frame.scale,
            y=frame.top + (hub.y - frame.y0) * frame.scale,
            radius=radius,
            reach=max(radius, hub.radius * frame.scale),
        )
        for hub in hubs
    ]


def _selected(picture: Picture, points: Points, radius: float, theme: Theme) -> Iterator[str]:
    if picture.marks.selected is not None:
        x, y = points[picture.marks.selected].tolist()
        yield f'<circle {theme.selected()} cx="{x:.1f}" cy="{y:.1f}" r="{radius + 5:.1f}"/>'


def _nodes_in_sight(picture: Picture, drawn_nodes: Integers) -> Integers:
    """Return the points that a name had better not cover."""
    nodes: Integers = drawn_nodes[picture.marks.is_chosen[drawn_nodes]]
    return nodes
