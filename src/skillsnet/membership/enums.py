"""The states of an invitation and of a round of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from skillsnet.outbox.enums import Failure


class InvitationState(models.TextChoices):
    """Where an invitation stands."""

    DRAFT = "draft", _("Not sent yet")
    QUEUED = "queued", _("Waiting to be sent")
    SENT = "sent", _("Sent, no answer yet")
    HANDED_OVER = "handed_over", _("Handed over, no answer yet")
    CLAIMED = "claimed", _("Claimed")
    DECLINED = "declined", _("Declined")
    BOUNCED = "bounced", _("Could not be delivered")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")


# What may follow what; whoever is invited again gets another link, and the former one opens nothing any more.
NEXT = {
    InvitationState.DRAFT: {InvitationState.QUEUED, InvitationState.REVOKED},
    InvitationState.QUEUED: {
        InvitationState.QUEUED,
        InvitationState.SENT,
        InvitationState.CLAIMED,
        InvitationState.DECLINED,
        InvitationState.BOUNCED,
        InvitationState.EXPIRED,
        InvitationState.REVOKED,
    },
    InvitationState.SENT: {
        InvitationState.QUEUED,
        InvitationState.CLAIMED,
        InvitationState.DECLINED,
        InvitationState.BOUNCED,
        InvitationState.EXPIRED,
        InvitationState.REVOKED,
    },
    # By phone, messenger or on paper, to whoever no mail reaches; another link or code takes the place of the former.
    InvitationState.HANDED_OVER: {
        InvitationState.HANDED_OVER,
        InvitationState.CLAIMED,
        InvitationState.DECLINED,
        InvitationState.EXPIRED,
        InvitationState.REVOKED,
    },
    InvitationState.CLAIMED: set(),
    InvitationState.DECLINED: set(),
    InvitationState.BOUNCED: {InvitationState.QUEUED},
    InvitationState.EXPIRED: {InvitationState.QUEUED},
    InvitationState.REVOKED: {InvitationState.QUEUED},
}
# A person has one of these at a time.
PENDING = (InvitationState.DRAFT, InvitationState.QUEUED, InvitationState.SENT, InvitationState.HANDED_OVER)
# Their link opens the profile; the mail may be read before the platform knows that it was sent.
CLAIMABLE = (InvitationState.QUEUED, InvitationState.SENT, InvitationState.HANDED_OVER)
# What a facilitator says of an address to which the mail server took mails: they come back, or nobody reads them.
RETURNED = "returned"
FAILURES = [*Failure.choices, (RETURNED, _("A facilitator marked this address: no mail arrives."))]
# What is said of an address, not of the way to it.
OF_THE_ADDRESS = (Failure.REFUSED.value, Failure.UNWRITABLE.value, RETURNED)
RESENDABLE = tuple(
    state for state in InvitationState if InvitationState.QUEUED in NEXT[state] and state != InvitationState.DRAFT
)
REVOCABLE = tuple(state for state in InvitationState if InvitationState.REVOKED in NEXT[state])

# After so many there is silence.
MOST_REMINDERS = 2


class CampaignState(models.TextChoices):
    """Where a round of invitations stands."""

    DRAFT = "draft", _("Draft")
    SENDING = "sending", _("Being sent")
    PAUSED = "paused", _("Paused")
    HALTED = "halted", _("Stopped by itself: too many mails came back")
    FINISHED = "finished", _("All sent")


NEXT_OF_CAMPAIGN = {
    CampaignState.DRAFT: {CampaignState.SENDING},
    CampaignState.SENDING: {CampaignState.PAUSED, CampaignState.HALTED, CampaignState.FINISHED},
    CampaignState.PAUSED: {CampaignState.SENDING},
    CampaignState.HALTED: {CampaignState.SENDING},
    CampaignState.FINISHED: set(),
}
# Mails of it may go out: invitations, or reminders of them.
WITH_WAVES = (CampaignState.SENDING, CampaignState.FINISHED)
# Its mail can be changed, since nothing is on its way.
EDITABLE = (CampaignState.DRAFT, CampaignState.PAUSED, CampaignState.HALTED)


class AskedThrough(models.TextChoices):
    """How somebody asked to be invited again."""

    MAIL = "mail", _("By mail, from this address")
    PHONE = "phone", _("By phone or message")
    IN_PERSON = "in_person", _("In person")
    LETTER = "letter", _("By letter")
