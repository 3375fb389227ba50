"""Takes a spreadsheet apart in a process of its own, with limits on memory, time and what it may write.

Started by `readers.read_sheet` as `python -m skillsnet.intake.child KIND` with the file on standard input.
Writes JSON lines: first what the sheet is, then `[row number, cells, faults]`. A refusal is one line on standard
error: `refused: CODE`, with exit code 3. Imports no Django: whatever a hostile file does, it does it here.
"""

import csv
import io
import json
import resource
import sys
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn, TextIO

from skillsnet.intake.workbooks import check_archive, formula_faults, text_of

MAX_MEMORY_BYTES = 1024 * 1024 * 1024
MAX_CPU_SECONDS = 10
MAX_WRITTEN_BYTES = 400 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 500
MAX_CELL_CHARS = 32_767
REFUSED = 3
DELIMITERS = ",;\t|"
SNIFFED_CHARS = 200_000
ENCODINGS = ("utf_8", "cp1252", "cp1250", "cp1251", "cp1256", "utf_16_le", "utf_16_be")


def refuse(code: str) -> NoReturn:
    """Leave with a reason the parent has a sentence for."""
    sys.stderr.write(f"refused: {code}\n")
    sys.exit(REFUSED)


def main(kind: str, source: bytes, out: TextIO) -> None:
    """Write the file's first visible sheet as JSON lines."""
    if kind == "text":
        about, rows = read_text(source)
    else:
        about, rows = read_workbook(source, kind)
    out.write(json.dumps(about) + "\n")
    for count, (number, cells, faults) in enumerate(rows, start=1):
        if count > MAX_ROWS:
            refuse("too_many_rows")
        if len(cells) > MAX_COLUMNS:
            refuse("too_many_columns")
        out.write(json.dumps([number, cells, faults], ensure_ascii=True) + "\n")


Row = tuple[int, list[str], dict[str, Any]]


def read_workbook(source: bytes, kind: str) -> tuple[dict[str, Any], Iterator[Row]]:
    """Return what the first visible sheet with cells is, and its rows."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    if kind == "zip":
        code = check_archive(source)
        if code:
            refuse(code)
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(source))
    names = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    if not names:
        refuse("no_sheet")
    sheets = {name: workbook.get_sheet_by_name(name) for name in names}
    name = next((name for name in names if sheets[name].height), names[0])
    sheet = sheets[name]
    if sheet.total_width > MAX_COLUMNS + 16_000:
        refuse("too_many_columns")
    left, top = (sheet.start[1], sheet.start[0]) if sheet.start else (0, 0)
    others = [other for other in names if other != name and sheets[other].height]
    marks = formula_faults(source, name) if kind == "zip" else {}
    values = sheet.to_python(skip_empty_area=True, nrows=MAX_ROWS + 100)
    texts = (([""] * left) + [text_of(value) for value in row] for row in values)
    return {"sheet": name, "others": others}, _rows(texts, first=top + 1, marks=marks)


def read_text(source: bytes) -> tuple[dict[str, Any], Iterator[Row]]:
    """Return how a text file is written, and its rows."""
    text, encoding = decode(source)
    delimiter = find_delimiter(text[:SNIFFED_CHARS])
    csv.field_size_limit(len(text) + 1)
    lines = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=delimiter)
    return {"sheet": "", "others": [], "encoding": encoding}, _rows(lines, first=1, marks={})


def decode(source: bytes) -> tuple[str, str]:
    """Return the text and its encoding: by its mark, else UTF-8, else the most plausible of the old ones."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if source.startswith(mark):
            return source.decode(encoding, errors="replace"), encoding
    try:
        return source.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    from charset_normalizer import from_bytes

    best = from_bytes(source[:SNIFFED_CHARS], cp_isolation=list(ENCODINGS)).best()
    encoding = best.encoding if best is not None and best.encoding != "utf_8" else "cp1252"
    # Western spreadsheets write cp1252; its neighbour is believed only where it reads words cp1252 cannot.
    if encoding == "cp1250" and _reads_well(source, "cp1252"):
        encoding = "cp1252"
    return source.decode(encoding, errors="replace"), encoding


def _reads_well(source: bytes, encoding: str) -> bool:
    try:
        text = source.decode(encoding)
    except UnicodeDecodeError:
        return False
    odd = sum(1 for letter in text if letter in "¹³¿¯£¥¦¼¾Ÿ†‡ˆ‰")
    return odd * 20 < sum(1 for letter in text if ord(letter) > 127)


def find_delimiter(text: str) -> str:
    """Return the delimiter that cuts the lines into the most columns, equally many in most lines."""
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(row)][:50]
        widths = [len(row) for row in rows]
        if not widths or max(widths) < 2:
            continue
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        score = usual * widths.count(usual) / len(widths) if usual > 1 else 0.0
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _rows(texts: Iterable[list[str]], *, first: int, marks: dict[int, dict[int, str]]) -> Iterator[Row]:
    """Yield the rows that hold something, each with its number and what is wrong with its cells."""
    for number, texts_of_row in enumerate(texts, start=first):
        cells, faults = [], {}
        for index, text in enumerate(texts_of_row):
            if len(text) > MAX_CELL_CHARS:
                faults[str(index)] = ["cell_too_long", len(text)]
                text = text[:MAX_CELL_CHARS]
            cells.append(text)
        for index in marks.get(number, ()):
            if index >= len(cells) or not cells[index]:
                faults[str(index)] = ["formula", 0]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells or faults:
            yield number, cells, faults


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_SECONDS, MAX_CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_WRITTEN_BYTES, MAX_WRITTEN_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _limit()
    with io.TextIOWrapper(sys.stdout.buffer, encoding="ascii", newline="\n") as stdout:
        main(sys.argv[1], sys.stdin.buffer.read(), stdout)
