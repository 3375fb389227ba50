"""First step of a preview: each row's cells are parsed into its projects, and its values are checked."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db.models import F, QuerySet

from skillsnet.core.intake import MappedColumn, ParsedProject, ParsedRow, ParseResult, ResolvedValues, parse_row
from skillsnet.core.intake.answers import RunAnswers
from skillsnet.core.intake.permissions import NO
from skillsnet.core.intake.record_linkage.unmatched_values import UnmatchedValues
from skillsnet.intake.actions.previews.preview_rows import PreviewRow
from skillsnet.intake.actions.previews.repeats import RepeatedRows
from skillsnet.intake.enums import RowKind, RowState
from skillsnet.intake.models import POSITIONS_A_ROW, ImportRow, ImportRun
from skillsnet.intake.queries.stored_values import parsed_row

# What a later row may give to the earlier one that is the same project.
TAKEN_FIELDS = {
    "contact": ("contact", "other_people"),
    "country": ("country", "region", "work_countries"),
    "summary": ("summary", "language"),
}


class RowReader:
    """Parses the rows of a run, batch by batch."""

    def __init__(
        self,
        run: ImportRun,
        *,
        columns: Sequence[MappedColumn],
        answers: RunAnswers,
        categories: Mapping[str, tuple[str, ...]],
    ) -> None:
        self.unmatched = UnmatchedValues()
        self._run = run
        self._columns = columns
        self._resolved = ResolvedValues(categories=categories, choices=answers.values)
        self.repeats = RepeatedRows.of(run, columns=columns, answers=answers, resolved=self._resolved)
        self._later_rows = _later_rows(run, answers)
        self._written_positions = set(further_rows(run).filter(is_written=True).values_list("position", flat=True))
        self._new_positions: set[int] = set()

    def read(self, rows: Sequence[ImportRow]) -> list[PreviewRow]:
        """Return the rows that are not written and hold data, each followed by the further projects that it holds."""
        read_rows: list[PreviewRow] = []
        for row in rows:
            if not row.is_written and row.position not in self._new_positions:
                read_rows += self._read_row(row)
        return read_rows

    def _read_row(self, row: ImportRow) -> list[PreviewRow]:
        stored_row = parsed_row(row)
        if stored_row.skip:
            return []
        result = parse_row(row.cells, columns=self._columns, faults=stored_row.faults, resolved=self._resolved)
        problems, warned_rows = self.unmatched.dedupe(result.problems, position=row.position, row_number=row.number)
        first = PreviewRow(
            row=row,
            project=self._with_taken_fields(result.project_at(row.part)),
            parsed=ParsedRow(faults=stored_row.faults, warned_rows=warned_rows),
            problems=problems,
            state=RowState.ERROR if result.is_refused else "",
        )
        if not result.is_refused:
            first = self.repeats.settle(first)
        return [first] if result.is_refused or row.part else [first, *self._further_rows(row, result)]

    def _further_rows(self, row: ImportRow, result: ParseResult) -> list[PreviewRow]:
        """Return rows for the further projects that stand in a row of the file."""
        rows = []
        for part, project in enumerate(result.projects[1:], start=1):
            position = row.position + part
            if position not in self._written_positions:
                self._new_positions.add(position)
                new_row = ImportRow(
                    run=self._run, position=position, sheet=row.sheet, number=row.number, cells=row.cells
                )
                rows.append(PreviewRow(row=new_row, project=project, parsed=ParsedRow()))
        return rows

    def _with_taken_fields(self, project: ParsedProject) -> ParsedProject:
        """Return a project with what somebody chose to take from later rows that are the same project."""
        for cells, part, take in self._later_rows.get(project.key, ()):
            later = parse_row(cells, columns=self._columns, resolved=self._resolved).project_at(part)
            names = [name for chosen_field in take for name in TAKEN_FIELDS.get(chosen_field, (chosen_field,))]
            is_refused = NO in (project.may_publish, later.may_publish)
            project = project.with_fields_of(later, names)
            project = replace(project, may_publish=NO) if is_refused else project
        return project


# The cells of a later row, which of its projects is meant, and the fields to take from it.
LaterRow = tuple[list[str], int, tuple[str, ...]]


def _later_rows(run: ImportRun, answers: RunAnswers) -> dict[str, list[LaterRow]]:
    """Return the rows that somebody said are an earlier row's project, by the key of that one's project."""
    same_as_earlier = [answer for answer in answers.projects.values() if answer.take and not answer.id]
    # Further projects are made anew by each preview, so their cells are found in the row of the file.
    positions = {answer.position - answer.position % POSITIONS_A_ROW for answer in same_as_earlier}
    rows = ImportRow.objects.filter(run=run, position__in=positions).order_by("position")
    cells = dict(rows.values_list("position", "cells"))
    later_rows: dict[str, list[LaterRow]] = {}
    for answer in same_as_earlier:
        part = answer.position % POSITIONS_A_ROW
        if answer.position - part in cells:
            later_rows.setdefault(answer.key, []).append((cells[answer.position - part], part, answer.take))
    return later_rows


def further_rows(run: ImportRun) -> QuerySet[ImportRow]:
    """Return the rows that stand for further projects of a row of the file."""
    rows = ImportRow.objects.filter(run=run, kind=RowKind.PROJECT).annotate(
        project_in_row=F("position") % POSITIONS_A_ROW
    )
    return rows.exclude(project_in_row=0).order_by("position")


def delete_further_rows(run: ImportRun) -> None:
    """Delete the rows of further projects that are made anew: not written, and of rows that are not written."""
    unwritten = list(further_rows(run).filter(is_written=False).values_list("position", flat=True))
    first_positions = {position - position % POSITIONS_A_ROW for position in unwritten}
    written_rows = ImportRow.objects.filter(run=run, position__in=first_positions, is_written=True).order_by("position")
    written_positions = set(written_rows.values_list("position", flat=True))
    outdated = [position for position in unwritten if position - position % POSITIONS_A_ROW not in written_positions]
    ImportRow.objects.filter(run=run, position__in=outdated).delete()
