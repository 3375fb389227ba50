"""Blind readings: a sample, labels of each reader alone, and what is decided when they agree."""

import hashlib
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillsnet.audit.actions import record
from skillsnet.calls.actions import increment_version
from skillsnet.classification.actions.decisions import Draft, Placed, derive_current, lock_projects, write_decisions
from skillsnet.classification.enums import Source
from skillsnet.classification.models import BlindReading, Decision, ReadingItem
from skillsnet.classification.queries.pending_review import waiting_in
from skillsnet.classification.queries.readings import labels_of, reader_count
from skillsnet.classification.rules import why_not_close
from skillsnet.core.errors import Invalid
from skillsnet.taxonomy.models import Category, Edition


@transaction.atomic
def start_reading(edition: Edition, *, title: str, size: int, by: int) -> BlindReading:
    """Begin a blind reading of so many waiting projects, drawn by chance."""
    if not title.strip():
        raise Invalid(_("Enter a name for the annotation round, so that other facilitators can find it."))
    waiting = list(waiting_in(edition).order_by("pk").values_list("pk", flat=True))
    if not waiting:
        raise Invalid(_("No project needs a decision, so there is nothing to label."))
    reading = BlindReading.objects.create(edition=edition, title=title.strip()[:160], by_id=by)
    # By chance, and the same for the same reading: whoever asks how the sample was drawn can draw it again.
    drawn = sorted(waiting, key=lambda pk: hashlib.sha256(f"{reading.pk}:{pk}".encode()).digest())[:size]
    ReadingItem.objects.bulk_create(
        ReadingItem(reading=reading, project_id=pk, order=order) for order, pk in enumerate(drawn, start=1)
    )
    record("classification.start_reading", subject=f"reading:{reading.pk}", by=by, size=len(drawn))
    return reading


@transaction.atomic
def label(reading: BlindReading, project_id: int, categories: Sequence[Category], *, by: int) -> Decision:
    """Write one reader's label, the first category as the main one, none for "cannot tell"; each reader once."""
    locked = BlindReading.objects.select_for_update().get(pk=reading.pk)
    if locked.closed_at is not None:
        raise Invalid(_("This annotation round is closed. Its results are final, and no label can be added."))
    if not ReadingItem.objects.filter(reading=reading, project=project_id).exists():
        raise Invalid(_("This project is not part of the annotation round."))
    placed = tuple(Placed(category.pk) for category in dict.fromkeys(categories))
    draft = Draft(project_id, Source.FACILITATOR, placed=placed, by=by, reading_id=reading.pk)
    try:
        with transaction.atomic():
            made = write_decisions(reading.edition, [draft])[0]
    except IntegrityError:
        raise Invalid(_("You have already labelled this project.")) from None
    record("classification.label", subject=f"project:{project_id}", by=by, reading=reading.pk)
    return made


@transaction.atomic
def close_reading(reading: BlindReading, *, by: int) -> BlindReading:
    """Close a reading: what its readers agree on is decided where it still waits; the rest comes first in the queue."""
    locked = BlindReading.objects.select_for_update().get(pk=reading.pk)
    if reason := why_not_close(locked, readers=reader_count(locked)):
        raise Invalid(reason)
    labels = labels_of(locked)
    lock_projects(labels)
    waiting = set(waiting_in(locked.edition).filter(pk__in=list(labels)).values_list("pk", flat=True))
    agreed, disputed = [], []
    for project_id, said in labels.items():
        answers = {(label[:1], frozenset(label)) for label in said.values()}
        if len(said) < 2:
            continue
        if len(answers) > 1:
            disputed.append(project_id)
        elif project_id in waiting:
            placed = tuple(Placed(pk) for pk in next(iter(said.values())))
            agreed.append(Draft(project_id, Source.FACILITATOR, placed=placed, by=by, note=locked.title))
    written = write_decisions(locked.edition, agreed)
    derive_current([made.project_id for made in written], locked.edition)
    ReadingItem.objects.filter(reading=locked, project_id__in=disputed).update(is_disputed=True)
    locked.closed_at = timezone.now()
    locked.save(update_fields=["closed_at"])
    increment_version([made.project_id for made in written])
    record(
        "classification.close_reading",
        subject=f"reading:{locked.pk}",
        by=by,
        agreed=len(agreed),
        disputed=len(disputed),
    )
    return locked
