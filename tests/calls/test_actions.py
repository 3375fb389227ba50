"""Telling the platform that data changed, and what may be found of a project."""

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from skillsnet.calls.actions import data_changed, index_projects, open_call
from skillsnet.calls.models import Project
from skillsnet.calls.queries import data_version, decided_by_people, snapshots
from tests.factories import make_call, make_decision, make_organisation, make_person, make_project

pytestmark = pytest.mark.django_db

CALLED: list[object] = []


def follow(*, project_ids: object) -> None:
    """Note that the follow-up ran."""
    CALLED.append(project_ids)


def test_change_moves_the_version_at_once_and_runs_follow_ups_after_the_commit(
    settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    settings.FOLLOW_UPS = ["tests.calls.test_actions.follow"]
    CALLED.clear()
    before = data_version()
    with django_capture_on_commit_callbacks(execute=True):
        data_changed([3, 4])
        assert (data_version(), CALLED) == (before + 1, [])
    assert CALLED == [[3, 4]]


def test_project_is_found_by_title_organisation_country_and_region_without_contacts() -> None:
    organisation = make_organisation("Forge de Conakry")
    contact = make_person("Zoë Zebrowska", email="zoe@example.org")
    project = make_project(
        "Soudure à l’aube",
        summary="Écrivez à zoe@example.org",
        organisation=organisation,
        contact=contact,
        country="GN",
    )
    index_projects([project.pk])
    found = Project.objects.get().search
    assert {"soudure", "forge", "conakry"} <= set(found.title.split())
    assert {"guinee", "guinea", "africa", "afrique"} <= set(found.body.split())
    assert not {"zoe", "zebrowska", "example"} & set(f"{found.title} {found.body}".split())


def test_opening_a_call_twice_makes_one() -> None:
    first, is_new = open_call("second-call", by=None)
    again, is_new_again = open_call("second-call", title="Second call", by=None)
    assert (first, is_new, is_new_again, again.title) == (again, True, False, "Second call")


def test_snapshot_holds_lists_in_their_order() -> None:
    project = make_project(languages=("fr", "en"), beneficiaries=("youth", "women"), call=make_call())
    stands = snapshots([project])[project.pk]
    assert (stands["languages"], stands["beneficiaries"]) == (["fr", "en"], ["youth", "women"])


def test_only_what_a_person_wrote_counts_as_decided(taxonomy: object, facilitator: object) -> None:
    suggested = make_project(categories=("life-skills",))
    confirmed = make_project()
    make_decision(confirmed, ("life-skills",), source="facilitator", by=facilitator)  # type: ignore[arg-type]
    assert decided_by_people([suggested.pk, confirmed.pk]) == {confirmed.pk}
