"""Template tags of an import's pages."""

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from skillsnet.intake.forms import ColumnView
from skillsnet.intake.models import ImportRun
from skillsnet.intake.repeat_sentences import repeats_sentence as repeats_in_words
from skillsnet.intake.sentences import guess_sentence

register = template.Library()


@register.filter
def how_sure(column: ColumnView) -> str:
    """Return how a column came to its target field, and how sure that is, in words."""
    guess = column.guess
    if guess is None or not column.is_guess:
        return _("Same as last time.")
    if guess.is_question and column.is_confirmed:
        return _("Confirmed.")
    return guess_sentence(guess)


@register.simple_tag
def repeats_sentence(run: ImportRun) -> str:
    """Return how many rows have the project of another row with other values, and what becomes of them."""
    return repeats_in_words(run.tally["repeats"], run.repeat_answer)


@register.filter
def localised_list(texts: Iterable[str]) -> str:
    """Return texts one after the other, parted as the reader's language parts them."""
    return gettext(", ").join(texts)
