"""Reminding people who have not answered: at most twice, then silence."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from skillsnet.audit.actions import record
from skillsnet.membership.actions.claiming import end_invitation
from skillsnet.membership.enums import InvitationState
from skillsnet.membership.mails import reminder_letter
from skillsnet.membership.models import Campaign, Invitation
from skillsnet.membership.queries.reminders import due_reminders
from skillsnet.membership.rules import invited_person
from skillsnet.outbox.actions import post_invitation
from skillsnet.outbox.tasks import deliver_soon


def send_reminders(campaign: Campaign, *, now: datetime, most: int) -> int:
    """Queue up to so many of a round's reminders that are due, and return how many; call inside a transaction.

    A reminder counts once it was sent (`follow_mails`). One that could not be sent is not followed by another.
    """
    if settings.MAIL_SERVER is None or not campaign.reminder_days:
        return 0
    rows = due_reminders(campaign, now).select_for_update(of=("self",)).select_related("person")[:most]
    return sum(_remind(invitation) for invitation in rows)


def _remind(invitation: Invitation) -> bool:
    person = invited_person(invitation)
    if person is None or invitation.expires_at is None:
        end_invitation(invitation, InvitationState.REVOKED)
        return False
    subject = reminder_letter(invitation, person).subject
    invitation.reminder_mail = post_invitation(person.email, subject=subject, good_until=invitation.expires_at)
    invitation.save(update_fields=["reminder_mail"])
    deliver_soon()
    return True


@transaction.atomic
def stop_reminders(invitation: Invitation) -> None:
    """Remind nobody at the address of an invitation again; its link works as before."""
    rows = Invitation.objects.filter(pk=invitation.pk, reminders_stopped_at=None)
    if rows.update(reminders_stopped_at=timezone.now()):
        record("membership.stop_reminders", subject=f"invitation:{invitation.pk}", by=None)


@transaction.atomic
def stop_campaign_reminders(campaign_id: int, *, by: int | None) -> None:
    """Send no more reminders of a round, not even those that wait in the outbox."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
    campaign.first_reminder_days = campaign.second_reminder_days = None
    campaign.save(update_fields=["first_reminder_days", "second_reminder_days"])
    record("membership.stop_campaign_reminders", subject=f"campaign:{campaign.pk}", by=by)
