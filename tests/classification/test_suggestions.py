"""Suggested and named categories."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from skillsnet.accounts.models import User
from skillsnet.calls.models import Project
from skillsnet.classification.actions import confirm_categories
from skillsnet.classification.actions.suggestions import batches, suggest_categories, write_suggestions
from skillsnet.classification.engine import train_engine
from skillsnet.classification.models import Assignment, Decision, EngineRanking
from skillsnet.classification.queries import placements_of
from skillsnet.classification.queries.training_data import engine_text
from skillsnet.taxonomy.models import Category, Edition
from tests.factories import make_project

APPRENTICES = "Apprentices learn welding on the job with master craftspeople under an apprenticeship contract."


def _current(pk: int) -> list[tuple[str, str, bool]]:
    rows = Assignment.objects.filter(project_id=pk, is_current=True).order_by("-is_primary", "-probability", "pk")
    return list(rows.values_list("category__slug", "decision__source", "is_primary"))


def test_a_text_gets_suggestions_with_the_words_that_speak_for_them(taxonomy: Edition) -> None:
    project = make_project("Garages take apprentices", summary=APPRENTICES)
    suggest_categories([project.pk])
    first = placements_of([project.pk], "en")[project.pk][0]
    assert (first.category.slug, first.is_suggested, first.is_primary) == ("work-based-learning", True, True)
    text = engine_text(project)
    assert first.evidence
    assert all(text[phrase["start"] : phrase["end"]] == phrase["phrase"] for phrase in first.evidence)


@pytest.mark.medium
def test_a_category_named_in_the_file_is_the_participants_own_choice(taxonomy: Edition) -> None:
    project = make_project(summary=APPRENTICES, extra={"category_named": ["Compétences de vie", "Skills ecosystem"]})
    suggest_categories(None)
    assert _current(project.pk) == [("life-skills", "participant", True), ("skills-ecosystem", "participant", False)]
    Project.objects.update(extra={})
    suggest_categories(None)
    assert {source for _, source, _ in _current(project.pk)} == {"engine"}
    assert list(Decision.objects.filter(source="participant").values_list("outcome", flat=True)) == ["placed", "undone"]


def test_suggesting_again_writes_nothing_new(taxonomy: Edition) -> None:
    make_project(summary=APPRENTICES, extra={"category_named": ["Life skills"]})
    suggest_categories(None)
    before = list(Decision.objects.values_list("pk", flat=True)), list(Assignment.objects.order_by("pk").values())
    suggest_categories(None)
    again = list(Decision.objects.values_list("pk", flat=True)), list(Assignment.objects.order_by("pk").values())
    assert again == before


def test_a_text_that_changed_gets_evidence_from_its_new_words(taxonomy: Edition) -> None:
    project = make_project(summary=APPRENTICES)
    suggest_categories(None)
    Project.objects.update(summary=f"In short: {APPRENTICES}")
    suggest_categories(None)
    project.refresh_from_db()
    text = engine_text(project)
    for row in Assignment.objects.filter(is_current=True):
        assert [text[phrase["start"] : phrase["end"]] for phrase in row.evidence] == [
            phrase["phrase"] for phrase in row.evidence
        ]


@pytest.mark.medium
def test_what_a_facilitator_confirmed_stands_and_the_earlier_word_stays_on_record(
    taxonomy: Edition, facilitator: User
) -> None:
    project = make_project(summary=APPRENTICES)
    suggest_categories([project.pk])
    category = Category.objects.get(edition=taxonomy, slug="life-skills")
    confirm_categories(project, [category], by=facilitator.pk)
    suggest_categories(None)
    assert _current(project.pk) == [("life-skills", "facilitator", True)]
    assert Assignment.objects.filter(project=project, is_current=False, decision__source="engine").exists()


def test_a_text_that_says_nothing_gets_no_category(taxonomy: Edition) -> None:
    project = make_project("Untitled", summary="Xyzzy plugh.")
    suggest_categories([project.pk])
    assert _current(project.pk) == []
    assert list(Decision.objects.values_list("source", "outcome")) == [("engine", "cannot_tell")]
    assert (EngineRanking.objects.get().is_conclusive, EngineRanking.objects.get().margin) == (False, 0)


def test_addresses_in_a_text_never_reach_the_engine(taxonomy: Edition) -> None:
    project = make_project("Write to apprentices@example.org", summary="Or to apprenticeship@example.org")
    suggest_categories(None)
    assert "example.org" not in engine_text(project)
    ranking = EngineRanking.objects.get()
    evidence = [phrase for entry in ranking.scores for phrase in entry["evidence"]]
    assert (ranking.is_conclusive, evidence) == (False, [])


@pytest.mark.django_db
def test_without_a_taxonomy_nothing_happens() -> None:
    make_project(summary=APPRENTICES)
    assert suggest_categories(None) == 0


def test_a_batch_takes_as_many_queries_for_three_as_for_one(taxonomy: Edition) -> None:
    engine = train_engine(taxonomy)
    counts = []
    for size in (1, 3):
        while Project.objects.count() < size:
            make_project(summary=APPRENTICES, extra={"category_named": ["Life skills"]})
        Decision._base_manager.all().delete()
        (batch,) = batches(None)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            write_suggestions(batch, engine.rank(batch), taxonomy)
        counts.append(len(queries))
    assert counts[0] == counts[1]
