"""After an undo only what it changed is followed, and no step of it keeps others from writing for long."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

from skillsnet.calls.models import FollowUp, Project
from skillsnet.db.jobs import Lease
from skillsnet.intake.actions import begin_undo, commit, finish_undo, retention, undo, undos
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.tasks import WorkStopped, undo_run
from tests.intake.sheets import ADA, BO, CY, HEADER, previewed

pytestmark = pytest.mark.django_db
FOLLOWED: list[object] = []


def follow(*, project_ids: object) -> None:
    """Note what is followed."""
    FOLLOWED.append(project_ids)


def fall_over(*, project_ids: object) -> None:
    """Fail as a follow-up might."""
    raise LookupError


@pytest.fixture(autouse=True)
def _followed(settings: Settings) -> None:
    settings.FOLLOW_UPS = ["tests.intake.test_undo_follows.follow"]
    settings.AFTER_EACH_CHANGE = []


def _newer() -> tuple[str, ...]:
    return (ADA[0], "Newer title", *ADA[2:])


@pytest.mark.medium
def test_nothing_follows_an_undo_that_changed_nothing() -> None:
    commit(previewed([HEADER, ADA, BO]), by=None)
    again = commit(previewed([HEADER, ADA, BO]), by=None)
    FOLLOWED.clear()
    undo(again, by=None)
    assert (again.state, FOLLOWED, Project.objects.count()) == ("undone", [], 2)


@pytest.mark.medium
def test_nothing_follows_an_undo_of_which_all_stays() -> None:
    run = commit(previewed([HEADER, ADA]), by=None)
    Project.objects.update(title="Changed since")
    FOLLOWED.clear()
    undo(run, by=None)
    assert (run.tally["kept"], FOLLOWED) == (1, [])


@pytest.mark.medium
def test_only_what_returned_to_what_it_was_is_followed() -> None:
    commit(previewed([HEADER, ADA, BO]), by=None)
    second = commit(previewed([HEADER, _newer(), CY]), by=None)
    ada = Project.objects.get(title="Newer title").pk
    FOLLOWED.clear()
    undo(second, by=None)
    assert [[ada]] == FOLLOWED


@pytest.mark.medium
def test_where_all_went_what_compares_all_still_follows_once() -> None:
    run = commit(previewed([HEADER, ADA, BO]), by=None)
    FOLLOWED.clear()
    undo(run, by=None)
    assert (FOLLOWED, Project.objects.count()) == ([[]], 0)


@pytest.mark.medium
def test_what_was_changed_before_a_kill_is_followed_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    commit(previewed([HEADER, ADA, BO]), by=None)
    second = commit(previewed([HEADER, _newer(), (BO[0], "Newer too", *BO[2:])]), by=None)
    monkeypatch.setattr(undos, "ROWS_A_BATCH", 1)
    begin_undo(second, by=None)
    undos._take_back_batch(Lease(ImportRun, second.pk, {}), before=None, most=1)
    FOLLOWED.clear()
    finish_undo(second)
    assert [sorted(Project.objects.values_list("pk", flat=True))] == FOLLOWED


@pytest.mark.medium
def test_what_a_follow_up_failed_over_is_followed_when_the_undo_goes_on(settings: Settings) -> None:
    commit(previewed([HEADER, ADA]), by=None)
    second = commit(previewed([HEADER, _newer()]), by=None)
    settings.FOLLOW_UPS = ["tests.intake.test_undo_follows.fall_over"]
    begin_undo(second, by=None)
    with pytest.raises(WorkStopped):
        undo_run.call(second.pk)
    settings.FOLLOW_UPS = ["tests.intake.test_undo_follows.follow"]
    FOLLOWED.clear()
    second.refresh_from_db()
    undo(second, by=None)
    assert (second.state, FOLLOWED) == ("undone", [[Project.objects.get().pk]])
    assert not FollowUp.objects.exists()


@contextmanager
def _most_deleted_at_once() -> Iterator[list[int]]:
    """Collect how many rows of imports each statement deletes."""
    found: list[int] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if sql.startswith(f'DELETE FROM "{ImportRow._meta.db_table}"'):
            found.append(context["cursor"].rowcount)
        return result

    with connection.execute_wrapper(count):
        yield found


@pytest.mark.medium
def test_rows_go_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    run = commit(previewed([HEADER, ADA, BO, CY]), by=None)
    monkeypatch.setattr(retention, "ROWS_EMPTIED_AT_ONCE", 2)
    with _most_deleted_at_once() as deleted:
        undo(run, by=None)
    assert (ImportRow.objects.filter(run=run).count(), sorted(deleted)) == (0, [1, 2])


@pytest.mark.medium
def test_rows_that_stay_hold_no_cells_whoever_else_went(monkeypatch: pytest.MonkeyPatch) -> None:
    run = commit(previewed([HEADER, ADA, BO, CY]), by=None)
    Project.objects.exclude(title=CY[1]).update(title="Changed since")
    monkeypatch.setattr(retention, "ROWS_EMPTIED_AT_ONCE", 1)
    undo(run, by=None)
    assert list(ImportRow.objects.filter(run=run).values_list("cells", "original_cells")) == [([], {}), ([], {})]
