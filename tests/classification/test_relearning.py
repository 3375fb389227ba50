"""Learning anew: when, once at a time, resumable, and what moved."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from skillsnet.accounts.models import User
from skillsnet.calls.models import Project
from skillsnet.classification.actions import begin_relearning, confirm_categories, learning, relearning
from skillsnet.classification.actions.relearning import relearn
from skillsnet.classification.actions.suggestions import _places, suggest_categories
from skillsnet.classification.models import Decision, Move, QueuePlace, Relearning
from skillsnet.classification.queries.moves import flows, moved_items, moves, relearnings
from skillsnet.classification.tasks import RelearningStopped, reap_stale_relearnings, run_relearning
from skillsnet.taxonomy.models import Edition
from tests.classification.test_decisions import categories
from tests.classification.test_suggestions import APPRENTICES
from tests.factories import make_decision, make_project

pytestmark = pytest.mark.django_db


def _begun(edition: Edition) -> Relearning:
    begun = begin_relearning(edition, by=None, is_asked=True)
    assert begun
    return begun


def test_it_begins_after_a_batch_of_decisions_and_only_once(taxonomy: Edition, facilitator: User) -> None:
    for number in range(10):
        assert begin_relearning(taxonomy, by=None) is None, number
        confirm_categories(make_project(), categories(taxonomy, "life-skills"), by=facilitator.pk)
    begun = begin_relearning(taxonomy, by=None)
    assert begun
    assert begun.learned_count == 10
    assert begin_relearning(taxonomy, by=None, is_asked=True) is None
    relearn(begun)
    assert begin_relearning(taxonomy, by=None) is None


def test_what_moved_is_kept_from_and_to(taxonomy: Edition) -> None:
    moved, stays = make_project(summary=APPRENTICES), make_project(summary=APPRENTICES)
    suggest_categories([stays.pk])
    make_decision(moved, ("life-skills",))
    done = relearn(_begun(taxonomy))
    assert (done.state, done.done_count, done.total_count) == ("done", 2, 2)
    assert [
        (flow.before and flow.before.slug, flow.after and flow.after.slug, flow.count) for flow in flows(done, "en")
    ] == [("life-skills", "work-based-learning", 1)]
    (item,) = moved_items(list(moves(done)), taxonomy, "en")
    assert (item.project_id, [view.slug for view in item.before]) == (moved.pk, ["life-skills"])


def test_a_dead_workers_work_goes_on_where_it_stopped(taxonomy: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = make_project(summary=APPRENTICES), make_project(summary=APPRENTICES)
    monkeypatch.setattr("skillsnet.classification.actions.suggestions.BATCH", 1)
    begun, write = _begun(taxonomy), relearning.write_suggestions
    seen: list[int] = []

    def die_at_second(batch: list[Project], *rest: object) -> object:
        seen.append(batch[0].pk)
        if len(seen) == 2:
            raise KeyboardInterrupt
        return write(batch, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(relearning, "write_suggestions", die_at_second)
    with pytest.raises(KeyboardInterrupt):
        relearn(begun)
    Relearning.objects.update(heartbeat_at=timezone.now() - timedelta(seconds=61))
    assert reap_stale_relearnings() == [begun.pk]
    begun.refresh_from_db()
    assert (begun.state, begun.done_count, begun.lease, seen) == ("done", 2, 2, [first.pk, second.pk, second.pk])
    assert reap_stale_relearnings() == []


def test_a_worker_that_lost_its_lease_writes_nothing_more(taxonomy: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    make_project(summary=APPRENTICES)
    begun, take_up = _begun(taxonomy), relearning._take_up

    def overtaken(own: Relearning) -> int | None:
        lease = take_up(own)
        take_up(Relearning.objects.get(pk=own.pk))
        return lease

    monkeypatch.setattr(relearning, "_take_up", overtaken)
    assert run_relearning.call(begun.pk) == "taken over"
    assert (Move.objects.count(), Relearning.objects.get().state) == (0, "running")


def test_a_fault_is_noted_without_the_projects_words(taxonomy: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    make_project("Secret words", summary=APPRENTICES)

    def fall_over(batch: list[Project], *rest: object) -> None:
        raise LookupError(batch[0].title)

    monkeypatch.setattr(relearning, "write_suggestions", fall_over)
    begun = _begun(taxonomy)
    with pytest.raises(RelearningStopped) as stopped:
        run_relearning.call(begun.pk)
    begun.refresh_from_db()
    assert ("Secret" in str(stopped.value), begun.state, begun.fault) == (False, "failed", "LookupError")
    assert begin_relearning(taxonomy, by=None, is_asked=True)


def test_decisions_made_while_it_learns_bring_another(
    taxonomy: Edition, facilitator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "DUE_DECISIONS", 1)
    begun = _begun(taxonomy)
    confirm_categories(make_project(), categories(taxonomy, "life-skills"), by=facilitator.pk)
    run_relearning.call(begun.pk)
    assert list(Relearning.objects.order_by("pk").values_list("state", "learned_count")) == [("done", 0), ("done", 1)]


def test_the_queue_is_put_in_order_anew(taxonomy: Edition, facilitator: User) -> None:
    waits, decided = make_project(summary=APPRENTICES), make_project(summary=APPRENTICES)
    confirm_categories(decided, categories(taxonomy, "life-skills"), by=facilitator.pk)
    relearn(_begun(taxonomy))
    assert list(QueuePlace.objects.values_list("project", "place")) == [(waits.pk, 1)]


def test_pages_of_what_moved_take_as_many_queries_for_three_as_for_one(
    taxonomy: Edition, facilitator_client: Client
) -> None:
    counts = []
    for size in (1, 3):
        for _ in range(size):
            make_decision(make_project(summary=APPRENTICES), ("life-skills",))
        done = relearn(_begun(taxonomy))
        with CaptureQueriesContext(connection) as queries:
            page = facilitator_client.get(f"/facilitate/categories/moved/{done.pk}/").content.decode()
        assert page.count('class="card"') == size
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_change_of_the_other_categories_is_told_apart_from_a_move(
    taxonomy: Edition, facilitator_client: Client
) -> None:
    project = make_project(summary=APPRENTICES)
    suggest_categories([project.pk])
    said = Decision.objects.get(project=project, source="engine").assignments.order_by("-is_primary", "pk")
    slugs = [assignment.category.slug for assignment in said.select_related("category")]
    other = next(slug for slug in ("life-skills", "social-inclusion") if slug not in slugs)
    make_decision(project, (*slugs, other))
    done = relearn(_begun(taxonomy))
    assert (flows(done, "en"), relearnings(taxonomy).get().moved) == ([], 0)
    (item,) = moved_items(list(moves(done)), taxonomy, "en")
    assert ([view.slug for view in item.dropped], item.added) == ([other], ())
    page = facilitator_client.get(f"/facilitate/categories/moved/{done.pk}/").content.decode()
    assert "The suggested main category changed for 0 projects." in page
    assert "1 project keeps its main category, and its other categories changed." in page


def test_another_order_of_the_other_categories_is_no_change(taxonomy: Edition) -> None:
    assert _places([1, 2, 3]) == _places([1, 3, 2]) != _places([2, 1, 3])
