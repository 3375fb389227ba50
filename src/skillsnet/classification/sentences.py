"""What the queue says in words."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillsnet.core.classification.agreement import LOWEST_TENTATIVE, Agreement
from skillsnet.taxonomy.enums import CorrespondenceKind

if TYPE_CHECKING:
    # The queue's items say their likelihood in the words from here.
    from skillsnet.classification.queries.queue import Item, LeftOpen

VERY_LIKELY, LIKELY, POSSIBLE, UNLIKELY = 0.8, 0.6, 0.4, 0.2
# A lead of more than this is no doubt worth mentioning.
CLEAR_LEAD = 0.25


def likelihood(probability: float | None) -> str:
    """Return a probability in words."""
    if probability is None:
        return _("nothing speaks for it")
    for least, words in (
        (VERY_LIKELY, _("very likely")),
        (LIKELY, _("likely")),
        (POSSIBLE, _("possible")),
        (UNLIKELY, _("rather unlikely")),
    ):
        if probability >= least:
            return words
    return _("unlikely")


def why_this_one(item: "Item") -> str:
    """Return in a sentence or two why the queue shows this project now."""
    if item.correction is not None:
        return _("The member whose project this is asks for a correction.")
    if not item.is_waiting:
        return _("This project has been decided. A new answer replaces what stands; the earlier one stays on record.")
    if item.is_disputed:
        return _("The readers of a blind reading placed it differently, so it needs an answer first.")
    if item.left_open:
        return " ".join(_left_open(question) for question in item.left_open)
    return " ".join(part for part in (_doubt(item), _reach(item)) if part)


def _left_open(question: "LeftOpen") -> str:
    values = {"name": question.name, "how": str(CorrespondenceKind(question.kind).label).lower()}
    if question.kind == CorrespondenceKind.ADDED:
        return _("It stood in “%(name)s”, and a category that this edition added may fit it better.") % values
    if question.kind == CorrespondenceKind.RETIRED:
        return _("It stood in “%(name)s”, which this edition gave up: choose where it belongs now.") % values
    return _("It stood in “%(name)s” (%(how)s with this edition): which of the first categories is it now?") % values


def _doubt(item: "Item") -> str:
    if not item.is_told or not item.ranked:
        return _("Nothing in the text speaks clearly for one category.")
    if item.margin <= CLEAR_LEAD and len(item.ranked) > 1 and item.ranked[1].probability is not None:
        names = {"first": item.ranked[0].category.name, "second": item.ranked[1].category.name}
        return _("“%(first)s” and “%(second)s” are almost equally likely.") % names
    return _("The suggestion is fairly clear; the more doubtful projects are done or come with it.")


def _reach(item: "Item") -> str:
    if not item.alike:
        return ""
    return ngettext(
        "%(number)d other waiting project reads much like it, so the answer teaches for that one too.",
        "%(number)d other waiting projects read much like it, so the answer teaches for those too.",
        item.alike,
    ) % {"number": item.alike}


def agreement_sentence(agreement: Agreement) -> str:
    """Return what an agreement on a category means: a low one is a doubt about the definition, never about people."""
    if agreement.is_thin:
        return _("Too few labels to tell: nobody used it, everybody always did, or too few projects have two labels.")
    if agreement.is_low:
        return _("Readers understand this definition differently: look at the projects below, then at its words.")
    if agreement.alpha is not None and agreement.alpha < (1 + LOWEST_TENTATIVE) / 2:
        return _("Readers mostly understand this definition alike; good enough for tentative conclusions.")
    return _("Readers understand this definition alike.")
