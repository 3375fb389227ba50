"""Extra fields on the directory's pages: who sees them, who may filter by them."""

import pytest
from django.test import Client

from skillsnet.calls.actions import FieldDraft, add_field
from tests.directory.test_sheets import csv_rows
from tests.directory.test_views import _queries, linked, page_of
from tests.factories import make_project

pytestmark = pytest.mark.django_db
SOLAR, NAME = "Zzcanary-solar", "Zzcanary-theme"


@pytest.fixture
def projects(request: pytest.FixtureRequest) -> list[int]:
    """Two projects with a value in a field that the audience asked for may see."""
    made = [make_project(title, extra={"Theme": f"{SOLAR}; sea", "Budget": "1,200"}).pk for title in ("A", "B")]
    made.append(make_project("C").pk)
    add_field(FieldDraft(NAME, ("Theme",), "several", request.param, ";"), by=None)
    add_field(FieldDraft(f"{NAME} budget", ("Budget",), "number", request.param), by=None)
    return made


def seen(client: Client, pk: int) -> list[bool]:
    addresses = ["/directory/", f"/projects/{pk}/", f"/projects/{pk}/sheet/"]
    pages = [page_of(client, address) for address in addresses]
    return [NAME in page for page in (*pages, str(csv_rows(client)))]


AUDIENCES = ["public", "members", "facilitators"]


@pytest.mark.medium
@pytest.mark.parametrize(("projects", "who"), [(one, one) for one in AUDIENCES], indirect=["projects"])
def test_a_field_is_seen_by_those_it_is_meant_for_and_nobody_else(
    projects: list[int], who: str, client: Client, member_client: Client, facilitator_client: Client
) -> None:
    place = AUDIENCES.index(who)
    clients = [client, member_client, facilitator_client]
    assert [seen(one, projects[0]) for one in clients] == [[at >= place] * 4 for at in range(3)]


@pytest.mark.medium
@pytest.mark.parametrize("projects", ["members"], indirect=True)
def test_a_visitor_cannot_count_by_what_only_members_see(
    projects: list[int], client: Client, member_client: Client
) -> None:
    for query in (f"field-{NAME.lower()}={SOLAR}", f"field-{NAME.lower()}=-", f"field-{NAME.lower()}=x"):
        assert len(linked(page_of(client, f"/directory/?{query}"))) == 3
        assert len(csv_rows(client, f"/directory.csv?{query}")) == 4
    found = [len(linked(page_of(member_client, f"/directory/?field-{NAME.lower()}={value}"))) for value in (SOLAR, "-")]
    assert found == [2, 1]


@pytest.mark.parametrize("projects", ["public"], indirect=True)
def test_a_sheet_has_the_fields_as_its_last_columns(projects: list[int], client: Client) -> None:
    rows = csv_rows(client)
    assert [row[-2:] for row in rows] == [[NAME, f"{NAME} budget"], [f"{SOLAR}; sea", "1200"],
                                          [f"{SOLAR}; sea", "1200"], ["", ""]]  # fmt: skip


@pytest.mark.medium
@pytest.mark.parametrize("projects", ["public"], indirect=True)
def test_all_of_a_facet_is_offered_once_two_values_are_chosen(projects: list[int], client: Client) -> None:
    key = f"field-{NAME.lower()}"
    switch = f'name="all" value="{key}"'
    pages = [page_of(client, f"/directory/?{key}={SOLAR}{more}") for more in ("", f"&{key}=-", f"&{key}=-&all={key}")]
    assert [switch in page for page in pages] == [False, True, True]
    assert [f"{switch} checked" in page for page in pages] == [False, False, True]
    assert [len(linked(page)) for page in pages] == [2, 3, 0]


@pytest.mark.medium
@pytest.mark.parametrize("projects", ["public"], indirect=True)
@pytest.mark.parametrize("address", ["/directory/?all=language&language=en", "/directory.csv", "/projects/{}/"])
def test_number_of_queries_does_not_grow(projects: list[int], address: str, client: Client) -> None:
    numbers = []
    for count in (1, 5):
        for _ in range(count):
            make_project(extra={"Theme": "sea"}, organisation=None)
        numbers.append(_queries(client, address.format(projects[0])))
    assert numbers[0] == numbers[1], numbers
