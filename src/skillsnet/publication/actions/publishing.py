"""Putting an edition in force with every project transferred to it, and taking that back; a worker's work."""

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
from skillsnet.core.errors import Invalid
from skillsnet.db.jobs import Lease, hold_lease, take_lease
from skillsnet.publication.actions.notices import draft_notices
from skillsnet.publication.actions.transfers import apply_batch, retract_batch
from skillsnet.publication.enums import UNDER_WAY, PublicationState
from skillsnet.publication.models import ProjectTransfer, Publication
from skillsnet.publication.queries.drafts import fingerprint
from skillsnet.publication.readers import Planner
from skillsnet.taxonomy.actions import publish_edition
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import single_successors

BATCH = 500


def resume(publication: Publication) -> Publication:
    """Transfer the remaining projects and put the edition in force, or take back what remains; may be repeated."""
    with hold_lease(publication, states=UNDER_WAY) as lease:
        if lease is not None:
            if publication.state == PublicationState.CARRYING:
                _publish(publication, lease=lease)
            else:
                _retract(publication, lease=lease, end=PublicationState.UNDONE)
            # No project changed, and yet what is drawn from where they stand is another.
            run_follow_ups([])
    publication.refresh_from_db()
    return publication


def _publish(publication: Publication, *, lease: Lease[Publication]) -> None:
    planner = Planner(publication.before, publication.edition) if publication.before else None
    engine = None if planner else train_engine(publication.edition)
    for batch in batches(None, after=publication.cursor):
        rankings = engine.rank(batch) if engine is not None else []
        with transaction.atomic():
            publication.cursor, publication.done_count = batch[-1].pk, publication.done_count + len(batch)
            lease.advance(cursor=publication.cursor, done_count=publication.done_count)
            if planner is not None:
                _transfer(publication, planner, batch)
            else:
                write_suggestions(batch, rankings, publication.edition)
    try:
        _put_in_force(publication, planner, lease=lease)
    except Invalid as refused:
        _retract(publication, lease=lease, end=PublicationState.STOPPED, problems=list(refused.problems))
        return
    order_queue(publication.edition)


def _transfer(publication: Publication, planner: Planner, batch: Sequence[Project]) -> None:
    """Transfer a batch and keep where each project went; what was transferred before is transferred anew."""
    ids = [project.pk for project in batch]
    earlier = ProjectTransfer.objects.filter(publication=publication, project__in=ids)
    retract_batch(publication.edition, [pk for pk in earlier.values_list("new_decision_id", flat=True) if pk])
    earlier.delete()
    ProjectTransfer.objects.bulk_create(
        ProjectTransfer(
            publication=publication,
            project_id=transfer.project_id,
            previous_decision_id=transfer.previous.decision_id,
            new_decision_id=decision_id,
            steps=[asdict(step) for step in transfer.result.steps],
            is_open=bool(transfer.questions),
        )
        for transfer, decision_id in apply_batch(planner, batch)
    )


@transaction.atomic
def _put_in_force(publication: Publication, planner: Planner | None, *, lease: Lease[Publication]) -> None:
    """Transfer what was decided meanwhile, put the edition in force, and draft the letters: all of it or nothing."""
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
    if planner is not None:
        for batch in batches(_changed_meanwhile(publication)):
            _transfer(publication, planner, batch)
    if publication.before is not None:
        carry_requests(publication.before, edition, successors=single_successors(edition, before=publication.before))
    now = timezone.now()
    lease.advance(state=PublicationState.PUBLISHED, published_at=now)
    publication.published_at = now
    letters = draft_notices(publication)
    increment_version()
    record(
        "publication.publish", subject=f"edition:{edition.pk}", by=publication.by_id,
        publication=publication.pk, carried=publication.transfers.count(), letters=letters,
    )  # fmt: skip


def _changed_meanwhile(publication: Publication) -> list[int]:
    """Return the projects that were decided on, or came in, since the publication began."""
    decisions = Decision.objects.filter(edition=publication.before, pk__gt=publication.decision_watermark)
    ids = set(decisions.order_by().values_list("project_id", flat=True))
    ids.update(Project.objects.filter(pk__gt=publication.cursor).values_list("pk", flat=True))
    return sorted(ids)


def _retract(
    publication: Publication, *, lease: Lease[Publication], end: PublicationState, problems: Sequence[str] = ()
) -> None:
    """Take back what was transferred, a batch at a time, then say that it has ended so."""
    remaining = publication.transfers.filter(new_decision__isnull=False, new_decision__undone_by=None)
    decision_ids = remaining.order_by("project_id").values_list("new_decision_id", flat=True)
    while ids := list(decision_ids[:BATCH]):
        with transaction.atomic():
            lease.advance(done_count=publication.done_count + len(ids))
            publication.done_count += len(ids)
            retract_batch(publication.edition, ids)
    with transaction.atomic():
        lease.advance(state=end, undone_at=timezone.now(), problems=list(problems))
        forget_decisions(Edition.objects.get(pk=publication.edition_id), by=publication.by_id)
        if end == PublicationState.STOPPED:
            record(
                "publication.stop", subject=f"edition:{publication.edition_id}", by=None,
                publication=publication.pk, carried=publication.transfers.count(),
            )  # fmt: skip


def abort(publication: Publication, *, problem: str) -> None:
    """Take back what was transferred and say why: for a fault that a repeat would meet again."""
    lease = take_lease(publication, states=UNDER_WAY)
    if lease is not None and publication.state == PublicationState.CARRYING:
        _retract(publication, lease=lease, end=PublicationState.STOPPED, problems=[problem])
        publication.refresh_from_db()
