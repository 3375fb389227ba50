"""Asking that an edition be put in force, taken back, or previewed: noted here, done by a worker."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from skillsnet.audit.actions import record
from skillsnet.calls.actions import increment_version
from skillsnet.calls.models import Project
from skillsnet.classification.actions.corrections import carry_requests
from skillsnet.classification.models import Decision
from skillsnet.core.errors import Invalid
from skillsnet.db.jobs import is_alive
from skillsnet.publication.actions.notices import drop_notices
from skillsnet.publication.enums import PublicationState
from skillsnet.publication.models import Publication, StoredPreview
from skillsnet.publication.queries.drafts import fingerprint
from skillsnet.publication.rules import why_not_begin, why_not_undo_publication
from skillsnet.taxonomy.actions import republish_previous
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import edition_before, single_successors


@transaction.atomic
def begin_publication(edition: Edition, *, object_until: date, by: int | None, site: str = "") -> Publication:
    """Note that an edition is to be put in force; enqueue what this returns. Nothing shows before its end."""
    if reasons := why_not_begin(edition, object_until=object_until):
        raise Invalid(reasons)
    publication = Publication.objects.create(
        edition=edition,
        before=edition_before(edition),
        by_id=by,
        object_until=object_until,
        site=site,
        fingerprint=fingerprint(edition),
        decision_watermark=Decision.objects.order_by("-pk").values_list("pk", flat=True).first() or 0,
        total_count=Project.objects.count(),
        heartbeat_at=timezone.now(),
    )
    record("publication.begin_publication", subject=f"edition:{edition.pk}", by=by, publication=publication.pk)
    return publication


@transaction.atomic
def begin_publication_undo(publication: Publication, *, by: int) -> Publication:
    """Put the edition before in force again, at once; enqueue what this returns, to take back the transfers."""
    locked = Publication.objects.select_for_update().select_related("edition").get(pk=publication.pk)
    if reason := why_not_undo_publication(locked):
        raise Invalid(reason)
    republish_previous(locked.edition, by=by)
    locked.state, locked.heartbeat_at = PublicationState.UNDOING, timezone.now()
    locked.cursor, locked.done_count, locked.total_count = 0, 0, locked.transfers.count()
    locked.save(update_fields=["state", "heartbeat_at", "cursor", "done_count", "total_count"])
    if locked.before is not None:
        predecessors = {new: old for old, new in single_successors(locked.edition, before=locked.before).items()}
        carry_requests(locked.edition, locked.before, successors=predecessors)
    drop_notices(locked)
    increment_version()
    record("publication.undo_publication", subject=f"edition:{locked.edition_id}", by=by, publication=locked.pk)
    return locked


@transaction.atomic
def request_preview(edition: Edition) -> StoredPreview | None:
    """Note that somebody wants to preview a publication; enqueue what this returns, None while one is under way."""
    stored_preview, _is_new = StoredPreview.objects.select_for_update().get_or_create(edition=edition)
    if is_alive(stored_preview.heartbeat_at):
        return None
    stored_preview.heartbeat_at, stored_preview.is_failed = timezone.now(), False
    stored_preview.save(update_fields=["heartbeat_at", "is_failed"])
    return stored_preview
