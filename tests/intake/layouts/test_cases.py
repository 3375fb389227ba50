"""Situations that people met: two header rows, and one column per option, through the whole import."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from skillsnet.intake.actions import commit, preview, read_again
from skillsnet.intake.file_reading import FileReading, ReadingChoice
from skillsnet.intake.models import ImportRun
from skillsnet.intake.queries.stored_values import parsed_project
from tests.intake.sheets import as_csv, previewed

pytestmark = pytest.mark.django_db

GROUPS = "Which of the following groups does your project reach? Please select all that apply."
LANGUAGES = "In which languages do you work? Please select all that apply."
TICKED = [
    ["Project title", "Organisation", "Groups: Women", "Groups: Youth", "Languages/French", "Languages/Arabic"],
    ["Welding at night", "Atelier Ada", "1", "0", "1", "1"],
    ["Port school", "Forge Bo", "1", "1", "0", "1"],
]


def _lists(run: ImportRun) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    projects = [parsed_project(row) for row in run.rows.order_by("position")]
    return [(project.beneficiaries, project.languages) for project in projects if project]


@pytest.mark.medium
@pytest.mark.parametrize("variant", ["export-excel-mac", "export-utf8", "variant-short-questions"])
def test_two_header_rows_are_read_as_one(variant: str, shared_data: Path) -> None:
    run = previewed(shared_data / "cases" / "01-surveymonkey-two-headers" / f"{variant}.csv")
    assert run.header_row == 2
    names = run.header
    assert names[9:16] == [
        "Contact information: Name", "Organisation", "Contact information: Country",
        "Contact information: Email Address", "Phone Number", "What is the title of your project?",
        "Please describe your project in a few sentences.",
    ]  # fmt: skip
    groups, languages = names[16:]
    if variant != "variant-short-questions":
        assert (groups, languages) == (GROUPS, LANGUAGES)
    assert [run.mapping[name] for name in (names[14], groups, languages)] == ["title", "beneficiaries", "languages"]
    assert run.tally["errors"] == 0
    assert [languages for _, languages in _lists(run)] == [("fr", "wo"), ("en",), ("es",), ("en", "ar")]
    assert run.mapping["Contact information: Email Address"] == "contact_email"


@pytest.mark.medium
@pytest.mark.parametrize("variant", ["one-zero", "true-false", "x-empty", "yes-no"])
def test_options_with_a_column_each_become_one_list(variant: str, shared_data: Path) -> None:
    run = previewed(shared_data / "cases" / "15-one-column-per-option" / f"{variant}.csv")
    assert run.header == ["Project title", "Summary", "Organisation", "Country", "Target groups", "Languages"]
    assert (run.tally["errors"], run.tally["warnings"]) == (0, 0)
    assert [languages for _, languages in _lists(run)] == [("en",), ("fr",), ("en", "ar")]
    assert [len(groups) for groups, _ in _lists(run)] == [2, 1, 2]


def test_columns_of_one_name_become_one_list(shared_data: Path) -> None:
    run = previewed(shared_data / "cases" / "15-one-column-per-option" / "same-name-repeated.csv")
    assert run.header[4:] == ["Who do you work with?"]
    assert list(run.rows.order_by("position").values_list("cells__4", flat=True)) == [
        "Women\nYouth", "Youth", "Women\nMigrants",
    ]  # fmt: skip


def test_option_with_any_separator_in_it_stays_whole() -> None:
    rows = [
        ["Project title", "Category: Skills; work, life", "Category: Training | trades"],
        ["Welding at night", "x", "x"],
        ["Port school", "", "x"],
    ]
    run = commit(previewed(rows), by=None)
    assert run.mapping["Category"] == "category"
    assert [parsed_project(row).categories for row in run.rows.order_by("position")] == [
        ("Skills; work, life", "Training | trades"),
        ("Training | trades",),
    ]


@pytest.mark.medium
def test_answer_as_json_says_which_columns_were_read_as_one(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_bytes(as_csv(TICKED).getvalue())
    out = io.StringIO()
    call_command("import", str(path), call="first", as_json=True, dry_run=True, stdout=out)
    answer: dict[str, Any] = json.loads(out.getvalue())
    assert answer["families"] == [
        {"name": "Groups", "columns": ["Groups: Women", "Groups: Youth"], "options": ["Women", "Youth"]},
        {"name": "Languages", "columns": ["Languages/French", "Languages/Arabic"], "options": ["French", "Arabic"]},
    ]
    assert answer["notes"] == [
        "4 columns, each for one option of a question, were read as lists: “Groups”, “Languages”."
    ]
    assert set(answer["mapping"]) == {"Project title", "Organisation", "Groups", "Languages"}


@pytest.mark.medium
def test_page_shows_a_family_as_one_and_keeps_it_apart_when_asked(facilitator_client: Client) -> None:
    run = previewed(TICKED)
    columns = reverse("import_columns", args=[run.pk])
    page = facilitator_client.get(columns).content.decode()
    assert page.count('class="import-column"') == 4
    assert page.count('class="import-family"') == 2
    assert "Women; Youth" in page
    chosen = {f"column-{index}": run.mapping[name] for index, name in enumerate(run.header)}
    chosen["column-1"] = "ignore"
    response = facilitator_client.post(reverse("import_apart", args=[run.pk]), {**chosen, "apart": "Groups"})
    assert (response.status_code, response["Location"]) == (302, columns)
    run.refresh_from_db()
    assert run.header == ["Project title", "Organisation", "Groups: Women", "Groups: Youth", "Languages"]
    assert (run.mapping["Organisation"], FileReading.from_json(run.reading).choice.apart) == ("ignore", ("Groups",))
    page = facilitator_client.get(columns).content.decode()
    assert page.count('class="import-column"') == 5
    # It can be read as one again, and what else was chosen stays.
    facilitator_client.post(reverse("import_reread", args=[run.pk]), {"families": ["Groups", "Languages"]})
    run.refresh_from_db()
    assert run.header == ["Project title", "Organisation", "Groups", "Languages"]


def test_only_facilitators_keep_columns_apart(client: Client, member_client: Client) -> None:
    run = previewed(TICKED)
    address = reverse("import_apart", args=[run.pk])
    assert client.post(address, {"apart": "Groups"}).status_code == 302
    assert member_client.post(address, {"apart": "Groups"}).status_code == 404
    run.refresh_from_db()
    assert "Groups" in run.header


@pytest.mark.medium
def test_answers_that_nobody_sent_are_left_out_said_and_brought_in_when_asked(facilitator_client: Client) -> None:
    names = ["Response ID", "Date submitted", "Last page", "Project title", "Organisation"]
    rows = [["1", "2020-10-02", "4", "Welding", "Atelier Ada"], ["2", "", "1", "Half", ""]]
    run = previewed([names, *rows])
    assert (run.tally["new"], run.tally["skipped"]) == (1, 1)
    page = facilitator_client.get(reverse("import_columns", args=[run.pk])).content.decode()
    assert "An unfinished answer was skipped: row 3." in page
    assert "An unfinished answer, which was not submitted." in (
        facilitator_client.get(reverse("import_preview", args=[run.pk])).content.decode()
    )
    facilitator_client.post(reverse("import_reread", args=[run.pk]), {"keeps_unfinished": "on"})
    run.refresh_from_db()
    assert preview(run).tally["new"] == 2


@pytest.mark.medium
def test_choice_of_how_to_read_is_kept_with_the_import() -> None:
    run = previewed(TICKED)
    choice = ReadingChoice(header_row=1, encoding="utf-8", delimiter=",", apart=("Groups",), keeps_unfinished=True)
    read_again(run, choice)
    run.refresh_from_db()
    assert FileReading.from_json(run.reading).choice == choice


@pytest.mark.medium
def test_row_for_each_answer_becomes_a_row_for_each_project_and_back(facilitator_client: Client) -> None:
    names = ["Respondent", "Question", "Answer"]
    asked = {
        "Project title": "Project {}",
        "Organisation": "Atelier {}",
        "Languages [French]": "Yes",
        "Languages [Arabic]": "No",
    }
    rows = [[f"R{number}", name, asked[name].format(number)] for number in (1, 2, 3) for name in asked]
    run = previewed([names, *rows])
    assert run.header == ["Respondent", "Project title", "Organisation", "Languages"]
    assert (run.tally["rows"], run.tally["new"], run.tally["errors"]) == (3, 3, 0)
    assert [languages for _, languages in _lists(run)] == [("fr",)] * 3
    page = facilitator_client.get(reverse("import_columns", args=[run.pk])).content.decode()
    assert "The file has one row for each answer." in page
    facilitator_client.post(reverse("import_reread", args=[run.pk]), {"keeps_answer_rows": "on"})
    run.refresh_from_db()
    assert (run.header, run.tally["rows"]) == (names, 12)
