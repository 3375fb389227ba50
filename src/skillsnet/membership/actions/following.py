"""Following what became of the mails, and ending what nobody answered."""

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from skillsnet.membership.enums import CLAIMABLE, OF_THE_ADDRESS, InvitationState
from skillsnet.membership.models import Invitation
from skillsnet.outbox.enums import DOUBTFUL, MailState
from skillsnet.outbox.models import MailMessage


@transaction.atomic
def follow_mails() -> int:
    """Write which invitations were sent, could not be delivered, or expired; return how many changed.

    Few statements, whatever the number; reads first, so that nothing to do takes no lock.
    """
    waiting_invitations = Invitation.objects.filter(state=InvitationState.QUEUED)
    mail = MailMessage.objects.filter(pk=OuterRef("mail_id"))
    sent_mails = waiting_invitations.filter(mail__state=MailState.SENT)
    failed_mails = waiting_invitations.filter(mail__state=MailState.FAILED).exclude(mail__failure__in=DOUBTFUL)
    doubtful_mails = waiting_invitations.filter(mail__state=MailState.FAILED, mail__failure__in=DOUBTFUL)
    expired = Invitation.objects.filter(state__in=CLAIMABLE, expires_at__lte=timezone.now())
    changed_count = 0
    if sent_mails.exists():
        sent_at = Subquery(mail.values("sent_at")[:1])
        changed_count += sent_mails.update(state=InvitationState.SENT, sent_at=sent_at)
    if failed_mails.exists():
        failure = Subquery(mail.values("failure")[:1])
        changed_count += failed_mails.update(state=InvitationState.BOUNCED, failure=failure)
    if doubtful_mails.exists():
        # Its link must open the profile where it arrived after all; where it did not, the list says why.
        queued_at, failure = Subquery(mail.values("queued_at")[:1]), Subquery(mail.values("failure")[:1])
        changed_count += doubtful_mails.update(state=InvitationState.SENT, sent_at=queued_at, failure=failure)
    changed_count += _follow_reminders()
    if expired.exists():
        changed_count += expired.update(state=InvitationState.EXPIRED)
    return changed_count


def _follow_reminders() -> int:
    """Count the reminders that were sent; where the address was refused, the invitation cannot be delivered either."""
    with_reminder = Invitation.objects.filter(state=InvitationState.SENT, reminder_mail__isnull=False)
    mail = MailMessage.objects.filter(pk=OuterRef("reminder_mail_id"))
    reminded = with_reminder.filter(reminder_mail__state=MailState.SENT)
    unreachable = with_reminder.filter(reminder_mail__state=MailState.FAILED, reminder_mail__failure__in=OF_THE_ADDRESS)
    changed_count = 0
    if reminded.exists():
        sent_at = Subquery(mail.values("sent_at")[:1])
        changed_count += reminded.update(reminded_at=sent_at, reminders=F("reminders") + 1, reminder_mail=None)
    if unreachable.exists():
        failure = Subquery(mail.values("failure")[:1])
        changed_count += unreachable.update(state=InvitationState.BOUNCED, failure=failure, reminder_mail=None)
    return changed_count
