"""The one place that gives words of people: to somebody who looks, or to what compares and counts.

Columns that hold what a file brought give an `UnmaskedText`, which nothing can print; everything that shows one (page,
search, map, export, mail) asks `text_for` here, as it asks `visibility.visible` for a person's fields.
"""

from typing import Any
from urllib.parse import unquote

from skillsnet.accounts.viewer import Viewer
from skillsnet.core.text import mask_contacts
from skillsnet.core.text.unmasked import MARKER, UnmaskedText, Withheld, raw_words, without_names
from skillsnet.db.unmasked import unwrapped
from skillsnet.participants.audiences import FieldAccess, visible

WEB = ("https://", "http://")


class NamesUnknown(ValueError):
    """A text was read without the names that are withheld from it: its row's column `withheld` must be read too."""


def text_for(text: UnmaskedText, viewer: Viewer, *, marker: str = MARKER) -> str:
    """Return a text as the viewer may read it: addresses, numbers and withheld names are for facilitators."""
    words = raw_words(text)
    if viewer.is_facilitator or not words:
        return words
    if names := _hidden_names(text, viewer):
        words = without_names(words, names, marker=marker)
    return mask_contacts(words, country=text.country, marker=marker)


def site_for(site: UnmaskedText, viewer: Viewer) -> str:
    """Return an address on the web, empty where it holds an address, number, profile or name of a person."""
    words = raw_words(site)
    if not words.startswith(WEB):
        return ""
    if viewer.is_facilitator:
        return words
    # Signs may be written as codes, which no reader of the page would see and every browser undoes.
    is_personal = any(mask_contacts(form, country=site.country) != form for form in {words, unquote(words)})
    return "" if is_personal or any(name.words in words for name in _hidden_names(site, viewer)) else words


def cell_for(cell: object, viewer: Viewer) -> str:
    """Return a cell of a file as text; several values with semicolons between."""
    if isinstance(cell, list):
        return "; ".join(cell_for(part, viewer) for part in cell)
    return text_for(cell, viewer) if isinstance(cell, UnmaskedText) else str(cell)


def words_for_computing(text: Any) -> Any:
    """Return the words themselves, or cells with their words, for what is compared, counted, kept or undone.

    Nothing made of them may reach a page, file, mail or message; tests/repo/test_words.py lists who may ask.
    """
    return unwrapped(text)


def _hidden_names(text: UnmaskedText, viewer: Viewer) -> list[Withheld]:
    if text.withheld is None:
        raise NamesUnknown("read the column `withheld` along with this text")
    return [name for name in text.withheld if not visible(FieldAccess("name", name.owner, name.audience), viewer)]
