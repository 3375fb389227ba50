"""What stands between an import and the data: a look that is not stale, a lock, a state, and people's decisions."""

from typing import Any

import pytest
from django.db.models import QuerySet

from skillsnet.accounts.models import User
from skillsnet.calls.models import DataVersion, Project
from skillsnet.intake.actions import begin_commit, begin_undo, commit, commits, correct_cell, finish_commit, undo, undos
from skillsnet.intake.actions import previews as looks
from skillsnet.intake.actions.states import move
from skillsnet.intake.enums import RunState
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.taxonomy.models import Edition
from tests.factories import make_decision
from tests.intake.sheets import ADA, BO, CY, HEADER, previewed

pytestmark = pytest.mark.django_db


@pytest.mark.medium
def test_a_corrected_cell_must_be_looked_at_before_anything_is_written() -> None:
    run = previewed([HEADER, ADA])
    correct_cell(run, ImportRow.objects.get(run=run), column=1, text="Welding by day", by=None)
    assert begin_commit(run, by=None) is False
    run.refresh_from_db()
    assert (run.state, Project.objects.count()) == ("preview", 0)
    commit(looks.preview(run), by=None)
    assert Project.objects.get().title == "Welding by day"


@pytest.mark.medium
@pytest.mark.parametrize(("work", "module"), [("commit", commits), ("undo", undos)])
def test_each_batch_holds_the_import_and_the_data_before_it_writes(
    work: str, module: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = previewed([HEADER, ADA])
    if work == "undo":
        commit(run, by=None)
    locked: list[type] = []
    lock = QuerySet.select_for_update

    def noted(self: Any, *args: Any, **kwargs: Any) -> Any:
        locked.append(self.model)
        return lock(self, *args, **kwargs)

    write = {"commit": "_write", "undo": "_take_back"}[work]
    held: list[list[type]] = []
    real = getattr(module, write)
    monkeypatch.setattr(QuerySet, "select_for_update", noted)
    monkeypatch.setattr(module, write, lambda *args: (held.append([*locked]), real(*args))[1])
    {"commit": commit, "undo": undo}[work](run, by=None)
    assert [{ImportRun, DataVersion} <= set(found) for found in held] == [True]


@pytest.mark.medium
@pytest.mark.parametrize("ends_as", [RunState.FAILED, RunState.UNDOING])
def test_no_batch_is_written_once_the_import_is_something_else(
    ends_as: RunState, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commits, "ROWS_A_BATCH", 1)
    run = previewed([HEADER, ADA, BO, CY])
    begin_commit(run, by=None)
    write_batch = commits._write_batch

    def stopped(*args: Any, **kwargs: Any) -> int | None:
        written_to = write_batch(*args, **kwargs)
        ImportRun.objects.filter(pk=run.pk).update(state=ends_as, failed_state="")
        return written_to

    monkeypatch.setattr(commits, "_write_batch", stopped)
    assert finish_commit(run).state == ends_as
    assert (Project.objects.count(), ImportRow.objects.filter(run=run, is_written=True).count()) == (1, 1)


@pytest.mark.medium
def test_no_batch_is_taken_back_once_the_import_is_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undos, "ROWS_A_BATCH", 1)
    run = commit(previewed([HEADER, ADA, BO, CY]), by=None)
    begin_undo(run, by=None)
    take_back_batch = undos._take_back_batch

    def stopped(*args: Any, **kwargs: Any) -> int | None:
        taken_back_to = take_back_batch(*args, **kwargs)
        assert move(run, to=RunState.FAILED)
        return taken_back_to

    monkeypatch.setattr(undos, "_take_back_batch", stopped)
    undos.finish_undo(run)
    assert Project.objects.count() == 2


@pytest.mark.medium
def test_an_undo_leaves_what_a_person_decided_on_and_says_so(taxonomy: Edition, facilitator: User) -> None:
    run = commit(previewed([HEADER, ADA, BO]), by=None)
    decided = Project.objects.get(title="Welding at night")
    make_decision(decided, ("life-skills",), source="facilitator", by=facilitator)
    undo(run, by=None)
    row = ImportRow.objects.get(run=run, is_written=True)
    assert (list(Project.objects.all()), row.project_id) == ([decided], decided.pk)
    assert (row.problems[-1]["code"], run.counts["kept"]) == ("kept_decided", 1)
