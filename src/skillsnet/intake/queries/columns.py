"""What a facilitator should be asked of an import's columns."""

from dataclasses import dataclass
from typing import Final

from skillsnet.core.intake.column_meanings import Guess
from skillsnet.intake.models import ImportRun

# What is asked first; the other fields follow in the file's order.
_FIRST: Final = ("title", "organisation")


@dataclass(frozen=True)
class ColumnQuestion:
    """A column whose target field is only offered; without a column: that none has the target field."""

    column: str
    target_field: str
    index: int = -1


def column_questions(run: ImportRun) -> list[ColumnQuestion]:
    """Return what is to be asked, one question a column: that no column is the title, then title and organisation.

    A column whose target field somebody chose, or that an earlier file of the source told, is asked about no more.
    """
    questions = [
        ColumnQuestion(column, run.mapping[column], index)
        for index, column in enumerate(run.header)
        if _is_offered(run, column)
    ]
    questions.sort(key=lambda question: _FIRST.index(question.target_field) if question.target_field in _FIRST else 2)
    return questions if has_title(run) else [ColumnQuestion("", "title"), *questions]


def has_title(run: ImportRun) -> bool:
    """Return whether a column, or a part of one, is matched to the title."""
    parts = (target_field for split in run.splits.values() for target_field in split["rest"])
    return "title" in run.mapping.values() or "title" in parts


def _is_offered(run: ImportRun, column: str) -> bool:
    stored = run.guesses.get(column)
    if stored is None or column not in run.mapping:
        return False
    guess = Guess.from_json(stored)
    return guess.is_question and run.mapping[column] == guess.target_field
