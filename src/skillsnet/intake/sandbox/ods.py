"""The annotations of the cells in an .ods workbook."""

import zipfile

from skillsnet.core.numbers import whole_number
from skillsnet.intake.sandbox.cell_annotations import (
    FORMULA,
    MAX_HIDDEN_ROWS,
    MAX_MERGES,
    PERCENT,
    SheetAnnotations,
)
from skillsnet.intake.sandbox.xlsx import Handler, parse_xml

# A cell or row may stand for as many as the sheet has; what is repeated so often is blank.
MAX_REPEATED = 1_048_576
_HIDDEN_VISIBILITIES = ("collapse", "filter")
_CELLS = ("table:table-cell", "table:covered-table-cell")


def read_annotations(archive: zipfile.ZipFile) -> dict[str, SheetAnnotations]:
    """Return the annotations of each sheet by its name; one pass over the whole content."""
    if "content.xml" not in archive.namelist():
        return {}
    handler = _ContentHandler()
    parse_xml(archive, "content.xml", handler)
    return handler.sheets


class _ContentHandler(Handler):
    def __init__(self) -> None:
        self.sheets: dict[str, SheetAnnotations] = {}
        self.annotations = SheetAnnotations()
        self.row = self.next_row = self.column = self.next_column = self.sheet_column = 0
        self.is_hidden = False
        self.text: list[str] | None = None
        self.kind = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _CELLS:
            self._start_cell(attributes)
        elif name == "table:table-row":
            self._end_cell()
            self.row, self.next_column = self.next_row, 0
            self.next_row += _repeat_count(attributes, "table:number-rows-repeated")
            self.is_hidden = attributes.get("table:visibility") in _HIDDEN_VISIBILITIES
        elif name == "table:table-column":
            first = self.sheet_column
            self.sheet_column += _repeat_count(attributes, "table:number-columns-repeated")
            if attributes.get("table:visibility") in _HIDDEN_VISIBILITIES:
                self.annotations.hidden_columns.append((first, self.sheet_column - 1))
        elif name == "text:a":
            self.annotations.add_link(self.row, self.column, attributes.get("xlink:href", ""))
        elif name == "table:table":
            self._end_cell()
            self.annotations = SheetAnnotations()
            self.sheets.setdefault(attributes.get("table:name", ""), self.annotations)
            self.next_row = self.sheet_column = 0

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._end_cell()
        self.column = self.next_column
        self.next_column += _repeat_count(attributes, "table:number-columns-repeated")
        self._merge(attributes)
        kind = attributes.get("office:value-type", "")
        if kind:
            self.annotations.add_value(self.next_row - 1, self.next_column - 1)
            if self.is_hidden:
                self.is_hidden = False
                hidden_rows = self.annotations.hidden_rows
                end = min(self.next_row, self.row + MAX_HIDDEN_ROWS - len(hidden_rows))
                hidden_rows.extend(range(self.row, end))
        if kind == "percentage":
            self._annotate(PERCENT)
        elif attributes.get("calcext:value-type") == "error" or (kind and "table:formula" in attributes):
            self.text, self.kind = [], "error" if attributes.get("calcext:value-type") == "error" else "formula"
            self.parser.CharacterDataHandler = self.text.append
        elif "table:formula" in attributes:
            self._annotate(FORMULA)
            self.annotations.add_value(self.row, self.column)

    def _end_cell(self) -> None:
        """Annotate the formula that ended, if it shows an error."""
        if self.text is None:
            return
        text = "".join(self.text).strip()
        if self.kind == "error" or text.startswith(("#", "Err:")):
            self.annotations.add_error(self.row, self.column, text)
        self.text = None
        self.parser.CharacterDataHandler = None

    def end(self) -> None:
        self._end_cell()

    def _annotate(self, kind: int) -> None:
        for row in range(self.row, min(self.next_row, self.row + MAX_HIDDEN_ROWS)):
            for column in range(self.column, min(self.next_column, self.column + MAX_HIDDEN_ROWS)):
                self.annotations.add(row, column, kind)

    def _merge(self, attributes: dict[str, str]) -> None:
        across = _repeat_count(attributes, "table:number-columns-spanned")
        down = _repeat_count(attributes, "table:number-rows-spanned")
        if (across > 1 or down > 1) and len(self.annotations.merges) < MAX_MERGES:
            self.annotations.merges.append((self.row, self.column, self.row + down - 1, self.column + across - 1))


def _repeat_count(attributes: dict[str, str], name: str) -> int:
    number = whole_number(attributes.get(name, "1"), largest=99_999_999)
    return min(number, MAX_REPEATED) if number else 1
