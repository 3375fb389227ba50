"""The facilitators' pages of the projects that are kept off public pages."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from skillsnet.accounts.access import facilitators_only
from skillsnet.accounts.viewer import viewer_of
from skillsnet.calls.actions import put_back_on_pages, take_off_pages
from skillsnet.calls.models import Project
from skillsnet.calls.queries import kept_off_projects, kept_off_views, publication_view
from skillsnet.core.errors import Invalid
from skillsnet.db.limits import MAX_ID
from skillsnet.participants.texts import text_for
from skillsnet.web.problems import FieldProblem

PROJECTS_A_PAGE = 50


@require_safe
@facilitators_only
def kept_off(request: HttpRequest) -> HttpResponse:
    """List the projects that only facilitators see, with the reasons."""
    paginator = Paginator(kept_off_projects(), PROJECTS_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "page_range": paginator.get_elided_page_range(page.number),
        "projects": kept_off_views(page, viewer_of(request)),
    }
    return render(request, "calls/kept_off.html", context)


@facilitators_only
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why a project is taken off public pages, or put back; sent by POST, do it."""
    viewer = viewer_of(request)
    project = Project.objects.readable_by(viewer).filter(pk=min(pk, MAX_ID)).first()
    if project is None:
        raise Http404
    error = ""
    if request.method == "POST":
        act = put_back_on_pages if request.POST.get("act") == "show" else take_off_pages
        try:
            act(project.pk, reason=request.POST.get("reason", ""), by=viewer.user_id)
        except Invalid as invalid:
            error = " ".join(invalid.problems)
            project.refresh_from_db()
        else:
            messages.success(request, _success_message(act is put_back_on_pages))
            return redirect("project", project.pk)
    context = {
        "project_id": project.pk,
        "title": text_for(project.title, viewer),
        "language": project.language,
        "publication": publication_view(project, viewer),
        "error": error,
        "problems": _problems(error, is_kept_off=project.is_kept_off),
        "typed": request.POST.get("reason", ""),
    }
    return render(request, "calls/publication.html", context, status=422 if error else 200)


def _problems(error: str, *, is_kept_off: bool) -> list[FieldProblem]:
    label = _("Why it may be shown") if is_kept_off else _("Why it must not be shown")
    return [FieldProblem(error, label, "publication-reason")] if error else []


def _success_message(is_public: bool) -> str:
    if is_public:
        return _("The project is shown on public pages again. The map follows in a moment.")
    return _("The project is off all public pages. You can put it back at any time.")
