"""Work that a dead worker left goes on, unless a living one is doing it or it was given up."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from skillsnet.db.jobs import (
    MOST_TRIES,
    STALE_SECONDS,
    record_heartbeat,
    requeue_jobs,
    requeue_stale,
    resume,
)
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
    ("state", "age_s", "is_requeued"),
    [
        ("carrying", STALE_SECONDS + 5, True),
        ("carrying", None, True),
        ("carrying", 1, False),
        ("published", STALE_SECONDS + 5, False),
    ],
)
def test_only_what_is_under_way_and_without_a_sign_of_life_goes_on(
    taxonomy: Edition, state: str, age_s: int | None, is_requeued: bool
) -> None:
    now = timezone.now()
    heartbeat_at = None if age_s is None else now - timedelta(seconds=age_s)
    row = Publication.objects.create(
        edition=taxonomy, object_until=now.date(), state=state, heartbeat_at=heartbeat_at, published_at=now
    )
    task = Task()
    assert (
        requeue_stale(Publication, {"carrying": task}, give_up=list) == task.asked == ([row.pk] if is_requeued else [])
    )
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
        record_heartbeat("w", started_at=now, job=job.pk)
    if case == "given up":
        requeue_jobs()
    task, ended = Task(), []
    assert requeue_stale(Publication, {"carrying": task}, give_up=ended.append) == ([row.pk] if case == "dead" else [])
    job.refresh_from_db()
    assert (task.asked, ended) == ([row.pk] if case == "dead" else [], [row] if case == "given up" else [])
    assert job.status == ("RUNNING" if case == "held" else "FAILED")


@pytest.mark.django_db
def test_work_that_gave_a_sign_of_life_after_it_was_looked_for_is_left_alone(
    taxonomy: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    row = Publication.objects.create(edition=taxonomy, object_until=now.date(), state="carrying", heartbeat_at=None)
    resume_row = resume._resume

    def late(publication: Publication, *args: Any, **kwargs: Any) -> bool:
        Publication.objects.filter(pk=publication.pk).update(heartbeat_at=timezone.now())
        return resume_row(publication, *args, **kwargs)

    monkeypatch.setattr(resume, "_resume", late)
    task = Task()
    assert (requeue_stale(Publication, {"carrying": task}, give_up=task.asked.append), task.asked) == ([], [])
    Publication.objects.filter(pk=row.pk).update(heartbeat_at=now)
    monkeypatch.setattr(resume, "_resume", lambda *_args, **_kwargs: pytest.fail("its heart beats"))
    assert requeue_stale(Publication, {"carrying": task}, give_up=task.asked.append) == []
