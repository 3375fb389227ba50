"""A preview from its beginning to its end, resumable after any interruption."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from skillsnet.calls.queries import data_version
from skillsnet.db.jobs import Lease, LeaseLost, give_way, heartbeat
from skillsnet.intake.actions.gc import relaxed_gc
from skillsnet.intake.actions.links import preview_links
from skillsnet.intake.actions.previews.columns import run_columns
from skillsnet.intake.actions.previews.earlier_answers import with_earlier_answers
from skillsnet.intake.actions.previews.linking import RowLinker
from skillsnet.intake.actions.previews.mailboxes import Mailboxes
from skillsnet.intake.actions.previews.preview_rows import PreviewRow
from skillsnet.intake.actions.previews.reading import RowReader, delete_further_rows
from skillsnet.intake.actions.previews.writing import RowWriter, write_refusals, write_value_counts
from skillsnet.intake.actions.saving import ROWS_A_BATCH
from skillsnet.intake.actions.states import InvalidTransition, begin_timing, move, refuse_unless_next
from skillsnet.intake.enums import RowKind, RunState
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries import count_rows, in_batches
from skillsnet.intake.queries.stored_values import run_answers
from skillsnet.intake.suppressed_people import without_suppressed
from skillsnet.taxonomy.queries import named_categories


@dataclass(frozen=True)
class Preview:
    """The steps that the rows of a run go through, batch by batch."""

    reader: RowReader
    mailboxes: Mailboxes
    linker: RowLinker
    writer: RowWriter

    @classmethod
    def of(cls, run: ImportRun) -> "Preview":
        """Return a preview that has seen no row of the run yet."""
        categories = named_categories()
        columns = run_columns(run, categories=categories)
        answers = with_earlier_answers(run, run_answers(run), columns)
        reader = RowReader(run, columns=columns, answers=answers, categories=categories)
        writer = RowWriter(run, columns=columns, unmatched=reader.unmatched)
        return cls(
            reader=reader,
            mailboxes=Mailboxes(run, columns=columns),
            linker=RowLinker(run, columns=columns, answers=answers),
            writer=writer,
        )


def preview(run: ImportRun) -> ImportRun:
    """Read each row, say what is wrong with it and what it would do, and count; the network's data stay as they are."""
    begin_preview(run)
    return finish_preview(run)


@transaction.atomic
def begin_preview(run: ImportRun) -> bool:
    """Move the run to being compared and return whether this call did it."""
    if run.state != RunState.PREVIEWING:
        refuse_unless_next(run, RunState.PREVIEWING)
    if run.emptied_at is not None:
        raise InvalidTransition(run, RunState.PREVIEWING)
    return move(run, to=RunState.PREVIEWING)


def finish_preview(run: ImportRun) -> ImportRun:
    """Go through every row from the first on; can be called again after a kill, and then begins anew."""
    with heartbeat(run.pk, of=ImportRun), relaxed_gc():
        run.done_rows = 0
        begin_timing(run)
        delete_further_rows(run)
        steps = Preview.of(run)
        version = data_version()
        with suppress(LeaseLost):
            lease = Lease(ImportRun, run.pk, {"state": RunState.PREVIEWING})
            for rows in in_batches(run, size=ROWS_A_BATCH, rows=_project_rows(run)):
                _preview_batch(run, rows, steps, lease=lease)
                give_way()
            preview_links(run, keys=steps.linker.project_keys)
            write_value_counts(run, steps.reader.unmatched)
            write_refusals(run, steps.linker.refused_positions)
            _close(run, steps, version)
    run.refresh_from_db()
    return run


def _project_rows(run: ImportRun) -> QuerySet[ImportRow]:
    return ImportRow.objects.filter(run=run, kind=RowKind.PROJECT)


@transaction.atomic
def _preview_batch(run: ImportRun, rows: list[ImportRow], steps: Preview, *, lease: Lease[ImportRun]) -> None:
    """Preview a batch of rows and note how far it is, unless the run has moved on meanwhile."""
    lease.lock()
    preview_rows(rows, steps)
    run.done_rows += len(rows)
    lease.write(done_rows=run.done_rows, heartbeat_at=timezone.now())


def preview_rows(rows: Sequence[ImportRow], steps: Preview) -> None:
    """Read a batch of rows and the further projects that they hold, link them, and write what becomes of each."""
    read_rows = steps.mailboxes.tell_apart(_without_suppressed(steps.reader.read(rows)))
    steps.linker.add_written([row for row in rows if row.is_written])
    # Refused rows, and those that repeat another one, are about nothing that exists.
    linked_rows = steps.linker.link([row for row in read_rows if not row.state])
    linked_by_position = {row.position: row for row in linked_rows}
    steps.writer.write([linked_by_position.get(row.position, row) for row in read_rows])


def _without_suppressed(rows: Sequence[PreviewRow]) -> list[PreviewRow]:
    projects = without_suppressed([row.project for row in rows])
    return [
        row if project is row.project else replace(row, project=project)
        for row, project in zip(rows, projects, strict=True)
    ]


@transaction.atomic
def _close(run: ImportRun, steps: Preview, version: int) -> None:
    repeats = steps.reader.repeats
    run.counts = {
        **count_rows(run),
        "repeats": repeats.row_count,
        "repeat_groups": repeats.groups,
        "sent_again": repeats.sent_again,
        "version": version,
    }
    answers = run_answers(run)
    unmatched = steps.reader.unmatched.values()
    run.unknown = [value.to_json() for value in unmatched if not answers.leaves(value.target_field, value.value)]
    run.is_stale = False
    run.save(update_fields=["counts", "unknown", "is_stale"])
    move(run, to=RunState.PREVIEW)
