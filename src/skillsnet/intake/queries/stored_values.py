"""The values that imports and their rows store as JSON."""

from skillsnet.core.intake.answers import RunAnswers
from skillsnet.core.intake.column_splits import ColumnSplit
from skillsnet.core.intake.parsed_rows import ParsedProject, ParsedRow
from skillsnet.core.intake.problems import RowProblem
from skillsnet.core.intake.row_snapshots import RowSnapshot
from skillsnet.intake.models import ImportRow, ImportRun


def parsed_row(row: ImportRow) -> ParsedRow:
    """Return what a row was parsed into."""
    return ParsedRow.from_json(row.parsed)


def parsed_project(row: ImportRow) -> ParsedProject:
    """Return the project that a row was parsed into; only for rows that have been parsed."""
    project = parsed_row(row).project
    if project is None:
        raise ValueError(f"row {row.pk} has not been parsed into a project")
    return project


def project_title(row: ImportRow) -> str:
    """Return the title that a row gives its project; empty for a row of another kind."""
    project = parsed_row(row).project
    return "" if project is None else project.title


def row_problems(row: ImportRow) -> tuple[RowProblem, ...]:
    """Return what is wrong with a row."""
    return tuple(map(RowProblem.from_json, row.problems))


def row_snapshot(row: ImportRow) -> RowSnapshot:
    """Return what writing a row did; an empty snapshot while it is not written."""
    return RowSnapshot.from_json(row.before)


def run_answers(run: ImportRun) -> RunAnswers:
    """Return what was answered about an import."""
    return RunAnswers.from_json(run.choices)


def run_splits(run: ImportRun) -> dict[str, ColumnSplit]:
    """Return how columns of an import are split, by their names."""
    return {name: ColumnSplit.from_json(split) for name, split in run.splits.items()}
