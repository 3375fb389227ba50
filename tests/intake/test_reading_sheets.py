"""Which sheets are read, where their column names stand, and which rows are no data."""

import io
from typing import Any

import pytest
import xlsxwriter

from skillsnet.core.errors import Invalid
from skillsnet.intake.file_reading import SheetReading
from skillsnet.intake.file_sentences import note_sentence
from tests.intake.books import book, books, cells, codes, kumu_json, read, skips
from tests.intake.sheets import ADA, BO, CY, HEADER, as_csv, as_xlsx

NAMES = ["ID", "Title", "Summary", "Organisation", "Country", "Contact person", "E-mail"]


def _row(number: int) -> list[str]:
    return [f"A-{number}", f"Project {number}", "We teach.", "Atelier Ada", "Kenya", "Ada Ålund", "ada@example.org"]


LIST = [NAMES, *(_row(number) for number in range(1, 9))]


@pytest.mark.medium
def test_sheet_that_looks_most_like_participants_is_read_and_the_others_are_named() -> None:
    countries = [["Code", "Country"], *([str(number), f"Land {number}"] for number in range(250))]
    read_me = [["About this file"], ["Ask Fay."]]
    file = books({"Read me": read_me, "Countries": countries, "Answers": LIST, "Old": LIST}, hidden=["Old"])
    sheet, rows = read(file)
    assert (sheet.name, len(rows)) == ("Answers", 8)
    assert sheet.reading.sheets == (
        SheetReading("Read me", 2, "left_out"),
        SheetReading("Countries", 250, "left_out"),
        SheetReading("Answers", 8, "read", header_row=1),
        SheetReading("Old", 0, "hidden"),
    )
    assert codes(sheet) == {"other_sheets": {"names": ["Read me", "Countries"]}, "hidden_sheets": {"names": ["Old"]}}


def test_very_hidden_sheets_are_named_too() -> None:
    sheet, _ = read(books({"Answers": LIST, "Lists": [["a"]], "More": [["b"]]}, hidden=["Lists", "More"]))
    assert codes(sheet) == {"hidden_sheets": {"names": ["Lists", "More"]}}
    assert note_sentence(sheet.notes[0]) == "The file has 2 hidden sheets (Lists, More); they were not read."


def test_sheets_with_nearly_the_same_names_are_one_table() -> None:
    later = [["Exported in May"], [], ["Title", "ID", "Summary", "organisation", "Country", "E-Mail", "Stage"]]
    later += [["Project 9", "A-9", "Later.", "Forge Bo", "Mali", "bo@example.org", "Pilot"]]
    sheet, rows = read(books({"2019": LIST, "2020": later}))
    assert (sheet.name, sheet.row_count) == ("2019, 2020", 9)
    assert sheet.header == [*NAMES, "Stage"]
    last = rows[-1]
    assert (last.sheet, last.number) == ("2020", 4)
    assert last.cells == ["A-9", "Project 9", "Later.", "Forge Bo", "Mali", "", "bo@example.org", "Pilot"]
    assert codes(sheet)["sheets_united"] == {"names": ["2019", "2020"]}


@pytest.mark.medium
def test_sheets_can_be_chosen() -> None:
    file = books({"2019": LIST, "2020": LIST, "Budget": [["Post", "Sum"], ["Rent", "5"]]})
    assert read(file, sheets=("2020",))[0].name == "2020"
    sheet, rows = read(file, sheets=("2019", "Budget"))
    assert sheet.header == [*NAMES, "Post", "Sum"]
    assert rows[-1].cells == [""] * 7 + ["Rent", "5"]
    with pytest.raises(
        Invalid, match=r"no visible sheet with the chosen name\. Choose one of its sheets: 2019, 2020, Budget"
    ):
        read(file, sheets=("2021",))


@pytest.mark.medium
def test_row_of_column_names_can_be_chosen() -> None:
    rows = [["Code", "Words"], ["q1", "q2"], ["Title", "Country"], ["A", "Kenya"], *[["B", "Mali"]] * 50]
    sheet, read_rows = read(as_csv(rows), "a.csv", header_row=3)
    assert (sheet.header, sheet.header_row, len(read_rows)) == (["Title", "Country"], 3, 51)
    assert sheet.reading.header_row == 3
    deep = [*[["x", "y"]] * 299, ["Title", "Country"], ["A", "Kenya"]]
    assert read(as_csv(deep), "a.csv", header_row=300)[0].header == ["Title", "Country"]
    with pytest.raises(Invalid, match="Row 900 of"):
        read(as_csv(rows), "a.csv", header_row=900)


def _grouped(made: xlsxwriter.Workbook, sheet: Any) -> None:
    sheet.merge_range("A1:A2", "No.")
    sheet.merge_range("B1:C1", "Contact person")
    sheet.merge_range("D1:F1", "Organisation")
    sheet.merge_range("G1:G2", "Title")
    sheet.write_row(1, 1, ["Name", "E-mail", "Name", "Country", "Size"])
    sheet.write_row(2, 0, ["1", "Ada", "ada@example.org", "Atelier Ada", "Kenya", "12", "Welding"])


def test_two_header_rows_make_one_and_bare_names_get_their_heading() -> None:
    sheet, rows = read(book(_grouped))
    assert sheet.header == [
        "No.", "Contact person: Name", "Contact person: E-mail", "Organisation: Name", "Organisation: Country", "Size",
        "Title",
    ]  # fmt: skip
    assert sheet.groups == ["No.", "Contact person", "Contact person", *["Organisation"] * 3, "Title"]
    assert cells(rows) == [(3, ["1", "Ada", "ada@example.org", "Atelier Ada", "Kenya", "12", "Welding"])]


@pytest.mark.parametrize(
    "above",
    [
        ["", "Contact person", "", "Organisation", "", ""],
        ["", "Contact person", "Contact person", "Organisation", "Organisation", "Organisation"],
    ],
)
def test_headings_without_merged_cells_reach_as_far_as_the_next(above: list[str]) -> None:
    names = ["Title", "Name", "E-mail", "Name", "Country", "Website"]
    sheet, rows = read(as_csv([above, names, ["A", "Ada", "a@example.org", "Atelier", "Kenya", "x.org"]]), "a.csv")
    assert sheet.header == [
        "Title", "Contact person: Name", "Contact person: E-mail", "Organisation: Name", "Organisation: Country",
        "Organisation: Website",
    ]  # fmt: skip
    assert [row.number for row in rows] == [3]


def test_first_row_of_data_is_no_second_header() -> None:
    sheet, rows = read(as_csv([["Title", "Country", "", "Note"], ["Welding", "Kenya", "c", "d"], ["x"]]), "a.csv")
    assert (sheet.header, len(rows)) == (["Title", "Country", "Column C", "Note"], 2)


def test_codes_above_the_names_are_passed_over() -> None:
    codes_row = [f"Q{number}" for number in range(1, 8)]
    sheet, _ = read(as_csv([codes_row, *LIST]), "a.csv")
    assert (sheet.header, sheet.header_row) == (NAMES, 2)


def test_years_among_the_names_are_names() -> None:
    sheet, _ = read(as_csv([["Title", "Country", "Organisation", "2019"], ["A", "Kenya", "Ada", "12"]]), "a.csv")
    assert sheet.header[-1] == "2019"


def test_names_lose_odd_blanks() -> None:
    sheet, _ = read(as_csv([["\ufeff Ti\u200btle ", "Coun\u00adtry\u00a0 of\n work"], ["A", "Kenya"]]), "a.csv")
    assert sheet.header == ["Title", "Country of work"]


def _marked(made: xlsxwriter.Workbook, sheet: Any) -> None:
    sheet.write_row(0, 0, NAMES)
    sheet.merge_range("A2:G2", "Batch 1")
    for number in (1, 2, 3, 4):
        sheet.write_row(number + 1, 0, _row(number))
    sheet.write_row(6, 0, NAMES)
    sheet.write(7, 0, "Africa, second round")
    sheet.write_row(8, 0, _row(5))
    sheet.write(9, 0, "A-6")
    sheet.write_row(10, 0, ["Total", "5", "", "12"])
    sheet.write(12, 0, "Generated on 3 May 2020 by the platform")
    sheet.write(14, 0, "Ask Fay about the rest.")


def test_rows_that_are_no_data_are_marked_and_kept() -> None:
    sheet, rows = read(book(_marked))
    assert skips(rows) == {
        2: "heading", 7: "header_again", 8: "heading", 11: "total", 13: "note", 15: "note",
    }  # fmt: skip
    assert [row.number for row in rows if not row.skip] == [3, 4, 5, 6, 9, 10]
    assert sheet.row_count == len(rows) == 12
    assert rows[-1].cells == ["Ask Fay about the rest."]


def test_country_above_a_group_of_rows_is_that_of_each() -> None:
    table = [
        ["Title", "Organisation", "Summary", "Budget"],
        ["Kenya"],
        ["Looms", "Atelier Ada", "We teach weaving in three villages.", "10"],
        ["Pumps", "Atelier Bo", "We repair pumps with apprentices.", "20"],
        ["Subtotal", "", "", "30"],
        ["Guinea Ecuatorial - Gabón"],
        ["Boats", "Atelier Cy", "We build boats beside the river.", "5"],
    ]
    sheet, rows = read(as_csv(table), "a.csv")
    assert sheet.header == ["Title", "Organisation", "Summary", "Budget", "Country"]
    assert [row.cells[4] for row in rows if not row.skip] == ["Kenya", "Kenya", "Guinea Ecuatorial - Gabón"]
    assert skips(rows) == {2: "heading", 5: "total", 6: "heading"}


@pytest.mark.medium
@pytest.mark.parametrize(
    ("lone", "skip"),
    [
        (["A-77"], ""),
        (["", "A title and nothing else"], ""),
        (["TOTAL", "473"], "total"),
        (["Somme", "", "", "3 500 €"], "total"),
        (["المجموع", "12"], "total"),
        (["Suma:", "12", "", "7"], "total"),
        (["Total", "Total inclusion", "We teach everybody.", "Atelier", "Kenya"], ""),
        (["A-9", "Somme", "We teach by the river.", "Atelier", "France"], ""),
        (["--- Round 2 ---"], "heading"),
        (["A-10", "Notes on welding", "Source of income", "Atelier", "Mali"], ""),
    ],
)
def test_rows_in_the_middle_are_data_unless_they_say_otherwise(lone: list[str], skip: str) -> None:
    _, rows = read(as_csv([*LIST, lone, *LIST[1:]]), "a.csv")
    assert skips(rows) == ({10: skip} if skip else {})


def test_titles_alone_in_a_narrow_table_are_data() -> None:
    _, rows = read(as_csv([["Title", "Country"], ["Batch 1"], ["A", "Kenya"], ["Generated"]]), "a.csv")
    assert skips(rows) == {}


def test_same_participants_in_other_order_are_the_same_rows() -> None:
    _, rows = read(as_xlsx([HEADER, CY, BO, ADA]))
    assert [row.cells for row in rows] == [list(CY), list(BO), list(ADA)]


def _kumu() -> dict[str, Any]:
    elements = [
        {"label": "Atelier Ada", "type": "NGO"}, {"label": "Forge Bo", "type": "NGO"},
        {"label": "Welding", "type": "Project", "id": "P1"}, {"label": "Boats", "type": "Project", "id": "P2"},
    ]  # fmt: skip
    ties = [
        {"from": "Atelier Ada", "to": "P1", "type": "Submitted"}, {"from": "Forge Bo", "to": "P2", "type": "Submitted"},
        {"from": "P1", "to": "P2", "type": "Advises", "direction": "directed", "strength": 2},
    ]  # fmt: skip
    return {"elements": elements, "connections": ties}


def test_kumu_document_becomes_a_table_with_links() -> None:
    file = kumu_json(**_kumu())
    sheet, rows = read(file, "map.json")
    assert (sheet.kind, sheet.reading.format, sheet.row_count) == ("kumu", "json", 2)
    title = sheet.header.index("Proposal title")
    assert [(row.sheet, row.number, row.cells[title]) for row in rows] == [
        ("elements", 3, "Welding"), ("elements", 4, "Boats"),
    ]  # fmt: skip
    assert all(note_sentence(note) for note in sheet.notes)


@pytest.mark.medium
def test_kumu_workbook_has_the_same_links() -> None:
    from skillsnet.intake.readers import read_sheet

    elements = [["Label", "Type", "ID"], ["Welding", "Project", "P1"], ["Boats", "Project", "P2"]]
    ties = [["From", "To", "Type", "Direction"], ["P1", "P2", "Advises", "directed"]]
    sheet = read_sheet(books({"Elements": elements, "Connections": ties}), name="map.xlsx")
    (link,) = sheet.links()
    assert (sheet.kind, sheet.name, link.sheet, link.number) == ("kumu", "Elements, Connections", "Connections", 2)
    assert (link.source_id, link.target_id, link.kind, link.direction) == ("P1", "P2", "Advises", "directed")
    assert len(list(sheet.rows())) == 2
    sheet.close()


@pytest.mark.medium
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"nodes": []}', "not a Kumu project"),
        (b"[1, 2]", "not a Kumu project"),
        (b'{"elements": [', "not valid JSON or it is damaged"),
        (b"[" * 100_000, "not valid JSON or it is damaged"),
        (b"1" * 10_000, "not valid JSON or it is damaged"),
        (b"Title,Country\nA,Kenya\n", "not valid JSON or it is damaged"),
        (b'{"elements": [], "connections": []}', "it has no content"),
    ],
)
def test_other_json_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        read(io.BytesIO(content), "a.json")


def test_one_project_in_each_column_is_refused_with_what_to_do() -> None:
    columns = [list(column) for column in zip(*LIST[:4], strict=True)]
    with pytest.raises(Invalid) as refusal:
        read(as_csv(columns), "a.csv")
    assert "has one project in each column" in str(refusal.value)
    assert "“Transpose”" in str(refusal.value)
