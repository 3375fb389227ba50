"""Answers of the queue: placed, cannot tell, put off, taken back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skillsnet.accounts.viewer import viewer_of
from skillsnet.calls.models import Project
from skillsnet.classification.actions import (
    Overtaken,
    answer_correction,
    confirm_categories,
    say_cannot_tell,
    skip,
    skip_no_more,
    undo_decision,
)
from skillsnet.classification.forms import CANNOT_TELL, AnswerForm, CategoriesForm
from skillsnet.classification.models import Decision
from skillsnet.classification.queries.queue import open_corrections
from skillsnet.classification.views.access import edition_in_force, facilitator_id, language, learn_if_due, one_of
from skillsnet.core.errors import Invalid
from skillsnet.participants.texts import text_for
from skillsnet.taxonomy.models import Edition


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the answer about one project and go on to the next."""
    user_id, edition = facilitator_id(request), edition_in_force(request)
    project = one_of(Project.objects.all(), pk)
    form = AnswerForm(request.POST, language=language(), edition=edition)
    if not form.is_valid():
        messages.error(request, form.problem())
        return redirect("review_item", pk=pk)
    try:
        _write(form, project, edition, by=user_id)
    except Overtaken:
        return _overtaken(request, pk)
    except Invalid as refused:
        messages.error(request, " ".join(refused.problems))
        return redirect("review_item", pk=pk)
    messages.success(
        request,
        _("The decision on “%(title)s” has been saved.") % {"title": text_for(project.title, viewer_of(request))},
    )
    learn_if_due(edition, by=user_id)
    return redirect("review_queue")


def _write(form: AnswerForm, project: Project, edition: Edition, *, by: int) -> None:
    seen, note = form.cleaned_data["seen"], form.cleaned_data["note"]
    if form.cleaned_data["answer"] == CANNOT_TELL:
        say_cannot_tell(project, edition, by=by, seen=seen, note=note)
    else:
        confirm_categories(project, form.chosen(), by=by, seen=seen, note=note)


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the request of the member whose project it is."""
    user_id, edition = facilitator_id(request), edition_in_force(request)
    asked = open_corrections(edition).filter(project=pk).first()
    form = AnswerForm(request.POST, language=language(), edition=edition)
    if asked is None or not form.is_valid():
        problem = form.problem() or _("This request has already been answered. Read the answer.")
        messages.error(request, problem)
        return redirect("review_item", pk=pk)
    said = {"answer": form.cleaned_data["note"], "seen": form.cleaned_data["seen"]}
    try:
        answer_correction(asked, by=user_id, categories=form.chosen(), **said)
    except Overtaken:
        return _overtaken(request, pk)
    except Invalid as refused:
        messages.error(request, str(refused))
        return redirect("review_item", pk=pk)
    messages.success(request, _("The member’s request has been answered. The answer is on the project’s page."))
    learn_if_due(edition, by=user_id)
    return redirect("review_queue")


@require_POST
def put_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one project off until the end of the queue."""
    user_id = facilitator_id(request)
    skip(one_of(Project.objects.all(), pk), edition_in_force(request), by=user_id)
    return redirect("review_queue")


@require_POST
def skipped(request: HttpRequest) -> HttpResponse:
    """Bring back what was put off."""
    user_id = facilitator_id(request)
    skip_no_more(edition_in_force(request), by=user_id)
    return redirect("review_queue")


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back one's own decision and show the project again."""
    user_id = facilitator_id(request)
    decision = one_of(Decision.objects.select_related("edition", "project"), pk)
    try:
        undo_decision(decision, by=user_id)
        title = text_for(decision.project.title, viewer_of(request))
        messages.success(request, _("The decision on “%(title)s” has been undone.") % {"title": title})
    except Invalid as refused:
        messages.error(request, str(refused))
    return redirect("review_item", pk=decision.project_id)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a project's categories from its own page by the facilitator's word."""
    user_id, edition = facilitator_id(request), edition_in_force(request)
    project = one_of(Project.objects.all(), pk)
    form = CategoriesForm(request.POST, language=language())
    if not form.is_valid():
        messages.error(request, _("Choose a main category from the list, then confirm again."))
        return redirect("project", pk=project.pk)
    try:
        confirm_categories(project, form.chosen(), by=user_id, seen=form.cleaned_data["seen"])
    except Overtaken:
        return _overtaken(request, pk, page="project")
    except Invalid as refused:
        messages.error(request, " ".join(refused.problems))
        return redirect("project", pk=project.pk)
    messages.success(
        request,
        _("The categories of “%(title)s” are confirmed.") % {"title": text_for(project.title, viewer_of(request))},
    )
    learn_if_due(edition, by=user_id)
    return redirect("project", pk=project.pk)


def _overtaken(request: HttpRequest, pk: int, *, page: str = "review_item") -> HttpResponse:
    text = _(
        "Somebody decided on this project after you opened it. Your decision was not saved. Check the "
        "project, then decide."
    )
    messages.warning(request, text)
    return redirect(page, pk=pk)
