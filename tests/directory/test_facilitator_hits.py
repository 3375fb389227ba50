"""Facilitators find people, addresses, numbers and extra fields; nobody else finds by them."""

from typing import Any

import pytest
from django.test import Client

from skillsnet.calls.models import FacilitatorDocument, Project
from tests.factories import make_organisation, make_person, make_project

pytestmark = pytest.mark.django_db

HEADING = "Found in what only facilitators see"


@pytest.fixture
def planted() -> Project:
    person = make_person("Adà Zzperson", email="zz.ada@example.org", phone="+254 712 345 678", position="Zzdirector")
    alone = make_organisation("Zzalone Wagtail", type="individual")
    return make_project(
        "Open project", contact=person, organisation=alone, external_id="ZZ-0042", extra={"Notes": "zzjury likes it"},
        summary="Call +254 799 123456 or write to zztext@example.org about welding.",
    )  # fmt: skip


@pytest.mark.medium
@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("ada zzperson", "Adà Zzperson"), ("zz.ada@example.org", "zz.ada@example.org"), ("712 345", "+254 712 345 678"),
        ("254712345678", "+254 712 345 678"), ("zzdirector", "Zzdirector"), ("zz-0042", "ZZ-0042"),
        ("ZZ0042", "ZZ-0042"),
        ("zzjury", "zzjury likes it"), ("zzalone", "Zzalone Wagtail"), ("zztext", "Open project"),
    ],
)  # fmt: skip
def test_a_facilitator_finds_by_what_only_facilitators_see(
    planted: Project, facilitator_client: Client, words: str, value: str
) -> None:
    page = facilitator_client.get("/directory/", {"q": words}).content.decode()
    assert HEADING in page
    assert f"<bdi>{value}</bdi>" in page


@pytest.mark.medium
@pytest.mark.parametrize(
    "words", ["zzperson", "zz.ada", "254712345678", "zzdirector", "zz-0042", "zzjury", "zzalone", "zztext"]
)
def test_nobody_else_finds_by_it(planted: Project, client: Client, member_client: Client, words: str) -> None:
    for reader in (client, member_client):
        page = reader.get("/directory/", {"q": words}).content.decode()
        assert HEADING not in page
        assert "Open project" not in page
        assert "Did you mean" not in page


def test_projects_kept_off_public_pages_are_found_and_said_so(
    planted: Project, facilitator_client: Client, client: Client
) -> None:
    Project.objects.filter(pk=planted.pk).update(publication_decision="off")
    page = facilitator_client.get("/directory/", {"q": "welding"}).content.decode()
    assert HEADING in page
    assert "Kept off public pages" in page
    assert HEADING not in client.get("/directory/", {"q": "welding"}).content.decode()


def test_what_everybody_finds_is_not_listed_again(planted: Project, facilitator_client: Client) -> None:
    assert HEADING not in facilitator_client.get("/directory/", {"q": "welding"}).content.decode()


def test_words_go_with_their_project(planted: Project) -> None:
    assert FacilitatorDocument.objects.count() == 1
    planted.delete()
    assert not FacilitatorDocument.objects.exists()


@pytest.mark.medium
def test_the_number_of_queries_does_not_grow(
    planted: Project, facilitator_client: Client, django_assert_num_queries: Any
) -> None:
    def queries() -> int:
        facilitator_client.get("/directory/", {"q": "zzperson"})
        with django_assert_num_queries(99, exact=False) as asked:
            facilitator_client.get("/directory/", {"q": "zzperson"})
        return len(asked)

    before = queries()
    for number in range(3):
        make_project(f"Further {number}", contact=make_person(f"Bo Zzperson {number}"), extra={"Notes": "zz"})
    assert queries() == before
