"""Rows of one project in words: what they have in common, and what becomes of them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from skillsnet.core.intake.record_linkage.repeated_projects import EXTRA, RepeatAnswer
from skillsnet.intake.enums import TargetField

ANSWERS: dict[RepeatAnswer, tuple[Promise, Promise]] = {
    "separate": (
        gettext_lazy("Keep as separate projects"),
        gettext_lazy("Each row becomes a project. Choose this for renewals and later phases."),
    ),
    "latest": (
        gettext_lazy("Keep the latest"),
        gettext_lazy(
            "The latest complete row becomes the project. The others are skipped. Choose this if a form was sent again."
        ),
    ),
    "join": (
        gettext_lazy("Join into one project"),
        gettext_lazy("Texts, lists and extra fields keep what each row says. Other fields keep the latest value."),
    ),
}
_LABELS = {"contact": TargetField.CONTACT_NAME}


def repeats_sentence(row_count: int, answer: RepeatAnswer | None) -> str:
    """Return how many rows have the project of another row with other values, and what becomes of them."""
    sentences = {
        None: ngettext(
            "%(count)d row has the title and organisation, or the number, of another row, and other values. It is not "
            "imported until you decide.",
            "%(count)d rows have the title and organisation, or the number, of another row, and other values. They "
            "are not imported until you decide.",
            row_count,
        ),
        "separate": ngettext(
            "%(count)d row has the title and organisation, or the number, of another row, and other values. It is "
            "kept as a separate project.",
            "%(count)d rows have the title and organisation, or the number, of another row, and other values. They "
            "are kept as separate projects.",
            row_count,
        ),
        "latest": ngettext(
            "%(count)d row is about the same project as a later row, and is skipped.",
            "%(count)d rows are about the same project as a later row, and are skipped.",
            row_count,
        ),
        "join": ngettext(
            "%(count)d row is joined with another row of the same project.",
            "%(count)d rows are joined with another row of the same project.",
            row_count,
        ),
    }
    return sentences[answer] % {"count": row_count}


def repeat_field_label(name: str) -> str:
    """Return what a field, or an extra column, in which two rows differ is called."""
    if name.startswith(EXTRA):
        return name.removeprefix(EXTRA)
    return str((_LABELS.get(name) or TargetField(name)).label)
