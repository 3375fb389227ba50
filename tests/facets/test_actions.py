"""Keeping the neighbourhoods of similar issues, and selections taken from the map."""

import itertools
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from skillsnet.calls.actions import remove_projects
from skillsnet.core.errors import Invalid
from skillsnet.core.id_sets import pack_ids
from skillsnet.facets import actions
from skillsnet.facets.actions import SELECTION_DAYS, forget_selections, store_neighbourhoods, store_selection
from skillsnet.facets.filters import Filters
from skillsnet.facets.models import Neighbourhood, NeighbourhoodMember, Selection
from skillsnet.facets.queries import filtered_projects
from tests.factories import make_project

pytestmark = pytest.mark.django_db


def standing() -> tuple[list[tuple[str, str]], dict[int, str]]:
    members = NeighbourhoodMember.objects.values_list("project_id", "neighbourhood__slug")
    return [(found.slug, found.label("fr")) for found in Neighbourhood.objects.all()], dict(members)


def test_neighbourhoods_are_replaced_as_a_whole() -> None:
    a, b, c = (make_project() for _ in range(3))
    store_neighbourhoods([("one", ["solar", "pumps"]), ("two", [])], {a.pk: "one", b.pk: "two", 999_999: "one"})
    assert standing() == ([("one", "solar · pumps"), ("two", "two")], {a.pk: "one", b.pk: "two"})
    store_neighbourhoods([("three", ["boats"]), ("one", ["wells"])], {b.pk: "three", c.pk: "one"})
    assert standing() == ([("three", "boats"), ("one", "wells")], {b.pk: "three", c.pk: "one"})
    store_neighbourhoods([], {})
    assert standing() == ([], {})


def test_a_word_that_is_an_address_is_masked() -> None:
    store_neighbourhoods([("one", ["solar", "ada@example.org"])], {})
    assert standing() == ([("one", "solar · […]")], {})


@pytest.mark.medium
def test_number_of_queries_does_not_grow() -> None:
    ids, numbers = [], []
    for count in (1, 20):
        ids += [make_project().pk for _ in itertools.repeat(None, count)]
        with CaptureQueriesContext(connection) as captured:
            store_neighbourhoods([(f"{count}-{pk}", ["solar"]) for pk in ids], {pk: f"{count}-{pk}" for pk in ids})
        # Rows written through `executemany` are logged as one.
        numbers.append(len(captured))
    assert numbers[0] <= numbers[1] <= numbers[0] + 3, numbers


def test_the_same_selection_has_the_same_code_whatever_its_order() -> None:
    a, b, c = (make_project().pk for _ in range(3))
    gone = make_project(status="withdrawn").pk
    code = store_selection([b, a])
    assert store_selection([a, gone, 999_999, b, a]) == code != store_selection([a, c])
    assert Filters.from_query(QueryDict(f"only={code}")).only == code
    assert set(filtered_projects(Filters(only=code)).values_list("pk", flat=True)) == {a, b}
    assert Selection.objects.get(code=code).count == 2
    assert Selection.objects.count() == 2


def test_a_selection_of_nobody_is_refused() -> None:
    make_project()
    with pytest.raises(Invalid, match="None of these projects is in the network any more"):
        store_selection([999_999])
    with pytest.raises(Invalid, match="at most 100000 projects, and this one has 100001"):
        store_selection(range(100_001))
    assert not Selection.objects.exists()


def test_a_selection_loses_what_is_removed() -> None:
    a, b = make_project().pk, make_project().pk
    code = store_selection([a, b])
    remove_projects([b])
    assert set(filtered_projects(Filters(only=code)).values_list("pk", flat=True)) == {a}


def test_old_selections_are_forgotten_unless_they_are_taken_again() -> None:
    ids = [make_project().pk for _ in range(3)]
    old, again, new = (store_selection([pk]) for pk in ids)
    long_ago = timezone.now() - timedelta(days=SELECTION_DAYS, minutes=1)
    Selection.objects.filter(code__in=[old, again]).update(taken_at=long_ago)
    store_selection(ids[1:2])
    assert forget_selections() == 1
    assert {found.code for found in Selection.objects.all()} == {again, new}


def test_of_too_many_selections_the_oldest_go(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [make_project().pk for _ in range(4)]
    codes = [store_selection([pk]) for pk in ids]
    size = Selection.objects.values_list("size_bytes", flat=True)[0] + actions.ROW_BYTES
    monkeypatch.setattr(actions, "MOST_KEPT_BYTES", 2 * size)
    store_selection(ids[:1])
    assert forget_selections() == 2
    assert {found.code for found in Selection.objects.all()} == {codes[0], codes[3]}


def test_a_selection_of_very_many_is_one_question_and_small(django_assert_num_queries: Any) -> None:
    shown = make_project().pk
    many = [*range(10_000_000, 10_100_000), shown]
    Selection.objects.create(code="a" * 26, count=len(many), taken_at=timezone.now(), packed_ids=pack_ids(many))
    with django_assert_num_queries(2):
        assert list(filtered_projects(Filters(only="a" * 26)).values_list("pk", flat=True)) == [shown]
