"""Lists in a line of text, in the reader's language."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

# Names before which Spanish writes "e" for "and": "e inclusión", and "y hielo".
_SOUND_OF_I = re.compile(r"\W*(?:[ií]|h[ií](?!e))", re.IGNORECASE)


def list_separator() -> str:
    """Return what stands between the items of a list: a comma, and in Arabic the Arabic comma."""
    return _(", ")


def label_separator() -> str:
    """Return what stands between a label and its value: a colon, and in French a space before it."""
    return _(": ")


def join_list(items: Iterable[object]) -> str:
    """Return items as a list in the reader's language."""
    return list_separator().join(map(str, items))


def join_in_sentence(items: Iterable[object]) -> str:
    """Return items as a sentence of the reader's language names them: "A, B and C"."""
    *first_names, last = [str(item) for item in items] or [""]
    if not first_names:
        return last
    names = {"items": pgettext("in a sentence", ", ").join(first_names), "last": last}
    if _SOUND_OF_I.match(last):
        return pgettext("in a sentence, before the sound of “i”", "%(items)s and %(last)s") % names
    return pgettext("in a sentence", "%(items)s and %(last)s") % names


def join_within_quotes(items: Iterable[str]) -> str:
    """Return items for a message that puts one pair of quotation marks around them: each gets marks of its own."""
    opening, closing = (_("“%(name)s”") % {"name": "\n"}).split("\n")
    return f"{closing}{list_separator()}{opening}".join(items)
