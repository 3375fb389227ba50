"""The directory's pages."""

import itertools
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from skillsnet.calls.models import Project
from skillsnet.directory.views.projects import CARDS_PER_PAGE
from skillsnet.matching.models import Suggestion
from skillsnet.taxonomy.models import Edition
from tests.factories import make_organisation, make_person, make_project

pytestmark = pytest.mark.django_db


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def linked(page: str) -> list[int]:
    """Return the numbers of the projects a page links to, in order, each once."""
    return list(dict.fromkeys(int(number) for number in re.findall(r'href="/projects/(\d+)/', page)))


@pytest.mark.parametrize("view", ["", "&view=table"])
def test_list_and_table_show_the_same_choice(view: str, client: Client) -> None:
    kenyan = make_project("In Kenya", country="KE")
    make_project("In France", country="FR")
    make_project("Withdrawn", country="KE", status="withdrawn")
    assert linked(page_of(client, f"/directory/?country=KE{view}")) == [kenyan.pk]


@pytest.mark.medium
@pytest.mark.parametrize("number", ["zzz", "0", "-1", "999", "", "1e9", "9" * 40])
def test_pages_with_odd_numbers_answer(number: str, client: Client) -> None:
    for place in range(CARDS_PER_PAGE + 1):
        make_project(f"Project {place:02}")
    assert len(linked(page_of(client, f"/directory/?page={number}"))) in (1, CARDS_PER_PAGE)


@pytest.mark.medium
def test_links_of_pages_keep_the_choice(client: Client) -> None:
    for _ in itertools.repeat(None, CARDS_PER_PAGE + 1):
        make_project(country="KE")
    assert 'href="?country=KE&amp;page=2"' in page_of(client, "/directory/?country=KE")


def test_a_chosen_value_can_be_given_up(client: Client) -> None:
    make_project(country="KE")
    page = page_of(client, "/directory/?country=KE&region=africa&q=welding")
    for address in ("?region=africa&amp;q=welding", "?country=KE&amp;q=welding", "?region=africa&amp;country=KE"):
        assert f'href="{address}"' in page


@pytest.mark.parametrize("address", ["/projects/{}/", "/projects/{}/sheet/"])
@pytest.mark.parametrize("number", ["0", "999999", str(2**63), "9" * 60])
def test_unknown_projects_are_not_found(address: str, number: str, client: Client) -> None:
    assert client.get(address.format(number)).status_code == 404


def test_withdrawn_projects_are_not_found(client: Client) -> None:
    gone = make_project(status="withdrawn")
    assert client.get(f"/projects/{gone.pk}/").status_code == 404


def test_profile_walks_within_the_choice(client: Client) -> None:
    first, _, third = (make_project(title, country=code) for title, code in (("A", "KE"), ("B", "FR"), ("C", "KE")))
    page = page_of(client, f"/projects/{first.pk}/?country=KE")
    assert f'rel="next" href="/projects/{third.pk}/?country=KE"' in page
    assert 'rel="prev"' not in page
    assert "1 of 2" in page


@pytest.mark.medium
@pytest.mark.parametrize("address", ["/projects/{}/", "/projects/{}/sheet/"])
def test_similar_projects_come_with_their_reason(address: str, client: Client) -> None:
    one = make_project("Boats", summary="Welding of boats.", language="en")
    other = make_project("Weld", summary="Of boats.", language="en")
    gone = make_project("Gone", status="withdrawn")
    for rank, found in enumerate((other, gone)):
        words = ["Welding", "boats"]
        Suggestion.objects.create(project=one, similar_project=found, rank=rank, score=0.5, shared_words=words)
    page = page_of(client, address.format(one.pk))
    assert re.findall(r'data-similar-id="(\d+)"', page) == [str(other.pk)]
    assert "<p>Both write about welding.</p><p>Both use the word “boats”.</p>" in page


def test_other_projects_of_the_organisation_are_named(client: Client) -> None:
    organisation = make_organisation("Ada’s school")
    one, two = make_project("One", organisation=organisation), make_project("Two", organisation=organisation)
    make_project("Elsewhere")
    assert two.pk in linked(page_of(client, f"/projects/{one.pk}/"))
    assert linked(page_of(client, f"/projects/{one.pk}/"))[-1] == two.pk


def test_map_link_selects_the_project_in_its_choice(client: Client) -> None:
    one = make_project(country="KE")
    assert f'href="/map/?country=KE&amp;selected={one.pk}"' in page_of(client, f"/projects/{one.pk}/?country=KE")


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.medium
@pytest.mark.parametrize(
    "address",
    ["/directory/", "/directory/?view=table", "/directory/?q=project", "/directory.csv", "/directory.xlsx",
     "/categories/", "/categories/life-skills/", "/countries/", "/countries/KE/", "/projects/{}/"],
)  # fmt: skip
def test_number_of_queries_does_not_grow(address: str, taxonomy: Edition, client: Client) -> None:
    organisation, numbers = make_organisation(), []
    for count in (1, 2, 9):
        for _ in itertools.repeat(None, count):
            made = make_project(categories=("life-skills",), organisation=organisation, contact=make_person())
        for rank, other in enumerate(Project.objects.exclude(pk=made.pk)[:4]):
            Suggestion.objects.create(project=made, similar_project=other, rank=rank, score=0.5)
        numbers.append(_queries(client, address.format(made.pk)))
    # With the first project alone there is nothing similar and no sibling to read more of.
    assert numbers[1] == numbers[2], numbers
