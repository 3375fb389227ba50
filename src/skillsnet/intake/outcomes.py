"""What became of an import, as one JSON-ready answer."""

from typing import TypedDict

from skillsnet.intake.models import ImportRun
from skillsnet.intake.queries import count_rows, rows_with_problems
from skillsnet.intake.queries.stored_values import row_problems
from skillsnet.intake.sentences import sentence_of


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
    problems: list[ProblemOutcome]
    sheets: list[SheetOutcome]
    mapping: dict[str, str]
    encoding: str
    delimiter: str


def outcome(run: ImportRun) -> ImportOutcome:
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
    sheets: list[SheetOutcome] = [
        {
            "name": sheet["name"],
            "header_row": sheet.get("header_row", 0),
            "rows": sheet["rows"],
            "used": sheet["state"] == "read",
        }
        for sheet in run.reading.get("sheets", ())
    ]
    counts = count_rows(run)
    return {
        "run": run.pk,
        "rows": counts["rows"],
        "links": counts["links"],
        "warnings": counts["warnings"],
        "naming": counts["naming"],
        "new": counts["new"],
        "updated": counts["updated"],
        "unchanged": counts["unchanged"],
        "asks": counts["asks"],
        "duplicates": counts["duplicates"],
        "errors": counts["errors"],
        "skipped": counts["skipped"],
        "problems": problems,
        "sheets": sheets,
        "mapping": run.mapping,
        "encoding": run.reading.get("encoding", ""),
        "delimiter": run.reading.get("delimiter", ""),
    }
