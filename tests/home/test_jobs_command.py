"""What waits, is under way and was given up is listed without its arguments, and tried again."""

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django_tasks_db.models import DBTaskResult

from skillsnet.db.jobs import JobGivenUp
from skillsnet.intake.tasks import commit_run, undo_run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _queue(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def _said(**options: Any) -> str:
    out = io.StringIO()
    call_command("jobs", stdout=out, **options)
    return out.getvalue()


def test_what_was_given_up_is_listed_and_tried_again() -> None:
    commit_run.enqueue(987654)
    undo_run.enqueue(987654)
    lost = DBTaskResult.objects.get(task_path=undo_run.module_path)
    lost.claim("w")
    lost.set_failed(JobGivenUp("Zzsecret"))
    said = _said()
    assert ("Failed: 1\n  undo run: requested at" in said, "Waiting: 1\n  commit run" in said) == (True, True)
    assert not [word for word in ("Zzsecret", "987654") if word in said + _said(as_json=True)]
    assert "1 job will be tried again." in _said(again=True)
    found = json.loads(_said(as_json=True))
    assert {name: len(jobs) for name, jobs in found.items()} == {"waiting": 2, "under_way": 0, "given_up": 0}
    with pytest.raises(CommandError, match="There are no failed jobs"):
        _said(again=True)
