"""What an import kept of its file goes when it is taken back, deleted, or old; what it put on the map does not."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skillsnet.calls.models import Call, Project
from skillsnet.intake.actions import answer_organisation, commit, correct_cell, delete_run, preview, start_run, undo
from skillsnet.intake.actions.retention import forget_abandoned, forget_cells
from skillsnet.intake.actions.states import InvalidTransition
from skillsnet.intake.models import ImportFile, ImportRow, ImportRun, SavedMapping
from skillsnet.participants.models import Person
from tests.intake.sheets import ADA, BO, CY, HEADER, as_csv, previewed

pytestmark = pytest.mark.django_db

CANARY = "Zzcanary"
COLUMNS = (*HEADER, "Phone", f"{CANARY}column", "Position", "Website", "Languages")
ROW = (
    "A-1", f"{CANARY}title", f"{CANARY}summary", f"{CANARY}organisation", f"{CANARY}type", f"{CANARY}country",
    f"{CANARY}name Ålund", "zzcanary@example.org", "+254 799 123456", f"{CANARY}extra", f"{CANARY}position",
    "https://zzcanary.example.org/", f"{CANARY}language",
)  # fmt: skip
REFUSED = ("A-2", "", f"{CANARY}refused", *ROW[3:])


def _dump() -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table of ours and of the work in the background."""
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in apps.get_models()}


def _traces(*, of: str = "zzcanary") -> list[str]:
    return [f"{label}: {row}" for label, rows in _dump().items() for row in rows if of in repr(row).casefold()]


def _brought(*rows: tuple[str, ...]) -> ImportRun:
    file = as_csv([COLUMNS, *rows])
    call = Call.objects.get_or_create(slug="first", defaults={"title": "First"})[0]
    return preview(start_run(file, name=f"{CANARY}file.csv", call=call, by=None))


def _older(run: ImportRun, days: int) -> None:
    then = timezone.now() - timedelta(days=days)
    ImportRun.objects.filter(pk=run.pk).update(created_at=then, heartbeat_at=then, finished_at=then)


@pytest.mark.medium
def test_nothing_of_a_file_is_left_once_its_import_is_taken_back() -> None:
    run = _brought(ROW, REFUSED)
    correct_cell(run, ImportRow.objects.get(run=run, number=3), column=2, text=f"{CANARY}corrected", by=None)
    commit(preview(run), by=None)
    assert len(_traces()) > 5
    assert SavedMapping.objects.count() == 1
    undo(run, by=None)
    assert _traces() == []
    assert _traces(of="799 123456") == []
    run.refresh_from_db()
    assert (run.state, run.tally["new"], run.rows.count(), run.emptied_at is None) == ("undone", 1, 0, False)


@pytest.mark.medium
def test_taken_back_import_says_what_is_deleted_and_is_looked_at_no_more(facilitator_client: Client) -> None:
    run = commit(_brought(ROW), by=None)
    asked = facilitator_client.get(reverse("import_undo", args=[run.pk])).content.decode()
    assert "You need the file to import it again" in asked
    facilitator_client.post(reverse("import_undo", args=[run.pk]))
    page = facilitator_client.get(reverse("import_progress", args=[run.pk])).content.decode()
    assert ("The data this import stored from its file was deleted on" in page, f"Import {run.pk}" in page) == (
        True,
        True,
    )
    assert CANARY not in page
    facilitator_client.post(reverse("import_preview", args=[run.pk]))
    run.refresh_from_db()
    assert run.state == "undone"
    with pytest.raises(InvalidTransition):
        preview(run)


@pytest.mark.medium
def test_row_that_stays_keeps_only_what_taking_it_back_needs() -> None:
    run = commit(_brought(ROW, ("A-3", "Sewing", *ROW[2:])), by=None)
    Project.objects.filter(external_id="A-3").update(title="Changed since")
    undo(run, by=None)
    row = ImportRow.objects.get(run=run)
    assert (row.cells, row.original_cells, row.project_id) == ([], {}, Project.objects.get().pk)
    run.refresh_from_db()
    assert (run.file_name, run.header, run.mapping) == ("", [], {})
    Project.objects.update(title="Sewing")
    undo(run, by=None)
    assert (Project.objects.count(), _traces()) == (0, [])


@pytest.mark.medium
def test_what_another_import_replaced_goes_with_the_import_whose_word_it_was() -> None:
    first = commit(_brought(ROW), by=None)
    later = (*ADA[:6], "Zzcanaryname Ålund", "zzcanary@example.org", "+254 700 000000")
    second = commit(previewed([(*HEADER, "Phone"), ("A-9", *later[1:])]), by=None)
    assert Person.objects.get(email="zzcanary@example.org").phone == "+254 700 000000"
    undo(first, by=None)
    assert _traces(of="799 123456") == []
    undo(second, by=None)
    assert (Project.objects.count(), _traces()) == (0, [])


@pytest.mark.medium
def test_deleted_import_leaves_nothing_but_that_it_was(facilitator_client: Client) -> None:
    run = _brought(ROW, REFUSED)
    delete_run(run, by=None)
    assert (_traces(), ImportRun.objects.count()) == ([], 0)


@pytest.mark.medium
def test_import_that_nobody_goes_on_with_is_deleted_at_its_age() -> None:
    make = lambda: Call.objects.create(slug="made", title="Made")  # noqa: E731
    left = start_run(BytesIO(as_csv([HEADER, ADA]).getvalue()), name="a.csv", call=make, by=None)
    young, written = previewed([HEADER, BO]), commit(previewed([HEADER, CY]), by=None)
    for run in (left, written):
        _older(run, 29)
    assert forget_abandoned() == 0
    for run in (left, written):
        _older(run, 31)
    assert forget_abandoned() == 1
    assert set(ImportRun.objects.order_by("pk")) == {young, written}
    assert (Call.objects.filter(slug="made").exists(), ImportFile.objects.count()) == (False, 1)


def test_import_that_is_worked_on_is_not_abandoned_however_old_its_file() -> None:
    run = previewed([HEADER, ADA])
    _older(run, 300)
    ImportRun.objects.filter(pk=run.pk).update(state="previewing")
    assert forget_abandoned() == 0
    ImportRun.objects.filter(pk=run.pk).update(state="preview", heartbeat_at=timezone.now())
    assert forget_abandoned() == 0


@pytest.mark.medium
def test_cells_of_an_import_on_the_map_go_at_their_age_and_it_can_still_be_taken_back(
    facilitator_client: Client,
) -> None:
    run = commit(_brought(ROW, REFUSED), by=None)
    _older(run, 89)
    assert forget_cells() == 0
    _older(run, 91)
    counts = ImportRun.objects.get().counts
    assert (forget_cells(), forget_cells()) == (1, 0)
    row = ImportRow.objects.get()
    assert (row.cells, row.original_cells, row.problems, row.is_written) == ([], {}, [], True)
    run.refresh_from_db()
    assert (run.counts, run.header, run.state) == (counts, [], "committed")
    page = facilitator_client.get(reverse("import_progress", args=[run.pk])).content.decode()
    assert ("was deleted on" in page, reverse("import_rejected", args=[run.pk]) in page) == (True, False)
    facilitator_client.post(reverse("import_preview", args=[run.pk]))
    assert preview_is_offered_no_more(run)
    undo(run, by=None)
    assert (Project.objects.count(), [line for line in _traces() if not line.startswith("intake.SavedMapping")]) == (
        0,
        [],
    )


def preview_is_offered_no_more(run: ImportRun) -> bool:
    """Whether the import still stands where it stood."""
    run.refresh_from_db()
    return run.state == "committed"


@pytest.mark.medium
def test_next_file_is_still_offered_what_the_columns_of_an_old_one_meant(facilitator_client: Client) -> None:
    run = commit(previewed([HEADER, ADA]), by=None)
    _older(run, 91)
    forget_cells()
    again = previewed([HEADER, BO])
    page = facilitator_client.get(reverse("import_columns", args=[again.pk])).content.decode()
    assert "Columns with the same names were matched before, on" in page


@pytest.mark.medium
def test_file_that_waits_is_compared_again_after_another_was_taken_back() -> None:
    header = ("ID", "Title", "Organisation", "Country")
    known = commit(previewed([header, ("1", "Old", "Food and Agriculture Organization", "Kenya")]), by=None)
    run = previewed([header, ("2", "Seeds", "FAO", "Kenya")])
    assert run.counts["asks"] == 1
    undo(known, by=None)
    run.refresh_from_db()
    assert run.is_stale
    preview(run)
    assert run.counts["asks"] == 0
    with pytest.raises(Exception, match="has already been answered"):
        answer_organisation(run, run.rows.get(), candidate=None, by=None)
