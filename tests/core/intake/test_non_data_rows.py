"""Rows of a sheet that are no data; in doubt a row is data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.cell_faults import CellFault
from skillsnet.core.intake.non_data_rows import SKIPS, classify_row, is_total, shape_of, table_shape

NAMES = ["ID", "Title", "Summary", "Country", "Budget"]
ROWS = [(number, [f"A-{number}", f"Project {number}", "We teach.", "Kenya", "12"]) for number in range(3, 20)]
SHAPE = table_shape(NAMES, ["Project", "", "", "Participant", ""], ROWS, last=ROWS)


@pytest.mark.parametrize(
    ("cells", "number", "span", "is_apart", "skip"),
    [
        (["A-4", "Boats", "We build.", "Mali", "3"], 8, 1, False, ""),
        (["Batch 2"], 8, 1, False, "heading"),
        (["*** second round ***"], 8, 1, False, "heading"),
        (["Those who came late"], 8, 1, False, "heading"),
        (["Late"], 8, 5, False, "heading"),
        (["KENYA"], 8, 1, False, "heading"),
        (["Subtotal Kenya", "", "", "", "24"], 8, 1, False, "total"),
        (["Subtotal Kenya", "A project", "", "", "24"], 8, 1, False, ""),
        (["(ours)", "(at most 100 characters)", "[300 words]", "(ISO name)", ""], 3, 1, False, "note"),
        (["A-4", "(Boats)", "(We build.)", "(Mali)", "3"], 8, 1, False, ""),
        (["A-77"], 8, 1, False, ""),
        (["", "A title and nothing else"], 8, 1, False, ""),
        (["ID", "Title", "SUMMARY", "country", "Budget"], 8, 1, False, "header_again"),
        (["Project", "", "", "Participant", ""], 8, 1, False, "header_again"),
        (["ID", "Title", "of what we do", "Kenya", "3"], 8, 1, False, ""),
        (["Total", "", "", "17", "204"], 20, 1, False, "total"),
        (["", "TOTAL", "", "", "204 €"], 20, 1, False, "total"),
        (["Sum of all fears", "A film", "We show it.", "Mali", "3"], 8, 1, False, ""),
        (["Generated on 3 May 2020"], 20, 1, False, "note"),
        (["Ask Fay."], 22, 1, True, "note"),
        (["A-99"], 22, 1, True, ""),
        (["The jury met in May."], 22, 5, False, "note"),
        (["A-20"], 20, 1, False, ""),
        (["Source: the form", "version 2"], 22, 1, True, "note"),
        (["A-21", "Boats"], 22, 1, True, ""),
    ],
)
def test_rows_are_told_apart(cells: list[str], number: int, span: int, is_apart: bool, skip: str) -> None:
    assert classify_row(cells, number=number, shape=SHAPE, span=span, is_apart=is_apart) == skip


def test_formulas_count_as_figures_of_a_total() -> None:
    cells = ["Total", "all in all"]
    assert not is_total(cells, faults={})
    faults = dict.fromkeys("234", CellFault("formula"))
    assert is_total(cells, faults=faults)
    assert classify_row([], number=20, shape=SHAPE, faults=faults) == "total"
    assert classify_row([], number=8, shape=SHAPE, faults=faults) == ""


def test_last_row_of_data_is_the_last_full_one_that_is_no_total() -> None:
    rows = [*ROWS, (20, ["Total", "", "", "17", "204"]), (22, ["Ask Fay."])]
    assert table_shape(NAMES, [""] * 5, rows, last=rows).last_row == 19


def test_shapes_tell_numbers_from_words() -> None:
    assert [shape_of(cell) for cell in ("DPG-1007", "٢٠-ب", "Welding at night", "")] == ["a-0", "0-a", "a a a", ""]


@given(st.lists(st.text(max_size=60), max_size=8), st.integers(0, 40), st.integers(1, 9), st.booleans())
def test_any_row_is_data_or_one_of_the_kinds(cells: list[str], number: int, span: int, is_apart: bool) -> None:
    assert classify_row(cells, number=number, shape=SHAPE, span=span, is_apart=is_apart) in ("", *SKIPS)
    assert table_shape(NAMES, NAMES, [(1, cells)], last=[(1, cells)]).last_row in (0, 1)


WIDE = ["Title", "Organisation", "Summary", "Country", "Women", "Budget"]
TEXT = "We teach welding to young people who work by day and learn at night in four towns."


def _wide(number: int) -> list[str]:
    return [f"Project {number}", f"Atelier {number}", TEXT, "Kenya", str(number), f"{number},000.50"]


def _skips(rows: list[list[str]], *, apart: tuple[int, ...] = ()) -> dict[int, str]:
    """Return why rows are no data, by their position from 0; those in `apart` have a blank row above."""
    numbers: list[int] = []
    for index in range(len(rows)):
        numbers.append((numbers[-1] if numbers else 1) + (2 if index in apart else 1))
    numbered = list(zip(numbers, rows, strict=True))
    shape = table_shape(WIDE, [""] * 6, numbered, last=numbered)
    skips = {
        index: classify_row(cells, number=number, shape=shape, is_apart=index in apart)
        for index, (number, cells) in enumerate(numbered)
    }
    return {index: skip for index, skip in skips.items() if skip}


def test_totals_are_told_by_what_they_sum_up_and_by_what_they_leave_empty() -> None:
    rows = [_wide(number) for number in (1, 2, 3, 4)]
    summed = ["All of them", "", "", "", "10", "10,002.00"]
    assert _skips([*rows, summed]) == {4: "total"}
    assert _skips([*rows, ["All of them", "", "", "", "11", "10,002.00"]]) == {}
    # A subtotal between the rows, and one that has no word at all.
    assert _skips([*rows, summed, *rows, ["", "", "", "", "20", ""]]) == {4: "total", 9: "total"}


def test_row_that_goes_on_below_is_no_project() -> None:
    rows = [_wide(1), ["", "", "And in three counties."], _wide(2), _wide(3)]
    assert _skips(rows) == {1: "continuation"}
    assert _skips([_wide(1), ["", "Atelier Bo"], _wide(2), _wide(3)]) == {}


def test_lone_cells_above_full_rows_group_them() -> None:
    assert _skips([["Africa"], _wide(1), _wide(2), ["Latin America"], _wide(3)]) == {0: "heading", 3: "heading"}
    # One such row may be a project of which only the title is known.
    assert _skips([_wide(1), _wide(2), ["Looms"], _wide(3)]) == {}


def test_groups_in_a_column_of_their_own_are_no_projects() -> None:
    names = ["Country", "Organisation", "Project", "Budget"]
    rows = [
        ["Peru"],
        ["", "Org A", "Welding", "10"],
        ["", "Org B", "Weaving", "20"],
        ["Chile"],
        ["", "Org C", "Looms", "5"],
    ]
    numbered = list(enumerate(rows, start=2))
    shape = table_shape(names, [""] * 4, numbered, last=numbered)
    assert [classify_row(cells, number=number, shape=shape) for number, cells in numbered] == [
        *("heading", "", "", "heading", "")
    ]


def test_groups_and_subtotals_of_a_short_table_are_no_projects() -> None:
    rows = [
        ["Région Nord"],
        _wide(1),
        _wide(2),
        ["Sous-total", "", "", "", "3", ""],
        ["Région Sud"],
        _wide(3),
        ["Total", "", "", "", "6"],
    ]
    assert _skips(rows) == {0: "heading", 3: "total", 4: "heading", 6: "total"}


def test_legend_below_the_table_is_no_project() -> None:
    rows = [_wide(1), _wide(2), _wide(3), ["P", "Pilot"], ["S:", "Scaling"]]
    assert _skips(rows, apart=(3,)) == {3: "note", 4: "note"}
