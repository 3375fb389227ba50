"""A row on its way through a preview."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from skillsnet.core.intake.duplicate_questions import DuplicateQuestion
from skillsnet.core.intake.parsed_rows import ParsedProject, ParsedRow
from skillsnet.core.intake.problems import RowProblem
from skillsnet.intake.enums import RowState
from skillsnet.intake.models import ImportRow


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """What is known of a row so far; the stored row is left as it is until the end.

    Attributes
    ----------
    row
        The stored row, or a new one for a further project of a row of the file.
    project
        What it says of its project.
    parsed
        What else is stored with it.
    problems
        What is wrong with it.
    state
        What becomes of it; empty until that is known.
    is_naming
        Whether its texts name one of its people.
    """

    row: ImportRow
    project: ParsedProject
    parsed: ParsedRow
    problems: tuple[RowProblem, ...] = ()
    state: str = ""
    is_naming: bool = False

    @property
    def position(self) -> int:
        """The position of the row in the import."""
        return self.row.position

    @property
    def has_warning(self) -> bool:
        """Whether something about the row is to be looked at, though it is written."""
        has_remark = bool(self.problems or self.parsed.warned_rows)
        return has_remark and self.state not in (RowState.ERROR, RowState.DUPLICATE)

    def with_question(self, question: DuplicateQuestion | None) -> "PreviewRow":
        """Return the row with the question whether its project is another."""
        return replace(self, parsed=replace(self.parsed, question=question))

    def with_problems(self, problems: Iterable[RowProblem]) -> "PreviewRow":
        """Return the row with more problems, each once."""
        all_problems = list(self.problems)
        for problem in problems:
            if problem not in all_problems:
                all_problems.append(problem)
        # Most rows have none, and a copy of each is dear.
        return self if len(all_problems) == len(self.problems) else replace(self, problems=tuple(all_problems))

    def to_stored(self) -> ImportRow:
        """Return the stored row with what is known of it."""
        row = self.row
        row.parsed = replace(self.parsed, project=self.project).to_json()
        row.problems = [problem.to_json() for problem in self.problems]
        row.state, row.has_warning = self.state, self.has_warning
        row.is_naming = self.is_naming
        row.project, row.before = None, None
        return row
