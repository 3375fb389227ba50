"""Several projects of the review queue on one page, confirmed together."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from skillsnet.accounts.access import facilitators_only
from skillsnet.calls.models import Project
from skillsnet.classification.actions import DecisionConflict, confirm_categories, skip
from skillsnet.classification.forms import AnswerForm
from skillsnet.classification.queries.queue import queue_progress
from skillsnet.classification.queries.several import several_items, unskipped_projects
from skillsnet.classification.views.access import edition_in_force, facilitator_id, language, learn_if_due
from skillsnet.core.errors import Invalid
from skillsnet.core.numbers import whole_number
from skillsnet.db.limits import MAX_ID
from skillsnet.taxonomy.models import Edition

PROJECTS_A_PAGE = 5


@require_safe
@facilitators_only
def pending_list(request: HttpRequest) -> HttpResponse:
    """Show the projects whose categories nobody has confirmed, some at a time, each with its most likely categories."""
    user_id, edition = facilitator_id(request), edition_in_force(request)
    projects = unskipped_projects(edition, user_id=user_id).select_related("organisation")
    page = Paginator(projects, PROJECTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "items": several_items(edition, list(page), language=language()),
        "progress": queue_progress(edition, user_id=user_id),
    }
    return render(request, "classification/pending_projects.html", context)


@require_POST
@facilitators_only
def confirm_several(request: HttpRequest) -> HttpResponse:
    """Confirm the chosen categories of each project of the page; those without one are skipped for this person."""
    user_id, edition = facilitator_id(request), edition_in_force(request)
    numbers = [whole_number(text, largest=MAX_ID) for text in request.POST.getlist("project")[:PROJECTS_A_PAGE]]
    projects = Project.objects.current().filter(pk__in=[number for number in numbers if number]).order_by("pk")
    problems, confirmed_count = [], 0
    for project in projects:
        if not request.POST.get(f"{_prefix(project)}-primary"):
            skip(project, edition, by=user_id)
        elif problem := _confirm(request, project, edition, by=user_id):
            problems.append(problem)
        else:
            confirmed_count += 1
    if confirmed_count:
        sentence = ngettext("%(number)d decision was saved.", "%(number)d decisions were saved.", confirmed_count)
        messages.success(request, sentence % {"number": confirmed_count})
    for problem in dict.fromkeys(problems):
        messages.warning(request, problem)
    learn_if_due(edition, by=user_id)
    return redirect("pending_list")


def _prefix(project: Project) -> str:
    return f"project-{project.pk}"


def _confirm(request: HttpRequest, project: Project, edition: Edition, *, by: int) -> str:
    """Confirm what was chosen for one project; return what is wrong, empty where nothing is."""
    form = AnswerForm(request.POST, prefix=_prefix(project), language=language(), edition=edition)
    if not form.is_valid():
        return form.problem()
    try:
        latest_id = form.cleaned_data["expected_latest_id"]
        confirm_categories(project, form.categories(), by=by, expected_latest_id=latest_id)
    except DecisionConflict:
        return _("Somebody decided on a project after you opened the page. Your decision on it was not saved.")
    except Invalid as refused:
        return " ".join(refused.problems)
    return ""
