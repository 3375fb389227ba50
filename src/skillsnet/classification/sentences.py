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
        return _("no evidence")
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
        return _("The member this project belongs to asks for a correction.")
    if not item.is_waiting:
        return _(
            "This project already has a decision. A new decision replaces it; the earlier one stays in the record."
        )
    if item.is_disputed:
        return _("People labelled this project differently in a blind annotation round, so it needs a decision first.")
    if item.left_open:
        return " ".join(_left_open(question) for question in item.left_open)
    return " ".join(part for part in (_doubt(item), _reach(item)) if part)


def _left_open(question: "LeftOpen") -> str:
    values = {"name": question.name, "how": str(CorrespondenceKind(question.kind).label).lower()}
    if question.kind == CorrespondenceKind.ADDED:
        return _("It was in “%(name)s”. A category added in this edition may fit it better.") % values
    if question.kind == CorrespondenceKind.RETIRED:
        return _("It was in “%(name)s”, which was retired in this edition. Choose its new category.") % values
    return _("It was in “%(name)s”, which was %(how)s in this edition. Choose its new category.") % values


def _doubt(item: "Item") -> str:
    if not item.is_told or not item.ranked:
        return _("The text does not clearly match one category.")
    if item.margin <= CLEAR_LEAD and len(item.ranked) > 1 and item.ranked[1].probability is not None:
        names = {"first": item.ranked[0].category.name, "second": item.ranked[1].category.name}
        return _("“%(first)s” and “%(second)s” are almost equally likely.") % names
    return _("The suggestion is fairly clear. Less clear projects are already decided or are also in the queue.")


def _reach(item: "Item") -> str:
    if not item.alike:
        return ""
    return ngettext(
        "%(number)d other waiting project is similar, so your decision also helps with that one.",
        "%(number)d other waiting projects are similar, so your decision also helps with those.",
        item.alike,
    ) % {"number": item.alike}


def agreement_sentence(agreement: Agreement) -> str:
    """Return what an agreement on a category means: a low one is a doubt about the definition, never about people."""
    if agreement.is_thin:
        return _(
            "Too few labels to measure agreement: nobody used this category, everybody always used it, or "
            "too few projects have two labels."
        )
    if agreement.is_low:
        return _(
            "The people who labelled understand this definition differently. Check the projects below, then "
            "the wording of the definition."
        )
    if agreement.alpha is not None and agreement.alpha < (1 + LOWEST_TENTATIVE) / 2:
        return _(
            "The people who labelled mostly understand this definition in the same way. This is enough for "
            "tentative conclusions."
        )
    return _("The people who labelled understand this definition in the same way.")
