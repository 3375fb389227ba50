"""What people decided about a project that is merged into another one, and once the two are two again."""

import pytest
from django.test import Client
from django.urls import reverse

from skillsnet.accounts.models import User
from skillsnet.audit.models import AuditRecord
from skillsnet.calls.models import Project
from skillsnet.classification.actions import answer_correction
from skillsnet.classification.models import Assignment, CorrectionRequest, Decision
from skillsnet.home.invariants import broken_invariants
from skillsnet.intake.actions.project_merging import merge_projects, undo_project_merge
from skillsnet.taxonomy.models import Edition
from tests.factories import make_decision, make_project

pytestmark = pytest.mark.django_db


def _current(project: Project) -> list[tuple[str, str]]:
    rows = Assignment.objects.filter(project=project, is_current=True).order_by("-is_primary", "pk")
    return list(rows.values_list("category__slug", "decision__source"))


@pytest.fixture
def pair(taxonomy: Edition) -> tuple[Project, Project]:
    """Two projects of one call that the engine placed."""
    first = make_project("Port school", categories=("training-delivery",))
    return first, make_project("Port schol", call=first.call, categories=("training-delivery",))


def test_a_confirmed_category_follows_with_its_author_and_date_and_returns(
    pair: tuple[Project, Project], facilitator: User
) -> None:
    first, second = pair
    earlier = make_decision(second, ("skills-ecosystem",), source="facilitator", by=facilitator, note="first look")
    confirmed = make_decision(second, ("life-skills",), source="facilitator", by=facilitator)
    merge = merge_projects(first, second, take=[], by=None)
    assert _current(first) == [("life-skills", "facilitator")]
    carried = Decision.objects.filter(project=first, source="facilitator").order_by("pk")
    assert list(carried.values_list("carried_from", "by", "at", "note")) == [
        (decision.pk, facilitator.pk, decision.at, decision.note) for decision in (earlier, confirmed)
    ]
    assert AuditRecord.objects.get(act="classification.carry_decisions").detail["decisions"] == 2
    undo_project_merge(merge, by=None)
    assert (_current(first), _current(second)) == ([("training-delivery", "engine")], [("life-skills", "facilitator")])
    assert broken_invariants() == []


def test_what_somebody_decided_about_the_survivor_stays_before_and_after(
    pair: tuple[Project, Project], facilitator: User
) -> None:
    first, second = pair
    make_decision(second, ("life-skills",), source="facilitator", by=facilitator)
    make_decision(first, ("skills-ecosystem",), source="member", by=facilitator)
    merge = merge_projects(first, second, take=[], by=None)
    assert _current(first) == [("skills-ecosystem", "member")]
    undo_project_merge(merge, by=None)
    assert _current(first) == [("skills-ecosystem", "member")]


def test_a_decision_after_the_merge_stays_when_it_is_undone(pair: tuple[Project, Project], facilitator: User) -> None:
    first, second = pair
    make_decision(second, ("life-skills",), source="facilitator", by=facilitator)
    merge = merge_projects(first, second, take=[], by=None)
    make_decision(first, ("skills-ecosystem",), source="facilitator", by=facilitator)
    undo_project_merge(merge, by=None)
    assert _current(first) == [("skills-ecosystem", "facilitator")]


@pytest.mark.medium
def test_what_was_undone_and_what_the_engine_said_do_not_follow_and_a_second_merge_does_the_same(
    pair: tuple[Project, Project], facilitator: User
) -> None:
    first, second = pair
    undone = make_decision(second, ("life-skills",), source="facilitator", by=facilitator)
    make_decision(second, source="facilitator", by=facilitator, undoes_id=undone.pk)
    undo_project_merge(merge_projects(first, second, take=[], by=None), by=None)
    assert _current(first) == [("training-delivery", "engine")]
    make_decision(second, ("life-skills",), source="facilitator", by=facilitator)
    for _time in range(2):
        merge = merge_projects(first, second, take=[], by=None)
        assert _current(first) == [("life-skills", "facilitator")]
        undo_project_merge(merge, by=None)
        assert _current(first) == [("training-delivery", "engine")]


@pytest.mark.medium
def test_the_history_says_where_a_decision_comes_from(
    pair: tuple[Project, Project], facilitator: User, facilitator_client: Client
) -> None:
    first, second = pair
    make_decision(second, ("life-skills",), source="facilitator", by=facilitator)
    merge_projects(first, second, take=[], by=None)
    said = "Decided on a project that was merged into this one"
    pages = [facilitator_client.get(reverse("review_item", args=[project.pk])).text for project in (first, second)]
    assert [said in page for page in pages] == [True, False]


def _request(project: Project, edition: Edition, reason: str = "Not this") -> CorrectionRequest:
    return CorrectionRequest.objects.create(project=project, edition=edition, reason=reason)


def test_an_open_request_follows_and_returns(
    pair: tuple[Project, Project], taxonomy: Edition, facilitator_client: Client
) -> None:
    first, second = pair
    request = _request(second, taxonomy, "We teach nobody to weld")
    merge = merge_projects(first, second, take=[], by=None)
    request.refresh_from_db()
    assert (request.project_id, request.original_project_id) == (first.pk, second.pk)
    assert "We teach nobody to weld" in facilitator_client.get(reverse("corrections")).text
    undo_project_merge(merge, by=None)
    request.refresh_from_db()
    assert (request.project_id, request.original_project_id) == (second.pk, None)


def test_a_request_that_was_answered_since_stays_with_its_answer(
    pair: tuple[Project, Project], taxonomy: Edition, facilitator: User
) -> None:
    first, second = pair
    request = _request(second, taxonomy)
    merge = merge_projects(first, second, take=[], by=None)
    request.refresh_from_db()
    answer_correction(request, by=facilitator.pk, answer="The text says so")
    undo_project_merge(merge, by=None)
    request.refresh_from_db()
    assert (request.project_id, request.state) == (first.pk, "answered")


def test_a_second_request_waits_with_the_merged_project(pair: tuple[Project, Project], taxonomy: Edition) -> None:
    first, second = pair
    of_first, of_second = _request(first, taxonomy), _request(second, taxonomy)
    merge_projects(first, second, take=[], by=None)
    of_first.refresh_from_db()
    of_second.refresh_from_db()
    assert (of_first.project_id, of_second.project_id) == (first.pk, second.pk)


def test_a_request_returns_step_by_step(pair: tuple[Project, Project], taxonomy: Edition) -> None:
    first, second = pair
    third = make_project("Port school of Tolan", call=first.call, categories=("training-delivery",))
    request = _request(second, taxonomy)
    early = merge_projects(first, second, take=[], by=None)
    late = merge_projects(third, first, take=[], by=None)
    places = []
    for undone in (late, early):
        undo_project_merge(undone, by=None)
        request.refresh_from_db()
        places.append(request.project_id)
    assert places == [first.pk, second.pk]
