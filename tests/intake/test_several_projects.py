"""Rows that may be projects that are there already, answered in one step."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from skillsnet.accounts.viewer import OPERATOR
from skillsnet.audit.models import AuditRecord
from skillsnet.calls.models import Project
from skillsnet.intake.actions import commit, preview
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.participants.texts import text_for
from tests.intake.sheets import previewed

pytestmark = pytest.mark.django_db

HEADER = ("Title", "Organisation", "Country", "Summary", "E-mail", "Stage", "Submitted")
NAMES = ("harbour engines", "village looms", "river pottery", "mountain bakery", "night welding", "island solar")


def _rows(end: str, *, summary: str, submitted: str, count: int = 4) -> list[tuple[str, ...]]:
    return [
        (f"School of {name}{end}", f"Forge {name}", "Ghana", summary, f"a{number}@example.org", "", submitted)
        for number, name in enumerate(NAMES[:count])
    ]


@pytest.fixture
def run() -> ImportRun:
    """An import whose four rows are four projects of an earlier one, under corrected titles."""
    commit(previewed([HEADER, *_rows("", summary="As it was.", submitted="2020-01-01")]), by=None)
    return previewed([HEADER, *_rows("s", summary="As it is now.", submitted="2020-06-01")])


def _states(run: ImportRun) -> list[str]:
    return list(ImportRow.objects.filter(run=run).order_by("position").values_list("state", flat=True))


def _answer(client: Client, run: ImportRun, answer: str, rows: list[int]) -> None:
    positions = list(ImportRow.objects.filter(run=run).order_by("position").values_list("position", flat=True))
    address = reverse("import_answer_several", args=[run.pk])
    client.post(address, {"answer": answer, "row": [positions[row] for row in rows]})


def _summaries() -> list[str]:
    return [text_for(project.summary, OPERATOR) for project in Project.objects.order_by("pk")]


@pytest.mark.medium
def test_all_rows_are_resubmissions_in_one_step(run: ImportRun, facilitator_client: Client) -> None:
    assert _states(run) == ["asks"] * 4
    page = facilitator_client.get(reverse("import_questions", args=[run.pk])).text
    assert ("4 rows may be projects that already exist." in page, page.count('name="row"')) == (True, 4)
    _answer(facilitator_client, run, "later", [0, 1, 2, 3])
    assert _states(run) == ["updated"] * 4
    commit(preview(run), by=None)
    assert _summaries() == ["As it is now."] * 4
    assert AuditRecord.objects.get(act="intake.answer_projects").detail == {"rows": 4, "same": 4}


@pytest.mark.medium
def test_the_rows_that_are_not_ticked_go_on_asking(run: ImportRun, facilitator_client: Client) -> None:
    _answer(facilitator_client, run, "later", [0, 2])
    assert _states(run) == ["updated", "asks", "updated", "asks"]
    _answer(facilitator_client, run, "different", [1, 3])
    assert _states(run) == ["updated", "new", "updated", "new"]
    commit(preview(run), by=None)
    assert Project.objects.count() == 6


@pytest.mark.medium
def test_the_current_values_are_kept(run: ImportRun, facilitator_client: Client) -> None:
    _answer(facilitator_client, run, "current", [0, 1, 2, 3])
    assert "asks" not in _states(run)
    commit(preview(run), by=None)
    assert (_summaries(), Project.objects.count()) == (["As it was."] * 4, 4)


@pytest.mark.medium
def test_an_earlier_answer_replaces_nothing(facilitator_client: Client) -> None:
    commit(previewed([HEADER, *_rows("", summary="As it was.", submitted="2020-06-01")]), by=None)
    run = previewed([HEADER, *_rows("s", summary="As it was long ago.", submitted="2020-01-01")])
    _answer(facilitator_client, run, "later", [0, 1, 2, 3])
    commit(preview(run), by=None)
    assert _summaries() == ["As it was."] * 4


@pytest.mark.medium
@pytest.mark.parametrize(("answer", "rows"), [("later", []), ("nonsense", [0, 1]), ("", [0])])
def test_an_incomplete_answer_changes_nothing(
    run: ImportRun, facilitator_client: Client, answer: str, rows: list[int]
) -> None:
    _answer(facilitator_client, run, answer, rows)
    assert _states(run) == ["asks"] * 4


@pytest.mark.medium
def test_more_rows_cost_no_more_queries(run: ImportRun, facilitator_client: Client) -> None:
    counts = []
    for rows in (2, 4):
        ImportRow.objects.filter(run=run).update(state="asks")
        positions = list(ImportRow.objects.filter(run=run).order_by("position").values_list("position", flat=True))
        ImportRow.objects.filter(run=run, position__in=positions[rows:]).update(state="new")
        with CaptureQueriesContext(connection) as queries:
            facilitator_client.get(reverse("import_questions", args=[run.pk]))
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.medium
def test_a_single_question_is_asked_by_itself(facilitator_client: Client) -> None:
    commit(previewed([HEADER, *_rows("", summary="As it was.", submitted="", count=1)]), by=None)
    run = previewed([HEADER, *_rows("s", summary="As it is now.", submitted="", count=1)])
    assert _states(run) == ["asks"]
    assert 'name="row"' not in facilitator_client.get(reverse("import_questions", args=[run.pk])).text
