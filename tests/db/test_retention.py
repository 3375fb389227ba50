"""What the platform's own tables keep goes at its age, and not before."""

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache.backends.db import DatabaseCache
from django.core.management import call_command
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from skillsnet.db.retention import forget_cached, forget_sessions, forget_task_results, forget_upload_parts

pytestmark = pytest.mark.django_db


def test_every_age_has_a_chore_that_is_done_again_and_again(settings: Settings) -> None:
    chores = {
        "abandoned import": "skillsnet.intake.actions.retention.forget_abandoned",
        "cells of an import": "skillsnet.intake.actions.retention.forget_cells",
        "task result": "skillsnet.db.retention.forget_task_results",
        "part of an upload": "skillsnet.db.retention.forget_upload_parts",
    }
    assert set(chores) <= set(settings.RETENTION_DAYS)
    own = {"skillsnet.db.retention.forget_sessions", "skillsnet.db.retention.forget_cached"}
    for path in {*chores.values(), *own, "skillsnet.db.retention.settle_log"}:
        assert path in settings.HOUSEKEEPING
        assert callable(import_string(path))


def test_session_that_has_ended_goes() -> None:
    now = timezone.now()
    for key, ends in (("old", now - timedelta(seconds=1)), ("young", now + timedelta(days=1))):
        Session.objects.create(session_key=key, session_data="ada@example.org", expire_date=ends)
    assert forget_sessions() == 1
    assert list(Session.objects.values_list("session_key", flat=True)) == ["young"]


def test_result_of_a_task_goes_with_its_arguments_and_its_fault() -> None:
    now = timezone.now()
    for status, ended in (("SUCCESSFUL", 8), ("FAILED", 8), ("SUCCESSFUL", 6), ("READY", None)):
        DBTaskResult.objects.create(
            args_kwargs={"args": [1], "kwargs": {}}, task_path="a.b", backend_name="default", run_after=now,
            status=TaskResultStatus(status), finished_at=None if ended is None else now - timedelta(days=ended),
            exception_class_path="", traceback="",
        )  # fmt: skip
    assert forget_task_results() == 2
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["READY", "SUCCESSFUL"]


def test_cached_value_that_is_over_goes(settings: Settings) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_kept"}}
    call_command("createcachetable", verbosity=0)
    cache: Any = DatabaseCache("cache_kept", {})
    for key, timeout in (("old", 60), ("young", 60), ("ever", None)):
        cache.set(key, "ada@example.org", timeout=timeout)
    _set_over("cache_kept", cache.make_key("old"))
    assert forget_cached() == 1
    assert sorted(cache.get_many(["old", "young", "ever"])) == ["ever", "young"]


def _set_over(table: str, key: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{table}" SET expires = %s WHERE cache_key = %s', ["2020-01-01 00:00:00", key])


def test_part_of_an_upload_goes_after_a_day(settings: Settings, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    for name, age_s in (("old.upload", 90_000), ("young.upload", 60)):
        (tmp_path / name).write_bytes(b"ada@example.org")
        os.utime(tmp_path / name, (time.time() - age_s,) * 2)
    assert forget_upload_parts() == 1
    assert [path.name for path in tmp_path.iterdir()] == ["young.upload"]
