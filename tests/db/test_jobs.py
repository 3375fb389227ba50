"""A job whose worker has died is done again, and given up when many died over it."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from skillsnet.db.jobs import (
    MOST_TRIES,
    STALE_SECONDS,
    defer_job,
    given_up_jobs,
    is_anybody_working,
    last_heartbeat_at,
    note_progress,
    queue_status,
    record_heartbeat,
    requeue_jobs,
    requeue_jobs_of,
    retry_job,
    sign_off,
    working_on,
)
from skillsnet.db.jobs.queue import RETRY_SECONDS
from skillsnet.db.models import WorkerHeartbeat

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(seconds=STALE_SECONDS + 5)


def make_job(*, status: str = "RUNNING", tries: int = 1, age: timedelta = LONG_AGO, **fields: Any) -> DBTaskResult:
    fields.setdefault("task_path", "skillsnet.netmap.tasks.rebuild")
    fields.setdefault("run_after", get_date_max())
    return DBTaskResult.objects.create(
        status=status, args_kwargs={"args": [1], "kwargs": {}}, backend_name="default", traceback="",
        exception_class_path="", started_at=timezone.now() - age, worker_ids=["w"] * tries, **fields,
    )  # fmt: skip


def beat_for(job: UUID | None, *, age: timedelta = timedelta(0), worker: str = "w") -> None:
    record_heartbeat(worker, started_at=timezone.now(), job=job)
    WorkerHeartbeat.objects.filter(pk=worker).update(beat_at=timezone.now() - age)


def test_somebody_works_who_says_so_every_now_and_then() -> None:
    assert (is_anybody_working(), last_heartbeat_at()) == (False, None)
    beat_for(None, age=LONG_AGO)
    assert not is_anybody_working()
    beat_for(None, worker="other")
    beat_for(None, worker="other")
    assert (is_anybody_working(), WorkerHeartbeat.objects.count()) == (True, 2)
    sign_off("other")
    assert not is_anybody_working()


@pytest.mark.parametrize("case", ["alive at it", "alive at another", "silent", "just taken", "unheard of"])
def test_only_what_no_living_worker_is_at_is_queued_again(case: str) -> None:
    job = make_job(age=timedelta(seconds=1) if case == "just taken" else LONG_AGO)
    if case not in ("unheard of", "just taken"):
        beat_for(uuid4() if case == "alive at another" else job.pk, age=LONG_AGO if case == "silent" else timedelta(0))
    is_dead = case in ("alive at another", "silent", "unheard of")
    assert requeue_jobs() == ([job.pk] if is_dead else [])
    job.refresh_from_db()
    assert job.status == ("READY" if is_dead else "RUNNING")
    assert list(DBTaskResult.objects.ready()) == ([job] if is_dead else [])
    assert requeue_jobs() == []


def test_a_worker_that_starts_was_at_nothing() -> None:
    mine, other = make_job(age=timedelta(0)), make_job(age=timedelta(0))
    DBTaskResult.objects.filter(pk=other.pk).update(worker_ids=["w", "v"])
    assert requeue_jobs_of("w") == [mine.pk]


def test_what_many_died_over_is_given_up_and_tried_again_when_asked() -> None:
    job = make_job(tries=MOST_TRIES)
    assert (requeue_jobs(), [one.pk for one in given_up_jobs()], queue_status().given_up_count) == (
        [job.pk],
        [job.pk],
        1,
    )
    assert list(DBTaskResult.objects.ready()) == []
    assert (retry_job(uuid4()), retry_job(job.pk), retry_job(job.pk)) == (False, True, False)
    assert ([one.pk for one in DBTaskResult.objects.ready()], given_up_jobs()) == ([job.pk], [])


def test_what_was_asked_for_since_counts_as_given_up_no_more() -> None:
    make_job(tries=MOST_TRIES)
    requeue_jobs()
    make_job(status="READY", task_path="skillsnet.intake.tasks.read_run")
    assert len(given_up_jobs()) == 1
    make_job(status="READY")
    assert given_up_jobs() == []


def test_a_job_that_gets_further_forgets_who_died_over_it() -> None:
    job = make_job(tries=MOST_TRIES)
    note_progress()
    job.refresh_from_db()
    assert len(job.worker_ids) == MOST_TRIES
    with working_on(job):
        note_progress()
    job.refresh_from_db()
    assert job.worker_ids == ["w"]


def test_each_time_it_waits_longer() -> None:
    job = make_job()
    waits = []
    for times in (0, 1, 2, 50):
        defer_job(job, times)
        waits.append(round((job.run_after - timezone.now()).total_seconds() / RETRY_SECONDS))
    assert waits == [0, 1, 3, 127]


def test_what_waits_is_counted_from_when_it_could_be_done() -> None:
    now = timezone.now()
    assert (queue_status().count, queue_status().oldest_s) == (0, 0)
    make_job(status="READY", run_after=now + timedelta(hours=1))
    make_job(status="READY", run_after=now - timedelta(seconds=70))
    late = make_job(status="READY")
    assert (queue_status().count, queue_status().oldest_s // 10) == (2, 7)
    DBTaskResult.objects.filter(pk=late.pk).update(enqueued_at=now - timedelta(seconds=200))
    assert queue_status().oldest_s // 10 == 20
