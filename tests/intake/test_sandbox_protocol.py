"""What the sandbox writes is what its parent reads, and what older versions stored is still read."""

import json

import pytest

from skillsnet.core.cell_faults import CellFault
from skillsnet.intake.file_reading import FileNote, FileReading, SheetReading
from skillsnet.intake.file_sentences import note_sentence
from skillsnet.intake.sandbox.jsonl_protocol import (
    KumuFile,
    KumuRow,
    LinkLine,
    ListedSheet,
    MergedArea,
    RowLine,
    SandboxExit,
    SheetEnd,
    SheetStart,
    TableFile,
    TableLine,
    TextDefects,
    is_kumu_row,
    kumu_line,
    table_line,
)

LINES: list[tuple[TableLine, str]] = [
    (
        SheetStart(1, (MergedArea(2, 0, 4, 1),), (3,), (0, 2)),
        '{"sheet": 1, "merges": [[2, 0, 4, 1]], "hidden_rows": [3], "hidden_columns": [0, 2]}',
    ),
    (SheetEnd(1, 7, "is_too_wide"), '{"end": 1, "rows": 7, "fault": "is_too_wide"}'),
    (TextDefects((4, 9), 12, 3), '{"unclosed_rows": [4, 9], "unclosed_count": 12, "broken_letters": 3}'),
]


@pytest.mark.parametrize(("value", "line"), LINES)
def test_line_of_a_table_is_written_and_read(value: SheetStart | SheetEnd | TextDefects, line: str) -> None:
    assert json.dumps(value.to_json()) == line
    assert table_line(line) == table_line(line.encode()) == value


def test_row_is_written_and_read() -> None:
    row = RowLine(5, ["Welding", "2"], {"1": CellFault("cell_too_long", 40_000)})
    line = json.dumps(row)
    assert line == '[5, ["Welding", "2"], {"1": ["cell_too_long", 40000]}]'
    assert table_line(line) == RowLine.from_line(line.encode()) == row


def test_first_line_says_what_the_file_is() -> None:
    file = TableFile("ods", sheets=(ListedSheet("Answers", is_visible=True), ListedSheet("Lists", is_visible=False)))
    line = json.dumps(file.to_json())
    assert [sheet["state"] for sheet in json.loads(line)["sheets"]] == ["visible", "hidden"]
    assert TableFile.from_line(line) == file


def test_kumu_project_is_written_and_read() -> None:
    notes = (FileNote("kumu_loops_left_out", count=2, examples="A – A", places="Connections 3"),)
    file = KumuFile("json", ("Title", "Country"), notes)
    assert KumuFile.from_line(json.dumps(file.to_json())) == file
    row = KumuRow("Elements", 4, ["Welding", "Kenya"])
    link = LinkLine("Connections", 3, "a", "b", "Welding", "Forging", "partner", "", "directed", "2")
    lines = [json.dumps(line.to_json()) for line in (row, link)]
    assert [kumu_line(line) for line in lines] == [row, link]
    assert [is_kumu_row(line) for line in lines] == [True, False]


@pytest.mark.parametrize(
    ("ended", "refusal", "cause"),
    [
        (SandboxExit(3, "refused: encrypted\n"), "encrypted", ""),
        (
            SandboxExit(3, "because: KeyError at a.py:1\nrefused: unreadable\n"),
            "unreadable",
            "because: KeyError at a.py:1",
        ),
        (SandboxExit(1, "refused: encrypted\n"), "", ""),
        (SandboxExit(-9, ""), "", ""),
    ],
)
def test_only_the_exit_code_of_a_refusal_makes_one(ended: SandboxExit, refusal: str, cause: str) -> None:
    assert (ended.refusal, ended.cause) == (refusal, cause)


def test_note_keeps_only_what_it_has() -> None:
    note = FileNote("hidden_rows", rows=(3, 4), count=2)
    assert note.to_json() == {"code": "hidden_rows", "rows": [3, 4], "count": 2}
    assert FileNote.from_json({"code": "hidden_rows", "rows": [3, 4], "count": 2}) == note


def test_notes_of_older_imports_are_still_sentences() -> None:
    saved = FileNote.from_json({"code": "mapping_saved", "file": "", "date": "2025-03-01"})
    assert note_sentence(saved).startswith("Columns with the same names were matched before, on 2025-03-01.")
    kumu = FileNote.from_json({"code": "kumu_loops_left_out", "count": 2, "places": "Connections 3"})
    assert note_sentence(kumu) == "Self-links skipped: 2. For example: Connections 3"


def test_reading_of_older_imports_is_still_read() -> None:
    stored = FileReading.from_json({"sheets": [{"name": "Map", "rows": 0, "state": "read"}], "encoding": "cp1252"})
    assert stored == FileReading((SheetReading("Map", 0, "read"),), encoding="cp1252")
    assert FileReading.from_json({}) == FileReading()
    assert FileReading.from_json(stored.to_json()) == stored
