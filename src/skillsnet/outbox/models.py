"""Every message the platform wrote to somebody."""

from django.db import models
from django.db.models import Q

from skillsnet.outbox.enums import UNDER_WAY, WITHOUT_WORDS, Failure, MailKind, MailState


class MailMessage(models.Model):
    """One message to one address, kept whether or not a mail server sends it."""

    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=300)
    body = models.TextField(blank=True, help_text="Empty where it is made when it is sent, and in old mails.")
    kind = models.CharField(max_length=10, choices=MailKind.choices, default=MailKind.LETTER)
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.KEPT)
    batch = models.CharField(max_length=60, blank=True, help_text="What the drafts that are sent together are about.")
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    queued_at = models.DateTimeField(null=True, blank=True, help_text="When it was last told to go.")
    tries = models.PositiveSmallIntegerField(default=0, help_text="Deliveries begun since it was last told to go.")
    next_try_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True, help_text="How long a delivery has it to itself.")
    answer_awaited_since = models.DateTimeField(
        null=True, blank=True, help_text="Since when the mail server may have it, whose answer is not known yet."
    )
    good_until = models.DateTimeField(null=True, blank=True, help_text="After this it is of no use.")
    failure = models.CharField(max_length=15, choices=Failure.choices, blank=True)
    reply = models.CharField(max_length=300, blank=True, help_text="The mail server's words, without contacts.")

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["batch", "state"], condition=~Q(batch=""), name="mail_batch"),
            models.Index(fields=["to", "id"], condition=Q(state__in=UNDER_WAY), name="mail_under_way"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MailState.values), name="mail_state_known"),
            models.CheckConstraint(condition=Q(kind__in=MailKind.values), name="mail_kind_known"),
            models.CheckConstraint(condition=Q(failure__in=["", *Failure.values]), name="mail_failure_known"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=False) | ~Q(state=MailState.SENT), name="sent_mail_has_time"
            ),
            models.CheckConstraint(
                condition=Q(queued_at__isnull=False, next_try_at__isnull=False) | ~Q(state=MailState.QUEUED),
                name="queued_mail_has_next_try",
            ),
            models.CheckConstraint(
                condition=Q(state=MailState.SENDING, lease_until__isnull=False)
                | (~Q(state=MailState.SENDING) & Q(lease_until=None)),
                name="mail_being_sent_has_lease",
            ),
            models.CheckConstraint(condition=~Q(failure="") | ~Q(state=MailState.FAILED), name="failed_mail_says_why"),
            models.CheckConstraint(condition=Q(body="") | ~Q(kind__in=WITHOUT_WORDS), name="made_mail_has_no_body"),
        ]

    def __str__(self) -> str:
        return f"mail {self.pk}"
