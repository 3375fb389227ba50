"""Background work: the queue, workers' heartbeats, leases, and going on with what a dead worker left."""

from skillsnet.db.jobs.batches import BatchSize, give_way
from skillsnet.db.jobs.faults import fault_location
from skillsnet.db.jobs.heartbeats import STALE_SECONDS, heartbeat, is_alive, is_unattended
from skillsnet.db.jobs.leases import Lease, LeaseLost, hold_lease, take_lease
from skillsnet.db.jobs.queue import (
    Job,
    JobGivenUp,
    QueueStatus,
    WorkerDied,
    defer_job,
    given_up_jobs,
    note_progress,
    queue_status,
    retry_job,
    working_on,
)
from skillsnet.db.jobs.resume import MOST_TRIES, requeue_jobs, requeue_jobs_of, requeue_stale
from skillsnet.db.jobs.workers import (
    MAIL_WORKER_SUFFIX,
    WORKER_BEAT_SECONDS,
    is_anybody_working,
    last_heartbeat_at,
    record_heartbeat,
    sign_off,
)

__all__ = [
    "MAIL_WORKER_SUFFIX",
    "MOST_TRIES",
    "STALE_SECONDS",
    "WORKER_BEAT_SECONDS",
    "BatchSize",
    "Job",
    "JobGivenUp",
    "Lease",
    "LeaseLost",
    "QueueStatus",
    "WorkerDied",
    "defer_job",
    "fault_location",
    "give_way",
    "given_up_jobs",
    "heartbeat",
    "hold_lease",
    "is_alive",
    "is_anybody_working",
    "is_unattended",
    "last_heartbeat_at",
    "note_progress",
    "queue_status",
    "record_heartbeat",
    "requeue_jobs",
    "requeue_jobs_of",
    "requeue_stale",
    "retry_job",
    "sign_off",
    "take_lease",
    "working_on",
]
