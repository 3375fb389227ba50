"""Putting the queue in order: first what teaches most."""

import numpy as np
from django.db import transaction

from skillsnet.classification.models import EngineRanking, QueuePlace
from skillsnet.classification.queries.pending_review import waiting_in
from skillsnet.classification.training_data import TEXT_FIELDS, text_of
from skillsnet.core.classification.active_learning import order, text_vectors
from skillsnet.db.bulk import insert_rows
from skillsnet.taxonomy.models import Edition

PLACE_FIELDS = ("project_id", "edition_id", "place", "alike")


def place_queue(edition: Edition) -> int:
    """Put what waits in an edition in the order in which answers teach most, and return how much waits."""
    waiting = list(waiting_in(edition).order_by("pk").only(*TEXT_FIELDS))
    ranked = EngineRanking.objects.filter(edition=edition).order_by("pk")
    gap_of = dict(ranked.values_list("project_id", "margin"))
    gaps = np.array([gap_of.get(project.pk, 0.0) for project in waiting], dtype=np.float64)
    vectors = text_vectors([text_of(project) for project in waiting], [row.language or None for row in waiting])
    rows = [
        (waiting[choice.index].pk, edition.pk, place, choice.alike)
        for place, choice in enumerate(order(gaps, vectors), start=1)
    ]
    with transaction.atomic():
        # Two that order the queue at once take turns: the later one's order stands whole.
        Edition.objects.select_for_update().get(pk=edition.pk)
        QueuePlace.objects.filter(edition=edition).delete()
        insert_rows(QueuePlace, PLACE_FIELDS, rows)
    return len(rows)
