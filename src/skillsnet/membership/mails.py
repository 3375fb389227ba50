"""What an invitation's mail says, made when it is sent."""

from django.conf import settings
from django.urls import reverse

from skillsnet.membership.enums import InvitationState
from skillsnet.membership.mail_texts import default_text, filled_in, values_for
from skillsnet.membership.models import Invitation
from skillsnet.membership.tokens import token_of
from skillsnet.outbox.actions import Letter
from skillsnet.participants.models import Person
from skillsnet.participants.suppression import address_digest, is_suppressed

# Stands in a preview where the mail has its link.
LINK_IN_PREVIEW = "…"


def mail_words(mail_id: int) -> str | None:
    """Return the words of an invitation's mail, or nothing when it is of no use any more."""
    invitation = Invitation.objects.select_related("person").filter(mail=mail_id, state=InvitationState.QUEUED).first()
    person = invitation.person if invitation else None
    if invitation is None or person is None or address_digest(person.email) != invitation.address_digest:
        return None
    if is_suppressed(person.email):
        return None
    return letter(invitation, person, link=_link(invitation)).body


def letter(invitation: Invitation, person: Person, *, link: str = LINK_IN_PREVIEW) -> Letter:
    """Return an invitation as it is read, with the link given."""
    text = default_text(invitation.language)
    values = values_for(person, language=invitation.language, link=link)
    return Letter(person.email, filled_in(text.subject, values), filled_in(text.body, values))


def preview_letter(person: Person, *, language: str) -> Letter:
    """Return the invitation that a person would get, without a link."""
    return letter(Invitation(language=language), person)


def _link(invitation: Invitation) -> str:
    return invitation.site + reverse("claim_link", args=[token_of(invitation.nonce)])


def has_mail_server() -> bool:
    """Return whether mails leave this machine."""
    return settings.MAIL_SERVER is not None
