"""Projects that may be one: a queue of questions, both side by side, and the way back."""

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from skillsnet.accounts.viewer import viewer_of
from skillsnet.calls.models import Project
from skillsnet.core.errors import Invalid
from skillsnet.db.limits import MAX_ID
from skillsnet.intake.actions.project_merging import (
    answer_different_projects,
    ask_again_about_projects,
    merge_projects,
    undo_project_merge,
)
from skillsnet.intake.models import ProjectMerge, ProjectQuestion
from skillsnet.intake.queries.project_pairs import different_projects, possible_duplicate_projects, project_merges
from skillsnet.intake.queries.questions import FieldPair, compared_projects
from skillsnet.intake.reasons import reason_sentences
from skillsnet.intake.views.access import facilitator_page
from skillsnet.intake.views.pair_fields import PairField, pair_field
from skillsnet.web.problems import FieldProblem

PAIRS_A_PAGE = 25
# What a facilitator chooses between; what people decided about categories follows by itself.
CHOSEN_FIELDS = (
    *("title", "organisation", "summary", "country", "stage", "status", "website", "submitted_on", "languages"),
    *("beneficiaries", "contact", "extra"),
)


@facilitator_page
@require_safe
def project_questions(request: HttpRequest) -> HttpResponse:
    """List the pairs of projects of which nobody has said yet whether they are one."""
    paginator = Paginator(possible_duplicate_projects(), PAIRS_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "page_range": paginator.get_elided_page_range(page.number),
        "pairs": [(question, reason_sentences(question.reasons)) for question in page],
        "answer_count": project_merges().count() + different_projects().count(),
    }
    return render(request, "intake/project_questions.html", context)


@facilitator_page
def project_compare(request: HttpRequest, left: int, right: int) -> HttpResponse:
    """Show two projects side by side; sent by POST they become one, or stay two."""
    if request.method == "POST" and _are_merged(left, right):
        return redirect("project_answers")
    first, second = _get_project(left), _get_project(right)
    if first.pk == second.pk:
        raise Http404
    problems: list[FieldProblem] = []
    if request.method == "POST":
        try:
            return _decide_pair(request, first, second)
        except Invalid as invalid:
            problems = [FieldProblem(problem) for problem in invalid.problems]
    question = _question(first, second)
    fields = [_field(pair) for pair in compared_projects(first, second, viewer_of(request))]
    context = {
        "left": first,
        "right": second,
        "problems": problems,
        "fields": fields,
        "same_fields": [field for field in fields if not field.is_shown],
        "reasons": reason_sentences(question.reasons) if question else [],
    }
    return render(request, "intake/project_compare.html", context, status=422 if problems else 200)


def _field(pair: FieldPair) -> PairField:
    return pair_field(pair.name, pair.current, pair.of_row, is_choice=pair.name in CHOSEN_FIELDS)


def _decide_pair(request: HttpRequest, first: Project, second: Project) -> HttpResponse:
    by, answer = viewer_of(request).user_id, request.POST.get("answer")
    if answer == "different":
        answer_different_projects(first, second, by=by)
        return redirect("project_questions")
    if answer != "same":
        raise Invalid(_("Choose “Merge” or “Keep both projects”."))
    target, source = (second, first) if request.POST.get("keep") == "right" else (first, second)
    side = "left" if source is first else "right"
    take = [name for name in CHOSEN_FIELDS if request.POST.get(f"take-{name}") == side]
    merge_projects(target, source, take=take, by=by)
    return redirect("project_answers")


def _get_project(pk: int) -> Project:
    projects = Project.objects.current().filter(pk=pk).select_related("organisation", "contact", "call")
    project = projects.first() if pk <= MAX_ID else None
    if project is None:
        raise Http404
    return project


def _are_merged(left: int, right: int) -> bool:
    """Whether somebody has made the two one already, as a second click finds."""
    if max(left, right) > MAX_ID:
        return False
    merges = ProjectMerge.objects.filter(undone_at=None, survivor__in=(left, right), duplicate__in=(left, right))
    return merges.exists()


def _question(first: Project, second: Project) -> ProjectQuestion | None:
    left, right = sorted((first.pk, second.pk))
    return ProjectQuestion.objects.filter(left=left, right=right).first()


@facilitator_page
@require_safe
def project_answers(request: HttpRequest) -> HttpResponse:
    """List what was answered about pairs of projects, each with the way back."""
    return _answers_page(request, [])


def _answers_page(request: HttpRequest, problems: Sequence[str]) -> HttpResponse:
    paginator = Paginator(project_merges(), PAIRS_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "page_range": paginator.get_elided_page_range(page.number),
        "different": list(different_projects()[:PAIRS_A_PAGE]),
        "problems": [FieldProblem(problem) for problem in problems],
    }
    return render(request, "intake/project_answers.html", context, status=422 if problems else 200)


@facilitator_page
@require_POST
def project_merge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Make two projects of one again; where something stands in the way, say what."""
    merge = ProjectMerge.objects.filter(pk=pk).first() if pk <= MAX_ID else None
    if merge is None:
        raise Http404
    try:
        undo_project_merge(merge, by=viewer_of(request).user_id)
    except Invalid as invalid:
        return _answers_page(request, invalid.problems)
    return redirect("project_answers")


@facilitator_page
@require_POST
def project_ask_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask again about two projects of which somebody said that they are two."""
    question = different_projects().filter(pk=pk).first() if pk <= MAX_ID else None
    if question is None:
        raise Http404
    ask_again_about_projects(question, by=viewer_of(request).user_id)
    return redirect("project_compare", question.left_id, question.right_id)
