"""Who did what, and when: append-only."""

from django.db import models


class AuditRecord(models.Model):
    """One act of a person or of the platform; written inside the act's transaction, never changed."""

    at = models.DateTimeField(auto_now_add=True)
    # A number and no foreign key: the trail outlives the user, and this app stands below accounts.
    by_user = models.PositiveBigIntegerField(null=True, blank=True)
    act = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    detail = models.JSONField(default=dict)

    class Meta:
        db_table = "audit_record"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subject", "-at"], name="audit_by_subject")]

    def __str__(self) -> str:
        return f"{self.act} {self.subject}"
