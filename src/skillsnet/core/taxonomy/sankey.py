"""Two editions as a picture: the old categories on one side, the new ones on the other, and what flowed between."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

COLOURS: Final = 9
GAP, PADDING = 16, 8
CHARACTER_WIDTH: Final = 0.55


@dataclass(frozen=True)
class Node:
    """A category on one side: its name with its number, what to say of its size, and its colour index, from 1."""

    label: str
    size_label: str
    colour: int


@dataclass(frozen=True)
class Band:
    """A flow from the old node at a place to the new one; None where there is none. `size` is None where unknown.

    Its label is its kind in words; `size_label` says its size, beside that or below it.
    """

    old: int | None
    new: int | None
    label: str
    colour: int
    size: int | None
    size_label: str = ""


@dataclass(frozen=True)
class _Measures:
    """Lengths in the picture's own units: one is a pixel at the width for which it is made."""

    name: str
    width: int
    side: int
    font: int
    band_font: int
    slot: int
    thickest: int
    is_stacked: bool

    @property
    def line(self) -> float:
        return self.font * 1.25

    @property
    def line_letters(self) -> int:
        return int(self.side / (self.font * CHARACTER_WIDTH))


WIDE: Final = _Measures("wide", width=900, side=300, font=16, band_font=14, slot=34, thickest=22, is_stacked=False)
NARROW: Final = _Measures("narrow", width=328, side=117, font=13, band_font=12, slot=32, thickest=14, is_stacked=True)


@dataclass(frozen=True)
class _Placed:
    """Where a node stands: its top, its height, its label's lines, and how many bands have been tied to it."""

    top: float
    height: float
    lines: tuple[str, ...]
    bands: int


def draw_sankey(
    olds: Sequence[Node],
    news: Sequence[Node],
    bands: Sequence[Band],
    *,
    title: str,
    description: str,
    is_narrow: bool = False,
    is_mirrored: bool = False,
) -> str:
    """Return the picture as an SVG element that takes its colours from the page's style sheet.

    Parameters
    ----------
    olds, news : sequence of Node
        The categories of the two editions, n together, from top to bottom.
    bands : sequence of Band
        The flows, m of them; each has its label beside where it starts, and no two labels share a place.
    title, description : str
        What the picture is and says, for people who do not see it.
    is_narrow : bool
        Whether it is made for 328 pixels and not for 900: narrower columns, names broken into more lines.
    is_mirrored : bool
        Whether the old side stands on the right, as those who read from right to left expect.

    Returns
    -------
    str
        Well-formed SVG with every text escaped; no scripts, no inline style. Flows of a known size are as thick as
        the largest allows; of an unknown one, thin, and dashed beside known ones.

    Notes
    -----
    O(n + m log m). What was added starts from a small ring, what was retired ends in one.

    Examples
    --------
    >>> bands = [Band(0, None, "Retired", 1, None)]
    >>> picture = draw_sankey([Node("1 Media", "", 1)], [], bands, title="A", description="B")
    >>> picture.startswith("<svg"), "Retired" in picture
    (True, True)
    """
    measures = NARROW if is_narrow else WIDE
    drawing = _Drawing(measures, is_mirrored=is_mirrored)
    added = [place for place, band in enumerate(bands) if band.old is None]
    retired = [place for place, band in enumerate(bands) if band.new is None]
    # What has no end gets a place of its own below the categories, so that its label has one too.
    starts = {place: len(olds) + at for at, place in enumerate(added)}
    ends = {place: len(news) + at for at, place in enumerate(retired)}
    start = [starts.get(place, band.old or 0) for place, band in enumerate(bands)]
    end = [ends.get(place, band.new or 0) for place, band in enumerate(bands)]
    left = drawing.column([*olds, *[Node("", "", 0)] * len(added)], start)
    right = drawing.column([*news, *[Node("", "", 0)] * len(retired)], end)
    height = max(_height(left), _height(right))
    left, right = _spread(left, height), _spread(right, height)
    slots = _slots(start, end, left, measures), _slots(end, start, right, measures)
    largest = max((band.size for band in bands if band.size is not None), default=None)
    labelled = f"flows-{measures.name}-title flows-{measures.name}-text"
    parts = [
        f'<svg class="flow-picture flow-picture--{measures.name}" viewBox="0 0 {measures.width} {height:.0f}"',
        f' role="img" direction="ltr" aria-labelledby="{labelled}" xmlns="http://www.w3.org/2000/svg">',
        f'<title id="flows-{measures.name}-title">{escape(title)}</title>',
        f'<desc id="flows-{measures.name}-text">{escape(description)}</desc>',
        *(drawing.band(band, slots[0][at], slots[1][at], largest) for at, band in enumerate(bands)),
        *(drawing.node(node, placed, is_old=True) for node, placed in zip(olds, left, strict=False)),
        *(drawing.node(node, placed, is_old=False) for node, placed in zip(news, right, strict=False)),
        *(drawing.band_label(band, slots[0][at]) for at, band in enumerate(bands)),
        "</svg>",
    ]
    return "".join(parts)


def _height(column: Sequence[_Placed]) -> float:
    return sum(placed.height for placed in column) + GAP * max(0, len(column) - 1) + 2 * PADDING


def _spread(column: Sequence[_Placed], height: float) -> list[_Placed]:
    """Return the column with even gaps, so that it is as high as the picture."""
    free = height - 2 * PADDING - sum(placed.height for placed in column)
    gap = free / (len(column) - 1) if len(column) > 1 else 0
    top, found = float(PADDING), []
    for placed in column:
        found.append(_Placed(top, placed.height, placed.lines, placed.bands))
        top += placed.height + gap
    return found


def _slots(own: Sequence[int], other: Sequence[int], column: Sequence[_Placed], measures: _Measures) -> list[float]:
    """Return at which height each band is tied to its node, those of one node in the order of their other ends."""
    found = [0.0] * len(own)
    used = [0] * len(column)
    for at in sorted(range(len(own)), key=lambda at: (own[at], other[at], at)):
        placed = column[own[at]]
        first = placed.top + (placed.height - measures.slot * placed.bands) / 2
        found[at] = first + measures.slot * (used[own[at]] + 0.5)
        used[own[at]] += 1
    return found


class _Drawing:
    """Writes the parts of one picture."""

    def __init__(self, measures: _Measures, *, is_mirrored: bool) -> None:
        self.measures = measures
        self.is_mirrored = is_mirrored

    def _x(self, x: float) -> float:
        return self.measures.width - x if self.is_mirrored else x

    def column(self, nodes: Sequence[Node], tied: Sequence[int]) -> list[_Placed]:
        """Return the nodes with their heights, not yet placed."""
        found = []
        for place, node in enumerate(nodes):
            lines = (*_lines(node.label, self.measures.line_letters), *filter(None, [node.size_label]))
            bands = tied.count(place)
            height = max(len(lines) * self.measures.line, bands * self.measures.slot, self.measures.line)
            found.append(_Placed(0, height, lines, bands))
        return found

    def node(self, node: Node, placed: _Placed, *, is_old: bool) -> str:
        """Return a category's bar with its name beside it."""
        measures = self.measures
        edge = measures.side if is_old else measures.width - measures.side
        outer = edge - 8 if is_old else edge + 8
        bar = min(self._x(edge - 4), self._x(edge + 4))
        anchor = "end" if is_old != self.is_mirrored else "start"
        top = placed.top + (placed.height - len(placed.lines) * measures.line) / 2 + measures.font
        spans = "".join(
            f'<tspan x="{self._x(outer):.0f}" y="{top + at * measures.line:.0f}"'
            f"{_soft(node, at, placed)}>{escape(line)}</tspan>"
            for at, line in enumerate(placed.lines)
        )
        return (
            f'<rect class="flow-node {_colour(node.colour)}" x="{bar:.0f}" y="{placed.top:.0f}" width="8" '
            f'height="{placed.height:.0f}"/>'
            f'<text class="flow-name" font-size="{measures.font}" text-anchor="{anchor}">{spans}</text>'
        )

    def band(self, band: Band, start: float, end: float, largest: int | None) -> str:
        """Return a flow as a curve; a ring where it has no end."""
        measures = self.measures
        x0, x1 = self._x(measures.side + 4), self._x(measures.width - measures.side - 4)
        middle = (x0 + x1) / 2
        share = (band.size or 0) / largest if largest else 0
        thickness = 3 + (measures.thickest - 3) * share if band.size is not None else 3
        classes = f"flow-band {_colour(band.colour)}" + (
            " flow-band--open" if band.size is None and largest is not None else ""
        )
        ring = ""
        for x, y, is_missing in ((x0, start, band.old is None), (x1, end, band.new is None)):
            if is_missing:
                ring += f'<circle class="flow-ring {_colour(band.colour)}" cx="{x:.0f}" cy="{y:.0f}" r="6"/>'
        path = f"M{x0:.0f} {start:.1f}C{middle:.0f} {start:.1f} {middle:.0f} {end:.1f} {x1:.0f} {end:.1f}"
        return f'<path class="{classes}" d="{path}" stroke-width="{thickness:.1f}"/>{ring}'

    def band_label(self, band: Band, start: float) -> str:
        """Return a flow's kind and size, beside where it starts."""
        measures = self.measures
        x = self._x(measures.side + 14)
        anchor = "end" if self.is_mirrored else "start"
        is_stacked = bool(band.size_label) and measures.is_stacked
        y = start + measures.band_font * (-0.15 if is_stacked else 0.35)
        said = escape(band.label)
        if is_stacked:
            said += f'<tspan x="{x:.0f}" dy="{measures.band_font}">{escape(band.size_label)}</tspan>'
        elif band.size_label:
            said += escape(f" · {band.size_label}")
        return (
            f'<text class="flow-kind" font-size="{measures.band_font}" text-anchor="{anchor}" '
            f'x="{x:.0f}" y="{y:.0f}">{said}</text>'
        )


def _soft(node: Node, at: int, placed: _Placed) -> str:
    return ' class="flow-size"' if node.size_label and at == len(placed.lines) - 1 else ""


def _colour(colour: int) -> str:
    return f"category-{(colour - 1) % COLOURS + 1}" if colour else "category-none"


def _lines(label: str, letters: int) -> list[str]:
    """Break a name into lines, between words; a word longer than a line is broken within, with a hyphen."""
    words = []
    for word in label.split():
        while len(word) > letters:
            words.append(word[: letters - 1] + "-")
            word = word[letters - 1 :]
        words.append(word)
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines
