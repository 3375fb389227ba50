"""When an edition may be put in force, and when that may be taken back."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from skillsnet.classification.enums import CorrectionState
from skillsnet.classification.models import CorrectionRequest
from skillsnet.publication.enums import NEXT, UNDER_WAY, PublicationState
from skillsnet.publication.models import Publication
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries.problems import why_not_publish
from skillsnet.taxonomy.rules import why_not_republish_previous


def why_not_begin(edition: Edition, *, object_until: date) -> list[str]:
    """Return every reason why an edition cannot be put in force now; empty when it can."""
    reasons = why_not_publish(edition)
    if object_until <= timezone.localdate():
        reasons.append(
            _(
                "The last day to ask for a correction, %(day)s, is not in the future. Choose a later day, so "
                "that members have at least one day."
            )
            % {"day": object_until.isoformat()}
        )
    if Publication.objects.filter(edition__taxonomy=edition.taxonomy_id, state__in=UNDER_WAY).exists():
        reasons.append(_("A publication of this taxonomy is in progress. Wait until it is finished."))
    return reasons


def why_not_undo_publication(publication: Publication) -> str:
    """Return why a publication cannot be taken back, or an empty text."""
    if PublicationState.UNDOING not in NEXT[publication.state]:
        return _("Only the publication of an edition in force can be undone.")
    if answered_objections(publication):
        return _(
            "A member’s request for a correction after this edition has been answered, so its publication "
            "cannot be undone. Correct mistakes in a draft of the next edition."
        )
    return why_not_republish_previous(publication.edition)


def answered_objections(publication: Publication) -> bool:
    """Return whether a member's objection to what the publication moved has been answered."""
    return CorrectionRequest.objects.filter(
        edition=publication.edition,
        at__gte=publication.published_at,
        state=CorrectionState.ANSWERED,
        project__transfers__publication=publication,
    ).exists()
