"""Background work: a fault is noted, and what a dead worker left is picked up."""

import time
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from skillsnet.calls.models import Project
from skillsnet.db import jobs
from skillsnet.intake.actions import begin_commit, commit
from skillsnet.intake.models import ImportRun
from skillsnet.intake.tasks import WorkStopped, commit_run, requeue_stale_runs
from tests.intake.sheets import ADA, HEADER, previewed

pytestmark = pytest.mark.django_db


def fall_over(*, project_ids: object) -> None:
    """Fail as a follow-up might."""
    raise LookupError(ADA[1])


def _stale(run: ImportRun) -> None:
    ImportRun.objects.filter(pk=run.pk).update(heartbeat_at=timezone.now() - timedelta(seconds=61))


@pytest.mark.medium
def test_fault_of_a_follow_up_is_noted_and_the_run_goes_on_from_there(settings: Settings) -> None:
    settings.FOLLOW_UPS = ["tests.intake.test_tasks.fall_over"]
    run = previewed([HEADER, ADA])
    begin_commit(run, by=None)
    with pytest.raises(WorkStopped) as stopped:
        commit_run.call(run.pk)
    # What the file says belongs into no log.
    assert "LookupError" in str(stopped.value)
    assert ADA[1] not in str(stopped.value)
    assert stopped.value.__suppress_context__
    run.refresh_from_db()
    assert (run.state, run.fault, Project.objects.count()) == ("failed", "LookupError", 1)
    settings.FOLLOW_UPS = []
    commit(run, by=None)
    assert (run.state, Project.objects.count()) == ("committed", 1)


@pytest.mark.medium
def test_follow_up_that_does_not_exist_is_never_skipped(settings: Settings) -> None:
    settings.FOLLOW_UPS = ["skillsnet.nowhere.follow"]
    with pytest.raises(ImportError):
        commit(previewed([HEADER, ADA]), by=None)


def test_stale_run_is_taken_up_again_and_its_dead_task_closed(settings: Settings) -> None:
    run = previewed([HEADER, ADA])
    begin_commit(run, by=None)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    assert requeue_stale_runs() == []
    dead = DBTaskResult.objects.create(
        args_kwargs={"args": [run.pk], "kwargs": {}}, task_path=commit_run.module_path, backend_name="default",
        status=TaskResultStatus.RUNNING, run_after=timezone.now(), exception_class_path="", traceback="",
    )  # fmt: skip
    _stale(run)
    assert requeue_stale_runs() == [run.pk]
    dead.refresh_from_db()
    waiting = DBTaskResult.objects.get(status=TaskResultStatus.READY)
    assert (dead.status, waiting.args_kwargs["args"]) == (TaskResultStatus.FAILED, [run.pk])
    _stale(run)
    assert requeue_stale_runs() == []


def test_heart_goes_on_beating_over_a_busy_database(monkeypatch: pytest.MonkeyPatch) -> None:
    beats: list[int] = []

    def busy(**fields: object) -> int:
        beats.append(1)
        raise OperationalError("database is locked")

    monkeypatch.setattr("skillsnet.db.jobs.heartbeats.BEAT_SECONDS", 0.01)
    monkeypatch.setattr(QuerySet, "update", lambda self, **fields: busy(**fields))
    with jobs.heartbeat(1, of=ImportRun):
        deadline = time.monotonic() + 10
        while len(beats) < 3 and time.monotonic() < deadline:
            time.sleep(0.01)
    assert len(beats) >= 3
