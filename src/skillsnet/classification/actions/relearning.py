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
from skillsnet.db.jobs import moved_on
from skillsnet.db.long_work import heartbeat


class LeaseLost(Exception):
    """Another worker has taken the relearning up; this one stops."""


def relearn(relearning: Relearning) -> Relearning:
    """Learn, read every project again, and keep which suggestions changed; called again it goes on where it stopped."""
    lease = _take_up(relearning)
    if lease is None:
        return relearning
    with heartbeat(relearning.pk, of=Relearning):
        engine = train_engine(relearning.edition, until=relearning.decision_watermark)
        for batch in batches(None, after=relearning.cursor):
            _read_batch(relearning, batch, engine.rank(batch), lease=lease)
        order_queue(relearning.edition)
    _finish(relearning, lease=lease)
    relearning.refresh_from_db()
    return relearning


@transaction.atomic
def _take_up(relearning: Relearning) -> int | None:
    locked = Relearning.objects.select_for_update().get(pk=relearning.pk)
    if locked.state not in UNDER_WAY:
        return None
    locked.state, locked.lease, locked.heartbeat_at = RelearningState.RUNNING, locked.lease + 1, timezone.now()
    locked.total_count = Project.objects.count()
    locked.save(update_fields=["state", "lease", "heartbeat_at", "total_count"])
    relearning.refresh_from_db()
    return locked.lease


@transaction.atomic
def _read_batch(relearning: Relearning, batch: list[Project], rankings: list[ProjectRanking], *, lease: int) -> None:
    relearning.cursor, relearning.done_count = batch[-1].pk, relearning.done_count + len(batch)
    _hold(relearning, lease, cursor=relearning.cursor, done_count=relearning.done_count, heartbeat_at=timezone.now())
    changes = write_suggestions(batch, rankings, relearning.edition)
    Move.objects.bulk_create(
        Move(relearning=relearning, project_id=change.project_id, before_id=change.before_id, after_id=change.after_id)
        for change in changes
    )


@transaction.atomic
def _finish(relearning: Relearning, *, lease: int) -> None:
    _hold(relearning, lease, state=RelearningState.DONE, finished_at=timezone.now(), fault="")
    increment_version()
    record(
        "classification.relearn",
        subject=f"relearning:{relearning.pk}",
        by=relearning.asked_by_id,
        moved=relearning.moves.count(),
    )


def _hold(relearning: Relearning, lease: int, **fields: object) -> None:
    mine = Relearning.objects.filter(pk=relearning.pk, lease=lease, state=RelearningState.RUNNING)
    if not mine.update(**fields):
        raise LeaseLost(f"relearning {relearning.pk}")
    moved_on()
