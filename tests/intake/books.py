"""Files with one thing in them that reading must cope with, made by hand where no program would write them."""

import io
import json
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import xlsxwriter

from skillsnet.intake.readers import ReadingChoice, Sheet, SheetRow, read_sheet

Write = Callable[[xlsxwriter.Workbook, Any], None]
ODS_START = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
)


def read(file: io.BytesIO, name: str = "a.xlsx", **choice: Any) -> tuple[Sheet, list[SheetRow]]:
    """Return the sheet, closed, with its rows."""
    file.seek(0)
    sheet = read_sheet(file, name=name, choice=ReadingChoice(**choice))
    rows = list(sheet.rows())
    sheet.close()
    return sheet, rows


def cells(rows: Sequence[SheetRow]) -> list[tuple[int, list[str]]]:
    """Return the numbers and cells of the rows that are data."""
    return [(row.number, row.cells) for row in rows if not row.skip]


def skips(rows: Sequence[SheetRow]) -> dict[int, str]:
    """Return the numbers of the rows that are none."""
    return {row.number: row.skip for row in rows if row.skip}


def codes(sheet: Sheet) -> dict[str, dict[str, Any]]:
    """Return the notes by their code."""
    return {note.code: {key: value for key, value in note.to_json().items() if key != "code"} for note in sheet.notes}


def book(write: Write, *, options: dict[str, Any] | None = None) -> io.BytesIO:
    """Return a workbook with one sheet that a function fills."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, options or {}) as made:
        write(made, made.add_worksheet("Answers"))
    file.seek(0)
    return file


def books(sheets: Mapping[str, Sequence[Sequence[Any]]], *, hidden: Sequence[str] = ()) -> io.BytesIO:
    """Return a workbook with several sheets."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if name in hidden:
                sheet.hide() if hidden.index(name) == 0 else sheet.very_hidden()
        shown = next(sheet for sheet in made.worksheets() if sheet.get_name() not in hidden)
        shown.activate()
        shown.set_first_sheet()
    file.seek(0)
    return file


def changed(file: io.BytesIO, changes: Mapping[str, Callable[[bytes], bytes]]) -> io.BytesIO:
    """Return the archive with some of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, changes.get(name, bytes)(source.read(name)))
    out.seek(0)
    return out


def packed(parts: Mapping[str, bytes] | Sequence[tuple[str, bytes]], *, deflated: bool = True) -> io.BytesIO:
    """Return an archive of the parts; a list may name one twice."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED) as archive:
        for name, content in parts.items() if isinstance(parts, Mapping) else parts:
            archive.writestr(name, content)
    file.seek(0)
    return file


def sheet_xml(rows: str, *, before: str = "", after: str = "", dimension: str = "") -> io.BytesIO:
    """Return a workbook whose sheet is the given XML."""
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><worksheet '
        'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"{dimension}{before}<sheetData>{rows}</sheetData>{after}</worksheet>"
    )
    plain = book(lambda _, sheet: sheet.write(0, 0, "x"))
    return changed(plain, {"xl/worksheets/sheet1.xml": lambda _: content.encode()})


def text_row(number: int, values: Sequence[str], *, attributes: str = "") -> str:
    """Return a row of inline texts as XML."""
    made = "".join(
        f'<c r="{chr(65 + column)}{number}" t="inlineStr"><is><t>{value}</t></is></c>'
        for column, value in enumerate(values)
    )
    return f'<row r="{number}"{attributes}>{made}</row>'


def ods(tables: str, *, styles: str = "") -> io.BytesIO:
    """Return an OpenDocument workbook with the given tables."""
    automatic = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    content = f'<?xml version="1.0" encoding="UTF-8"?>{ODS_START}{automatic}{body}</office:document-content>'
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content.encode(),
            "META-INF/manifest.xml": manifest.encode(),
        }
    )


def ods_cell(text: str, *, attributes: str = 'office:value-type="string"') -> str:
    """Return a cell as XML."""
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def ods_row(*items: str, attributes: str = "") -> str:
    """Return a row of texts, or of cells given as XML."""
    made = "".join(item if item.startswith("<") else ods_cell(item) for item in items)
    return f"<table:table-row {attributes}>{made}</table:table-row>"


def ods_table(*rows: str, name: str = "Answers", columns: str = "", attributes: str = "") -> str:
    """Return a table as XML."""
    return f'<table:table table:name="{name}" {attributes}>{columns}{"".join(rows)}</table:table>'


def kumu_json(**parts: Any) -> io.BytesIO:
    """Return a Kumu blueprint."""
    return io.BytesIO(json.dumps(parts).encode())


def with_size(file: io.BytesIO, name: str, size: int) -> io.BytesIO:
    """Return the archive with a part whose unpacked size is a lie, in both places where it stands."""
    content = bytearray(file.getvalue())
    for signature, size_at, length_at, name_at in ((b"PK\x03\x04", 22, 26, 30), (b"PK\x01\x02", 24, 28, 46)):
        place = content.find(signature)
        while place != -1:
            length = struct.unpack_from("<H", content, place + length_at)[0]
            if content[place + name_at : place + name_at + length] == name.encode():
                struct.pack_into("<I", content, place + size_at, size)
            place = content.find(signature, place + 4)
    return io.BytesIO(bytes(content))
