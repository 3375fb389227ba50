"""The worker does job after job, whatever a job or the database does, and gives back what it cannot finish."""

import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from skillsnet.db.models import WorkerHeartbeat
from skillsnet.home.worker import Worker

pytestmark = pytest.mark.django_db(transaction=True)
done: list[str] = []


@task()
def note(word: str) -> str:
    done.append(word)
    return word


@task()
def fail(word: str) -> None:
    raise LookupError(word)


@task()
def give_what_cannot_be_kept() -> object:
    return object()


@task()
def meet_an_outage() -> None:
    done.append("outage")
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    raise OperationalError("database is locked") from error


@task()
def end_the_worker() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


@task()
def end_the_worker_and_go_on() -> None:
    done.append("began")
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(60)
    done.append("ended")


@pytest.fixture(autouse=True)
def _queue(settings: Any) -> Iterator[None]:
    """Keep jobs for a worker, and put back what it does to signals."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    done.clear()
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM)
    handlers = {number: signal.getsignal(number) for number in numbers}
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    for number, handler in handlers.items():
        signal.signal(number, handler)


def states() -> dict[str, str]:
    return {job.task_path.rpartition(".")[2]: job.status for job in DBTaskResult.objects.order_by("enqueued_at")}


@pytest.mark.medium
def test_a_job_that_fails_is_its_own_fault() -> None:
    for enqueued in (fail, note):
        enqueued.enqueue("a word")
    give_what_cannot_be_kept.enqueue()
    end_the_worker.enqueue()
    Worker("w").run()
    assert done == ["a word"]
    assert states() == {
        "fail": "FAILED", "note": "SUCCESSFUL", "give_what_cannot_be_kept": "FAILED", "end_the_worker": "SUCCESSFUL"
    }  # fmt: skip
    assert not WorkerHeartbeat.objects.exists()


def test_it_says_that_it_lives_and_takes_up_what_it_was_at_when_it_died() -> None:
    note.enqueue("again")
    job = DBTaskResult.objects.get()
    job.claim("w")
    worker = Worker("w")
    worker._do_next = lambda: (_beaten(), note.func("seen"), worker.ending.set())  # type: ignore[method-assign]
    worker.run()
    job.refresh_from_db()
    assert (done, job.status, job.worker_ids) == (["seen"], "READY", ["w"])


def _beaten() -> None:
    deadline = time.monotonic() + 60
    while not WorkerHeartbeat.objects.filter(pk="w").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.medium
def test_a_job_that_cannot_end_in_time_is_broken_off_and_queued_again() -> None:
    end_the_worker_and_go_on.enqueue()
    began_at = time.monotonic()
    Worker("w", grace_s=0.2).run()
    job = DBTaskResult.objects.get()
    assert (done, job.status, job.worker_ids) == (["began"], "READY", [])
    assert time.monotonic() - began_at < 50


def test_a_database_that_is_away_is_no_fault_of_the_job() -> None:
    meet_an_outage.enqueue()
    end_the_worker.enqueue()
    Worker("w").run()
    assert (done[:1], states()) == (["outage"], {"meet_an_outage": "READY", "end_the_worker": "SUCCESSFUL"})


def test_it_outlives_a_database_that_is_away_while_it_looks_for_work(monkeypatch: pytest.MonkeyPatch) -> None:
    note.enqueue("after the outage")
    end_the_worker.enqueue()
    worker, claim, faults = Worker("w"), Worker._claim, iter(range(2))

    def away(self: Worker) -> Any:
        if next(faults, None) is not None:
            raise OperationalError("the connection is closed")
        return claim(self)

    monkeypatch.setattr(Worker, "_claim", away)
    monkeypatch.setattr(worker.ending, "wait", lambda seconds: worker.ending.is_set())
    worker.run()
    assert (done, worker.outages) == (["after the outage"], 0)


def test_a_result_that_cannot_be_written_yet_is_written_later(monkeypatch: pytest.MonkeyPatch) -> None:
    note.enqueue("kept")
    end_the_worker.enqueue()
    worker, kept, faults = Worker("w"), DBTaskResult.set_successful, iter(range(2))

    def away(self: Any, value: object) -> None:
        if next(faults, None) is not None:
            raise OperationalError("the connection is closed")
        kept(self, value)

    monkeypatch.setattr(DBTaskResult, "set_successful", away)
    monkeypatch.setattr(worker.ending, "wait", lambda seconds: worker.ending.is_set())
    worker.run()
    assert (done, set(states().values())) == (["kept"], {"SUCCESSFUL"})
