"""A row is one worker's at a time, and whoever lost it writes nothing more."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from skillsnet.classification.models import Relearning
from skillsnet.db.jobs import STALE_SECONDS, LeaseLost, hold_lease, is_alive, take_lease
from skillsnet.netmap.models import MapBuilder
from skillsnet.taxonomy.models import Edition

pytestmark = pytest.mark.django_db


def relearning_of(edition: Edition, state: str = "waiting") -> Relearning:
    return Relearning.objects.create(edition=edition, state=state, decision_watermark=0, learned_count=1)


def test_a_row_is_taken_in_the_states_that_are_under_way_only(taxonomy: Edition) -> None:
    row = relearning_of(taxonomy)
    assert take_lease(row, states=["running"]) is None
    assert (Relearning.objects.get().lease, Relearning.objects.get().heartbeat_at) == (0, None)
    lease = take_lease(row, states=["waiting", "running"], state="running", total_count=3)
    assert lease is not None
    assert lease.is_held()
    assert (row.lease, row.state, row.total_count, is_alive(row.heartbeat_at)) == (1, "running", 3, True)


def test_whoever_lost_the_lease_neither_locks_nor_writes(taxonomy: Edition) -> None:
    row = relearning_of(taxonomy)
    first, second = (take_lease(row, states=["waiting"]) for _ in range(2))
    assert first is not None
    assert second is not None
    with pytest.raises(LeaseLost, match=f"relearning {row.pk}"), transaction.atomic():
        first.lock()
    with pytest.raises(LeaseLost):
        first.advance(done_count=5)
    second.advance(done_count=7)
    with transaction.atomic():
        assert second.lock("edition").done_count == 7
    assert (first.is_held(), second.is_held()) == (False, True)


def test_work_that_was_ended_meanwhile_is_lost_too(taxonomy: Edition) -> None:
    row = relearning_of(taxonomy)
    lease = take_lease(row, states=["waiting"])
    Relearning.objects.update(state="failed")
    assert lease is not None
    assert not lease.is_held()
    with pytest.raises(LeaseLost):
        lease.write(done_count=5)
    assert Relearning.objects.get().done_count == 0


def test_progress_renews_the_heartbeat(taxonomy: Edition) -> None:
    row = relearning_of(taxonomy)
    with hold_lease(row, states=["waiting"]) as lease:
        assert lease is not None
        Relearning.objects.update(heartbeat_at=timezone.now() - timedelta(seconds=STALE_SECONDS + 1))
        lease.write(done_count=1)
        assert not is_alive(Relearning.objects.get().heartbeat_at)
        lease.advance(done_count=2)
    assert is_alive(Relearning.objects.get().heartbeat_at)
    with hold_lease(row, states=["done"]) as nothing:
        assert nothing is None


def test_a_row_without_states_is_taken_by_its_number_alone() -> None:
    builder = MapBuilder.objects.create(pk=1)
    first, second = take_lease(builder, tries=4), take_lease(builder)
    assert first is not None
    assert second is not None
    assert (first.is_held(), second.is_held(), builder.lease, builder.tries) == (False, True, 2, 4)
