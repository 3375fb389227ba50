"""Which workers are alive, and what each is doing."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from skillsnet.db.jobs.heartbeats import stale_before
from skillsnet.db.models import WorkerHeartbeat

# How often a worker records its heartbeat.
WORKER_BEAT_SECONDS = 10
# The name of a worker that only sends mail ends so.
MAIL_WORKER_SUFFIX = "-mail"
KEEP_DEAD_WORKERS = timedelta(days=1)


def record_heartbeat(worker: str, *, started_at: datetime, job: UUID | None) -> None:
    """Note that a worker is alive, and the job it is doing."""
    fields = {"beat_at": timezone.now(), "job": job, "started_at": started_at}
    if WorkerHeartbeat.objects.filter(pk=worker).update(**fields):
        return
    try:
        with transaction.atomic():
            WorkerHeartbeat.objects.create(pk=worker, **fields)
    except IntegrityError:
        WorkerHeartbeat.objects.filter(pk=worker).update(**fields)


def sign_off(worker: str) -> None:
    """Note that a worker has ended as it should."""
    WorkerHeartbeat.objects.filter(pk=worker).delete()


def forget_dead_workers() -> None:
    """Delete the heartbeats of workers that ended long ago without signing off."""
    WorkerHeartbeat.objects.filter(beat_at__lt=timezone.now() - KEEP_DEAD_WORKERS).delete()


def last_heartbeat_at() -> datetime | None:
    """Return when a worker last recorded its heartbeat; one for mail alone does no other work, and does not count."""
    heartbeats = WorkerHeartbeat.objects.exclude(pk__endswith=MAIL_WORKER_SUFFIX)
    return heartbeats.order_by("-beat_at").values_list("beat_at", flat=True).first()


def is_anybody_working() -> bool:
    """Return whether a worker has recorded its heartbeat lately."""
    beat_at = last_heartbeat_at()
    return beat_at is not None and beat_at >= stale_before()
