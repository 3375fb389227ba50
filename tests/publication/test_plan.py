"""Where projects go, from values alone."""

from skillsnet.classification.engine import ProjectRanking, ScoredCategory
from skillsnet.classification.enums import Source
from skillsnet.classification.rules import DecisionSummary
from skillsnet.core.taxonomy import Change
from skillsnet.publication.plan import (
    ExistingDecision,
    PlannedDecision,
    PreviousPlacement,
    ReclassificationPlan,
    preview_transfer,
    slugs_in_effect,
)

CHANGES = (
    Change("a", "x", "renamed", {}),
    Change("b", "y", "split", {}),
    Change("b", "z", "split", {}),
    Change(None, "n", "added", {}),
)


def ranking(most_likely: str, **probabilities: float) -> ProjectRanking:
    scores = tuple(ScoredCategory(slug, probability, ()) for slug, probability in probabilities.items())
    return ProjectRanking(
        scores, tuple(score for score in scores if score.slug == most_likely), "en", is_fallback=False
    )


def plan(*, max_categories: int = 4) -> ReclassificationPlan:
    return ReclassificationPlan.from_changes(CHANGES, max_categories=max_categories)


def test_what_people_said_is_carried_as_their_word_and_a_guess_as_a_guess() -> None:
    scores = ranking("z", x=0.1, y=0.2, z=0.6)
    of_person = plan().transfer(1, PreviousPlacement(10, Source.FACILITATOR, "", ("a", "b")), scores)
    of_engine = plan().transfer(2, PreviousPlacement(11, Source.ENGINE, "", ("b",)), scores)
    assert of_person.decision == PlannedDecision(1, Source.RULE, ("x", "z"), origin="facilitator")
    assert of_engine.decision == PlannedDecision(2, Source.ENGINE, ("z",))
    assert [(question.old, doubt) for question, doubt in of_person.doubts] == [("b", 0.3333)]


def test_a_likely_new_category_is_asked_about() -> None:
    previous = PreviousPlacement(10, Source.FACILITATOR, "", ("a",))
    preview = preview_transfer(plan().transfer(1, previous, ranking("n", x=0.1, n=0.8)))
    assert (preview.slugs, preview.options, preview.is_about_added) == (("x",), ("x", "n"), True)


def test_a_new_category_that_the_file_names_goes_before_a_guess_and_is_asked_about_beside_a_persons_word() -> None:
    scores = ranking("z", x=0.1, z=0.6)
    of_engine = plan().transfer(1, PreviousPlacement(10, Source.ENGINE, "", ("b",)), scores, in_file=["n", "x"])
    of_file = plan().transfer(2, PreviousPlacement(11, Source.PARTICIPANT, "", ("a", "b")), scores, in_file=["x", "n"])
    of_person = plan().transfer(3, PreviousPlacement(12, Source.MEMBER, "", ("a",)), scores, in_file=["n"])
    assert of_engine.decision == PlannedDecision(1, Source.PARTICIPANT, ("n", "x"))
    assert (of_engine.questions, [step.kind for step in of_engine.result.steps]) == ((), ["added"])
    assert of_file.decision == PlannedDecision(2, Source.PARTICIPANT, ("x", "n"))
    assert [(step.old, step.kind, step.new) for step in of_file.result.steps] == [
        ("a", "renamed", "x"),
        ("b", "added", "n"),
    ]
    assert [question.old for question in of_file.questions] == ["b"]
    assert (of_person.slugs, of_person.questions[0].options) == (("x",), ("x", "n"))
    unnamed = plan().transfer(4, PreviousPlacement(13, Source.ENGINE, "", ("a",)), scores, in_file=["x"])
    assert unnamed.decision == PlannedDecision(4, Source.ENGINE, ("x",))


def test_where_one_category_is_allowed_one_is_planned() -> None:
    previous = PreviousPlacement(10, Source.FACILITATOR, "", ("a", "b"))
    assert plan(max_categories=1).transfer(1, previous, ranking("z", z=0.6)).slugs == ("x",)


def test_the_weightiest_decision_is_in_effect_and_an_undone_one_is_not() -> None:
    existing = [
        ExistingDecision(1, DecisionSummary(5, Source.FACILITATOR), ("y",)),
        ExistingDecision(2, DecisionSummary(6, Source.PARTICIPANT), ("y",)),
        ExistingDecision(3, DecisionSummary(7, Source.ENGINE), ("y",)),
    ]
    planned = [
        PlannedDecision(1, Source.RULE, ("x",), origin="facilitator"),
        PlannedDecision(2, Source.PARTICIPANT, (), undoes_id=6),
        PlannedDecision(2, Source.ENGINE, ("z",)),
        PlannedDecision(3, Source.ENGINE, ("n",)),
        PlannedDecision(4, Source.ENGINE, ()),
    ]
    assert slugs_in_effect(existing, planned) == {1: ("y",), 2: ("z",), 3: ("n",), 4: ()}
