"""Files made to harm, or harmed: refused with a sentence, before they cost memory or time."""

import io
import os
import resource
import struct
import zipfile
from collections.abc import Callable

import pytest

from skillsnet.core.errors import Invalid
from skillsnet.intake import readers
from skillsnet.intake.sandbox.jsonl_protocol import SandboxExit
from tests.intake.books import (
    book,
    books,
    cells,
    changed,
    ods,
    ods_row,
    ods_table,
    packed,
    read,
    sheet_xml,
    text_row,
    with_size,
)
from tests.intake.sheets import ADA, BO, HEADER, as_csv, as_xlsx

pytestmark = pytest.mark.slow

SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def _refusal(file: io.BytesIO, name: str = "a.xlsx") -> str:
    with pytest.raises(Invalid) as refused:
        read(file, name)
    (sentence,) = refused.value.problems
    assert sentence.startswith(name)
    return sentence


def _doctype(part: str, start: bytes) -> io.BytesIO:
    return changed(as_xlsx([HEADER, ADA]), {part: lambda xml: start + xml.partition(b"?>")[2]})


def _with_crc_wrong() -> io.BytesIO:
    content = bytearray(as_xlsx([HEADER, ADA]).getvalue())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        place = archive.getinfo(SHEET).header_offset
    for signature, at in ((b"PK\x01\x02", 16), (b"PK\x03\x04", 14)):
        found = content.find(signature, place)
        while found != -1:
            struct.pack_into("<I", content, found + at, 12345)
            found = content.find(signature, found + 4)
    return io.BytesIO(bytes(content))


def _with_link() -> io.BytesIO:
    file = as_xlsx([HEADER, ADA])
    with zipfile.ZipFile(file, "a") as archive:
        link = zipfile.ZipInfo("xl/link.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return file


def _and_entry(name: str) -> io.BytesIO:
    file = as_xlsx([HEADER, ADA])
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(name, b"x")
    return file


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: _doctype(SHEET, LAUGHS), "its structure is unusual"),
        (lambda: _doctype("xl/workbook.xml", OUTSIDE), "its structure is unusual"),
        (lambda: _doctype("xl/sharedStrings.xml", LAUGHS), "its structure is unusual"),
        (
            lambda: _doctype("xl/styles.xml", b"<?xml version='1.0'?>" + b" " * 300_000 + LAUGHS),
            "its structure is unusual",
        ),
        (
            lambda: changed(as_xlsx([HEADER, ADA]), {SHEET: lambda xml: xml.decode().encode("utf-16")}),
            "its structure is unus",
        ),
        (lambda: _and_entry("../../etc/cron.d/x"), "its structure is unusual"),
        (lambda: _and_entry("/etc/passwd"), "its structure is unusual"),
        (lambda: _and_entry("C:\\x.xml"), "its structure is unusual"),
        (lambda: _and_entry("XL/Worksheets/sheet1.xml"), "its structure is unusual"),
        (_with_link, "its structure is unusual"),
        (_with_crc_wrong, "damaged or incomplete"),
        (lambda: with_size(as_xlsx([HEADER, ADA]), SHEET, 17), "damaged or incomplete"),
        (lambda: with_size(as_xlsx([HEADER, ADA]), SHEET, 90_000_000), "far larger"),
        (lambda: io.BytesIO(as_xlsx([HEADER, ADA]).getvalue()[:-200]), "damaged or incomplete"),
        (lambda: packed({"inner.xlsx": as_xlsx([HEADER, ADA]).getvalue()}), "it is an archive"),
        (lambda: packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<a/>"}), "text document"),
        (lambda: packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}), "damaged"),
    ],
)
def test_archive_no_program_would_write_is_refused(make: Callable[[], io.BytesIO], said: str) -> None:
    assert said in _refusal(make())


def test_entities_in_opendocument_are_refused() -> None:
    file = changed(ods(ods_table(ods_row(*HEADER))), {"content.xml": lambda xml: LAUGHS + xml.partition(b"?>")[2]})
    assert "its structure is unusual" in _refusal(file, "a.ods")


def test_encrypted_files_are_said_to_be_protected() -> None:
    content = bytearray(as_xlsx([HEADER, ADA]).getvalue())
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        found = content.find(signature)
        while found != -1:
            content[found + at] |= 1
            found = content.find(signature, found + 4)
    assert "protected by a password" in _refusal(io.BytesIO(bytes(content)))
    manifest = b'<manifest:manifest xmlns:manifest="x"><manifest:encryption-data/></manifest:manifest>'
    file = changed(ods(ods_table(ods_row(*HEADER))), {"META-INF/manifest.xml": lambda _: manifest})
    assert "protected by a password" in _refusal(file, "a.ods")


def _bombs() -> dict[str, io.BytesIO]:
    row = b'<row r="1"><c r="A1"><v>1</v></c></row>'
    start, end = b"<worksheet><sheetData>", b"</sheetData></worksheet>"
    parts = dict.fromkeys(("[Content_Types].xml", "xl/workbook.xml"), b"<a/>")
    many = packed({**parts, SHEET: start + row * 7_000_000 + end})
    strings = packed({**parts, "xl/sharedStrings.xml": b"<sst>" + b"<si><t>a</t></si>" * 8_000_000 + b"</sst>"})
    cell = packed({**parts, SHEET: start + b"<c><v>" + b"a" * 270_000_000 + b"</v></c>" + end})
    return {"many rows": many, "many strings": strings, "one cell": cell}


def test_bombs_are_refused_by_their_directory_before_anything_is_unpacked() -> None:
    for name, file in _bombs().items():
        assert "far larger" in _refusal(_with_damaged_parts(file)), name


def test_parts_damaged_so_are_noticed_by_whoever_unpacks_them() -> None:
    assert "damaged" in _refusal(_with_damaged_parts(as_xlsx([HEADER, ADA])))


def _with_damaged_parts(archive: io.BytesIO) -> io.BytesIO:
    """Return the archive with compressed parts nobody can unpack, and its directory whole."""
    content = bytearray(archive.getvalue())
    with zipfile.ZipFile(archive) as read:
        for part in read.infolist():
            name_length, extra_length = struct.unpack_from("<HH", content, part.header_offset + 26)
            first = part.header_offset + 30 + name_length + extra_length
            content[first : first + part.compress_size] = b"\xff" * part.compress_size
    return io.BytesIO(bytes(content))


def test_what_unpacks_to_more_than_it_says_is_never_given_memory() -> None:
    file = packed({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>", SHEET: b"a" * 200_000_000})
    assert "damaged" in _refusal(with_size(file, SHEET, 1000))


def _sparse(*, row: int, column: str) -> io.BytesIO:
    far = f'<row r="{row}"><c r="{column}{row}"><v>1</v></c></row>'
    return sheet_xml(text_row(1, ["Title", "Country"]) + far)


@pytest.mark.limits
def test_lone_cell_far_out_is_refused_without_the_cells_between() -> None:
    assert "500 columns" in _refusal(_sparse(row=2, column="XFD"))
    assert "500 columns" in _refusal(_sparse(row=1_048_576, column="XFD"))
    assert "too much time or memory" in _refusal(_sparse(row=1_048_576, column="SF"))
    _, rows = read(_sparse(row=1_000_000, column="B"))
    assert cells(rows) == [(1_000_000, ["", "1"])]


def test_too_many_rows_and_columns_are_refused_and_a_large_sheet_beside_is_not() -> None:
    long = [HEADER, *([str(number)] for number in range(100_001))]
    assert "100,000 rows" in _refusal(as_csv(long), "a.csv")
    wide = [[f"c{number}" for number in range(501)], ["x"] * 501]
    assert "500 columns" in _refusal(as_xlsx(wide))
    sheet, rows = read(books({"Answers": [HEADER, ADA, BO], "Log": wide}))
    assert (sheet.name, len(rows)) == ("Answers", 2)


def test_more_cells_than_memory_are_refused_in_time() -> None:
    # Six million cells, with noise beside them so that they do not show by how well they pack.
    row = b"<row>" + b"<c><v>1</v></c>" * 80 + b"</row>"
    content = b"<worksheet><sheetData>" + row * 75_000 + b"</sheetData></worksheet>"
    file = changed(as_xlsx([HEADER]), {SHEET: lambda _: content})
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/media/noise.png", os.urandom(1_000_000))
    began = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert "too much time or memory" in _refusal(file)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - began.ru_utime < 20


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 2000, "a.xls", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "a password"),
        (b"PK\x05\x06" + b"\x00" * 18, "a.xlsx", "it is an archive"),
        (b"<?xml version='1.0'?><Workbook/>", "a.xls", "web page"),
        (b"\xff\xfe", "a.csv", "it is empty"),
        (b"\x00" * 500, "a.csv", "it is empty"),
        (b"\x1f\x8b\x08", "a.csv", "compressed"),
        (b"7z\xbc\xaf\x27", "a.xlsx", "archive"),
        (b"GIF89a", "a.json", "picture"),
    ],
)
def test_what_is_no_spreadsheet_is_said_to_be_what_it_is(content: bytes, name: str, said: str) -> None:
    assert said in _refusal(io.BytesIO(content), name)


def test_sheet_without_rows_and_book_without_visible_cells_are_refused() -> None:
    assert "it has no content" in _refusal(book(lambda _, sheet: None))
    assert "no rows below" in _refusal(as_xlsx([HEADER]))


def test_what_goes_wrong_inside_is_logged_without_the_files_words(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = SandboxExit(3, "ada@example.org\nbecause: KeyError at x.py:1\nrefused: unreadable")
    monkeypatch.setattr(readers, "run_sandbox", lambda *_: ended)
    with caplog.at_level("WARNING", logger="skillsnet.intake.readers"):
        assert "damaged" in _refusal(as_xlsx([HEADER, ADA]))
    assert caplog.messages == ["The sandbox ended with 3 because: KeyError at x.py:1"]


@pytest.mark.parametrize(("code", "said"), [(-24, ""), (-6, "memory allocation of 5 bytes failed"), (1, "MemoryError")])
def test_spent_limits_are_a_sentence(monkeypatch: pytest.MonkeyPatch, code: int, said: str) -> None:
    monkeypatch.setattr(readers, "run_sandbox", lambda *_: SandboxExit(code, said))
    assert "too much time or memory" in _refusal(as_xlsx([HEADER, ADA]))
