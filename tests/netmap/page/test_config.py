"""What the map can be arranged by."""

import itertools
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from skillsnet.accounts.viewer import ANYONE, Viewer
from skillsnet.calls.actions import FieldDraft, add_field
from skillsnet.calls.models import ExtraField, Link
from skillsnet.facets.filters import Filters
from skillsnet.netmap.page.config import offered_groupings, page_config
from skillsnet.netmap.queries import current_map
from skillsnet.taxonomy.models import Edition
from tests.factories import make_call, make_organisation, make_project

pytestmark = pytest.mark.django_db


def offered(filters: Filters | None = None, viewer: Viewer = ANYONE) -> list[dict[str, Any]]:
    version = current_map(viewer=viewer)
    return offered_groupings(version, filters=filters or Filters(), viewer=viewer, language="en")


def keys() -> list[str]:
    return [entry["key"] for entry in offered()]


def test_the_first_one_is_the_present_one_where_the_one_asked_for_says_nothing(taxonomy: Edition) -> None:
    make_project(categories=("life-skills",), country="")
    marked = {entry["key"]: entry["checked"] for entry in offered(Filters(group="region"))}
    assert [key for key, is_marked in marked.items() if is_marked] == ["category"]
    assert [entry["key"] for entry in offered(Filters(group="type")) if entry["checked"]] == ["type"]


@pytest.mark.medium
def test_offers_only_what_says_something(taxonomy: Edition) -> None:
    nothing = {"country": "", "languages": (), "beneficiaries": (), "organisation": make_organisation(type="")}
    one, other = make_project(**nothing, categories=("life-skills",)), make_project(**nothing)
    assert keys() == ["category"]
    make_project(country="KE", stage="idea", status="withdrawn", call=make_call("gone"))
    gone = make_project(status="withdrawn", **nothing)
    Link.objects.create(source=one, target=gone)
    make_project(**nothing)
    assert keys() == ["category"]
    Link.objects.create(source=one, target=other)
    make_project(country="KE", stage="idea", call=make_call("second"))
    assert keys() == ["category", "country", "region", "subregion", "language", "beneficiary", "type", "stage", "call",
                      "place", "ties"]  # fmt: skip


def test_tells_the_facet_each_one_groups_by(taxonomy: Edition) -> None:
    one, other = make_project(country="KE"), make_project()
    Link.objects.create(source=one, target=other)
    make_project()
    facets = {entry["key"]: entry["facet"] for entry in offered()}
    assert (facets["place"], facets["ties"], facets["subregion"]) == ("country", None, "subregion")


@pytest.mark.medium
def test_number_of_queries_does_not_grow(taxonomy: Edition) -> None:
    numbers = []
    for count in (1, 3):
        for _ in itertools.repeat(None, count):
            make_project(call=make_call(f"call-{count}"), categories=("life-skills",))
        version = current_map()
        with CaptureQueriesContext(connection) as captured:
            page_config(version, filters=Filters(), viewer=ANYONE, language="en")
        numbers.append(len(captured))
    assert numbers[0] == numbers[1]


@pytest.mark.medium
def test_a_field_for_members_is_in_their_map_and_in_no_other(taxonomy: Edition) -> None:
    make_project(extra={"Theme": "solar", "Budget": "7"})
    add_field(FieldDraft("Theme", ("Theme",), "one", "members"), by=None)
    add_field(FieldDraft("Budget", ("Budget",), "number", "public"), by=None)
    ExtraField.objects.create(slug="empty", labels={"": "Empty"}, audience="public")
    bo = Viewer(user_id=1, role="member")
    mine = [entry for entry in offered(viewer=bo) if entry["key"] not in keys()]
    assert mine == [{"key": "field-theme", "label": "Theme", "facet": "field-theme", "checked": False}]
    config = page_config(current_map(viewer=bo), filters=Filters(), viewer=bo, language="en")
    public = page_config(current_map(), filters=Filters(), viewer=ANYONE, language="en")
    assert config is not None
    assert public is not None
    assert {facet["key"] for facet in config["facets"]} - {facet["key"] for facet in public["facets"]} == {
        "field-theme"
    }
    assert [number["key"] for number in public["numbers"]] == ["similar", "field-budget"]
    assert "members-" in config["nodesUrl"]
    assert (config["namesUrl"], "members-" in public["nodesUrl"]) == (public["namesUrl"], False)
