"""Who is working, what waits, and what becomes of a job whose worker has died."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from skillsnet.db.models import WorkerHeartbeat

# A worker says so often that it lives, and counts as dead when it has said nothing for so long.
BEAT_SECONDS = 10
STALE_SECONDS = 60
# How the worker is called that sends mail and does nothing else.
MAIL_WORKER_SUFFIX = "-mail"
# A job that so many workers died over, without getting any further with it, is given up.
MOST_TRIES = 5
# The first time it is tried again at once, then after so long, twice that, four times that.
RETRY_SECONDS = 5
MOST_DOUBLINGS = 7
Job: TypeAlias = "DBTaskResult[Any, Any]"
log = logging.getLogger(__name__)


class WorkerDied(Exception):
    """A worker ended without finishing its task."""


class JobGivenUp(WorkerDied):
    """So many workers died over a job that it is not tried again by itself."""


@dataclass(frozen=True)
class Queue:
    """What waits for the workers."""

    count: int
    oldest_s: int
    given_up: int


def beat(worker: str, *, started_at: datetime, job: UUID | None) -> None:
    """Note that a worker lives, and what it is at."""
    signs = {"beat_at": timezone.now(), "job": job, "started_at": started_at}
    if WorkerHeartbeat.objects.filter(pk=worker).update(**signs):
        return
    try:
        with transaction.atomic():
            WorkerHeartbeat.objects.create(pk=worker, **signs)
    except IntegrityError:
        WorkerHeartbeat.objects.filter(pk=worker).update(**signs)


def sign_off(worker: str) -> None:
    """Note that a worker has ended as it should."""
    WorkerHeartbeat.objects.filter(pk=worker).delete()


def last_beat() -> datetime | None:
    """Return when a worker last said that it lives; one for mail alone does no other work, and does not count."""
    beats = WorkerHeartbeat.objects.exclude(pk__endswith=MAIL_WORKER_SUFFIX)
    return beats.order_by("-beat_at").values_list("beat_at", flat=True).first()


def is_anybody_working() -> bool:
    """Return whether a worker has said lately that it lives."""
    beat_at = last_beat()
    return beat_at is not None and beat_at >= _limit()


def queue() -> Queue:
    """Return what waits; a job put off counts from when it is due."""
    now = timezone.now()
    ready = DBTaskResult.objects.ready()
    times = (
        ready.order_by("enqueued_at").filter(run_after=get_date_max()).values_list("enqueued_at", flat=True).first(),
        ready.order_by("run_after").filter(run_after__lte=now).values_list("run_after", flat=True).first(),
    )
    oldest = min((at for at in times if at is not None), default=now)
    return Queue(ready.count(), int((now - oldest).total_seconds()), len(given_up()))


def given_up() -> list[Job]:
    """Return the jobs that were given up as their workers died over them and nobody asked for since; two queries."""
    lost = list(_given_up().order_by("-finished_at", "pk"))
    if not lost:
        return []
    oldest = min(job.enqueued_at for job in lost)
    later = DBTaskResult.objects.filter(task_path__in={job.task_path for job in lost}, enqueued_at__gt=oldest)
    asked = list(later.order_by("pk").values_list("task_path", "args_kwargs", "enqueued_at"))
    return [
        job
        for job in lost
        if not any(
            (path, words) == (job.task_path, job.args_kwargs) and at > job.enqueued_at for path, words, at in asked
        )
    ]


def _given_up() -> QuerySet[Job]:
    return DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, exception_class_path=path_of(JobGivenUp))


def try_again(job_id: UUID) -> bool:
    """Have a job that was given up done after all, and return whether there was one."""
    fields: dict[str, Any] = {
        "status": TaskResultStatus.READY,
        "worker_ids": [],
        "started_at": None,
        "finished_at": None,
    }
    return bool(_given_up().filter(pk=job_id).update(**fields, exception_class_path="", traceback=""))


def is_held(job: Job) -> bool:
    """Return whether a living worker is at a running job, or may just have taken it."""
    limit = _limit()
    if job.started_at is not None and job.started_at >= limit:
        return True
    return WorkerHeartbeat.objects.filter(job=job.pk, beat_at__gte=limit).exists()


def requeue_jobs() -> list[UUID]:
    """Queue again what dead workers were at, give up what many died over, and return the jobs' ids."""
    WorkerHeartbeat.objects.filter(beat_at__lt=timezone.now() - timedelta(days=1)).delete()
    running = DBTaskResult.objects.running().order_by("enqueued_at", "pk")
    return [job.pk for job in running if not is_held(job) and _take_back(job.pk)]


def requeue_jobs_of(worker: str) -> list[UUID]:
    """Queue again what a worker was at when it died; called by itself as it starts, when it can be at nothing."""
    running = DBTaskResult.objects.running().order_by("enqueued_at", "pk")
    return [job.pk for job in running if job.worker_ids[-1:] == [worker] and _take_back(job.pk)]


@transaction.atomic
def _take_back(job_id: UUID) -> bool:
    job = DBTaskResult.objects.select_for_update().get(pk=job_id)
    if job.status != TaskResultStatus.RUNNING:
        return False
    tries = len(job.worker_ids)
    told = {"job": str(job.pk), "task": job.task_path, "tries": tries}
    if tries >= MOST_TRIES:
        job.set_failed(JobGivenUp(f"{tries} workers died over it"))
        log.error("job given up", extra=told)
        return True
    put_off(job, tries - 1)
    log.warning("job queued again", extra=told)
    return True


def put_off(job: Job, times: int) -> None:
    """Queue a job again for later, the later the more often that happened already."""
    job.status, job.started_at = TaskResultStatus.READY, None
    job.run_after = timezone.now() + timedelta(seconds=RETRY_SECONDS * (2 ** min(times, MOST_DOUBLINGS) - 1))
    job.save(update_fields=["status", "started_at", "run_after", "worker_ids"])


def moved_on() -> None:
    """Note that the job under way has got further, so that the workers that died before count no more."""
    if _at.job is not None and len(_at.job.worker_ids) > 1:
        _at.job.worker_ids = _at.job.worker_ids[-1:]
        DBTaskResult.objects.filter(pk=_at.job.pk).update(worker_ids=_at.job.worker_ids)


@contextmanager
def at_job(job: Job) -> Iterator[None]:
    """Know within the block which job this process is at."""
    _at.job = job
    try:
        yield
    finally:
        _at.job = None


@dataclass
class _At:
    job: "Job | None" = None


# A worker does one job at a time, in its main thread.
_at = _At()


def _limit() -> datetime:
    return timezone.now() - timedelta(seconds=STALE_SECONDS)


def path_of(kind: type[Exception]) -> str:
    """Return the name under which a job's result keeps what ended it."""
    return f"{kind.__module__}.{kind.__qualname__}"
