"""Looking into a workbook's archive without unpacking what could be a trap. No Django: the child imports it."""

import io
import re
import zipfile
from datetime import date, datetime

MAX_ENTRIES = 2000
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_RATIO = 200
# Small entries compress well and harm nobody; the ratio counts from here.
RATIO_FROM_BYTES = 1024 * 1024
ENCRYPTED = 0x1


def check_archive(source: bytes) -> str:
    """Return why the archive is not unpacked, or an empty text; reads its directory only."""
    try:
        entries = zipfile.ZipFile(io.BytesIO(source)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "broken_archive"
    if len(entries) > MAX_ENTRIES:
        return "archive_too_large"
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        return "encrypted"
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED_BYTES:
        return "archive_too_large"
    if unpacked > RATIO_FROM_BYTES and unpacked > MAX_RATIO * max(1, len(source)):
        return "archive_too_large"
    return ""


def formula_faults(source: bytes, sheet: str) -> dict[int, dict[int, str]]:
    """Return row number to column index of the formulas that were saved without their value."""
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        path = _sheet_path(archive, sheet)
        if path not in archive.namelist():
            return {}
        xml = archive.read(path)
    return _unsaved_formulas(xml)


def _sheet_path(archive: zipfile.ZipFile, sheet: str) -> str:
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return ""
    book = archive.read("xl/workbook.xml").decode("utf-8", errors="replace")
    links = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", errors="replace")
    for tag in re.findall(r"<(?:\w+:)?sheet\s[^>]{0,2000}>", book):
        name = re.search(r'\bname="([^"]*)"', tag)
        link = re.search(r'\b\w+:id="([^"]*)"', tag)
        if name is None or link is None or _unescaped(name.group(1)) != sheet:
            continue
        for relation in re.findall(r"<(?:\w+:)?Relationship\s[^>]{0,2000}>", links):
            target = re.search(r'\bTarget="([^"]*)"', relation)
            if target and re.search(rf'\bId="{re.escape(link.group(1))}"', relation):
                path = target.group(1)
                return path.lstrip("/") if path.startswith("/") else f"xl/{path}"
    return ""


def _unescaped(text: str) -> str:
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, letter)
    return text


def _unsaved_formulas(xml: bytes) -> dict[int, dict[int, str]]:
    """Return the cells with `<f>` and no stored `<v>`; one pass over the sheet's bytes."""
    found: dict[int, dict[int, str]] = {}
    position = xml.find(b"<f")
    while position != -1:
        start, end = xml.rfind(b"<c ", 0, position), xml.find(b"</c>", position)
        if start == -1 or end == -1:
            break
        opening = xml[start : xml.find(b">", start)]
        place = re.search(rb'\br="([A-Z]{1,3})(\d{1,7})"', opening)
        has_value = re.search(rb"<v>[^<]", xml[position:end]) is not None
        # A formula whose stored result is an empty text has a value: nothing.
        if place and not has_value and b't="str"' not in opening:
            found.setdefault(int(place.group(2)), {})[_column_index(place.group(1))] = "formula"
        position = xml.find(b"<f", end)
    return found


def _column_index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - ord("A") + 1
    return index - 1


def text_of(value: object) -> str:
    """Return a value as people read it: dates as ISO text, whole numbers without a decimal point."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        is_day = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if is_day else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
