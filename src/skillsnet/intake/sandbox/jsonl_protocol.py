"""What the sandbox writes and its parent reads: JSON lines, each of which is a value of this module.

First what the file is, a `TableFile`. Then for each visible sheet a `SheetStart`, its rows as `RowLine` and a
`SheetEnd`; a text file ends with its `TextDefects`. A Kumu project is a `KumuFile` with a `KumuRow` for each
participant and a `LinkLine` for each connection. A refusal is one line on standard error, `refused: CODE`.
"""

import errno
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TextIO

from skillsnet.core.cell_faults import CELL_TOO_LONG, CellFault, cell_faults_from_json
from skillsnet.intake.file_reading import FileNote, StoredNote
from skillsnet.intake.sandbox.limits import MAX_CELL_CHARS, MAX_COLUMNS, MAX_ROWS, MAX_ROWS_ABOVE

# Exit code of a sandbox that refused its file.
REFUSED_EXIT: Final = 3
TOO_WIDE: Final = "is_too_wide"
TOO_LONG: Final = "is_too_long"
TOO_LARGE: Final = "is_too_large"
_VISIBLE: Final = "visible"

Json = Mapping[str, object]
# As `json.loads` does it, without looking around each of a hundred thousand lines for blanks.
_decode = json.JSONDecoder().raw_decode


class FileRefused(Exception):
    """The file is not read; `code` is one the parent has a sentence for."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SandboxExit(NamedTuple):
    """How a sandbox ended: its exit code (negative for a signal) and what it wrote on standard error."""

    code: int
    stderr: str

    @property
    def last_line(self) -> str:
        """The last line on standard error, or an empty text."""
        return (self.stderr.strip().splitlines() or [""])[-1]

    @property
    def refusal(self) -> str:
        """The code with which the file was refused, or an empty text."""
        is_refused = self.code == REFUSED_EXIT and self.last_line.startswith("refused: ")
        return self.last_line.removeprefix("refused: ") if is_refused else ""

    @property
    def cause(self) -> str:
        """The line that says which error ended the reading and where, for staff; nothing in it is of the file."""
        return next((line for line in self.stderr.splitlines() if line.startswith("because: ")), "")[:200]


class MergedArea(NamedTuple):
    """Cells merged into one: row numbers from 1, columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class ListedSheet:
    """A sheet of the file, read only if it is visible."""

    name: str
    is_visible: bool


@dataclass(frozen=True)
class TableFile:
    """What the file is: its format, of a text file also encoding and delimiter, and all its sheets."""

    format: str
    encoding: str = ""
    delimiter: str = ""
    sheets: tuple[ListedSheet, ...] = ()

    def to_json(self) -> Json:
        """Return the first line."""
        sheets = [{"name": sheet.name, "state": _VISIBLE if sheet.is_visible else "hidden"} for sheet in self.sheets]
        return {"format": self.format, "encoding": self.encoding, "delimiter": self.delimiter, "sheets": sheets}

    @classmethod
    def from_line(cls, line: str | bytes) -> "TableFile":
        """Return what the first line says."""
        values = json.loads(line)
        sheets = tuple(ListedSheet(sheet["name"], sheet["state"] == _VISIBLE) for sheet in values["sheets"])
        return cls(values["format"], values["encoding"], values["delimiter"], sheets)


@dataclass(frozen=True)
class SheetStart:
    """The start of a visible sheet, with its position among all sheets and what is hidden or merged in it."""

    number: int
    merges: tuple[MergedArea, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()

    def to_json(self) -> Json:
        """Return the line."""
        return {
            "sheet": self.number,
            "merges": self.merges,
            "hidden_rows": self.hidden_rows,
            "hidden_columns": self.hidden_columns,
        }


@dataclass(frozen=True)
class SheetEnd:
    """The end of a sheet; `fault` says why it was left before its end: too wide, too long or too large."""

    number: int
    row_count: int
    fault: str = ""

    def to_json(self) -> Json:
        """Return the line."""
        return {"end": self.number, "rows": self.row_count, "fault": self.fault}


@dataclass(frozen=True)
class TextDefects:
    """What was wrong with a text file: the first rows with a quote nobody closed, and bytes that are no letter."""

    unclosed_rows: tuple[int, ...] = ()
    unclosed_count: int = 0
    broken_letters: int = 0

    def to_json(self) -> Json:
        """Return the line."""
        return {
            "unclosed_rows": self.unclosed_rows,
            "unclosed_count": self.unclosed_count,
            "broken_letters": self.broken_letters,
        }


class RowLine(NamedTuple):
    """A row of a sheet: its number as a spreadsheet shows it, its cells, and the faults of some of them by column."""

    number: int
    cells: list[str]
    faults: dict[str, CellFault]

    @classmethod
    def from_line(cls, line: str | bytes) -> "RowLine":
        """Return the row that a line holds."""
        number, cells, faults = _decode(line if isinstance(line, str) else line.decode("ascii"))[0]
        return cls(number, cells, cell_faults_from_json(faults) if faults else {})


TableLine = RowLine | SheetStart | SheetEnd | TextDefects


def table_line(line: str | bytes) -> TableLine:
    """Return what a line after the first one holds."""
    if line[:1] in ("[", b"["):
        return RowLine.from_line(line)
    values = json.loads(line)
    if "sheet" in values:
        return SheetStart(
            number=values["sheet"],
            merges=tuple(MergedArea(*area) for area in values["merges"]),
            hidden_rows=tuple(values["hidden_rows"]),
            hidden_columns=tuple(values["hidden_columns"]),
        )
    if "end" in values:
        return SheetEnd(values["end"], values["rows"], values["fault"])
    return TextDefects(tuple(values["unclosed_rows"]), values["unclosed_count"], values["broken_letters"])


@dataclass(frozen=True)
class KumuFile:
    """A Kumu project: the names of its participants' columns, and what was noticed while reading."""

    format: str
    header: tuple[str, ...]
    notes: tuple[FileNote, ...]

    def to_json(self) -> Json:
        """Return the first line."""
        notes = [note.to_json() for note in self.notes]
        return {"format": self.format, "kind": "kumu", "header": self.header, "notes": notes, "sheets": []}

    @classmethod
    def from_line(cls, line: str | bytes) -> "KumuFile":
        """Return what the first line says."""
        values = json.loads(line)
        notes: list[StoredNote] = values["notes"]
        return cls(values["format"], tuple(values["header"]), tuple(FileNote.from_json(note) for note in notes))


class KumuRow(NamedTuple):
    """A participant of a Kumu project, with the sheet and row that it comes from."""

    sheet: str
    number: int
    cells: Sequence[str]

    def to_json(self) -> list[object]:
        """Return the line."""
        return ["row", self.sheet, self.number, self.cells, {}]


@dataclass(frozen=True)
class LinkLine:
    """A connection between two rows' projects, as a Kumu project has them."""

    sheet: str
    number: int
    source_id: str
    target_id: str
    source_label: str
    target_label: str
    kind: str
    label: str
    direction: str
    strength: str

    def to_json(self) -> list[object]:
        """Return the line."""
        return [
            *("link", self.sheet, self.number, self.source_id, self.target_id, self.source_label, self.target_label),
            *(self.kind, self.label, self.direction, self.strength),
        ]


def kumu_line(line: str | bytes) -> KumuRow | LinkLine:
    """Return what a line of a Kumu project after the first one holds."""
    kind, sheet, number, *texts = json.loads(line)
    return KumuRow(sheet, number, texts[0]) if kind == "row" else LinkLine(sheet, number, *texts)


def is_kumu_row(line: str) -> bool:
    """Whether a line holds a participant; without parsing it."""
    return line.startswith('["row"')


def write(out: TextIO, line: object) -> None:
    """Write one line; lone surrogates pass, since only ASCII is written."""
    try:
        out.write(json.dumps(line, ensure_ascii=True, separators=(",", ":")) + "\n")
    except OSError as error:
        if error.errno in (errno.EFBIG, errno.ENOSPC):
            raise FileRefused("too_slow") from error
        raise


def write_sheet(out: TextIO, start: SheetStart, rows: Iterable[RowLine]) -> None:
    """Write a sheet's rows, as far as the limits on rows and columns let it."""
    write(out, start.to_json())
    count = 0
    for row in rows:
        is_too_long = count == MAX_ROWS + MAX_ROWS_ABOVE
        if is_too_long or len(row.cells) > MAX_COLUMNS:
            write(out, SheetEnd(start.number, count, TOO_LONG if is_too_long else TOO_WIDE).to_json())
            return
        count += 1
        write(out, row)
    write(out, SheetEnd(start.number, count).to_json())


def filled_rows(rows: Iterable[RowLine]) -> Iterator[RowLine]:
    """Yield the rows that hold something, without blank cells at their end; a cell too long is cut and marked."""
    for row in rows:
        _, cells, faults = row
        while cells and (not cells[-1] or cells[-1].isspace()):
            cells.pop()
        for index, cell in enumerate(cells):
            if len(cell) > MAX_CELL_CHARS:
                faults[str(index)] = CellFault(CELL_TOO_LONG, len(cell))
                cells[index] = cell[:MAX_CELL_CHARS]
        if cells or faults:
            yield row
