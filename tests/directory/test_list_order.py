"""The order and the sections of the directory's list."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from skillsnet.calls.models import Project
from skillsnet.taxonomy.models import Edition
from tests.factories import make_project

pytestmark = pytest.mark.django_db
ODD_ORDERS = ["order=zzz", "sections=zzz", "order=newest&sections=-1", "order=&sections=", "order=name&order=newest"]


def _titles(client: Client, query: str) -> list[str]:
    page = client.get(f"/directory/?{query}").content.decode()
    return re.findall(r"/projects/\d+/[^>]*>([^<]+)</a>\s*(?:</h|</th)", page)


def _headings(client: Client, query: str) -> list[str]:
    page = client.get(f"/directory/?{query}").content.decode()
    return re.findall(r'class="list-section">(?:<a [^>]*>)?([^<]+)', page)


@pytest.fixture
def projects(taxonomy: Edition) -> list[Project]:
    """Projects whose order by name, by country's name and by arrival differ."""
    return [
        make_project("C", country="KE", categories=("life-skills",)),
        make_project("A", country="DZ", categories=("training-delivery",)),
        make_project("B", country="", categories=()),
        make_project("D", country="KE", categories=("training-delivery",)),
    ]


@pytest.mark.medium
@pytest.mark.parametrize("view", ["", "view=table&"])
@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", "ABCD"),
        ("order=name", "ABCD"),
        ("order=newest", "DBAC"),
        # Algeria, Kenya, not stated.
        ("order=country", "ACDB"),
        ("sections=country&order=newest", "ADCB"),
        ("order=newest&country=KE", "DC"),
    ],
)
def test_the_list_has_the_order_asked_for(
    client: Client, projects: list[Project], view: str, query: str, titles: str
) -> None:
    assert "".join(_titles(client, view + query)) == titles


@pytest.mark.medium
def test_sections_have_headings_in_order_that_lead_to_their_pages(client: Client, projects: list[Project]) -> None:
    assert _headings(client, "sections=country") == ["Algeria", "Kenya", "Not stated"]
    assert _headings(client, "sections=region") == ["Africa", "Not stated"]
    assert _headings(client, "sections=category")[-1] == "Not stated"
    assert len(_headings(client, "sections=category")) == 3
    page = client.get("/directory/?sections=country").content.decode()
    assert '<a href="/countries/DZ/">Algeria</a>' in page
    assert _headings(client, "") == []


def test_links_of_the_page_keep_the_order(client: Client, projects: list[Project]) -> None:
    page = client.get("/directory/?country=KE&order=newest&sections=region").content.decode()
    assert 'href="?order=newest&amp;sections=region"' in page
    assert '<input type="hidden" name="order" value="newest">' in page


@pytest.mark.medium
@pytest.mark.parametrize("query", ODD_ORDERS)
def test_odd_orders_are_left_out(client: Client, projects: list[Project], query: str) -> None:
    assert len(_titles(client, query)) == 4


@pytest.mark.medium
def test_an_order_costs_no_query_however_many_there_are(client: Client, projects: list[Project]) -> None:
    def queries(query: str) -> int:
        with CaptureQueriesContext(connection) as counted:
            client.get(f"/directory/?{query}")
        return len(counted)

    queries("")
    usual = queries("")
    assert queries("order=country&sections=category") == usual
    for number in range(12):
        make_project(f"More {number}", country="PE", categories=("life-skills",))
    assert queries("order=country&sections=category") == usual
