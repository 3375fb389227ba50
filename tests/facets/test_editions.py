"""The network in the categories of either edition: counts, lists, exports, the map, and old links."""

import json
import re

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from skillsnet.accounts.models import User
from skillsnet.calls.models import Project
from skillsnet.facets.editions import edition_choice
from skillsnet.facets.enums import NOT_STATED, FacetKey
from skillsnet.facets.filters import Filters
from skillsnet.facets.queries import projects, value_counts
from skillsnet.netmap.build import cleanup
from skillsnet.netmap.files import map_folder
from skillsnet.netmap.models import MapVersion
from skillsnet.netmap.queries import current_map
from skillsnet.taxonomy.models import Edition
from tests.factories import make_decision, make_project, replaced_names

OLD, NEW = "sectoral-approaches", "skills-ecosystem"
pytestmark = pytest.mark.django_db


@pytest.fixture
def moved(taxonomy: Edition, facilitator: User) -> Project:
    """A project that stands in one category of the first edition and in another of the second, beside a newer one."""
    first = Edition.objects.get(taxonomy=taxonomy.taxonomy, number=1)
    project = make_project("Textile council", categories=(NEW,), source="facilitator")
    make_decision(project, (OLD,), edition=first, source="facilitator", by=facilitator)
    make_project("Newer one", categories=("life-skills",))
    return project


def asked(address: str) -> Filters:
    return Filters.from_query(QueryDict(address))


def test_counts_and_lists_are_those_of_the_edition(moved: Project) -> None:
    first, today = asked("edition=1"), asked("")
    assert {slug: n for slug, n in value_counts(FacetKey.CATEGORY, first).items() if n} == {OLD: 1, NOT_STATED: 1}
    assert {slug for slug, n in value_counts(FacetKey.CATEGORY, today).items() if n} == {NEW, "life-skills"}
    assert list(projects(asked(f"edition=1&category={OLD}"))) == [moved]


@pytest.mark.medium
@pytest.mark.parametrize(
    ("address", "edition", "category"),
    [
        (f"category={OLD}", 1, (OLD,)),
        (f"category={NEW}", None, (NEW,)),
        ("category=training-delivery", None, ("training-delivery",)),
        (f"edition=2&category={NEW}", None, (NEW,)),
        (f"edition=1&category={NEW}", 1, ()),
        ("edition=7", None, ()),
        ("edition=99999999999999999999", None, ()),
        ("edition=x&category=nothing", None, ()),
        (f"category={OLD}&category={NEW}", None, (NEW,)),
    ],
)
def test_an_address_means_an_edition(
    moved: Project, address: str, edition: int | None, category: tuple[str, ...]
) -> None:
    found = asked(address)
    assert (found.edition, found.values("category")) == (edition, category)
    assert asked(found.to_query()) == found


def test_the_choice_is_offered_only_where_projects_stand_in_more_than_one(taxonomy: Edition, facilitator: User) -> None:
    project = make_project(categories=(NEW,))
    assert edition_choice(asked("")) == []
    first = Edition.objects.get(taxonomy=taxonomy.taxonomy, number=1)
    make_decision(project, (OLD,), edition=first, source="facilitator", by=facilitator)
    choices = [
        (one.number, one.is_in_force, one.is_chosen, one.query) for one in edition_choice(asked("region=africa"))
    ]
    assert choices == [(2, True, True, "region=africa"), (1, False, False, "edition=1&region=africa")]


def test_the_list_the_table_and_the_sheet_show_the_edition(moved: Project, client: Client) -> None:
    pages = [
        client.get(address).content.decode()
        for address in ("/directory/?edition=1", "/directory/?edition=1&view=table")
    ]
    sheet = b"".join(iter(client.get("/directory.csv?edition=1"))).decode()
    assert ["Sectoral approaches" in page for page in (*pages, sheet)] == [True] * 3
    assert ["Skills ecosystem" in page for page in (*pages, sheet)] == [False] * 3
    assert "which is no longer in force" in pages[0]
    assert 'name="edition" value="1"' in pages[0]


@pytest.mark.medium
def test_the_list_costs_the_same_for_three_as_for_one(moved: Project, facilitator: User, client: Client) -> None:
    first = Edition.objects.get(number=1)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get("/directory/?edition=1")
        counts.append(len(queries))
        for _ in range(2):
            make_decision(make_project(), (OLD,), edition=first, source="facilitator", by=facilitator)
    assert counts[0] == counts[1]


@pytest.mark.medium
def test_the_map_is_drawn_and_packed_in_either_edition(moved: Project, client: Client) -> None:
    page = client.get("/map/?edition=1").content.decode()
    today = client.get("/map/").content.decode()
    found = re.search(r'id="netmap-config"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found
    config = json.loads(found[1])
    values = {facet["key"]: [one["value"] for one in facet["values"]] for facet in config["facets"]}
    assert (len(values["category"]), OLD in values["category"]) == (8, True)
    picture = page.split("map-stage__picture")[1].split("</svg>")[0]
    assert ("Sectoral approaches" in picture, "Sectoral approaches" in today) == (True, False)


@pytest.mark.medium
def test_each_edition_has_its_own_map_and_old_files_go(moved: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleanup, "YOUNG_SECONDS", -1)
    for _ in range(5):
        maps = [current_map(), current_map(1)]
        make_project()
    assert all(maps)
    assert MapVersion.objects.values("data_version").distinct().count() == 3
    kept = {name for one in MapVersion.objects.all() for name in one.file_names}
    assert {path.name for path in map_folder().glob("*.snm")} == kept - replaced_names()


def test_the_page_of_an_earlier_category_shows_who_stood_there(moved: Project, client: Client) -> None:
    page = client.get(f"/categories/edition-1/{OLD}/").content.decode()
    assert ("Textile council" in page, f"edition=1&amp;category={OLD}" in page) == (True, True)
