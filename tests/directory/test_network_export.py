"""Everything that a viewer may see in one workbook, and the sheet of projects read back in."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from skillsnet.accounts.viewer import ANYONE, OPERATOR
from skillsnet.audit.models import AuditRecord
from skillsnet.calls.enums import Beneficiary, ProjectStatus, Stage
from skillsnet.calls.models import Call, Link, NamedPerson, Project
from skillsnet.core.taxonomy.lists import find_value
from skillsnet.directory.queries.network_sheets import NetworkExport
from skillsnet.intake.actions import commit, preview, start_run
from skillsnet.intake.own_columns import OWN_FIELDS, own_guesses
from skillsnet.participants.enums import OrganisationType
from skillsnet.taxonomy.models import Edition
from tests.factories import make_call, make_decision, make_person, make_project
from tests.intake.sheets import photograph, previewed
from tests.repo.test_canary import ANSWER, CANARIES, DECIDER, REASON
from tests.repo.test_canary import project as project

pytestmark = pytest.mark.django_db

HEADER = (
    *("ID", "Title", "Summary", "Organisation", "Type of organisation", "Organisation website", "Country"),
    *("Languages", "Beneficiaries", "Stage", "Contact person", "E-mail", "Telephone", "Gender", "Category"),
)
ADA = (
    *("A-1", "Welding at night", "We teach welding.\nAt night.", "Atelier Ada", "NGO", "https://ada.example.org"),
    *("Kenya", "French; Swahili", "Women; Youth", "Pilot", "Ada Ålund", "ada@example.org", "+254 20 123456"),
    *("f", "Life skills"),
)
BO = ("A-2", "'=1+1", "=cmd", "Forge Bo", "", "", "Senegal", "", "", "", "Bo Née", "", "", "", "")
CY = ("", "Taller de Cy", "", "", "", "", "Peru", "Spanish", "", "", "", "", "", "m", "")


def sheets_of(client: Client, **data: str) -> dict[str, list[list[str]]]:
    answer = client.post(reverse("network_export"), data)
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return {sheet.title: [[str(c.value or "") for c in row] for row in sheet.iter_rows()] for sheet in book.worksheets}


def words(export: NetworkExport) -> str:
    return "\n".join(cell for sheet in export.sheets() for row in sheet.rows() for cell in row)


def test_a_facilitator_gets_a_sheet_of_each_and_the_trail_says_so(
    taxonomy: Edition, facilitator_client: Client
) -> None:
    first, second = make_project("First", categories=("life-skills",)), make_project("Second")
    make_decision(second, ("training-delivery",), source="facilitator", note="Seen by two.")
    Link.objects.create(source=first, target=second, kind="partner")
    sheets = sheets_of(facilitator_client)
    assert list(sheets) == ["Projects", "Categories", "Organisations", "People", "Decisions", "Declared links"]
    assert [row[1] for row in sheets["Projects"]] == ["Project title", "First", "Second"]
    assert [row[6] for row in sheets["Categories"][1:]] == ["Life skills", "Training delivery"]
    assert [row[10] for row in sheets["Decisions"][1:]] == ["", "Seen by two."]
    assert [row[0::2][:3] for row in sheets["Declared links"][1:]] == [["First", "Second", "partner"]]
    assert AuditRecord.objects.get(act="directory.export_network").subject == "network"


def test_it_is_for_facilitators_and_opening_the_page_exports_nothing(
    client: Client, member_client: Client, facilitator_client: Client
) -> None:
    address = reverse("network_export")
    assert (client.post(address).status_code, member_client.post(address).status_code) == (302, 404)
    assert facilitator_client.get(address).status_code == 200
    wrong = facilitator_client.post(address, {"call": "nowhere"})
    assert (wrong.status_code, "Choose a call of the list." in wrong.content.decode()) == (422, True)
    assert not AuditRecord.objects.filter(act="directory.export_network").exists()


@pytest.mark.medium
def test_each_field_is_for_those_who_may_see_it(project: Project, facilitator_client: Client) -> None:
    everybody = words(NetworkExport(ANYONE, "en", "/{id}/"))
    assert {canary for canary in CANARIES if canary in everybody} == set()
    assert "Welding by night" in everybody
    sheets = sheets_of(facilitator_client)
    held = "\n".join(cell for rows in sheets.values() for row in rows for cell in row)
    assert {canary for canary in CANARIES if canary not in held} == {ANSWER, DECIDER, REASON}


def test_one_call_alone_is_exported_without_the_others(taxonomy: Edition, facilitator_client: Client) -> None:
    make_project("Here", call=make_call("here"))
    make_project("There", call=make_call("there"))
    whole = sheets_of(facilitator_client)["Projects"]
    here = sheets_of(facilitator_client, call="here")
    assert ("Call" in whole[0], [row[1] for row in whole[1:]]) == (True, ["Here", "There"])
    assert ("Call" in here["Projects"][0], [row[1] for row in here["Projects"][1:]]) == (False, ["Here"])
    assert [len(here[name]) for name in ("Categories", "Organisations")] == [2, 2]


@pytest.mark.medium
@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_sheet_of_projects_is_read_back_and_changes_nothing(
    language: str, taxonomy: Edition, facilitator_client: Client
) -> None:
    commit(previewed([HEADER, ADA, BO, CY]), by=None)
    assert Project.objects.count() == 3
    before = photograph()
    call = Call.objects.get()
    facilitator_client.cookies["django_language"] = language
    answer = facilitator_client.post(reverse("network_export"), {"call": call.slug})
    file = io.BytesIO(b"".join(answer.streaming_content))
    run = preview(start_run(file, name="network.xlsx", call=call, by=None))
    filled = {name: field for name, field in run.mapping.items() if field not in ("ignore", "extra")}
    assert set(filled.values()) == {
        *("external_id", "title", "summary", "organisation", "organisation_type", "organisation_website", "country"),
        *("languages", "beneficiaries", "category", "stage", "status"),
        *("contact_name", "contact_email", "contact_phone"),
    }
    assert [name for name, field in run.mapping.items() if field == "extra"] == ["Gender"]
    assert {name: run.counts[name] for name in ("rows", "new", "updated", "unchanged", "asks", "errors")} == {
        "rows": 3,
        "new": 0,
        "updated": 0,
        "unchanged": 3,
        "asks": 0,
        "errors": 0,
    }
    commit(run, by=None)
    assert photograph() == before


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_words_of_each_list_are_read_as_they_are_written(language: str) -> None:
    lists = {
        "organisation_types": OrganisationType,
        "stages": Stage,
        "project_statuses": ProjectStatus,
        "beneficiaries": Beneficiary,
    }
    with override(language):
        written = {(kind, value.value, str(value.label)) for kind, values in lists.items() for value in values}
    assert {(kind, find_value(kind, label), label) for kind, _value, label in written} == written


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_our_own_columns_are_known_by_their_names_and_a_file_of_others_is_not_taken_for_ours(language: str) -> None:
    with override(language):
        header = next(iter(NetworkExport(ANYONE, language, "/{id}/").sheets()[0].rows()))
    guesses = own_guesses([*header, "Sector"])
    assert [guesses[name].target_field for name in header] == list(OWN_FIELDS)
    assert guesses["Sector"].target_field == "extra"
    assert own_guesses(HEADER) == {}


def test_reading_takes_the_same_few_queries_whatever_the_size(
    taxonomy: Edition, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def count() -> int:
        with django_assert_num_queries(60, exact=False) as asked:
            words(NetworkExport(OPERATOR, "en", "/{id}/"))
        return len(asked)

    make_project("One", categories=("life-skills",))
    first = count()
    for number in range(3):
        make_project(f"More {number}", categories=("life-skills",))
    assert count() == first


def test_projects_of_people_and_links_are_looked_up_by_their_ids_and_not_among_all_for_each_piece() -> None:
    hana, bo = make_person("Hana"), make_person("Bo")
    first, second = make_project("First", contact=hana), make_project("Second", contact=bo)
    withdrawn = make_project("Third", status="withdrawn")
    for submission, person in ((second, hana), (withdrawn, bo)):
        NamedPerson.objects.create(project=submission, person=person)
    for source, target in ((first, withdrawn), (withdrawn, second), (second, first)):
        Link.objects.create(source=source, target=target)
    people, links = (NetworkExport(OPERATOR, "en", "/{id}/").sheets()[place].rows() for place in (3, 5))
    with CaptureQueriesContext(connection) as asked:
        titles = {row[0]: row[5] for row in people}
        ends = [(row[0], row[2]) for row in links]
    assert titles == {"Name": "Projects", "Hana": "First; Second", "Bo": "Second"}
    assert ends == [("From", "To"), ("Second", "First")]
    assert [query["sql"] for query in asked if "(SELECT" in query["sql"]] == []
