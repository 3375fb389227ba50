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


class StoredFamily(TypedDict):
    """A `FamilyReading` as JSON."""

    name: str
    kind: str
    options: list[str]
    columns: list[str]


@dataclass(frozen=True)
class FamilyReading:
    """Columns that were read as one: its name, the kind, what each of them stands for, and their names in the file.

    `options` is empty for columns of one name; see `core.intake.option_columns` for the kinds.
    """

    name: str
    kind: str
    options: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def shown_names(self) -> tuple[str, ...]:
        """What the columns are known by: their options, or their names where there are none."""
        return self.options or self.columns

    @classmethod
    def from_json(cls, stored_family: StoredFamily) -> "FamilyReading":
        """Return the family that was stored."""
        return cls(
            stored_family["name"],
            stored_family["kind"],
            tuple(stored_family["options"]),
            tuple(stored_family["columns"]),
        )

    def to_json(self) -> StoredFamily:
        """Return the family as it is stored."""
        return {"name": self.name, "kind": self.kind, "options": list(self.options), "columns": list(self.columns)}


class StoredChoice(TypedDict, total=False):
    """A `ReadingChoice` as JSON, without what nobody chose."""

    sheets: list[str]
    header_row: int
    encoding: str
    delimiter: str
    apart: list[str]
    keeps_unfinished: bool
    keeps_answer_rows: bool


@dataclass(frozen=True)
class ReadingChoice:
    """What somebody corrected about how the file is read; what is empty is found out.

    `apart` names questions whose options keep a column each; `keeps_unfinished` takes answers for projects that nobody
    sent, `keeps_answer_rows` takes each answer of a file with one row for each for a row of its own.
    """

    sheets: tuple[str, ...] = ()
    header_row: int = 0
    encoding: str = ""
    delimiter: str = ""
    apart: tuple[str, ...] = ()
    keeps_unfinished: bool = False
    keeps_answer_rows: bool = False

    @classmethod
    def from_json(cls, stored_choice: StoredChoice) -> "ReadingChoice":
        """Return the choice that was stored."""
        return cls(
            sheets=tuple(stored_choice.get("sheets", ())),
            header_row=stored_choice.get("header_row", 0),
            encoding=stored_choice.get("encoding", ""),
            delimiter=stored_choice.get("delimiter", ""),
            apart=tuple(stored_choice.get("apart", ())),
            keeps_unfinished=stored_choice.get("keeps_unfinished", False),
            keeps_answer_rows=stored_choice.get("keeps_answer_rows", False),
        )

    def to_json(self) -> StoredChoice:
        """Return the choice as it is stored."""
        stored: StoredChoice = {}
        if self.sheets:
            stored["sheets"] = list(self.sheets)
        if self.header_row:
            stored["header_row"] = self.header_row
        if self.encoding:
            stored["encoding"] = self.encoding
        if self.delimiter:
            stored["delimiter"] = self.delimiter
        if self.apart:
            stored["apart"] = list(self.apart)
        if self.keeps_unfinished:
            stored["keeps_unfinished"] = True
        if self.keeps_answer_rows:
            stored["keeps_answer_rows"] = True
        return stored


class StoredReading(TypedDict, total=False):
    """A reading as JSON; empty for an import that was not read yet."""

    sheets: list[StoredSheet]
    encoding: str
    delimiter: str
    header_row: int
    format: str
    families: list[StoredFamily]
    choice: StoredChoice


NOTHING_CHOSEN: Final = ReadingChoice()


@dataclass(frozen=True)
class FileReading:
    """How a file was read: its sheets, and for a text file encoding and delimiter; `header_row` is 0 without one.

    `families` are columns that were read as one, `choice` is what somebody chose.
    """

    sheets: tuple[SheetReading, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    header_row: int = 0
    format: str = ""
    families: tuple[FamilyReading, ...] = ()
    choice: ReadingChoice = NOTHING_CHOSEN

    @classmethod
    def from_json(cls, stored_reading: StoredReading) -> "FileReading":
        """Return the reading that was stored."""
        return cls(
            sheets=tuple(SheetReading.from_json(sheet) for sheet in stored_reading.get("sheets", ())),
            encoding=stored_reading.get("encoding", ""),
            delimiter=stored_reading.get("delimiter", ""),
            header_row=stored_reading.get("header_row", 0),
            format=stored_reading.get("format", ""),
            families=tuple(FamilyReading.from_json(family) for family in stored_reading.get("families", ())),
            choice=ReadingChoice.from_json(stored_reading.get("choice", {})),
        )

    def to_json(self) -> StoredReading:
        """Return the reading as it is stored."""
        stored: StoredReading = {
            "sheets": [sheet.to_json() for sheet in self.sheets],
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "header_row": self.header_row,
            "format": self.format,
        }
        if self.families:
            stored["families"] = [family.to_json() for family in self.families]
        if self.choice != NOTHING_CHOSEN:
            stored["choice"] = self.choice.to_json()
        return stored
