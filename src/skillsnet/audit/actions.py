"""Writing the audit trail."""

from typing import Any

from skillsnet.audit.models import Entry


def record(act: str, *, subject: str, by: int | None, **detail: Any) -> Entry:
    """Write one entry; call it inside the transaction of what it records. Holds ids and counts, no personal data."""
    return Entry.objects.create(act=act, subject=subject, by_user=by, detail=detail)
