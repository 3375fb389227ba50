"""Template tags of an import's pages."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext as _

register = template.Library()

SURE = 0.9


@register.filter
def how_sure(column: dict[str, Any]) -> str:
    """Return how a column came to its target field, and how sure that is, in words."""
    guess = column["guess"]
    if not column["is_guess"]:
        return _("Same as last time.")
    percent = round(100 * guess.get("confidence", 0))
    why = guess.get("why")
    if why in ("header", "similar_header"):
        is_known = why == "header"
        sure = (
            _("Recognised from its name (%(percent)d %% confidence).")
            if is_known
            else _("Recognised from a similar name (%(percent)d %% confidence).")
        )
        return sure % {"percent": percent}
    if why == "cells":
        return _("Recognised from its values (%(percent)d %% confidence).") % {"percent": percent}
    if why == "empty":
        return _("All cells are empty, so this column changes nothing.")
    if why == "values_unknown":
        return _("The values do not match the column name.")
    if why == "taken":
        return _("Another column is already matched to this field.")
    return _("Not recognised.")


@register.filter
def listed(texts: Iterable[str]) -> str:
    """Return texts one after the other, parted as the reader's language parts them."""
    return gettext(", ").join(texts)
