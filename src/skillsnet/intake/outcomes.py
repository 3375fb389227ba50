"""What became of an import, as one JSON-ready answer."""

from typing import Any

from skillsnet.intake.models import ImportRun
from skillsnet.intake.queries import count_rows, rows_with_problems
from skillsnet.intake.sentences import problem_sentence


def outcome(run: ImportRun) -> dict[str, Any]:
    """Return the run's counts, its rows' problems as sentences, what its columns mean, and how the file was read."""
    problems = [
        {
            "row": row.number,
            "column": problem["column"],
            "value": problem["value"],
            "problem": problem_sentence(problem),
        }
        for row in rows_with_problems(run).only("number", "problems")
        for problem in row.problems
    ]
    sheets = [
        {
            "name": sheet["name"],
            "header_row": sheet.get("header_row", 0),
            "rows": sheet["rows"],
            "used": sheet["state"] == "read",
        }
        for sheet in run.reading.get("sheets", ())
    ]
    return {
        "run": run.pk,
        **count_rows(run),
        "problems": problems,
        "sheets": sheets,
        "mapping": run.mapping,
        "encoding": run.reading.get("encoding", ""),
        "delimiter": run.reading.get("delimiter", ""),
    }
