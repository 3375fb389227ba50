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
    """Return how a column came to its meaning, and how sure that is, in words."""
    guess = column["guess"]
    if not column["is_guess"]:
        return _("As it was said before.")
    percent = round(100 * guess.get("confidence", 0))
    why = guess.get("why")
    if why in ("header", "similar_header"):
        is_known = why == "header"
        sure = (
            _("Told by its name; %(percent)d %% sure.") if is_known else _("Its name is similar; %(percent)d %% sure.")
        )
        return sure % {"percent": percent}
    if why == "cells":
        return _("Told by its cells; %(percent)d %% sure.") % {"percent": percent}
    if why == "empty":
        return _("All its cells are empty, so it changes nothing.")
    if why == "values_unknown":
        return _("Its cells are not what its name says.")
    if why == "taken":
        return _("Another column has this meaning already.")
    return _("Nothing tells what it means.")


@register.filter
def listed(texts: Iterable[str]) -> str:
    """Return texts one after the other, parted as the reader's language parts them."""
    return gettext(", ").join(texts)
