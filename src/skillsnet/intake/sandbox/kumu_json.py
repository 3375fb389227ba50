"""JSON documents, and tables that Kumu wrote, as a table of participants with the links between them."""

import json
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING, TextIO

from skillsnet.intake.file_reading import FileNote
from skillsnet.intake.sandbox.jsonl_protocol import (
    FileRefused,
    KumuFile,
    KumuRow,
    LinkLine,
    RowLine,
    SheetEnd,
    SheetStart,
    TableFile,
    table_line,
    write,
)
from skillsnet.intake.sandbox.limits import MAX_ROWS, allow_for

if TYPE_CHECKING:
    from skillsnet.core.interchange.kumu import KumuProject, KumuSheet, LinkRow, Note

# A parsed document takes about this many bytes of memory for each byte of the file.
DATA_PER_BYTE = 14


def write_document(source: IO[bytes], out: TextIO) -> None:
    """Write the participants of a Kumu project in JSON; refuse other JSON."""
    from skillsnet.core.interchange.kumu import is_kumu_document, read_document

    content = source.read()
    allow_for(len(content) * 4, data_per_byte=DATA_PER_BYTE // 4)
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise FileRefused("broken_json") from error
    del content
    if not is_kumu_document(document):
        raise FileRefused("is_json")
    project = read_document(document)
    del document
    _write_project(project, out, name="json")


def write_tables(source: IO[bytes], out: TextIO, *, name: str) -> None:
    """Write the participants of a Kumu project in the lines of a workbook or text file that was taken apart before."""
    from skillsnet.core.interchange.kumu import read_tables

    allow_for(source.seek(0, 2) * 4, data_per_byte=DATA_PER_BYTE // 4)
    source.seek(0)
    _write_project(read_tables(list(tables_of(source))), out, name=name)


def tables_of(lines: Iterable[str] | Iterable[bytes], *, first: int = 0) -> "Iterator[KumuSheet]":
    """Yield the tables of lines; with `first`, only so many rows of each, which is enough to know Kumu's."""
    from skillsnet.core.interchange.kumu import KumuSheet

    remaining: Iterator[str | bytes] = iter(lines)
    sheets = TableFile.from_line(next(remaining)).sheets
    rows: list[tuple[int, list[str]]] = []
    for text in remaining:
        if text[:1] in ("[", b"["):
            if not first or len(rows) < first:
                row = RowLine.from_line(text)
                rows.append((row.number, row.cells))
            continue
        line = table_line(text)
        if isinstance(line, SheetStart):
            rows = []
        elif isinstance(line, SheetEnd):
            yield KumuSheet(sheets[line.number].name, rows)


def _write_project(project: "KumuProject", out: TextIO, *, name: str) -> None:
    from skillsnet.core.interchange.kumu import participant_rows

    participants = participant_rows(project)
    if len(participants.rows) > MAX_ROWS:
        raise FileRefused("too_many_rows")
    notes = tuple(_file_note(note) for note in (*project.notes, *participants.notes))
    write(out, KumuFile(name, participants.header, notes).to_json())
    for row in participants.rows:
        write(out, KumuRow(*row.location, row.cells).to_json())
    for link in participants.links:
        write(out, _link_line(link).to_json())


def _file_note(note: "Note") -> FileNote:
    params = note.params
    examples, places = str(params.get("examples", "")), str(params.get("places", ""))
    return FileNote(f"kumu_{note.code}", count=int(params["count"]), examples=examples, places=places)


def _link_line(link: "LinkRow") -> LinkLine:
    return LinkLine(
        *link.location,
        source_id=link.source.project_id,
        target_id=link.target.project_id,
        source_label=link.source.label,
        target_label=link.target.label,
        kind=link.kind,
        label=link.label,
        direction=link.direction,
        strength=link.strength,
    )
