"""What publishing a draft would do, as a worker has worked it out; reading only."""

from dataclasses import dataclass

from skillsnet.calls.queries import data_version
from skillsnet.db.jobs import is_alive
from skillsnet.publication.models import StoredPreview
from skillsnet.publication.preview import PreviewedTransfer, PublicationPreview
from skillsnet.publication.queries.drafts import fingerprint
from skillsnet.taxonomy.models import Edition


@dataclass(frozen=True)
class PreviewStatus:
    """The preview of a draft, if there is one: of the current data or of earlier ones, under way, or failed."""

    preview: PublicationPreview | None
    is_current: bool
    is_under_way: bool
    has_failed: bool


def preview_status(edition: Edition) -> PreviewStatus:
    """Return the preview of publishing a draft; what an earlier draft would have done is left out."""
    stored_preview = StoredPreview.objects.filter(edition=edition).first()
    if stored_preview is None:
        return PreviewStatus(None, is_current=False, is_under_way=False, has_failed=False)
    is_of_draft = stored_preview.made_at is not None and stored_preview.fingerprint == fingerprint(edition)
    transfers = tuple(PreviewedTransfer.from_row(row) for row in stored_preview.items) if is_of_draft else ()
    return PreviewStatus(
        PublicationPreview(transfers, stored_preview.counts) if is_of_draft else None,
        is_current=is_of_draft and stored_preview.data_version == data_version(),
        is_under_way=is_alive(stored_preview.heartbeat_at),
        has_failed=stored_preview.is_failed,
    )
