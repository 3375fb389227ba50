"""Suggested, named and confirmed categories."""

import pytest

from skillsnet.accounts.models import User
from skillsnet.classification.actions import confirm_categories, suggest_categories
from skillsnet.classification.models import Assignment
from skillsnet.classification.queries import placements_of
from skillsnet.taxonomy.models import Category, Edition
from tests.factories import make_proposal

APPRENTICES = "Apprentices learn welding on the job with master craftspeople under an apprenticeship contract."


def _current(pk: int) -> list[tuple[str, str, bool]]:
    rows = Assignment.objects.filter(proposal_id=pk, is_current=True).order_by("-is_primary", "-score", "pk")
    return list(rows.values_list("category__slug", "source", "is_primary"))


def test_a_text_gets_suggestions_with_the_words_that_speak_for_them(taxonomy: Edition) -> None:
    proposal = make_proposal("Garages take apprentices", summary=APPRENTICES)
    suggest_categories([proposal.pk])
    first = placements_of([proposal.pk], "en")[proposal.pk][0]
    assert (first.category.slug, first.is_suggested, first.is_primary) == ("work-based-learning", True, True)
    assert "apprenticeship contract" in f"{APPRENTICES}"
    assert {str(found["phrase"]).lower() for found in first.evidence} & {"apprentices", "apprenticeship", "on the job"}


def test_a_category_named_in_the_file_is_the_applicants_own_choice(taxonomy: Edition) -> None:
    proposal = make_proposal(summary=APPRENTICES, extra={"category_named": ["Compétences de vie", "Skills ecosystem"]})
    suggest_categories(None)
    assert _current(proposal.pk) == [("life-skills", "applicant", True), ("skills-ecosystem", "applicant", False)]


def test_suggesting_again_writes_nothing_new(taxonomy: Edition) -> None:
    proposal = make_proposal(summary=APPRENTICES)
    suggest_categories([proposal.pk])
    count = Assignment.objects.count()
    suggest_categories([proposal.pk])
    assert Assignment.objects.count() == count


def test_what_a_facilitator_confirmed_stands_and_the_earlier_word_stays_on_record(
    taxonomy: Edition, facilitator: User
) -> None:
    proposal = make_proposal(summary=APPRENTICES)
    suggest_categories([proposal.pk])
    chosen = Category.objects.get(edition=taxonomy, slug="life-skills")
    confirm_categories(proposal, [chosen], by=facilitator.pk)
    suggest_categories(None)
    assert _current(proposal.pk) == [("life-skills", "facilitator", True)]
    assert Assignment.objects.filter(proposal=proposal, is_current=False, source="engine").exists()


def test_a_text_that_says_nothing_gets_no_category(taxonomy: Edition) -> None:
    proposal = make_proposal("Untitled", summary="Xyzzy plugh.")
    suggest_categories([proposal.pk])
    assert _current(proposal.pk) == []


@pytest.mark.django_db
def test_without_a_taxonomy_nothing_happens() -> None:
    make_proposal(summary=APPRENTICES)
    assert suggest_categories(None) == 0
