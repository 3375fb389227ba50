"""Which decision applies, beside a slow and obvious twin."""

from hypothesis import given
from hypothesis import strategies as st

from skillsnet.classification.rules import DecisionSummary, effective_decision

ORDER = [{"facilitator", "member"}, {"participant"}, {"rule"}, {"engine"}]


def slow_effective_decision(decisions: list[DecisionSummary]) -> int | None:
    """Go through the sources from the weightiest, and from the last word of each to the first."""
    for sources in ORDER:
        for decision in sorted(decisions, key=lambda decision: decision.id, reverse=True):
            is_undone = any(later.undoes_id == decision.id for later in decisions)
            if (
                decision.source in sources
                and decision.undoes_id is None
                and decision.annotation_round_id is None
                and not is_undone
            ):
                return decision.id
    return None


@st.composite
def histories(draw: st.DrawFn) -> list[DecisionSummary]:
    """Return decisions about one project, some undone, some of annotation rounds, in any order."""
    decisions: list[DecisionSummary] = []
    for number in range(1, draw(st.integers(0, 9)) + 1):
        source = draw(st.sampled_from(["facilitator", "member", "participant", "rule", "engine"]))
        open_ones = [
            decision for decision in decisions
            if decision.undoes_id is None and decision.annotation_round_id is None
            and not any(later.undoes_id == decision.id for later in decisions)
        ]  # fmt: skip
        if open_ones and draw(st.booleans()):
            target = draw(st.sampled_from(open_ones))
            decisions.append(DecisionSummary(number, target.source, undoes_id=target.id))
        else:
            annotation_round_id = draw(st.sampled_from([None, None, 7])) if source in ORDER[0] else None
            decisions.append(DecisionSummary(number, source, annotation_round_id=annotation_round_id))
    return draw(st.permutations(decisions))


@given(histories())
def test_what_stands_is_what_the_slow_twin_finds(decisions: list[DecisionSummary]) -> None:
    assert effective_decision(decisions) == slow_effective_decision(decisions)


def test_a_person_counts_above_the_participant_above_a_rule_above_the_engine() -> None:
    decisions = [
        DecisionSummary(1, "facilitator"),
        DecisionSummary(2, "participant"),
        DecisionSummary(3, "rule"),
        DecisionSummary(4, "engine"),
    ]
    assert [effective_decision(decisions[start:]) for start in range(5)] == [1, 2, 3, 4, None]
