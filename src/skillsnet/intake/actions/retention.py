"""How long an import keeps what its file held: not beyond being taken back, nor beyond its age."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from skillsnet.audit.actions import record
from skillsnet.intake.actions.deletions import delete_run
from skillsnet.intake.actions.states import InvalidTransition
from skillsnet.intake.enums import RunState
from skillsnet.intake.models import ImportFile, ImportRow, ImportRun, SavedMapping
from skillsnet.intake.queries import abandoned_runs, count_rows
from skillsnet.intake.rules import has_written

# What of an import are words of its file, and what nothing of them looks like.
EMPTY_FIELDS = {
    "file_name": "", "sheet": "", "fault": "", "reading": {}, "header": [], "groups": [], "mapping": {}, "splits": {},
    "guesses": {}, "choices": {}, "unknown": [], "notes": [],
}  # fmt: skip
ROWS_EMPTIED_AT_ONCE = 500
# Rows of a taken back import of which nothing stands, and those that hold words of the file.
ENDED_ROWS = Q(is_written=False) | Q(before__isnull=True)
FULL_ROWS = ~Q(cells=[]) | ~Q(original_cells={})


def empty_rows(run: ImportRun) -> bool:
    """Delete or empty some of the rows of an import that is taken back, and return whether there were any.

    A row that stays keeps what is needed to take it back later. A batch at a time: all rows of a large file at once
    would keep others from writing for longer than they wait.
    """
    rows = ImportRow.objects.filter(run=run)
    ended_ids = list(rows.filter(ENDED_ROWS).order_by("pk").values_list("pk", flat=True)[:ROWS_EMPTIED_AT_ONCE])
    full_ids = list(
        rows.exclude(ENDED_ROWS).filter(FULL_ROWS).order_by("pk").values_list("pk", flat=True)[:ROWS_EMPTIED_AT_ONCE]
    )
    ImportRow.objects.filter(pk__in=ended_ids).delete()
    ImportRow.objects.filter(pk__in=full_ids).update(cells=[], original_cells={})
    return bool(ended_ids or full_ids)


def empty_run(run: ImportRun) -> None:
    """Delete all that a taken back import kept of its file but its rows; call inside a transaction.

    What remains are counts and dates.
    """
    _clear_run(run)


def _clear_run(run: ImportRun) -> None:
    ImportFile.objects.filter(run=run.pk).delete()
    SavedMapping.objects.filter(run=run.pk).delete()
    ImportRun.objects.filter(pk=run.pk).update(**EMPTY_FIELDS, emptied_at=timezone.now(), is_stale=False)


def forget_abandoned() -> int:
    """Delete the imports that nobody went on with for so long, with their files and calls; return how many."""
    limit = timezone.now() - timedelta(days=settings.RETENTION_DAYS["abandoned import"])
    deleted_count = 0
    for run in abandoned_runs(before=limit):
        try:
            delete_run(run, by=None)
        except (InvalidTransition, ImportRun.DoesNotExist):
            # Somebody went on with it, or deleted it, this very moment.
            continue
        deleted_count += 1
    return deleted_count


def forget_cells() -> int:
    """Delete the cells of imports that have been on the map for so long, and the rows left out; return how many.

    They can still be taken back: what that needs is kept, and is about what is on the map.
    """
    limit = timezone.now() - timedelta(days=settings.RETENTION_DAYS["cells of an import"])
    runs = ImportRun.objects.filter(finished_at__lt=limit, emptied_at=None)
    old = runs.filter(state__in=(RunState.COMMITTED, RunState.PREVIEW)).order_by("pk")
    return sum(_forget_cells(run) for run in old)


@transaction.atomic
def _forget_cells(run: ImportRun) -> bool:
    locked = ImportRun.objects.select_for_update().filter(pk=run.pk, state=run.state).first()
    if locked is None or (locked.state == RunState.PREVIEW and not has_written(locked)):
        return False
    counts = count_rows(locked)
    rows = ImportRow.objects.filter(run=locked)
    rows.filter(is_written=False).delete()
    rows.update(cells=[], original_cells={}, problems=[])
    mapping = SavedMapping.objects.filter(run=locked.pk)
    mapping.update(run=None, values={}, file_name="")
    _clear_run(locked)
    # The counts stay as they were; so does the mapping, which says what columns mean and nothing of any row.
    ImportRun.objects.filter(pk=locked.pk).update(state=RunState.COMMITTED, counts={**locked.counts, **counts})
    record("intake.forget_cells", subject=f"import:{locked.pk}", by=None)
    return True
