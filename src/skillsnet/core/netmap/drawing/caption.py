"""Heading and legend around a picture that leaves the site."""

from collections.abc import Iterator

from skillsnet.core.netmap.drawing.texts import text_width, truncate
from skillsnet.core.netmap.drawing.theme import Theme
from skillsnet.core.netmap.drawing.values import Caption

MARGIN = 36.0
HEADING_SIZE, SUBHEADING_SIZE, LEGEND_SIZE = 34.0, 20.0, 17.0
LIGHTER = 0.9
HEADING_HEIGHT, LEGEND_WIDTH, LEGEND_STEP = 104.0, 320.0, 30.0
FOOTER_SIZE, FOOTER_HEIGHT = 15.0, 34.0


def top_of(caption: Caption) -> float:
    """Return the height that the heading takes."""
    return HEADING_HEIGHT if caption.heading else 0.0


def side_of(caption: Caption) -> float:
    """Return the width that the legend takes."""
    return LEGEND_WIDTH if caption.legend else 0.0


def bottom_of(caption: Caption) -> float:
    """Return the height that the footer takes."""
    return FOOTER_HEIGHT if caption.footer else 0.0


def caption_marks(caption: Caption, width: float, height: float, theme: Theme) -> Iterator[str]:
    """Yield the heading, the legend beside the map, on the side where reading ends, and the footer."""
    start = width - MARGIN if theme.is_rtl else MARGIN
    anchor = "end" if theme.is_rtl else "start"
    available_px = width - 2 * MARGIN
    for text, size, y, kind in (
        (caption.heading, HEADING_SIZE, 54.0, "heading"),
        (caption.subheading, SUBHEADING_SIZE, 86.0, "note"),
        (caption.footer, FOOTER_SIZE, height - FOOTER_HEIGHT / 2 + 4, "note"),
    ):
        if text:
            content = theme.words(truncate(text, available_px, size))
            attributes = theme.text("heading" if kind == "heading" else "note", size)
            yield f'<text {attributes} x="{start:.0f}" y="{y:.0f}" text-anchor="{anchor}">{content}</text>'
    yield from _legend(caption, width, height, theme, anchor)


def _legend(caption: Caption, width: float, height: float, theme: Theme, anchor: str) -> Iterator[str]:
    if not caption.legend:
        return
    line_count = int((height - top_of(caption) - bottom_of(caption) - 2 * MARGIN) // LEGEND_STEP)
    items = caption.legend if len(caption.legend) <= line_count else caption.legend[: max(1, line_count - 1)]
    edge = LEGEND_WIDTH - 8 if theme.is_rtl else width - LEGEND_WIDTH + 8
    inward = -1 if theme.is_rtl else 1
    y = top_of(caption) + MARGIN
    for item in items:
        number = f"\u00a0\u00a0{item.count}"
        # The legend's regular letters are narrower than those that widths are estimated for.
        room_px = (LEGEND_WIDTH - 18 - MARGIN) / LIGHTER - text_width(number, LEGEND_SIZE)
        label = truncate(item.label, room_px, LEGEND_SIZE)
        swatch, radius = theme.swatch(item.shade, is_broken=item.is_broken), 5 if item.is_broken else 7
        yield f'<circle {swatch} cx="{edge:.0f}" cy="{y:.0f}" r="{radius}"/>'
        attributes = theme.text("note", LEGEND_SIZE)
        yield _line(theme.words(label + number), edge + inward * 18, y + 6, attributes, anchor)
        y += LEGEND_STEP
    if len(items) < len(caption.legend):
        more = caption.more.replace("{count}", str(len(caption.legend) - len(items)))
        yield _line(theme.words(more), edge + inward * 18, y + 6, theme.text("note", LEGEND_SIZE), anchor)


def _line(content: str, x: float, y: float, attributes: str, anchor: str) -> str:
    return f'<text {attributes} x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}">{content}</text>'
