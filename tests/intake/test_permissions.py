"""People who say that their entry may not be shown: their projects are kept off public pages."""

from pathlib import Path

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from skillsnet.accounts.viewer import OPERATOR
from skillsnet.audit.models import AuditRecord
from skillsnet.calls.actions import put_back_on_pages, take_off_pages
from skillsnet.calls.models import Project
from skillsnet.intake.actions import commit, preview, resolve_value, undo
from skillsnet.intake.models import ImportRun
from skillsnet.participants.texts import text_for
from tests.intake.sheets import previewed

pytestmark = pytest.mark.django_db

HEADER = ("Title", "Organisation", "Country", "May we show your entry?")


def _rows(**answers: str) -> list[tuple[str, ...]]:
    return [HEADER, *((title.title(), f"Atelier {title}", "Kenya", answer) for title, answer in answers.items())]


def _titles(projects: QuerySet[Project]) -> list[str]:
    return sorted(text_for(project.title, OPERATOR).lower() for project in projects)


def _public() -> list[str]:
    return _titles(Project.objects.public())


def _answered(run: ImportRun, value: str, code: str) -> ImportRun:
    resolve_value(run, target_field="may_publish", value=value, code=code, by=None)
    run.refresh_from_db()
    return preview(run)


@pytest.mark.medium
def test_rows_that_say_no_are_imported_and_kept_off(shared_data: Path) -> None:
    run = commit(previewed(shared_data / "cases" / "11-consent-column" / "applications.csv"), by=None)
    assert {"may_publish", "may_contact"} <= set(run.mapping.values())
    assert Project.objects.count() == 4
    assert _public() == ["night kitchen", "pocket mentors"]
    assert _titles(Project.objects.kept_off()) == ["hidden loom", "quiet house"]
    assert list(Project.objects.order_by("pk").values_list("may_contact", flat=True)) == ["yes", "no", "no", "yes"]


def test_an_unclear_answer_and_an_empty_one_are_asked_about_once_and_kept_off_until_then() -> None:
    run = previewed(_rows(welding="Yes", sewing="perhaps", baking="", weaving="Perhaps", pottery=""))
    assert [(item["meaning"], item["value"], item["rows"]) for item in run.unknown] == [
        ("may_publish", "", 2),
        ("may_publish", "perhaps", 2),
    ]
    commit(run, by=None)
    assert _public() == ["welding"]


@pytest.mark.medium
def test_what_was_answered_about_empty_cells_holds_for_the_file() -> None:
    run = _answered(previewed(_rows(welding="Yes", sewing="perhaps", baking="")), "", "yes")
    assert [item["value"] for item in run.unknown] == ["perhaps"]
    commit(_answered(run, "perhaps", "no"), by=None)
    assert _public() == ["baking", "welding"]


def test_a_file_that_does_not_ask_keeps_nothing_off() -> None:
    commit(previewed([row[:3] for row in _rows(welding="", sewing="")]), by=None)
    assert _public() == ["sewing", "welding"]


@pytest.mark.medium
def test_a_later_no_takes_the_project_off_and_ends_a_facilitators_yes() -> None:
    commit(previewed(_rows(welding="Yes", sewing="perhaps")), by=None)
    sewing = Project.objects.kept_off().get()
    put_back_on_pages(sewing.pk, reason="agreed by mail", by=None)
    assert _public() == ["sewing", "welding"]
    run = commit(previewed(_rows(welding="No", sewing="No")), by=None)
    assert _public() == []
    acts = AuditRecord.objects.filter(act="intake.change_permission")
    assert [(item.subject, item.detail) for item in acts.order_by("pk")] == [
        (f"project:{project.pk}", {"answer": "no", "run": run.pk}) for project in Project.objects.order_by("pk")
    ]


@pytest.mark.medium
def test_a_yes_after_a_no_is_asked_about_and_kept_off_until_somebody_agrees() -> None:
    commit(previewed(_rows(welding="No", sewing="No")), by=None)
    run = previewed(_rows(welding="Yes", sewing="Yes"))
    assert [(item["meaning"], item["value"], item["rows"]) for item in run.unknown] == [
        ("may_publish_reversed", "yes", 2)
    ]
    commit(run, by=None)
    assert _public() == []
    run = previewed(_rows(welding="Yes", sewing="Yes"))
    resolve_value(run, target_field="may_publish_reversed", value="yes", code="yes", by=None)
    run.refresh_from_db()
    run = preview(run)
    assert run.unknown == []
    commit(run, by=None)
    assert _public() == ["sewing", "welding"]
    # The next file asks again.
    assert commit(previewed(_rows(welding="No", sewing="Yes")), by=None).tally["updated"] == 1
    assert previewed(_rows(welding="Yes", sewing="Yes")).unknown != []


@pytest.mark.medium
def test_what_is_empty_later_leaves_an_earlier_answer() -> None:
    commit(previewed(_rows(welding="Yes", sewing="No")), by=None)
    commit(previewed(_rows(welding="", sewing="")), by=None)
    assert _public() == ["welding"]
    # A file that does not ask says nothing about it.
    commit(previewed([row[:3] for row in _rows(welding="", sewing="")]), by=None)
    assert _public() == ["welding"]


@pytest.mark.medium
def test_undoing_an_import_gives_the_earlier_answer_back() -> None:
    commit(previewed(_rows(welding="Yes", sewing="No")), by=None)
    run = commit(previewed(_rows(welding="No", sewing="No")), by=None)
    assert _public() == []
    undo(run, by=None)
    assert _public() == ["welding"]


@pytest.mark.medium
def test_what_a_facilitator_took_off_stays_off_whatever_a_file_says() -> None:
    commit(previewed(_rows(welding="Yes")), by=None)
    take_off_pages(Project.objects.get().pk, reason="at risk", by=None)
    commit(previewed(_rows(welding="Yes")), by=None)
    assert _public() == []


@pytest.mark.medium
def test_a_no_in_a_second_row_of_the_same_project_counts() -> None:
    rows = [*_rows(welding="Yes"), _rows(welding="No")[1]]
    run = previewed(rows)
    assert run.tally["duplicates"] == 1
    commit(run, by=None)
    assert _public() == []


def test_the_preview_says_how_many_are_kept_off(facilitator_client: Client) -> None:
    run = previewed(_rows(welding="Yes", sewing="No", baking=""))
    assert run.tally["kept_off"] == 2
    assert (
        "2 projects are kept off public pages" in facilitator_client.get(reverse("import_preview", args=[run.pk])).text
    )
    page = facilitator_client.get(reverse("import_values", args=[run.pk])).text
    assert "Empty cells" in page
    assert "Not stated" not in page


@pytest.mark.medium
def test_what_empty_cells_mean_is_not_carried_to_the_next_file() -> None:
    commit(_answered(previewed(_rows(welding="Yes", sewing="")), "", "yes"), by=None)
    assert [item["value"] for item in previewed(_rows(welding="Yes", pottery="")).unknown] == [""]
