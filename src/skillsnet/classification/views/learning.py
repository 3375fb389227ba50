"""How the engine's learning goes, and what moved by it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from skillsnet.classification.actions import begin_relearning
from skillsnet.classification.models import Relearning
from skillsnet.classification.queries.moves import flows, moved_items, moves, relearnings
from skillsnet.classification.tasks import run_relearning
from skillsnet.classification.views.access import edition_in_force, facilitator_id, language, one_of
from skillsnet.classification.views.queue import learning_context

PAGE_SIZE = 50


@require_POST
def learn_now(request: HttpRequest) -> HttpResponse:
    """Have the engine learn at once, unless it is at it."""
    user_id = facilitator_id(request)
    begun = begin_relearning(edition_in_force(request), by=user_id, is_asked=True)
    if begun is not None:
        run_relearning.enqueue(begun.pk)
    return redirect("review_queue")


@require_safe
def learning(request: HttpRequest) -> HttpResponse:
    """Show how far the learning is, as a part of the queue's page."""
    facilitator_id(request)
    return render(request, "classification/_learning.html", learning_context(edition_in_force(request)))


@require_safe
def moved_list(request: HttpRequest) -> HttpResponse:
    """List each time the engine learned, with how much moved."""
    facilitator_id(request)
    page = Paginator(relearnings(edition_in_force(request)), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "classification/moved_list.html", {"page": page})


@require_safe
def moved(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what moved by one learning: counts, and every single project."""
    facilitator_id(request)
    edition = one_of(Relearning.objects.select_related("edition"), pk).edition
    found = one_of(relearnings(edition).select_related("edition"), pk)
    page = Paginator(moves(found), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "relearning": found,
        "flows": flows(found, language()),
        "beside_count": page.paginator.count - found.moved,
        "page": page,
        "items": moved_items(list(page), found.edition, language()),
    }
    return render(request, "classification/moved.html", context)
