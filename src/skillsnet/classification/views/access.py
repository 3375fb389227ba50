"""Who may open the pages, and what an address names."""

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import get_language

from skillsnet.accounts.viewer import viewer_of
from skillsnet.classification.actions import begin_relearning
from skillsnet.classification.tasks import run_relearning
from skillsnet.db.limits import MAX_ID
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import SKILLS, current_edition

Row = TypeVar("Row", bound=Model)


def facilitator_id(request: HttpRequest) -> int:
    """Return the facilitator's id; for everybody else the page does not exist."""
    viewer = viewer_of(request)
    if not viewer.is_facilitator or viewer.user_id is None:
        raise Http404
    return viewer.user_id


TAXONOMY = "queue_taxonomy"


def edition_in_force(request: HttpRequest) -> Edition:
    """Return the edition that the queue is about, of the taxonomy this person chose; without one there is no queue."""
    taxonomy = request.session.get(TAXONOMY, SKILLS)
    edition = current_edition(taxonomy) or current_edition()
    if edition is None:
        raise Http404
    return edition


def row_or_404(rows: "QuerySet[Row]", pk: int) -> Row:
    """Return the row with this id; without one there is no page."""
    row = rows.filter(pk=pk).first() if pk <= MAX_ID else None
    if row is None:
        raise Http404
    return row


def learn_if_due(edition: Edition, *, by: int) -> None:
    """Have the worker learn when enough has been decided."""
    if relearning := begin_relearning(edition, by=by):
        run_relearning.enqueue(relearning.pk)


def language() -> str:
    """Return the reader's language."""
    return get_language() or "en"
