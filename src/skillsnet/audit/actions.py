"""Writing the audit trail."""

from collections.abc import Mapping
from typing import Any

from skillsnet.audit.models import AuditRecord


def record(act: str, *, subject: str, by: int | None, **detail: Any) -> AuditRecord:
    """Write one record; call it inside the transaction of what it records. Holds ids and counts, no personal data."""
    return AuditRecord.objects.create(act=act, subject=subject, by_user=by, detail=detail)


def record_each(act: str, *, details: Mapping[str, Mapping[str, object]], by: int | None) -> None:
    """Write one record for each subject, with its own detail, as `record` does; one statement for many."""
    records = [
        AuditRecord(act=act, subject=subject, by_user=by, detail=dict(detail)) for subject, detail in details.items()
    ]
    AuditRecord.objects.bulk_create(records)
