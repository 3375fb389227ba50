"""Reading a spreadsheet that somebody brought: checked from outside, taken apart in a process of its own."""

import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from pathlib import Path, PurePath
from typing import IO, BinaryIO

from django.conf import settings

from skillsnet.core.errors import Invalid
from skillsnet.core.intake.transposed_sheets import find_field_names
from skillsnet.core.interchange.kumu import are_kumu_tables
from skillsnet.core.text import clean
from skillsnet.intake.file_reading import (
    NOTHING_CHOSEN,
    SHEET_HIDDEN,
    SHEET_LEFT_OUT,
    SHEET_READ,
    FileNote,
    FileReading,
    ReadingChoice,
    SheetReading,
)
from skillsnet.intake.file_sentences import refusal_sentence
from skillsnet.intake.sandbox.jobs import Job
from skillsnet.intake.sandbox.jsonl_protocol import (
    REFUSED_EXIT,
    TOO_LARGE,
    TOO_LONG,
    TOO_WIDE,
    KumuFile,
    KumuRow,
    LinkLine,
    RowLine,
    SandboxExit,
    SheetStart,
    TableFile,
    is_kumu_row,
    kumu_line,
    table_line,
)
from skillsnet.intake.sandbox.kumu_json import tables_of
from skillsnet.intake.sandbox.limits import MAX_ROWS
from skillsnet.intake.sheet_rows import SheetRow
from skillsnet.intake.table_assembly import (
    MAX_NAME_CHARS,
    SurveyedSheet,
    choose_sheets,
    clean_cell,
    find_headers,
    survey,
    unite_sheets,
)
from skillsnet.intake.table_layout import TableLayout, table_layout
from skillsnet.intake.table_notes import table_notes
from skillsnet.web.lists import join_list

__all__ = ["LinkLine", "ReadingChoice", "Sheet", "SheetRow", "read_cell_tables", "read_sheet", "shown_name"]

logger = logging.getLogger(__name__)

PACKAGE_ROOT = Path(__file__).resolve().parents[2]
MAX_WALL_SECONDS = 120
CHUNK_BYTES = 256 * 1024
MAX_LISTED_SHEETS = 200
MAX_TABLE_ROWS = 10_000
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
DOCUMENT_SUFFIXES = (".json",)
REFUSAL_OF_FAULT = {TOO_WIDE: "too_many_columns", TOO_LONG: "too_many_rows", TOO_LARGE: "too_slow"}
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


@dataclass
class Sheet:
    """A table with its column names; its rows wait in a temporary file, so that a large one needs no memory.

    `groups` are the headings above the columns, `reading` says what was read and how.
    """

    file_name: str
    name: str
    header: list[str]
    header_row: int
    row_count: int
    groups: list[str] = field(default_factory=list)
    kind: str = "table"
    notes: tuple[FileNote, ...] = ()
    reading: FileReading = field(default_factory=FileReading)
    resources: ExitStack = field(default_factory=ExitStack)
    _lines: IO[str] | None = None
    _layout: TableLayout | None = None

    def close(self) -> None:
        """Delete the temporary file that holds the rows."""
        self.resources.close()

    def rows(self) -> Iterator[SheetRow]:
        """Yield the rows below the header, in their order, those that are no data too; can be called again."""
        if self._lines is None:
            return
        if self._layout is not None:
            yield from self._layout.rows(self._lines)
            return
        for line in self._kumu_lines():
            if isinstance(line, KumuRow):
                yield SheetRow(clean_cell(line.sheet), line.number, [clean_cell(cell) for cell in line.cells], {})

    def links(self) -> Iterator[LinkLine]:
        """Yield the connections of a Kumu project."""
        if self._lines is None or self.kind == "table":
            return
        for line in self._kumu_lines():
            if isinstance(line, LinkLine):
                yield _clean_link(line)

    def _kumu_lines(self) -> Iterator[KumuRow | LinkLine]:
        assert self._lines is not None
        self._lines.seek(0)
        next(self._lines)
        for text in self._lines:
            yield kumu_line(text)


def _clean_link(link: LinkLine) -> LinkLine:
    return LinkLine(
        sheet=clean_cell(link.sheet),
        number=link.number,
        source_id=clean_cell(link.source_id),
        target_id=clean_cell(link.target_id),
        source_label=clean_cell(link.source_label),
        target_label=clean_cell(link.target_label),
        kind=clean_cell(link.kind),
        label=clean_cell(link.label),
        direction=clean_cell(link.direction),
        strength=clean_cell(link.strength),
    )


def read_sheet(file: BinaryIO, *, name: str, choice: ReadingChoice = NOTHING_CHOSEN) -> Sheet:
    """Return the file's table, or raise `Invalid` with what was found instead and what to do."""
    name = shown_name(name)
    with tempfile.TemporaryFile() as copy:
        kind = _file_kind(_copy_file(file, copy, name=name), name=name)
        job = Job(
            kind=kind, suffix=PurePath(name).suffix.lower(), encoding=choice.encoding, delimiter=choice.delimiter[:1]
        )
        lines = _take_apart(copy, job, name=name)
    with ExitStack() as resources:
        resources.enter_context(lines)
        if kind == "json":
            sheet = _kumu_sheet(lines, None, name=name)
        elif not choice.sheets and not choice.header_row and _is_kumu(lines):
            table_file = _table_file(lines)
            job = Job(kind="lines", suffix=f".{table_file.format}")
            lines = resources.enter_context(_take_apart(lines.buffer, job, name=name))  # type: ignore[attr-defined]
            sheet = _kumu_sheet(lines, table_file, name=name)
        else:
            sheet = _table_sheet(lines, name=name, choice=choice)
        sheet.resources = resources.pop_all()
    return sheet


def read_cell_tables(file: BinaryIO, *, name: str) -> list[list[list[str]]]:
    """Return the cells of each visible sheet as they stand, an empty row for each that the file leaves out.

    For spreadsheets of other matters than projects, of at most `MAX_TABLE_ROWS` rows.
    """
    name = shown_name(name)
    with tempfile.TemporaryFile() as copy:
        kind = _file_kind(_copy_file(file, copy, name=name), name=name)
        job = Job(kind=kind, suffix=PurePath(name).suffix.lower())
        with _take_apart(copy, job, name=name) as lines:
            return _cell_tables(lines, name=name)


def _cell_tables(lines: IO[str], *, name: str) -> list[list[list[str]]]:
    lines.seek(0)
    next(lines)
    tables: list[list[list[str]]] = []
    for line in map(table_line, lines):
        if isinstance(line, SheetStart):
            tables.append([])
        elif isinstance(line, RowLine) and tables:
            if line.number > MAX_TABLE_ROWS:
                raise Invalid(refusal_sentence("too_many_rows", name=name))
            tables[-1] += [[] for _ in range(line.number - 1 - len(tables[-1]))]
            tables[-1].append([clean_cell(cell) for cell in line.cells])
    return tables


def shown_name(name: str) -> str:
    """Return a file's name as it may be kept and shown: no folders, no odd characters, at most 200 of them."""
    base = PurePath(clean(name).replace("\\", "/")).name or "file"
    stem, suffix = os.path.splitext(base)
    return f"{stem[: 200 - len(suffix)]}{suffix}" if len(suffix) < 20 else base[:200]


def _copy_file(file: BinaryIO, copy: IO[bytes], *, name: str) -> bytes:
    """Copy the file and return its start; refuse an empty one and one that is too large."""
    start, size = b"", 0
    while chunk := file.read(CHUNK_BYTES):
        start = start or chunk
        size += len(chunk)
        if size > settings.MAX_UPLOAD_BYTES:
            raise Invalid(refusal_sentence("too_large", name=name, limit=settings.MAX_UPLOAD_BYTES // 1024 // 1024))
        copy.write(chunk)
    if not start.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise Invalid(refusal_sentence("empty", name=name))
    return start


def _file_kind(start: bytes, *, name: str) -> str:
    """Return how the file is to be read; its first bytes decide, its name is only believed where they fit."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in WORKBOOK_SUFFIXES + TEXT_SUFFIXES + DOCUMENT_SUFFIXES:
        raise Invalid(refusal_sentence("suffix", name=name))
    kind = next((kind for signature, kind in SIGNATURES if start.startswith(signature)), "text")
    if kind in ("zip", "ole") and suffix in WORKBOOK_SUFFIXES:
        return kind
    if kind != "text":
        code = {"zip": "is_workbook", "ole": "is_workbook"}.get(kind, f"is_{kind}")
        raise Invalid(refusal_sentence(code, name=name))
    if start[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype", b"<html", b"<table", b"<?xml")):
        raise Invalid(refusal_sentence("is_html", name=name))
    if suffix in WORKBOOK_SUFFIXES:
        raise Invalid(refusal_sentence("is_text", name=name))
    return "json" if suffix in DOCUMENT_SUFFIXES else "text"


def _take_apart(copy: IO[bytes], job: Job, *, name: str) -> IO[str]:
    """Return the sandbox's lines; whatever goes wrong there is a file that cannot be read."""
    lines = tempfile.TemporaryFile("w+", encoding="ascii", newline="\n")  # noqa: SIM115 - lives as long as the sheet
    copy.seek(0)
    try:
        sandbox_exit = run_sandbox(copy, lines, job)
    except subprocess.TimeoutExpired as error:
        lines.close()
        raise Invalid(refusal_sentence("too_slow", name=name)) from error
    if sandbox_exit.code == 0:
        return lines
    lines.close()
    if sandbox_exit.code != REFUSED_EXIT or sandbox_exit.cause:
        # For staff: how the sandbox ended and where; never the rest of its errors, which could hold a cell.
        logger.warning("The sandbox ended with %s %s", sandbox_exit.code, sandbox_exit.cause)
    if sandbox_exit.refusal:
        raise Invalid(refusal_sentence(sandbox_exit.refusal, name=name))
    # A signal is a limit that the operating system kept; an interpreter without memory may just end.
    last = sandbox_exit.last_line
    is_over_limit = sandbox_exit.code < 0 or "MemoryError" in last or last.startswith("memory allocation")
    raise Invalid(refusal_sentence("too_slow" if is_over_limit else "unreadable", name=name))


def run_sandbox(copy: IO[bytes], lines: IO[str], job: Job) -> SandboxExit:
    """Run a job on a file in a process of its own."""
    command = [sys.executable, "-m", "skillsnet.intake.sandbox", json.dumps(asdict(job))]
    # A bare environment: the sandbox needs no secret, and a hostile file shall find none.
    environment = {"PYTHONPATH": str(PACKAGE_ROOT), "PYTHONUTF8": "1", "PATH": os.environ.get("PATH", "")}
    process = subprocess.run(  # noqa: S603 - our own module, no shell, nothing of the file in it
        command, stdin=copy, stdout=lines, stderr=subprocess.PIPE, env=environment,
        timeout=MAX_WALL_SECONDS, check=False,
    )  # fmt: skip
    return SandboxExit(process.returncode, process.stderr[-4000:].decode("utf-8", errors="replace"))


def _table_sheet(lines: IO[str], *, name: str, choice: ReadingChoice) -> Sheet:
    """Return the table that the sandbox's lines hold."""
    file, defects, sheets = survey(lines, searched_row=choice.header_row)
    nonempty_sheets = [sheet for sheet in sheets if sheet.row_count or sheet.fault]
    if not nonempty_sheets:
        raise Invalid(refusal_sentence("no_cells", name=name))
    searched_sheets = [sheet for sheet in nonempty_sheets if sheet.name in choice.sheets] or nonempty_sheets
    find_headers(searched_sheets, header_row=choice.header_row)
    chosen_sheets = choose_sheets(nonempty_sheets, names=choice.sheets)
    _check_table(chosen_sheets, nonempty_sheets, name=name, choice=choice)
    columns, layouts = unite_sheets(chosen_sheets, keeps_unfinished=choice.keeps_unfinished)
    layout = table_layout(lines, layouts, columns, choice=choice)
    notes = table_notes(file, defects, chosen_sheets, nonempty_sheets, columns=layout.columns, families=layout.families)
    main = chosen_sheets[0]
    row_count = sum(sheet.data_rows for sheet in chosen_sheets) if layout.gathered is None else len(layout.gathered)
    return Sheet(
        file_name=name, name=", ".join(sheet.name for sheet in chosen_sheets)[:MAX_NAME_CHARS],
        header=layout.columns.names, header_row=main.header_row, row_count=row_count, groups=layout.columns.groups,
        notes=(*notes, *layout.notes),
        reading=replace(_reading(file, chosen_sheets, sheets), families=layout.families, choice=choice),
        _lines=lines, _layout=layout,
    )  # fmt: skip


def _check_table(
    chosen_sheets: list[SurveyedSheet], sheets: list[SurveyedSheet], *, name: str, choice: ReadingChoice
) -> None:
    """Refuse what cannot be a table, with a sentence about the sheets that were to be read."""
    if not chosen_sheets:
        names = join_list(sheet.name for sheet in sheets)
        raise Invalid(refusal_sentence("no_such_sheet", name=name, sheets=names))
    fault = next((sheet.fault for sheet in chosen_sheets if sheet.fault), "")
    if sum(sheet.data_rows for sheet in chosen_sheets) > MAX_ROWS:
        fault = fault or TOO_LONG
    if fault:
        raise Invalid(refusal_sentence(REFUSAL_OF_FAULT[fault], name=name))
    main = chosen_sheets[0]
    if main.header is None and choice.header_row:
        raise Invalid(refusal_sentence("no_such_row", name=name, row=choice.header_row))
    if not choice.header_row:
        _refuse_transposed(main, name=name)
    if main.header is None:
        raise Invalid(refusal_sentence("no_header", name=name))
    if not any(sheet.data_rows for sheet in chosen_sheets):
        raise Invalid(refusal_sentence("only_header", name=name, row=main.header_row))


def _refuse_transposed(sheet: SurveyedSheet, *, name: str) -> None:
    """Refuse a sheet with one project in each column."""
    if sheet.row_count > len(sheet.head):
        return
    field_names = find_field_names([cells for _, cells in sheet.head])
    if field_names:
        raise Invalid(refusal_sentence("transposed", name=name, first=field_names[0], second=field_names[1]))


def _table_file(lines: IO[str]) -> TableFile:
    """Return what the first line says about the file."""
    lines.seek(0)
    return TableFile.from_line(next(lines))


def _is_kumu(lines: IO[str]) -> bool:
    lines.seek(0)
    return are_kumu_tables(list(tables_of(lines, first=3)))


def _kumu_sheet(lines: IO[str], table_file: TableFile | None, *, name: str) -> Sheet:
    """Return the participants of a Kumu project as a table; `table_file` is the workbook or text it was read from."""
    lines.seek(0)
    project = KumuFile.from_line(next(lines))
    row_count = sum(1 for line in lines if is_kumu_row(line))
    if not row_count:
        raise Invalid(refusal_sentence("no_cells", name=name))
    file = table_file or TableFile(project.format)
    names = [clean_cell(sheet.name)[:MAX_NAME_CHARS] for sheet in file.sheets if sheet.is_visible]
    reading = FileReading(
        sheets=tuple(SheetReading(sheet, 0, SHEET_READ) for sheet in names),
        encoding=file.encoding, delimiter=file.delimiter, header_row=0, format=project.format,
    )  # fmt: skip
    header = [clean_cell(column) for column in project.header]
    return Sheet(
        file_name=name, name=", ".join(names)[:MAX_NAME_CHARS], header=header, header_row=0, row_count=row_count,
        groups=[""] * len(header), kind="kumu", notes=(FileNote("kumu"), *project.notes), reading=reading, _lines=lines,
    )  # fmt: skip


def _reading(file: TableFile, chosen_sheets: list[SurveyedSheet], sheets: list[SurveyedSheet]) -> FileReading:
    by_number = {sheet.number: sheet for sheet in sheets}
    readings = []
    for number, listed in islice(enumerate(file.sheets), MAX_LISTED_SHEETS):
        sheet = by_number.get(number)
        state = SHEET_HIDDEN if sheet is None else SHEET_READ if sheet in chosen_sheets else SHEET_LEFT_OUT
        row_count = max(0, sheet.data_rows) if sheet else 0
        header_row = sheet.header_row if sheet and state == SHEET_READ else 0
        readings.append(SheetReading(clean_cell(listed.name)[:MAX_NAME_CHARS], row_count, state, header_row))
    return FileReading(tuple(readings), file.encoding, file.delimiter, chosen_sheets[0].header_row, file.format)
