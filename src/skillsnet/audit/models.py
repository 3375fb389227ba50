"""Who did what, and when: append-only."""

from typing import Any, NoReturn

from django.db import models

from skillsnet.db.append_only import AppendOnlyModel, RecordStays

NEVER_CHANGED = "audit records are never changed"
NEVER_DELETED = "audit records are never deleted"


class PermanentRecords(models.QuerySet["AuditRecord"]):
    """Records that are read and added to; nothing changes or deletes them."""

    def update(self, **fields: Any) -> NoReturn:
        """Refuse to change records."""
        raise RecordStays(NEVER_CHANGED)

    def delete(self) -> NoReturn:
        """Refuse to delete records."""
        raise RecordStays(NEVER_DELETED)


class AuditRecord(AppendOnlyModel):
    """One act of a person or of the platform; written inside the act's transaction, never changed."""

    why_unchanged, why_kept = NEVER_CHANGED, NEVER_DELETED

    at = models.DateTimeField(auto_now_add=True)
    # A number and no foreign key: the trail outlives the user, and this app stands below accounts.
    by_user = models.PositiveBigIntegerField(null=True, blank=True)
    act = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    detail = models.JSONField(default=dict)

    objects = PermanentRecords.as_manager()

    class Meta:
        db_table = "audit_record"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subject", "-at"], name="audit_by_subject")]

    def __str__(self) -> str:
        return f"{self.act} {self.subject}"
