"""What the map can be arranged by."""

import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.field_actions import FieldDraft, add_field
from skillsnet.calls.models import ExtraField, Link
from skillsnet.facets.actions import store_neighbourhoods
from skillsnet.facets.filters import Filters
from skillsnet.facets.groupings import groupings
from tests.factories import make_call, make_organisation, make_proposal

pytestmark = pytest.mark.django_db


def keys(filters: Filters | None = None) -> list[str]:
    return [entry["key"] for entry in groupings(filters or Filters())]


def test_marks_the_present_one_even_where_it_says_nothing() -> None:
    assert [(entry["key"], entry["checked"]) for entry in groupings(Filters(group="region"))] == [
        ("category", False),
        ("region", True),
    ]


def test_offers_only_what_says_something() -> None:
    nothing = {"country": "", "languages": (), "beneficiaries": (), "organisation": make_organisation(type="")}
    one, other = make_proposal(**nothing), make_proposal(**nothing)
    assert keys() == ["category"]
    make_proposal(country="KE", stage="idea", status="withdrawn", call=make_call("gone"))
    gone = make_proposal(status="withdrawn", **nothing)
    Link.objects.create(source=one, target=gone)
    assert keys() == ["category"]
    Link.objects.create(source=one, target=other)
    store_neighbourhoods([("a", ["solar"])], {one.pk: "a"})
    assert keys() == ["category", "issue", "ties"]
    make_proposal(country="KE", stage="idea", call=make_call("second"))
    assert keys() == ["category", "country", "region", "subregion", "language", "beneficiary", "type", "stage", "call",
                      "issue", "place", "ties"]  # fmt: skip


def test_tells_the_facet_each_one_groups_by() -> None:
    one, other = make_proposal(country="KE"), make_proposal()
    Link.objects.create(source=one, target=other)
    facets = {entry["key"]: entry["facet"] for entry in groupings(Filters())}
    assert (facets["place"], facets["ties"], facets["subregion"]) == ("country", None, "subregion")


def test_number_of_queries_does_not_grow() -> None:
    numbers = []
    for count in (1, 3):
        for _ in itertools.repeat(None, count):
            make_proposal(call=make_call(f"call-{count}"))
        with CaptureQueriesContext(connection) as captured:
            groupings(Filters())
        numbers.append(len(captured))
    assert numbers == [2, 2]


def test_a_field_is_offered_to_those_who_may_see_it_and_only_when_it_says_something() -> None:
    make_proposal(extra={"Theme": "solar", "Budget": "7"})
    add_field(FieldDraft("Theme", ("Theme",), "one", "members"), by=None)
    add_field(FieldDraft("Budget", ("Budget",), "number", "public"), by=None)
    ExtraField.objects.create(slug="empty", labels={"": "Empty"}, audience="public")
    bo = Viewer(user_id=1, role="member")
    offered = [entry for entry in groupings(Filters(), bo) if entry["key"] not in keys()]
    assert offered == [{"key": "field-theme", "label": "Theme", "facet": "field-theme", "checked": False}]
