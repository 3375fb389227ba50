"""Learning anew: when, once at a time, resumable, and what changed."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from skillsnet.accounts.models import User
from skillsnet.calls.models import Project
from skillsnet.classification.actions import begin_relearning, confirm_categories, learning, relearning
from skillsnet.classification.actions.relearning import relearn
from skillsnet.classification.actions.suggestions import _main_and_other, suggest_categories
from skillsnet.classification.models import Decision, Move, QueuePosition, Relearning
from skillsnet.classification.queries.moves import move_views, moves_of, relearnings, suggestion_flows
from skillsnet.classification.tasks import RelearningStopped, requeue_stale_relearnings, run_relearning
from skillsnet.db.jobs import take_lease
from skillsnet.taxonomy.models import Edition
from tests.classification.test_decisions import categories
from tests.classification.test_suggestions import APPRENTICES
from tests.factories import make_decision, make_project

pytestmark = pytest.mark.django_db


def _start_relearning(edition: Edition) -> Relearning:
    row = begin_relearning(edition, by=None, is_asked=True)
    assert row
    return row


@pytest.mark.medium
def test_it_begins_after_a_batch_of_decisions_and_only_once(taxonomy: Edition, facilitator: User) -> None:
    for number in range(10):
        assert begin_relearning(taxonomy, by=None) is None, number
        confirm_categories(make_project(), categories(taxonomy, "life-skills"), by=facilitator.pk)
    first_run = begin_relearning(taxonomy, by=None)
    assert first_run
    assert first_run.learned_count == 10
    assert begin_relearning(taxonomy, by=None, is_asked=True) is None
    relearn(first_run)
    assert begin_relearning(taxonomy, by=None) is None


@pytest.mark.medium
def test_changes_are_kept_from_and_to(taxonomy: Edition) -> None:
    changed_project, unchanged_project = make_project(summary=APPRENTICES), make_project(summary=APPRENTICES)
    suggest_categories([unchanged_project.pk])
    make_decision(changed_project, ("life-skills",))
    completed = relearn(_start_relearning(taxonomy))
    assert (completed.state, completed.done_count, completed.total_count) == ("done", 2, 2)
    assert [
        (flow.before and flow.before.slug, flow.after and flow.after.slug, flow.count)
        for flow in suggestion_flows(completed, "en")
    ] == [("life-skills", "work-based-learning", 1)]
    (item,) = move_views(list(moves_of(completed)), taxonomy, "en")
    assert (item.project_id, [view.slug for view in item.before]) == (changed_project.pk, ["life-skills"])


@pytest.mark.medium
def test_a_dead_workers_work_goes_on_where_it_stopped(taxonomy: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = make_project(summary=APPRENTICES), make_project(summary=APPRENTICES)
    monkeypatch.setattr("skillsnet.classification.actions.suggestions.BATCH", 1)
    run, write = _start_relearning(taxonomy), relearning.write_suggestions
    read_ids: list[int] = []

    def die_at_second(batch: list[Project], *args: object) -> object:
        read_ids.append(batch[0].pk)
        if len(read_ids) == 2:
            raise KeyboardInterrupt
        return write(batch, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(relearning, "write_suggestions", die_at_second)
    with pytest.raises(KeyboardInterrupt):
        relearn(run)
    Relearning.objects.update(heartbeat_at=timezone.now() - timedelta(seconds=61))
    assert requeue_stale_relearnings() == [run.pk]
    run.refresh_from_db()
    assert (run.state, run.done_count, run.lease, read_ids) == (
        "done",
        2,
        2,
        [first.pk, second.pk, second.pk],
    )
    assert requeue_stale_relearnings() == []


def test_a_worker_that_lost_its_lease_writes_nothing_more(taxonomy: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    make_project(summary=APPRENTICES)
    run, train = _start_relearning(taxonomy), relearning.train_engine

    def overtaken(*args: Any, **kwargs: Any) -> Any:
        take_lease(Relearning.objects.get(pk=run.pk))
        return train(*args, **kwargs)

    monkeypatch.setattr(relearning, "train_engine", overtaken)
    assert run_relearning.call(run.pk) == "taken over"
    assert (Move.objects.count(), Relearning.objects.get().state) == (0, "running")


def test_a_fault_is_noted_without_the_projects_words(taxonomy: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    make_project("Secret words", summary=APPRENTICES)

    def fall_over(batch: list[Project], *args: object) -> None:
        raise LookupError(batch[0].title)

    monkeypatch.setattr(relearning, "write_suggestions", fall_over)
    run = _start_relearning(taxonomy)
    with pytest.raises(RelearningStopped) as fault:
        run_relearning.call(run.pk)
    run.refresh_from_db()
    assert ("Secret" in str(fault.value), run.state, run.fault) == (False, "failed", "LookupError")
    assert begin_relearning(taxonomy, by=None, is_asked=True)


@pytest.mark.medium
def test_decisions_made_while_it_learns_bring_another(
    taxonomy: Edition, facilitator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "DUE_DECISIONS", 1)
    run = _start_relearning(taxonomy)
    confirm_categories(make_project(), categories(taxonomy, "life-skills"), by=facilitator.pk)
    run_relearning.call(run.pk)
    assert list(Relearning.objects.order_by("pk").values_list("state", "learned_count")) == [("done", 0), ("done", 1)]


@pytest.mark.medium
def test_the_queue_is_put_in_order_anew(taxonomy: Edition, facilitator: User) -> None:
    pending_project, decided_project = make_project(summary=APPRENTICES), make_project(summary=APPRENTICES)
    confirm_categories(decided_project, categories(taxonomy, "life-skills"), by=facilitator.pk)
    relearn(_start_relearning(taxonomy))
    assert list(QueuePosition.objects.values_list("project", "position")) == [(pending_project.pk, 1)]


@pytest.mark.medium
def test_pages_of_changes_take_as_many_queries_for_three_as_for_one(
    taxonomy: Edition, facilitator_client: Client
) -> None:
    counts = []
    for size in (1, 3):
        for _ in range(size):
            make_decision(make_project(summary=APPRENTICES), ("life-skills",))
        completed = relearn(_start_relearning(taxonomy))
        with CaptureQueriesContext(connection) as queries:
            page = facilitator_client.get(f"/facilitate/categories/moved/{completed.pk}/").content.decode()
        assert page.count('class="card"') == size
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.medium
def test_a_change_of_the_other_categories_is_not_a_move(taxonomy: Edition, facilitator_client: Client) -> None:
    project = make_project(summary=APPRENTICES)
    suggest_categories([project.pk])
    assignments = Decision.objects.get(project=project, source="engine").assignments.order_by("-is_primary", "pk")
    slugs = [assignment.category.slug for assignment in assignments.select_related("category")]
    added_slug = next(slug for slug in ("life-skills", "social-inclusion") if slug not in slugs)
    make_decision(project, (*slugs, added_slug))
    completed = relearn(_start_relearning(taxonomy))
    assert (suggestion_flows(completed, "en"), relearnings(taxonomy).get().move_count) == ([], 0)
    (item,) = move_views(list(moves_of(completed)), taxonomy, "en")
    assert ([view.slug for view in item.removed_categories], item.added_categories) == ([added_slug], ())
    page = facilitator_client.get(f"/facilitate/categories/moved/{completed.pk}/").content.decode()
    assert "The suggested main category changed for 0 projects." in page
    assert "1 project keeps its main category, and its other categories changed." in page


def test_another_order_of_the_other_categories_is_no_change(taxonomy: Edition) -> None:
    assert _main_and_other([1, 2, 3]) == _main_and_other([1, 3, 2]) != _main_and_other([2, 1, 3])
