"""What an import asks: whether two records are one."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skillsnet.accounts.viewer import viewer_of
from skillsnet.core.errors import Invalid
from skillsnet.core.intake.differing_words import MarkedWords, differing_words
from skillsnet.core.intake.parsed_rows import ParsedProject
from skillsnet.core.numbers import whole_number
from skillsnet.db.limits import MAX_ID
from skillsnet.intake.actions import (
    answer_all_new,
    answer_organisation,
    answer_project,
    withdraw_answer,
)
from skillsnet.intake.enums import RunState
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries import asking_positions, rows_at
from skillsnet.intake.queries.answers import answer_views
from skillsnet.intake.queries.questions import (
    ORGANISATION_FIELDS,
    TAKEN_FIELDS,
    FieldPair,
    ImportQuestion,
    Side,
    questions,
)
from skillsnet.intake.queries.stored_values import parsed_row
from skillsnet.intake.reasons import reason_sentences
from skillsnet.intake.record_fields import in_words, record_field_label
from skillsnet.intake.rules import page_of
from skillsnet.intake.views.access import MAX_POSITION, access_run, facilitator_page
from skillsnet.intake.views.repeats import repeats_view
from skillsnet.intake.views.runs import compare_again
from skillsnet.intake.views.several_projects import several_questions
from skillsnet.web.problems import FieldProblem

QUESTIONS_A_PAGE = 20


@facilitator_page
def import_questions(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the rows that wait for an answer, both records side by side; sent by POST, take the answers of the page."""
    run = access_run(request, pk)
    if run.state not in (RunState.PREVIEW, RunState.COMMITTED):
        return redirect(page_of(run), pk)
    problems: list[FieldProblem] = []
    if request.method == "POST":
        if answered_positions := _take_answers(request, run):
            return _lead_on(run, put_off=set(_shown_positions(request)) - set(answered_positions))
        problems = [FieldProblem(_("Choose an answer to at least one question."))]
    context = _questions_context(request, run) | {"problems": problems}
    return render(request, "intake/questions.html", context, status=422 if problems else 200)


def _questions_context(request: HttpRequest, run: ImportRun) -> dict[str, object]:
    row_counts = asking_positions(run)
    paginator = Paginator(list(row_counts), QUESTIONS_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    views = [
        _question_view(question, row_count=row_counts[question.row.position])
        for question in questions(rows_at(run, list(page)), viewer_of(request))
    ]
    page_range = paginator.get_elided_page_range(page.number)
    return {
        "run": run,
        "page": page,
        "page_range": page_range,
        "questions": views,
        "repeats": repeats_view(run),
        "answers": answer_views(run, viewer_of(request)),
        "several": several_questions(run, viewer_of(request)),
    }


@dataclass(frozen=True)
class ComparedField:
    """One field of a row and of the record that it may be the same as, in words, with what differs marked.

    `is_choice` says that somebody chooses between the two, `is_row_offered` that the row's value is offered first.
    """

    name: str
    label: str
    is_shown: bool
    is_choice: bool
    is_row_offered: bool
    current: Sequence[MarkedWords]
    of_row: Sequence[MarkedWords]


@dataclass(frozen=True)
class SideView:
    """A record that a row may be the same as, with the reasons for it as sentences."""

    record: Side
    reasons: Sequence[str]
    fields: Sequence[ComparedField]

    @property
    def shown_fields(self) -> list[ComparedField]:
        """The fields that differ, and the number and date."""
        return [field for field in self.fields if field.is_shown]

    @property
    def same_fields(self) -> list[ComparedField]:
        """The fields that are the same on both sides."""
        return [field for field in self.fields if not field.is_shown]


@dataclass(frozen=True)
class QuestionView:
    """A row's question, how many rows it is the question of, the row's project, and the answer offered first."""

    row: ImportRow
    about: str
    name: str
    sides: Sequence[SideView]
    row_count: int
    project: ParsedProject | None
    offered_index: int | None


def _question_view(question: ImportQuestion, *, row_count: int) -> QuestionView:
    sides = [_side_view(side) for side in question.sides]
    project = parsed_row(question.row).project
    return QuestionView(question.row, question.about, question.name, sides, row_count, project, question.offered_index)


def _side_view(side: Side) -> SideView:
    offered_fields = side.offered_fields
    fields = [_compared_field(pair, is_row_offered=pair.name in offered_fields) for pair in side.pairs]
    return SideView(side, reason_sentences(side.reasons), fields)


def _compared_field(pair: FieldPair, *, is_row_offered: bool) -> ComparedField:
    current, of_row = differing_words(in_words(pair.name, pair.current), in_words(pair.name, pair.of_row))
    return ComparedField(
        name=pair.name,
        label=record_field_label(pair.name),
        is_shown=pair.is_shown,
        is_choice=pair.differs,
        is_row_offered=is_row_offered,
        current=current,
        of_row=of_row,
    )


def _take_answers(request: HttpRequest, run: ImportRun) -> list[int]:
    """Take the answer to each question of the page, or one to all of them; return the positions of their rows."""
    by = viewer_of(request).user_id
    if request.POST.get("all") == "new":
        positions = list(asking_positions(run)) or [0]
        answer_all_new(run, by=by)
        return positions
    positions = [number for number in _shown_positions(request) if request.POST.get(f"same-{number}")]
    for row in rows_at(run, positions):
        # What somebody answered before stays answered.
        with suppress(Invalid):
            _take_answer(request, run, row, by=by)
    return positions


def _shown_positions(request: HttpRequest) -> list[int]:
    """Return the positions of the rows whose questions the page showed."""
    numbers = [whole_number(text, largest=MAX_POSITION) for text in request.POST.getlist("question")[:QUESTIONS_A_PAGE]]
    return [number for number in numbers if number is not None]


def _take_answer(request: HttpRequest, run: ImportRun, row: ImportRow, *, by: int | None) -> None:
    answer = request.POST.get(f"same-{row.position}", "")
    index = whole_number(answer, largest=MAX_ID)
    if index is None and answer != "none":
        return
    prefix = f"take-{row.position}-{0 if index is None else index}"
    if request.POST.get(f"about-{row.position}") == "project":
        take = [name for name in TAKEN_FIELDS if request.POST.get(f"{prefix}-{name}") == "said"]
        answer_project(run, row, is_same=index is not None, take=take, by=by)
        return
    take = [name for name in ORGANISATION_FIELDS if request.POST.get(f"{prefix}-{name}") == "said"]
    answer_organisation(run, row, candidate=index, take=take, by=by)


def _lead_on(run: ImportRun, *, put_off: set[int]) -> HttpResponse:
    """Lead to the questions that are left, else to the values that no list knows, else to where the import stands."""
    response = compare_again(run, "import_preview")
    if run.is_stale or run.state != RunState.PREVIEW:
        return response
    # What somebody put off is not asked again at once.
    if set(asking_positions(run)) - put_off:
        return redirect("import_questions", run.pk)
    return redirect("import_values", run.pk) if run.unknown else response


@facilitator_page
@require_POST
def import_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an answer whether two are the same, so that it is asked again."""
    run = access_run(request, pk)
    about, key = request.POST.get("about", ""), request.POST.get("key", "")
    if about == "project":
        withdraw_answer(run, about="project", key=key, by=viewer_of(request).user_id)
    elif about == "organisation":
        withdraw_answer(run, about="organisation", key=key, by=viewer_of(request).user_id)
    return compare_again(run, "import_questions")
