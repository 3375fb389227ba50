"""What was changed by hand stays when a file comes that says something else, and the file's value is shown."""

from io import BytesIO

import pytest

from skillsnet.accounts.viewer import OPERATOR
from skillsnet.calls.models import Project
from skillsnet.intake.actions import commit, preview, start_run
from skillsnet.intake.enums import RowState
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.participants.texts import text_for
from skillsnet.revisions.actions import restore, revise
from skillsnet.revisions.models import Revision
from tests.factories import make_call

pytestmark = pytest.mark.django_db

HEADER = "ID,Title,Summary,Organisation,Type of organisation,Country,Contact person,E-mail,Telephone"


def _compared(row: str) -> ImportRun:
    file = BytesIO(f"{HEADER}\n{row}\n".encode())
    return preview(start_run(file, name="export.csv", call=make_call(), by=None))


def _row(title: str = "Weldng", country: str = "Kenya", kind: str = "NGO", phone: str = "+254 700 000001") -> str:
    return f"A-1,{title},Welding is taught at night.,Kiln Trust,{kind},{country},Hana Zzperson,hana@example.org,{phone}"


def _only_row(run: ImportRun) -> ImportRow:
    return ImportRow.objects.get(run=run)


@pytest.fixture
def project() -> Project:
    """A project that a file brought."""
    commit(_compared(_row()), by=None)
    return Project.objects.get()


@pytest.mark.medium
def test_the_same_file_again_changes_nothing_that_was_changed_by_hand(project: Project) -> None:
    assert project.organisation
    assert project.contact
    revise(project, {"title": "Welding", "country": "UG"}, by=None)
    revise(project.organisation, {"type": "education"}, by=None)
    revise(project.contact, {"phone": "+254 700 000002"}, by=None)
    run = _compared(_row())
    row = _only_row(run)
    assert row.state == RowState.UNCHANGED
    assert {(problem["code"], problem["column"], problem["value"]) for problem in row.problems} == {
        ("revised_stays", "Title", "Weldng"),
        ("revised_stays", "Country", "Kenya"),
        ("revised_stays", "Type of organisation", "NGO or civil society"),
        ("revised_stays", "Telephone", "+254 700 000001"),
    }
    commit(run, by=None)
    project = Project.objects.select_related("organisation", "contact").get()
    assert (text_for(project.title, OPERATOR), project.country, project.region) == ("Welding", "UG", "africa")
    assert project.organisation
    assert project.contact
    assert (project.organisation.type, project.contact.phone) == ("education", "+254 700 000002")


@pytest.mark.medium
def test_other_fields_of_the_same_row_are_written(project: Project) -> None:
    revise(project, {"title": "Welding"}, by=None)
    commit(_compared(_row(title="Welding at night", phone="+254 700 000009")), by=None)
    project = Project.objects.get()
    assert project.contact
    assert (text_for(project.title, OPERATOR), project.contact.phone) == ("Welding", "+254 700 000009")


@pytest.mark.medium
def test_what_was_put_back_is_the_files_again(project: Project) -> None:
    revise(project, {"title": "Welding"}, by=None)
    restore(Revision.objects.get(), by=None)
    run = _compared(_row(title="Welding at night"))
    assert _only_row(run).problems == []
    commit(run, by=None)
    assert text_for(Project.objects.get().title, OPERATOR) == "Welding at night"


@pytest.mark.medium
def test_a_file_that_says_what_was_written_by_hand_brings_no_remark(project: Project) -> None:
    revise(project, {"title": "Welding"}, by=None)
    row = _only_row(_compared(_row(title="Welding")))
    assert (row.state, row.problems) == (RowState.UNCHANGED, [])
