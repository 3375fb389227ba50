"""Signs of life of long work, picking up what a dead worker left, and saying where work stopped."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from traceback import extract_tb
from typing import Any

from django.db import DatabaseError, connection, models, transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from skillsnet.db.jobs import STALE_SECONDS, JobGivenUp, WorkerDied, is_held, path_of

BEAT_SECONDS = 15
# Whoever waits for SQLite's one write lock looks for it again after a tenth of a second at most.
GIVE_WAY_SECONDS = 0.12
# A transaction shall keep others from writing for no longer than this, and not go in needlessly small steps either.
LONG_SECONDS, SHORT_SECONDS = 1.0, 0.4
FEWEST_ROWS = 20


@contextmanager
def heartbeat(row_id: int, *, of: type[models.Model]) -> Iterator[None]:
    """Renew a row's heartbeat every few seconds until the block ends, however long one step of it takes.

    `of` is its kind: any model with a field `heartbeat_at`.
    """
    ended = threading.Event()
    thread = threading.Thread(target=_beat, args=(of, row_id, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


class BatchSize:
    """How many rows go into one transaction: fewer where a batch takes long, as on a busy machine."""

    def __init__(self, most: int) -> None:
        self.most = self.now = most

    def took(self, seconds: float) -> None:
        """Note how long a batch of this size took."""
        if seconds > LONG_SECONDS:
            self.now = max(min(FEWEST_ROWS, self.most), self.now // 2)
        elif seconds < SHORT_SECONDS:
            self.now = min(self.most, self.now * 2)

    @contextmanager
    def timed(self) -> Iterator[int]:
        """Give the size of the next batch, and note how long that takes."""
        begun = time.monotonic()
        yield self.now
        self.took(time.monotonic() - begun)


def give_way() -> None:
    """Let those in who wait to write, between two batches; without it they meet only moments in which nobody writes."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(GIVE_WAY_SECONDS)


def _beat(of: type[models.Model], row_id: int, ended: threading.Event) -> None:
    try:
        while not ended.wait(BEAT_SECONDS):
            # A busy database misses a beat; the next one tells.
            with suppress(DatabaseError):
                of._default_manager.filter(pk=row_id).update(heartbeat_at=timezone.now())
    finally:
        connection.close()


def requeue_stale(kind: type[models.Model], work: Mapping[str, Any], *, give_up: Callable[[Any], object]) -> list[int]:
    """Enqueue again what was under way when its worker died, and return the ids.

    Parameters
    ----------
    kind : model
        With the fields `state` and `heartbeat_at`, which the worker renews while it lives.
    work : mapping of state to task
        The states that are under way, and the task that goes on from each.
    give_up : callable
        Ends a row whose job was given up, because worker after worker died over it.
    """
    limit = timezone.now() - timedelta(seconds=STALE_SECONDS)
    stale = kind._default_manager.filter(Q(heartbeat_at__lt=limit) | Q(heartbeat_at=None), state__in=list(work))
    return [row.pk for row in stale.order_by("pk") if _reap(row, work, limit=limit, give_up=give_up)]


@transaction.atomic
def _reap(row: Any, work: Mapping[str, Any], *, limit: datetime, give_up: Callable[[Any], object]) -> bool:
    locked: Any = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if locked.state != row.state or (locked.heartbeat_at is not None and locked.heartbeat_at >= limit):
        return False
    task = work[locked.state]
    results = _results(locked.pk, task.module_path)
    if any(left.status == TaskResultStatus.RUNNING and is_held(left) for left in results):
        return False
    for left in results:
        if left.status == TaskResultStatus.RUNNING:
            left.set_failed(WorkerDied(f"the worker of {row} has died"))
    locked.heartbeat_at = timezone.now()
    locked.save(update_fields=["heartbeat_at"])
    if any(left.status == TaskResultStatus.READY for left in results):
        return False
    if results and results[-1].exception_class_path == path_of(JobGivenUp):
        give_up(locked)
        return False
    task.enqueue(locked.pk)
    return True


def _results(pk: int, path: str) -> list[Any]:
    rows = DBTaskResult.objects.filter(task_path=path).order_by("enqueued_at", "pk")
    return [row for row in rows if row.args_kwargs["args"] == [pk]]


def where(error: BaseException) -> str:
    """Return the kind of a fault and the lines of ours that led to it; its own words may quote what was written."""
    frames = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in extract_tb(error.__traceback__)]
    return " ".join([type(error).__name__, *frames])
