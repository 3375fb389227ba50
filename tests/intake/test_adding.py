"""A project is added by hand: compared like a row of a file, written in the background, undone like an import."""

import pytest
from django.test import Client

from skillsnet.accounts.viewer import OPERATOR
from skillsnet.calls.models import Project
from skillsnet.core.errors import Invalid
from skillsnet.intake.actions import commit, take_typed_row, undo
from skillsnet.intake.enums import RowState, RunState
from skillsnet.intake.models import ImportRun, SavedMapping
from skillsnet.participants.models import Person
from skillsnet.participants.texts import text_for
from skillsnet.revisions.queries import field_values
from tests.factories import make_call

pytestmark = pytest.mark.django_db

ADDRESS = "/facilitate/projects/new/"
FILLED_IN = {
    "title": "Welding by night",
    "summary": "Welding is taught in the evening, after work.\nIt costs nothing.",
    "organisation": "Kiln Trust",
    "organisation_type": "ngo",
    "country": "TZ",
    "work_countries": "Kenya\nBolivia\nKorea, Republic of",
    "languages": "Swahili\nEnglish",
    "beneficiaries": ["persons_with_disabilities", "msmes", "youth"],
    "stage": "scaling",
    "website": "https://kiln.example.org/night",
    "contact_name": "Hana Zzperson",
    "contact_email": "Hana@people.example.org",
    "contact_phone": "+255 700 000001",
    "contact_position": "Head of training",
}


def _add(client: Client, **changes: object) -> ImportRun:
    call = make_call(title="First call")
    answer = client.post(ADDRESS, {"call": call.pk, **FILLED_IN, **changes})
    assert answer.status_code == 302, answer.context["form"].errors
    return ImportRun.objects.order_by("-pk")[0]


def test_everything_that_was_typed_in_is_written(facilitator_client: Client) -> None:
    run = _add(facilitator_client)
    assert run.state == RunState.COMMITTED
    project = Project.objects.select_related("organisation", "contact").get()
    assert field_values(project) == {
        "title": "Welding by night",
        "summary": "Welding is taught in the evening, after work.\nIt costs nothing.",
        "language": "en",
        "country": "TZ",
        "work_countries": ["KE", "BO", "KR"],
        "languages": ["sw", "en"],
        "beneficiaries": ["persons_with_disabilities", "msmes", "youth"],
        "stage": "scaling",
        "status": "submitted",
        "website": "https://kiln.example.org/night",
        "submitted_on": "",
        "external_id": "",
    }
    assert project.organisation
    assert project.contact
    assert (text_for(project.organisation.name, OPERATOR), project.organisation.type) == ("Kiln Trust", "ngo")
    person = project.contact
    assert (person.name, person.email, person.phone) == ("Hana Zzperson", "hana@people.example.org", "+255 700 000001")
    assert person.position == "Head of training"


@pytest.mark.medium
@pytest.mark.parametrize("title", ["Total", "Title", "1", "Yes", "A, B and C; D", "=1+1", "Welding (English), night"])
def test_a_title_is_a_title_whatever_it_looks_like(facilitator_client: Client, title: str) -> None:
    run = _add(facilitator_client, title=title)
    if run.state == RunState.PREVIEW:
        commit(run, by=None)
    assert text_for(Project.objects.get().title, OPERATOR) == title


def test_a_title_alone_is_enough(facilitator_client: Client) -> None:
    call = make_call()
    answer = facilitator_client.post(ADDRESS, {"call": call.pk, "title": "Welding by night"})
    assert answer.status_code == 302
    assert ImportRun.objects.get().state == RunState.COMMITTED


@pytest.mark.medium
def test_what_may_be_there_already_is_asked_first(facilitator_client: Client) -> None:
    _add(facilitator_client)
    run = _add(facilitator_client)
    assert run.state == RunState.PREVIEW
    assert run.rows.get().state == RowState.UNCHANGED
    assert Project.objects.count() == 1


def test_a_person_named_in_the_text_is_asked_about_before_it_is_written(facilitator_client: Client) -> None:
    run = _add(facilitator_client, summary="Led by Hana Zzperson.")
    assert run.state == RunState.PREVIEW
    assert not Project.objects.exists()


@pytest.mark.medium
def test_it_is_undone_like_an_import_and_teaches_no_mapping(facilitator_client: Client) -> None:
    run = _add(facilitator_client)
    assert not SavedMapping.objects.exists()
    assert "Added by hand" in facilitator_client.get("/facilitate/imports/").content.decode()
    undo(run, by=None)
    assert not Project.objects.exists()


@pytest.mark.medium
def test_pages_of_the_run_answer(facilitator_client: Client) -> None:
    run = _add(facilitator_client, summary="Led by Hana Zzperson.")
    for page in ("", "preview/", "columns/", "questions/", "values/", "delete/", "left-out.csv"):
        assert facilitator_client.get(f"/facilitate/imports/{run.pk}/{page}").status_code in (200, 302), page


@pytest.mark.medium
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": ""}, "This field is required."),
        ({"work_countries": "Atlantis"}, "“Atlantis” is not a country in our list."),
        ({"website": "none"}, "Enter a valid URL."),
        ({"contact_email": "hana"}, "Enter a valid email address."),
        ({"call": "0"}, "Select a valid choice."),
    ],
)
def test_it_says_what_is_wrong_and_writes_nothing(
    facilitator_client: Client, change: dict[str, str], sentence: str
) -> None:
    answer = facilitator_client.post(ADDRESS, {"call": make_call().pk, **FILLED_IN, **change})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_without_a_call_it_says_what_to_do(facilitator_client: Client) -> None:
    assert "There is no call yet." in facilitator_client.get(ADDRESS).content.decode()


def test_a_row_without_a_title_is_refused() -> None:
    with pytest.raises(Invalid):
        take_typed_row({"title!": "Welding"}, call=make_call(), by=None)
    assert not ImportRun.objects.exists()


@pytest.mark.medium
def test_an_organisation_without_a_project_is_added_with_its_contact_person(facilitator_client: Client) -> None:
    call = make_call(title="First call")
    fields = {name: FILLED_IN[name] for name in ("organisation", "organisation_type", "country", "summary")}
    fields |= {name: FILLED_IN[name] for name in ("contact_name", "contact_email", "website")}
    empty = facilitator_client.post("/facilitate/organisations/new/", {"call": call.pk})
    assert (empty.status_code, "title" in empty.context["form"].fields) == (422, False)
    answer = facilitator_client.post("/facilitate/organisations/new/", {"call": call.pk, **fields})
    assert answer.status_code == 302, answer.context["form"].errors
    run = ImportRun.objects.get()
    assert run.state == RunState.COMMITTED
    project = Project.objects.select_related("organisation", "contact").get()
    assert project.organisation
    assert project.contact
    assert (project.kind, text_for(project.organisation.name, OPERATOR)) == ("organisation", "Kiln Trust")
    assert (project.contact.name, project.country) == ("Hana Zzperson", "TZ")
    undo(run, by=None)
    assert not Project.objects.exists()


@pytest.mark.medium
def test_a_person_is_added_with_the_organisation_that_they_belong_to(facilitator_client: Client) -> None:
    call = make_call(title="First call")
    filled_in = {"call": call.pk, "contact_name": "Hana Zzperson", "contact_email": "Hana@people.example.org"}
    filled_in |= {"contact_position": "Head of training", "organisation": "Kiln Trust", "country": "TZ"}
    answer = facilitator_client.post("/facilitate/people/new/", filled_in)
    assert answer.status_code == 302, answer.context["form"].errors
    person = Person.objects.get()
    assert (person.name, person.email, person.position) == (
        "Hana Zzperson",
        "hana@people.example.org",
        "Head of training",
    )
    assert [place.organisation.country for place in person.affiliations.select_related("organisation")] == ["TZ"]
    undo(ImportRun.objects.get(), by=None)
    assert not Person.objects.exists()


def test_a_person_without_name_and_address_is_refused_at_the_field(facilitator_client: Client) -> None:
    filled_in = {"call": make_call().pk, "organisation": "Kiln Trust"}
    answer = facilitator_client.post("/facilitate/people/new/", filled_in)
    assert (answer.status_code, answer.content.decode().count("Enter a name or a mail address.")) == (422, 2)
    assert not ImportRun.objects.exists()
