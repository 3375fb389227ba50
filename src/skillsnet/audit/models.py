"""Who did what, and when: append-only."""

from typing import Any, NoReturn

from django.db import models


class RecordStays(TypeError):
    """Code tried to change or delete an audit record: a fault of ours."""


class PermanentRecords(models.QuerySet["AuditRecord"]):
    """Records that are read and added to; nothing changes or deletes them."""

    def update(self, **fields: Any) -> NoReturn:
        """Refuse to change records."""
        raise RecordStays("audit records are never changed")

    def delete(self) -> NoReturn:
        """Refuse to delete records."""
        raise RecordStays("audit records are never deleted")


class AuditRecord(models.Model):
    """One act of a person or of the platform; written inside the act's transaction, never changed."""

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

    def save(self, *args: Any, **options: Any) -> None:
        """Write a new record, and refuse to change one that is written."""
        if not self._state.adding:
            raise RecordStays("audit records are never changed")
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        """Refuse to delete the record."""
        raise RecordStays("audit records are never deleted")
