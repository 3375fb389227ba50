"""Putting the queue in order: first what teaches most."""

import numpy as np
from django.db import transaction

from skillsnet.classification.models import EngineRanking, QueuePosition
from skillsnet.classification.queries.pending_review import pending_in
from skillsnet.classification.queries.training_data import TEXT_FIELDS, engine_text
from skillsnet.core.classification.active_learning import order, text_vectors
from skillsnet.db.bulk import insert_rows
from skillsnet.taxonomy.models import Edition

POSITION_FIELDS = ("project_id", "edition_id", "position", "similar_count")


def order_queue(edition: Edition) -> int:
    """Order what is pending in an edition by how much an answer teaches, and return how much there is."""
    pending = list(pending_in(edition).order_by("pk").only(*TEXT_FIELDS))
    rankings = EngineRanking.objects.filter(edition=edition).order_by("pk")
    gap_of = dict(rankings.values_list("project_id", "margin"))
    gaps = np.array([gap_of.get(project.pk, 0.0) for project in pending], dtype=np.float64)
    vectors = text_vectors([engine_text(row) for row in pending], [row.language or None for row in pending])
    rows = [
        (pending[text.index].pk, edition.pk, position, text.similar_count)
        for position, text in enumerate(order(gaps, vectors), start=1)
    ]
    with transaction.atomic():
        # Two that order the queue at once take turns: the later one's order stands whole.
        Edition.objects.select_for_update().get(pk=edition.pk)
        QueuePosition.objects.filter(edition=edition).delete()
        insert_rows(QueuePosition, POSITION_FIELDS, rows)
    return len(rows)
