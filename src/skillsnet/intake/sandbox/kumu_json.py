"""JSON documents, and tables that Kumu wrote, as a table of participants with the links between them."""

import json
from collections.abc import Iterable, Iterator
from typing import IO, Any, TextIO

from skillsnet.intake.sandbox.jsonl_protocol import Refused, write
from skillsnet.intake.sandbox.limits import MAX_ROWS, allow_for

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
        raise Refused("broken_json") from error
    del content
    if not is_kumu_document(document):
        raise Refused("is_json")
    kumu = read_document(document)
    del document
    _write_project(kumu, out, name="json")


def write_tables(source: IO[bytes], out: TextIO, *, name: str) -> None:
    """Write the participants of a Kumu project in the lines of a workbook or text file that was taken apart before."""
    from skillsnet.core.interchange.kumu import read_tables

    allow_for(source.seek(0, 2) * 4, data_per_byte=DATA_PER_BYTE // 4)
    source.seek(0)
    _write_project(read_tables(list(tables_of(source))), out, name=name)


def tables_of(lines: Iterable[Any], *, first: int = 0) -> Iterator[Any]:
    """Yield the tables of lines; with `first`, only so many rows of each, which is enough to know Kumu's."""
    from skillsnet.core.interchange.kumu import KumuSheet

    waiting = iter(lines)
    names = [sheet["name"] for sheet in json.loads(next(waiting))["sheets"]]
    rows: list[tuple[int, list[str]]] = []
    for line in waiting:
        if line[:1] in ("[", b"["):
            if not first or len(rows) < first:
                number, cells, _ = json.loads(line)
                rows.append((number, cells))
            continue
        item = json.loads(line)
        if "sheet" in item:
            rows = []
        elif "end" in item:
            yield KumuSheet(names[item["end"]], rows)


def _write_project(kumu: Any, out: TextIO, *, name: str) -> None:
    from skillsnet.core.interchange.kumu import participant_rows

    participants = participant_rows(kumu)
    if len(participants.rows) > MAX_ROWS:
        raise Refused("too_many_rows")
    notes = [{"code": f"kumu_{note.code}", **note.params} for note in (*kumu.notes, *participants.notes)]
    write(out, {"format": name, "kind": "kumu", "header": participants.header, "notes": notes, "sheets": []})
    for row in participants.rows:
        write(out, ["row", *row.location, list(row.cells), {}])
    for link in participants.links:
        ends = [link.source.project_id, link.target.project_id, link.source.label, link.target.label]
        write(out, ["link", *link.location, *ends, link.kind, link.label, link.direction, link.strength])
