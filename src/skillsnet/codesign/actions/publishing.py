"""Putting an edition in force, every project carried along, and taking that back; a worker's work."""

from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillsnet.audit.actions import record
from skillsnet.calls.actions import increment_version, lock_version, run_follow_ups
from skillsnet.calls.models import Project
from skillsnet.classification.actions.corrections import carry_requests
from skillsnet.classification.actions.decisions import forget_decisions
from skillsnet.classification.actions.queue import order_queue
from skillsnet.classification.actions.suggestions import batches, write_suggestions
from skillsnet.classification.engine import train_engine
from skillsnet.classification.models import Decision
from skillsnet.codesign.actions.carrying import Carrier, carry_batch, retract_batch
from skillsnet.codesign.actions.notices import draft_notices
from skillsnet.codesign.enums import UNDER_WAY, PublicationState
from skillsnet.codesign.models import Passage, Publication
from skillsnet.codesign.queries.drafts import fingerprint
from skillsnet.core.errors import Invalid
from skillsnet.db.jobs import moved_on
from skillsnet.db.long_work import heartbeat
from skillsnet.taxonomy.actions import publish_edition
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import one_heirs

BATCH = 500


class LeaseLost(Exception):
    """Another worker has taken the publication up; this one stops."""


def go_on(publication: Publication) -> Publication:
    """Carry what is left and put the edition in force, or take back what is left; a repeat goes on where it stopped."""
    lease = _take_up(publication)
    if lease is not None:
        with heartbeat(publication.pk, of=Publication):
            if publication.state == PublicationState.CARRYING:
                _carry(publication, lease=lease)
            else:
                _retract(publication, lease=lease, end=PublicationState.UNDONE)
            # No project changed, and yet what is drawn from where they stand is another.
            run_follow_ups([])
    publication.refresh_from_db()
    return publication


def _carry(publication: Publication, *, lease: int) -> None:
    carrier = Carrier(publication.before, publication.edition) if publication.before else None
    engine = None if carrier else train_engine(publication.edition)
    for batch in batches(None, after=publication.cursor):
        rankings = engine.rank(batch) if engine is not None else []
        with transaction.atomic():
            publication.cursor, publication.done_count = batch[-1].pk, publication.done_count + len(batch)
            _hold(publication, lease, cursor=publication.cursor, done_count=publication.done_count)
            if carrier is not None:
                _pass(publication, carrier, batch)
            else:
                write_suggestions(batch, rankings, publication.edition)
    try:
        _put_in_force(publication, carrier, lease=lease)
    except Invalid as refused:
        _retract(publication, lease=lease, end=PublicationState.STOPPED, problems=list(refused.problems))
        return
    order_queue(publication.edition)


def _pass(publication: Publication, carrier: Carrier, batch: Sequence[Project]) -> None:
    """Carry a batch and keep what became of each; what was carried before is carried anew."""
    ids = [project.pk for project in batch]
    former = Passage.objects.filter(publication=publication, project__in=ids)
    retract_batch(publication.edition, [pk for pk in former.values_list("carried_id", flat=True) if pk])
    former.delete()
    Passage.objects.bulk_create(
        Passage(
            publication=publication,
            project_id=plan.project_id,
            stood_id=plan.stood.decision_id,
            carried_id=decision_id,
            steps=[asdict(step) for step in plan.carried.steps],
            is_open=bool(plan.questions),
        )
        for plan, decision_id in carry_batch(carrier, batch)
    )


@transaction.atomic
def _put_in_force(publication: Publication, carrier: Carrier | None, *, lease: int) -> None:
    """Carry what was decided meanwhile, put the edition in force, and draft the letters: all of it or nothing."""
    lock_version()
    edition = Edition.objects.get(pk=publication.edition_id)
    if fingerprint(edition) != publication.fingerprint:
        raise Invalid(
            _(
                "The draft was changed while projects were moving to the new edition, so nothing was published. "
                "Publish it again."
            )
        )
    publish_edition(edition, by=publication.by_id)
    if carrier is not None:
        decided = Decision.objects.filter(edition=publication.before, pk__gt=publication.decision_watermark)
        late = set(decided.order_by().values_list("project_id", flat=True))
        late.update(Project.objects.filter(pk__gt=publication.cursor).values_list("pk", flat=True))
        for batch in batches(sorted(late)):
            _pass(publication, carrier, batch)
    if publication.before is not None:
        carry_requests(publication.before, edition, successors=one_heirs(edition, before=publication.before))
    now = timezone.now()
    _hold(publication, lease, state=PublicationState.PUBLISHED, published_at=now)
    publication.published_at = now
    letters = draft_notices(publication)
    increment_version()
    record(
        "codesign.publish", subject=f"edition:{edition.pk}", by=publication.by_id,
        publication=publication.pk, carried=publication.passages.count(), letters=letters,
    )  # fmt: skip


def _retract(publication: Publication, *, lease: int, end: PublicationState, problems: Sequence[str] = ()) -> None:
    """Take back what was carried, a batch at a time, then say that it has ended so."""
    left = publication.passages.filter(carried__isnull=False, carried__undone_by=None).order_by("project_id")
    while ids := list(left.values_list("carried_id", flat=True)[:BATCH]):
        with transaction.atomic():
            _hold(publication, lease, done_count=publication.done_count + len(ids))
            publication.done_count += len(ids)
            retract_batch(publication.edition, ids)
    with transaction.atomic():
        _hold(publication, lease, state=end, undone_at=timezone.now(), problems=list(problems))
        forget_decisions(Edition.objects.get(pk=publication.edition_id), by=publication.by_id)


def stop(publication: Publication, *, problem: str) -> None:
    """Take back what was carried and say why: for a fault that a repeat would meet again."""
    lease = _take_up(publication)
    if lease is not None and publication.state == PublicationState.CARRYING:
        _retract(publication, lease=lease, end=PublicationState.STOPPED, problems=[problem])


@transaction.atomic
def _take_up(publication: Publication) -> int | None:
    locked = Publication.objects.select_for_update().get(pk=publication.pk)
    if locked.state not in UNDER_WAY:
        return None
    locked.lease, locked.heartbeat_at = locked.lease + 1, timezone.now()
    locked.save(update_fields=["lease", "heartbeat_at"])
    publication.refresh_from_db()
    return locked.lease


def _hold(publication: Publication, lease: int, **fields: object) -> None:
    mine = Publication.objects.filter(pk=publication.pk, lease=lease, state__in=UNDER_WAY)
    if not mine.update(**fields, heartbeat_at=timezone.now()):
        raise LeaseLost(f"publication {publication.pk}")
    moved_on()
