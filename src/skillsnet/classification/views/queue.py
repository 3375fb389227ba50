"""The review queue, one project at a time."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from skillsnet.accounts.access import facilitators_only
from skillsnet.classification.actions.learning import DUE_DECISIONS, new_decisions
from skillsnet.classification.queries.moves import last_completed, under_way
from skillsnet.classification.queries.queue import QueueItem, latest_decisions, next_id, queue_item, queue_progress
from skillsnet.classification.sentences import why_this_one
from skillsnet.classification.views.access import TAXONOMY, edition_in_force, facilitator_id, language
from skillsnet.db.limits import MAX_ID
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import current_edition, editions_in_force
from skillsnet.taxonomy.queries.editions import localised_name
from skillsnet.web.problems import FieldProblem


@require_safe
@facilitators_only
def review_queue(request: HttpRequest) -> HttpResponse:
    """Show the project whose answer teaches most, or that nothing is left."""
    user_id = facilitator_id(request)
    edition = edition_in_force(request)
    pk = next_id(edition, user_id=user_id)
    item = queue_item(edition, pk, language=language()) if pk is not None else None
    return queue_page(request, edition, item, user_id=user_id)


@require_safe
@facilitators_only
def review_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one project as the queue does, whether it is pending or has been decided."""
    user_id = facilitator_id(request)
    edition = edition_in_force(request)
    item = queue_item(edition, pk, language=language()) if pk <= MAX_ID else None
    if item is None:
        raise Http404
    return queue_page(request, edition, item, user_id=user_id)


@require_POST
@facilitators_only
def choose_taxonomy(request: HttpRequest, slug: str) -> HttpResponse:
    """Go on with the queue of another taxonomy."""
    facilitator_id(request)
    if current_edition(slug) is None:
        raise Http404
    request.session[TAXONOMY] = slug
    return redirect("review_queue")


def queue_page(
    request: HttpRequest,
    edition: Edition,
    item: QueueItem | None,
    *,
    user_id: int,
    problems: Sequence[FieldProblem] = (),
) -> HttpResponse:
    """Show a project of the queue, or that nothing is left; with what is wrong with an answer that was refused."""
    taxonomies = [current.taxonomy for current in editions_in_force()]
    context = {
        "item": item,
        "why": why_this_one(item) if item else "",
        "progress": queue_progress(edition, user_id=user_id),
        "latest": latest_decisions(edition, user_id=user_id, language=language(), now=timezone.localtime()),
        "user_id": user_id,
        "problems": problems,
        "note": request.POST.get("note", ""),
        "taxonomies": [(taxonomy, localised_name(taxonomy.names, taxonomy.slug)) for taxonomy in taxonomies],
        "edition": edition,
        **learning_context(edition),
    }
    return render(request, "classification/queue.html", context, status=422 if problems else 200)


def learning_context(edition: Edition) -> dict[str, object]:
    """Return what the panel about the engine's learning shows."""
    new = new_decisions(edition)
    return {
        "relearning": under_way(edition),
        "last_learning": last_completed(edition),
        "new_decisions": new,
        "until_learning": max(0, DUE_DECISIONS - new),
    }
