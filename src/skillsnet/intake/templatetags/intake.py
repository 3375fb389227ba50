"""Template tags of an import's pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django import template
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from skillsnet.intake.enums import RunState
from skillsnet.intake.forms import ColumnView
from skillsnet.intake.models import ImportRun
from skillsnet.intake.repeat_sentences import repeats_sentence as repeats_in_words
from skillsnet.intake.sentences import guess_sentence

register = template.Library()
STEPS = ("file", "columns", "preview", "result")


@dataclass(frozen=True)
class ImportStep:
    """A step of an import, where it stands to the present one, and its page while one can go back to it."""

    label: str
    position: Literal["done", "current", "ahead"]
    address: str = ""


@register.inclusion_tag("intake/_steps.html")
def import_steps(current: str, run: ImportRun | None = None) -> dict[str, object]:
    """Draw the four steps of an import with the present one marked; the columns can be gone back to until it ends."""
    labels = (_("File"), _("Columns"), _("Preview"), _("Imported"))
    number = STEPS.index(current)
    steps = [
        ImportStep(label, "done" if index < number else "current" if index == number else "ahead")
        for index, label in enumerate(labels)
    ]
    if run is not None and current == "preview" and run.state == RunState.PREVIEW and run.finished_at is None:
        steps[1] = ImportStep(steps[1].label, "done", reverse("import_columns", args=[run.pk]))
    return {"steps": steps}


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
