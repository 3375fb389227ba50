"""What a draft would move, computed as publishing computes it, written, and rolled back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.db import transaction

from skillsnet.calls.models import Proposal
from skillsnet.calls.queries import data_version
from skillsnet.classification.actions.suggestions import batches
from skillsnet.classification.models import Assignment
from skillsnet.codesign.actions.carrying import Carrier, carry_batch
from skillsnet.codesign.actions.publishing import fingerprint
from skillsnet.core.taxonomy import Step
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import edition_before

KEPT_SECONDS = 600


@dataclass(frozen=True)
class ForeseenPassage:
    """Where one proposal would go: each step, where it would stand, and the categories somebody would choose from."""

    proposal_id: int
    title: str
    language: str
    steps: tuple[Step, ...]
    stands: tuple[str, ...]
    asked: tuple[str, ...]
    is_suggested: bool


@dataclass(frozen=True)
class Foreseen:
    """What a draft would move, and how many would stand in each category then."""

    items: tuple[ForeseenPassage, ...]
    counts: dict[str, int]

    @property
    def open_items(self) -> list[ForeseenPassage]:
        """Those about which somebody would have to decide."""
        return [item for item in self.items if item.asked]


def would_move(edition: Edition) -> Foreseen:
    """Return what putting an edition in force would move.

    The carrying itself is done, counted and rolled back, so the figures are those that publishing gives; kept for ten
    minutes for the same draft and the same data.
    """
    key = f"would-move:{edition.pk}:{data_version()}:{fingerprint(edition)}"
    found: Foreseen | None = cache.get(key)
    if found is None:
        found = _computed(edition)
        cache.set(key, found, KEPT_SECONDS)
    return found


def _computed(edition: Edition) -> Foreseen:
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
            standing = Assignment.objects.filter(edition=edition, is_current=True, proposal__in=batch)
            counts.update(standing.order_by().values_list("category__slug", flat=True))
            transaction.set_rollback(True)
    return Foreseen(tuple(items), dict(counts))


def _moves(carrier: Carrier, batch: Sequence[Proposal]) -> list[ForeseenPassage]:
    said = {proposal.pk: proposal for proposal in batch}
    return [
        ForeseenPassage(
            proposal_id=plan.proposal_id,
            title=said[plan.proposal_id].title,
            language=said[plan.proposal_id].language,
            steps=plan.carried.steps,
            stands=plan.stands,
            asked=tuple(dict.fromkeys(slug for question in plan.questions for slug in question.candidates))
            or (("*",) if plan.questions else ()),
            is_suggested=plan.stood.source == "engine",
        )
        for plan, _ in carry_batch(carrier, batch)
    ]
