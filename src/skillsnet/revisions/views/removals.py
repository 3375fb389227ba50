"""Removing a project, and putting it back."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from skillsnet.accounts.access import facilitators_only
from skillsnet.accounts.viewer import viewer_of
from skillsnet.calls.models import Project
from skillsnet.core.errors import Invalid
from skillsnet.db.limits import MAX_ID
from skillsnet.participants.texts import text_for
from skillsnet.revisions.actions import put_project_back, remove_project
from skillsnet.revisions.queries import removal_forecast, removals, removed_projects
from skillsnet.revisions.rules import why_not_remove

PROJECTS_A_PAGE = 50


@facilitators_only
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what goes with a project; sent by POST, remove it."""
    viewer, project = viewer_of(request), get_object_or_404(Project, pk=min(pk, MAX_ID))
    if request.method == "POST":
        try:
            remove_project(project.pk, by=viewer.user_id)
        except Invalid as invalid:
            messages.info(request, " ".join(invalid.problems))
        else:
            messages.success(request, _("The project is removed. You can put it back here."))
        return redirect("removed_projects")
    context = {
        "project_id": project.pk,
        "title": text_for(project.title, viewer),
        "language": project.language,
        "forecast": removal_forecast(project.pk),
        "days": settings.RETENTION_DAYS["removed project"],
        "reason": why_not_remove(project),
        "is_removed": hasattr(project, "removal"),
    }
    return render(request, "revisions/remove.html", context)


@require_safe
@facilitators_only
def removed(request: HttpRequest) -> HttpResponse:
    """List the removed projects that can still be put back."""
    paginator = Paginator(removals(), PROJECTS_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "page_range": paginator.get_elided_page_range(page.number),
        "projects": removed_projects(page, viewer_of(request)),
        "days": settings.RETENTION_DAYS["removed project"],
    }
    return render(request, "revisions/removed.html", context)


@require_POST
@facilitators_only
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a removed project back."""
    if put_project_back(min(pk, MAX_ID), by=viewer_of(request).user_id):
        messages.success(request, _("The project is back. The lists and the map are updated in a moment."))
        return redirect("project", pk)
    messages.info(request, _("This project is not among the removed ones any more."))
    return redirect("removed_projects")
