"""What became of an import, as one JSON-ready answer."""

from collections.abc import Sequence
from typing import TypedDict

from skillsnet.core.intake import MappedColumn
from skillsnet.intake.file_reading import FileNote, FileReading
from skillsnet.intake.file_sentences import note_sentence
from skillsnet.intake.models import ImportRun
from skillsnet.intake.queries import count_rows, rows_with_problems
from skillsnet.intake.queries.column_choices import column_choices
from skillsnet.intake.queries.columns import ColumnQuestion
from skillsnet.intake.queries.stored_values import row_problems
from skillsnet.intake.sentences import sentence_of
from skillsnet.taxonomy.queries import named_categories


class ProblemOutcome(TypedDict):
    """A problem of a row as a sentence."""

    row: int
    column: str
    value: str
    problem: str


class SheetOutcome(TypedDict):
    """A sheet of the file, and whether its rows were read."""

    name: str
    header_row: int
    rows: int
    used: bool


class FamilyOutcome(TypedDict):
    """Columns of the file that were read as one: its name, and the option that each stood for."""

    name: str
    columns: list[str]
    options: list[str]


class QuestionOutcome(TypedDict):
    """A column that is not certain, and the field that is offered for it; without a column: none has the field."""

    column: str
    field: str


class ImportOutcome(TypedDict):
    """What became of an import, as `import --json` prints it; `run` is None for a dry run."""

    run: int | None
    rows: int
    new: int
    updated: int
    unchanged: int
    asks: int
    duplicates: int
    errors: int
    skipped: int
    links: int
    warnings: int
    naming: int
    kept_off: int
    repeats: int
    repeated_rows: str
    problems: list[ProblemOutcome]
    sheets: list[SheetOutcome]
    mapping: dict[str, str]
    questions: list[QuestionOutcome]
    choices: dict[str, list[str]]
    families: list[FamilyOutcome]
    notes: list[str]
    encoding: str
    delimiter: str


def outcome(run: ImportRun, *, questions: Sequence[ColumnQuestion]) -> ImportOutcome:
    """Return the run's counts, its rows' problems as sentences, what its columns mean, and how the file was read."""
    problems: list[ProblemOutcome] = [
        {
            "row": row.number,
            "column": problem.column,
            "value": problem.value,
            "problem": sentence_of(problem),
        }
        for row in rows_with_problems(run).only("number", "problems")
        for problem in row_problems(row)
    ]
    counts = count_rows(run)
    return {
        "run": run.pk,
        "rows": counts["rows"],
        "links": counts["links"],
        "warnings": counts["warnings"],
        "naming": counts["naming"],
        "kept_off": counts.get("kept_off", 0),
        "repeats": run.tally["repeats"],
        "repeated_rows": run.repeat_answer or "",
        "new": counts["new"],
        "updated": counts["updated"],
        "unchanged": counts["unchanged"],
        "asks": counts["asks"],
        "duplicates": counts["duplicates"],
        "errors": counts["errors"],
        "skipped": counts["skipped"],
        "problems": problems,
        "sheets": _sheets(run),
        "mapping": run.mapping,
        "questions": [{"column": question.column, "field": question.target_field} for question in questions],
        "choices": _choices(run),
        "families": _families(run),
        "notes": [note_sentence(FileNote.from_json(note)) for note in run.notes],
        "encoding": run.reading.get("encoding", ""),
        "delimiter": run.reading.get("delimiter", ""),
    }


def _choices(run: ImportRun) -> dict[str, list[str]]:
    """Return the choices into which the cells of each column of lists come apart, the most frequent first."""
    if run.emptied_at is not None:
        return {}
    lists = {family.name: list(family.options) for family in FileReading.from_json(run.reading).families}
    columns = [
        MappedColumn(index, name, run.mapping[name]) for index, name in enumerate(run.header) if name not in lists
    ]
    by_index = column_choices(run, columns, categories=named_categories())
    choices_found = {
        run.header[index]: [option for option, _ in choices.options] for index, choices in by_index.items()
    }
    return {**choices_found, **{name: options for name, options in lists.items() if options}}


def _families(run: ImportRun) -> list[FamilyOutcome]:
    return [
        {"name": family.name, "columns": list(family.columns), "options": list(family.options)}
        for family in FileReading.from_json(run.reading).families
    ]


def _sheets(run: ImportRun) -> list[SheetOutcome]:
    return [
        {
            "name": sheet["name"],
            "header_row": sheet.get("header_row", 0),
            "rows": sheet["rows"],
            "used": sheet["state"] == "read",
        }
        for sheet in run.reading.get("sheets", ())
    ]
