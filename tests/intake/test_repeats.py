"""Rows of one file with the title and organisation, or the number, of another: nothing is dropped or joined unasked."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from skillsnet.accounts.viewer import OPERATOR
from skillsnet.calls.models import Project
from skillsnet.intake.actions import answer_all_new, answer_repeats, commit, preview, undo
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries.stored_values import parsed_row
from skillsnet.participants.texts import cell_for, text_for
from tests.intake.sheets import as_csv, photograph, previewed

pytestmark = pytest.mark.django_db

HEADER = ("Title", "Organisation", "Country", "Summary", "Start of grant", "Amount awarded")
FIRST = ("Night school", "Atelier Ada", "Kenya", "Evening classes.", "2019-01-01", "10000")
RENEWED = ("Night school", "Atelier Ada", "Kenya", "Evening classes.", "2020-01-01", "12000")
AGAIN = ("NIGHT SCHOOL", "Atelier Ada", "Kenya", "Evening classes, now also on Sundays.", "2021-01-01", "12000")
OTHER = ("Port school", "Forge Bo", "Ghana", "On the quay.", "2020-01-01", "7000")


def _states(run: ImportRun) -> list[str]:
    return list(ImportRow.objects.filter(run=run).order_by("position").values_list("state", flat=True))


def _grants() -> list[tuple[str, str]]:
    extras = [project.extra for project in Project.objects.order_by("pk")]
    return sorted(
        (cell_for(extra["Start of grant"], OPERATOR), cell_for(extra["Amount awarded"], OPERATOR)) for extra in extras
    )


def _answered(rows: list[tuple[str, ...]], answer: str) -> ImportRun:
    run = previewed([HEADER, *rows])
    answer_repeats(run, answer, by=None)
    return preview(run)


def test_renewals_wait_for_one_answer_for_the_file() -> None:
    run = previewed([HEADER, FIRST, OTHER, RENEWED, AGAIN])
    assert _states(run) == ["new", "new", "asks", "asks"]
    assert (run.tally["repeats"], run.tally["repeat_groups"], run.tally["sent_again"]) == (2, 1, 0)
    repeats = [parsed_row(row).repeat for row in ImportRow.objects.filter(run=run, state="asks").order_by("position")]
    assert [repeat.row_number for repeat in repeats if repeat] == [2, 2]


def test_a_row_that_says_the_same_again_is_skipped_without_a_question() -> None:
    run = previewed([HEADER, FIRST, OTHER, FIRST])
    assert (_states(run), run.tally["repeats"]) == (["new", "new", "duplicate"], 0)


@pytest.mark.medium
def test_kept_as_separate_projects_each_keeps_its_values_and_undo_takes_all_back() -> None:
    before = photograph()
    run = _answered([FIRST, OTHER, RENEWED, AGAIN], "separate")
    assert _states(run) == ["new", "new", "new", "new"]
    commit(run, by=None)
    assert _grants() == [
        ("2019-01-01", "10000"),
        ("2020-01-01", "12000"),
        ("2020-01-01", "7000"),
        ("2021-01-01", "12000"),
    ]
    undo(run, by=None)
    assert photograph() == before


@pytest.mark.medium
def test_the_next_file_of_the_source_has_the_answer_and_finds_each_project_in_any_order() -> None:
    commit(_answered([FIRST, OTHER, RENEWED], "separate"), by=None)
    again = previewed([HEADER, RENEWED, FIRST, OTHER])
    assert _states(again) == ["unchanged", "unchanged", "unchanged"]
    renewed_once_more = previewed([HEADER, AGAIN, RENEWED, FIRST])
    assert _states(renewed_once_more) == ["new", "unchanged", "unchanged"]


@pytest.mark.medium
def test_a_corrected_value_of_one_of_several_changes_that_one() -> None:
    commit(_answered([FIRST, RENEWED], "separate"), by=None)
    corrected = (*RENEWED[:3], "Evening classes for adults.", *RENEWED[4:])
    run = commit(previewed([HEADER, corrected]), by=None)
    assert _states(run) == ["updated"]
    assert _grants() == [("2019-01-01", "10000"), ("2020-01-01", "12000")]


@pytest.mark.medium
def test_another_renewal_alone_in_a_file_is_no_earlier_one() -> None:
    commit(_answered([FIRST, RENEWED], "separate"), by=None)
    run = previewed([HEADER, (*AGAIN[:5], "15000")])
    assert _states(run) == ["new"]
    assert [problem["code"] for row in ImportRow.objects.filter(run=run) for problem in row.problems] == ["repeat_more"]


@pytest.mark.medium
def test_the_latest_is_taken_and_the_others_are_said_to_be_skipped() -> None:
    run = _answered([FIRST, RENEWED, AGAIN], "latest")
    assert _states(run) == ["duplicate", "duplicate", "new"]
    commit(run, by=None)
    assert _grants() == [("2021-01-01", "12000")]
    codes = [problem["code"] for row in ImportRow.objects.filter(run=run) for problem in row.problems]
    assert codes == ["repeat_older", "repeat_older"]


@pytest.mark.medium
def test_joined_rows_lose_nothing() -> None:
    commit(_answered([FIRST, RENEWED, AGAIN], "join"), by=None)
    assert _grants() == [("2019-01-01; 2020-01-01; 2021-01-01", "10000; 12000")]
    assert (
        text_for(Project.objects.get().summary, OPERATOR) == "Evening classes.\n\nEvening classes, now also on Sundays."
    )


@pytest.mark.medium
@pytest.mark.parametrize(("answer", "expected"), [
    ("separate", [("2019-01-01", "10000"), ("2020-01-01", "12000")]),
    ("latest", [("2020-01-01", "12000")]),
    ("join", [("2019-01-01; 2020-01-01", "10000; 12000")]),
])  # fmt: skip
def test_an_answer_after_the_first_row_was_written(answer: str, expected: list[tuple[str, str]]) -> None:
    before = photograph()
    run = commit(previewed([HEADER, FIRST, RENEWED]), by=None)
    answer_repeats(run, answer, by=None)
    commit(preview(run), by=None)
    assert _grants() == expected
    undo(run, by=None)
    assert photograph() == before


@pytest.mark.medium
def test_another_organisation_with_the_same_number_is_never_dropped() -> None:
    header = ("ID", "Title", "Organisation", "Country")
    rows = [
        ("7", "Pumps", "Atelier Ada", "Kenya"),
        ("7", "Pumps", "Forge Bo", "Kenya"),
        ("7", "Wells", "Taller Cy", "Peru"),
    ]
    run = previewed([header, *rows])
    assert (_states(run), run.tally["repeats"]) == (["new", "new", "new"], 0)
    commit(run, by=None)
    assert sorted(Project.objects.values_list("external_id", "organisation__name")) == [
        ("7", "Atelier Ada"), ("7", "Forge Bo"), ("7", "Taller Cy"),
    ]  # fmt: skip
    assert _states(previewed([header, rows[2], rows[0], rows[1]])) == ["unchanged"] * 3


def test_people_without_an_organisation_keep_their_projects_of_one_title() -> None:
    header = ("Title", "Country", "Contact person", "E-mail")
    rows = [("Training", "Kenya", "Ada", "ada@example.org"), ("Training", "Peru", "Bo", "bo@example.org")]
    assert _states(previewed([header, *rows])) == ["new", "new"]


@pytest.mark.medium
def test_numbers_with_decimals_are_the_numbers_without() -> None:
    header = ("ID", "Title", "Organisation", "Country")
    commit(previewed([header, ("1001", "Pumps", "Atelier Ada", "Kenya")]), by=None)
    assert _states(previewed([header, ("1001.0", "Pumps", "Atelier Ada", "Kenya")])) == ["unchanged"]


def _import(tmp_path: Path, *rows: tuple[str, ...], **options: object) -> dict[str, Any]:
    path, out = tmp_path / "grants.csv", io.StringIO()
    path.write_bytes(as_csv([HEADER, *rows]).getvalue())
    call_command("import", str(path), call="first", as_json=True, stdout=out, **options)
    return dict(json.loads(out.getvalue()))


@pytest.mark.medium
@pytest.mark.parametrize(("answer", "count"), [("", 3), ("separate", 3), ("latest", 1), ("join", 1), ("wait", 1)])
def test_the_command_keeps_rows_apart_unless_told_otherwise(tmp_path: Path, answer: str, count: int) -> None:
    outcome = _import(tmp_path, FIRST, RENEWED, AGAIN, repeated_rows=answer)
    assert Project.objects.count() == count
    assert (outcome["repeats"], outcome["repeated_rows"]) == (
        2,
        {"": "separate", "wait": ""}.get(answer, answer),
    )
    assert outcome["rows"] == outcome["new"] + outcome["asks"] + outcome["duplicates"]


@pytest.mark.medium
def test_the_command_says_what_becomes_of_the_rows(tmp_path: Path) -> None:
    path, out = tmp_path / "grants.csv", io.StringIO()
    path.write_bytes(as_csv([HEADER, FIRST, RENEWED]).getvalue())
    call_command("import", str(path), call="first", stdout=out)
    assert (
        "It is kept as a separate project. To change this, undo the import and use --repeated-rows." in out.getvalue()
    )


@pytest.mark.medium
def test_the_page_asks_once_marks_what_differs_and_takes_the_answer_and_another(facilitator_client: Client) -> None:
    run = previewed([HEADER, FIRST, OTHER, RENEWED, AGAIN])
    address = reverse("import_questions", args=[run.pk])
    page = facilitator_client.get(address).content.decode()
    assert page.count("These values differ:") == 1
    assert [text in page for text in ("2020-01-01", "12000", "Amount awarded", "Port school")] == [
        True,
        True,
        True,
        False,
    ]
    assert page.index("Keep as separate projects") < page.index("Keep the latest") < page.index("Join into one project")
    answer = reverse("import_repeats", args=[run.pk])
    facilitator_client.post(answer, {})
    assert _states(run) == ["new", "new", "asks", "asks"]
    facilitator_client.post(answer, {"answer": "separate"})
    assert _states(run) == ["new", "new", "new", "new"]
    assert "They are kept as separate projects." in facilitator_client.get(address).content.decode()
    facilitator_client.post(answer, {"answer": "latest"})
    assert _states(run) == ["duplicate", "new", "duplicate", "new"]


def test_all_rows_marked_as_new_are_kept_apart() -> None:
    run = previewed([HEADER, FIRST, RENEWED])
    assert answer_all_new(run, by=None) == 1
    assert _states(preview(run)) == ["new", "new"]


@pytest.mark.medium
def test_a_form_sent_again_offers_the_latest_complete_answer_first(
    facilitator_client: Client, shared_data: Path
) -> None:
    run = previewed(shared_data / "cases" / "09-resubmission-latest-wins" / "responses.csv")
    page = facilitator_client.get(reverse("import_questions", args=[run.pk])).content.decode()
    assert page.index("Keep the latest") < page.index("Keep as separate projects")
    assert "this is the corrected and complete version" in page
    answer_repeats(run, "latest", by=None)
    commit(preview(run), by=None)
    texts = [text_for(project.summary, OPERATOR) for project in Project.objects.filter(title="Pocket mentors")]
    assert [text.startswith("Mentors by phone") for text in texts] == [True]
