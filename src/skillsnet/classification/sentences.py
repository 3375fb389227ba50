"""Sentences of the review queue and of annotation rounds."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillsnet.classification.queries.queue import OpenQuestionView, QueueItem
from skillsnet.core.classification.agreement import LOWEST_TENTATIVE, AnnotatorAgreement
from skillsnet.taxonomy.enums import CorrespondenceKind

# A lead of more than this is no doubt worth mentioning.
CLEAR_LEAD = 0.25


def why_this_one(item: QueueItem) -> str:
    """Return in a sentence or two why the queue shows this project now."""
    if item.correction is not None:
        return _("The member this project belongs to asks for a correction.")
    if not item.is_pending:
        return _(
            "This project already has a decision. A new decision replaces it; the earlier one stays in the record."
        )
    if item.is_disputed:
        return _("People labelled this project differently in a blind annotation round, so it needs a decision first.")
    if item.open_questions:
        return " ".join(_open_question_sentence(question) for question in item.open_questions)
    return " ".join(part for part in (_doubt_sentence(item), _similar_sentence(item)) if part)


def _open_question_sentence(question: OpenQuestionView) -> str:
    values = {"name": question.name, "how": str(CorrespondenceKind(question.kind).label).lower()}
    if question.kind == CorrespondenceKind.ADDED:
        return _("It was in “%(name)s”. A category added in this edition may fit it better.") % values
    if question.kind == CorrespondenceKind.RETIRED:
        return _("It was in “%(name)s”, which was retired in this edition. Choose its new category.") % values
    return _("It was in “%(name)s”, which was %(how)s in this edition. Choose its new category.") % values


def _doubt_sentence(item: QueueItem) -> str:
    if not item.is_conclusive or not item.top_categories:
        return _("The text does not clearly match one category.")
    if item.margin <= CLEAR_LEAD and len(item.top_categories) > 1 and item.top_categories[1].probability is not None:
        names = {"first": item.top_categories[0].category.name, "second": item.top_categories[1].category.name}
        return _("“%(first)s” and “%(second)s” are almost equally likely.") % names
    return _("The suggestion is fairly clear. Less clear projects are already decided or are also in the queue.")


def _similar_sentence(item: QueueItem) -> str:
    if not item.similar_count:
        return ""
    return ngettext(
        "%(number)d other waiting project is similar, so your decision also helps with that one.",
        "%(number)d other waiting projects are similar, so your decision also helps with those.",
        item.similar_count,
    ) % {"number": item.similar_count}


def agreement_sentence(agreement: AnnotatorAgreement) -> str:
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
