"""Work that a dead worker left goes on, and a fault is told by its place, never by what it was about."""

from datetime import timedelta

import pytest
from django.utils import timezone

from skillsnet.codesign.models import Publication
from skillsnet.db.long_work import STALE_SECONDS, reap_stale, where
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
    assert reap_stale(Publication, {"carrying": task}) == task.asked == ([row.pk] if is_reaped else [])
    assert reap_stale(Publication, {"carrying": task}) == []


def test_a_fault_is_told_by_its_place() -> None:
    try:
        raise ValueError("Ada's cell")
    except ValueError as error:
        told = where(error)
    assert (told.startswith("ValueError test_long_work.py:"), "Ada" in told) == (True, False)
