"""Cells of workbooks come as people see them: dates, percentages, errors, merged and hidden ones."""

import io
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import xlsxwriter
import xlwt

from skillsnet.core.intake.dates import find_date
from skillsnet.intake.file_sentences import note_sentence
from skillsnet.intake.sandbox.values import cell_text
from tests.intake.books import (
    book,
    cells,
    changed,
    codes,
    ods,
    ods_cell,
    ods_row,
    ods_table,
    read,
    sheet_xml,
    text_row,
)

HEADER = ["Title", "Country", "Value"]
SHEET = "xl/worksheets/sheet1.xml"


def _value(value: Any, form: str = "", *, options: dict[str, Any] | None = None) -> tuple[str, dict[str, list[Any]]]:
    """Return how a value with a number format is read, and the faults of its row."""

    def write(made: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ["Welding", "Kenya"])
        sheet.write(1, 2, value, made.add_format({"num_format": form}) if form else None)

    _, (row,) = read(book(write, options=options))
    return row.cells[2] if len(row.cells) > 2 else "", row.faults


@pytest.mark.medium
@pytest.mark.parametrize(
    ("value", "form", "said"),
    [
        (43815, "yyyy-mm-dd", "2019-12-16"),
        (43815.43056, "dd/mm/yyyy hh:mm", "2019-12-16 10:20:00"),
        (59, "yyyy-mm-dd", "1900-02-28"),
        # The 29 February 1900 of spreadsheets never was; the day before it is the nearest that was.
        (60, "yyyy-mm-dd", "1900-02-28"),
        (61, "yyyy-mm-dd", "1900-03-01"),
        (2958466, "yyyy-mm-dd", "2958466"),
        (0.5, "hh:mm", "12:00"),
        (1.5, "[h]:mm", "36:00:00"),
        (0.25, "0%", "25%"),
        (0.125, "0.00%", "12.5%"),
        (0.07, '0.0" of all"%', "7%"),
        (0.25, '0.00" % of all"', "0.25"),
        (42, "000000", "000042"),
        (42, "0", "42"),
        (4930123456, "", "4930123456"),
        (3.0, "", "3"),
        (0.1 + 0.2, "", "0.3"),
        (1e-7, "", "1e-07"),
        (-5, "", "-5"),
        (True, "", "TRUE"),
        ("0049 30 1234", "", "0049 30 1234"),
        ("00123", "", "00123"),
    ],
)
def test_values_come_as_a_spreadsheet_shows_them(value: Any, form: str, said: str) -> None:
    assert _value(value, form) == (said, {})


def test_dates_of_the_1904_system_are_the_same_days() -> None:
    options = {"date_1904": True, "default_date_format": "yyyy-mm-dd"}
    assert _value(date(2019, 12, 16), options=options) == ("2019-12-16", {})
    assert find_date("2958466") is None


@pytest.mark.medium
@pytest.mark.parametrize("value", [10**15, 1234567890123456, 2**53, 1e20])
def test_number_with_more_digits_than_are_kept_is_marked(value: float) -> None:
    said, faults = _value(value)
    assert said == str(int(float(value)))
    assert faults == {"2": ("number_rounded", 0)}
    assert _value(10**15 - 1) == (str(10**15 - 1), {})


def test_errors_come_as_they_are_shown_and_formulas_with_their_stored_value() -> None:
    def write(_: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write_row(0, 0, [*HEADER, "Sum", "Words"])
        sheet.write_row(1, 0, ["Welding", "Kenya"])
        sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")
        sheet.write_formula(1, 3, "=1+1", None, 2)
        sheet.write_formula(1, 4, '="a"&"b"', None, "ab")

    _, (row,) = read(book(write))
    assert (row.cells, row.faults) == (["Welding", "Kenya", "#DIV/0!", "2", "ab"], {})


def test_formula_without_stored_value_is_marked_in_xlsx() -> None:
    xml = text_row(1, HEADER) + text_row(2, ["A", "Kenya"]).replace("</row>", '<c r="C2"><f>1+1</f></c></row>')
    lone = '<row r="3"><c r="B3" t="str"><f>""</f><v></v></c><c r="C3"><f>SUM(A1)</f><v></v></c></row>'
    _, rows = read(sheet_xml(xml + lone))
    assert [(row.cells, row.faults) for row in rows] == [
        (["A", "Kenya"], {"2": ("formula", 0)}),
        ([], {"2": ("formula", 0)}),
    ]


def test_cells_without_their_place_are_counted() -> None:
    xml = "<row>" + "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in HEADER) + "</row>"
    xml += '<row><c t="inlineStr"><is><t>A</t></is></c><c t="inlineStr"><is><t>B</t></is></c><c><f>1+1</f></c></row>'
    _, rows = read(sheet_xml(xml))
    assert [(row.number, row.cells, row.faults) for row in rows] == [(2, ["A", "B"], {"2": ("formula", 0)})]


def test_opendocument_cells_come_as_they_are_shown() -> None:
    values = [
        ods_cell("25%", attributes='office:value-type="percentage" office:value="0.25"'),
        ods_cell("16/12/19", attributes='office:value-type="date" office:date-value="2019-12-16"'),
        ods_cell("3", attributes='office:value-type="float" office:value="3"'),
        ods_cell("TRUE", attributes='office:value-type="boolean" office:boolean-value="true"'),
        ods_cell("#REF!", attributes='table:formula="of:=1" office:value-type="string" office:string-value="" '
                                     'calcext:value-type="error"'),
        ods_cell("4", attributes='table:formula="of:=2+2" office:value-type="float" office:value="4"'),
        '<table:table-cell table:formula="of:=1+1"/>',
    ]  # fmt: skip
    names = ["Title", "Share", "Day", "Count", "Is it", "Broken", "Sum", "Unsaved"]
    _, (row,) = read(ods(ods_table(ods_row(*names), ods_row("Welding", *values))), "a.ods")
    assert row.cells == ["Welding", "25%", "2019-12-16", "3", "TRUE", "#REF!", "4"]
    assert row.faults == {"7": ("formula", 0)}


def test_opendocument_repeats_and_hidden_things_keep_their_places() -> None:
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>'
    blank = '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
    rest = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    twice = ods_cell("x", attributes='table:number-columns-repeated="2" office:value-type="string"')
    shown = ods_table(
        ods_row(*HEADER), blank, ods_row("A", twice),
        ods_row("B", "Kenya", attributes='table:visibility="filter"'), rest, columns=columns,
    )  # fmt: skip
    sheet, rows = read(ods(shown), "a.ods")
    assert cells(rows) == [(5, ["A", "x", "x"]), (6, ["B", "Kenya"])]
    assert codes(sheet) == {"hidden_rows": {"rows": [6], "count": 1}, "hidden_columns": {"names": ["Country"]}}


def test_vertical_merge_fills_its_rows_and_is_said() -> None:
    def write(_: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write_row(0, 0, ["Organisation", "Title", "Country"])
        sheet.merge_range("A2:A4", "Atelier Ada")
        for number in (1, 2, 3):
            sheet.write_row(number, 1, [f"Project {number}", "Kenya"])
        sheet.write_row(4, 0, ["Forge Bo", "Project 4", "Kenya"])

    sheet, rows = read(book(write))
    assert [row.cells[0] for row in rows] == ["Atelier Ada"] * 3 + ["Forge Bo"]
    assert codes(sheet) == {"merged_filled": {"count": 1}}


def test_opendocument_merge_fills_its_rows_too() -> None:
    tall = ods_cell("Atelier Ada", attributes='office:value-type="string" table:number-rows-spanned="2"')
    covered = "<table:covered-table-cell/>"
    rows = [ods_row("Organisation", "Title", "Country"), ods_row(tall, "One", "Kenya"), ods_row(covered, "Two", "Mali")]
    _, read_rows = read(ods(ods_table(*rows)), "a.ods")
    assert cells(read_rows) == [(2, ["Atelier Ada", "One", "Kenya"]), (3, ["Atelier Ada", "Two", "Mali"])]


def test_hidden_rows_and_columns_are_read_and_said() -> None:
    def write(_: xlsxwriter.Workbook, sheet: Any) -> None:
        for number, row in enumerate([HEADER, ["A", "Kenya", "1"], ["B", "Mali", "2"]]):
            sheet.write_row(number, 0, row)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_row(9, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})

    sheet, rows = read(book(write))
    assert cells(rows) == [(2, ["A", "Kenya", "1"]), (3, ["B", "Mali", "2"])]
    assert codes(sheet) == {"hidden_rows": {"rows": [3], "count": 1}, "hidden_columns": {"names": ["Country"]}}
    assert [note_sentence(note) for note in sheet.notes] == [
        "A hidden row was read too: 3.",
        "Hidden columns were read too: Country.",
    ]


def test_comments_lists_and_outside_references_are_texts_only_and_web_links_stand_behind_their_text() -> None:
    def write(_: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write_row(0, 0, HEADER)
        sheet.write_url(1, 0, "https://example.org/x", string="Welding")
        sheet.write_url(1, 1, "file:///etc/passwd", string="Kenya")
        sheet.write_comment(1, 2, "a remark")
        sheet.data_validation("B2:B9", {"validate": "list", "source": ["Kenya", "Mali"]})
        sheet.write_formula(1, 2, "='[http://example.org/other.xlsx]Sheet1'!A1", None, "outside")
        sheet.write_formula(2, 0, "=cmd|'/C calc'!A0", None, "0")

    _, rows = read(book(write))
    assert cells(rows) == [(2, ["Welding <https://example.org/x>", "Kenya", "outside"]), (3, ["0"])]


def test_macros_are_ignored() -> None:
    file = book(lambda _, sheet: [sheet.write_row(0, 0, HEADER), sheet.write_row(1, 0, ["A", "Kenya", "1"])])
    out = changed(file, {"[Content_Types].xml": lambda xml: xml.replace(b"sheet.main", b"sheet.macroEnabled.main")})
    _, rows = read(out, "a.xlsm")
    assert cells(rows) == [(2, ["A", "Kenya", "1"])]


def test_table_that_starts_further_in_keeps_its_row_numbers_and_drops_blank_columns() -> None:
    def write(_: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write_row(6, 3, ["Title", "", "Country"])
        sheet.write_row(9, 3, ["A", "", "Kenya"])

    sheet, rows = read(book(write))
    assert (sheet.header, sheet.header_row) == (["Title", "Country"], 7)
    assert cells(rows) == [(10, ["A", "Kenya"])]


def test_one_cell_in_a_sheet_that_claims_to_be_full_is_one_cell() -> None:
    rows = text_row(1, HEADER) + text_row(2, ["A", "Kenya", "1"])
    _, found = read(sheet_xml(rows, dimension='<dimension ref="A1:XFD1048576"/>'))
    assert cells(found) == [(2, ["A", "Kenya", "1"])]


def test_old_workbooks_are_read() -> None:
    made = xlwt.Workbook()
    sheet = made.add_sheet("Answers")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for column, name in enumerate([*HEADER, "Day"]):
        sheet.write(0, column, name)
    sheet.write_merge(1, 2, 0, 0, "Welding")
    for number in (1, 2):
        sheet.write(number, 1, "Kenya")
        sheet.write(number, 2, 3.0)
        sheet.write(number, 3, datetime(2019, 12, 16), day)  # noqa: DTZ001 - cells have no zone
    made.add_sheet("Lists").visibility = 1
    file = io.BytesIO()
    made.save(file)
    read_sheet, rows = read(file, "a.xls")
    assert cells(rows) == [(2, ["Welding", "Kenya", "3", "2019-12-16"]), (3, ["Welding", "Kenya", "3", "2019-12-16"])]
    assert codes(read_sheet) == {"hidden_sheets": {"names": ["Lists"]}, "merged_filled": {"count": 1}}


def test_times_and_spans_of_time_are_written_out() -> None:
    values = (time(9, 5), time(9, 5, 7), timedelta(hours=30), -timedelta(hours=1))
    assert [cell_text(value) for value in values] == ["09:05", "09:05:07", "30:00:00", "-1:00:00"]
