"""Last step of a preview: rows are compared with what exists, remarks are added, and the rows are written."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from skillsnet.core.intake import MappedColumn, RowProblem, excerpt
from skillsnet.core.intake.parsed_rows import ParsedProject
from skillsnet.core.intake.permissions import NO, YES
from skillsnet.core.intake.record_linkage.unmatched_values import UnmatchedValues, ValueKey
from skillsnet.db.bulk import in_parts
from skillsnet.intake.actions.previews.name_remarks import NameConsents, with_name_remarks
from skillsnet.intake.actions.previews.preview_rows import PreviewRow
from skillsnet.intake.actions.saving import ROWS_A_BATCH, save_rows
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries import Comparison, EarlierRecords, FileColumns, compare
from skillsnet.intake.queries.comparison import differing_fields, is_reversed, revised_differences
from skillsnet.intake.queries.stored_values import parsed_row, row_problems
from skillsnet.participants.actions import is_claimed

PREVIEW_FIELDS = ("state", "has_warning", "is_naming", "problems", "parsed", "project_id", "before")


class RowWriter:
    """Compares the linked rows of a run with what exists, and writes them, batch by batch."""

    def __init__(self, run: ImportRun, *, columns: Sequence[MappedColumn], unmatched: UnmatchedValues) -> None:
        self._run = run
        self._unmatched = unmatched
        self._columns = columns
        self._file_columns = FileColumns.of(run)
        self._earlier = EarlierRecords()

    def write(self, rows: Sequence[PreviewRow]) -> None:
        """Write rows; those that have no state yet get the one that comparing them gives."""
        compared = self._compare([row for row in rows if not row.state])
        stored_rows = [compared.get(row.position, row).to_stored() for row in rows]
        save_rows([row for row in stored_rows if row.pk], fields=PREVIEW_FIELDS)
        ImportRow.objects.bulk_create([row for row in stored_rows if not row.pk])

    def _compare(self, rows: Sequence[PreviewRow]) -> dict[int, PreviewRow]:
        projects = {row.position: row.project for row in rows}
        comparison = compare(self._run.call, projects, columns=self._file_columns, earlier=self._earlier)
        consents = NameConsents.of(list(comparison.people.values()))
        compared = {}
        for row in rows:
            row = replace(row, state=comparison.states[row.position])
            row = row.with_problems(self._claimed_profiles(row, comparison))
            row = row.with_problems(self._revised_fields(row, comparison))
            row = self._with_reversal(row, comparison)
            compared[row.position] = with_name_remarks(row, consents, self._columns)
        return compared

    def _revised_fields(self, row: PreviewRow, comparison: Comparison) -> list[RowProblem]:
        """Name what the file says of a field that somebody changed by hand, since that stays."""
        differences = revised_differences(row.project, comparison, self._file_columns)
        existing = comparison.existing.get(row.project.key)
        is_removed = existing is not None and existing.pk in comparison.revised.removed_projects
        codes = _removal_codes(row.project, comparison) if not is_removed else ["removed_stays"]
        return [RowProblem(code) for code in codes] + [
            RowProblem(
                "revised_stays",
                column=next((item.name for item in self._columns if item.base_field == name), ""),
                value=excerpt(value),
            )
            for name, value in differences.items()
        ]

    def _with_reversal(self, row: PreviewRow, comparison: Comparison) -> PreviewRow:
        """Return the row with the question whether a project is shown whose participant said No before."""
        current = comparison.current_of(row.project)
        if current is None or self._file_columns.reversal or not is_reversed(row.project, current):
            return row
        column = next((item.name for item in self._columns if item.target_field == "may_publish"), "")
        problem = RowProblem("may_publish_reversed", column=column, value=YES, params={"near": f"{YES}|{NO}"})
        fresh, earlier = self._unmatched.dedupe([problem], position=row.position, row_number=row.row.number)
        warned_rows = tuple(sorted({*row.parsed.warned_rows, *earlier}))
        return replace(row, parsed=replace(row.parsed, warned_rows=warned_rows)).with_problems(fresh)

    def _claimed_profiles(self, row: PreviewRow, comparison: Comparison) -> list[RowProblem]:
        """Name what the file says of people who speak for themselves, since their own word stays."""
        problems = []
        for parsed in row.project.people:
            person = comparison.people.get(parsed.key)
            if person is None or not is_claimed(person):
                continue
            for name in differing_fields(person, parsed):
                prefix = f"contact_{name}"
                column = next((item.name for item in self._columns if item.target_field.startswith(prefix)), "")
                problems.append(RowProblem("claimed_stays", column=column, value=excerpt(getattr(parsed, name))))
        return problems


def _removal_codes(project: ParsedProject, comparison: Comparison) -> list[str]:
    """Return what is to be said of a row whose organisation or person somebody removed."""
    is_with_organisation = project.organisation_id in comparison.revised.removed_organisations
    people = [comparison.people.get(person.key) for person in project.people]
    codes = ["removed_with_organisation"] * is_with_organisation
    return codes + ["removed_person_stays"] * any(person is not None and person.is_removed for person in people)


def write_refusals(run: ImportRun, positions: Collection[int]) -> None:
    """Keep projects off public pages of which a later row of the file says No, though that row is not written."""
    for part in in_parts(sorted(positions), size=ROWS_A_BATCH):
        rows = list(ImportRow.objects.filter(run=run, position__in=part, is_written=False).order_by("position"))
        for row in rows:
            parsed = parsed_row(row)
            if parsed.project is not None:
                row.parsed = replace(parsed, project=replace(parsed.project, may_publish=NO)).to_json()
        save_rows(rows, fields=("parsed",))


def write_value_counts(run: ImportRun, unmatched: UnmatchedValues) -> None:
    """Add to each value that no list knows in how many rows it stands, in the problem of its first row."""
    counts = unmatched.repeated()
    positions = sorted(counts)
    for start in range(0, len(positions), ROWS_A_BATCH):
        chunk = positions[start : start + ROWS_A_BATCH]
        rows = list(ImportRow.objects.filter(run=run, position__in=chunk).order_by("position"))
        for row in rows:
            problems = [_with_count(problem, counts[row.position]) for problem in row_problems(row)]
            row.problems = [problem.to_json() for problem in problems]
        save_rows(rows, fields=("problems",))


def _with_count(problem: RowProblem, counts: dict[ValueKey, int]) -> RowProblem:
    count = counts.get(ValueKey.of(problem))
    return problem if count is None else replace(problem, params={**problem.params, "rows": count})
