"""Work that a dead worker left goes on, and a fault is told by its place, never by what it was about."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from skillsnet.db import long_work
from skillsnet.db.jobs import MOST_TRIES, STALE_SECONDS, beat, requeue_jobs
from skillsnet.db.long_work import FEWEST_ROWS, LONG_SECONDS, SHORT_SECONDS, BatchSize, requeue_stale, where
from skillsnet.publication.models import Publication
from skillsnet.taxonomy.models import Edition


class Task:
    """A task that notes what it is asked to do."""

    module_path = "tests.nowhere"

    def __init__(self) -> None:
        self.asked: list[int] = []

    def enqueue(self, pk: int) -> None:
        self.asked.append(pk)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "age_s", "is_reaped"),
    [
        ("carrying", STALE_SECONDS + 5, True),
        ("carrying", None, True),
        ("carrying", 1, False),
        ("published", STALE_SECONDS + 5, False),
    ],
)
def test_only_what_is_under_way_and_without_a_sign_of_life_goes_on(
    taxonomy: Edition, state: str, age_s: int | None, is_reaped: bool
) -> None:
    now = timezone.now()
    beat = None if age_s is None else now - timedelta(seconds=age_s)
    row = Publication.objects.create(
        edition=taxonomy, object_until=now.date(), state=state, heartbeat_at=beat, published_at=now
    )
    task = Task()
    assert requeue_stale(Publication, {"carrying": task}, give_up=list) == task.asked == ([row.pk] if is_reaped else [])
    assert requeue_stale(Publication, {"carrying": task}, give_up=list) == []


@pytest.mark.django_db
@pytest.mark.parametrize("case", ["held", "dead", "given up"])
def test_what_a_living_worker_is_at_is_left_alone_and_what_was_given_up_is_ended(taxonomy: Edition, case: str) -> None:
    now = timezone.now()
    row = Publication.objects.create(edition=taxonomy, object_until=now.date(), state="carrying")
    job = DBTaskResult.objects.create(
        status="RUNNING", args_kwargs={"args": [row.pk], "kwargs": {}}, backend_name="default", run_after=now,
        task_path=Task.module_path, started_at=now - timedelta(seconds=STALE_SECONDS + 5), exception_class_path="",
        traceback="", worker_ids=["w"] * (MOST_TRIES if case == "given up" else 1),
    )  # fmt: skip
    if case == "held":
        beat("w", started_at=now, job=job.pk)
    if case == "given up":
        requeue_jobs()
    task, ended = Task(), []
    assert requeue_stale(Publication, {"carrying": task}, give_up=ended.append) == ([row.pk] if case == "dead" else [])
    job.refresh_from_db()
    assert (task.asked, ended) == ([row.pk] if case == "dead" else [], [row] if case == "given up" else [])
    assert job.status == ("RUNNING" if case == "held" else "FAILED")


def test_a_fault_is_told_by_its_place() -> None:
    try:
        raise ValueError("Ada's cell")
    except ValueError as error:
        told = where(error)
    assert (told.startswith("ValueError test_long_work.py:"), "Ada" in told) == (True, False)


@pytest.mark.django_db
def test_work_that_gave_a_sign_of_life_after_it_was_looked_for_is_left_alone(
    taxonomy: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    row = Publication.objects.create(edition=taxonomy, object_until=now.date(), state="carrying", heartbeat_at=None)
    reap = long_work._reap

    def late(found: Publication, *args: Any, **kwargs: Any) -> bool:
        Publication.objects.filter(pk=found.pk).update(heartbeat_at=timezone.now())
        return reap(found, *args, **kwargs)

    monkeypatch.setattr(long_work, "_reap", late)
    task = Task()
    assert (requeue_stale(Publication, {"carrying": task}, give_up=task.asked.append), task.asked) == ([], [])
    Publication.objects.filter(pk=row.pk).update(heartbeat_at=now)
    monkeypatch.setattr(long_work, "_reap", lambda *_args, **_kwargs: pytest.fail("its heart beats"))
    assert requeue_stale(Publication, {"carrying": task}, give_up=task.asked.append) == []


def test_batches_are_smaller_where_they_take_long_and_grow_again() -> None:
    size = BatchSize(500)
    for _turn in range(9):
        size.took(LONG_SECONDS + 1)
    smallest = size.now
    for _turn in range(9):
        size.took(0)
    assert (smallest, size.now) == (FEWEST_ROWS, 500)
    size.took((LONG_SECONDS + SHORT_SECONDS) / 2)
    assert size.now == 500
    # Where batches are small by themselves they stay so.
    tiny = BatchSize(1)
    tiny.took(LONG_SECONDS + 1)
    assert tiny.now == 1
