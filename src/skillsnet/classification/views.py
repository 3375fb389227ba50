"""Confirming categories, and the queue of those still only suggested."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skillsnet.accounts.viewer import viewer_of
from skillsnet.calls.models import Proposal
from skillsnet.classification.actions import confirm_categories
from skillsnet.classification.forms import CategoriesForm
from skillsnet.classification.queries import placements_of, waiting

PAGE_SIZE = 20


def _facilitator_id(request: HttpRequest) -> int:
    viewer = viewer_of(request)
    if not viewer.is_facilitator or viewer.user_id is None:
        raise Http404
    return viewer.user_id


def review_queue(request: HttpRequest) -> HttpResponse:
    """List the proposals whose categories nobody has confirmed, the least certain first."""
    _facilitator_id(request)
    page = Paginator(waiting().only("pk", "title", "language", "country"), PAGE_SIZE).get_page(request.GET.get("page"))
    placements = placements_of([proposal.pk for proposal in page], get_language() or "en")
    rows = [(proposal, placements.get(proposal.pk, [])) for proposal in page]
    return render(request, "classification/queue.html", {"page": page, "rows": rows})


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a proposal's categories by the facilitator's word."""
    user_id = _facilitator_id(request)
    proposal = get_object_or_404(Proposal, pk=pk)
    form = CategoriesForm(request.POST, language=get_language() or "en")
    if form.is_valid():
        confirm_categories(proposal, form.chosen(), by=user_id)
        messages.success(request, _("The categories of “%(title)s” are confirmed.") % {"title": proposal.title})
    else:
        messages.error(request, _("Choose a main category from the list, then confirm again."))
    return redirect("participant", pk=proposal.pk)
