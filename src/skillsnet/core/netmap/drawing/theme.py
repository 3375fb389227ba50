"""What things look like: by classes of the page's style sheet, or by colours written into the file."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from skillsnet.core.text.xml import xml_escaped

ThemeName = Literal["light", "dark"]

# As frontend/src/styles/tokens.css has them; a test compares the two.
_CATEGORIES = {
    "light": "#8a8f9b #332288 #88ccee #44aa99 #117733 #999933 #ddcc77 #cc6677 #882255 #aa4499",
    "dark": "#8a8f9b #9186f2 #88ccee #44aa99 #3fae62 #adad45 #ddcc77 #e07f90 #c65c95 #cb72cb",
}
_HUES = {
    "light": "#0072b2 #e69f00 #009e73 #d55e00 #56b4e9 #c05f99 #6b5b4b #b7a800",
    "dark": "#4aa3e0 #f0b13c #27c397 #f0803a #9ad4f5 #e39ac4 #b09c88 #e3dc4e",
}
_NEUTRALS: dict[str, dict[str, str]] = {
    "light": {
        "ink": "#1b1f2a",
        "ink-soft": "#555c6b",
        "line": "#d9d6cf",
        "paper": "#ffffff",
        "canvas": "#f7f6f3",
        "action": "#1e4fd6",
        "other": "#bcc0c9",
    },
    "dark": {
        "ink": "#eceae4",
        "ink-soft": "#adb2be",
        "line": "#363b48",
        "paper": "#1c2029",
        "canvas": "#13161d",
        "action": "#93b2ff",
        "other": "#596070",
    },
}
FAINT, LINK_OPACITY, NODE_LINK_OPACITY = 0.15, 0.16, 0.35
# The last but one is the font that the server makes its own pictures with (frontend/tools/fonts.mjs).
_FAMILY = "'IBM Plex Sans', 'IBM Plex Sans Extended', 'IBM Plex Sans Arabic', 'Map Text', sans-serif"
# Right-to-left embedding and its end: what is mixed reads from the right, wherever the picture is shown.
_FROM_RIGHT, _TO_HERE = "\u202b", "\u202c"


def colours(theme: ThemeName) -> Mapping[str, str]:
    """Return the colour of each token of a theme.

    Parameters
    ----------
    theme : {"light", "dark"}

    Returns
    -------
    mapping of str to str
        As ``#rrggbb``: ``ink``, ``paper`` and so on, the shades ``0`` to ``9`` of categories, and ``h1`` to ``h8`` and
        ``other`` of other facets.

    Examples
    --------
    >>> colours("light")["1"], colours("dark")["ink"]
    ('#332288', '#eceae4')
    """
    shades = {str(number): colour for number, colour in enumerate(_CATEGORIES[theme].split())}
    hues = {f"h{number}": colour for number, colour in enumerate(_HUES[theme].split(), start=1)}
    return MappingProxyType({**_NEUTRALS[theme], **shades, **hues})


@dataclass(frozen=True)
class Theme:
    """How elements say what they look like.

    Attributes
    ----------
    theme : {"light", "dark"}, optional
        The colours to write into the file; without it the page's style sheet has them (classes).
    font_faces : str
        Style rules that bring the fonts along, for files that stand alone.
    is_rtl : bool
        Whether the reader's script runs from right to left.
    """

    theme: ThemeName | None = None
    font_faces: str = ""
    is_rtl: bool = False

    @property
    def _colours(self) -> Mapping[str, str]:
        return colours(self.theme or "light")

    def opening(self, width: float, height: float, title: str, description: str) -> str:
        """Return the picture's first tag, with its name and description."""
        size = f' width="{width:.0f}" height="{height:.0f}"' if self.theme else ' class="map-picture"'
        family = f' font-family="{_FAMILY}"' if self.theme else ""
        rules = f"<style>{self.font_faces}</style>" if self.theme and self.font_faces else ""
        back = f'<rect width="100%" height="100%" fill="{self._colours["canvas"]}"/>' if self.theme else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}"{size}{family} '
            f'role="img" aria-labelledby="map-title map-text" direction="ltr">'
            f'<title id="map-title">{xml_escaped(title)}</title><desc id="map-text">{xml_escaped(description)}</desc>'
            f"{rules}{back}"
        )

    def dots(self, fill: str, ring: str | None, *, is_faint: bool, stroke: float) -> str:
        """Return the attributes of a group of points that look alike."""
        if self.theme is None:
            names = f"dot fill-{fill}" + (f" ring-{ring}" if ring else "") + (" faint" if is_faint else "")
            return f'class="{names}" stroke-width="{stroke:g}"'
        line = f' stroke="{self._colours[ring]}" stroke-width="{stroke:g}"' if ring else ""
        return f'fill="{self._colours[fill]}"{line}' + (f' opacity="{FAINT}"' if is_faint else "")

    def hub_links(self, shade: str) -> str:
        """Return the attributes of the lines from a hub to its points."""
        if self.theme is None:
            return f'class="links ring-{shade}"'
        return f'fill="none" stroke="{self._colours[shade]}" opacity="{LINK_OPACITY}"'

    def node_links(self) -> str:
        """Return the attributes of the lines between points."""
        if self.theme is None:
            return 'class="ties"'
        return f'fill="none" stroke="{self._colours["ink-soft"]}" opacity="{NODE_LINK_OPACITY}"'

    def outline(self) -> str:
        """Return the attributes of what lies behind the points."""
        if self.theme is None:
            return 'class="outline"'
        return f'fill="{self._colours["paper"]}" stroke="{self._colours["line"]}"'

    def hub(self, shade: str, stroke: float, *, is_broken: bool = False) -> str:
        """Return the attributes of a hub, of a broken one with a dashed ring."""
        dashes = ' stroke-dasharray="5 3"' if is_broken else ""
        if self.theme is None:
            return f'class="hub ring-{shade}" stroke-width="{stroke:g}"{dashes}'
        return f'fill="{self._colours["paper"]}" stroke="{self._colours[shade]}" stroke-width="{stroke:g}"{dashes}'

    def selected(self) -> str:
        """Return the attributes of the mark around the point that is selected."""
        if self.theme is None:
            return 'class="selected"'
        return f'fill="none" stroke="{self._colours["action"]}" stroke-width="3"'

    def lead(self) -> str:
        """Return the attributes of the line from a name to its hub."""
        if self.theme is None:
            return 'class="lead"'
        return f'fill="none" stroke="{self._colours["ink-soft"]}"'

    def names(self, screen: Literal["wide", "phone"]) -> str:
        """Return the attributes of the names for a screen; a file of its own has only those for a wide one."""
        return f'class="names-{screen}"' if self.theme is None else ""

    def swatch(self, shade: str, *, is_broken: bool = False) -> str:
        """Return the attributes of a legend's point; a broken one is a ring."""
        if is_broken:
            return self.hub(shade, 4)
        return f'class="fill-{shade}"' if self.theme is None else f'fill="{self._colours[shade]}"'

    def text(self, kind: Literal["count", "label", "heading", "note"], size: float) -> str:
        """Return the attributes of a text."""
        if self.theme is None:
            return f'class="hub-{kind}" font-size="{size:g}"'
        ink = self._colours["ink-soft" if kind == "note" else "ink"]
        weight = "400" if kind == "note" else "600"
        halo = f' stroke="{self._colours["canvas"]}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
        return f'fill="{ink}" font-size="{size:g}" font-weight="{weight}"{halo if kind == "label" else ""}'

    def words(self, text: str) -> str:
        """Return a text's content, escaped, in the reader's direction."""
        return f"{_FROM_RIGHT}{xml_escaped(text)}{_TO_HERE}" if self.is_rtl else xml_escaped(text)
