"""What an import would do to the data as they are now; writes only the run's own rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from skillsnet.core.intake import Column, Problem, is_day_first, read_row, shown
from skillsnet.core.text import fold
from skillsnet.intake.actions.runs import move, refuse_unless_next
from skillsnet.intake.enums import RowState, RunState
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries import compare, count_rows, in_batches, known_categories

ROWS_A_BATCH = 500
SAMPLED_ROWS = 2000
# Said once for each value, on the first row that has it: hundreds of rows may share a word we do not know.
SAID_ONCE = frozenset(
    {
        *("type_unknown", "language_unknown", "beneficiary_unknown", "stage_unknown", "status_unknown"),
        "category_unknown",
    }
)
ROW_FIELDS = ["state", "has_warning", "problems", "candidate", "proposal", "before", "is_written"]


@dataclass
class _Seen:
    """What earlier rows of the file have said."""

    keys: dict[str, int] = field(default_factory=dict)
    owners: set[str] = field(default_factory=set)
    values: dict[tuple[str, str, str], list[int]] = field(default_factory=dict)


def preview(run: ImportRun) -> ImportRun:
    """Read each row, say what is wrong with it and what it would do, and count; the network's data stay as they are."""
    if run.state != RunState.PREVIEW:
        refuse_unless_next(run, RunState.PREVIEW)
    columns = _columns(run)
    categories = known_categories()
    seen = _Seen()
    for rows in in_batches(run, size=ROWS_A_BATCH):
        for row in rows:
            _read(row, columns=columns, categories=categories, seen=seen)
        open_rows = [row for row in rows if not row.state]
        states = compare(run.call, open_rows, mapped=run.mapping.values()).states
        for row in open_rows:
            row.state = states[row.number]
        save_rows(rows)
    _say_how_often(run, seen)
    run.counts = count_rows(run)
    run.save(update_fields=["counts"])
    if run.state != RunState.PREVIEW:
        move(run, to=RunState.PREVIEW)
    return run


def save_rows(rows: list[ImportRow]) -> None:
    """Write the rows' outcomes; an upsert, which for many rows is several times faster than an update by cases."""
    for row in rows:
        row.pk = None
    ImportRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["run", "number"], update_fields=ROW_FIELDS
    )


def _columns(run: ImportRun) -> list[Column]:
    columns = [Column(index=i, name=name, meaning=run.mapping[name]) for i, name in enumerate(run.header)]
    dated = next((column for column in columns if column.meaning == "submitted_on"), None)
    if dated is None:
        return columns
    sample = ImportRow.objects.filter(run=run).order_by("number").values_list("cells", flat=True)[:SAMPLED_ROWS]
    day_first = is_day_first(cells[dated.index] for cells in sample if dated.index < len(cells))
    columns[dated.index] = replace(dated, day_first=day_first is not False)
    return columns


def _read(row: ImportRow, *, columns: list[Column], categories: frozenset[str], seen: _Seen) -> None:
    """Fill in the row's candidate and problems; its state stays open unless the row is left out."""
    faults: Mapping[str, Any] = row.candidate.get("faults", {})
    reading = read_row(row.cells, columns=columns, faults=faults)
    problems = [*reading.problems, *_unknown_categories(reading.candidate, columns=columns, categories=categories)]
    row.candidate = {**reading.candidate, "faults": faults}
    row.state, row.before, row.is_written, row.proposal = "", None, False, None
    if reading.is_refused:
        row.state = RowState.ERROR
    else:
        first = seen.keys.setdefault(reading.candidate["key"], row.number)
        if first != row.number:
            row.state = RowState.DUPLICATE
            problems = [_duplicate(reading.candidate, columns=columns, first=first)]
        else:
            _own(row.candidate, seen)
            problems = [problem for problem in problems if not _was_said(problem, row.number, seen)]
    row.problems = [problem.as_json() for problem in problems]
    row.has_warning = not row.state and bool(problems)


def _own(candidate: dict[str, Any], seen: _Seen) -> None:
    """Let the first row that names an organisation or person decide its fields, so that rows do not fight."""
    for part in (candidate["organisation"], candidate["contact"]):
        if part is not None:
            name = f"{'person' if 'email' in part else 'organisation'} {part['key']}"
            part["owns"] = name not in seen.owners
            seen.owners.add(name)


def _was_said(problem: Problem, number: int, seen: _Seen) -> bool:
    if problem.code not in SAID_ONCE:
        return False
    rows = seen.values.setdefault((problem.code, problem.column, problem.value), [])
    rows.append(number)
    return len(rows) > 1


def _say_how_often(run: ImportRun, seen: _Seen) -> None:
    """Add to each value that is said once in how many rows it stands."""
    often = {key: rows for key, rows in seen.values.items() if len(rows) > 1}
    if not often:
        return
    firsts = {rows[0] for rows in often.values()}
    changed = list(ImportRow.objects.filter(run=run, number__in=firsts).order_by("number"))
    for row in changed:
        for problem in row.problems:
            rows = often.get((problem["code"], problem["column"], problem["value"]))
            if rows and rows[0] == row.number:
                problem["params"]["rows"] = len(rows)
    save_rows(changed)


def _duplicate(candidate: Mapping[str, Any], *, columns: list[Column], first: int) -> Problem:
    meaning = "external_id" if candidate["external_id"] else "title"
    name = next((column.name for column in columns if column.meaning == meaning), "")
    return Problem("duplicate", column=name, value=shown(candidate[meaning]), params={"first": first})


def _unknown_categories(
    candidate: Mapping[str, Any], *, columns: list[Column], categories: frozenset[str]
) -> list[Problem]:
    name = next((column.name for column in columns if column.meaning == "category"), "")
    return [
        Problem("category_unknown", column=name, value=shown(value))
        for value in candidate["categories"]
        if fold(value) not in categories
    ]
