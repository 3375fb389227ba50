"""Looking at an import and correcting it: cells in place, columns, the file of what was left out, work that goes on."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from skillsnet.accounts.models import User
from skillsnet.calls.models import Call, Project
from skillsnet.core.errors import Invalid
from skillsnet.intake import rules
from skillsnet.intake.actions import (
    answer_all_new,
    begin_preview,
    commit,
    correct_cell,
    guess_afresh,
    preview,
    start_run,
)
from skillsnet.intake.models import ImportFile, ImportRow, ImportRun, SavedMapping
from skillsnet.intake.queries import seconds_left
from skillsnet.intake.queries.stored_values import parsed_project
from skillsnet.intake.tasks import WorkStopped, preview_run, read_run, requeue_stale_runs
from skillsnet.participants.models import Person
from tests.intake.sheets import ADA, BO, HEADER, as_csv, as_xlsx, previewed

pytestmark = pytest.mark.django_db

NO_TITLE = ("A-9", "", "No title here.", "Nowhere", "NGO", "Kenya", "Di", "di@example.org")


def _row(run: ImportRun, number: int) -> ImportRow:
    return ImportRow.objects.get(run=run, number=number)


@pytest.mark.medium
def test_cell_is_corrected_in_place_and_the_row_comes_in(facilitator_client: Client) -> None:
    run = previewed([HEADER, ADA, NO_TITLE])
    address = reverse("import_row", args=[run.pk, _row(run, 3).position])
    part = facilitator_client.post(address, {"cell-1": "A title"}, headers={"HX-Request": "true"}).content.decode()
    assert ("Corrected, and compared again." in part, "<html" in part) == (True, False)
    row = _row(run, 3)
    assert (row.state, row.cells[1], row.original_cells) == ("new", "A title", {"1": ""})
    assert "In the file:" in facilitator_client.get(address).content.decode()
    run.refresh_from_db()
    assert (run.counts["new"], run.counts["errors"], run.is_stale) == (2, 0, False)


@pytest.mark.medium
def test_correcting_without_scripts_leads_back_to_the_rows(facilitator_client: Client) -> None:
    run = previewed([HEADER, ADA, NO_TITLE])
    address = reverse("import_row", args=[run.pk, _row(run, 3).position])
    response = facilitator_client.post(address, {"cell-1": "A title", "show": "error"})
    assert response["Location"] == f"{reverse('import_preview', args=[run.pk])}?show=error#rows"


def test_returning_to_what_the_file_says_undoes_a_correction() -> None:
    run = previewed([HEADER, ADA])
    correct_cell(run, _row(run, 2), column=1, text="Other", by=None)
    correct_cell(run, _row(run, 2), column=1, text=ADA[1], by=None)
    assert _row(run, 2).original_cells == {}


def test_corrected_rows_are_not_written_before_they_are_compared_again() -> None:
    run = previewed([HEADER, ADA])
    correct_cell(run, _row(run, 2), column=1, text="Other", by=None)
    run.refresh_from_db()
    assert "Compare the rows again" in rules.why_not_commit(run)
    assert rules.why_not_commit(preview(run)) == ""


@pytest.mark.medium
def test_cell_that_fits_none_and_a_written_row_are_refused() -> None:
    run = previewed([HEADER, ADA])
    with pytest.raises(Invalid, match="at most 32767"):
        correct_cell(run, _row(run, 2), column=1, text="x" * 32_768, by=None)
    with pytest.raises(Invalid, match="no such column"):
        correct_cell(run, _row(run, 2), column=99, text="x", by=None)
    commit(run, by=None)
    with pytest.raises(Invalid, match="has already been imported"):
        correct_cell(run, _row(run, 2), column=1, text="x", by=None)


@pytest.mark.medium
def test_left_out_rows_are_corrected_in_their_file_and_brought_again(facilitator_client: Client) -> None:
    run = commit(previewed([HEADER, ADA, NO_TITLE]), by=None)
    response = facilitator_client.get(reverse("import_rejected", args=[run.pk]))
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    mended = io.BytesIO(text.replace("A-9,,", "A-9,A title,").encode())
    again = preview(start_run(mended, name="left-out.csv", call=run.call, by=None))
    assert {name: again.mapping[name] for name in ("Row", "Why it was skipped", "Title")} == {
        "Row": "ignore",
        "Why it was skipped": "ignore",
        "Title": "title",
    }
    commit(again, by=None)
    assert set(Project.objects.values_list("title", flat=True)) == {ADA[1], "A title"}


@pytest.mark.medium
def test_mapping_is_kept_for_the_next_file_of_the_source_and_can_be_left_aside(facilitator_client: Client) -> None:
    header = ("Nr", "Was", "Wo", "Wie", "Wann")
    rows = [header, ("1", "Schweißen", "Kenya", "", "")]
    commit(previewed(rows, mapping={"Was": "title", "Wo": "country", "Nr": "external_id", "Wie": "summary"}), by=None)
    again = previewed([(*header, "Neu"), ("2", "Nähen", "Kenya", "", "", "x")])
    named = {name: again.mapping[name] for name in ("Nr", "Was", "Wo", "Neu")}
    assert named == {"Nr": "external_id", "Was": "title", "Wo": "country", "Neu": "extra"}
    page = facilitator_client.get(reverse("import_columns", args=[again.pk])).content.decode()
    assert "answers.csv" in page
    facilitator_client.post(reverse("import_guess", args=[again.pk]))
    again.refresh_from_db()
    assert again.mapping["Wie"] != "summary"
    assert (SavedMapping.objects.count(), guess_afresh(again).state) == (1, "mapping")


@pytest.mark.medium
def test_file_is_read_in_another_way_and_let_go_once_written(facilitator_client: Client) -> None:
    call = Call.objects.create(slug="first", title="First")
    file = io.BytesIO("Title;Note\nCaf\xe9;a,b\n".encode("cp1252"))
    run = start_run(file, name="answers.csv", call=call, by=None)
    refused = facilitator_client.post(reverse("import_reread", args=[run.pk]), {"delimiter": ","})
    assert (refused.status_code, "no rows below them" in refused.content.decode()) == (422, True)
    facilitator_client.post(reverse("import_reread", args=[run.pk]), {"encoding": "cp1251"})
    assert [row.cells for row in run.rows.all()] == [["Cafй", "a,b"]]
    facilitator_client.post(reverse("import_reread", args=[run.pk]), {"encoding": "cp1252", "delimiter": ";"})
    run.refresh_from_db()
    assert [row.cells for row in run.rows.all()] == [["Café", "a,b"]]
    commit(preview(run), by=None)
    assert ImportFile.objects.count() == 0


@pytest.mark.medium
def test_large_file_is_read_in_the_background_and_says_when_it_cannot_be(
    facilitator_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("skillsnet.intake.views.runs.BYTES_AT_ONCE", 10)
    for content, state in ((as_csv([HEADER, ADA]).getvalue(), "mapping"), (b"%PDF-1.7 and more", "refused")):
        file = io.BytesIO(content)
        file.name = "answers.csv"
        said = {"file": file, "new_title": f"Large, {state}"}
        response = facilitator_client.post(reverse("import_new"), said, follow=True)
        run = ImportRun.objects.latest("pk")
        assert (response.status_code, run.state) == (200, state)
    assert "it is a PDF document" in response.content.decode()


@pytest.mark.medium
def test_many_rows_are_compared_in_the_background(facilitator_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skillsnet.intake.rules.ROWS_AT_ONCE", 1)
    run = previewed([HEADER, ADA, BO])
    response = facilitator_client.post(reverse("import_preview", args=[run.pk]), follow=True)
    assert response.redirect_chain[-1][0].endswith("/preview/")
    run.refresh_from_db()
    assert (run.state, run.done_rows) == ("preview", 0)


@pytest.mark.medium
@pytest.mark.parametrize(("state", "task"), [("reading", read_run), ("previewing", preview_run)])
def test_reading_and_comparing_are_taken_up_after_a_worker_died(state: str, task: object, settings: Settings) -> None:
    run = previewed([HEADER, ADA])
    long_ago = timezone.now() - timedelta(seconds=61)
    ImportRun.objects.filter(pk=run.pk).update(state=state, heartbeat_at=long_ago)
    assert requeue_stale_runs() == [run.pk]
    run.refresh_from_db()
    assert (run.state, run.rows.count()) == ({"reading": "mapping", "previewing": "preview"}[state], 1)


@pytest.mark.medium
def test_fault_while_comparing_leaves_a_way_on(facilitator_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    run = previewed([HEADER, ADA])
    begin_preview(run)
    monkeypatch.setattr("skillsnet.intake.actions.previews.lifecycle.preview_rows", lambda rows, steps: 1 / 0)
    with pytest.raises(WorkStopped, match="ZeroDivisionError"):
        preview_run.call(run.pk)
    run.refresh_from_db()
    assert (run.state, run.failed_state, rules.why_not_undo(run) != "") == ("failed", "previewing", True)
    monkeypatch.undo()
    facilitator_client.post(reverse("import_resume", args=[run.pk]))
    run.refresh_from_db()
    assert run.state == "preview"


def test_time_left_is_told_from_the_pace_since_the_work_went_on() -> None:
    now = timezone.now()
    run = ImportRun(state="committing", counts={"new": 1000}, done_rows=300, throughput_baseline=100)
    assert seconds_left(run, now=now) is None
    run.started_at = now - timedelta(seconds=20)
    assert seconds_left(run, now=now) == 70
    run.done_rows = 120
    assert seconds_left(run, now=now) is None


@pytest.mark.medium
def test_claimed_person_keeps_their_word_and_the_preview_says_so(facilitator: User) -> None:
    commit(previewed([HEADER, ADA]), by=None)
    Person.objects.update(user=facilitator, name="Ada herself")
    row = _row(previewed([HEADER, ADA]), 2)
    assert [(problem["code"], problem["value"]) for problem in row.problems] == [("claimed_stays", "Ada Ålund")]


@pytest.mark.medium
def test_row_with_several_people_and_projects_comes_in_whole_and_goes_whole() -> None:
    header = ("ID", "Title", "Organisation", "Country", "Contact person", "E-mail", "Second contact e-mail", "Title 2")
    row = ("7", "Welding", "Atelier", "Kenya", "Ada", "ada@people.net", "bo@people.net", "Sewing")
    run = commit(previewed([header, row, ("8", "Knitting", "Atelier", "Kenya", "", "", "", "")]), by=None)
    keys = [(item.external_id, item.title) for item in Project.objects.order_by("external_id")]
    assert keys == [("7", "Welding"), ("7/2", "Sewing"), ("8", "Knitting")]
    organisation = Project.objects.first().organisation  # type: ignore[union-attr]
    assert sorted(place.person.email for place in organisation.affiliations.all()) == [
        "ada@people.net",
        "bo@people.net",
    ]
    assert previewed([header, row]).counts["unchanged"] == 2
    from skillsnet.intake.actions import undo

    undo(run, by=None)
    assert (Project.objects.count(), Person.objects.count()) == (0, 0)


def test_several_sheets_of_one_kind_are_one_table_and_rows_name_their_sheet() -> None:
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for name, rows in (("2019", [HEADER, ADA]), ("2020", [HEADER, BO]), ("Legend", [("a", "b"), ("c", "d")])):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    file.seek(0)
    run = preview(start_run(file, name="a.xlsx", call=Call.objects.create(slug="first", title="First"), by=None))
    assert [(row.sheet, row.number, row.state) for row in run.rows.order_by("position")] == [
        ("2019", 2, "new"),
        ("2020", 2, "new"),
    ]
    assert as_xlsx([HEADER]).getvalue()[:2] == b"PK"


def test_row_taken_for_a_sum_becomes_a_project_when_it_is_corrected() -> None:
    rows = [(str(number), f"Title {number}", "Atelier", "Kenya") for number in range(6)]
    run = previewed([("ID", "Title", "Organisation", "Country"), *rows, ("Total", "", "", "")])
    row = run.rows.order_by("position").last()
    assert row is not None
    assert row.state == "skipped"
    for column, text in ((0, "77"), (1, "A project after all")):
        correct_cell(run, row, column=column, text=text, by=None)
    run.refresh_from_db()
    preview(run)
    row.refresh_from_db()
    assert (row.state, parsed_project(row).external_id) == ("new", "77")


def test_answer_to_an_import_that_moved_on_leads_to_where_it_is(
    facilitator_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = previewed([HEADER, ADA])

    def overtaken(run: ImportRun, *, by: int | None) -> int:
        ImportRun.objects.filter(pk=run.pk).update(state="committing")
        return answer_all_new(run, by=by)

    monkeypatch.setattr("skillsnet.intake.views.questions.answer_all_new", overtaken)
    response = facilitator_client.post(reverse("import_questions", args=[run.pk]), {"all": "new"})
    assert (response.status_code, response["Location"]) == (302, reverse("import_progress", args=[run.pk]))
