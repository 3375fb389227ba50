"""What follows a change is done by a worker, in one go, and again when the worker died over it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from skillsnet.calls.actions import data_changed
from skillsnet.calls.models import FollowUp
from skillsnet.calls.tasks import FollowUpStopped, ask_to_follow_up, follow_up
from skillsnet.db.jobs import STALE_SECONDS

pytestmark = pytest.mark.django_db
CALLED: list[object] = []


def follow(*, project_ids: object) -> None:
    """Note that the follow-up ran."""
    CALLED.append(project_ids)


def fail(*, project_ids: object) -> None:
    """Fail as the database does, with a project's words in its complaint."""
    raise ValueError("Zzsecret")


@pytest.fixture(autouse=True)
def _queue(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.FOLLOW_UPS = ["tests.calls.test_tasks.follow"]
    CALLED.clear()


def test_a_change_asks_a_worker_and_several_are_followed_in_one_go(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        data_changed([5, 3])
        data_changed([4, 3])
    assert (CALLED, DBTaskResult.objects.count()) == ([], 1)
    assert (follow_up.call(), follow_up.call()) == (True, False)
    assert (CALLED, FollowUp.objects.count()) == ([[3, 4, 5]], 0)


def test_one_change_that_names_nothing_makes_all_be_followed() -> None:
    data_changed([5])
    data_changed(None)
    follow_up.call()
    assert CALLED == [None]


def test_what_a_worker_died_over_is_taken_up_again_and_what_one_is_at_is_not() -> None:
    data_changed([5])
    FollowUp.objects.update(heartbeat_at=timezone.now())
    assert (ask_to_follow_up(), follow_up.call()) == (False, False)
    FollowUp.objects.update(heartbeat_at=timezone.now() - timedelta(seconds=STALE_SECONDS + 1))
    assert (ask_to_follow_up(), ask_to_follow_up(), follow_up.call()) == (True, False, True)
    assert CALLED == [[5]]


def test_what_failed_is_tried_again_with_the_next_change_and_tells_no_words(settings: Any) -> None:
    data_changed([5])
    settings.FOLLOW_UPS = ["tests.calls.test_tasks.fail"]
    with pytest.raises(FollowUpStopped) as stopped:
        follow_up.call()
    assert "Zzsecret" not in str(stopped.value)
    assert ask_to_follow_up() is False
    settings.FOLLOW_UPS = ["tests.calls.test_tasks.follow"]
    data_changed([6])
    assert follow_up.call() is True
    assert CALLED == [[5, 6]]
