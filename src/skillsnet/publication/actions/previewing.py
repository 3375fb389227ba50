"""Working out what publishing a draft would do, by the plan that publishing applies; a worker's work."""

from collections import Counter
from itertools import chain

from django.utils import timezone

from skillsnet.calls.queries import data_version
from skillsnet.classification.actions.suggestions import batches
from skillsnet.db.jobs import heartbeat
from skillsnet.publication.models import StoredPreview
from skillsnet.publication.plan import preview_transfer
from skillsnet.publication.preview import PreviewedTransfer, PublicationPreview
from skillsnet.publication.queries.drafts import fingerprint
from skillsnet.publication.readers import Planner
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import edition_before


def update_preview(stored_preview: StoredPreview) -> StoredPreview:
    """Work a preview out from the data and the draft as they are, and keep it in the place of the one before."""
    edition = stored_preview.edition
    draft_fingerprint, version = fingerprint(edition), data_version()
    with heartbeat(stored_preview.pk, of=StoredPreview):
        preview = preview_publication(edition)
    stored_preview.fingerprint, stored_preview.data_version = draft_fingerprint, version
    stored_preview.items, stored_preview.counts = (
        [transfer.to_row() for transfer in preview.transfers],
        dict(preview.counts),
    )
    stored_preview.made_at, stored_preview.heartbeat_at, stored_preview.is_failed = timezone.now(), None, False
    stored_preview.save()
    return stored_preview


def fail_preview(stored_preview: StoredPreview) -> None:
    """Note that a preview stopped by a fault of ours; the one before stays."""
    StoredPreview.objects.filter(pk=stored_preview.pk).update(heartbeat_at=None, is_failed=True)


def preview_publication(edition: Edition) -> PublicationPreview:
    """Return what putting an edition in force would do; reads only."""
    previous = edition_before(edition)
    if previous is None:
        return PublicationPreview((), {})
    planner = Planner(previous, edition)
    transfers: list[PreviewedTransfer] = []
    counts: Counter[str] = Counter()
    for batch in batches(None):
        planned = planner.transfers(batch)
        transfers += [preview_transfer(transfer) for transfer in planned]
        counts.update(chain.from_iterable(planner.slugs_after(batch, planned).values()))
    return PublicationPreview(tuple(transfers), dict(counts))
