"""Finding the row of column names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.intake.header_detection import find_header, header_at
from skillsnet.core.intake.header_names import unique_names


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


def _grouped(rows: list[list[str]], *merges: tuple[int, int, int, int]) -> tuple[int, tuple[str, ...]]:
    found = find_header(rows, width=max(map(len, rows)), merges=merges)
    assert found is not None
    return found.index, found.names


@pytest.mark.parametrize(
    ("rows", "merges", "index", "names"),
    [
        # A heading over two columns, and one over both header rows.
        ([["Contact", "", "Title"], ["Name", "E-mail", ""], ["Ada", "a@example.org", "x"]],
         [(1, 0, 1, 1), (1, 2, 2, 2)], 1, ("Contact: Name", "Contact: E-mail", "Title")),
        # The same name under two headings, without merged cells.
        ([["Lead", "", "Partner", ""], ["Organisation", "Country", "Organisation", "Country"], ["a", "b", "c", "d"]],
         [], 1, ("Lead: Organisation", "Lead: Country", "Partner: Organisation", "Partner: Country")),
        # A name over two columns of data, and nothing below it but data.
        ([["Title", "Contact", ""], ["x", "Ada", "a@example.org"]], [(1, 1, 1, 2)],
         0, ("Title", "Contact", "Contact (2)")),
        # Headings that say nothing about a person leave a country alone.
        ([["PROFILE", "", "PROJECT"], ["Country", "Type of organisation", "Proposal title"], ["a", "b", "c"]],
         [(1, 0, 1, 1)], 1, ("Country", "Type of organisation", "Proposal title")),
        ([["Title", "Country", "2019", "2020"], ["x", "Kenya", "1", "2"]], [], 0, ("Title", "Country", "2019", "2020")),
        ([["Q1", "Q2", "Q3"], ["Title", "Summary", "Country"], ["x", "y", "Kenya"]],
         [], 1, ("Title", "Summary", "Country")),
        ([["Title", "Country", ""], ["Welding", "Kenya", "x"]], [], 0, ("Title", "Country", "Column C")),
    ],
)  # fmt: skip
def test_two_rows_of_names_are_told_from_one(
    rows: list[list[str]], merges: list[tuple[int, int, int, int]], index: int, names: tuple[str, ...]
) -> None:
    assert _grouped(rows, *merges) == (index, names)


def test_names_of_a_program_above_the_same_in_words_are_no_row_of_data() -> None:
    words = ["Title of your initiative", "Name of your organisation", "Country of the seat"]
    rows = [["q_title", "q_org", "q_country"], words, ["Looms", "Atelier Ada", "Kenya"]]
    assert _grouped(rows) == (1, tuple(words))
    # A row of data says other things than the names above it.
    assert _grouped([rows[0], ["Looms by night", "Atelier Ada", "South Africa"]])[0] == 0


def test_question_alone_above_its_options_is_their_heading() -> None:
    rows = [["", "", "Which groups do you serve?", ""], ["Title", "Summary", "Youth", "Women"]]
    body = [["Looms", "Weaving", "Youth", ""], ["Pumps", "Repair", "", "Women"], ["Boats", "Yard", "Youth", "Women"]]
    found = find_header([*rows, *body], width=4)
    assert found is not None
    assert found.groups == ("", "", "Which groups do you serve?", "Which groups do you serve?")
    # Above a column of texts it is the title of a table.
    found = find_header([*rows, *([*row[:2], "Seven", "Eleven"] for row in body)], width=4)
    assert found is not None
    assert set(found.groups) == {""}


def test_rows_that_do_not_follow_each_other_are_no_pair() -> None:
    rows = [["Lead", "", "Partner", ""], ["Organisation", "Country", "Organisation", "Country"]]
    found = header_at(rows, index=1, width=4, numbers=[1, 3])
    assert (found.names, set(found.groups)) == (("Organisation", "Country", "Organisation (2)", "Country (2)"), {""})


@given(st.lists(st.lists(st.text(max_size=8), max_size=6), max_size=6), st.data())
def test_no_sheet_makes_the_search_fall_over(rows: list[list[str]], data: st.DataObject) -> None:
    width = max((len(row) for row in rows), default=0)
    place = st.integers(0, 8)
    merges = data.draw(st.lists(st.tuples(place, place, place, place), max_size=4))
    found = find_header(rows, width=width, merges=merges)
    assert found is None or len(found.names) == len(set(found.names)) == len(found.groups) == width
