"""Starting an import and saying what its columns mean; writes nothing but the run and its rows."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from itertools import islice
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone

from skillsnet.audit.actions import record
from skillsnet.calls.models import Call
from skillsnet.core.intake import MEANINGS, guess_meanings, mapping_faults, merged_mapping
from skillsnet.core.intake.guesses import SAMPLED_ROWS
from skillsnet.intake.enums import NEXT, RunState
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.readers import SheetRow, read_sheet
from skillsnet.intake.sentences import mapping_sentence
from skillsnet.web.errors import Invalid

ROWS_A_WRITE = 1000


def start_run(file: BinaryIO, *, name: str, call: Call | Callable[[], Call], by: int | None) -> ImportRun:
    """Read a file into a new run with a guessed meaning for each column; `Invalid` when it cannot be read.

    A call given as a function is made only once the file proves to be readable.
    """
    with closing(read_sheet(file, name=name)) as sheet:
        sample = [row.cells for row in islice(sheet.rows(), SAMPLED_ROWS)]
        guesses = guess_meanings(sheet.header, sample)
        with transaction.atomic():
            run = ImportRun.objects.create(
                call=call() if callable(call) else call,
                file_name=sheet.file_name,
                sheet=sheet.name,
                header_row=sheet.header_row,
                header=sheet.header,
                mapping={name: guess.meaning for name, guess in guesses.items()},
                notes=[*sheet.notes, *_guess_notes({name: guess.why for name, guess in guesses.items()})],
                counts={"rows": sheet.row_count},
                by_id=by,
            )
            record("intake.start_run", subject=f"import:{run.pk}", by=by, rows=sheet.row_count)
            for rows in _batches(sheet.rows()):
                ImportRow.objects.bulk_create([_row(run, row) for row in rows])
    return run


def _row(run: ImportRun, row: SheetRow) -> ImportRow:
    # Broken cells wait beside the candidate, so that every preview of the row meets them again.
    return ImportRow(run=run, number=row.number, cells=row.cells, candidate={"faults": row.faults})


def _guess_notes(guesses: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"code": "not_ours", "column": name} for name, why in guesses.items() if why == "values_unknown"]


def _batches(rows: Iterable[SheetRow]) -> Iterator[list[SheetRow]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, ROWS_A_WRITE)):
        yield batch


@transaction.atomic
def set_mapping(run: ImportRun, mapping: Mapping[str, str], *, by: int | None) -> ImportRun:
    """Say what some or all columns mean; the others keep their meaning unless a single-valued one is taken."""
    faults = mapping_faults(mapping, header=run.header)
    if faults:
        raise Invalid(
            [
                mapping_sentence(
                    code, column=column, meaning=meaning, columns=", ".join(run.header), meanings=", ".join(MEANINGS)
                )
                for code, column, meaning in faults
            ]
        )
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if locked.state != RunState.MAPPING:
        refuse_unless_next(locked, RunState.MAPPING)
    run.mapping = merged_mapping(locked.mapping, chosen=mapping)
    run.state = RunState.MAPPING
    run.save(update_fields=["mapping", "state"])
    record("intake.set_mapping", subject=f"import:{run.pk}", by=by)
    return run


def refuse_unless_next(run: ImportRun, state: RunState) -> None:
    if state not in NEXT[RunState(run.state)]:
        raise WrongState(run, state)


class WrongState(Exception):
    """The import is past the point where this could be done; shown as its present page, never as a fault."""

    def __init__(self, run: ImportRun, wanted: RunState) -> None:
        super().__init__(f"import {run.pk} is {run.state}, and cannot become {wanted}")


def move(run: ImportRun, *, to: RunState, among: Iterable[RunState] = ()) -> bool:
    """Move the run to a state and return whether this call did it, so that a second click does nothing."""
    allowed = [state for state in (among or RunState) if to in NEXT[state] and state != to]
    now = timezone.now()
    moved = ImportRun.objects.filter(pk=run.pk, state__in=allowed).update(
        state=to, heartbeat_at=now, fault="", done_rows=0
    )
    run.refresh_from_db()
    return bool(moved)


def fail(run: ImportRun, *, fault: str) -> None:
    """Note that writing or taking back stopped by a fault of ours; what was written stays and can be resumed."""
    ImportRun.objects.filter(pk=run.pk, state__in=[RunState.COMMITTING, RunState.UNDOING]).update(
        state=RunState.FAILED, fault=fault[:300]
    )
