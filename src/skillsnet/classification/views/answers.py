"""Answers of the queue: categories, not enough information, skip, undo."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skillsnet.accounts.access import facilitators_only
from skillsnet.accounts.viewer import viewer_of
from skillsnet.calls.models import Project
from skillsnet.classification.actions import (
    DecisionConflict,
    answer_correction,
    clear_skips,
    confirm_categories,
    say_cannot_tell,
    skip,
    undo_decision,
)
from skillsnet.classification.forms import CANNOT_TELL, AnswerForm, CategoriesForm
from skillsnet.classification.models import Decision
from skillsnet.classification.queries.queue import open_corrections, queue_item
from skillsnet.classification.views.access import edition_in_force, facilitator_id, language, learn_if_due, row_or_404
from skillsnet.classification.views.queue import queue_page
from skillsnet.core.errors import Invalid
from skillsnet.participants.texts import text_for
from skillsnet.taxonomy.models import Edition
from skillsnet.web.problems import FieldProblem


@require_POST
@facilitators_only
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the answer about one project and go on to the next."""
    user_id, edition = facilitator_id(request), edition_in_force(request)
    project = row_or_404(Project.objects.all(), pk)
    form = AnswerForm(request.POST, language=language(), edition=edition)
    if not form.is_valid():
        return _show_problem(request, pk, edition, form.problem())
    try:
        _write_decision(form, project, edition, by=user_id)
    except DecisionConflict:
        return _show_conflict(request, pk)
    except Invalid as refused:
        return _show_problem(request, pk, edition, " ".join(refused.problems))
    messages.success(
        request,
        _("The decision on “%(title)s” has been saved.") % {"title": text_for(project.title, viewer_of(request))},
    )
    learn_if_due(edition, by=user_id)
    return redirect("review_queue")


def _write_decision(form: AnswerForm, project: Project, edition: Edition, *, by: int) -> None:
    latest_id, note = form.cleaned_data["expected_latest_id"], form.cleaned_data["note"]
    if form.cleaned_data["answer"] == CANNOT_TELL:
        say_cannot_tell(project, edition, by=by, expected_latest_id=latest_id, note=note)
    else:
        confirm_categories(project, form.categories(), by=by, expected_latest_id=latest_id, note=note)


@require_POST
@facilitators_only
def answer_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the request of the member whose project it is."""
    user_id, edition = facilitator_id(request), edition_in_force(request)
    correction = open_corrections(edition).filter(project=pk).first()
    form = AnswerForm(request.POST, language=language(), edition=edition)
    if correction is None or not form.is_valid():
        problem = form.problem() or _("This request has already been answered. Read the answer.")
        return _show_problem(request, pk, edition, problem)
    try:
        answer_correction(
            correction,
            by=user_id,
            answer=form.cleaned_data["note"],
            categories=form.categories(),
            expected_latest_id=form.cleaned_data["expected_latest_id"],
        )
    except DecisionConflict:
        return _show_conflict(request, pk)
    except Invalid as refused:
        return _show_problem(request, pk, edition, str(refused))
    messages.success(request, _("The member’s request has been answered. The answer is on the project’s page."))
    learn_if_due(edition, by=user_id)
    return redirect("review_queue")


@require_POST
@facilitators_only
def skip_project(request: HttpRequest, pk: int) -> HttpResponse:
    """Skip one project until the end of the queue."""
    user_id = facilitator_id(request)
    skip(row_or_404(Project.objects.all(), pk), edition_in_force(request), by=user_id)
    return redirect("review_queue")


@require_POST
@facilitators_only
def review_skipped(request: HttpRequest) -> HttpResponse:
    """Bring back what was skipped."""
    user_id = facilitator_id(request)
    clear_skips(edition_in_force(request), by=user_id)
    return redirect("review_queue")


@require_POST
@facilitators_only
def undo_own_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo one's own decision and show the project again."""
    user_id = facilitator_id(request)
    decision = row_or_404(Decision.objects.select_related("edition", "project"), pk)
    try:
        undo_decision(decision, by=user_id)
        title = text_for(decision.project.title, viewer_of(request))
        messages.success(request, _("The decision on “%(title)s” has been undone.") % {"title": title})
    except Invalid as refused:
        messages.error(request, str(refused))
    return redirect("review_item", pk=decision.project_id)


@require_POST
@facilitators_only
def confirm_project(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a project's categories from its own page by a facilitator's decision."""
    user_id, edition = facilitator_id(request), edition_in_force(request)
    project = row_or_404(Project.objects.all(), pk)
    form = CategoriesForm(request.POST, language=language())
    if not form.is_valid():
        messages.error(request, _("Choose a main category from the list, then confirm again."))
        return redirect("project", pk=project.pk)
    try:
        latest_id = form.cleaned_data["expected_latest_id"]
        confirm_categories(project, form.categories(), by=user_id, expected_latest_id=latest_id)
    except DecisionConflict:
        return _show_conflict(request, pk, page="project")
    except Invalid as refused:
        messages.error(request, " ".join(refused.problems))
        return redirect("project", pk=project.pk)
    messages.success(
        request,
        _("The categories of “%(title)s” are confirmed.") % {"title": text_for(project.title, viewer_of(request))},
    )
    learn_if_due(edition, by=user_id)
    return redirect("project", pk=project.pk)


def _show_problem(request: HttpRequest, pk: int, edition: Edition, sentence: str) -> HttpResponse:
    """Show the project again with what is wrong with the answer, at the top and at its place."""
    item = queue_item(edition, pk, language=language())
    if item is None:
        raise Http404
    problem = FieldProblem(sentence, _("Main category"), "choose")
    return queue_page(request, edition, item, user_id=facilitator_id(request), problems=[problem])


def _show_conflict(request: HttpRequest, pk: int, *, page: str = "review_item") -> HttpResponse:
    text = _(
        "Somebody decided on this project after you opened it. Your decision was not saved. Check the "
        "project, then decide."
    )
    messages.warning(request, text)
    return redirect(page, pk=pk)
