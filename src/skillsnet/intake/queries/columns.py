"""What a facilitator should be asked of an import's columns."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from skillsnet.core.intake.column_meanings import Guess
from skillsnet.core.intake.target_fields import lists_organisations
from skillsnet.intake.enums import RunState
from skillsnet.intake.models import ImportRun

# What is asked first; the other fields follow in the file's order.
_FIRST: Final = ("title", "organisation")
# What is asked in place of the title where a column is the organisation.
LIST_OF_ORGANISATIONS: Final = "list_of_organisations"


@dataclass(frozen=True)
class ColumnQuestion:
    """A column whose target field is only offered; without a column: that none has the target field.

    `LIST_OF_ORGANISATIONS` as the target field asks whether the rows are organisations without projects.
    """

    column: str
    target_field: str
    index: int = -1

    @property
    def is_list(self) -> bool:
        """Whether it asks whether the rows are organisations without projects."""
        return self.target_field == LIST_OF_ORGANISATIONS


def column_questions(run: ImportRun) -> list[ColumnQuestion]:
    """Return what is to be asked, one question a column: that no column is the title, then title and organisation.

    A column whose target field somebody chose, or that an earlier file of the source told, is asked about no more; nor
    whether the rows are organisations once they were compared as such.
    """
    questions = [
        ColumnQuestion(column, run.mapping[column], index)
        for index, column in enumerate(run.header)
        if _is_offered(run, column)
    ]
    questions.sort(key=lambda question: _FIRST.index(question.target_field) if question.target_field in _FIRST else 2)
    question = missing_title(target_fields_of(run))
    is_answered = has_title(run) or (question.is_list and run.state == RunState.PREVIEW)
    return questions if is_answered else [question, *questions]


def has_title(run: ImportRun) -> bool:
    """Return whether a column, or a part of one, is matched to the title."""
    return "title" in target_fields_of(run)


def holds_organisations(run: ImportRun) -> bool:
    """Return whether the rows are organisations without projects, as the columns are matched now."""
    return lists_organisations(target_fields_of(run))


def missing_title(target_fields: Collection[str]) -> ColumnQuestion:
    """Return what to ask where no column is the title: whether it is a list of organisations, if it may be one."""
    return ColumnQuestion("", LIST_OF_ORGANISATIONS if lists_organisations(target_fields) else "title")


def target_fields_of(run: ImportRun) -> list[str]:
    """Return what columns, and parts of columns, are matched to."""
    return [*run.mapping.values(), *(field for split in run.splits.values() for field in split["rest"])]


def _is_offered(run: ImportRun, column: str) -> bool:
    stored = run.guesses.get(column)
    if stored is None or column not in run.mapping:
        return False
    guess = Guess.from_json(stored)
    return guess.is_question and run.mapping[column] == guess.target_field
