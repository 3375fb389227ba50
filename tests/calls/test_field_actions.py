"""Columns made extra fields, and the values read from them."""

import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from skillsnet.accounts.models import User
from skillsnet.accounts.viewer import ANYONE, OPERATOR, Viewer, viewer_for
from skillsnet.audit.models import AuditRecord
from skillsnet.calls.actions import (
    FieldDraft,
    add_field,
    change_field,
    derive_extra_values,
    run_follow_ups,
    withdraw_field,
)
from skillsnet.calls.models import ExtraField, ExtraNumber, ExtraValue, Project
from skillsnet.calls.queries import data_version, extra_columns, extra_numbers, extra_values, fields_for
from skillsnet.core.errors import Invalid
from tests.factories import make_project

pytestmark = pytest.mark.django_db


def draft(*columns: str, kind: str = "one", **said: str) -> FieldDraft:
    return FieldDraft(**{"label": columns[0], "columns": columns, "kind": kind, "audience": "public", **said})  # type: ignore[arg-type]


def test_a_field_has_the_values_of_all_projects_in_one_spelling() -> None:
    cells = ["Energy", "energy ", "ENERGY", "Energy", "Water", "", None]
    made = [make_project(extra={"Sector": cell}) for cell in cells]
    field = add_field(draft("Sector"), by=None)
    assert list(extra_values(field)) == [
        *((made[place].pk, "Energy") for place in range(4)), (made[4].pk, "Water"),
    ]  # fmt: skip


def test_several_columns_are_read_as_one_and_several_values_in_their_order() -> None:
    one = make_project(extra={"Themes": "solar; wind", "Topics": "sea"})
    other = make_project(extra={"Themes": "", "Topics": "Wind;boats;wind"})
    field = add_field(draft("Themes", "Topics", kind="several", separator=";"), by=None)
    assert list(extra_values(field)) == [
        (one.pk, "solar"), (one.pk, "wind"), (other.pk, "wind"), (other.pk, "boats"),
    ]  # fmt: skip


@pytest.mark.medium
def test_numbers_are_measured() -> None:
    one, other = make_project(extra={"Budget": "1,200"}), make_project(extra={"Budget": 7})
    for _ in itertools.repeat(None, 18):
        make_project(extra={"Budget": "5"})
    make_project(extra={"Budget": "unknown"})
    field = add_field(draft("Budget", kind="number"), by=None)
    assert list(extra_numbers(field))[:2] == [(one.pk, 1200.0), (other.pk, 7.0)]
    assert (ExtraNumber.objects.count(), ExtraValue.objects.count()) == (20, 0)


def test_a_refused_column_leaves_nothing_behind() -> None:
    make_project(extra={"Notes": "ada@example.org"})
    with pytest.raises(Invalid, match="“Notes” contains addresses"):
        add_field(draft("Notes"), by=None)
    assert not ExtraField.objects.exists()


def test_adding_changing_and_withdrawing_leave_a_trail_and_move_the_data(facilitator: User) -> None:
    make_project(extra={"Sector": "Energy", "Region of work": "Coast"})
    before = data_version()
    field = add_field(draft("Sector"), by=facilitator.pk)
    changed = change_field(field, draft("Region of work", label="Where"), by=facilitator.pk)
    assert (changed.slug, changed.label("fr"), [value for _pk, value in extra_values(changed)]) == (
        "sector", "Where", ["Coast"],
    )  # fmt: skip
    withdraw_field(changed, by=facilitator.pk)
    assert not ExtraValue.objects.exists()
    acts = AuditRecord.objects.order_by("pk").values_list("act", "by_user")
    assert list(acts) == [(f"calls.{act}_field", facilitator.pk) for act in ("add", "change", "withdraw")]
    assert data_version() == before + 3
    assert Project.objects.get().extra == {"Sector": "Energy", "Region of work": "Coast"}


def test_a_changed_project_is_read_again_in_the_spelling_that_stands() -> None:
    one, other = make_project(extra={"Sector": "Energy"}), make_project(extra={"Sector": "Water"})
    field = add_field(draft("Sector"), by=None)
    Project.objects.filter(pk=other.pk).update(extra={"Sector": "ENERGY"})
    derive_extra_values(project_ids=[other.pk])
    assert list(extra_values(field)) == [(one.pk, "Energy"), (other.pk, "Energy")]
    Project.objects.filter(pk=other.pk).update(extra={"Sector": "bo@example.org"})
    derive_extra_values(project_ids=None)
    assert list(extra_values(field)) == [(one.pk, "Energy")]


def test_it_follows_a_change_of_the_data(settings: object) -> None:
    settings.FOLLOW_UPS = [path for path in settings.FOLLOW_UPS if "calls" in path]  # type: ignore[attr-defined]
    make_project(extra={"Sector": "Energy"})
    field = add_field(draft("Sector"), by=None)
    other = make_project(extra={"Sector": "Water"})
    run_follow_ups([other.pk])
    assert [value for _pk, value in extra_values(field)] == ["Energy", "Water"]


def test_labels_in_any_script_get_slugs_of_their_own() -> None:
    make_project(extra={"قطاع": "Energy", "Sector": "Energy"})
    slugs = [add_field(draft(name), by=None).slug for name in ("قطاع", "Sector", "Sector", "قطاع")]
    assert slugs == ["qt", "sector", "sector-2", "qt-2"]


def test_each_viewer_gets_the_fields_meant_for_them(facilitator: User) -> None:
    make_project(extra={"Sector": "Energy"})
    for audience in ("facilitators", "members", "public"):
        add_field(draft("Sector", label=audience, audience=audience), by=None)
    seen = [[field.slug for field in fields_for(viewer)] for viewer in (
        ANYONE, Viewer(user_id=1, role="member"), viewer_for(facilitator),
    )]  # fmt: skip
    assert seen == [["public"], ["members", "public"], ["facilitators", "members", "public"]]


def test_columns_are_shown_with_how_many_state_them() -> None:
    for cell in ("Energy", "Energy", "Water", ""):
        make_project(extra={"Sector": cell, "Note": "x" * 90})
    field = add_field(draft("Sector"), by=None)
    found = [(column.name, column.projects, column.different, column.examples, column.field)
             for column in extra_columns(OPERATOR)]  # fmt: skip
    assert found == [("Note", 4, 1, ("x" * 80 + "…",), None), ("Sector", 3, 2, ("Energy", "Water"), field)]


@pytest.mark.medium
def test_number_of_queries_does_not_grow() -> None:
    make_project(extra={"Sector": "Energy"})
    add_field(draft("Sector"), by=None)
    numbers = []
    for count in (1, 20):
        ids = [make_project(extra={"Sector": "Energy"}).pk for _ in range(count)]
        with CaptureQueriesContext(connection) as captured:
            derive_extra_values(project_ids=ids)
        numbers.append(len(captured))
    assert numbers[0] == numbers[1], numbers
