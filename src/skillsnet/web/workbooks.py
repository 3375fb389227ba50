"""Workbooks (.xlsx) that are sent while they are written, so that their size needs no memory and no file."""

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

# What a sheet and a cell hold at most.
SHEET_ROWS = 1_048_576
CELL_LETTERS = 32_767
NAME_LETTERS = 31
# How much is gathered before it is sent.
CHUNK_BYTES = 64 * 1024
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
# Characters that no document in XML may hold.
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"

Row = Sequence[str]


@dataclass(frozen=True)
class TextSheet:
    """A sheet of text cells: its name, and its rows, the names of the columns first; each is read once."""

    name: str
    rows: Callable[[], Iterable[Row]]


class _Outlet:
    """A file that can only be written on, of which the bytes are taken away."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._size = 0
        self.waiting_bytes = 0

    def write(self, data: bytes, /) -> int:
        self._parts.append(bytes(data))
        self._size += len(data)
        self.waiting_bytes += len(data)
        return len(data)

    def tell(self) -> int:
        return self._size

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Nothing is held open."""

    def take(self) -> bytes:
        data = b"".join(self._parts)
        self._parts, self.waiting_bytes = [], 0
        return data


def stream_workbook(sheets: Sequence[TextSheet]) -> Iterator[bytes]:
    """Yield a workbook in pieces, each row read when its piece is written.

    All cells are texts, so that no spreadsheet calculates anything in them. Longer texts than a cell holds end in an
    ellipsis, and rows beyond what a sheet holds go to further sheets of its name.
    """
    outlet = _Outlet()
    names: list[str] = []
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED) as book:
        for sheet in sheets:
            rows = iter(sheet.rows())
            header = next(rows, ())
            row = next(rows, None)
            is_begun = False
            while row is not None or not is_begun:
                is_begun = True
                names.append(_free_name(sheet.name, names))
                with book.open(f"xl/worksheets/sheet{len(names)}.xml", "w", force_zip64=True) as part:
                    part.write(_sheet_start(header).encode())
                    row_count = 1
                    while row is not None and row_count < SHEET_ROWS:
                        part.write(_row(row).encode())
                        row, row_count = next(rows, None), row_count + 1
                        if outlet.waiting_bytes >= CHUNK_BYTES:
                            yield outlet.take()
                    part.write(_SHEET_END.encode())
        for name, text in _frame(names).items():
            book.writestr(name, text)
    yield outlet.take()


_SHEET_END = "</sheetData></worksheet>"
BOLD = ' s="1"'


def _sheet_start(header: Row) -> str:
    """Return a sheet's beginning: its first row stays in sight, and holds the names of the columns."""
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    view = f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
    columns = f'<cols><col min="1" max="{max(1, len(header))}" width="24" customWidth="1"/></cols>'
    return f'{_XML}<worksheet xmlns="{_MAIN}">{view}{columns}<sheetData>{_row(header, style=BOLD)}'


def _row(cells: Row, *, style: str = "") -> str:
    return f"<row>{''.join(_cell(cell, style) for cell in cells)}</row>"


def _cell(text: str, style: str) -> str:
    if not text:
        return f"<c{style}/>"
    if len(text) > CELL_LETTERS:
        text = text[: CELL_LETTERS - 1] + "…"
    content = escape(_NOT_IN_XML.sub("", text)).replace("\r", "&#13;")
    return f'<c{style} t="inlineStr"><is><t xml:space="preserve">{content}</t></is></c>'


def _free_name(name: str, names: Sequence[str]) -> str:
    """Return a name that a sheet may have and that no other has, in any case."""
    used = {other.lower() for other in names}
    base = _NOT_IN_NAMES.sub(" ", name).strip(" '")[:NAME_LETTERS] or "1"
    number, free = 2, base
    while free.lower() in used:
        ending = f" {number}"
        number, free = number + 1, base[: NAME_LETTERS - len(ending)] + ending
    return free


def _frame(names: Sequence[str]) -> dict[str, str]:
    """Return the parts of a workbook that name its sheets."""
    numbers = range(1, len(names) + 1)
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, name in zip(numbers, names, strict=True)
    )
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    style = f'<Relationship Id="rId{len(names) + 1}" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        for number in numbers
    )
    return {
        "xl/workbook.xml": (
            f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{sheets}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{relations}{style}</Relationships>'
        ),
        "xl/styles.xml": (
            f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font/><font><b/></font></fonts>'
            '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
            '</fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
            '<cellXfs count="2"><xf xfId="0"/><xf fontId="1" xfId="0" applyFont="1"/></cellXfs><cellStyles count="1">'
            '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
        ),
        "_rels/.rels": (
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "[Content_Types].xml": (
            f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>{overrides}</Types>'
        ),
    }
