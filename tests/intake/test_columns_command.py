"""The command columns, and what the columns page asks first."""

import io
import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from benchmarks.columns_real import tally_real_files
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from skillsnet.calls.models import Call
from skillsnet.core.intake.column_meanings import CERTAIN
from skillsnet.intake.actions import commit, preview, set_mapping, start_run
from skillsnet.intake.models import ImportRun
from skillsnet.intake.queries.columns import column_questions
from tests.intake.sheets import ADA, BO, HEADER, as_csv

UNCLEAR = ("Q1", "Q2", "Q3", "Q4")
ROWS = [
    ("A1", "Night school for mill workers", "Sample Foundation", "We teach. " * 30),
    ("A2", "A classroom on a bus", "University of Tolan", "We travel. " * 30),
    ("A3", "Learning to repair solar pumps", "Kash Ltd", "We repair. " * 30),
]


def _file(folder: Path, rows: Sequence[Sequence[str]]) -> Path:
    path = folder / "answers.csv"
    path.write_bytes(as_csv(rows).getvalue())
    return path


def _columns(path: Path) -> list[dict[str, object]]:
    out = io.StringIO()
    call_command("columns", str(path), as_json=True, stdout=out)
    answer = json.loads(out.getvalue())
    assert set(answer) == {"columns"}
    return list(answer["columns"])


def test_every_column_is_told_without_a_database(tmp_path: Path) -> None:
    columns = _columns(_file(tmp_path, [HEADER, ADA, BO]))
    assert [set(column) for column in columns] == [{"name", "meaning", "confidence", "why"}] * len(HEADER)
    assert {column["name"]: column["meaning"] for column in columns} == {
        "ID": "external_id", "Title": "title", "Summary": "summary", "Organisation": "organisation",
        "Type of organisation": "organisation_type", "Country": "country", "Contact person": "contact_name",
        "E-mail": "contact_email",
    }  # fmt: skip
    assert all(float(str(column["confidence"])) >= CERTAIN for column in columns)


def test_an_empty_column_says_so(tmp_path: Path) -> None:
    columns = _columns(_file(tmp_path, [("Title", "Fax", "Country"), ("Welding", "", "Kenya")]))
    assert [(column["meaning"], column["why"]) for column in columns][1] == ("ignore", "empty")


def test_as_text_each_column_is_a_line(tmp_path: Path) -> None:
    out = io.StringIO()
    call_command("columns", str(_file(tmp_path, [HEADER, ADA])), stdout=out)
    lines = out.getvalue().splitlines()
    assert len(lines) == len(HEADER)
    assert lines[1].startswith("Title\tProject title\tRecognised from its name")


def test_what_cannot_be_read_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nothing\.csv cannot be opened"):
        call_command("columns", str(tmp_path / "nothing.csv"))
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    with pytest.raises(CommandError) as refusal:
        call_command("columns", str(empty))
    assert refusal.value.returncode == 2


def _run(rows: Sequence[Sequence[str]]) -> ImportRun:
    call = Call.objects.create(slug="first", title="First")
    return start_run(as_csv(rows), name="answers.csv", call=call, by=None)


@pytest.mark.medium
@pytest.mark.django_db
def test_the_page_asks_about_the_title_and_the_organisation_first(facilitator_client: Client) -> None:
    run = _run([UNCLEAR, *ROWS])
    questions = column_questions(run)
    assert [question.target_field for question in questions][:2] == ["title", "organisation"]
    page = facilitator_client.get(reverse("import_columns", args=[run.pk])).content.decode()
    assert "Check these columns first" in page
    selects = re.findall(r'<select name="column-(\d+)" ', page)
    assert [int(index) for index in selects[: len(questions)]] == [question.index for question in questions]
    assert sorted(map(int, selects)) == list(range(len(run.header)))


@pytest.mark.medium
@pytest.mark.django_db
def test_no_title_is_said_at_once_and_nothing_goes_on_without(facilitator_client: Client) -> None:
    run = _run([("Country", "E-mail"), ("Kenya", "ada@example.org"), ("Peru", "bo@example.org")])
    address = reverse("import_columns", args=[run.pk])
    sentence = "No column is matched to the project title."
    assert sentence in facilitator_client.get(address).content.decode()
    answer = facilitator_client.post(address, {"column-0": "country", "column-1": "contact_email"})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    run.refresh_from_db()
    assert run.rows.exclude(problems=[]).count() == 0


@pytest.mark.medium
@pytest.mark.django_db
def test_a_clear_file_is_not_asked_about(facilitator_client: Client) -> None:
    run = _run([HEADER, ADA, BO])
    assert column_questions(run) == []
    page = facilitator_client.get(reverse("import_columns", args=[run.pk])).content.decode()
    assert "Check these columns first" not in page


@pytest.mark.medium
@pytest.mark.django_db
def test_an_offer_that_was_confirmed_is_not_asked_about_again(facilitator_client: Client) -> None:
    run = _run([UNCLEAR, *ROWS])
    address = reverse("import_columns", args=[run.pk])
    chosen = {f"column-{index}": run.mapping[name] for index, name in enumerate(run.header)}
    facilitator_client.post(address, chosen)
    run.refresh_from_db()
    assert column_questions(run) == []
    page = facilitator_client.get(address).content.decode()
    assert "Check these columns first" not in page
    assert page.count("Confirmed.") == len(UNCLEAR) - 1
    facilitator_client.post(reverse("import_guess", args=[run.pk]))
    run.refresh_from_db()
    assert column_questions(run) != []


@pytest.mark.medium
@pytest.mark.django_db
def test_only_what_somebody_said_is_kept_for_the_next_file_of_the_source(facilitator_client: Client) -> None:
    run = _run([UNCLEAR, *ROWS])
    set_mapping(run, {"Q2": "title"}, by=None)
    commit(preview(run), by=None)
    again = start_run(as_csv([UNCLEAR, *ROWS]), name="again.csv", call=run.call, by=None)
    assert [question.target_field for question in column_questions(again)] == ["organisation", "summary"]


@pytest.mark.medium
def test_columns_of_the_real_files_are_right_and_nothing_is_wrong_unasked(shared_data: Path) -> None:
    counts = tally_real_files()
    assert counts.right >= 0.97 * counts.wanted
    assert (counts.wrong_unasked, counts.unlisted) == ([], [])
    assert counts.wanted > 0
