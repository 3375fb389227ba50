"""The questions whether rows are projects that are there already, answered for several rows in one step."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from skillsnet.accounts.viewer import Viewer, viewer_of
from skillsnet.core.numbers import whole_number
from skillsnet.intake.actions import answer_projects
from skillsnet.intake.models import ImportRun
from skillsnet.intake.queries.questions import ImportQuestion, project_question_rows, questions
from skillsnet.intake.record_fields import record_field_label
from skillsnet.intake.views.access import MAX_POSITION, access_run, facilitator_page
from skillsnet.intake.views.runs import compare_again

# More are answered in further steps.
MAX_TOGETHER = 200
# What somebody says of the ticked rows.
LATER, CURRENT, DIFFERENT = "later", "current", "different"


@dataclass(frozen=True)
class SeveralQuestion:
    """A row of the list: its position and number, its title, the project it may be, and the fields that differ."""

    position: int
    number: int
    title: str
    other_title: str
    other_number: int
    differing: Sequence[str]


def several_questions(run: ImportRun, viewer: Viewer) -> list[SeveralQuestion]:
    """Return the rows that can be answered in one step; none where fewer than two ask. Eight queries at most."""
    project_questions = _project_questions(run, viewer)
    return [_several_question(question) for question in project_questions] if len(project_questions) > 1 else []


def _project_questions(run: ImportRun, viewer: Viewer) -> list[ImportQuestion]:
    rows = project_question_rows(run, limit=MAX_TOGETHER)
    return [question for question in questions(rows, viewer) if question.about == "project"]


def _several_question(question: ImportQuestion) -> SeveralQuestion:
    (side,) = question.sides
    return SeveralQuestion(
        position=question.row.position,
        number=question.row.number,
        title=question.name,
        other_title=side.name,
        other_number=side.row_number,
        differing=[record_field_label(pair.name) for pair in side.pairs if pair.differs],
    )


@facilitator_page
@require_POST
def import_answer_several(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one answer for the ticked rows, and look at the file again."""
    run = access_run(request, pk)
    answer = request.POST.get("answer")
    ticked = {whole_number(position, largest=MAX_POSITION) for position in request.POST.getlist("row")}
    if answer not in (LATER, CURRENT, DIFFERENT) or not ticked:
        return redirect("import_questions", pk)
    viewer = viewer_of(request)
    take_by_row = {
        question.row.position: _taken_fields(question, answer)
        for question in _project_questions(run, viewer)
        if question.row.position in ticked
    }
    answer_projects(run, take_by_row, by=viewer.user_id)
    return compare_again(run, "import_questions")


def _taken_fields(question: ImportQuestion, answer: str) -> list[str] | None:
    """Return the fields that the row changes: those of the later answer, and in any case those that are empty."""
    if answer == DIFFERENT:
        return None
    (side,) = question.sides
    takes_all = answer == LATER and side.is_row_later
    return [pair.name for pair in side.pairs if pair.differs and (takes_all or not pair.current)]
