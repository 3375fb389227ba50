"""What cells of extra columns say, and which columns can be no facet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillsnet.calls.rules import MAX_VALUES, CellForm, may_be_shown, number_in, why_not_offer

ONE, SEVERAL, NUMBER = CellForm("one"), CellForm("several", ";"), CellForm("number")


@pytest.mark.parametrize(
    ("form", "cell", "parts"),
    [
        (ONE, "  Digital \n skills ", ["Digital skills"]),
        (ONE, ["a", "b"], ["a; b"]),
        (ONE, " ", []),
        (ONE, 3, ["3"]),
        (SEVERAL, "solar; wind ;; solar", ["solar", "wind"]),
        (SEVERAL, ["solar;wind", "sea"], ["solar", "wind", "sea"]),
        (CellForm("several", "\n"), "a\nb c", ["a", "b c"]),
    ],
)
def test_a_cell_falls_into_its_values(form: CellForm, cell: object, parts: list[str]) -> None:
    assert form.parts(cell) == parts


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("12", 12.0), ("1,250", 1250.0), ("1 250,5", 1250.5), ("1.250.000", 1250000.0), ("1,234.5", 1234.5),
        ("USD 3.5", 3.5), ("40 %", 40.0), ("−4", -4.0), (7, 7.0), (0.25, 0.25), ("12 people", 12.0),
        ("", None), ("about twelve", None), ("12 to 15", None), ("2 + 3", None), (True, None), (float("nan"), None),
        ("1.2.3.4.5", None), (["a"], None),
    ],
)  # fmt: skip
def test_a_number_is_read_in_the_ways_people_write_it(cell: object, number: float | None) -> None:
    assert number_in(cell) == number


@given(st.integers(min_value=-(10**9), max_value=10**9))
def test_every_whole_number_is_read_with_and_without_groups(number: int) -> None:
    assert number_in(str(number)) == number_in(f"{number:,}") == number


def test_what_names_or_reaches_somebody_may_not_be_shown() -> None:
    shown = ["Energy", "Energy (solar)", "2019", "x" * 120]
    kept = ["ada@example.org", "+254 712 345 678", "see https://example.org", "x" * 121, "ada@home"]
    assert [value for value in (*shown, *kept) if may_be_shown(value)] == shown


@pytest.mark.parametrize(
    ("column", "counts", "form", "why"),
    [
        ("Sector", {"Energy": 30, "Water": 2}, ONE, ""),
        ("Sector", {f"value {n}": 9 for n in range(MAX_VALUES)}, ONE, ""),
        ("Code", {"a": 1, "b": 1, "c": 1}, ONE, ""),
        ("Budget", {"1 200 000": 3, "350 000": 2}, NUMBER, ""),
        ("Budget", {str(n * 1000): 1 for n in range(1, 300)}, NUMBER, ""),
        ("Sector", {}, ONE, "No project has a value in “Sector”. Choose another column."),
        ("Notes", {"write to ada@example.org": 1}, ONE, "“Notes” contains addresses, telephone numbers or names"),
        ("Call me", {"+254 712 345 678": 40}, ONE, "“Call me” contains addresses, telephone numbers or names"),
        ("Call me", {"+254 712 345 678": 40}, NUMBER, "“Call me” contains addresses, telephone numbers or names"),
        ("Contact person", {"Ada": 30, "Bo": 30}, ONE, "“Contact person” contains addresses, telephone"),
        ("Story", {"word " * 40: 3}, ONE, "“Story” contains texts or links, such as “word word"),
        ("Page", {"https://example.org": 3}, ONE, "“Page” contains texts or links, such as “https://example.org”"),
        ("Code", {f"code {n}": 1 for n in range(25)}, ONE, "“Code” has 25 different values: more than"),
        ("Code", {f"code {n}": 9 for n in range(201)}, ONE, "“Code” has 201 different values: more than"),
        ("Size", {"small": 5, "12": 1}, NUMBER, "“Size” contains values that are not numbers, such as “small”."),
    ],
)  # fmt: skip
def test_columns_that_can_be_no_facet_are_refused_with_the_reason(
    column: str, counts: dict[str, int], form: CellForm, why: str
) -> None:
    said = why_not_offer([column], counts, form=form)
    assert said.startswith(why) if why else said == ""
