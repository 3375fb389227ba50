"""The review queue, one project at a time, and all that is pending as a list."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from skillsnet.classification.actions.learning import DUE_DECISIONS, new_decisions
from skillsnet.classification.queries import pending_projects, placements_in
from skillsnet.classification.queries.moves import last_completed, under_way
from skillsnet.classification.queries.queue import QueueItem, next_id, queue_item, queue_progress, undoable_decisions
from skillsnet.classification.sentences import why_this_one
from skillsnet.classification.views.access import TAXONOMY, edition_in_force, facilitator_id, language
from skillsnet.db.limits import MAX_ID
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import current_edition, editions_in_force
from skillsnet.taxonomy.queries.editions import localised_name

PAGE_SIZE = 20


@require_safe
def review_queue(request: HttpRequest) -> HttpResponse:
    """Show the project whose answer teaches most, or that nothing is left."""
    user_id = facilitator_id(request)
    edition = edition_in_force(request)
    pk = next_id(edition, user_id=user_id)
    item = queue_item(edition, pk, language=language()) if pk is not None else None
    return _queue_page(request, edition, item, user_id=user_id)


@require_safe
def review_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one project as the queue does, whether it is pending or has been decided."""
    user_id = facilitator_id(request)
    edition = edition_in_force(request)
    item = queue_item(edition, pk, language=language()) if pk <= MAX_ID else None
    if item is None:
        raise Http404
    return _queue_page(request, edition, item, user_id=user_id)


@require_POST
def choose_taxonomy(request: HttpRequest, slug: str) -> HttpResponse:
    """Go on with the queue of another taxonomy."""
    facilitator_id(request)
    if current_edition(slug) is None:
        raise Http404
    request.session[TAXONOMY] = slug
    return redirect("review_queue")


@require_safe
def pending_list(request: HttpRequest) -> HttpResponse:
    """List the projects whose categories nobody has confirmed, in the order of the queue."""
    facilitator_id(request)
    edition = edition_in_force(request)
    projects = pending_projects(edition).only(
        "pk", "title", "withheld", "language", "country", "may_publish", "publication_decision"
    )
    page = Paginator(projects, PAGE_SIZE).get_page(request.GET.get("page"))
    placements = placements_in(edition, [project.pk for project in page], language())
    rows = [(project, placements.get(project.pk, [])) for project in page]
    return render(request, "classification/pending_projects.html", {"page": page, "rows": rows})


def _queue_page(request: HttpRequest, edition: Edition, item: QueueItem | None, *, user_id: int) -> HttpResponse:
    taxonomies = [current.taxonomy for current in editions_in_force()]
    context = {
        "item": item,
        "why": why_this_one(item) if item else "",
        "progress": queue_progress(edition, user_id=user_id),
        "undoable_decisions": undoable_decisions(edition, user_id=user_id, language=language()),
        "taxonomies": [(taxonomy, localised_name(taxonomy.names, taxonomy.slug)) for taxonomy in taxonomies],
        "edition": edition,
        **learning_context(edition),
    }
    return render(request, "classification/queue.html", context)


def learning_context(edition: Edition) -> dict[str, object]:
    """Return what the panel about the engine's learning shows."""
    new = new_decisions(edition)
    return {
        "relearning": under_way(edition),
        "last_learning": last_completed(edition),
        "new_decisions": new,
        "until_learning": max(0, DUE_DECISIONS - new),
    }
