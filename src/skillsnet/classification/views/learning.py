"""How the engine's learning goes, and which suggestions it changed."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from skillsnet.accounts.access import facilitators_only
from skillsnet.classification.actions import begin_relearning
from skillsnet.classification.models import Relearning
from skillsnet.classification.queries.moves import move_views, moves_of, relearnings, suggestion_flows
from skillsnet.classification.tasks import run_relearning
from skillsnet.classification.views.access import edition_in_force, facilitator_id, language, row_or_404
from skillsnet.classification.views.queue import learning_context

PAGE_SIZE = 50


@require_POST
@facilitators_only
def learn_now(request: HttpRequest) -> HttpResponse:
    """Have the engine learn at once, unless it is at it."""
    user_id = facilitator_id(request)
    relearning = begin_relearning(edition_in_force(request), by=user_id, is_asked=True)
    if relearning is not None:
        run_relearning.enqueue(relearning.pk)
    return redirect("review_queue")


@require_safe
@facilitators_only
def learning(request: HttpRequest) -> HttpResponse:
    """Show how far the learning is, as a part of the queue's page."""
    facilitator_id(request)
    return render(request, "classification/_learning.html", learning_context(edition_in_force(request)))


@require_safe
@facilitators_only
def suggestion_updates(request: HttpRequest) -> HttpResponse:
    """List each time the engine learned, with how many suggestions changed."""
    facilitator_id(request)
    page = Paginator(relearnings(edition_in_force(request)), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "classification/suggestion_updates.html", {"page": page})


@require_safe
@facilitators_only
def suggestion_update(request: HttpRequest, pk: int) -> HttpResponse:
    """Show which suggestions one relearning changed: counts, and every single project."""
    facilitator_id(request)
    edition = row_or_404(Relearning.objects.select_related("edition"), pk).edition
    relearning = row_or_404(relearnings(edition).select_related("edition"), pk)
    page = Paginator(moves_of(relearning), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "relearning": relearning,
        "flows": suggestion_flows(relearning, language()),
        "same_main_count": page.paginator.count - relearning.move_count,
        "page": page,
        "items": move_views(list(page), relearning.edition, language()),
    }
    return render(request, "classification/suggestion_update.html", context)
