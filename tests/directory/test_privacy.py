"""What a viewer may not see stands nowhere on the directory's pages; what facilitators may, does."""

import io

import openpyxl
import pytest
from django.test import Client

from skillsnet.calls.models import Project
from tests.factories import make_organisation, make_person, make_project

pytestmark = pytest.mark.django_db

SECRETS = [
    "Adà Contactperson", "ada.canary@example.org", "+254 712 345 678", "Head of canaries", "Éve Individual-Participant",
    "https://eve-alone.example.org", "text.canary@example.org", "secret cell", "finalist-canary",
]  # fmt: skip


@pytest.fixture
def planted() -> list[Project]:
    """One project whose contact must stay hidden, and one of a participant alone."""
    contact = make_person(SECRETS[0], email=SECRETS[1], phone=SECRETS[2], position=SECRETS[3])
    first = make_project(
        "Open project", contact=contact, summary="Write to text.canary@example.org please.",
        extra={"Notes of the jury": "secret cell"}, external_id="finalist-canary",
    )  # fmt: skip
    alone = make_organisation("Éve Individual-Participant", type="individual", website="https://eve-alone.example.org")
    return [first, make_project("Project of one", organisation=alone, website="https://eve-alone.example.org")]


def everything(client: Client, planted: list[Project]) -> str:
    addresses = [
        "/directory/", "/directory/?view=table", "/directory/?q=canary", "/directory/?q=individual", "/countries/KE/",
        *(f"/projects/{project.pk}/{part}" for project in planted for part in ("", "sheet/")),
    ]  # fmt: skip
    pages = [client.get(address).content.decode() for address in addresses]
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/directory.xlsx").content)).active
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    lines = b"".join(client.get("/directory.csv").streaming_content).decode()
    return "\n".join([*pages, *cells, lines])


def found_in(text: str) -> list[str]:
    # The questions themselves stand in the search field.
    return [secret for secret in SECRETS if secret in text]


@pytest.mark.medium
def test_strangers_and_members_find_no_trace(planted: list[Project], client: Client, member_client: Client) -> None:
    assert found_in(everything(client, planted)) == []
    assert found_in(everything(member_client, planted)) == []


@pytest.mark.medium
def test_facilitators_see_all_of_it(planted: list[Project], facilitator_client: Client) -> None:
    assert found_in(everything(facilitator_client, planted)) == SECRETS


def test_the_page_says_that_there_is_somebody(planted: list[Project], client: Client) -> None:
    assert "are hidden until they agree to show them" in client.get(f"/projects/{planted[0].pk}/").content.decode()
    assert "No contact person was stated" in client.get(f"/projects/{planted[1].pk}/").content.decode()


@pytest.mark.medium
def test_names_of_people_cannot_be_searched(planted: list[Project], client: Client) -> None:
    for query in ("contactperson", "canary", "participant", "ada"):
        assert (
            "No project matches your search and filters" in client.get("/directory/", {"q": query}).content.decode()
        ), query


def test_the_form_for_categories_is_for_facilitators(
    planted: list[Project], client: Client, member_client: Client, facilitator_client: Client
) -> None:
    address = f"/projects/{planted[0].pk}/"
    shown = ["/confirm/" in c.get(address).content.decode() for c in (client, member_client, facilitator_client)]
    assert shown == [False, False, True]
