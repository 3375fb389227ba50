"""Removing a project, an organisation, a person or a call, and putting it back."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from skillsnet.accounts.access import facilitators_only
from skillsnet.accounts.viewer import viewer_of
from skillsnet.calls.models import Project
from skillsnet.core.errors import Invalid
from skillsnet.revisions.actions import put_back, remove
from skillsnet.revisions.queries import removal_forecast, removals, removed_items, subject_name
from skillsnet.revisions.rules import why_not_remove
from skillsnet.revisions.views.subjects import subject_or_404

ITEMS_A_PAGE = 50


@facilitators_only
def subject_remove(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Say what goes with a subject; sent by POST, remove it."""
    viewer, subject = viewer_of(request), subject_or_404(kind, pk)
    if request.method == "POST":
        try:
            remove(subject, by=viewer.user_id)
        except Invalid as invalid:
            messages.info(request, " ".join(invalid.problems))
        else:
            messages.success(request, _("Removed. You can put it back here."))
        return redirect("removed_items")
    context = {
        "kind": kind,
        "pk": subject.pk,
        "name": subject_name(subject, viewer),
        "language": subject.language if isinstance(subject, Project) else "",
        "forecast": removal_forecast(subject, viewer),
        "days": settings.RETENTION_DAYS["removed item"],
        "reason": why_not_remove(subject),
        "is_removed": hasattr(subject, "removal"),
    }
    return render(request, "revisions/remove.html", context)


@require_safe
@facilitators_only
def removed(request: HttpRequest) -> HttpResponse:
    """List what was removed and can still be put back."""
    paginator = Paginator(removals(), ITEMS_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "page_range": paginator.get_elided_page_range(page.number),
        "items": removed_items(page, viewer_of(request)),
        "days": settings.RETENTION_DAYS["removed item"],
    }
    return render(request, "revisions/removed.html", context)


@require_POST
@facilitators_only
def subject_put_back(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Put what was removed back."""
    subject = subject_or_404(kind, pk)
    try:
        is_back = put_back(subject, by=viewer_of(request).user_id)
    except Invalid as invalid:
        messages.info(request, " ".join(invalid.problems))
        return redirect("removed_items")
    if not is_back:
        messages.info(request, _("This is not among the removed items any more."))
        return redirect("removed_items")
    messages.success(request, _("It is back. The lists and the map are updated in a moment."))
    return redirect("project", pk) if isinstance(subject, Project) else redirect("edit", kind, pk)
