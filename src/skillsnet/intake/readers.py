"""Reading a spreadsheet that somebody brought: checked from outside, taken apart in a child process."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import IO, Any, BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillsnet.core.intake import find_header
from skillsnet.core.intake.sheet import SEARCHED_ROWS
from skillsnet.core.text import clean
from skillsnet.intake.sentences import refusal_sentence
from skillsnet.web.errors import Invalid
from skillsnet.web.sheets import restored_cell

PACKAGE_ROOT = Path(__file__).resolve().parents[2]
MAX_WALL_SECONDS = 60
CHUNK_BYTES = 256 * 1024
REFUSED = 3
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")
TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
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
class SheetRow:
    """One row that holds something: its number as a spreadsheet shows it, its cells, and broken cells."""

    number: int
    cells: list[str]
    faults: dict[str, list[Any]]


@dataclass
class Sheet:
    """A sheet with its column names; its rows wait in a temporary file, so that a large one needs no memory."""

    file_name: str
    name: str
    header: list[str]
    header_row: int
    row_count: int
    notes: list[dict[str, Any]] = field(default_factory=list)
    _lines: IO[str] | None = None

    def close(self) -> None:
        """Let the waiting rows go."""
        if self._lines is not None:
            self._lines.close()

    def rows(self) -> Iterator[SheetRow]:
        """Yield the rows below the header, in their order; can be called again."""
        if self._lines is None:
            return
        self._lines.seek(0)
        next(self._lines)
        for line in self._lines:
            number, cells, faults = json.loads(line)
            if number > self.header_row:
                yield SheetRow(number, [_clean(cell) for cell in cells], faults)


def read_sheet(file: BinaryIO, *, name: str) -> Sheet:
    """Return the file's first visible sheet, or raise `Invalid` with what was found instead and what to do."""
    name = shown_name(name)
    with tempfile.TemporaryFile() as kept:
        start = _copy(file, kept, name=name)
        kind = _kind(start, name=name)
        kept.seek(0)
        lines = _parsed(kept, kind=kind, name=name)
    try:
        return _sheet(lines, name=name)
    except Invalid:
        lines.close()
        raise


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
    if not start.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise Invalid(refusal_sentence("empty", name=name))
    return start


def _kind(start: bytes, *, name: str) -> str:
    """Return how the file is to be read; its first bytes decide, its name is only believed where they fit."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in WORKBOOK_SUFFIXES + TEXT_SUFFIXES:
        raise Invalid(refusal_sentence("suffix", name=name))
    found = next((kind for signature, kind in SIGNATURES if start.startswith(signature)), "text")
    if found in ("zip", "ole") and suffix in WORKBOOK_SUFFIXES:
        return found
    if found != "text":
        code = {"zip": "is_workbook", "ole": "is_workbook"}.get(found, f"is_{found}")
        raise Invalid(refusal_sentence(code, name=name))
    if start[:2000].lstrip().lower().startswith((b"<!doctype html", b"<html", b"<table", b"<?xml")):
        raise Invalid(refusal_sentence("is_html", name=name))
    if suffix in WORKBOOK_SUFFIXES:
        raise Invalid(refusal_sentence("is_text", name=name))
    return found


def _parsed(kept: IO[bytes], *, kind: str, name: str) -> IO[str]:
    """Return the child's lines; whatever goes wrong in the child is a file that cannot be read."""
    lines = tempfile.TemporaryFile("w+", encoding="ascii", newline="\n")  # noqa: SIM115 - lives as long as the sheet
    command = [sys.executable, "-m", "skillsnet.intake.child", kind]
    # A bare environment: the child needs no secret, and a hostile file shall find none.
    environment = {"PYTHONPATH": str(PACKAGE_ROOT), "PYTHONUTF8": "1", "PATH": os.environ.get("PATH", "")}
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no shell, nothing of the file in it
            command, stdin=kept, stdout=lines, stderr=subprocess.PIPE, env=environment,
            timeout=MAX_WALL_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        lines.close()
        raise Invalid(refusal_sentence("too_slow", name=name)) from error
    if done.returncode == 0:
        return lines
    lines.close()
    said = done.stderr.decode("utf-8", errors="replace").strip().splitlines()
    if done.returncode == REFUSED and said:
        raise Invalid(refusal_sentence(said[-1].removeprefix("refused: "), name=name))
    is_spent = done.returncode < 0 or any("MemoryError" in line for line in said[-1:])
    raise Invalid(refusal_sentence("too_slow" if is_spent else "unreadable", name=name))


def _sheet(lines: IO[str], *, name: str) -> Sheet:
    """Return the sheet of the child's lines, with its header found."""
    lines.seek(0)
    about = json.loads(next(lines))
    first: list[tuple[int, list[str]]] = []
    widths, count = 0, 0
    for line in lines:
        number, cells, _faults = json.loads(line)
        widths, count = max(widths, len(cells)), count + 1
        if len(first) < SEARCHED_ROWS:
            first.append((number, [_clean(cell) for cell in cells]))
    if not count:
        raise Invalid(refusal_sentence("no_cells", name=name))
    header = find_header([cells for _, cells in first], width=widths)
    if header is None:
        raise Invalid(refusal_sentence("no_header", name=name))
    header_row = first[header.index][0]
    row_count = count - header.index - 1
    if not row_count:
        raise Invalid(refusal_sentence("only_header", name=name, row=header_row))
    return Sheet(
        file_name=name, name=_clean(about["sheet"])[:120], header=list(header.names), header_row=header_row,
        row_count=row_count, notes=_notes(about, header_row=header_row), _lines=lines,
    )  # fmt: skip


def _notes(about: dict[str, Any], *, header_row: int) -> list[dict[str, Any]]:
    notes: list[dict[str, Any]] = []
    if about["others"]:
        notes.append({"code": "other_sheets", "names": [_clean(name)[:120] for name in about["others"]][:20]})
    if header_row > 1:
        notes.append({"code": "header_row", "row": header_row})
    if about.get("encoding") not in (None, "utf-8", "utf-8-sig"):
        notes.append({"code": "encoding", "encoding": about["encoding"]})
    return notes


def note_sentence(note: dict[str, Any]) -> str:
    """Return what was noticed about the file, as a sentence."""
    if note["code"] == "other_sheets":
        text = ngettext(
            "The file has one more sheet (%(names)s); it was not read.",
            "The file has %(count)d more sheets (%(names)s); they were not read.",
            len(note["names"]),
        )
        return text % {"count": len(note["names"]), "names": ", ".join(note["names"])}
    if note["code"] == "header_row":
        return _("The column names were found in row %(row)d; the rows above were left out.") % {"row": note["row"]}
    if note["code"] == "not_ours":
        text = _("The values under “%(column)s” are not ours, whatever its name says; they are kept as an extra field.")
        return text % {"column": note["column"]}
    text = _("The text was read as %(encoding)s. If letters look wrong, save the file as CSV UTF-8 and bring it again.")
    return text % {"encoding": note["encoding"]}


def _clean(cell: str) -> str:
    """Return the cell without what no cell may hold, and as it was before an export made it harmless."""
    return restored_cell(cell.strip() if cell.isascii() and cell.isprintable() else clean(cell))
