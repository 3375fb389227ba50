"""What may be done with an edition, and why not."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from skillsnet.core.taxonomy import (
    Change,
    EditionDocument,
    TaxonomyProblem,
    correspondence_problems,
    edition_problems,
)
from skillsnet.taxonomy.enums import AT_WORK, PUBLIC, UNDONE
from skillsnet.taxonomy.models import Edition, Taxonomy
from skillsnet.web.reserved import reserved_words


def default_language() -> str:
    """Return the language in which every category needs a definition."""
    return settings.LANGUAGE_CODE.split("-")[0]


def why_not_name(slug: str) -> str:
    """Return why a new taxonomy cannot have a short name, or an empty text."""
    if slug in reserved_words():
        return _("“%(slug)s” is the address of another page. Choose another short name.") % {"slug": slug}
    if Taxonomy.objects.filter(slug=slug).exists():
        return _(
            "The taxonomy “%(slug)s” already exists. Import a file into its draft, or choose another short name."
        ) % {"slug": slug}
    return ""


def why_not_edit(edition: Edition) -> str:
    """Return why an edition cannot be changed, or an empty text."""
    if edition.state in AT_WORK:
        return ""
    return _(
        "Edition %(number)d has been published and cannot be changed, so that everything recorded with "
        "it stays correct. Start a draft of the next edition and change that."
    ) % {"number": edition.number}


def why_not_start_draft(taxonomy: Taxonomy) -> str:
    """Return why no draft can be started, or an empty text."""
    at_work = taxonomy.editions.filter(state__in=AT_WORK).first()
    if at_work is None:
        return ""
    return _("Edition %(number)d is already in preparation. Continue with it, or delete it first.") % {
        "number": at_work.number
    }


def problems_with(
    edition: EditionDocument, before: EditionDocument | None, changes: Sequence[Change], *, is_tree: bool
) -> list[TaxonomyProblem]:
    """Return what is wrong and what is doubtful about an edition after another, what blocks it first."""
    problems = list(edition_problems(edition, language=default_language(), is_tree=is_tree))
    if before is not None:
        problems += correspondence_problems(before, edition, changes, language=default_language())
    return sorted(problems, key=lambda problem: not problem.is_blocking)


def why_not_republish_previous(edition: Edition) -> str:
    """Return why the publication of an edition cannot be taken back, or an empty text."""
    if not UNDONE[edition.state] or edition.state_before not in UNDONE[edition.state]:
        return _(
            "You can only undo the publication of the edition in force. It then returns to its state before "
            "publication."
        )
    later = Edition.objects.filter(taxonomy=edition.taxonomy_id, number__gt=edition.number).order_by("number").first()
    if later is None:
        return ""
    return _("Edition %(later)d was started from edition %(number)d. Delete the later edition first.") % {
        "later": later.number,
        "number": edition.number,
    }


def is_readable(edition: Edition, *, is_facilitator: bool) -> bool:
    """Return whether somebody may read an edition: drafts are the facilitators' alone."""
    return is_facilitator or edition.state in PUBLIC
