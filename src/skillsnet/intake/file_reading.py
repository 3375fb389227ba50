"""How a file was read and what was noticed about it: kept as JSON with its import, and written by the sandbox."""

from dataclasses import dataclass, fields
from typing import Final, Required, TypedDict

SHEET_READ: Final = "read"
SHEET_LEFT_OUT: Final = "left_out"
SHEET_HIDDEN: Final = "hidden"


class StoredNote(TypedDict, total=False):
    """A note as JSON: its code, and of the rest what it has."""

    code: Required[str]
    names: list[str]
    row: int
    rows: list[int]
    column: str
    file: str
    date: str
    count: int
    encoding: str
    examples: str
    places: str


@dataclass(frozen=True)
class FileNote:
    """Something to know about a file as a whole, or about how its columns were understood.

    `names` are of sheets or columns, `rows` and `row` are row numbers, `file` and `date` name the earlier import whose
    mapping is used, `examples` and `places` are the first few of `count` in a Kumu project.
    """

    code: str
    names: tuple[str, ...] = ()
    row: int = 0
    rows: tuple[int, ...] = ()
    column: str = ""
    file: str = ""
    date: str = ""
    count: int = 0
    encoding: str = ""
    examples: str = ""
    places: str = ""

    @classmethod
    def from_json(cls, stored_note: StoredNote) -> "FileNote":
        """Return the note that was stored; what later versions added to it is left out."""
        return cls(
            code=stored_note["code"],
            names=tuple(stored_note.get("names", ())),
            row=stored_note.get("row", 0),
            rows=tuple(stored_note.get("rows", ())),
            column=stored_note.get("column", ""),
            file=stored_note.get("file", ""),
            date=stored_note.get("date", ""),
            count=stored_note.get("count", 0),
            encoding=stored_note.get("encoding", ""),
            examples=stored_note.get("examples", ""),
            places=stored_note.get("places", ""),
        )

    def to_json(self) -> dict[str, object]:
        """Return the note as a `StoredNote`, without what it does not have."""
        values = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values if value}


class StoredSheet(TypedDict, total=False):
    """A sheet of a reading as JSON; the oldest ones have no `header_row`."""

    name: Required[str]
    rows: Required[int]
    state: Required[str]
    header_row: int


@dataclass(frozen=True)
class SheetReading:
    """A sheet of the file: how many rows it has, and whether it was `read`, `left_out` or `hidden`."""

    name: str
    row_count: int
    state: str
    header_row: int = 0

    @classmethod
    def from_json(cls, stored_sheet: StoredSheet) -> "SheetReading":
        """Return the sheet that was stored."""
        return cls(stored_sheet["name"], stored_sheet["rows"], stored_sheet["state"], stored_sheet.get("header_row", 0))

    def to_json(self) -> StoredSheet:
        """Return the sheet as it is stored."""
        return {"name": self.name, "rows": self.row_count, "state": self.state, "header_row": self.header_row}


class StoredReading(TypedDict, total=False):
    """A reading as JSON; empty for an import that was not read yet."""

    sheets: list[StoredSheet]
    encoding: str
    delimiter: str
    header_row: int
    format: str


@dataclass(frozen=True)
class FileReading:
    """How a file was read: its sheets, and for a text file encoding and delimiter; `header_row` is 0 without one."""

    sheets: tuple[SheetReading, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    header_row: int = 0
    format: str = ""

    @classmethod
    def from_json(cls, stored_reading: StoredReading) -> "FileReading":
        """Return the reading that was stored."""
        return cls(
            sheets=tuple(SheetReading.from_json(sheet) for sheet in stored_reading.get("sheets", ())),
            encoding=stored_reading.get("encoding", ""),
            delimiter=stored_reading.get("delimiter", ""),
            header_row=stored_reading.get("header_row", 0),
            format=stored_reading.get("format", ""),
        )

    def to_json(self) -> StoredReading:
        """Return the reading as it is stored."""
        return {
            "sheets": [sheet.to_json() for sheet in self.sheets],
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "header_row": self.header_row,
            "format": self.format,
        }
