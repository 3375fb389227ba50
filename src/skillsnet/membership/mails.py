"""What an invitation's mail says, made when it is sent."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from skillsnet.membership.enums import InvitationState
from skillsnet.membership.mail_texts import MailText, default_text, filled_in, values_for
from skillsnet.membership.models import Campaign, Invitation
from skillsnet.membership.tokens import reminder_stop_signature, stop_signature, token_of
from skillsnet.outbox.actions import Letter
from skillsnet.participants.models import Person
from skillsnet.participants.suppression import address_digest, is_suppressed

# So long the link of an invitation works.
GOOD_FOR = timedelta(days=30)
# Stands in a preview where the mail has its link.
LINK_IN_PREVIEW = "…"


def mail_words(mail_id: int) -> str | None:
    """Return the words of an invitation's or a reminder's mail, or nothing when it is of no use any more."""
    reminder = Q(reminder_mail=mail_id, state=InvitationState.SENT, reminders_stopped_at=None)
    of_use = Q(mail=mail_id, state=InvitationState.QUEUED) | (reminder & Q(campaign__first_reminder_days__isnull=False))
    invitation = Invitation.objects.select_related("person", "campaign").filter(of_use).order_by("pk").first()
    person = invitation.person if invitation else None
    if invitation is None or person is None or address_digest(person.email) != invitation.address_digest:
        return None
    if is_suppressed(person.email):
        return None
    write = reminder_letter if invitation.reminder_mail_id == mail_id else letter
    return write(invitation, person, link=_link(invitation)).body


def mail_headers(mail_id: int) -> dict[str, str]:
    """Return the headers by which a mail program offers to stop such mails with one click (RFC 8058)."""
    invitation = Invitation.objects.filter(Q(mail=mail_id) | Q(reminder_mail=mail_id)).order_by("pk").first()
    if invitation is None:
        return {}
    path = (
        reverse("claim_stop_reminders", args=[reminder_stop_signature(invitation)])
        if invitation.reminder_mail_id == mail_id
        else reverse("claim_stop", args=[stop_signature(invitation)])
    )
    address = invitation.site + path
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def letter(invitation: Invitation, person: Person, *, link: str = LINK_IN_PREVIEW) -> Letter:
    """Return an invitation as it is read, with the link given."""
    text = text_of(invitation.campaign, invitation.language)
    values = values_for(person, language=invitation.language, link=link)
    return Letter(person.email, filled_in(text.subject, values), filled_in(text.body, values))


def reminder_letter(invitation: Invitation, person: Person, *, link: str = LINK_IN_PREVIEW) -> Letter:
    """Return a reminder as it is read, with the link given and the day on which the link ends."""
    text = default_text(invitation.language, "reminder")
    values = values_for(person, language=invitation.language, link=link)
    # A preview says what one that is sent now would say.
    expires_at = invitation.expires_at or timezone.now() + GOOD_FOR
    with override(invitation.language):
        values["until"] = date_format(timezone.localtime(expires_at))
    return Letter(person.email, filled_in(text.subject, values), filled_in(text.body, values))


def preview_letter(person: Person, *, language: str) -> Letter:
    """Return the invitation that a person would get, without a link."""
    return letter(Invitation(language=language), person)


def campaign_letter(campaign: Campaign, person: Person, *, language: str) -> Letter:
    """Return the invitation that a person gets in a round, without a link."""
    return letter(Invitation(language=language, campaign=campaign), person)


def campaign_reminder(person: Person, *, language: str) -> Letter:
    """Return the reminder that a person gets in a round, without a link."""
    return reminder_letter(Invitation(language=language), person)


def text_of(campaign: Campaign | None, language: str) -> MailText:
    """Return the mail of a round in a language; the one that the platform brings where there is no round."""
    stored = campaign.texts.get(language) if campaign else None
    return MailText(stored["subject"], stored["body"]) if stored else default_text(language)


def _link(invitation: Invitation) -> str:
    return invitation.site + reverse("claim_link", args=[token_of(invitation.nonce)])


def has_mail_server() -> bool:
    """Return whether mails leave this machine."""
    return settings.MAIL_SERVER is not None
