"""A member's request for other categories, and what members have asked."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from skillsnet.accounts.access import facilitators_only
from skillsnet.accounts.viewer import viewer_of
from skillsnet.calls.models import Project
from skillsnet.classification.actions import ask_for_correction
from skillsnet.classification.forms import CorrectionForm
from skillsnet.classification.queries.queue import all_corrections
from skillsnet.classification.rules import is_owner
from skillsnet.classification.views.access import edition_in_force, facilitator_id, language, row_or_404
from skillsnet.core.errors import Invalid

PAGE_SIZE = 20


@require_safe
@facilitators_only
def corrections(request: HttpRequest) -> HttpResponse:
    """List what members have asked, the open ones first."""
    facilitator_id(request)
    page = Paginator(all_corrections(edition_in_force(request), language()), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    return render(request, "classification/corrections.html", {"page": page})


@require_POST
def request_correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what a member asks about the own project; for everybody else there is no such page."""
    viewer = viewer_of(request)
    project = row_or_404(Project.objects.select_related("contact"), pk)
    if not is_owner(project, viewer):
        raise Http404
    form = CorrectionForm(request.POST, language=language())
    if form.is_valid():
        try:
            ask_for_correction(
                project,
                edition_in_force(request),
                by=viewer,
                reason=form.cleaned_data["reason"],
                requested_category=form.category(),
            )
        except Invalid as refused:
            form.add_error(None, list(refused.problems))
    if form.errors:
        context = {"form": form, "project": project}
        return render(request, "classification/request_correction.html", context, status=422)
    messages.success(request, _("A facilitator will read your request. The answer will appear here."))
    return redirect("project", pk=pk)
