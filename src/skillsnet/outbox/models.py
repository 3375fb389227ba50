"""Every message the platform wrote to somebody."""

from django.db import models

from skillsnet.outbox.enums import MailState


class MailMessage(models.Model):
    """One message to one address, kept whether or not a mail server sends it."""

    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.KEPT)
    batch = models.CharField(max_length=60, blank=True, help_text="What the drafts that are sent together are about.")
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["batch", "state"], condition=~models.Q(batch=""), name="mail_batch")]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=MailState.values), name="mail_state_known"),
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=False) | ~models.Q(state=MailState.SENT), name="sent_mail_has_time"
            ),
        ]

    def __str__(self) -> str:
        return f"mail {self.pk}"
