"""The addresses behind cells: links of cells, HYPERLINK formulas with and without a stored value, links of .ods."""

import io
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from tests.intake.books import book, cells, ods, ods_cell, ods_row, ods_table, read

HEADER = ("Project title", "Website", "Email")


def test_links_of_cells_and_formulas_with_a_stored_value() -> None:
    def write(_: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write_row(0, 0, HEADER)
        sheet.write(1, 0, "Welding")
        sheet.write_url(1, 1, "https://example.org/a", string="Site")
        sheet.write_url(1, 2, "mailto:ada@example.org", string="Write to Ada")
        sheet.write(2, 0, "Sewing")
        sheet.write_formula(2, 1, '=HYPERLINK("https://example.org/b","Page")', None, "Page")
        sheet.write_formula(2, 2, "=1+1", None, "2")

    _, rows = read(book(write))
    assert cells(rows) == [
        (2, ["Welding", "Site <https://example.org/a>", "Write to Ada <ada@example.org>"]),
        (3, ["Sewing", "Page <https://example.org/b>", "2"]),
    ]


def test_a_formula_without_a_stored_value_says_its_own_text_and_address() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(HEADER)
    sheet.append(("Welding", '=HYPERLINK("https://example.org/a","Site")', '=HYPERLINK("mailto:ada@example.org")'))
    sheet.append(("Sewing", "=1+1", "bo@example.org"))
    file = io.BytesIO()
    workbook.save(file)
    _, rows = read(file)
    assert cells(rows) == [
        (2, ["Welding", "Site <https://example.org/a>", "ada@example.org"]),
        (3, ["Sewing", "", "bo@example.org"]),
    ]
    assert [sorted(row.faults) for row in rows] == [[], ["1"]]


def test_a_link_over_several_cells_stands_behind_each() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (HEADER, ("Welding", "Site", ""), ("Sewing", "Page", "")):
        sheet.append(row)
    sheet["B2"].hyperlink = "https://example.org/a"
    sheet["B2"].hyperlink.ref = "B2:B3"
    file = io.BytesIO()
    workbook.save(file)
    _, rows = read(file)
    assert [row.cells[1] for row in rows] == ["Site <https://example.org/a>", "Page <https://example.org/a>"]


def test_links_in_an_ods_workbook() -> None:
    link = (
        '<table:table-cell office:value-type="string"><text:p>'
        '<text:a xlink:href="https://example.org/a">Site</text:a></text:p></table:table-cell>'
    )
    table = ods_table(ods_row(*HEADER), ods_row("Welding", link, ods_cell("ada@example.org")))
    _, rows = read(ods(table), "a.ods")
    assert cells(rows) == [(2, ["Welding", "Site <https://example.org/a>", "ada@example.org"])]


@pytest.mark.parametrize("number", ["7.12E+08", "2,54712e+11", "1E+05"])
def test_shortened_numbers_of_a_text_file_are_marked(number: str) -> None:
    text = f'Project title;Phone;Email\nWelding;"{number}";ada@example.org\n'
    _, rows = read(io.BytesIO(text.encode()), "a.csv")
    assert [fault.code for fault in rows[0].faults.values()] == ["number_rounded"]
