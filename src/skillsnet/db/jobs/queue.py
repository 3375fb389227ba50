"""The queue of jobs: what waits, the job that this process is doing, and jobs that were given up."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

# The first time a job is tried again at once, then after so long, twice that, four times that.
RETRY_SECONDS = 5
MOST_DOUBLINGS = 7
Job: TypeAlias = "DBTaskResult[Any, Any]"


class WorkerDied(Exception):
    """A worker ended without finishing its task."""


class JobGivenUp(WorkerDied):
    """So many workers died over a job that it is not tried again by itself."""


def path_of(kind: type[Exception]) -> str:
    """Return the name under which a job's result keeps what ended it."""
    return f"{kind.__module__}.{kind.__qualname__}"


# The second is what earlier versions wrote.
GIVEN_UP_PATHS = (path_of(JobGivenUp), "skillsnet.db.jobs.JobGivenUp")


@dataclass(frozen=True)
class QueueStatus:
    """How much waits for the workers."""

    count: int
    oldest_s: int
    given_up_count: int


def queue_status() -> QueueStatus:
    """Return how much waits; a job put off counts from when it is due."""
    now = timezone.now()
    ready_jobs = DBTaskResult.objects.ready()
    times = (
        ready_jobs.order_by("enqueued_at")
        .filter(run_after=get_date_max())
        .values_list("enqueued_at", flat=True)
        .first(),
        ready_jobs.order_by("run_after").filter(run_after__lte=now).values_list("run_after", flat=True).first(),
    )
    oldest = min((at for at in times if at is not None), default=now)
    return QueueStatus(ready_jobs.count(), int((now - oldest).total_seconds()), len(given_up_jobs()))


def given_up_jobs() -> list[Job]:
    """Return the jobs that were given up as their workers died over them and nobody asked for since; two queries."""
    jobs = list(_given_up().order_by("-finished_at", "pk"))
    if not jobs:
        return []
    oldest = min(job.enqueued_at for job in jobs)
    later = DBTaskResult.objects.filter(task_path__in={job.task_path for job in jobs}, enqueued_at__gt=oldest)
    requests = list(later.order_by("pk").values_list("task_path", "args_kwargs", "enqueued_at"))
    return [
        job
        for job in jobs
        if not any(
            (path, arguments) == (job.task_path, job.args_kwargs) and at > job.enqueued_at
            for path, arguments, at in requests
        )
    ]


def _given_up() -> QuerySet[Job]:
    return DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, exception_class_path__in=GIVEN_UP_PATHS)


def retry_job(job_id: UUID) -> bool:
    """Have a job that was given up done after all, and return whether there was one."""
    return bool(
        _given_up()
        .filter(pk=job_id)
        .update(
            status=TaskResultStatus.READY, worker_ids=[], started_at=None, finished_at=None,
            exception_class_path="", traceback="",
        )
    )  # fmt: skip


def defer_job(job: Job, times: int) -> None:
    """Queue a job again for later, the later the more often that happened already."""
    job.status, job.started_at = TaskResultStatus.READY, None
    job.run_after = timezone.now() + timedelta(seconds=RETRY_SECONDS * (2 ** min(times, MOST_DOUBLINGS) - 1))
    job.save(update_fields=["status", "started_at", "run_after", "worker_ids"])


def note_progress() -> None:
    """Note that this process's job has got further, so that the workers that died over it before count no more."""
    job = _current.job
    if job is not None and len(job.worker_ids) > 1:
        job.worker_ids = job.worker_ids[-1:]
        DBTaskResult.objects.filter(pk=job.pk).update(worker_ids=job.worker_ids)


@contextmanager
def working_on(job: Job) -> Iterator[None]:
    """Know within the block which job this process is doing."""
    _current.job = job
    try:
        yield
    finally:
        _current.job = None


@dataclass
class _Current:
    job: "Job | None" = None


# A worker does one job at a time, in its main thread.
_current = _Current()
