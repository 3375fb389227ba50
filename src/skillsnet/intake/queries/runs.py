"""Reading imports and their rows."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from math import ceil

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from skillsnet.calls.enums import Permission
from skillsnet.intake.enums import WRITTEN_STATES, RowKind, RowState, RunState
from skillsnet.intake.models import ImportRow, ImportRun

SAMPLED_ROWS = 200
OUTCOMES = {
    "new": RowState.NEW,
    "updated": RowState.UPDATED,
    "unchanged": RowState.UNCHANGED,
    "asks": RowState.NEEDS_DECISION,
    "duplicates": RowState.DUPLICATE,
    "errors": RowState.ERROR,
    "skipped": RowState.SKIPPED,
}
# Candidates and key of a row's organisation in what it stores, in the present version and in the first.
IDENTITY = "parsed__project__organisation__identity"
IDENTITY_PATHS = (f"{IDENTITY}__candidates", f"{IDENTITY}__key")
OLD_IDENTITY_PATHS = ("parsed__organisation__asks", "parsed__organisation__is__key")
# Before so many rows are done, the time left is anybody's guess.
MIN_ROWS_TIMED = 50


def all_runs() -> QuerySet[ImportRun]:
    """Return every import, the newest first."""
    return ImportRun.objects.select_related("call").order_by("-created_at", "-pk")


def abandoned_runs(*, before: datetime) -> QuerySet[ImportRun]:
    """Return the imports that nothing happened to since then and of which nothing is on the map, the oldest first."""
    is_idle = Q(created_at__lt=before) & (Q(heartbeat_at=None) | Q(heartbeat_at__lt=before))
    states = (RunState.REFUSED, RunState.MAPPING, RunState.PREVIEW, RunState.FAILED)
    written_rows = ImportRow.objects.filter(run=OuterRef("pk"), is_written=True, before__isnull=False)
    return ImportRun.objects.filter(is_idle, ~Exists(written_rows), state__in=states).order_by("pk")


def in_batches(run: ImportRun, *, size: int, rows: QuerySet[ImportRow] | None = None) -> Iterator[list[ImportRow]]:
    """Yield the run's rows by position; each batch is read when it is asked for, so it may be written meanwhile."""
    last_position = -1
    run_rows = ImportRow.objects.filter(run=run) if rows is None else rows
    while batch := list(run_rows.filter(position__gt=last_position).order_by("position")[:size]):
        yield batch
        last_position = batch[-1].position


def count_rows(run: ImportRun) -> dict[str, int]:
    """Return how many rows of projects have which outcome; the outcomes add up to `rows`.

    Links stand apart: how many there are, and how many of them are new or changed.
    """
    is_project, is_link = Q(kind=RowKind.PROJECT), Q(kind=RowKind.LINK)
    totals = ImportRow.objects.filter(run=run).aggregate(
        rows=Count("pk", filter=is_project),
        links=Count("pk", filter=is_link),
        new_links=Count("pk", filter=is_link & Q(state__in=(RowState.NEW, RowState.UPDATED))),
        warnings=Count("pk", filter=is_project & Q(has_warning=True, state__in=WRITTEN_STATES)),
        naming=Count("pk", filter=is_project & Q(is_naming=True, state__in=WRITTEN_STATES)),
        **_kept_off(run),
        **{name: Count("pk", filter=is_project & Q(state=state)) for name, state in OUTCOMES.items()},
    )
    return {name: int(number) for name, number in totals.items()}


def _kept_off(run: ImportRun) -> dict[str, Count]:
    """Return how to count the rows whose project is kept off public pages, where a column of the file asks."""
    if "may_publish" not in run.mapping.values():
        return {}
    answers = [Permission.NO.value, Permission.UNCLEAR.value]
    return {"kept_off": Count("pk", filter=Q(parsed__project__may_publish__in=answers, state__in=WRITTEN_STATES))}


def rows_with_problems(run: ImportRun) -> QuerySet[ImportRow]:
    """Return the rows a person should look at, in the file's order."""
    return ImportRow.objects.filter(run=run).exclude(problems=[]).order_by("position")


def rows_in(run: ImportRun, *, state: str) -> QuerySet[ImportRow]:
    """Return the rows of one outcome, those with a warning or naming their people, the links, or all but those.

    In the file's order.
    """
    kind = RowKind.LINK if state == RowKind.LINK else RowKind.PROJECT
    rows = ImportRow.objects.filter(run=run, kind=kind).order_by("position")
    if state == "warning":
        return rows.filter(has_warning=True, state__in=WRITTEN_STATES)
    if state == "naming":
        return rows.filter(is_naming=True, state__in=WRITTEN_STATES)
    return rows.filter(state=state) if state in RowState.values else rows


def rejected_rows(run: ImportRun) -> QuerySet[ImportRow]:
    """Return the rows that were left out, in the file's order."""
    states = [RowState.ERROR, RowState.DUPLICATE, RowState.NEEDS_DECISION]
    return ImportRow.objects.filter(run=run, state__in=states, kind=RowKind.PROJECT).order_by("position")


def asking_positions(run: ImportRun) -> dict[int, int]:
    """Return the position of each question's first row with the number of rows that wait for its answer.

    Rows of one organisation ask one question.
    """
    asking = ImportRow.objects.filter(run=run, state=RowState.NEEDS_DECISION).order_by("position")
    # Rows that repeat each other are asked about once for the file.
    asking = asking.exclude(parsed__has_key="repeat")
    firsts: dict[str, int] = {}
    row_counts: dict[int, int] = {}
    paths = (*IDENTITY_PATHS, *OLD_IDENTITY_PATHS)
    for position, candidates, key, old_candidates, old_key in asking.values_list("position", *paths):
        question = (key if candidates else old_key if old_candidates else None) or f"row {position}"
        first = firsts.setdefault(question, position)
        row_counts[first] = row_counts.get(first, 0) + 1
    return row_counts


def rows_at(run: ImportRun, positions: Sequence[int]) -> list[ImportRow]:
    """Return the rows at these positions, in the file's order."""
    return list(ImportRow.objects.filter(run=run, position__in=positions).order_by("position"))


def kept_rows(run: ImportRun) -> QuerySet[ImportRow]:
    """Return the rows that taking back left as they are, in the file's order."""
    if run.state != RunState.UNDONE:
        return ImportRow.objects.none()
    return ImportRow.objects.filter(run=run, is_written=True, before__isnull=False).order_by("position")


def sample_cells(run: ImportRun) -> list[list[str]]:
    """Return the first rows' cells, from which a column's samples are taken."""
    rows = run.rows.exclude(state=RowState.SKIPPED).filter(kind=RowKind.PROJECT)
    return list(rows.order_by("position").values_list("cells", flat=True)[:SAMPLED_ROWS])


def column_cells(run: ImportRun, columns: Sequence[int], *, limit: int) -> Iterator[list[str]]:
    """Yield the cells of some columns, row by row, of at most so many rows."""
    rows = ImportRow.objects.filter(run=run, kind=RowKind.PROJECT).exclude(state=RowState.SKIPPED)
    for cells in rows.order_by("position").values_list("cells", flat=True)[:limit].iterator(chunk_size=1000):
        yield [cells[index] if index < len(cells) else "" for index in columns]


def goal_of(run: ImportRun) -> int:
    """Return how many rows the present or last work has to go through."""
    counts = run.tally
    if run.state in (RunState.PREVIEWING, RunState.READING):
        return max(1, counts["rows"])
    links = counts["links"] if run.state == RunState.COMMITTING else 0
    return max(1, sum(counts[name] for name in ("new", "updated", "unchanged")) + links)


def seconds_left(run: ImportRun, *, now: datetime) -> int | None:
    """Return how long the present work will take at its pace so far, or None when that cannot be told yet."""
    timed_rows, rows_left = run.done_rows - run.throughput_baseline, goal_of(run) - run.done_rows
    if run.started_at is None or timed_rows < MIN_ROWS_TIMED or rows_left <= 0:
        return None
    return ceil((now - run.started_at).total_seconds() / timed_rows * rows_left)
