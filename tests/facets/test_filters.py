"""What an address asks for."""

import pytest
from django.http import QueryDict

from skillsnet.accounts.viewer import ANYONE, Viewer
from skillsnet.calls.actions import FieldDraft, add_field
from skillsnet.facets.actions import store_neighbourhoods
from skillsnet.facets.enums import FacetKey
from skillsnet.facets.filters import QUERY_LETTERS, Filters
from skillsnet.taxonomy.models import Edition
from tests.factories import make_call, make_project

pytestmark = pytest.mark.django_db


def read(query: str, viewer: Viewer = ANYONE) -> Filters:
    return Filters.from_query(QueryDict(query), viewer)


def test_reads_every_facet_and_writes_it_back(taxonomy: Edition) -> None:
    make_call("first-call")
    store_neighbourhoods([("water", ["wells"])], {})
    query = (
        "group=place&colour=stage&size=ties&category=training-delivery&category=life-skills&issue=water&region=africa"
        "&subregion=northern-africa&country=KE&language=sw&beneficiary=youth&type=ngo&stage=pilot&call=first-call"
        f"&all=category&all=language&only={'a2' * 13}&q=solar+pump"
    )
    assert read(query).to_query() == query


def test_drops_what_nobody_knows(taxonomy: Edition) -> None:
    filters = read(
        "group=colour&colour=red&size=age&category=alchemy&category=training-delivery&region=moon&country=XX&country=ke"
        "&language=zz&language=eng1&beneficiary=cats&type=mafia&stage=over&call=nowhere&unknown=1"
        "&subregion=moon&issue=none&all=region&all=x&only=../etc&field-size=big"
    )
    assert filters == Filters({"category": ("training-delivery",)})


def test_keeps_not_stated_for_every_facet() -> None:
    keys = FacetKey.values
    filters = read("&".join(f"{key}=-" for key in keys))
    assert [filters.values(key) for key in keys] == [("-",)] * len(keys)


def test_a_value_said_twice_counts_once() -> None:
    assert read("country=KE&country=KE&country=IN").values("country") == ("KE", "IN")


def test_words_are_tidied_and_cut() -> None:
    assert read("q=++solar%0A%09pump++").q == "solar pump"
    assert len(read("q=" + "x" * 10_000).q) == QUERY_LETTERS


def test_without_leaves_one_facet_open() -> None:
    filters = Filters({"language": ("sw",), "region": ("africa",)}, all_of=("language",), q="solar")
    assert filters.without("language") == Filters({"region": ("africa",)}, q="solar")


def test_equal_choices_are_equal_and_have_one_address() -> None:
    one = Filters({"country": ("KE",), "category": ("-",), "stage": ()}, all_of=("language", "category"))
    other = Filters({"category": ("-",), "country": ("KE",)}, all_of=("category", "language"))
    assert (one, hash(one), one.to_query()) == (other, hash(other), "category=-&country=KE&all=category&all=language")


def test_with_values_sets_one_facet() -> None:
    filters = Filters({"country": ("KE",), "stage": ("idea",)}, q="solar")
    assert filters.with_values("country", "FR") == Filters({"country": ("FR",), "stage": ("idea",)}, q="solar")


def test_says_whether_anything_is_left_out() -> None:
    assert not Filters(group="region", colour="stage", size="ties", all_of=("language",)).is_narrowed
    assert Filters(only="a" * 26).is_narrowed
    assert Filters(q="a").is_narrowed
    assert Filters({"stage": ("-",)}).is_narrowed


@pytest.mark.medium
@pytest.mark.parametrize("audience", ["facilitators", "members", "public"])
def test_a_field_can_be_named_only_by_those_it_is_meant_for(audience: str) -> None:
    make_project(extra={"Theme": "solar; wind", "Budget": "7"})
    add_field(FieldDraft("Theme", ("Theme",), "several", audience, ";"), by=None)
    add_field(FieldDraft("Budget", ("Budget",), "number", audience), by=None)
    query = "group=field-theme&colour=field-theme&size=field-budget&field-theme=wind&field-theme=-&all=field-theme"
    viewers = {
        "public": ANYONE, "members": Viewer(user_id=1, role="member"), "facilitators": Viewer(2, role="facilitator"),
    }  # fmt: skip
    wider = list(viewers)[list(viewers).index(audience) :]
    assert {name: read(query, viewer).to_query() for name, viewer in viewers.items()} == {
        name: query if name in wider else "" for name in viewers
    }


def test_a_number_is_nothing_to_filter_and_a_facet_nothing_to_measure_by() -> None:
    make_project(extra={"Theme": "solar", "Budget": "7"})
    add_field(FieldDraft("Theme", ("Theme",), "one", "public"), by=None)
    add_field(FieldDraft("Budget", ("Budget",), "number", "public"), by=None)
    query = "group=field-budget&colour=field-budget&size=field-theme&field-budget=7&all=field-theme&field-theme=sea"
    assert read(query) == Filters()
