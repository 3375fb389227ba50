"""What a facilitator should be asked of an import's columns."""

from collections.abc import Collection, Sequence
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
_WITHOUT_FIELD: Final = ("extra", "ignore")


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


@dataclass(frozen=True)
class ColumnGroups:
    """Positions of a file's columns: those that are asked about, the foremost first, with a field, and without one."""

    uncertain: Sequence[int]
    matched: Sequence[int]
    unmatched: Sequence[int]


def column_groups(run: ImportRun) -> ColumnGroups:
    """Return the run's columns as the page shows them; within a group without questions in the file's order."""
    uncertain = [question.index for question in column_questions(run) if question.index >= 0]
    certain = [index for index in range(len(run.header)) if index not in uncertain]
    unmatched = [index for index in certain if run.mapping[run.header[index]] in _WITHOUT_FIELD]
    return ColumnGroups(uncertain, [index for index in certain if index not in unmatched], unmatched)


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


def is_unanswered(run: ImportRun, column: str) -> bool:
    """Return whether a column's target field is only offered, and nobody has said what it is."""
    stored = run.guesses.get(column)
    return stored is not None and Guess.from_json(stored).is_question and not stored.get("confirmed", False)


def _is_offered(run: ImportRun, column: str) -> bool:
    return is_unanswered(run, column) and run.mapping.get(column) == run.guesses[column]["meaning"]
