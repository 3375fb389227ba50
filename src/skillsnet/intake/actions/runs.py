"""Starting an import and moving it through its states; writes nothing but the run and its rows."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing
from io import BytesIO
from itertools import islice
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from skillsnet.audit.actions import record
from skillsnet.calls.models import Call
from skillsnet.core.intake import guess_target_fields
from skillsnet.core.intake.column_inference import SAMPLED_ROWS, Guess
from skillsnet.db.bulk import insert_rows
from skillsnet.intake.actions.mappings import offered_mapping
from skillsnet.intake.actions.states import InvalidTransition
from skillsnet.intake.enums import NEXT, RowKind, RowState, RunState
from skillsnet.intake.models import PLACES_A_ROW, ImportFile, ImportRow, ImportRun
from skillsnet.intake.readers import LinkLine, ReadingChoice, Sheet, SheetRow, read_sheet, shown_name

ROWS_A_WRITE = 1000


def start_run(file: BinaryIO, *, name: str, call: Call | Callable[[], Call], by: int | None) -> ImportRun:
    """Read a file into a new run with a guessed target field for each column; `Invalid` when it cannot be read.

    A call given as a function is made only once the file proves to be readable.
    """
    content = file.read()
    file.seek(0)
    with closing(read_sheet(file, name=name)) as sheet, transaction.atomic():
        made = call() if callable(call) else call
        run = ImportRun.objects.create(call=made, made_call=callable(call), by_id=by, file_name=sheet.file_name)
        ImportFile.objects.create(run=run, content=content, language=get_language() or "")
        record("intake.start_run", subject=f"import:{run.pk}", by=by, rows=sheet.row_count)
        _fill(run, sheet)
    return run


def take_file(file: BinaryIO, *, name: str, call: Call | Callable[[], Call], by: int | None) -> ImportRun:
    """Keep a file in a new run that waits to be read; for files so large that nobody wants to wait for it.

    A call given as a function is made now, and goes with the run where nothing comes into it.
    """
    with transaction.atomic():
        made = call() if callable(call) else call
        run = ImportRun.objects.create(
            call=made, made_call=callable(call), by_id=by, file_name=shown_name(name), state=RunState.READING
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
    guesses = guess_target_fields(sheet.header, sample)
    saved = offered_mapping(sheet.header)
    run.sheet, run.header, run.header_row, run.groups = sheet.name, sheet.header, sheet.header_row, sheet.groups
    run.reading = sheet.reading.to_json()
    run.guesses = {name: guess.to_json() for name, guess in guesses.items()}
    run.mapping = {name: saved.mapping.get(name, guess.target_field) for name, guess in guesses.items()}
    run.splits, run.choices = saved.splits, {"values": saved.values}
    run.notes = [*(note.to_json() for note in sheet.notes), *saved.notes, *_guess_notes(guesses, saved.mapping)]
    run.counts = {"rows": sheet.row_count}
    run.state, run.done_rows, run.unknown = RunState.MAPPING, 0, []
    run.save()
    blank = {field.attname: field.get_default() for field in ImportRow._meta.concrete_fields if not field.primary_key}
    names = [name for name in blank if name != "run_id"]
    filled: set[int] = set()
    for rows in _batches(_rows(run, sheet)):
        filled.update(index for row in rows for index, cell in enumerate(row.get("cells", ())) if cell)
        values = ([row["run"], *(row.get(name, blank[name]) for name in names)] for row in rows)
        insert_rows(ImportRow, ["run_id", *names], values)
        ImportRun.objects.filter(pk=run.pk).update(heartbeat_at=timezone.now())
    _leave_out_empty(run, filled)


def _leave_out_empty(run: ImportRun, filled: Collection[int]) -> None:
    """Let columns without a single filled cell mean nothing: they shall not empty what stands."""
    empty = [name for index, name in enumerate(run.header) if index not in filled]
    if not empty:
        return
    run.mapping |= dict.fromkeys(empty, "ignore")
    run.guesses |= dict.fromkeys(empty, Guess("ignore", 1.0, "empty").to_json())
    run.notes = [note for note in run.notes if note.get("column") not in empty]
    run.save(update_fields=["mapping", "guesses", "notes"])


def _rows(run: ImportRun, sheet: Sheet) -> Iterator[dict[str, Any]]:
    """Yield the values of each row of the sheet, and of each tie behind them."""
    place = 0
    for row in sheet.rows():
        place += PLACES_A_ROW
        yield {"run": run.pk, "place": place, **_row(row)}
    for link in sheet.links():
        place += PLACES_A_ROW
        yield {"run": run.pk, "place": place, **_link(link)}


def _row(row: SheetRow) -> dict[str, Any]:
    # Broken cells wait beside the parsed row, so that every preview of the row meets them again.
    parsed: dict[str, object] = {"faults": row.faults}
    if row.skip:
        parsed["skip"] = row.skip
    return {
        "sheet": row.sheet[:120],
        "number": row.number,
        "cells": row.cells,
        "parsed": parsed,
        "state": RowState.SKIPPED.value if row.skip else "",
    }


def _link(link: LinkLine) -> dict[str, Any]:
    tie = {
        "source": [link.source_id, link.source_label],
        "target": [link.target_id, link.target_label],
        "kind": link.kind[:120],
        "label": link.label[:200],
        "direction": link.direction,
        "strength": link.strength[:40],
    }
    return {
        "sheet": link.sheet[:120],
        "number": link.number,
        "kind": RowKind.LINK.value,
        "parsed": {"link": tie},
    }


def _guess_notes(guesses: dict[str, Guess], saved: dict[str, str]) -> list[dict[str, str]]:
    return [
        {"code": "not_ours", "column": name}
        for name, guess in guesses.items()
        if guess.why == "values_unknown" and name not in saved
    ]


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, ROWS_A_WRITE)):
        yield batch
