"""The worker: does the queue's jobs one after another, and outlives a database that is away."""

import logging
import os
import signal
import threading
from enum import StrEnum
from types import FrameType, TracebackType
from typing import Self

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet
from django_tasks_db.utils import exclusive_transaction

from skillsnet.db.jobs import (
    MAIL_WORKER_SUFFIX,
    WORKER_BEAT_SECONDS,
    Job,
    defer_job,
    fault_location,
    record_heartbeat,
    requeue_jobs_of,
    sign_off,
    working_on,
)
from skillsnet.db.outage import is_outage
from skillsnet.home.ending import Ending

POLL_SECONDS = 1.0
# A job may go on for so long after the worker was asked to end; then it is broken off and queued again.
GRACE_SECONDS = 8.0
LONGEST_BACK_OFF_SECONDS = 30.0
log = logging.getLogger(__name__)


class Only(StrEnum):
    """Which jobs a worker does."""

    ALL = "all"
    MAIL = "mail"
    OTHER = "other"


class WorkerEnds(BaseException):
    """Breaks off the job under way, because the worker has to end: no fault, and caught by nobody but the worker."""


class ResultNotKept(Exception):
    """A job gave, or failed with, something that the database cannot hold; says what kind and where."""


class Worker:
    """One process that does one job at a time until it is asked to end."""

    def __init__(self, name: str, *, only: Only = Only.ALL, grace_s: float = GRACE_SECONDS) -> None:
        self.name = name + MAIL_WORKER_SUFFIX if only == Only.MAIL else name
        self.only = only
        self.grace_s = grace_s
        self.ending = Ending()
        self.job: Job | None = None
        # In a row: times that the database could not be used, and jobs put off because of that.
        self.outages = 0
        self.put_offs = 0

    def run(self) -> None:
        """Do job after job; a fault of the database is waited out, a fault of a job is the job's."""
        self._listen()
        is_fresh = True
        with _Heart(self):
            while not self.ending.is_set():
                try:
                    if is_fresh:
                        requeue_jobs_of(self.name)
                        is_fresh = False
                    self._do_next()
                    self.outages = 0
                except (DatabaseError, InterfaceError) as error:
                    self._wait_out(error)

    def _listen(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._end)
        signal.signal(signal.SIGALRM, self._break_off)

    def _end(self, number: int, frame: FrameType | None) -> None:
        if not self.ending.is_set():
            self.ending.set()
            # Once more every second: an exception that falls into a destructor is lost.
            signal.setitimer(signal.ITIMER_REAL, self.grace_s, 1.0)

    def _break_off(self, number: int, frame: FrameType | None) -> None:
        if self.job is not None:
            raise WorkerEnds

    def _wait_out(self, error: BaseException) -> None:
        self.outages += 1
        log.warning("database cannot be used", extra={"fault": fault_location(error), "times": self.outages})
        connections.close_all()
        self.ending.wait(min(2.0 ** (self.outages - 1), LONGEST_BACK_OFF_SECONDS))

    def _do_next(self) -> None:
        close_old_connections()
        job = self._claim()
        if job is None:
            close_old_connections()
            self.ending.wait(POLL_SECONDS)
        else:
            self._do(job)

    def _claim(self) -> "Job | None":
        # Reading first: looking for work every second shall not take SQLite's one write lock every second.
        due_jobs = self._due_jobs()
        if not due_jobs.exists():
            return None
        with exclusive_transaction(due_jobs.db):
            job: Job | None = due_jobs.get_locked()
            if job is not None:
                job.claim(self.name)
        return job

    def _due_jobs(self) -> DBTaskResultQuerySet:
        """Return the jobs that are due and that this worker does."""
        due_jobs = DBTaskResult.objects.ready()
        if self.only == Only.MAIL:
            return due_jobs.filter(task_path__in=settings.MAIL_TASKS)
        return due_jobs.exclude(task_path__in=settings.MAIL_TASKS) if self.only == Only.OTHER else due_jobs

    def _do(self, job: Job) -> None:
        fault: BaseException | None = None
        value: object = None
        try:
            self.job = job
            with working_on(job):
                value = job.task.call(*job.args_kwargs["args"], **job.args_kwargs["kwargs"])
        except WorkerEnds:
            self.job = None
            self._give_back(job)
            return
        except BaseException as error:  # boundary: whatever a job raises ends that job alone
            fault = error
        # From here on nothing breaks it off: what was done is done.
        self.job = None
        while not self._note(job, value, fault):
            if self.ending.is_set():
                # Another worker finds it without a sign of life, and does it again.
                return

    def _note(self, job: Job, value: object, fault: BaseException | None) -> bool:
        """Write what became of a job, and return whether that could be written."""
        try:
            if fault is None:
                job.set_successful(value)
                self.put_offs = 0
            elif is_outage(fault):
                log.warning("job put off, as the database could not be used", extra=_log_extra(job, fault))
                self.put_offs += 1
                defer_job(job, self.put_offs)
            else:
                log.error(
                    "job failed", extra={"job": str(job.pk), "task": job.task_path, "fault": fault_location(fault)}
                )
                job.set_failed(fault)
        except Exception as error:  # boundary: a result that cannot be kept is that job's fault
            if is_outage(error):
                self._wait_out(error)
                return False
            log.error("result of a job cannot be kept", extra={"job": str(job.pk), "fault": fault_location(error)})
            job.set_failed(ResultNotKept(fault_location(error)))
        return True

    def _give_back(self, job: Job) -> None:
        """Queue a job again that was broken off; what its transaction had written is gone with its connection."""
        connections.close_all()
        # Being asked to end is no fault of the job, so that this try does not count.
        job.worker_ids = job.worker_ids[:-1]
        try:
            defer_job(job, 0)
        except (DatabaseError, InterfaceError) as error:
            log.warning("job not given back", extra={"job": str(job.pk), "fault": fault_location(error)})
        else:
            log.warning("job broken off and queued again", extra={"job": str(job.pk), "task": job.task_path})


def _log_extra(job: Job, fault: BaseException) -> dict[str, str]:
    return {"job": str(job.pk), "task": job.task_path, "fault": fault_location(fault)}


class _Heart:
    """Says every few seconds, from a thread of its own, that the worker lives, and what it is at."""

    def __init__(self, worker: Worker) -> None:
        self.worker = worker
        self.started_at = timezone.now()
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._beat, name="heart", daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop.set()
        self.thread.join(WORKER_BEAT_SECONDS)

    def _beat(self) -> None:
        while not self.stop.is_set():
            self._once()
            self.stop.wait(WORKER_BEAT_SECONDS)
        try:
            sign_off(self.worker.name)
        except (DatabaseError, InterfaceError):
            # It counts as dead before long.
            log.warning("worker could not sign off", extra={"pid": os.getpid()})
        finally:
            connections.close_all()

    def _once(self) -> None:
        job = self.worker.job
        try:
            record_heartbeat(self.worker.name, started_at=self.started_at, job=None if job is None else job.pk)
        except (DatabaseError, InterfaceError):
            # A busy database misses a beat; the next one tells.
            connections.close_all()
        finally:
            close_old_connections()
