"""Writing the audit trail."""

from collections.abc import Mapping
from typing import Any

from django.db.models import CharField, DateTimeField, JSONField, PositiveBigIntegerField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from skillsnet.audit.models import AuditRecord
from skillsnet.db.bulk import insert_selected


def record(act: str, *, subject: str, by: int | None, **detail: Any) -> AuditRecord:
    """Write one record; call it inside the transaction of what it records. Holds ids and counts, no personal data."""
    return AuditRecord.objects.create(act=act, subject=subject, by_user=by, detail=detail)


def record_each(act: str, *, details: Mapping[str, Mapping[str, object]], by: int | None) -> None:
    """Write one record for each subject, with its own detail, as `record` does; one statement for many."""
    records = [
        AuditRecord(act=act, subject=subject, by_user=by, detail=dict(detail)) for subject, detail in details.items()
    ]
    AuditRecord.objects.bulk_create(records)


def record_for_each_row(act: str, *, rows: QuerySet[Any, Any], kind: str, by: int | None, **detail: Any) -> int:
    """Write one record for each row of a query, called by `kind` and its id, all with one detail; return how many.

    One statement, whatever the number.
    """
    values = rows.order_by("pk").values_list(
        Concat(Value(f"{kind}:"), Cast("pk", CharField()), output_field=CharField()),
        Value(act, CharField()),
        Value(timezone.now(), DateTimeField()),
        Value(by, PositiveBigIntegerField()),
        Value(detail, JSONField()),
    )
    return insert_selected(AuditRecord, ("subject", "act", "at", "by_user", "detail"), values)
