"""Going on with what a dead worker left; a job that worker after worker dies over is given up."""

import logging
from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from skillsnet.db.jobs.heartbeats import is_alive, is_unattended, stale_before
from skillsnet.db.jobs.queue import GIVEN_UP_PATHS, Job, JobGivenUp, WorkerDied, defer_job
from skillsnet.db.jobs.workers import forget_dead_workers
from skillsnet.db.models import WorkerHeartbeat

# A job that so many workers died over, without getting any further with it, is given up.
MOST_TRIES = 5
Row = TypeVar("Row", bound=models.Model)
log = logging.getLogger(__name__)


class RowTask(Protocol):
    """A task that goes on with the row whose id it is given."""

    @property
    def module_path(self) -> str: ...

    def enqueue(self, row_id: int, /) -> object: ...


def has_living_worker(job: Job) -> bool:
    """Return whether a living worker is doing a running job, or may just have taken it."""
    if is_alive(job.started_at):
        return True
    return WorkerHeartbeat.objects.filter(job=job.pk, beat_at__gte=stale_before()).exists()


def requeue_jobs() -> list[UUID]:
    """Queue again what dead workers were doing, give up what many died over, and return the jobs' ids."""
    forget_dead_workers()
    running = DBTaskResult.objects.running().order_by("enqueued_at", "pk")
    return [job.pk for job in running if not has_living_worker(job) and _requeue(job.pk)]


def requeue_jobs_of(worker: str) -> list[UUID]:
    """Queue again what a worker was doing when it died; called by itself as it starts, when it is doing nothing."""
    running = DBTaskResult.objects.running().order_by("enqueued_at", "pk")
    return [job.pk for job in running if job.worker_ids[-1:] == [worker] and _requeue(job.pk)]


@transaction.atomic
def _requeue(job_id: UUID) -> bool:
    job = DBTaskResult.objects.select_for_update().get(pk=job_id)
    if job.status != TaskResultStatus.RUNNING:
        return False
    tries = len(job.worker_ids)
    log_extra = {"job": str(job.pk), "task": job.task_path, "tries": tries}
    if tries >= MOST_TRIES:
        job.set_failed(JobGivenUp(f"{tries} workers died over it"))
        log.error("job given up", extra=log_extra)
        return True
    defer_job(job, tries - 1)
    log.warning("job queued again", extra=log_extra)
    return True


def requeue_stale(
    kind: type[Row], tasks: Mapping[str, RowTask], *, give_up: Callable[[Row], object], name: str = ""
) -> list[int]:
    """Enqueue again the work on rows whose worker died, and return their ids.

    Parameters
    ----------
    kind : model
        With the fields `state` and `heartbeat_at`, which the worker renews while it lives.
    tasks : mapping of state to task
        The states that are under way, and the task that goes on from each.
    give_up : callable
        Ends a row whose job was given up, because worker after worker died over it.
    name : str
        What the log calls such a row; without it nothing is logged.
    """
    stale = kind._default_manager.filter(is_unattended(), state__in=list(tasks))
    requeued = [row.pk for row in stale.order_by("pk") if _resume(row, tasks, give_up=give_up)]
    for row_id in requeued if name else ():
        log.warning(f"{name} resumed", extra={name: row_id})
    return requeued


@transaction.atomic
def _resume(row: Any, tasks: Mapping[str, RowTask], *, give_up: Callable[[Any], object]) -> bool:
    locked: Any = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if locked.state != row.state or is_alive(locked.heartbeat_at):
        return False
    task = tasks[locked.state]
    jobs = _jobs_for(locked.pk, task.module_path)
    running = [job for job in jobs if job.status == TaskResultStatus.RUNNING]
    if any(map(has_living_worker, running)):
        return False
    for job in running:
        job.set_failed(WorkerDied(f"the worker of {row} has died"))
    locked.heartbeat_at = timezone.now()
    locked.save(update_fields=["heartbeat_at"])
    if any(job.status == TaskResultStatus.READY for job in jobs):
        return False
    if jobs and jobs[-1].exception_class_path in GIVEN_UP_PATHS:
        give_up(locked)
        return False
    task.enqueue(locked.pk)
    return True


def _jobs_for(row_id: int, task_path: str) -> list[Job]:
    jobs = DBTaskResult.objects.filter(task_path=task_path).order_by("enqueued_at", "pk")
    return [job for job in jobs if job.args_kwargs["args"] == [row_id]]
