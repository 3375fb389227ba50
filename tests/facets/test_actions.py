"""Keeping the neighbourhoods of similar issues."""

import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from skillsnet.facets.actions import store_neighbourhoods
from skillsnet.facets.models import Neighbourhood, NeighbourhoodMember
from tests.factories import make_proposal

pytestmark = pytest.mark.django_db


def standing() -> tuple[list[tuple[str, str]], dict[int, str]]:
    members = NeighbourhoodMember.objects.values_list("proposal_id", "neighbourhood__slug")
    return [(found.slug, found.label("fr")) for found in Neighbourhood.objects.all()], dict(members)


def test_neighbourhoods_are_replaced_as_a_whole() -> None:
    a, b, c = (make_proposal() for _ in range(3))
    store_neighbourhoods([("one", ["solar", "pumps"]), ("two", [])], {a.pk: "one", b.pk: "two", 999_999: "one"})
    assert standing() == ([("one", "solar · pumps"), ("two", "two")], {a.pk: "one", b.pk: "two"})
    store_neighbourhoods([("three", ["boats"]), ("one", ["wells"])], {b.pk: "three", c.pk: "one"})
    assert standing() == ([("three", "boats"), ("one", "wells")], {b.pk: "three", c.pk: "one"})
    store_neighbourhoods([], {})
    assert standing() == ([], {})


def test_a_word_that_is_an_address_is_masked() -> None:
    store_neighbourhoods([("one", ["solar", "ada@example.org"])], {})
    assert standing() == ([("one", "solar · […]")], {})


def test_number_of_queries_does_not_grow() -> None:
    ids, numbers = [], []
    for count in (1, 20):
        ids += [make_proposal().pk for _ in itertools.repeat(None, count)]
        with CaptureQueriesContext(connection) as captured:
            store_neighbourhoods([(f"{count}-{pk}", ["solar"]) for pk in ids], {pk: f"{count}-{pk}" for pk in ids})
        # Rows written through `executemany` are logged as one.
        numbers.append(len(captured))
    assert numbers[0] <= numbers[1] <= numbers[0] + 3, numbers
