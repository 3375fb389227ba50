"""Workbooks that are sent while they are written."""

import io
import tracemalloc
from collections.abc import Iterator

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillsnet.web import workbooks
from skillsnet.web.workbooks import TextSheet, stream_workbook

CELLS = st.text(max_size=40).map(lambda text: "".join(letter for letter in text if letter.isprintable()))


def read(sheets: list[TextSheet]) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(io.BytesIO(b"".join(stream_workbook(sheets))))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets}


def sheet(name: str, *rows: list[str]) -> TextSheet:
    return TextSheet(name, lambda: rows)


@pytest.mark.medium
@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=5))
def test_every_text_comes_back_as_a_text(rows: list[list[str]]) -> None:
    assert read([sheet("S", ["A", "B"], *rows)])["S"][1:] == [[cell or None for cell in row] for row in rows]


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "-5", "<b>&\"'", " kept ", "a\r\nb"]
)
def test_no_cell_is_a_formula(text: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(b"".join(stream_workbook([sheet("S", ["A"], [text])]))))
    cell = book["S"]["A2"]
    assert (cell.value, cell.data_type) == (text, "s") or (cell.value, cell.data_type) == (text, "inlineStr")


def test_what_no_document_may_hold_is_left_out_and_what_is_too_long_ends_in_an_ellipsis() -> None:
    rows = read([sheet("S", ["A"], ["a\x00b\ud800c\ufffe"], ["x" * 40_000])])["S"]
    assert (rows[1], len(str(rows[2][0])), str(rows[2][0])[-1]) == (["abc"], 32_767, "…")


def test_sheets_have_names_that_a_workbook_may_have() -> None:
    names = list(read([sheet(name, ["A"]) for name in ("People", "people", "a/b[c]:?*\\", "x" * 50, "x" * 50, "'")]))
    assert names == ["People", "people 2", "a b c", "x" * 31, "x" * 29 + " 2", "1"]


def test_rows_beyond_what_a_sheet_holds_go_to_a_further_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "SHEET_ROWS", 3)
    found = read([sheet("S", ["A"], *([str(number)] for number in range(5))), sheet("T", ["B"], ["x"])])
    assert found == {
        "S": [["A"], ["0"], ["1"]],
        "S 2": [["A"], ["2"], ["3"]],
        "S 3": [["A"], ["4"]],
        "T": [["B"], ["x"]],
    }


@pytest.mark.medium
def test_its_size_needs_no_memory() -> None:
    def peak_kb(count: int) -> float:
        def rows() -> Iterator[list[str]]:
            yield ["A"]
            for number in range(count):
                yield [f"{number} {hash(number * 7919)}" * 4]

        tracemalloc.start()
        for _part in stream_workbook([TextSheet("S", rows)]):
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak / 1024

    assert peak_kb(40_000) < 1.2 * peak_kb(20_000)
