"""An import from its preview to its undoing."""

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from skillsnet.accounts.models import User
from skillsnet.audit.models import AuditRecord
from skillsnet.calls.models import DataVersion, Project
from skillsnet.calls.queries import data_version
from skillsnet.core.errors import Invalid
from skillsnet.intake.actions import begin_commit, commit, set_mapping, undo
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries import rows_in
from skillsnet.intake.queries.stored_values import parsed_project
from skillsnet.participants.models import Organisation, Person
from tests.intake.sheets import ADA, BO, CY, HEADER, photograph, previewed

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NUMBERS = ("id", "created_at", "updated_at", "organisation_id", "contact_id", "person_id", "project_id")
NAMED = ("rows", "new", "updated", "unchanged", "duplicates", "errors")
REAL = ("call_export", "skills_call_export")


def _outcomes(run: ImportRun) -> dict[str, int]:
    names = ("rows", "new", "updated", "unchanged", "asks", "duplicates", "errors", "skipped")
    return {name: run.counts[name] for name in names if name in NAMED or run.counts[name]}


def _changed(row: tuple[str, ...], **cells: str) -> tuple[str, ...]:
    return tuple(
        cells.get(name.replace(" ", "_").replace("-", "_"), cell) for name, cell in zip(HEADER, row, strict=True)
    )


def test_preview_writes_nothing_but_the_run_and_its_rows() -> None:
    before = photograph()
    run = previewed([HEADER, ADA, BO])
    assert photograph() == before
    assert _outcomes(run) == {"rows": 2, "new": 2, "updated": 0, "unchanged": 0, "duplicates": 0, "errors": 0}
    assert (data_version(), run.state) == (0, "preview")


def test_commit_makes_the_project_with_its_organisation_and_contact() -> None:
    commit(previewed([HEADER, ADA]), by=None)
    project = Project.objects.get()
    assert project.organisation is not None
    assert project.contact is not None
    assert (project.title, project.country, project.region) == ("Welding at night", "KE", "africa")
    assert (project.organisation.name, project.organisation.type) == ("Atelier Ada", "ngo")
    assert (project.contact.name, project.contact.email, project.contact.user) == (
        "Ada Ålund",
        "ada@example.org",
        None,
    )
    assert "ada" in project.search.title.split()
    assert not {"alund", "example"} & set(f"{project.search.title} {project.search.body}".split())


def test_individual_participant_is_not_found_by_name() -> None:
    commit(previewed([HEADER, _changed(ADA, Organisation="Zoë Zebrowska", Type_of_organisation="Individual")]), by=None)
    found = Project.objects.get().search
    assert "zebrowska" not in f"{found.title} {found.body}"


@pytest.mark.parametrize("name", REAL)
def test_every_row_of_a_real_export_is_accounted_for(name: str, shared_data: Path) -> None:
    run = commit(previewed(shared_data / "dev" / f"{name}.xlsx"), by=None)
    assert _outcomes(run)["rows"] == 473 == sum(_outcomes(run).values()) - 473
    waiting = {"call_export": 22, "skills_call_export": 5}[name]
    assert Project.objects.count() == run.counts["new"] == 473 - waiting
    assert (run.counts["asks"], run.counts["errors"], run.counts["duplicates"]) == (waiting, 0, 0)


@pytest.mark.parametrize("name", REAL)
@pytest.mark.parametrize("variant", ["utf8bom", "cp1252_semicolon"])
def test_csv_variants_say_the_same_as_the_workbook(name: str, variant: str, shared_data: Path) -> None:
    whole = previewed(shared_data / "dev" / f"{name}.xlsx")
    text = previewed(shared_data / "dev" / f"{name}_{variant}.csv")
    assert text.mapping == whole.mapping
    assert _outcomes(text) == _outcomes(whole)
    fields = ("key", "country", "languages", "beneficiaries", "submitted_on", "website", "contact")
    assert _values(text, fields) == _values(whole, fields)


def _values(run: ImportRun, fields: tuple[str, ...]) -> list[list[object]]:
    rows = ImportRow.objects.filter(run=run).order_by("number")
    return [[getattr(parsed_project(row), field) for field in fields] for row in rows]


@pytest.mark.parametrize("name", REAL)
def test_same_real_file_twice_changes_nothing(name: str, shared_data: Path) -> None:
    path = shared_data / "dev" / f"{name}.xlsx"
    commit(previewed(path), by=None)
    before, version = photograph(), data_version()
    again = commit(previewed(path), by=None)
    assert again.counts["unchanged"] + again.counts["asks"] == 473
    assert (photograph(), data_version()) == (before, version)


@pytest.mark.parametrize("name", REAL)
def test_undo_of_a_real_file_leaves_nothing_of_it(name: str, shared_data: Path) -> None:
    before = photograph()
    run = commit(previewed(shared_data / "dev" / f"{name}.xlsx"), by=None)
    undo(run, by=None)
    assert (photograph(), run.state, run.counts["kept"]) == (before, "undone", 0)


def test_changed_cell_changes_that_field_and_undo_restores_everything() -> None:
    commit(previewed([HEADER, ADA, BO]), by=None)
    before = photograph()
    changed = _changed(ADA, Title="Welding by day", Type_of_organisation="Cooperative", Contact_person="Ada Lund")
    run = commit(previewed([HEADER, changed, BO, CY]), by=None)
    assert _outcomes(run) == {"rows": 3, "new": 1, "updated": 1, "unchanged": 1, "duplicates": 0, "errors": 0}
    assert Organisation.objects.get(name="Atelier Ada").type == "cooperative"
    assert Person.objects.get(email="ada@example.org").name == "Ada Lund"
    undo(run, by=None)
    assert photograph() == before


def test_column_absent_from_a_later_file_keeps_what_stands() -> None:
    commit(previewed([HEADER, ADA]), by=None)
    commit(previewed([("ID", "Title"), ("A-1", "Welding at dawn")]), by=None)
    project = Project.objects.get()
    assert (project.title, project.summary, project.country) == ("Welding at dawn", "We teach welding.", "KE")
    assert project.organisation is not None


def test_column_without_a_filled_cell_keeps_what_stands() -> None:
    commit(previewed([HEADER, ADA]), by=None)
    run = previewed([("ID", "Title", "Summary", "Country"), ("A-1", "Welding at night", "", "")])
    assert (run.mapping["Summary"], run.guesses["Summary"]["why"]) == ("ignore", "empty")
    assert run.counts["unchanged"] == 1


def test_row_that_stands_twice_names_the_first() -> None:
    run = commit(previewed([HEADER, ADA, BO, ADA]), by=None)
    row = ImportRow.objects.get(run=run, state="duplicate")
    assert (row.number, row.problems[0]["params"], Project.objects.count()) == (4, {"first": 2}, 2)


def test_organisation_and_person_named_in_several_rows_are_made_once() -> None:
    other = _changed(ADA, ID="A-9", Title="Second project", Organisation="ATELIER  ADA")
    run = commit(previewed([HEADER, ADA, other]), by=None)
    assert (Organisation.objects.count(), Person.objects.count()) == (1, 1)
    again = previewed([HEADER, ADA, other])
    assert again.counts["unchanged"] == 2
    undo(run, by=None)
    assert (Organisation.objects.count(), Person.objects.count()) == (0, 0)


def test_claimed_person_is_never_overwritten_and_their_project_stays(facilitator: User) -> None:
    run = commit(previewed([HEADER, ADA]), by=None)
    Person.objects.update(user=facilitator, name="Ada herself")
    later = commit(previewed([HEADER, _changed(ADA, Contact_person="Somebody Else")]), by=None)
    assert (later.counts["unchanged"], Person.objects.get().name) == (1, "Ada herself")
    undo(run, by=None)
    row = ImportRow.objects.get(run=run)
    assert (Project.objects.count(), run.counts["kept"], row.problems[-1]["code"]) == (1, 1, "kept_claimed")


def test_undo_keeps_what_a_later_import_changed_and_says_so() -> None:
    first = commit(previewed([HEADER, ADA, BO]), by=None)
    commit(previewed([HEADER, _changed(ADA, Title="Newer title")]), by=None)
    undo(first, by=None)
    kept = ImportRow.objects.get(run=first, is_written=True)
    assert (kept.number, kept.problems[-1]["code"]) == (2, "kept_joined")
    assert [project.title for project in Project.objects.order_by("pk")] == ["Newer title"]


def test_file_of_an_import_that_was_taken_back_is_brought_again() -> None:
    commit(previewed([HEADER, ADA]), by=None)
    without = ("id", "pk", "created_at", "updated_at", "organisation_id", "contact_id", "person_id", "project_id")
    before = photograph(without=without)
    undo(ImportRun.objects.get(), by=None)
    commit(previewed([HEADER, ADA]), by=None)
    assert photograph(without=without) == before


def test_second_click_starts_nothing() -> None:
    run = previewed([HEADER, ADA])
    assert [begin_commit(run, by=None), begin_commit(run, by=None)] == [True, False]
    assert AuditRecord.objects.filter(act="intake.begin_commit").count() == 1


def test_queries_of_a_commit_do_not_grow_with_its_rows() -> None:
    def queries(numbers: range) -> int:
        rows = [
            _changed(ADA, ID=f"Q-{n}", Organisation=f"O {n}", E_mail=f"p{n}@example.org", Contact_person=f"P {n}")
            for n in numbers
        ]
        run = previewed([HEADER, *rows])
        with CaptureQueriesContext(connection) as captured:
            commit(run, by=None)
        return len(captured)

    few, many = queries(range(3)), queries(range(1000, 1400))
    # A database takes only so many values in one statement; beyond that the number is the same.
    assert many <= few + 25


def test_mapping_that_makes_no_sense_is_refused_with_sentences() -> None:
    run = previewed([HEADER, ADA])
    with pytest.raises(Invalid) as refused:
        set_mapping(run, {"Titel": "title", "Country": "land", "Title": "summary"}, by=None)
    assert len(refused.value.problems) == 2


def test_choosing_a_target_field_takes_it_from_the_guessed_column() -> None:
    run = previewed([HEADER, ADA], mapping={"Summary": "title"})
    assert (run.mapping["Summary"], run.mapping["Title"]) == ("title", "extra")


def test_data_version_moves_with_each_commit_that_writes() -> None:
    run = commit(previewed([HEADER, ADA]), by=None)
    assert data_version() == 1
    undo(run, by=None)
    assert DataVersion.objects.get().number == 2


def test_category_named_in_the_file_is_kept_and_an_unknown_one_is_said_once(taxonomy: object) -> None:
    header = ("ID", "Title", "Category")
    rows = [header, ("1", "One", "Life skills; Media"), ("2", "Two", "media"), ("3", "Three", "Media")]
    run = commit(previewed(rows), by=None)
    said = [(row.number, item["value"], item["params"]) for row in run.rows.order_by("number") for item in row.problems]
    assert said == [(2, "Media", {"near": "", "rows": 2}), (3, "media", {"near": ""})]
    assert run.unknown == [{"meaning": "category", "value": "Media", "rows": 3, "near": [], "column": "Category"}]
    assert Project.objects.get(title="One").extra == {"category_named": ["life-skills", "Media"]}


def test_a_remark_that_holds_for_many_rows_counts_each_of_them(client: Client, facilitator: User) -> None:
    header = ("ID", "Title", "Country", "Stage")
    rows = [("1", "One", "Atlantis", "idea"), ("2", "Two", "Atlantis", "Lemuria")]
    rows += [(str(number), f"Title {number}", "Atlantis", "idea") for number in range(3, 9)]
    known = [(str(number), f"Title {number}", "Kenya", "idea") for number in range(9, 29)]
    run = previewed([header, *rows, *known])
    said = [row.number for row in run.rows.order_by("position") for problem in row.problems]
    assert said == [2, 3], "each value is said once"
    assert (run.counts["warnings"], rows_in(run, state="warning").count()) == (8, 8)
    client.force_login(facilitator)
    page = client.get(f"{reverse('import_preview', args=[run.pk])}?show=warning").content.decode()
    assert page.count('class="import-row"') == 8
    assert page.count("The warning for row 2 also applies here.") == 7
