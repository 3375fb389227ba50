"""Deciding, undoing, and which decision applies."""

import re
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from skillsnet.accounts.models import User
from skillsnet.audit.models import AuditRecord
from skillsnet.calls.models import Project
from skillsnet.classification.actions import (
    AssignmentDraft,
    DecisionConflict,
    DecisionDraft,
    confirm_categories,
    derive_current,
    say_cannot_tell,
    skip,
    undo_decision,
    write_decisions,
)
from skillsnet.classification.enums import Source
from skillsnet.classification.models import Assignment, Decision, Skip
from skillsnet.classification.queries import latest_decision_id, own_decisions, pending_count, pending_projects
from skillsnet.classification.rules import DecisionSummary
from skillsnet.core.errors import Invalid
from skillsnet.home.invariants import broken_invariants
from skillsnet.taxonomy.actions import install_skills_taxonomy
from skillsnet.taxonomy.models import Category, Edition
from tests.classification.test_rules import slow_effective_decision
from tests.factories import make_decision, make_project, make_user

SOURCE = Path(__file__).resolve().parents[2] / "src" / "skillsnet"


def current(project: Project) -> list[tuple[str, str]]:
    """Return the categories that stand and where each comes from, the main one first."""
    rows = Assignment.objects.filter(project=project, is_current=True).order_by("-is_primary", "pk")
    return list(rows.values_list("category__slug", "decision__source"))


def categories(edition: Edition, *slugs: str) -> list[Category]:
    """Return categories by their slugs, in that order."""
    by_slug = {category.slug: category for category in Category.objects.filter(edition=edition)}
    return [by_slug[slug] for slug in slugs]


def test_a_decision_places_with_the_first_as_main_and_is_audited(taxonomy: Edition, facilitator: User) -> None:
    project = make_project(categories=("training-delivery",))
    decision = confirm_categories(project, categories(taxonomy, "life-skills", "skills-ecosystem"), by=facilitator.pk)
    assert current(project) == [("life-skills", "facilitator"), ("skills-ecosystem", "facilitator")]
    entry = AuditRecord.objects.get(act="classification.confirm")
    assert (entry.by_user, entry.detail["decision"]) == (facilitator.pk, decision.pk)


def test_cannot_tell_stands_without_a_category_and_waits_no_more(taxonomy: Edition, facilitator: User) -> None:
    project = make_project(categories=("training-delivery",))
    assert list(pending_projects()) == [project]
    decision = say_cannot_tell(project, taxonomy, by=facilitator.pk)
    assert (current(project), pending_count()) == ([], 0)
    undo_decision(decision, by=facilitator.pk)
    assert (current(project), pending_count()) == ([("training-delivery", "engine")], 1)


def test_undoing_brings_back_what_stood_and_only_once(taxonomy: Edition, facilitator: User) -> None:
    project = make_project(categories=("training-delivery",))
    first = confirm_categories(project, categories(taxonomy, "life-skills"), by=facilitator.pk)
    second = confirm_categories(project, categories(taxonomy, "skills-ecosystem"), by=facilitator.pk)
    with pytest.raises(Invalid, match="after you"):
        undo_decision(first, by=facilitator.pk)
    undo_decision(second, by=facilitator.pk)
    assert current(project) == [("life-skills", "facilitator")]
    with pytest.raises(Invalid, match="already"):
        undo_decision(second, by=facilitator.pk)
    undo_decision(first, by=facilitator.pk)
    assert current(project) == [("training-delivery", "engine")]
    assert list(own_decisions(taxonomy, by=facilitator.pk)) == []


def test_only_ones_own_decisions_can_be_taken_back(taxonomy: Edition, facilitator: User) -> None:
    decision = confirm_categories(make_project(), categories(taxonomy, "life-skills"), by=facilitator.pk)
    with pytest.raises(Invalid, match="own"):
        undo_decision(decision, by=make_user("bo@example.org", role="facilitator").pk)


def test_the_same_answer_sent_twice_is_written_once(taxonomy: Edition, facilitator: User) -> None:
    project, category_list = make_project(), categories(taxonomy, "life-skills")
    first = confirm_categories(project, category_list, by=facilitator.pk, expected_latest_id=0)
    again = confirm_categories(project, category_list, by=facilitator.pk, expected_latest_id=0)
    assert (first, Decision.objects.count()) == (again, 1)


def test_an_answer_to_an_older_page_is_refused_with_what_came_in_between(taxonomy: Edition, facilitator: User) -> None:
    project = make_project()
    bo = make_user("bo@example.org", role="facilitator")
    first = confirm_categories(project, categories(taxonomy, "life-skills"), by=bo.pk, expected_latest_id=0)
    with pytest.raises(DecisionConflict) as overtaken:
        confirm_categories(project, categories(taxonomy, "skills-ecosystem"), by=facilitator.pk, expected_latest_id=0)
    with pytest.raises(DecisionConflict):
        say_cannot_tell(project, taxonomy, by=facilitator.pk, expected_latest_id=0)
    assert (overtaken.value.decision, Decision.objects.count()) == (first, 1)
    latest_id = latest_decision_id(project.pk, taxonomy)
    confirm_categories(
        project, categories(taxonomy, "skills-ecosystem"), by=facilitator.pk, expected_latest_id=latest_id
    )
    assert current(project) == [("skills-ecosystem", "facilitator")]


def test_what_the_engine_says_in_between_overtakes_nobody(taxonomy: Edition, facilitator: User) -> None:
    project = make_project()
    make_decision(project, ("training-delivery",))
    confirm_categories(project, categories(taxonomy, "life-skills"), by=facilitator.pk, expected_latest_id=0)
    assert current(project) == [("life-skills", "facilitator")]


def test_categories_of_two_editions_cannot_be_mixed(taxonomy: Edition, facilitator: User) -> None:
    older = Category.objects.exclude(edition=taxonomy).first()
    assert older
    with pytest.raises(Invalid):
        confirm_categories(make_project(), [*categories(taxonomy, "life-skills"), older], by=facilitator.pk)
    assert Decision.objects.count() == 0


def test_editions_stand_beside_each_other(taxonomy: Edition, facilitator: User) -> None:
    older = Edition.objects.exclude(pk=taxonomy.pk).get()
    project = make_project(categories=("life-skills",))
    make_decision(project, ("social-inclusion",), source="facilitator", edition=older)
    assert current(project) == [("life-skills", "engine"), ("social-inclusion", "facilitator")]
    assert broken_invariants() == []


def test_skips_are_forgotten_when_somebody_decides(taxonomy: Edition, facilitator: User) -> None:
    project = make_project()
    for _ in range(2):
        skip(project, taxonomy, by=facilitator.pk)
    assert Skip.objects.count() == 1
    confirm_categories(project, categories(taxonomy, "life-skills"), by=facilitator.pk)
    assert Skip.objects.count() == 0


def test_decisions_cannot_be_rewritten(taxonomy: Edition) -> None:
    decision = make_decision(make_project(), ("life-skills",))
    for act in (
        decision.save,
        decision.delete,
        Decision.objects.all().delete,
        lambda: Decision.objects.update(note="x"),
    ):
        with pytest.raises(TypeError, match="never"):
            act()
    assert Decision.objects.get().note == ""


def test_nothing_but_deriving_marks_what_is_current() -> None:
    marks = re.compile(r"update\([^)]*is_current|\.is_current\s*=[^=]")
    sources = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]
    assert [path.name for path in sources if marks.search(path.read_text(encoding="utf-8"))] == ["decisions.py"]


def test_a_decision_is_undone_once_at_most(taxonomy: Edition) -> None:
    project = make_project()
    decision = make_decision(project, ("life-skills",), source="facilitator")
    make_decision(project, source="facilitator", undoes_id=decision.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_decision(project, source="facilitator", undoes_id=decision.pk)


def test_a_user_who_goes_leaves_the_decision_and_a_project_takes_it_along(taxonomy: Edition) -> None:
    bo = make_user("bo@example.org", role="facilitator")
    project = make_project()
    decision = make_decision(project, ("life-skills",), source="facilitator", by=bo)
    make_decision(project, source="facilitator", undoes_id=decision.pk)
    bo.delete()
    assert set(Decision.objects.values_list("by", flat=True)) == {None}
    Project.objects.all().delete()
    assert (Decision.objects.count(), Assignment.objects.count()) == (0, 0)


def test_deriving_takes_as_many_queries_for_three_as_for_one(taxonomy: Edition) -> None:
    counts = []
    for size in (1, 3):
        while Project.objects.count() < size:
            make_decision(make_project(categories=("life-skills",)), ("skills-ecosystem",), source="rule")
        ids = list(Project.objects.values_list("pk", flat=True))
        Assignment.objects.update(is_current=False)
        Assignment.objects.filter(decision__source="engine").update(is_current=True)
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            assert derive_current(ids, taxonomy) == 2 * size
        counts.append(len(queries))
    assert counts == [5, 5]


class TestDeriving(TestCase):
    """Whatever is decided in whatever order, the marks are those of the slow twin."""

    @pytest.mark.medium
    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.tuples(st.sampled_from(Source.values), st.integers(0, 2), st.booleans()), max_size=8))
    def test_marks_are_those_of_the_slow_twin(self, acts: list[tuple[str, int, bool]]) -> None:
        edition = install_skills_taxonomy()
        project = make_project()
        slugs = ("life-skills", "skills-ecosystem", "training-delivery")
        category_ids = [category.pk for category in categories(edition, *slugs)]
        for source, width, is_undo in acts:
            alive = Decision.objects.filter(undoes=None, undone_by=None).last()
            undoes = alive.pk if is_undo and alive else None
            assignments = [AssignmentDraft(pk) for pk in category_ids[:width]] if undoes is None else []
            write_decisions(
                edition, [DecisionDraft(project.pk, Source(source), assignments=assignments, undoes_id=undoes)]
            )
            derive_current([project.pk], edition)
        history = [
            DecisionSummary(*row)
            for row in Decision.objects.values_list("pk", "source", "undoes_id", "annotation_round_id")
        ]
        effective_id = slow_effective_decision(history)
        current_ids = Assignment.objects.filter(is_current=True).order_by("pk").values_list("pk", flat=True)
        expected_ids = Assignment.objects.filter(decision=effective_id).order_by("pk").values_list("pk", flat=True)
        assert list(current_ids) == list(expected_ids)
        assert broken_invariants() == []
