"""Lists in a line of text, in the reader's language."""

from collections.abc import Iterable

from django.utils.translation import gettext as _


def list_separator() -> str:
    """Return what stands between the items of a list: a comma, and in Arabic the Arabic comma."""
    return _(", ")


def label_separator() -> str:
    """Return what stands between a label and its value: a colon, and in French a space before it."""
    return _(": ")


def join_list(items: Iterable[object]) -> str:
    """Return items as a list in the reader's language."""
    return list_separator().join(map(str, items))


def join_within_quotes(items: Iterable[str]) -> str:
    """Return items for a message that puts one pair of quotation marks around them: each gets marks of its own."""
    opening, closing = (_("“%(name)s”") % {"name": "\n"}).split("\n")
    return f"{closing}{list_separator()}{opening}".join(items)
