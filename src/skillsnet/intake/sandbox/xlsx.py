"""The annotations of a sheet's cells in an .xlsx workbook."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from itertools import islice
from xml.parsers import expat

from skillsnet.core.hyperlinks import hyperlink_target, hyperlink_text
from skillsnet.core.numbers import whole_number
from skillsnet.intake.sandbox.cell_annotations import (
    FIRST_PADDED,
    FORMULA,
    MAX_HIDDEN_ROWS,
    MAX_LINKS,
    MAX_MERGES,
    PERCENT,
    SheetAnnotations,
)
from skillsnet.intake.sandbox.jsonl_protocol import FileRefused

# The two percent formats that need no definition.
_BUILT_IN_PERCENT = {"9", "10"}
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DIGITS = "0123456789"
_TRUE = ("1", "true")
_MAX_PAD = 30
# More digits than any row has.
_MAX_DIGITS = 11
_NO_COLUMN = 20_000
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
# A link over more cells than this is one over whole columns.
MAX_LINKED = 1000


def parse_xml(archive: zipfile.ZipFile, name: str, handler: "Handler") -> None:
    """Run a handler over a part; a document type is refused, broken XML leaves what was read so far."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = handler.start
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.buffer_text = True
    handler.parser = parser
    try:
        with archive.open(name) as part:
            parser.ParseFile(part)
    except (expat.ExpatError, LookupError, ValueError):
        # The reader of the values decides whether the sheet can be read.
        return
    finally:
        handler.end()


def _refuse_doctype(*_: object) -> None:
    raise FileRefused("odd_archive")


class Handler:
    """Takes the elements of one part."""

    parser: expat.XMLParserType

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take an element's start."""

    def end(self) -> None:
        """Take the end of the part."""


class _ElementAttributes(Handler):
    """Keeps the attributes of the elements of some names."""

    def __init__(self, *names: str) -> None:
        self.names = names
        self.elements: list[tuple[str, dict[str, str]]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local in self.names:
            self.elements.append((local, attributes))


def sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the name of each sheet with the name of its part."""
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    book, links = _ElementAttributes("sheet"), _ElementAttributes("Relationship")
    parse_xml(archive, "xl/workbook.xml", book)
    parse_xml(archive, "xl/_rels/workbook.xml.rels", links)
    targets = {link.get("Id", ""): link.get("Target", "") for _, link in links.elements}
    paths: dict[str, str] = {}
    for _, sheet in book.elements:
        link = next((value for key, value in sheet.items() if key.endswith(":id")), "")
        target = targets.get(link, "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if path in names:
            paths.setdefault(sheet.get("name", ""), path)
    return paths


def read_styles(archive: zipfile.ZipFile) -> dict[str, int]:
    """Return the styles that show a number otherwise than it is stored, with the kind of their annotation."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    handler = _StylesHandler()
    parse_xml(archive, "xl/styles.xml", handler)
    return {
        str(index): kind
        for index, number_format in enumerate(handler.formats)
        if (kind := _format_kind(number_format, handler.codes.get(number_format, "")))
    }


class _StylesHandler(Handler):
    def __init__(self) -> None:
        self.codes: dict[str, str] = {}
        self.formats: list[str] = []
        self.is_of_cells = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "numFmt":
            self.codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif local in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            self.is_of_cells = local == "cellXfs"
        elif local == "xf" and self.is_of_cells:
            self.formats.append(attributes.get("numFmtId", ""))


def _format_kind(number_format: str, code: str) -> int:
    if not code:
        return PERCENT if number_format in _BUILT_IN_PERCENT else 0
    pattern = _QUOTED.sub("", code.split(";")[0])
    if "%" in pattern:
        return PERCENT
    return FIRST_PADDED + len(pattern) if re.fullmatch(rf"0{{2,{_MAX_PAD}}}", pattern) else 0


def sheet_annotations(archive: zipfile.ZipFile, path: str, *, styles: dict[str, int]) -> SheetAnnotations:
    """Return the annotations of the sheet in a part."""
    handler = _SheetHandler(styles)
    parse_xml(archive, path, handler)
    _add_links(archive, path, handler)
    return handler.annotations


def _add_links(archive: zipfile.ZipFile, path: str, sheet: "_SheetHandler") -> None:
    """Note the addresses that the sheet's links have in the part of its relationships."""
    if not sheet.links:
        return
    folder, _, name = path.rpartition("/")
    related, relationships = f"{folder}/_rels/{name}.rels", _ElementAttributes("Relationship")
    if related in archive.namelist():
        parse_xml(archive, related, relationships)
    targets = {link.get("Id", ""): link.get("Target", "") for _, link in relationships.elements}
    for link in sheet.links:
        target = next((targets.get(value, "") for key, value in link.items() if key.endswith(":id")), "")
        for row, column in _covered_cells(link.get("ref", "")):
            sheet.annotations.add_link(row, column, target)


def _covered_cells(area: str) -> Iterator[tuple[int, int]]:
    """Yield the cells of an area such as B2 or B2:B4, of at most `MAX_LINKED` of them."""
    corners = [_CELL.fullmatch(corner) for corner in area.split(":")[:2]]
    if None in corners or not corners:
        return
    ends = [(int(corner.group(2)) - 1, column_index(corner.group(1))) for corner in corners if corner]
    (top, left), (bottom, right) = ends[0], ends[-1]
    cells = ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
    yield from islice(cells, MAX_LINKED)


class _SheetHandler(Handler):
    """One pass over a sheet; the busiest loop of the sandbox, so cells that need no annotation cost next to nothing."""

    def __init__(self, styles: dict[str, int]) -> None:
        self.annotations = SheetAnnotations()
        self.styles = styles
        self.row = self.column = -1
        self.number = ""
        self.is_hidden = False
        self.kind = ""
        self.has_formula = self.has_value = False
        self.text: list[str] | None = None
        self.formula: list[str] = []
        self.links: list[dict[str, str]] = []
        self.letters: dict[str, int] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2] if ":" in name else name
        if local == "c":
            self._start_cell(attributes)
        elif local == "v" or local == "is":
            self._start_value()
        elif local == "f":
            self.has_formula = True
            self.text = self.formula = []
            self.parser.CharacterDataHandler = self.text.append
        elif local == "hyperlink":
            if len(self.links) < MAX_LINKS:
                self.links.append(attributes)
        elif local == "row":
            self._end_cell()
            number = attributes.get("r", "")
            self.row = int(number[:_MAX_DIGITS]) - 1 if number.isdecimal() else self.row + 1
            self.number = number
            self.column = -1
            self.is_hidden = attributes.get("hidden") in _TRUE
        elif local == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif local == "col" and attributes.get("hidden") in _TRUE:
            self._hide(attributes)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if self.has_formula or self.text is not None:
            self._end_cell()
        reference = attributes.get("r")
        if reference is None:
            self.column += 1
        else:
            letters = reference.rstrip(_DIGITS)
            column = self.letters.get(letters)
            if column is None:
                column = self.letters[letters] = column_index(letters)
            self.column = column
            # The cell's own reference counts, also where its row says otherwise.
            number = reference[len(letters) :]
            if number != self.number and number.isdecimal():
                self.number, self.row = number, int(number[:_MAX_DIGITS]) - 1
        self.kind = attributes.get("t", "")
        self.has_value = False
        style = attributes.get("s")
        if style in self.styles and self.kind in ("", "n"):
            self.annotations.add(self.row, self.column, self.styles[style])

    def _start_value(self) -> None:
        self.has_value = True
        annotations = self.annotations
        if self.row > annotations.last_row:
            annotations.last_row = self.row
        if self.column > annotations.last_column:
            annotations.last_column = self.column
        if self.is_hidden:
            self.is_hidden = False
            if len(annotations.hidden_rows) < MAX_HIDDEN_ROWS:
                annotations.hidden_rows.append(self.row)
        if self.has_formula or self.kind == "e":
            self.text = []
            self.parser.CharacterDataHandler = self.text.append

    def _end_cell(self) -> None:
        """Annotate the cell that ended, if it had a formula without value or shows an error."""
        # A formula without a value has its own text there still.
        text = "" if self.text is self.formula else "".join(self.text or ()).strip()
        target = hyperlink_target("".join(self.formula)) if self.formula else ""
        self.annotations.add_link(self.row, self.column, target)
        if self.kind == "e" and text:
            self.annotations.add_error(self.row, self.column, text)
        elif target and not text:
            shown = hyperlink_text("".join(self.formula))
            self.annotations.link_texts.setdefault(self.row, {})[self.column] = shown
            self.annotations.add_value(self.row, self.column)
        # A formula whose stored result is an empty text has a value: nothing.
        elif self.has_formula and not text and self.kind != "str":
            self.annotations.add(self.row, self.column, FORMULA)
            self.annotations.add_value(self.row, self.column)
        self.has_formula, self.kind, self.text, self.formula = False, "", None, []
        self.parser.CharacterDataHandler = None

    def end(self) -> None:
        if self.has_formula or self.text is not None:
            self._end_cell()

    def _merge(self, area: str) -> None:
        first, _, last = area.partition(":")
        corners = [_CELL.fullmatch(corner) for corner in (first, last or first)]
        if None in corners or len(self.annotations.merges) >= MAX_MERGES:
            return
        left, right = (column_index(corner.group(1)) for corner in corners if corner)
        top, bottom = (int(corner.group(2)) - 1 for corner in corners if corner)
        self.annotations.merges.append((top, left, bottom, right))

    def _hide(self, attributes: dict[str, str]) -> None:
        first, last = (whole_number(attributes.get(end, ""), largest=99_999) for end in ("min", "max"))
        if first is not None and last is not None:
            self.annotations.hidden_columns.append((first - 1, last - 1))


def column_index(letters: str) -> int:
    """Return the number of a column from 0, one too large for what is no column, and -1 for what are no letters."""
    index = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            return -1
        if index > _NO_COLUMN:
            break
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1
