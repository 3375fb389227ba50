"""`/readyz` tells an operator what is wrong, and writes nothing."""

import shutil
from collections import namedtuple
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from skillsnet.db.jobs import STALE_SECONDS, record_heartbeat
from skillsnet.db.models import WorkerHeartbeat
from skillsnet.home import readiness

pytestmark = pytest.mark.django_db
Usage = namedtuple("Usage", "total used free")


def ask() -> tuple[int, list[str], dict[str, Any]]:
    answer = Client().get("/readyz")
    told = answer.json()
    return answer.status_code, told["failing"], told["checks"]


@pytest.fixture(autouse=True)
def _working() -> None:
    record_heartbeat("w", started_at=timezone.now(), job=None)


def test_all_is_well_and_nothing_is_written() -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        status, failing, checks = ask()
    assert (status, failing, set(checks)) == (200, [], {"disk", "database", "migrations", "worker", "jobs"})
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}


@pytest.mark.parametrize("case", ["silent", "none"])
def test_nobody_is_working(case: str) -> None:
    if case == "none":
        WorkerHeartbeat.objects.all().delete()
    WorkerHeartbeat.objects.update(beat_at=timezone.now() - timedelta(seconds=STALE_SECONDS + 5))
    assert ask()[:2] == (503, ["worker"])


def test_a_job_has_waited_for_too_long() -> None:
    job = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}}, task_path="a.task", backend_name="default", run_after=get_date_max(),
        exception_class_path="", traceback="",
    )  # fmt: skip
    assert ask()[0] == 200
    late = timezone.now() - timedelta(seconds=readiness.MOST_WAITING_SECONDS + 5)
    DBTaskResult.objects.filter(pk=job.pk).update(enqueued_at=late)
    assert ask()[:2] == (503, ["jobs"])


def test_the_disk_is_nearly_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(100, 99, (readiness.MIN_FREE_MB - 1) * 1024**2))
    assert ask()[:2] == (503, ["disk"])


def test_a_migration_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    known = readiness._known_migrations() | {("home", "0099_to_come")}
    monkeypatch.setattr(readiness, "_known_migrations", lambda: known)
    status, failing, checks = ask()
    assert (status, failing, checks["migrations"]["missing"]) == (503, ["migrations"], 1)


def test_the_database_is_away_and_is_waited_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def away() -> None:
        asked.append(1)
        raise OperationalError("the connection is closed")

    monkeypatch.setattr(connection, "cursor", away)
    status, failing, checks = ask()
    assert (status, failing, set(checks), len(asked)) == (503, ["database"], {"database", "disk"}, 1)
