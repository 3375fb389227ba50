"""What stands, beside a slow and obvious twin."""

from hypothesis import given
from hypothesis import strategies as st

from skillsnet.classification.rules import DecisionSummary, effective_decision

ORDER = [{"facilitator", "member"}, {"participant"}, {"rule"}, {"engine"}]


def slow_standing(decisions: list[DecisionSummary]) -> int | None:
    """Go through the sources from the weightiest, and from the last word of each to the first."""
    for sources in ORDER:
        for said in sorted(decisions, key=lambda said: said.id, reverse=True):
            is_undone = any(other.undoes_id == said.id for other in decisions)
            if said.source in sources and said.undoes_id is None and said.reading_id is None and not is_undone:
                return said.id
    return None


@st.composite
def histories(draw: st.DrawFn) -> list[DecisionSummary]:
    """Return decisions about one project, some undone, some of blind readings, in any order."""
    decisions: list[DecisionSummary] = []
    for number in range(1, draw(st.integers(0, 9)) + 1):
        source = draw(st.sampled_from(["facilitator", "member", "participant", "rule", "engine"]))
        open_ones = [
            said for said in decisions
            if said.undoes_id is None and said.reading_id is None
            and not any(other.undoes_id == said.id for other in decisions)
        ]  # fmt: skip
        if open_ones and draw(st.booleans()):
            undone = draw(st.sampled_from(open_ones))
            decisions.append(DecisionSummary(number, undone.source, undoes_id=undone.id))
        else:
            reading = draw(st.sampled_from([None, None, 7])) if source in ORDER[0] else None
            decisions.append(DecisionSummary(number, source, reading_id=reading))
    return draw(st.permutations(decisions))


@given(histories())
def test_what_stands_is_what_the_slow_twin_finds(decisions: list[DecisionSummary]) -> None:
    assert effective_decision(decisions) == slow_standing(decisions)


def test_a_person_counts_above_the_participant_above_a_rule_above_the_engine() -> None:
    said = [
        DecisionSummary(1, "facilitator"),
        DecisionSummary(2, "participant"),
        DecisionSummary(3, "rule"),
        DecisionSummary(4, "engine"),
    ]
    assert [effective_decision(said[place:]) for place in range(5)] == [1, 2, 3, 4, None]
