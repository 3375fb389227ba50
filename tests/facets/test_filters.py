"""What an address asks for."""

import pytest
from django.http import QueryDict

from skillsnet.facets.filters import QUERY_LETTERS, Filters
from skillsnet.taxonomy.models import Edition
from tests.factories import make_call

pytestmark = pytest.mark.django_db


def read(query: str) -> Filters:
    return Filters.from_query(QueryDict(query))


def test_reads_every_facet_and_writes_it_back(taxonomy: Edition) -> None:
    make_call("first-call")
    query = (
        "group=region&category=training-delivery&category=life-skills&region=africa&country=KE&language=sw"
        "&beneficiary=youth&type=ngo&stage=pilot&call=first-call&q=solar+pump"
    )
    assert read(query).to_query() == query


def test_drops_what_nobody_knows(taxonomy: Edition) -> None:
    filters = read(
        "group=colour&category=alchemy&category=training-delivery&region=moon&country=XX&country=ke"
        "&language=zz&language=eng1&beneficiary=cats&type=mafia&stage=over&call=nowhere&unknown=1"
    )
    assert filters == Filters(category=("training-delivery",))


def test_keeps_not_stated_for_every_facet() -> None:
    keys = ["category", "region", "country", "language", "beneficiary", "type", "stage", "call"]
    filters = read("&".join(f"{key}=-" for key in keys))
    assert [filters.values(key) for key in keys] == [("-",)] * len(keys)


def test_a_value_said_twice_counts_once() -> None:
    assert read("country=KE&country=KE&country=IN").country == ("KE", "IN")


def test_words_are_tidied_and_cut() -> None:
    assert read("q=++solar%0A%09pump++").q == "solar pump"
    assert len(read("q=" + "x" * 10_000).q) == QUERY_LETTERS


def test_without_leaves_one_facet_open() -> None:
    filters = Filters(country=("KE",), region=("africa",), q="solar")
    assert filters.without("country") == Filters(region=("africa",), q="solar")


def test_says_whether_anything_is_left_out() -> None:
    assert not Filters(group="region").is_narrowed
    assert Filters(q="a").is_narrowed
    assert Filters(stage=("-",)).is_narrowed
