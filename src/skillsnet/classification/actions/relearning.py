"""Learning anew from what people decided, and keeping what moved by it."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from skillsnet.audit.actions import record
from skillsnet.calls.actions import bump_data_version
from skillsnet.calls.models import Proposal
from skillsnet.classification.actions.queue import place_queue
from skillsnet.classification.actions.suggestions import batches, write_suggestions
from skillsnet.classification.enums import UNDER_WAY, RelearningState
from skillsnet.classification.models import Move, Relearning
from skillsnet.classification.readers import Engine, decisions_by_people, last_decision_by_people, learned_engine
from skillsnet.db.long_work import beating
from skillsnet.taxonomy.models import Edition

# So many new decisions by people make it worth while to learn again.
DUE_DECISIONS = 10


class LeaseLost(Exception):
    """Another worker has taken the relearning up; this one stops."""


def new_decisions(edition: Edition) -> int:
    """Return how many decisions people made since the engine last began to learn."""
    last = Relearning.objects.filter(edition=edition).order_by("-pk").values_list("learned_to", flat=True).first()
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
            begun = Relearning.objects.create(
                edition=edition,
                asked_by_id=by if is_asked else None,
                learned_to=last_decision_by_people(edition),
                learned_count=count,
                heartbeat_at=timezone.now(),
            )
    except IntegrityError:
        return None
    record("classification.begin_relearning", subject=f"relearning:{begun.pk}", by=by, decisions=count)
    return begun


def relearn(relearning: Relearning) -> Relearning:
    """Learn, read every project again, and keep what moved; called again it goes on where it stopped."""
    lease = _take_up(relearning)
    if lease is None:
        return relearning
    with beating(relearning.pk, of=Relearning):
        engine = learned_engine(relearning.edition, until=relearning.learned_to)
        for batch in batches(None, after=relearning.done_to):
            _read_batch(relearning, batch, engine, lease=lease)
        place_queue(relearning.edition)
    _finish(relearning, lease=lease)
    relearning.refresh_from_db()
    return relearning


def fail_relearning(relearning: Relearning, *, fault: str) -> None:
    """Note that it stopped by a fault of ours; what was read stays, the next one reads all again."""
    Relearning.objects.filter(pk=relearning.pk, state__in=UNDER_WAY).update(
        state=RelearningState.FAILED, fault=fault[:300], finished_at=timezone.now()
    )


@transaction.atomic
def _take_up(relearning: Relearning) -> int | None:
    locked = Relearning.objects.select_for_update().get(pk=relearning.pk)
    if locked.state not in UNDER_WAY:
        return None
    locked.state, locked.lease, locked.heartbeat_at = RelearningState.RUNNING, locked.lease + 1, timezone.now()
    locked.total_count = Proposal.objects.count()
    locked.save(update_fields=["state", "lease", "heartbeat_at", "total_count"])
    relearning.refresh_from_db()
    return locked.lease


@transaction.atomic
def _read_batch(relearning: Relearning, batch: list[Proposal], engine: Engine, *, lease: int) -> None:
    relearning.done_to, relearning.done_count = batch[-1].pk, relearning.done_count + len(batch)
    _hold(relearning, lease, done_to=relearning.done_to, done_count=relearning.done_count, heartbeat_at=timezone.now())
    moved = write_suggestions(batch, engine, relearning.edition)
    Move.objects.bulk_create(
        Move(relearning=relearning, proposal_id=move.proposal_id, before_id=move.before_id, after_id=move.after_id)
        for move in moved
    )


@transaction.atomic
def _finish(relearning: Relearning, *, lease: int) -> None:
    _hold(relearning, lease, state=RelearningState.DONE, finished_at=timezone.now(), fault="")
    bump_data_version()
    record(
        "classification.relearn",
        subject=f"relearning:{relearning.pk}",
        by=relearning.asked_by_id,
        moved=relearning.moves.count(),
    )


def _hold(relearning: Relearning, lease: int, **fields: object) -> None:
    mine = Relearning.objects.filter(pk=relearning.pk, lease=lease, state=RelearningState.RUNNING)
    if not mine.update(**fields):
        raise LeaseLost(f"relearning {relearning.pk}")
