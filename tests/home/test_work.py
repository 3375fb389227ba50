"""Facilitators see what waits, what is under way and what was given up with its reason, and have it tried again."""

import importlib
import pkgutil
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

import skillsnet
from skillsnet.calls.models import FollowUp
from skillsnet.db.jobs import JobGivenUp
from skillsnet.home.work import NAMES
from skillsnet.intake.tasks import commit_run, undo_run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _queue(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def _give_up(number: int) -> None:
    undo_run.enqueue(number)
    lost = DBTaskResult.objects.get(task_path=undo_run.module_path, args_kwargs__args=[number])
    lost.claim("w")
    lost.set_failed(JobGivenUp("Zzsecret"))


def test_what_was_given_up_says_why_and_is_tried_again_by_one_button(facilitator_client: Client) -> None:
    commit_run.enqueue(987654)
    _give_up(987653)
    FollowUp.objects.create(is_failed=True)
    page = facilitator_client.get(reverse("work")).content.decode()
    shown = (
        "Undo an import",
        "It stopped 1 time before it finished, because",
        "Import projects",
        "Calculate the effects of a change",
    )
    assert [word for word in shown if word not in page] == []
    assert [word for word in ("Zzsecret", "987654", "987653") if word in page] == []
    again = facilitator_client.post(reverse("work_again"), follow=True).content.decode()
    assert ("2 jobs will be tried again." in again, "There are no failed jobs." in again) == (True, True)
    assert not FollowUp.objects.filter(is_failed=True).exists()
    assert DBTaskResult.objects.get(task_path=undo_run.module_path).status == "READY"


def test_the_count_of_queries_does_not_grow(facilitator_client: Client) -> None:
    counts = []
    for number in (1, 2, 3):
        _give_up(number)
        with CaptureQueriesContext(connection) as asked:
            facilitator_client.get(reverse("work"))
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_every_task_of_ours_has_a_name_of_its_own() -> None:
    found = set()
    for module in pkgutil.walk_packages(skillsnet.__path__, "skillsnet."):
        if module.name.endswith((".tasks", ".sign_in")):
            values = vars(importlib.import_module(module.name)).values()
            found |= {value.module_path for value in values if isinstance(value, Task)}
    assert found == {*NAMES}
