"""Before a preview: rows that have one project with other values are found, and what becomes of each is settled."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from skillsnet.core.intake import MappedColumn, ParsedProject, ResolvedValues, RowProblem, excerpt, parse_row
from skillsnet.core.intake.answers import RunAnswers
from skillsnet.core.intake.cell_splitting import cell_part
from skillsnet.core.intake.duplicate_questions import RowRepeat
from skillsnet.core.intake.keys import plain_number, project_key
from skillsnet.core.intake.moments import moment_of
from skillsnet.core.intake.record_linkage.repeated_projects import (
    PlannedRow,
    RepeatAnswer,
    RepeatedRow,
    is_sent_again,
    plan_repeats,
    repeat_answer,
)
from skillsnet.core.intake.values import is_blank
from skillsnet.db.bulk import in_parts
from skillsnet.intake.actions.previews.preview_rows import PreviewRow
from skillsnet.intake.enums import RowKind, RowState
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries.repeated_projects import projects_under, repeated_keys
from skillsnet.intake.queries.stored_values import parsed_project, parsed_row

ROWS_AT_ONCE = 500
# Kinds of rows whose fate is the answer to the question of the file.
QUESTIONED = ("asks", "separate", "older", "joined")
# Kinds of rows that are not written, with what is said of each.
SKIPPED_KINDS = {"copy": "duplicate", "older": "repeat_older", "joined": "repeat_joined"}
REMARKS = {"separate": "repeat_separate", "other": "repeat_other", "more": "repeat_more"}


@dataclass
class RepeatedRows:
    """What becomes of the rows of a run that have one project: by position.

    Attributes
    ----------
    groups
        How many projects stand in several rows with other values.
    sent_again
        How many of them look like one form that was sent several times.
    """

    _columns: Mapping[str, str] = field(default_factory=dict)
    _planned: Mapping[int, PlannedRow] = field(default_factory=dict)
    groups: int = 0
    sent_again: int = 0

    @classmethod
    def of(
        cls, run: ImportRun, *, columns: Sequence[MappedColumn], answers: RunAnswers, resolved: ResolvedValues
    ) -> "RepeatedRows":
        """Return the plan for a run's rows; reads the cells of all rows, and parses those that repeat each other."""
        positions = _repeated_positions(run, columns)
        by_key: dict[str, list[RepeatedRow]] = {}
        for row in _parsed_rows(run, positions, columns, resolved):
            by_key.setdefault(row.project.key, []).append(row)
        existing = projects_under(run.call, {key: len(rows) for key, rows in by_key.items()})
        repeated = {key: rows for key, rows in by_key.items() if len(rows) + len(existing.get(key, ())) > 1}
        plan = cls({column.target_field: column.name for column in reversed(columns)})
        plan._planned = plan._plan(repeated, existing, repeat_answer(answers.values))
        return plan

    def _plan(
        self,
        repeated: Mapping[str, Sequence[RepeatedRow]],
        existing: Mapping[str, Sequence[ParsedProject]],
        answer: RepeatAnswer | None,
    ) -> dict[int, PlannedRow]:
        planned: dict[int, PlannedRow] = {}
        for key, rows in repeated.items():
            if len(rows) == 1 and len(existing[key]) == 1:
                # Nothing to tell apart: the row is the project that exists.
                continue
            of_key = plan_repeats(rows, answer=answer, existing=existing.get(key, ()))
            planned |= of_key
            if any(row.kind in QUESTIONED for row in of_key.values()):
                self.groups += 1
                self.sent_again += is_sent_again(rows)
        return planned

    def settle(self, row: PreviewRow) -> PreviewRow:
        """Return a row as it is planned: with its project, or with the state that keeps it from being written."""
        planned = self._planned.get(row.position)
        if planned is None:
            return row
        kind, project, other = planned
        if kind in SKIPPED_KINDS:
            problem = self._remark(SKIPPED_KINDS[kind], row.project, other)
            row = replace(row, state=RowState.DUPLICATE, problems=(problem,))
        elif kind == "asks":
            row = replace(row, state=RowState.NEEDS_DECISION)
        else:
            row = replace(row, project=project)
            if kind in REMARKS:
                row = row.with_problems([self._remark(REMARKS[kind], project, other)])
        if kind in ("first", "copy", "other", "more") or other.position == row.position:
            return row
        return replace(row, parsed=replace(row.parsed, repeat=RowRepeat(other.position, other.number)))

    def _remark(self, code: str, project: ParsedProject, other: RepeatedRow) -> RowProblem:
        named_by = "organisation" if project.kind == "organisation" else "title"
        name, value = ("external_id", project.external_id) if project.external_id else (named_by, project.title)
        if project.kind == "organisation" and code == SKIPPED_KINDS["copy"]:
            code = "duplicate_organisation"
        return RowProblem(code, self._columns.get(name, ""), excerpt(value), {"first": other.number})

    @property
    def row_count(self) -> int:
        """How many rows have the project of another row with other values."""
        return sum(row.kind in QUESTIONED for row in self._planned.values())


def _repeated_positions(run: ImportRun, columns: Sequence[MappedColumn]) -> list[int]:
    """Return the positions of rows whose project seems to stand in several rows, or to be one of several."""
    first_positions: dict[int, int] = {}
    positions: set[int] = set()
    several = {hash(key) for key in repeated_keys(run.call)}
    for position, key in stated_keys(run, columns):
        # Of very many keys only hashes are kept.
        first = first_positions.setdefault(hash(key), position)
        if first != position or hash(key) in several:
            positions.update((first, position))
    return sorted(positions)


def stated_keys(run: ImportRun, columns: Sequence[MappedColumn]) -> Iterator[tuple[int, str]]:
    """Yield the position of each row with the key of its project, as far as its cells as they stand tell it."""
    of_fields = [
        [column for column in columns if column.target_field == name]
        for name in ("external_id", "title", "organisation")
    ]
    rows = ImportRow.objects.filter(run=run, kind=RowKind.PROJECT).exclude(state=RowState.SKIPPED)
    for position, cells in rows.order_by("position").values_list("position", "cells").iterator(chunk_size=1000):
        number, title, organisation = (_first_cell(cells, of_field) for of_field in of_fields)
        yield position, project_key(external_id=plain_number(number), title=title, organisation=organisation)


def _first_cell(cells: Sequence[str], columns: Sequence[MappedColumn]) -> str:
    for column in columns:
        cell = cells[column.index] if column.index < len(cells) else ""
        text = " ".join(cell_part(cell, at=column.at, part=column.part).split())
        if not is_blank(text):
            return text
    return ""


def _parsed_rows(
    run: ImportRun, positions: Sequence[int], columns: Sequence[MappedColumn], resolved: ResolvedValues
) -> Iterator[RepeatedRow]:
    """Yield the rows at these positions with what they say, but for those that cannot be imported."""
    times = [column for column in columns if column.target_field == "submitted_on" and not column.at]
    for part in in_parts(positions, size=ROWS_AT_ONCE):
        for row in ImportRow.objects.filter(run=run, position__in=part).order_by("position"):
            stored = parsed_row(row)
            result = parse_row(row.cells, columns=columns, faults=stored.faults, resolved=resolved)
            if stored.skip or result.is_refused or row.part:
                continue
            written_key = parsed_project(row).key if row.is_written else ""
            moment = next((moment for column in times if (moment := _moment(row.cells, column))), "")
            yield RepeatedRow(row.position, row.number, result.project_at(0), moment, written_key)


def _moment(cells: Sequence[str], column: MappedColumn) -> str:
    cell = cells[column.index] if column.index < len(cells) else ""
    return moment_of(cell, day_first=column.day_first, clock_day_first=column.clock_day_first)
