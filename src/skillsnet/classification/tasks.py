"""Learning in the background, and picking up what a dead worker left."""

import logging
from datetime import datetime, timedelta
from pathlib import Path
from traceback import extract_tb

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from skillsnet.classification.actions.relearning import LeaseLost, begin_relearning, fail_relearning, relearn
from skillsnet.classification.enums import UNDER_WAY
from skillsnet.classification.models import Relearning

STALE_SECONDS = 60
log = logging.getLogger(__name__)


class RelearningStopped(Exception):
    """A relearning stopped by a fault of ours; says which and where, and nothing of the projects."""


class WorkerDied(Exception):
    """A worker ended without finishing its task."""


@task()
def run_relearning(relearning_id: int) -> str:
    """Learn and read every project again; a repeat goes on where it stopped. Decisions made meanwhile bring another."""
    relearning = Relearning.objects.select_related("edition").get(pk=relearning_id)
    try:
        done = relearn(relearning)
    except LeaseLost:
        return "taken over"
    except Exception as error:  # boundary: the relearning must say that it stopped, whatever it was
        fail_relearning(relearning, fault=type(error).__name__)
        # A database's complaint quotes what was to be written; a project's words belong into no log.
        raise RelearningStopped(f"relearning {relearning_id}: {_where(error)}") from None
    if following := begin_relearning(relearning.edition, by=None):
        run_relearning.enqueue(following.pk)
    return done.state


def reap_stale_relearnings() -> list[int]:
    """Enqueue again what a worker that has died was at, and return the relearnings' ids."""
    limit = timezone.now() - timedelta(seconds=STALE_SECONDS)
    stale = Relearning.objects.filter(state__in=UNDER_WAY).filter(Q(heartbeat_at__lt=limit) | Q(heartbeat_at=None))
    reaped = [relearning.pk for relearning in stale.order_by("pk") if _reap(relearning, limit=limit)]
    for pk in reaped:
        log.warning("relearning resumed", extra={"relearning": pk})
    return reaped


@transaction.atomic
def _reap(relearning: Relearning, *, limit: datetime) -> bool:
    locked = Relearning.objects.select_for_update().get(pk=relearning.pk)
    if locked.state not in UNDER_WAY or (locked.heartbeat_at is not None and locked.heartbeat_at >= limit):
        return False
    for left in _results(locked.pk, status=TaskResultStatus.RUNNING):
        left.set_failed(WorkerDied(f"the worker of relearning {locked.pk} has died"))
    locked.heartbeat_at = timezone.now()
    locked.save(update_fields=["heartbeat_at"])
    if _results(locked.pk, status=TaskResultStatus.READY):
        return False
    run_relearning.enqueue(locked.pk)
    return True


def _results(pk: int, *, status: str) -> list[DBTaskResult]:
    rows = DBTaskResult.objects.filter(task_path=run_relearning.module_path, status=status)
    return [row for row in rows.order_by("enqueued_at", "pk") if row.args_kwargs["args"] == [pk]]


def _where(error: BaseException) -> str:
    """Return the kind of a fault and the lines of ours that led to it."""
    frames = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in extract_tb(error.__traceback__)]
    return " ".join([type(error).__name__, *frames])
