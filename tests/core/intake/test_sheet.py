"""Finding the row of column names."""

import pytest

from skillsnet.core.intake.sheet import find_header, unique_names


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        ([["Title", "Country"], ["a", "Kenya"]], 0),
        ([["Answers 2020"], ["Title", "Country"], ["a", "Kenya"]], 1),
        ([["A", "", "", "B", "", ""], ["t", "c", "s", "x", "y", "z"], ["1"] * 6], 1),
        ([["ada@example.org", "Kenya"]], None),
        ([["1", "2"], ["3", "4"]], None),
        ([["2020-01-01", "Kenya"]], None),
        ([["only"], ["one"], ["column"]], None),
        ([], None),
    ],
)
def test_header_is_the_first_full_row_of_names(rows: list[list[str]], index: int | None) -> None:
    found = find_header(rows, width=6)
    assert (found.index if found else None) == index


def test_names_are_one_line_and_each_different() -> None:
    assert unique_names(["Organisation\nname ", "", "Note", "Note"], width=5) == (
        *("Organisation name", "Column B", "Note", "Note (2)", "Column E"),
    )
