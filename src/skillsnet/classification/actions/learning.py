"""Asking the engine to learn: noting that it is to, and that it could not; the learning itself is the worker's."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from skillsnet.audit.actions import record
from skillsnet.classification.enums import UNDER_WAY, RelearningState
from skillsnet.classification.models import Relearning
from skillsnet.classification.queries.training_data import decisions_by_people, last_decision_by_people
from skillsnet.taxonomy.models import Edition

# So many new decisions by people make it worth while to learn again.
DUE_DECISIONS = 10


def new_decisions(edition: Edition) -> int:
    """Return how many decisions people made since the engine last began to learn."""
    last = (
        Relearning.objects.filter(edition=edition).order_by("-pk").values_list("decision_watermark", flat=True).first()
    )
    return int(decisions_by_people(edition, after=last or 0).count())


@transaction.atomic
def begin_relearning(edition: Edition, *, by: int | None, is_asked: bool = False) -> Relearning | None:
    """Note that the engine is to learn, when enough was decided or somebody asks; enqueue what this returns.

    While one is under way there is no second: None, as when there is nothing to do yet.
    """
    count = new_decisions(edition)
    if not is_asked and count < DUE_DECISIONS:
        return None
    try:
        with transaction.atomic():
            relearning = Relearning.objects.create(
                edition=edition,
                asked_by_id=by if is_asked else None,
                decision_watermark=last_decision_by_people(edition),
                learned_count=count,
                heartbeat_at=timezone.now(),
            )
    except IntegrityError:
        return None
    record("classification.begin_relearning", subject=f"relearning:{relearning.pk}", by=by, decisions=count)
    return relearning


def fail_relearning(relearning: Relearning, *, fault: str) -> None:
    """Note that it stopped by a fault of ours; what was read stays, the next one reads all again."""
    Relearning.objects.filter(pk=relearning.pk, state__in=UNDER_WAY).update(
        state=RelearningState.FAILED, fault=fault[:300], finished_at=timezone.now()
    )
