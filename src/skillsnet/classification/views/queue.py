"""The queue, one project at a time, and all that waits as a list."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from skillsnet.classification.actions.learning import DUE_DECISIONS, new_decisions
from skillsnet.classification.queries import placements_in, waiting
from skillsnet.classification.queries.moves import last_done, under_way
from skillsnet.classification.queries.queue import Item, item, left_in, next_id, undoable
from skillsnet.classification.sentences import why_this_one
from skillsnet.classification.views.access import TAXONOMY, edition_in_force, facilitator_id, language
from skillsnet.db.limits import MAX_ID
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import current_edition, editions_in_force
from skillsnet.taxonomy.queries.editions import name_of

PAGE_SIZE = 20


@require_safe
def review_queue(request: HttpRequest) -> HttpResponse:
    """Show the project whose answer teaches most, or that nothing is left."""
    user_id = facilitator_id(request)
    edition = edition_in_force(request)
    pk = next_id(edition, user_id=user_id)
    found = item(edition, pk, language=language()) if pk is not None else None
    return _page(request, edition, found, user_id=user_id)


@require_safe
def review_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one project as the queue does, whether it waits or has been decided."""
    user_id = facilitator_id(request)
    edition = edition_in_force(request)
    found = item(edition, pk, language=language()) if pk <= MAX_ID else None
    if found is None:
        raise Http404
    return _page(request, edition, found, user_id=user_id)


@require_POST
def choose_taxonomy(request: HttpRequest, slug: str) -> HttpResponse:
    """Go on with the queue of another taxonomy."""
    facilitator_id(request)
    if current_edition(slug) is None:
        raise Http404
    request.session[TAXONOMY] = slug
    return redirect("review_queue")


@require_safe
def waiting_list(request: HttpRequest) -> HttpResponse:
    """List the projects whose categories nobody has confirmed, in the order of the queue."""
    facilitator_id(request)
    edition = edition_in_force(request)
    found = waiting(edition).only("pk", "title", "withheld", "language", "country")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    placements = placements_in(edition, [project.pk for project in page], language())
    rows = [(project, placements.get(project.pk, [])) for project in page]
    return render(request, "classification/waiting.html", {"page": page, "rows": rows})


def _page(request: HttpRequest, edition: Edition, found: Item | None, *, user_id: int) -> HttpResponse:
    context: dict[str, Any] = {
        "item": found,
        "why": why_this_one(found) if found else "",
        "left": left_in(edition, user_id=user_id),
        "undoable": undoable(edition, user_id=user_id, language=language()),
        "taxonomies": [(one.taxonomy, name_of(one.taxonomy.names, one.taxonomy.slug)) for one in editions_in_force()],
        "edition": edition,
        **learning_context(edition),
    }
    return render(request, "classification/queue.html", context)


def learning_context(edition: Edition) -> dict[str, Any]:
    """Return what the panel about the engine's learning shows."""
    new = new_decisions(edition)
    return {
        "relearning": under_way(edition),
        "last_learning": last_done(edition),
        "new_decisions": new,
        "until_learning": max(0, DUE_DECISIONS - new),
    }
