"""Values that no list knows are reported once, and counted everywhere."""

from skillsnet.core.intake.problems import RowProblem
from skillsnet.core.intake.record_linkage import unmatched_values
from skillsnet.core.intake.record_linkage.unmatched_values import UnmatchedValue, UnmatchedValues, ValueKey

ATLANTIS = RowProblem("country_unknown", "Country", "Atlantis", {"near": ""})
KENEYA = RowProblem("country_unknown", "Country", "Keneya", {"near": "KE"})
NO_TITLE = RowProblem("no_title", "Title")


def test_a_value_is_reported_at_its_first_row_and_later_rows_name_that_row() -> None:
    values = UnmatchedValues()
    assert values.dedupe([ATLANTIS, NO_TITLE], position=10, row_number=2) == ((ATLANTIS, NO_TITLE), ())
    assert values.dedupe([KENEYA, ATLANTIS, NO_TITLE], position=20, row_number=3) == ((KENEYA, NO_TITLE), (2,))
    assert values.repeated() == {10: {ValueKey.of(ATLANTIS): 2}}


def test_values_are_listed_by_frequency_whatever_their_case() -> None:
    values = UnmatchedValues()
    loud = RowProblem("country_unknown", "Country", "ATLANTIS")
    for position, problem in enumerate([KENEYA, ATLANTIS, loud]):
        values.dedupe([problem], position=position, row_number=position)
    assert values.values() == [
        UnmatchedValue("country", "Atlantis", 2, (), "Country"),
        UnmatchedValue("country", "Keneya", 1, ("KE",), "Country"),
    ]
    assert [UnmatchedValue.from_json(value.to_json()) for value in values.values()] == values.values()


def test_beyond_the_limit_every_row_reports_its_values_itself() -> None:
    values = UnmatchedValues()
    for number in range(unmatched_values.MAX_VALUES):
        values.dedupe([RowProblem("stage_unknown", "Stage", f"v{number}")], position=number, row_number=number)
    for number in (9000, 9001):
        assert values.dedupe([ATLANTIS], position=number, row_number=number) == ((ATLANTIS,), ())
    assert len(values.values()) == unmatched_values.MAX_VALUES
