"""Invitations of people to take over their profiles."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from skillsnet.membership.enums import CLAIMABLE, FAILURES, MOST_REMINDERS, PENDING, CampaignState, InvitationState
from skillsnet.outbox.models import MailMessage
from skillsnet.participants.models import Person


class Campaign(models.Model):
    """One round of invitations: its mail in each language, and how fast it goes out."""

    title = models.CharField(max_length=120)
    texts = models.JSONField(help_text="Subject and body by language, with placeholders (`mail_texts`).")
    pace_an_hour = models.PositiveSmallIntegerField(help_text="At most so many mails an hour.")
    state = models.CharField(max_length=10, choices=CampaignState.choices, default=CampaignState.DRAFT)
    site = models.URLField(max_length=200, help_text="Address of the platform, as the facilitator opened it.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    judged_after = models.PositiveBigIntegerField(
        default=0, help_text="Whether too many mails come back is judged by the invitations with higher numbers."
    )
    wave_at = models.DateTimeField(null=True, blank=True, help_text="Up to when what the pace allows has been sent.")
    first_reminder_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Days after the invitation; empty for no reminder."
    )
    second_reminder_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Days after the invitation; empty for one reminder at most."
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CampaignState.values), name="campaign_state_known"),
            models.CheckConstraint(condition=Q(pace_an_hour__gte=1), name="campaign_has_pace"),
            models.CheckConstraint(
                condition=Q(wave_at__isnull=False) | ~Q(state=CampaignState.SENDING), name="sending_campaign_has_wave"
            ),
            models.CheckConstraint(
                condition=Q(second_reminder_days=None)
                | Q(first_reminder_days__isnull=False, second_reminder_days__gt=F("first_reminder_days")),
                name="second_reminder_comes_later",
            ),
        ]

    def __str__(self) -> str:
        return f"campaign {self.pk}"

    @property
    def reminder_days(self) -> tuple[int, ...]:
        """After how many days each reminder goes out, counted from the invitation."""
        return tuple(days for days in (self.first_reminder_days, self.second_reminder_days) if days is not None)


class Invitation(models.Model):
    """A link for one person to take over their profile; neither it nor its code is kept anywhere (`tokens`)."""

    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="invitations")
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.PROTECT, related_name="invitations")
    address_digest = models.CharField(max_length=64, help_text="Keyed hash of the address that it goes to.")
    language = models.CharField(max_length=10)
    site = models.URLField(max_length=200, help_text="Address of the platform, as the facilitator opened it.")
    state = models.CharField(max_length=12, choices=InvitationState.choices, default=InvitationState.DRAFT)
    nonce = models.CharField(max_length=64, help_text="With the platform's secret key this makes the token.")
    token_digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token.")
    code_digest = models.CharField(
        max_length=64, blank=True, help_text="Keyed hash of the code that is handed over; empty where a mail goes out."
    )
    mail = models.OneToOneField(MailMessage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    failure = models.CharField(max_length=15, choices=FAILURES, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True, db_index=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it was claimed, declined or revoked.")
    reminder_mail = models.OneToOneField(
        MailMessage,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="A reminder on its way, or one that could not be sent.",
    )
    reminders = models.PositiveSmallIntegerField(default=0, help_text="How many were sent.")
    reminded_at = models.DateTimeField(null=True, blank=True)
    reminders_stopped_at = models.DateTimeField(null=True, blank=True, help_text="When its receiver said so.")

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["state", "-id"], name="invitation_state"),
            models.Index(fields=["campaign", "state", "id"], name="invitation_of_campaign"),
            models.Index(
                fields=["address_digest"], condition=Q(reminders_stopped_at__isnull=False), name="no_more_reminders"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=InvitationState.values), name="invitation_state_known"),
            models.CheckConstraint(
                condition=Q(failure__in=["", *(value for value, _label in FAILURES)]), name="invitation_failure_known"
            ),
            models.UniqueConstraint(fields=["person"], condition=Q(state__in=PENDING), name="one_pending_invitation"),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=False) | ~Q(state__in=CLAIMABLE), name="open_invitation_expires"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False)
                | ~Q(state__in=[InvitationState.CLAIMED, InvitationState.DECLINED, InvitationState.REVOKED]),
                name="ended_invitation_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(failure="") | ~Q(state=InvitationState.BOUNCED), name="bounced_invitation_says_why"
            ),
            models.UniqueConstraint(
                fields=["code_digest"], condition=~Q(code_digest=""), name="code_opens_one_profile"
            ),
            models.CheckConstraint(
                condition=~Q(code_digest="") | ~Q(state=InvitationState.HANDED_OVER), name="handed_over_has_code"
            ),
            models.CheckConstraint(condition=Q(reminders__lte=MOST_REMINDERS), name="few_reminders"),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class ProfileCheck(models.Model):
    """When a member last said that their profile is right, and when they were last asked; see `actions.checking`."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="profile_check")
    confirmed_at = models.DateTimeField(db_index=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True, help_text="When they said not to ask by mail again.")
    site = models.URLField(max_length=200, blank=True, help_text="Address of the platform, as the member opened it.")
    mail = models.OneToOneField(MailMessage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"check of person {self.person_id}"
