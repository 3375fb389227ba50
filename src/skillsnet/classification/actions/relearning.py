"""Learning anew from what people decided, and keeping which suggestions changed; a worker's work."""

from django.db import transaction
from django.utils import timezone

from skillsnet.audit.actions import record
from skillsnet.calls.actions import increment_version
from skillsnet.calls.models import Project
from skillsnet.classification.actions.queue import order_queue
from skillsnet.classification.actions.suggestions import batches, write_suggestions
from skillsnet.classification.engine import ProjectRanking, train_engine
from skillsnet.classification.enums import UNDER_WAY, RelearningState
from skillsnet.classification.models import Move, Relearning
from skillsnet.db.jobs import Lease, hold_lease


def relearn(relearning: Relearning) -> Relearning:
    """Learn, read every project again, and keep which suggestions changed; called again it goes on where it stopped."""
    total_count = Project.objects.count()
    with hold_lease(relearning, states=UNDER_WAY, state=RelearningState.RUNNING, total_count=total_count) as lease:
        if lease is None:
            return relearning
        engine = train_engine(relearning.edition, until=relearning.decision_watermark)
        for batch in batches(None, after=relearning.cursor):
            _read_batch(relearning, batch, engine.rank(batch), lease=lease)
        order_queue(relearning.edition)
        _complete(relearning, lease=lease)
    relearning.refresh_from_db()
    return relearning


@transaction.atomic
def _read_batch(
    relearning: Relearning, batch: list[Project], rankings: list[ProjectRanking], *, lease: Lease[Relearning]
) -> None:
    relearning.cursor, relearning.done_count = batch[-1].pk, relearning.done_count + len(batch)
    lease.advance(cursor=relearning.cursor, done_count=relearning.done_count)
    changes = write_suggestions(batch, rankings, relearning.edition)
    Move.objects.bulk_create(
        Move(relearning=relearning, project_id=change.project_id, before_id=change.before_id, after_id=change.after_id)
        for change in changes
    )


@transaction.atomic
def _complete(relearning: Relearning, *, lease: Lease[Relearning]) -> None:
    lease.advance(state=RelearningState.DONE, finished_at=timezone.now(), fault="")
    increment_version()
    record(
        "classification.relearn",
        subject=f"relearning:{relearning.pk}",
        by=relearning.asked_by_id,
        moved=relearning.moves.count(),
    )
