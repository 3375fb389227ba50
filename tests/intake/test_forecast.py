"""What taking an import back will do is said beforehand, and is what it does."""

import io
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from skillsnet.calls.actions import data_changed
from skillsnet.calls.models import Link, Project
from skillsnet.intake import rules
from skillsnet.intake.actions import answer_project, commit, preview, undo
from skillsnet.intake.actions.merging import merge_pair
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries import undo_forecasts
from skillsnet.intake.queries.undo_forecasts import undo_forecast, why_kept
from skillsnet.intake.tasks import foresee_run
from skillsnet.participants.models import Organisation, Person
from skillsnet.taxonomy.models import Edition
from tests.factories import make_decision, make_organisation, make_project, make_user
from tests.intake.sheets import ADA, BO, CY, HEADER, previewed

pytestmark = pytest.mark.django_db


def _edited() -> None:
    Project.objects.filter(external_id="A-1").update(title="Changed since")


def _decided() -> None:
    fay = make_user("fay-decides@example.org", role="facilitator")
    make_decision(Project.objects.get(external_id="A-1"), ("life-skills",), source="facilitator", by=fay)


def _joined() -> None:
    commit(previewed([HEADER, (ADA[0], "Newer title", *ADA[2:])]), by=None)


def _merged() -> None:
    gone = Organisation.objects.get(name="Atelier Ada")
    merge_pair(make_organisation("Atelier of Ada", country="KE"), gone, take=[], by=None)


def _claimed() -> None:
    Person.objects.filter(email="ada@example.org").update(claimed_at=timezone.now())


def _linked() -> None:
    Link.objects.create(source=Project.objects.get(external_id="A-1"), target=make_project("Sewing"))


WAYS: dict[str, Callable[[], None]] = {
    "kept_changed": _edited, "kept_decided": _decided, "kept_joined": _joined, "kept_merged": _merged,
    "kept_claimed": _claimed, "kept_linked": _linked,
}  # fmt: skip


@pytest.mark.medium
@pytest.mark.parametrize("reason", WAYS)
def test_what_stays_is_said_with_its_reason_before_and_after(
    reason: str, taxonomy: Edition, facilitator_client: Client
) -> None:
    run = commit(previewed([HEADER, ADA, BO, CY]), by=None)
    WAYS[reason]()
    found = undo_forecast(run)
    assert (found.deleted, found.restored, found.kept, found.reasons) == (2, 0, 1, {reason: 1})
    asked = facilitator_client.get(reverse("import_undo", args=[run.pk])).content.decode()
    assert ("2 projects imported with this file" in asked, "1 project is left unchanged" in asked) == (True, True)
    title = f"<bdi>{ADA[1]}</bdi>"
    assert title in asked
    facilitator_client.post(reverse("import_undo", args=[run.pk]))
    run.refresh_from_db()
    done = {name: run.tally[name] for name in ("gone", "restored", "kept")}
    assert done == {"gone": 2, "restored": 0, "kept": 1}
    assert done == {name: run.tally[f"said_{name}"] for name in done}
    assert ImportRow.objects.get(run=run).problems[-1]["code"] == reason
    page = facilitator_client.get(reverse("import_progress", args=[run.pk])).content.decode()
    assert ("Expected" in page, title in page) == (True, True)


@pytest.mark.medium
def test_what_was_updated_returns_and_is_told_apart_from_what_goes() -> None:
    first = commit(previewed([HEADER, ADA]), by=None)
    second = commit(previewed([HEADER, (ADA[0], "Newer title", *ADA[2:]), BO]), by=None)
    found = undo_forecast(second)
    assert (found.deleted, found.restored, found.kept) == (1, 1, 0)
    undo(second, by=None)
    assert (second.tally["gone"], second.tally["restored"], second.tally["kept"]) == (1, 1, 0)
    assert (undo_forecast(first).deleted, Project.objects.get().title) == (1, ADA[1])


@pytest.mark.medium
def test_two_rows_about_one_project_are_both_taken_back() -> None:
    header = ("ID", "Title", "Summary", "Organisation", "Country")
    rows = [("1", "Welding", "short", "Atelier Ada", "Kenya"), ("2", "Welding", "long", "Atelier Ada", "Kenya")]
    run = commit(previewed([header, *rows]), by=None)
    answer_project(run, ImportRow.objects.get(run=run, state="asks"), is_same=True, take=["summary"], by=None)
    commit(preview(run), by=None)
    found = undo_forecast(run)
    assert (found.deleted, found.restored, found.kept) == (1, 1, 0)
    undo(run, by=None)
    assert (Project.objects.count(), run.tally["kept"]) == (0, 0)


@pytest.mark.medium
def test_asking_changes_nothing_and_the_command_says_the_same() -> None:
    run = commit(previewed([HEADER, ADA, BO]), by=None)
    _edited()
    before = ImportRun.objects.values().get()
    out = io.StringIO()
    call_command("imports", "undo", str(run.pk), dry_run=True, stdout=out)
    assert "Projects to remove: 1. To restore: 0. To leave unchanged: 1." in out.getvalue()
    assert (ImportRun.objects.values().get(), Project.objects.count()) == (before, 2)


@pytest.mark.medium
def test_of_a_large_import_it_is_worked_out_by_a_worker_and_kept_until_the_data_change(
    facilitator_client: Client, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr(rules, "ROWS_AT_ONCE", 1)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    run = commit(previewed([HEADER, ADA, BO]), by=None)
    _edited()
    address = reverse("import_undo", args=[run.pk])
    looked: list[int] = []
    monkeypatch.setattr(
        undo_forecasts, "why_kept", lambda *given, **named: looked.append(1) or why_kept(*given, **named)
    )
    assert "Calculate the changes" in facilitator_client.get(address).content.decode()
    # Nothing is taken back before it was said what that would do; however often one asks, it is worked out once.
    asked = [facilitator_client.post(address, follow=True).content.decode() for _turn in range(2)]
    assert ["are being calculated" in page for page in asked] == [True, True]
    assert (looked, DBTaskResult.objects.count(), Project.objects.count()) == ([], 1, 2)
    DBTaskResult.objects.all().delete()
    foresee_run.call(run.pk)
    told = facilitator_client.get(address).content.decode()
    assert ("1 project imported with this file" in told, "1 project is left unchanged" in told) == (True, True)
    assert len(looked) == 1
    facilitator_client.post(address)
    run.refresh_from_db()
    assert (run.state, run.tally["said_gone"], run.tally["said_kept"], len(looked)) == ("undoing", 1, 1, 1)


@pytest.mark.medium
def test_what_was_worked_out_of_other_data_is_not_told(
    facilitator_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "ROWS_AT_ONCE", 1)
    run = commit(previewed([HEADER, ADA, BO]), by=None)
    foresee_run.call(run.pk)
    data_changed([])
    assert "Calculate the changes" in facilitator_client.get(reverse("import_undo", args=[run.pk])).content.decode()
