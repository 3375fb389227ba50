"""The map's picture as files that stand alone: SVG with its fonts, and PNG for social previews."""

import base64
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Literal

import resvg_py
from django.conf import settings
from django.core.cache import caches
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from skillsnet.core.netmap.drawing import Caption, Theme
from skillsnet.core.numbers import whole_number
from skillsnet.facets.choice_words import BETWEEN, choice_in_words
from skillsnet.facets.queries import summary_counts
from skillsnet.netmap.models import MapVersion
from skillsnet.netmap.pictures.queries import CACHE_NAME, content_key, standalone_for
from skillsnet.netmap.state import MapState

FONTS = Path(__file__).resolve().parents[2] / "web" / "static" / "build" / "fonts"
# The cuts that the pages load, by the family they belong to (frontend/src/styles/fonts.css).
WEB_FONTS = {
    "ibm-plex-sans-latin": "IBM Plex Sans",
    "ibm-plex-sans-latin-ext": "IBM Plex Sans",
    "ibm-plex-sans-arabic-arabic": "IBM Plex Sans Arabic",
}
WEIGHTS = (400, 600)
CACHE_SECONDS = 24 * 3600
# Widths of a PNG in pixels: a few, so that pictures can be cached.
WIDTHS = (600, 1200, 2400)

PictureTheme = Literal["light", "dark"]


def svg_file(version: MapVersion, state: MapState, *, language: str, address: str = "", with_fonts: bool = True) -> str:
    """Return the picture with its colours, heading, legend and footer, and its fonts where asked for; kept for a day.

    The footer has the day and the address of the map that the picture shows.
    """
    theme_name, day = theme_of(state), localdate()
    key = content_key("svg", version, state, language, theme_name, with_fonts, settings.NETWORK_NAME, address, day)
    svg: str | None = caches[CACHE_NAME].get(key)
    if svg is None:
        faces = font_faces(language) if with_fonts else ""
        theme = Theme(theme_name, font_faces=faces, is_rtl=get_language_bidi())
        svg = standalone_for(version, state, language=language, theme=theme, caption=_caption(state, language, address))
        caches[CACHE_NAME].set(key, svg, CACHE_SECONDS)
    return svg


def png_file(version: MapVersion, state: MapState, *, language: str, width: int, address: str = "") -> bytes:
    """Return the picture as PNG, kept for a day; drawn with our fonts only, so that every machine draws the same."""
    name, day = settings.NETWORK_NAME, localdate()
    key = content_key("png", version, state, language, theme_of(state), width, name, address, day)
    png = caches[CACHE_NAME].get(key)
    if png is None:
        svg = svg_file(version, state, language=language, address=address, with_fonts=False)
        files = sorted(str(path) for path in FONTS.glob("*.ttf"))
        png = resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=bool(files), font_files=files)
        caches[CACHE_NAME].set(key, png, CACHE_SECONDS)
    return bytes(png)


def nearest_width(text: str) -> int:
    """Return the smallest width on offer that is at least what is asked for; 1,200 where nothing readable is."""
    least_width = whole_number(text, largest=99_999)
    if least_width is None:
        return 1200
    return next((width for width in WIDTHS if width >= least_width), WIDTHS[-1])


def theme_of(state: MapState) -> PictureTheme:
    """Return the theme of a file: it cannot follow the reader's, so it is light unless dark is asked for."""
    return "dark" if state.theme == "dark" else "light"


@lru_cache(maxsize=4)
def font_faces(language: str) -> str:
    """Return the style rules that bring the fonts along: Arabic ones where the page is Arabic, Latin ones always."""
    names = [name for name in WEB_FONTS if language == "ar" or "arabic" not in name]
    rules = [rule for name in names for weight in WEIGHTS if (rule := _font_face(name, weight))]
    return "".join(rules)


def font_policy(language: str) -> dict[str, list[str]]:
    """Return what a content security policy must allow so that the file may use what it brings along."""
    if not (faces := font_faces(language)):
        return {}
    digest = base64.b64encode(sha256(faces.encode()).digest()).decode()
    return {"style-src": [f"'sha256-{digest}'"], "font-src": ["data:"]}


def _font_face(name: str, weight: int) -> str:
    path = FONTS / f"{name}-{weight}.woff2"
    if not path.is_file():
        return ""
    data = base64.b64encode(path.read_bytes()).decode()
    source = f"url(data:font/woff2;base64,{data}) format('woff2')"
    # Both cuts of a family have its name; a browser takes a letter from the one that has it.
    family = WEB_FONTS[name] if not name.endswith("-ext") else "IBM Plex Sans Extended"
    return f"@font-face{{font-family:'{family}';font-weight:{weight};src:{source}}}"


def _caption(state: MapState, language: str, address: str) -> Caption:
    counts = summary_counts(state.filters)
    projects = ngettext("%(number)s project", "%(number)s projects", counts.projects)
    if counts.listed:
        projects = ngettext("%(number)s project or organisation", "%(number)s projects and organisations", counts.total)
    lands = ngettext("%(number)s country", "%(number)s countries", counts.countries)
    numbers = [text % {"number": number} for text, number in ((projects, counts.total), (lands, counts.countries))]
    choice = choice_in_words(state.filters, language=language)
    day = date_format(localdate(), "DATE_FORMAT")
    return Caption(
        heading=settings.NETWORK_NAME,
        subheading=BETWEEN.join([*numbers, *([choice] if choice else [])]),
        footer=BETWEEN.join([day, *([address] if address else [])]),
        more=_("and %(count)s more") % {"count": "{count}"},
    )
