"""Imports that nobody goes on with are deleted, with what they kept and with the call that was made for them."""

from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from skillsnet.audit.models import AuditRecord
from skillsnet.calls.models import Call, Project
from skillsnet.intake.actions import begin_commit, commit, delete_run, take_file
from skillsnet.intake.actions.states import InvalidTransition, fail
from skillsnet.intake.enums import WORKING
from skillsnet.intake.models import ImportFile, ImportRow, ImportRun
from skillsnet.intake.rules import BYTES_AT_ONCE
from tests.intake.sheets import ADA, BO, HEADER, previewed

pytestmark = pytest.mark.django_db


@pytest.fixture
def large_refused(facilitator_client: Client) -> ImportRun:
    """The import of a file that is so large that it is read in the background, and cannot be read."""
    file = BytesIO(b"PK\x03\x04" + b"\x00" * (BYTES_AT_ONCE + 1))
    file.name = "answers.xlsx"
    facilitator_client.post(reverse("import_new"), {"file": file, "new_title": "My call"})
    return ImportRun.objects.get()


def test_refused_large_file_leaves_an_import_that_says_why_and_every_page_stands(
    large_refused: ImportRun, facilitator_client: Client
) -> None:
    assert (large_refused.state, ImportFile.objects.count()) == ("refused", 0)
    assert facilitator_client.get(reverse("imports")).status_code == 200
    page = facilitator_client.get(reverse("import_progress", args=[large_refused.pk])).content.decode()
    assert large_refused.fault.split(".")[0] in page
    assert reverse("import_delete", args=[large_refused.pk]) in page


def test_refused_file_goes_with_the_call_that_was_made_for_it(
    large_refused: ImportRun, facilitator_client: Client
) -> None:
    assert Call.objects.count() == 1
    asked = facilitator_client.get(reverse("import_delete", args=[large_refused.pk])).content.decode()
    assert "The call created for this file is also deleted" in asked
    done = facilitator_client.post(reverse("import_delete", args=[large_refused.pk]), follow=True)
    assert "The import was deleted" in done.content.decode()
    assert (ImportRun.objects.count(), Call.objects.count()) == (0, 0)
    acts = list(AuditRecord.objects.order_by("pk").values_list("act", flat=True))
    assert acts[-2:] == ["intake.delete_run", "calls.remove_call"]


def test_call_stays_where_it_was_there_before_or_something_else_is_in_it() -> None:
    run = previewed([HEADER, ADA])
    delete_run(run, by=None)
    assert Call.objects.count() == 1
    first, second = (_taken_for_a_new_call(number) for number in (1, 2))
    ImportRun.objects.filter(pk=second.pk).update(call=first.call)
    for run in (first, second):
        ImportRun.objects.filter(pk=run.pk).update(state="refused")
    delete_run(first, by=None)
    assert Call.objects.filter(slug="made-1").exists()


def _taken_for_a_new_call(number: int) -> ImportRun:
    make = lambda: Call.objects.create(slug=f"made-{number}", title="Made")  # noqa: E731
    return take_file(BytesIO(b"a,b\n"), name="a.csv", call=make, by=None)


@pytest.mark.medium
def test_deleting_what_is_on_the_map_leaves_it_there_and_says_so(facilitator_client: Client) -> None:
    run = commit(previewed([HEADER, ADA, BO]), by=None)
    asked = facilitator_client.get(reverse("import_delete", args=[run.pk])).content.decode()
    assert "You can no longer undo the import" in asked
    facilitator_client.post(reverse("import_delete", args=[run.pk]))
    assert (ImportRun.objects.count(), ImportRow.objects.count(), Project.objects.count()) == (0, 0, 2)


@pytest.mark.medium
@pytest.mark.parametrize("state", WORKING)
def test_import_that_is_worked_on_is_not_deleted(state: str, facilitator_client: Client) -> None:
    run = previewed([HEADER, ADA])
    ImportRun.objects.filter(pk=run.pk).update(state=state)
    answer = facilitator_client.post(reverse("import_delete", args=[run.pk]))
    assert (answer.status_code, ImportRun.objects.count()) == (422, 1)
    with pytest.raises(InvalidTransition):
        delete_run(run, by=None)


@pytest.mark.medium
def test_half_written_import_is_first_taken_back_or_finished(settings: Settings) -> None:
    run = commit(previewed([HEADER, ADA]), by=None)
    ImportRun.objects.filter(pk=run.pk).update(state="committing")
    fail(run, fault="DatabaseError")
    with pytest.raises(InvalidTransition):
        delete_run(run, by=None)
    assert Project.objects.count() == ImportRun.objects.count() == 1


def test_command_deletes_and_says_why_not() -> None:
    run = previewed([HEADER, ADA])
    begin_commit(run, by=None)
    with pytest.raises(CommandError, match="in progress"):
        call_command("imports", "delete", str(run.pk))
    ImportRun.objects.filter(pk=run.pk).update(state="preview")
    call_command("imports", "delete", str(run.pk), verbosity=0)
    assert ImportRun.objects.count() == 0
    with pytest.raises(CommandError, match="does not exist"):
        call_command("imports", "delete", str(run.pk))
