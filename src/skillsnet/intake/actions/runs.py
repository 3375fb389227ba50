"""Starting an import and moving it through its states; writes nothing but the run and its rows."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing
from io import BytesIO
from itertools import islice
from typing import BinaryIO, TypedDict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from skillsnet.audit.actions import record
from skillsnet.calls.models import Call
from skillsnet.core.intake import ParsedLink, ParsedRow
from skillsnet.core.intake.answers import RunAnswers
from skillsnet.core.intake.column_meanings import EMPTY_COLUMN, SAMPLED_ROWS, Guess, guess_filled_columns
from skillsnet.core.intake.non_data_rows import MACHINE
from skillsnet.core.intake.stored_shapes import StoredRow
from skillsnet.core.intake.unfinished_answers import PREVIEW, UNFINISHED
from skillsnet.db.bulk import insert_rows
from skillsnet.intake.actions.mappings import confirm_columns, suggest_mapping
from skillsnet.intake.actions.states import InvalidTransition
from skillsnet.intake.enums import NEXT, RowKind, RowState, RunState
from skillsnet.intake.file_reading import FileNote
from skillsnet.intake.models import POSITIONS_A_ROW, ImportFile, ImportRow, ImportRun
from skillsnet.intake.own_columns import own_guesses
from skillsnet.intake.readers import LinkLine, ReadingChoice, Sheet, SheetRow, read_sheet, shown_name

ROWS_A_WRITE = 1000
MAX_NAMED_ROWS = 20


class NewRow(TypedDict, total=False):
    """The values of a row that is being inserted; what is left out has its default."""

    run_id: int
    position: int
    kind: str
    sheet: str
    number: int
    cells: list[str]
    parsed: StoredRow
    state: str


def start_run(file: BinaryIO, *, name: str, call: Call | Callable[[], Call], by: int | None) -> ImportRun:
    """Read a file into a new run with a guessed target field for each column; `Invalid` when it cannot be read.

    A call given as a function is made only once the file proves to be readable.
    """
    content = file.read()
    file.seek(0)
    with closing(read_sheet(file, name=name)) as sheet, transaction.atomic():
        target_call = call() if callable(call) else call
        run = ImportRun.objects.create(call=target_call, made_call=callable(call), by_id=by, file_name=sheet.file_name)
        ImportFile.objects.create(run=run, content=content, language=get_language() or "")
        record("intake.start_run", subject=f"import:{run.pk}", by=by, rows=sheet.row_count)
        _fill(run, sheet)
    return run


def take_file(file: BinaryIO, *, name: str, call: Call | Callable[[], Call], by: int | None) -> ImportRun:
    """Keep a file in a new run that waits to be read; for files so large that nobody wants to wait for it.

    A call given as a function is made now, and goes with the run where nothing comes into it.
    """
    with transaction.atomic():
        target_call = call() if callable(call) else call
        run = ImportRun.objects.create(
            call=target_call, made_call=callable(call), by_id=by, file_name=shown_name(name), state=RunState.READING
        )
        ImportFile.objects.create(run=run, content=file.read(), language=get_language() or "")
        record("intake.take_file", subject=f"import:{run.pk}", by=by)
    return run


def read_again(run: ImportRun, choice: ReadingChoice) -> ImportRun:
    """Read the run's kept file in another way; its rows, corrections and answers give way to the new reading."""
    content = BytesIO(bytes(run.file.content))
    with closing(read_sheet(content, name=run.file_name, choice=choice)) as sheet, transaction.atomic():
        locked = ImportRun.objects.select_for_update().get(pk=run.pk)
        if locked.state != RunState.READING and RunState.READING not in NEXT[RunState(locked.state)]:
            raise InvalidTransition(locked, RunState.READING)
        locked.rows.all().delete()
        _fill(locked, sheet)
    run.refresh_from_db()
    return run


def _fill(run: ImportRun, sheet: Sheet) -> None:
    """Write what the sheet holds and what its columns are taken for."""
    sample = [row.cells for row in islice((row for row in sheet.rows() if not row.skip), SAMPLED_ROWS)]
    guesses = own_guesses(sheet.header) or guess_filled_columns(sheet.header, sample)
    suggestion = suggest_mapping(sheet.header)
    run.sheet, run.header, run.header_row, run.groups = sheet.name, sheet.header, sheet.header_row, sheet.groups
    run.reading = sheet.reading.to_json()
    run.guesses = {name: guess.to_json() for name, guess in guesses.items()}
    confirm_columns(run, suggestion.mapping)
    run.mapping = {name: suggestion.mapping.get(name, guess.target_field) for name, guess in guesses.items()}
    run.splits, run.choices = suggestion.splits, RunAnswers(values=suggestion.values).to_json()
    run.notes = [
        *(note.to_json() for note in sheet.notes),
        *suggestion.notes,
        *_guess_notes(guesses, suggestion.mapping),
    ]
    run.counts = {"rows": sheet.row_count}
    run.state, run.done_rows, run.unknown = RunState.MAPPING, 0, []
    run.save()
    defaults = {
        field.attname: field.get_default() for field in ImportRow._meta.concrete_fields if not field.primary_key
    }
    filled_columns: set[int] = set()
    left_out = LeftOutRows()
    for rows in _batches(_rows(run, sheet, left_out)):
        filled_columns.update(index for row in rows for index, cell in enumerate(row.get("cells", ())) if cell)
        insert_rows(ImportRow, list(defaults), ([*{**defaults, **row}.values()] for row in rows))
        ImportRun.objects.filter(pk=run.pk).update(heartbeat_at=timezone.now())
    run.notes = [*run.notes, *left_out.notes()]
    run.save(update_fields=["notes"])
    _leave_out_empty(run, filled_columns)


def _leave_out_empty(run: ImportRun, filled_columns: Collection[int]) -> None:
    """Let columns without a single filled cell mean nothing: they shall not empty what stands."""
    empty = [name for index, name in enumerate(run.header) if index not in filled_columns]
    if not empty:
        return
    run.mapping |= dict.fromkeys(empty, "ignore")
    run.guesses |= dict.fromkeys(empty, EMPTY_COLUMN.to_json())
    run.notes = [note for note in run.notes if note.get("column") not in empty]
    run.save(update_fields=["mapping", "guesses", "notes"])


class LeftOutRows:
    """The rows that a file's own program, or who tried its form, left in it: how many of each kind, and the first."""

    def __init__(self) -> None:
        self._numbers: dict[str, list[int]] = {MACHINE: [], PREVIEW: [], UNFINISHED: []}
        self._counts: Counter[str] = Counter()

    def add(self, row: SheetRow) -> None:
        """Count a row that is no project."""
        numbers = self._numbers.get(row.skip)
        if numbers is not None:
            self._counts[row.skip] += 1
            if len(numbers) < MAX_NAMED_ROWS:
                numbers.append(row.number)

    def notes(self) -> list[dict[str, object]]:
        """Return a note for each kind that there is, as it is stored."""
        return [
            FileNote(code, rows=tuple(numbers), count=self._counts[code]).to_json()
            for code, numbers in self._numbers.items()
            if numbers
        ]


def _rows(run: ImportRun, sheet: Sheet, left_out: LeftOutRows) -> Iterator[NewRow]:
    """Yield the values of each row of the sheet, and of each link behind them."""
    position = 0
    for row in sheet.rows():
        position += POSITIONS_A_ROW
        left_out.add(row)
        yield _row(run, row, position)
    for link in sheet.links():
        position += POSITIONS_A_ROW
        yield _link(run, link, position)


def _row(run: ImportRun, row: SheetRow, position: int) -> NewRow:
    # Broken cells wait beside the parsed row, so that every preview of the row meets them again.
    return {
        "run_id": run.pk,
        "position": position,
        "sheet": row.sheet[:120],
        "number": row.number,
        "cells": row.cells,
        "parsed": ParsedRow(faults=row.faults, skip=row.skip).to_json(),
        "state": RowState.SKIPPED.value if row.skip else "",
    }


def _link(run: ImportRun, line: LinkLine, position: int) -> NewRow:
    link = ParsedLink(
        source=(line.source_id, line.source_label),
        target=(line.target_id, line.target_label),
        kind=line.kind[:120],
        label=line.label[:200],
        direction=line.direction,
        strength=line.strength[:40],
    )
    return {
        "run_id": run.pk,
        "position": position,
        "sheet": line.sheet[:120],
        "number": line.number,
        "kind": RowKind.LINK.value,
        "parsed": ParsedRow(link=link).to_json(),
    }


def _guess_notes(guesses: dict[str, Guess], saved_mapping: dict[str, str]) -> list[dict[str, str]]:
    return [
        {"code": "not_ours", "column": name}
        for name, guess in guesses.items()
        if guess.why == "values_unknown" and name not in saved_mapping
    ]


def _batches(rows: Iterable[NewRow]) -> Iterator[list[NewRow]]:
    rows_left = iter(rows)
    while batch := list(islice(rows_left, ROWS_A_WRITE)):
        yield batch
