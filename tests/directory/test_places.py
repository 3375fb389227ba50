"""The facets of places as one tree."""

import pytest

from skillsnet.directory.queries.places import PlaceNode, PlaceTree, with_places
from skillsnet.facets.counts import facet_counts
from skillsnet.facets.filters import Filters
from tests.factories import make_project

pytestmark = pytest.mark.django_db


def places(filters: Filters) -> PlaceTree:
    return next(found for found in with_places(facet_counts(filters), language="en") if isinstance(found, PlaceTree))


def told(place: PlaceNode) -> tuple[object, ...]:
    return (place.value.value, place.value.count, place.is_open, *map(told, place.within))


@pytest.fixture
def network() -> None:
    """Projects in Kenya, Egypt, Lebanon and the Antarctic, and one that names no country."""
    for country in ("KE", "KE", "EG", "LB", "AQ", ""):
        make_project(country=country)


def test_countries_lie_in_subregions_and_those_in_regions(network: None) -> None:
    found = places(Filters())
    assert [told(place) for place in found.regions if place.value.count] == [
        ("africa", 3, False,
            ("northern-africa", 1, False, ("EG", 1, False)), ("sub-saharan-africa", 2, False, ("KE", 2, False))),
        ("arab-states", 1, False, ("LB", 1, False)),
    ]  # fmt: skip
    assert [told(place) for place in found.elsewhere] == [("AQ", 1, False)]
    assert [(place.key, place.value.count) for place in found.not_stated] == [("country", 1)]
    assert [place.country_count for place in found.regions] == [2, 0, 1, 0, 0]


def test_what_is_chosen_is_open_and_stands_under_what_it_lies_in(network: None) -> None:
    found = places(Filters({"country": ("KE",)}))
    assert [told(place) for place in found.regions if place.is_open] == [
        ("africa", 2, True,
            ("northern-africa", 0, False, ("EG", 1, False)), ("sub-saharan-africa", 2, True, ("KE", 2, True))),
    ]  # fmt: skip


def test_a_subregion_of_its_regions_name_can_still_be_given_up(network: None) -> None:
    region = places(Filters({"subregion": ("arab-states",)})).regions[2]
    assert told(region) == ("arab-states", 1, True, ("arab-states", 1, True, ("LB", 1, False)))


def test_the_tree_stands_where_the_regions_stood(network: None) -> None:
    keys = [facet.key for facet in with_places(facet_counts(Filters()), language="en")]
    assert keys[:4] == ["category", "place", "language", "beneficiary"]


@pytest.mark.medium
def test_a_region_not_stated_can_be_given_up(network: None) -> None:
    found = places(Filters({"region": ("-",)}))
    assert [(place.key, place.value.count) for place in found.not_stated] == [("region", 2), ("country", 1)]
