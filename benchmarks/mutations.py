"""Spreadsheets with something broken in them, ten thousand different ones from one seed."""

import io
import json
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

import xlsxwriter
import xlwt

Mutation = Callable[[random.Random, bytes], bytes]
SHARES = {".xlsx": 50, ".csv": 30, ".ods": 10, ".xls": 5, ".json": 5}
HEADER = ("ID", "Title", "Summary", "Organisation", "Country", "Contact person", "E-mail", "Date", "Share")
ODS = "urn:oasis:names:tc:opendocument:xmlns:"
ABSURD = (
    *(b"-1", b"0", b"1048577", b"99999999999999999999", b"1e308", b"-1e999", b"NaN", b"INF", b"XFD1048576", b"ZZZZZ1"),
    *(b"A0", b"A1:", b":", b"true", b"\xc3\x28", b"\x00", b"&lt;", b"&#x0;", b"&nope;", b"\xed\xa0\x80", b"e", b"str"),
    *(b"d", b"b", b"'", b'"', b"<", b">", b"]]>", b"<!--", b"<![CDATA[", b"4294967296", b"2958466", b"1904", b"%"),
)
DIRT = (
    *(b'"', b'""', b"\x00", b"\r", b"\n", b"\r\n", b";", b",", b"\t", b"|", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"),
    *(b"\xed\xa0\x80", b"\x1b$B", b"sep=;\n", b"\xe2\x80\xae", b"=cmd|'/C calc'!A0", b"\xf0\x9f\x91\xa9", b"1.23E+17"),
)


def mutants(count: int, *, seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield names and contents; the same ones for the same seed."""
    for suffix, share in SHARES.items():
        for number in range(count * share // 100):
            chance = random.Random(f"{seed} {suffix} {number}")
            yield f"mutant-{number}{suffix}", mutant(chance, suffix)


def mutant(chance: random.Random, suffix: str) -> bytes:
    """Return a good file of a kind with one to three things broken."""
    content = chance.choice(_bases(suffix))
    for _ in range(chance.choice((1, 1, 2, 3))):
        content = chance.choice(_mutations(suffix))(chance, content)
    return content


def _mutations(suffix: str) -> tuple[Mutation, ...]:
    if suffix in (".xlsx", ".ods"):
        return (_flipped, _truncated, _move_part, _parts_changed, *([_xml_changed] * 6))
    if suffix == ".xls":
        return (_flipped, _truncated, _move_part)
    return (_flipped, _truncated, _move_part, _dirtied, _dirtied, _recoded, _repeated)


@cache
def _bases(suffix: str) -> tuple[bytes, ...]:
    makers: dict[str, tuple[Callable[[], bytes], ...]] = {
        ".xlsx": (_xlsx, lambda: _xlsx(is_inline=True)),
        ".ods": (_ods,),
        ".xls": (_xls,),
        ".json": (_json,),
        ".csv": (lambda: _csv("utf-8", ","), lambda: _csv("cp1252", ";"), lambda: _csv("utf-16", "\t")),
    }
    return tuple(make() for make in makers[suffix])


def _rows() -> list[list[str]]:
    texts = ("Welding at night", "Nous formons des jeunes.", "Atelier Ada", "Côte d’Ivoire", "Ada Ålund")
    return [[f"A-{number}", *texts, f"a{number}@example.org"] for number in range(25)]


def _xlsx(*, is_inline: bool = False) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": is_inline}) as book:
        day, share = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "0%"})
        book.set_properties({"created": datetime(2020, 1, 2, tzinfo=UTC)})
        sheet = book.add_worksheet("Answers")
        sheet.merge_range("A1:I1", "All answers")
        sheet.write_row(1, 0, HEADER)
        for number, row in enumerate(_rows(), start=2):
            sheet.write_row(number, 0, row)
            sheet.write_number(number, 7, 43815 + number, day)
            sheet.write_number(number, 8, number / 100, share)
        sheet.write_formula(27, 7, "=SUM(H3:H27)", None, 5)
        sheet.write_formula(27, 8, "=1/0", None, "#DIV/0!")
        sheet.set_column(2, 2, None, None, {"hidden": True})
        book.add_worksheet("Lists").hide()
    return file.getvalue()


def _ods() -> bytes:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    share = '<table:table-cell office:value-type="percentage" office:value="0.25"/>'
    day = '<table:table-cell office:value-type="date" office:date-value="2019-12-16"/>'
    rows = ["".join(cell.format(name) for name in HEADER)]
    rows += ["".join(cell.format(text) for text in row) + day + share for row in _rows()]
    table = "".join(f'<table:table-row table:number-rows-repeated="1">{row}</table:table-row>' for row in rows)
    names = "".join(f' xmlns:{name}="{ODS}{name}:1.0"' for name in ("office", "table", "text", "style"))
    content = (
        f"<office:document-content{names}><office:body><office:spreadsheet>"
        f'<table:table table:name="Answers">{table}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = b'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return _packed({"mimetype": kind, "content.xml": content.encode(), "META-INF/manifest.xml": manifest})


def _xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Answers")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for column, name in enumerate(HEADER):
        sheet.write(0, column, name)
    for number, row in enumerate(_rows(), start=1):
        for column, text in enumerate(row):
            sheet.write(number, column, text)
        sheet.write(number, 7, datetime(2019, 12, 16), day)  # noqa: DTZ001 - cells have no zone
        sheet.write(number, 8, xlwt.Formula(f"{number}+1"))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _csv(encoding: str, delimiter: str) -> bytes:
    lines = [
        delimiter.join(f'"{text}"' if delimiter in text else text for text in row) for row in (HEADER[:7], *_rows())
    ]
    return "\r\n".join(lines).encode(encoding)


def _json() -> bytes:
    elements: list[dict[str, Any]] = [{"label": f"Org {n}", "type": "NGO"} for n in range(6)]
    elements += [{"label": f"Project {n}", "id": f"P{n}", "type": "Project", "tags": ["a", "b"]} for n in range(6)]
    connections = [{"from": f"Org {n}", "to": f"P{n}", "type": "Submitted", "direction": "directed"} for n in range(6)]
    return json.dumps({"elements": elements, "connections": connections}).encode()


def _packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            # With a fixed date: by itself it writes when it was packed.
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _flipped(chance: random.Random, content: bytes) -> bytes:
    flipped = bytearray(content)
    for _ in range(chance.choice((1, 3, 20, 200)) if flipped else 0):
        flipped[chance.randrange(len(flipped))] = chance.randrange(256)
    return bytes(flipped)


def _truncated(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _move_part(chance: random.Random, content: bytes) -> bytes:
    """Take a piece out, or put it in elsewhere, or twice."""
    start, size, target = chance.randrange(len(content) + 1), chance.randrange(2000), chance.randrange(len(content) + 1)
    piece = content[start : start + size]
    remaining = content if chance.random() < 0.5 else content[:start] + content[start + size :]
    return remaining if chance.random() < 0.3 else remaining[:target] + piece + remaining[target:]


def _dirtied(chance: random.Random, content: bytes) -> bytes:
    for _ in range(chance.choice((1, 5, 50))):
        position = chance.randrange(len(content) + 1)
        content = content[:position] + chance.choice(DIRT) * chance.choice((1, 1, 1, 1000)) + content[position:]
    return content


def _recoded(chance: random.Random, content: bytes) -> bytes:
    encoding = chance.choice(("utf-16", "utf-16-be", "utf-32", "cp1256", "gb18030", "shift_jis", "mac_roman", "utf-7"))
    return content.decode("utf-8", "replace").encode(encoding, "replace")


def _repeated(chance: random.Random, content: bytes) -> bytes:
    return content * chance.choice((2, 10, 100)) if len(content) < 20_000 else content


def _parts(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # The boundary: an earlier mutation broke the archive.
        return {}


def _parts_changed(chance: random.Random, content: bytes) -> bytes:
    """Leave a part out, rename one, give two each other's content, or fill one with noise."""
    parts = _parts(content)
    if not parts:
        return content
    first_name, second_name = chance.choice(list(parts)), chance.choice(list(parts))
    kind = chance.randrange(4)
    if kind == 0:
        del parts[first_name]
    elif kind == 1:
        parts[chance.choice(("xl/x.xml", "../x", first_name.upper(), "xl/worksheets/sheet1.xml", "a" * 300))] = (
            parts.pop(first_name)
        )
    elif kind == 2:
        parts[first_name], parts[second_name] = parts[second_name], parts[first_name]
    else:
        parts[first_name] = chance.randbytes(chance.randrange(3000))
    return _packed(parts)


def _xml_changed(chance: random.Random, content: bytes) -> bytes:
    """Change the XML of a part, the sheet's more often than not, and pack it anew."""
    parts = _parts(content)
    xml_names = [name for name in parts if "sheet" in name or name == "content.xml"] or list(parts)
    if not xml_names:
        return content
    name = chance.choice(xml_names) if chance.random() < 0.7 else chance.choice(list(parts))
    for _ in range(chance.choice((1, 2, 10))):
        parts[name] = _absurd(chance, parts[name])
    return _packed(parts)


def _absurd(chance: random.Random, xml: bytes) -> bytes:
    pattern = chance.choice((rb'"[^"]*"', rb"<[^>]*>", rb">[^<]+<", rb"\d+", rb" \w+=", rb"</\w+>"))
    matches = list(re.finditer(pattern, xml))
    if not matches:
        return xml
    match = chance.choice(matches)
    old = match.group()
    new = chance.choice((chance.choice(ABSURD), old * 2, b"", old * chance.choice((1, 500))))
    if old.startswith(b'"') and new not in (b"", old * 2):
        new = b'"' + new.strip(b'"') + b'"'
    if old.startswith(b">") and new:
        new = b">" + new.strip(b"<>") + b"<"
    return xml[: match.start()] + new + xml[match.end() :]
