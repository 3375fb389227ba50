"""Asking that an edition be put in force, taken back, or foreseen: noted here, done by a worker."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from skillsnet.audit.actions import record
from skillsnet.calls.actions import increment_version
from skillsnet.calls.models import Project
from skillsnet.classification.actions.corrections import carry_requests
from skillsnet.classification.models import Decision
from skillsnet.codesign.actions.notices import drop_notices
from skillsnet.codesign.enums import PublicationState
from skillsnet.codesign.models import Forecast, Publication
from skillsnet.codesign.queries.drafts import fingerprint
from skillsnet.codesign.rules import why_not_begin, why_not_undo
from skillsnet.core.errors import Invalid
from skillsnet.db.jobs import STALE_SECONDS
from skillsnet.taxonomy.actions import republish_previous
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import edition_before, one_heirs


@transaction.atomic
def begin_publication(edition: Edition, *, object_until: date, by: int | None, site: str = "") -> Publication:
    """Note that an edition is to be put in force; enqueue what this returns. Nothing shows until all is carried."""
    if reasons := why_not_begin(edition, object_until=object_until):
        raise Invalid(reasons)
    before = edition_before(edition)
    begun = Publication.objects.create(
        edition=edition,
        before=before,
        by_id=by,
        object_until=object_until,
        site=site,
        fingerprint=fingerprint(edition),
        decision_watermark=Decision.objects.order_by("-pk").values_list("pk", flat=True).first() or 0,
        total_count=Project.objects.count(),
        heartbeat_at=timezone.now(),
    )
    record("codesign.begin_publication", subject=f"edition:{edition.pk}", by=by, publication=begun.pk)
    return begun


@transaction.atomic
def begin_undo(publication: Publication, *, by: int) -> Publication:
    """Put the edition before in force again, at once; enqueue what this returns, to take back what was carried."""
    held = Publication.objects.select_for_update().select_related("edition").get(pk=publication.pk)
    if reason := why_not_undo(held):
        raise Invalid(reason)
    republish_previous(held.edition, by=by)
    held.state, held.heartbeat_at = PublicationState.UNDOING, timezone.now()
    held.cursor, held.done_count, held.total_count = 0, 0, held.passages.count()
    held.save(update_fields=["state", "heartbeat_at", "cursor", "done_count", "total_count"])
    if held.before is not None:
        heirs = {new: old for old, new in one_heirs(held.edition, before=held.before).items()}
        carry_requests(held.edition, held.before, successors=heirs)
    drop_notices(held)
    increment_version()
    record("codesign.undo_publication", subject=f"edition:{held.edition_id}", by=by, publication=held.pk)
    return held


@transaction.atomic
def begin_forecast(edition: Edition) -> Forecast | None:
    """Note that somebody wants to know what a draft would move; enqueue what this returns, None while one is at it."""
    forecast, _is_new = Forecast.objects.select_for_update().get_or_create(edition=edition)
    alive = timezone.now() - timedelta(seconds=STALE_SECONDS)
    if forecast.heartbeat_at is not None and forecast.heartbeat_at >= alive:
        return None
    forecast.heartbeat_at, forecast.is_failed = timezone.now(), False
    forecast.save(update_fields=["heartbeat_at", "is_failed"])
    return forecast
