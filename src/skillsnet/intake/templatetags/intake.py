"""Template tags of an import's pages."""

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from skillsnet.intake.forms import ColumnView

register = template.Library()


@register.filter
def how_sure(column: ColumnView) -> str:
    """Return how a column came to its target field, and how sure that is, in words."""
    guess = column.guess
    if guess is None or not column.is_guess:
        return _("Same as last time.")
    percent = round(100 * guess.confidence)
    why = guess.why
    if why == "header":
        return _("Recognised from its name (%(percent)d %% confidence).") % {"percent": percent}
    if why == "similar_header":
        return _("Recognised from a similar name (%(percent)d %% confidence).") % {"percent": percent}
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
def localised_list(texts: Iterable[str]) -> str:
    """Return texts one after the other, parted as the reader's language parts them."""
    return gettext(", ").join(texts)
