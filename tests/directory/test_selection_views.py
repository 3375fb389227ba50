"""Taking what is seen on the map along into the list."""

import pytest
from django.test import Client

from skillsnet.facets.models import Selection
from tests.directory.test_views import linked, page_of
from tests.factories import make_project

pytestmark = pytest.mark.django_db
ADDRESS = "/directory/only/"


@pytest.mark.medium
def test_the_list_holds_only_what_was_taken_and_keeps_the_choice(client: Client) -> None:
    one, other, third = (make_project(country=code).pk for code in ("KE", "KE", "FR"))
    answer = client.post(ADDRESS, {"ids": f"{one}, {third}", "country": "KE", "colour": "stage", "view": "table"})
    code = Selection.objects.get().code
    assert answer["Location"] == f"/directory/?view=table&colour=stage&country=KE&only={code}"
    page = page_of(client, answer["Location"])
    assert linked(page) == [one]
    assert "Showing only the 2 projects selected on the map." in page
    assert 'href="?view=table&amp;colour=stage&amp;country=KE"' in page
    assert f'name="only" value="{code}"' in page
    assert other not in linked(page_of(client, f"/directory/?only={code}"))


@pytest.mark.parametrize(
    "following", ["country=KE&group=region", "?country=KE&group=region", "/map/?country=KE&group=region"]
)
def test_the_choice_may_come_as_a_query(following: str, client: Client) -> None:
    one = make_project(country="KE").pk
    location = client.post(ADDRESS, {"ids": str(one), "next": following})["Location"]
    assert location == f"/directory/?group=region&country=KE&only={Selection.objects.get().code}"


@pytest.mark.medium
@pytest.mark.parametrize("ids", ["", "x,-1,1e5,٣", "999999", "9" * 60, "0"])
def test_a_selection_of_nobody_is_told_above_the_list(ids: str, client: Client) -> None:
    make_project()
    page = client.post(ADDRESS, {"ids": ids, "country": "KE"}, follow=True)
    assert page.redirect_chain == [("/directory/?country=KE", 302)]
    assert "None of these projects is in the network any more." in page.content.decode()


def test_a_forgotten_selection_says_so(client: Client) -> None:
    make_project()
    page = page_of(client, f"/directory/?only={'a' * 26}")
    assert "is no longer stored" in page
    assert linked(page) == []


def test_pages_of_a_selection_files_and_profiles_keep_it(client: Client) -> None:
    one, other = make_project("One").pk, make_project("Other").pk
    location = client.post(ADDRESS, {"ids": str(one)})["Location"]
    query = location.partition("?")[2]
    lines = b"".join(client.get(f"/directory.csv?{query}").streaming_content).decode()
    assert ("One" in lines, "Other" in lines) == (True, False)
    assert "1 of 1" in page_of(client, f"/projects/{one}/?{query}")
    assert f"/map/?{query}" in page_of(client, location)
    assert other != one
