"""Files as they come: good ones are read whole, bad ones are refused with a sentence."""

import io
import zipfile
from collections.abc import Callable

import pytest
from pytest_django import Settings

from skillsnet.core.errors import Invalid
from skillsnet.intake.file_reading import FileNote
from skillsnet.intake.readers import Sheet, read_sheet
from tests.intake.sheets import ADA, BO, HEADER, as_csv, as_xlsx, with_formula_unsaved


def _read(file: io.BytesIO, name: str) -> tuple[Sheet, list[tuple[int, list[str]]]]:
    sheet = read_sheet(file, name=name)
    rows = [(row.number, row.cells) for row in sheet.rows()]
    sheet.close()
    return sheet, rows


@pytest.mark.medium
@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: as_xlsx([HEADER, ADA, BO]), "a.xlsx"),
        (lambda: as_xlsx([HEADER, ADA, BO], hidden_first=True), "a.xlsx"),
        (lambda: as_csv([HEADER, ADA, BO]), "a.csv"),
        (lambda: as_csv([HEADER, ADA, BO], encoding="utf-8-sig"), "a.csv"),
        (lambda: as_csv([HEADER, ADA, BO], encoding="cp1252", delimiter=";"), "a.csv"),
        (lambda: as_csv([HEADER, ADA, BO], encoding="utf-16"), "a.csv"),
        (lambda: as_csv([HEADER, ADA, BO], delimiter="\t"), "a.tsv"),
        (lambda: as_csv([HEADER, ADA, BO], delimiter="|"), "a.txt"),
    ],
)
def test_same_table_in_every_form_gives_the_same_rows(make: Callable[[], io.BytesIO], name: str) -> None:
    sheet, rows = _read(make(), name)
    assert sheet.header == list(HEADER)
    assert rows == [(2, list(ADA)), (3, list(BO))]


def _bomb() -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (90 * 1024 * 1024))
    file.seek(0)
    return file


@pytest.mark.medium
@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"%PDF-1.7 ...", "answers.xlsx", "PDF"),
        (b"", "answers.xlsx", "it is empty"),
        (b"\xef\xbb\xbf\r\n", "answers.csv", "it is empty"),
        (b"<html><table><tr><td>a</td></tr></table></html>", "answers.xls", "web page"),
        (b"<!DOCTYPE html>", "answers.csv", "web page"),
        (b"Title,Country\n", "answers.csv", "no rows below"),
        (b"Ada,ada@example.org\nBo,bo@example.org\n", "answers.csv", "no row of column names"),
        (b"one\ntwo\nthree\n", "answers.csv", "no row of column names"),
        (b"Title,Country\nA,Kenya\n", "answers.xlsx", "plain text"),
        (b"Title,Country\nA,Kenya\n", "answers.exe", "its name must end in"),
        (b"PK\x03\x04 not a zip at all", "answers.xlsx", "damaged"),
        (b"PK\x03\x04", "answers.csv", "workbook or a zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 nothing", "answers.xls", "damaged"),
        (b"\x89PNG\r\n", "answers.xlsx", "picture"),
    ],
)
def test_bad_file_is_refused_with_a_sentence_that_names_it(content: bytes, name: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_sheet(io.BytesIO(content), name=name)
    (sentence,) = refused.value.problems
    assert sentence.startswith(name)
    assert said in sentence
    assert sentence.endswith(".")


@pytest.mark.medium
def test_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(Invalid, match="far larger"):
        read_sheet(_bomb(), name="answers.xlsx")


def test_archive_of_too_many_entries_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(2001):
            archive.writestr(f"{number}", b"")
    file.seek(0)
    with pytest.raises(Invalid, match="far larger"):
        read_sheet(file, name="answers.xlsx")


def test_file_over_the_limit_is_refused(settings: Settings) -> None:
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    with pytest.raises(Invalid, match="larger than 1 MB"):
        read_sheet(io.BytesIO(b"a,b\n" * 300_000), name="answers.csv")


def test_more_than_500_columns_are_refused() -> None:
    with pytest.raises(Invalid, match="500 columns"):
        read_sheet(as_csv([[f"c{n}" for n in range(501)], ["x"] * 501]), name="answers.csv")


def test_title_rows_and_group_headings_above_the_names_are_passed_over() -> None:
    rows = [["All answers"], [], ["Participant", "", "", "Project", "", "", "", ""], HEADER, ADA]
    sheet, read = _read(as_xlsx(rows), "a.xlsx")
    assert (sheet.header_row, read) == (4, [(5, list(ADA))])
    assert FileNote("header_row", row=4) in sheet.notes


def test_names_are_made_different_and_lengthless_ones_get_letters() -> None:
    sheet, _ = _read(as_csv([["Title", "Note", "", "Note"], ["a", "b", "c", "d"]]), "a.csv")
    assert sheet.header == ["Title", "Note", "Column C", "Note (2)"]


def test_nul_and_odd_characters_are_cleaned_away() -> None:
    _, rows = _read(io.BytesIO("Title,Country\nWel\x00ding \u202eat night,Kenya\n".encode()), "a.csv")
    assert rows == [(2, ["Welding at night", "Kenya"])]


def test_formula_without_stored_value_is_marked_on_its_cell() -> None:
    sheet = read_sheet(with_formula_unsaved([HEADER, ADA], cell="B2"), name="a.xlsx")
    (row,) = sheet.rows()
    sheet.close()
    assert (row.cells[1], row.faults) == ("", {"1": ("formula", 0)})


def test_overlong_cell_is_marked_with_its_length() -> None:
    sheet = read_sheet(as_csv([["Title", "Summary"], ["a", "x" * 100_000]]), name="a.csv")
    (row,) = sheet.rows()
    sheet.close()
    assert (len(row.cells[1]), row.faults) == (32_767, {"1": ("cell_too_long", 100_000)})


def test_cell_made_harmless_by_an_export_comes_back_as_it_was() -> None:
    _, rows = _read(as_csv([["Title", "Note"], ["'=1+1", "'quoted'"]]), "a.csv")
    assert rows == [(2, ["=1+1", "'quoted'"])]


@pytest.mark.slow
def test_fifty_thousand_rows_are_read() -> None:
    rows = [HEADER, *((f"N-{n}", *ADA[1:]) for n in range(50_000))]
    sheet = read_sheet(as_csv(rows), name="a.csv")
    assert (sheet.row_count, sum(1 for _ in sheet.rows())) == (50_000, 50_000)
    sheet.close()
