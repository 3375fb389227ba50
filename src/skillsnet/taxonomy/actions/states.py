"""Where an edition goes: open for comment, back to draft, into force, and out of force again."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillsnet.audit.actions import record
from skillsnet.core.errors import Invalid
from skillsnet.taxonomy.actions.guards import lock_edition
from skillsnet.taxonomy.enums import EditionState
from skillsnet.taxonomy.models import Edition, Taxonomy
from skillsnet.taxonomy.queries import edition_before
from skillsnet.taxonomy.queries.problems import why_not_publish
from skillsnet.taxonomy.rules import why_not_republish_previous


@transaction.atomic
def open_for_comment(edition: Edition, *, until: date, by: int | None) -> Edition:
    """Let everybody read a draft until the end of a day; an edition that is open already gets another last day."""
    locked = lock_edition(edition)
    if until < timezone.localdate():
        raise Invalid(_("The last day for comments, %(day)s, has passed. Choose a later day.") % {"day": until})
    locked.state, locked.comment_until = EditionState.OPEN, until
    locked.save(update_fields=["state", "comment_until"])
    record("taxonomy.open", subject=f"edition:{locked.pk}", by=by, until=until.isoformat())
    return locked


@transaction.atomic
def back_to_draft(edition: Edition, *, by: int | None) -> Edition:
    """Take an edition that is open for comment back from view."""
    locked = lock_edition(edition)
    locked.state, locked.comment_until = EditionState.DRAFT, None
    locked.save(update_fields=["state", "comment_until"])
    record("taxonomy.close", subject=f"edition:{locked.pk}", by=by)
    return locked


@transaction.atomic
def publish_edition(edition: Edition, *, by: int | None) -> Edition:
    """Put an edition in force and the one before it out of force; moves no assignment."""
    Taxonomy.objects.select_for_update().get(pk=edition.taxonomy_id)
    locked = lock_edition(edition)
    reasons = why_not_publish(locked)
    if reasons:
        raise Invalid(reasons)
    Edition.objects.filter(taxonomy=locked.taxonomy_id, state=EditionState.PUBLISHED).update(
        state=EditionState.SUPERSEDED
    )
    locked.state_before, locked.state = locked.state, EditionState.PUBLISHED
    locked.published_on = timezone.localdate()
    locked.save(update_fields=["state_before", "state", "published_on"])
    record("taxonomy.publish", subject=f"edition:{locked.pk}", by=by, number=locked.number)
    return locked


@transaction.atomic
def republish_previous(edition: Edition, *, by: int | None) -> Edition:
    """Take the publication of an edition back: it is what it was before, and so is the one before it.

    Moves no assignment. Returns the edition that is worked on again.
    """
    Taxonomy.objects.select_for_update().get(pk=edition.taxonomy_id)
    locked = Edition.objects.select_for_update().get(pk=edition.pk)
    reason = why_not_republish_previous(locked)
    if reason:
        raise Invalid(reason)
    locked.state, locked.state_before, locked.published_on = locked.state_before, "", None
    locked.save(update_fields=["state", "state_before", "published_on"])
    before = edition_before(locked)
    if before is not None and before.state == EditionState.SUPERSEDED:
        before.state = EditionState.PUBLISHED
        before.save(update_fields=["state"])
    record("taxonomy.republish_previous", subject=f"edition:{locked.pk}", by=by, number=locked.number)
    return locked
