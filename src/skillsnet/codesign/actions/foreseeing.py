"""Working out what a draft would move, as publishing does it: written, counted and rolled back; a worker's work."""

from collections import Counter
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from skillsnet.calls.models import Project
from skillsnet.calls.queries import data_version
from skillsnet.classification.actions.suggestions import batches
from skillsnet.classification.models import Assignment
from skillsnet.codesign.actions.carrying import Carrier, carry_batch
from skillsnet.codesign.models import Forecast
from skillsnet.codesign.queries.drafts import fingerprint
from skillsnet.codesign.queries.moves import Foreseen, ForeseenPassage
from skillsnet.db.long_work import heartbeat
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import edition_before


def foresee(forecast: Forecast) -> Forecast:
    """Work a forecast out from the data and the draft as they are, and keep it in the place of the one before."""
    edition = forecast.edition
    of_draft, number = fingerprint(edition), data_version()
    with heartbeat(forecast.pk, of=Forecast):
        found = would_move(edition)
    forecast.fingerprint, forecast.data_version = of_draft, number
    forecast.items, forecast.counts = [item.to_row() for item in found.items], dict(found.counts)
    forecast.made_at, forecast.heartbeat_at, forecast.is_failed = timezone.now(), None, False
    forecast.save()
    return forecast


def fail_forecast(forecast: Forecast) -> None:
    """Note that a forecast stopped by a fault of ours; the one before stands."""
    Forecast.objects.filter(pk=forecast.pk).update(heartbeat_at=None, is_failed=True)


def would_move(edition: Edition) -> Foreseen:
    """Return what putting an edition in force would move.

    The carrying itself is done, counted and rolled back, so the figures are those that publishing gives.
    """
    before = edition_before(edition)
    if before is None:
        return Foreseen((), {})
    carrier = Carrier(before, edition)
    items: list[ForeseenPassage] = []
    counts: Counter[str] = Counter()
    for batch in batches(None):
        # A transaction for each batch, so that others wait for one batch at most.
        with transaction.atomic():
            items += _moves(carrier, batch)
            standing = Assignment.objects.filter(edition=edition, is_current=True, project__in=batch)
            counts.update(standing.order_by().values_list("category__slug", flat=True))
            transaction.set_rollback(True)
    return Foreseen(tuple(items), dict(counts))


def _moves(carrier: Carrier, batch: Sequence[Project]) -> list[ForeseenPassage]:
    return [
        ForeseenPassage(
            project_id=plan.project_id,
            steps=plan.carried.steps,
            stands=plan.stands,
            asked=tuple(dict.fromkeys(slug for question in plan.questions for slug in question.options))
            or (("*",) if plan.questions else ()),
            is_suggested=plan.stood.source == "engine",
        )
        for plan, _ in carry_batch(carrier, batch)
    ]
