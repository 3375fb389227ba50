"""Where an edition goes: open for comment, back to draft, into force, and out of force again."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillsnet.audit.actions import record
from skillsnet.core.errors import Invalid
from skillsnet.taxonomy.actions.guards import held_edition
from skillsnet.taxonomy.enums import EditionState
from skillsnet.taxonomy.models import Edition, Taxonomy
from skillsnet.taxonomy.queries import edition_before
from skillsnet.taxonomy.rules import why_not_publish, why_not_republish_previous


@transaction.atomic
def open_for_comment(edition: Edition, *, until: date, by: int | None) -> Edition:
    """Let everybody read a draft until the end of a day; an edition that is open already gets another last day."""
    held = held_edition(edition)
    if until < timezone.localdate():
        raise Invalid(_("The last day for comments, %(day)s, has passed. Choose a later day.") % {"day": until})
    held.state, held.comment_until = EditionState.OPEN, until
    held.save(update_fields=["state", "comment_until"])
    record("taxonomy.open", subject=f"edition:{held.pk}", by=by, until=until.isoformat())
    return held


@transaction.atomic
def back_to_draft(edition: Edition, *, by: int | None) -> Edition:
    """Take an edition that is open for comment back from view."""
    held = held_edition(edition)
    held.state, held.comment_until = EditionState.DRAFT, None
    held.save(update_fields=["state", "comment_until"])
    record("taxonomy.close", subject=f"edition:{held.pk}", by=by)
    return held


@transaction.atomic
def publish_edition(edition: Edition, *, by: int | None) -> Edition:
    """Put an edition in force and the one before it out of force; moves no assignment."""
    Taxonomy.objects.select_for_update().get(pk=edition.taxonomy_id)
    held = held_edition(edition)
    reasons = why_not_publish(held)
    if reasons:
        raise Invalid(reasons)
    Edition.objects.filter(taxonomy=held.taxonomy_id, state=EditionState.PUBLISHED).update(
        state=EditionState.SUPERSEDED
    )
    held.state_before, held.state = held.state, EditionState.PUBLISHED
    held.published_on = timezone.localdate()
    held.save(update_fields=["state_before", "state", "published_on"])
    record("taxonomy.publish", subject=f"edition:{held.pk}", by=by, number=held.number)
    return held


@transaction.atomic
def republish_previous(edition: Edition, *, by: int | None) -> Edition:
    """Take the publication of an edition back: it is what it was before, and so is the one before it.

    Moves no assignment. Returns the edition that is worked on again.
    """
    Taxonomy.objects.select_for_update().get(pk=edition.taxonomy_id)
    held = Edition.objects.select_for_update().get(pk=edition.pk)
    reason = why_not_republish_previous(held)
    if reason:
        raise Invalid(reason)
    held.state, held.state_before, held.published_on = held.state_before, "", None
    held.save(update_fields=["state", "state_before", "published_on"])
    before = edition_before(held)
    if before is not None and before.state == EditionState.SUPERSEDED:
        before.state = EditionState.PUBLISHED
        before.save(update_fields=["state"])
    record("taxonomy.republish_previous", subject=f"edition:{held.pk}", by=by, number=held.number)
    return held
