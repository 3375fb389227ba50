"""Reading who is reminded of an invitation, and which rounds have mails to send."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from skillsnet.membership.enums import CampaignState, InvitationState
from skillsnet.membership.models import Campaign, Invitation


def due_reminders(campaign: Campaign, now: datetime) -> QuerySet[Invitation]:
    """Return the invitations of a round of which somebody is to be reminded now, the oldest first.

    The second one keeps its distance from the first also where the worker stood still meanwhile.
    """
    is_due = Q(pk__in=[])
    days = [timedelta(days=number) for number in campaign.reminder_days]
    if days:
        is_due |= Q(reminders=0, sent_at__lte=now - days[0])
    if len(days) > 1:
        is_due |= Q(reminders=1, sent_at__lte=now - days[1], reminded_at__lte=now - (days[1] - days[0]))
    without_reminders = Invitation.objects.filter(
        address_digest=OuterRef("address_digest"), reminders_stopped_at__isnull=False
    )
    return (
        Invitation.objects.filter(campaign=campaign, state=InvitationState.SENT, expires_at__gt=now, reminder_mail=None)
        .filter(is_due)
        .exclude(Exists(without_reminders))
        .order_by("pk")
    )


def campaigns_with_waves(now: datetime) -> list[Campaign]:
    """Return the rounds that are being sent, and those that are all sent but have somebody to remind."""
    unanswered = Invitation.objects.filter(campaign=OuterRef("pk"), state=InvitationState.SENT)
    finished = Q(state=CampaignState.FINISHED, first_reminder_days__isnull=False) & Q(Exists(unanswered))
    rows = Campaign.objects.filter(Q(state=CampaignState.SENDING) | finished).order_by("pk")
    return [row for row in rows if row.state == CampaignState.SENDING or due_reminders(row, now).exists()]
