"""Reading a spreadsheet that somebody brought: checked from outside, taken apart in a process of its own."""

import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path, PurePath
from typing import IO, Any, BinaryIO

from django.conf import settings

from skillsnet.core.errors import Invalid
from skillsnet.core.interchange.kumu import are_kumu_tables
from skillsnet.core.text import clean
from skillsnet.intake.file_sentences import note_sentence, refusal_sentence
from skillsnet.intake.sandbox.jobs import REFUSED, Job
from skillsnet.intake.sandbox.kumu_json import tables_of
from skillsnet.intake.sandbox.limits import MAX_ROWS
from skillsnet.intake.table_assembly import (
    LinkLine,
    Part,
    Plan,
    SheetRow,
    chosen_parts,
    clean_cell,
    find_headers,
    survey,
    table_rows,
    united,
)
from skillsnet.web.lists import join_list

__all__ = ["LinkLine", "ReadingChoice", "Sheet", "SheetRow", "note_sentence", "read_sheet", "read_tables", "shown_name"]

logger = logging.getLogger(__name__)

PACKAGE_ROOT = Path(__file__).resolve().parents[2]
MAX_WALL_SECONDS = 120
CHUNK_BYTES = 256 * 1024
MAX_NAMES = 20
MAX_TABLE_ROWS = 10_000
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
DOCUMENT_SUFFIXES = (".json",)
FAULTS = {"is_too_wide": "too_many_columns", "is_too_long": "too_many_rows", "is_too_large": "too_slow"}
SIGNATURES = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
)


@dataclass(frozen=True)
class ReadingChoice:
    """What somebody corrected about how the file is read; what is empty is found out."""

    sheets: tuple[str, ...] = ()
    header_row: int = 0
    encoding: str = ""
    delimiter: str = ""


@dataclass
class Sheet:
    """A table with its column names; its rows wait in a temporary file, so that a large one needs no memory.

    `groups` are the headings above the columns, `reading` says in JSON what was read and how: `sheets` with their
    `state` (read, left_out, hidden), `encoding`, `delimiter`, `header_row` and `format`.
    """

    file_name: str
    name: str
    header: list[str]
    header_row: int
    row_count: int
    groups: list[str] = field(default_factory=list)
    kind: str = "table"
    notes: list[dict[str, Any]] = field(default_factory=list)
    reading: dict[str, Any] = field(default_factory=dict)
    waiting: ExitStack = field(default_factory=ExitStack)
    _lines: IO[str] | None = None
    _plans: list[Plan] = field(default_factory=list)

    def close(self) -> None:
        """Let the waiting rows go."""
        self.waiting.close()

    def rows(self) -> Iterator[SheetRow]:
        """Yield the rows below the header, in their order, those that are no data too; can be called again."""
        if self._lines is None:
            return
        if self.kind == "table":
            yield from table_rows(self._lines, self._plans)
            return
        for kind, sheet, number, *values in self._items():
            if kind == "row":
                yield SheetRow(clean_cell(sheet), number, [clean_cell(cell) for cell in values[0]], values[1])

    def links(self) -> Iterator[LinkLine]:
        """Yield the connections of a Kumu project."""
        if self._lines is None or self.kind == "table":
            return
        for kind, sheet, number, *values in self._items():
            if kind == "link":
                yield LinkLine(clean_cell(sheet), number, *[clean_cell(value) for value in values])

    def _items(self) -> Iterator[list[Any]]:
        assert self._lines is not None
        self._lines.seek(0)
        next(self._lines)
        for line in self._lines:
            yield json.loads(line)


_NOTHING_CHOSEN = ReadingChoice()


def read_sheet(file: BinaryIO, *, name: str, choice: ReadingChoice = _NOTHING_CHOSEN) -> Sheet:
    """Return the file's table, or raise `Invalid` with what was found instead and what to do."""
    name = shown_name(name)
    with tempfile.TemporaryFile() as kept:
        start = _copy(file, kept, name=name)
        kind = _kind(start, name=name)
        job = Job(
            kind=kind, suffix=PurePath(name).suffix.lower(), encoding=choice.encoding, delimiter=choice.delimiter[:1]
        )
        lines = _taken_apart(kept, job, name=name)
    with ExitStack() as waiting:
        waiting.enter_context(lines)
        about: dict[str, Any] = {}
        is_kumu = kind == "json" or (not choice.sheets and not choice.header_row and _is_kumu(lines))
        if is_kumu and kind != "json":
            about = _first(lines)
            job = Job(kind="lines", suffix=f".{about['format']}")
            lines = waiting.enter_context(_taken_apart(lines.buffer, job, name=name))  # type: ignore[attr-defined]
        sheet = _kumu_sheet(lines, about, name=name) if is_kumu else _table(lines, name=name, choice=choice)
        sheet.waiting = waiting.pop_all()
    return sheet


def read_tables(file: BinaryIO, *, name: str) -> list[list[list[str]]]:
    """Return the cells of each visible sheet as they stand, an empty row for each that the file leaves out.

    For spreadsheets of other matters than projects, of at most `MAX_TABLE_ROWS` rows.
    """
    name = shown_name(name)
    with tempfile.TemporaryFile() as kept:
        kind = _kind(_copy(file, kept, name=name), name=name)
        job = Job(kind=kind, suffix=PurePath(name).suffix.lower())
        with _taken_apart(kept, job, name=name) as lines:
            return _tables(lines, name=name)


def _tables(lines: IO[str], *, name: str) -> list[list[list[str]]]:
    lines.seek(0)
    next(lines)
    tables: list[list[list[str]]] = []
    for item in map(json.loads, lines):
        if isinstance(item, dict) and "sheet" in item:
            tables.append([])
        elif isinstance(item, list) and tables:
            if item[0] > MAX_TABLE_ROWS:
                raise Invalid(refusal_sentence("too_many_rows", name=name))
            tables[-1] += [[] for _ in range(item[0] - 1 - len(tables[-1]))]
            tables[-1].append([clean_cell(cell) for cell in item[1]])
    return tables


def shown_name(name: str) -> str:
    """Return a file's name as it may be kept and shown: no folders, no odd characters, at most 200 of them."""
    base = PurePath(clean(name).replace("\\", "/")).name or "file"
    stem, suffix = os.path.splitext(base)
    return f"{stem[: 200 - len(suffix)]}{suffix}" if len(suffix) < 20 else base[:200]


def _copy(file: BinaryIO, kept: IO[bytes], *, name: str) -> bytes:
    """Copy the file and return its start; refuse an empty one and one that is too large."""
    start, size = b"", 0
    while chunk := file.read(CHUNK_BYTES):
        start = start or chunk
        size += len(chunk)
        if size > settings.MAX_UPLOAD_BYTES:
            raise Invalid(refusal_sentence("too_large", name=name, limit=settings.MAX_UPLOAD_BYTES // 1024 // 1024))
        kept.write(chunk)
    if not start.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise Invalid(refusal_sentence("empty", name=name))
    return start


def _kind(start: bytes, *, name: str) -> str:
    """Return how the file is to be read; its first bytes decide, its name is only believed where they fit."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in WORKBOOK_SUFFIXES + TEXT_SUFFIXES + DOCUMENT_SUFFIXES:
        raise Invalid(refusal_sentence("suffix", name=name))
    found = next((kind for signature, kind in SIGNATURES if start.startswith(signature)), "text")
    if found in ("zip", "ole") and suffix in WORKBOOK_SUFFIXES:
        return found
    if found != "text":
        code = {"zip": "is_workbook", "ole": "is_workbook"}.get(found, f"is_{found}")
        raise Invalid(refusal_sentence(code, name=name))
    if start[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype", b"<html", b"<table", b"<?xml")):
        raise Invalid(refusal_sentence("is_html", name=name))
    if suffix in WORKBOOK_SUFFIXES:
        raise Invalid(refusal_sentence("is_text", name=name))
    return "json" if suffix in DOCUMENT_SUFFIXES else "text"


def _taken_apart(kept: IO[bytes], job: Job, *, name: str) -> IO[str]:
    """Return the sandbox's lines; whatever goes wrong there is a file that cannot be read."""
    lines = tempfile.TemporaryFile("w+", encoding="ascii", newline="\n")  # noqa: SIM115 - lives as long as the sheet
    kept.seek(0)
    try:
        code, said = run_sandbox(kept, lines, job)
    except subprocess.TimeoutExpired as error:
        lines.close()
        raise Invalid(refusal_sentence("too_slow", name=name)) from error
    if code == 0:
        return lines
    lines.close()
    last = (said.strip().splitlines() or [""])[-1]
    because = next((line for line in said.splitlines() if line.startswith("because: ")), "")
    if code != REFUSED or because:
        # For staff: how the sandbox ended and where; never what it said, which could hold a cell.
        logger.warning("The sandbox ended with %s %s", code, because[:200])
    if code == REFUSED and last.startswith("refused: "):
        raise Invalid(refusal_sentence(last.removeprefix("refused: "), name=name))
    # A signal is a limit that the operating system kept; an interpreter without memory may just end.
    is_spent = code < 0 or "MemoryError" in last or last.startswith("memory allocation")
    raise Invalid(refusal_sentence("too_slow" if is_spent else "unreadable", name=name))


def run_sandbox(kept: IO[bytes], lines: IO[str], job: Job) -> tuple[int, str]:
    """Run a job on a file in a process of its own; return its exit code and what it said on standard error."""
    command = [sys.executable, "-m", "skillsnet.intake.sandbox", json.dumps(asdict(job))]
    # A bare environment: the sandbox needs no secret, and a hostile file shall find none.
    environment = {"PYTHONPATH": str(PACKAGE_ROOT), "PYTHONUTF8": "1", "PATH": os.environ.get("PATH", "")}
    done = subprocess.run(  # noqa: S603 - our own module, no shell, nothing of the file in it
        command, stdin=kept, stdout=lines, stderr=subprocess.PIPE, env=environment,
        timeout=MAX_WALL_SECONDS, check=False,
    )  # fmt: skip
    return done.returncode, done.stderr[-4000:].decode("utf-8", errors="replace")


def _table(lines: IO[str], *, name: str, choice: ReadingChoice) -> Sheet:
    """Return the table that the sandbox's lines hold."""
    about, parts = survey(lines, searched=choice.header_row)
    filled = [part for part in parts if part.rows or part.fault]
    if not filled:
        raise Invalid(refusal_sentence("no_cells", name=name))
    named = [part for part in filled if part.name in choice.sheets]
    find_headers(named or filled, header_row=choice.header_row)
    used = chosen_parts(filled, sheets=choice.sheets)
    _check(used, filled, name=name, choice=choice)
    header, groups, plans = united(used)
    main = used[0]
    return Sheet(
        file_name=name, name=", ".join(part.name for part in used)[:120], header=header, header_row=main.header_row,
        row_count=sum(part.data_rows for part in used), groups=groups, notes=_notes(about, used, filled, groups),
        reading=_reading(about, used, parts, header_row=main.header_row), _lines=lines, _plans=plans,
    )  # fmt: skip


def _check(used: list[Part], parts: list[Part], *, name: str, choice: ReadingChoice) -> None:
    """Refuse what cannot be a table, with a sentence about the sheets that were to be read."""
    if not used:
        names = join_list(part.name for part in parts)
        raise Invalid(refusal_sentence("no_such_sheet", name=name, sheets=names))
    fault = next((part.fault for part in used if part.fault), "")
    if sum(part.data_rows for part in used) > MAX_ROWS:
        fault = fault or "is_too_long"
    if fault:
        raise Invalid(refusal_sentence(FAULTS[fault], name=name))
    if used[0].header is None and choice.header_row:
        raise Invalid(refusal_sentence("no_such_row", name=name, row=choice.header_row))
    if used[0].header is None:
        raise Invalid(refusal_sentence("no_header", name=name))
    if not any(part.data_rows for part in used):
        raise Invalid(refusal_sentence("only_header", name=name, row=used[0].header_row))


def _first(lines: IO[str]) -> dict[str, Any]:
    """Return what the first line says about the file."""
    lines.seek(0)
    about: dict[str, Any] = json.loads(next(lines))
    return about


def _is_kumu(lines: IO[str]) -> bool:
    lines.seek(0)
    return are_kumu_tables(list(tables_of(lines, first=3)))


def _kumu_sheet(lines: IO[str], about: dict[str, Any], *, name: str) -> Sheet:
    """Return the participants of a Kumu project as a table."""
    made = _first(lines)
    count = sum(1 for line in lines if line.startswith('["row"'))
    if not count:
        raise Invalid(refusal_sentence("no_cells", name=name))
    names = [clean_cell(sheet["name"])[:120] for sheet in about.get("sheets", []) if sheet["state"] == "visible"]
    reading = {
        "sheets": [{"name": sheet, "rows": 0, "state": "read"} for sheet in names],
        "encoding": about.get("encoding", ""), "delimiter": about.get("delimiter", ""),
        "header_row": 0, "format": made["format"],
    }  # fmt: skip
    header = [clean_cell(column) for column in made["header"]]
    return Sheet(
        file_name=name, name=", ".join(names)[:120], header=header, header_row=0, row_count=count,
        groups=[""] * len(header), kind="kumu", notes=[{"code": "kumu"}, *made["notes"]], reading=reading, _lines=lines,
    )  # fmt: skip


def _notes(about: dict[str, Any], used: list[Part], parts: list[Part], groups: list[str]) -> list[dict[str, Any]]:
    """Return what somebody should know about how the file was read."""
    main = used[0]
    others = [part.name for part in parts if part not in used]
    hidden = [clean_cell(sheet["name"])[:120] for sheet in about["sheets"] if sheet["state"] == "hidden"]
    rows = [row for part in used for row in part.hidden_rows if row > part.header_row]
    columns = [part.header.names[place] for part in used if part.header for place in part.hidden_columns
               if place in part.columns]  # fmt: skip
    merged = sum(1 for part in used for top, _, bottom, _ in part.merges if bottom > top > part.header_row)
    noted: list[tuple[Any, dict[str, Any]]] = [
        (others, {"code": "other_sheets", "names": others[:MAX_NAMES]}),
        (hidden, {"code": "hidden_sheets", "names": hidden[:MAX_NAMES]}),
        (used[1:], {"code": "sheets_united", "names": [part.name for part in used][:MAX_NAMES]}),
        (main.header_row > 1, {"code": "header_row", "row": main.header_row}),
        (any(groups), {"code": "groups", "names": list(dict.fromkeys(filter(None, groups)))[:MAX_NAMES]}),
        (rows, {"code": "hidden_rows", "rows": rows[:MAX_NAMES], "count": len(rows)}),
        (columns, {"code": "hidden_columns", "names": list(dict.fromkeys(columns))[:MAX_NAMES]}),
        (merged, {"code": "merged_filled", "count": merged}),
        (about["encoding"] not in ("", "utf-8"), {"code": "encoding", "encoding": about["encoding"]}),
        (about.get("broken_letters"),
         {"code": "broken_letters", "count": about.get("broken_letters"), "encoding": about["encoding"]}),
        (about.get("unclosed_count"),
         {"code": "unclosed_quotes", "rows": about.get("unclosed_rows"), "count": about.get("unclosed_count")}),
    ]  # fmt: skip
    return [note for is_so, note in noted if is_so]


def _reading(about: dict[str, Any], used: list[Part], parts: list[Part], *, header_row: int) -> dict[str, Any]:
    by_number = {part.number: part for part in parts}
    states = []
    for number, sheet in islice(enumerate(about["sheets"]), 200):
        part = by_number.get(number)
        state = "hidden" if part is None else "read" if part in used else "left_out"
        rows = max(0, part.data_rows) if part else 0
        header = part.header_row if part and state == "read" else 0
        name = clean_cell(sheet["name"])[:120]
        states.append({"name": name, "rows": rows, "state": state, "header_row": header})
    return {
        "sheets": states, "encoding": about["encoding"], "delimiter": about["delimiter"],
        "header_row": header_row, "format": about["format"],
    }  # fmt: skip
