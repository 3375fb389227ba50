"""Two editions as a picture: the old categories on one side, the new ones on the other, and what flowed between."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

COLOURS: Final = 9
GAP, PADDING = 16, 8
CHARACTER_WIDTH: Final = 0.55


@dataclass(frozen=True)
class SankeyNode:
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

# Right-to-left embedding and its end.
_FROM_RIGHT: Final = "\u202b"
_TO_HERE: Final = "\u202c"


@dataclass(frozen=True)
class _NodeBox:
    """The box of a node: its top, its height, its label's lines, and how many bands meet it."""

    top: float
    height: float
    lines: tuple[str, ...]
    bands: int


def draw_sankey(
    olds: Sequence[SankeyNode],
    news: Sequence[SankeyNode],
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
    olds, news : sequence of SankeyNode
        The categories of the two editions, n together, from top to bottom.
    bands : sequence of Band
        The flows, m of them; each has its label beside where it starts, and no two labels share a place.
    title, description : str
        What the picture is and says, for people who do not see it.
    is_narrow : bool
        Whether it is made for 328 pixels and not for 900: narrower columns, names broken into more lines.
    is_mirrored : bool
        Whether the old side is on the right, as those who read from right to left expect.

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
    >>> picture = draw_sankey([SankeyNode("1 Media", "", 1)], [], bands, title="A", description="B")
    >>> picture.startswith("<svg"), "Retired" in picture
    (True, True)
    """
    measures = NARROW if is_narrow else WIDE
    drawing = _Drawing(measures, is_mirrored=is_mirrored)
    added = [index for index, band in enumerate(bands) if band.old is None]
    retired = [index for index, band in enumerate(bands) if band.new is None]
    # What has no end gets a place of its own below the categories, so that its label has one too.
    starts = {index: len(olds) + at for at, index in enumerate(added)}
    ends = {index: len(news) + at for at, index in enumerate(retired)}
    start = [starts.get(index, band.old or 0) for index, band in enumerate(bands)]
    end = [ends.get(index, band.new or 0) for index, band in enumerate(bands)]
    old_boxes = drawing.column([*olds, *[SankeyNode("", "", 0)] * len(added)], start)
    new_boxes = drawing.column([*news, *[SankeyNode("", "", 0)] * len(retired)], end)
    height = max(_height(old_boxes), _height(new_boxes))
    old_boxes, new_boxes = _spread(old_boxes, height), _spread(new_boxes, height)
    slots = _slots(start, end, old_boxes, measures), _slots(end, start, new_boxes, measures)
    largest = max((band.size for band in bands if band.size is not None), default=None)
    labelled = f"flows-{measures.name}-title flows-{measures.name}-text"
    parts = [
        f'<svg class="flow-picture flow-picture--{measures.name}" viewBox="0 0 {measures.width} {height:.0f}"',
        f' role="img" direction="ltr" aria-labelledby="{labelled}" xmlns="http://www.w3.org/2000/svg">',
        f'<title id="flows-{measures.name}-title">{escape(title)}</title>',
        f'<desc id="flows-{measures.name}-text">{escape(description)}</desc>',
        *(drawing.band(band, slots[0][at], slots[1][at], largest) for at, band in enumerate(bands)),
        *(drawing.node(node, box, is_old=True) for node, box in zip(olds, old_boxes, strict=False)),
        *(drawing.node(node, box, is_old=False) for node, box in zip(news, new_boxes, strict=False)),
        *(drawing.band_label(band, slots[0][at]) for at, band in enumerate(bands)),
        "</svg>",
    ]
    return "".join(parts)


def _height(column: Sequence[_NodeBox]) -> float:
    return sum(box.height for box in column) + GAP * max(0, len(column) - 1) + 2 * PADDING


def _spread(column: Sequence[_NodeBox], height: float) -> list[_NodeBox]:
    """Return the column with even gaps, so that it is as high as the picture."""
    free = height - 2 * PADDING - sum(box.height for box in column)
    gap = free / (len(column) - 1) if len(column) > 1 else 0
    top, boxes = float(PADDING), []
    for box in column:
        boxes.append(_NodeBox(top, box.height, box.lines, box.bands))
        top += box.height + gap
    return boxes


def _slots(
    node_indexes: Sequence[int], opposite_indexes: Sequence[int], column: Sequence[_NodeBox], measures: _Measures
) -> list[float]:
    """Return at which height each band is tied to its node, those of one node in the order of their other ends."""
    heights = [0.0] * len(node_indexes)
    used_slots = [0] * len(column)
    for at in sorted(range(len(node_indexes)), key=lambda at: (node_indexes[at], opposite_indexes[at], at)):
        box = column[node_indexes[at]]
        first = box.top + (box.height - measures.slot * box.bands) / 2
        heights[at] = first + measures.slot * (used_slots[node_indexes[at]] + 0.5)
        used_slots[node_indexes[at]] += 1
    return heights


class _Drawing:
    """Writes the parts of one picture."""

    def __init__(self, measures: _Measures, *, is_mirrored: bool) -> None:
        self.measures = measures
        self.is_mirrored = is_mirrored

    def _x(self, x: float) -> float:
        return self.measures.width - x if self.is_mirrored else x

    def _text(self, text: str) -> str:
        """Return a text escaped; what is mixed reads from the right in a mirrored picture, whose lines are placed."""
        return f"{_FROM_RIGHT}{escape(text)}{_TO_HERE}" if self.is_mirrored else escape(text)

    def column(self, nodes: Sequence[SankeyNode], tied: Sequence[int]) -> list[_NodeBox]:
        """Return the nodes with their heights, not yet placed."""
        boxes = []
        for index, node in enumerate(nodes):
            lines = (*_lines(node.label, self.measures.line_letters), *filter(None, [node.size_label]))
            bands = tied.count(index)
            height = max(len(lines) * self.measures.line, bands * self.measures.slot, self.measures.line)
            boxes.append(_NodeBox(0, height, lines, bands))
        return boxes

    def node(self, node: SankeyNode, box: _NodeBox, *, is_old: bool) -> str:
        """Return a category's bar with its name beside it."""
        measures = self.measures
        edge = measures.side if is_old else measures.width - measures.side
        outer = edge - 8 if is_old else edge + 8
        bar = min(self._x(edge - 4), self._x(edge + 4))
        anchor = "end" if is_old != self.is_mirrored else "start"
        top = box.top + (box.height - len(box.lines) * measures.line) / 2 + measures.font
        spans = "".join(
            f'<tspan x="{self._x(outer):.0f}" y="{top + at * measures.line:.0f}"'
            f"{_soft(node, at, box)}>{self._text(line)}</tspan>"
            for at, line in enumerate(box.lines)
        )
        return (
            f'<rect class="flow-node {_colour(node.colour)}" x="{bar:.0f}" y="{box.top:.0f}" width="8" '
            f'height="{box.height:.0f}"/>'
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
        text = self._text(band.label)
        if is_stacked:
            text += f'<tspan x="{x:.0f}" dy="{measures.band_font}">{self._text(band.size_label)}</tspan>'
        elif band.size_label:
            text = self._text(f"{band.label} · {band.size_label}")
        return (
            f'<text class="flow-kind" font-size="{measures.band_font}" text-anchor="{anchor}" '
            f'x="{x:.0f}" y="{y:.0f}">{text}</text>'
        )


def _soft(node: SankeyNode, at: int, box: _NodeBox) -> str:
    return ' class="flow-size"' if node.size_label and at == len(box.lines) - 1 else ""


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
