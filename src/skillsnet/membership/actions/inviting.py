"""Inviting people, inviting them again with another link, and revoking an invitation."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillsnet.audit.actions import record
from skillsnet.core.errors import Invalid
from skillsnet.membership.enums import RESENDABLE, REVOCABLE, InvitationState
from skillsnet.membership.mails import GOOD_FOR, letter, mail_words
from skillsnet.membership.models import Invitation
from skillsnet.membership.rules import why_not_invite
from skillsnet.membership.tokens import new_nonce, token_digest, token_of
from skillsnet.outbox.actions import Letter, post_invitation
from skillsnet.outbox.backend import print_letter
from skillsnet.outbox.tasks import deliver_soon
from skillsnet.participants.models import Person
from skillsnet.participants.suppression import address_digest


@transaction.atomic
def invite(person: Person, *, language: str, site: str, by: int | None) -> Invitation:
    """Send a person an invitation; `Invalid` with the reason where they cannot be invited."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if reason := why_not_invite(person):
        raise Invalid([reason])
    nonce = new_nonce()
    invitation = Invitation.objects.create(
        person=person,
        address_digest=address_digest(person.email),
        language=language,
        site=site,
        nonce=nonce,
        token_digest=token_digest(token_of(nonce)),
        by_id=by,
    )
    post_mail(invitation, person)
    record("membership.invite", subject=f"person:{person.pk}", by=by, invitation=invitation.pk)
    return invitation


@transaction.atomic
def resend(invitation_id: int, *, by: int | None) -> Invitation:
    """Send an invitation again with another link: the former one opens nothing from now on."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation_id)
    person = invitation.person
    if person is None or invitation.state not in RESENDABLE:
        raise Invalid([_gone_sentence()])
    former_state, invitation.state = invitation.state, InvitationState.REVOKED
    # Counted as ended for the rules, which refuse a second one beside one that is pending.
    Invitation.objects.filter(pk=invitation.pk).update(state=InvitationState.REVOKED, ended_at=timezone.now())
    if reason := why_not_invite(person):
        raise Invalid([reason])
    invitation.nonce = new_nonce()
    invitation.token_digest = token_digest(token_of(invitation.nonce))
    invitation.address_digest = address_digest(person.email)
    invitation.failure, invitation.ended_at, invitation.sent_at = "", None, None
    invitation.reminder_mail, invitation.code_digest = None, ""
    post_mail(invitation, person)
    record("membership.resend", subject=f"person:{person.pk}", by=by, invitation=invitation.pk, former=former_state)
    return invitation


@transaction.atomic
def revoke(invitation_id: int, *, by: int | None) -> Invitation:
    """End an invitation: its link opens nothing from now on, and its mail is not sent if it was not yet."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation_id)
    if invitation.state not in REVOCABLE:
        raise Invalid([_gone_sentence()])
    invitation.state, invitation.ended_at = InvitationState.REVOKED, timezone.now()
    invitation.save(update_fields=["state", "ended_at"])
    record("membership.revoke", subject=f"person:{invitation.person_id}", by=by, invitation=invitation.pk)
    return invitation


def post_mail(invitation: Invitation, person: Person) -> None:
    """Queue an invitation's mail, whose words and link are made when it is sent; inside a transaction."""
    invitation.expires_at = timezone.now() + GOOD_FOR
    subject = letter(invitation, person).subject
    invitation.mail = post_invitation(person.email, subject=subject, good_until=invitation.expires_at)
    invitation.state = InvitationState.QUEUED
    invitation.save()
    deliver_soon()
    if settings.MAIL_SERVER is None:
        # Only whoever runs the platform on their own machine reads it there, and nobody else can.
        print_letter(Letter(person.email, subject, mail_words(invitation.mail.pk) or ""))


def _gone_sentence() -> str:
    return _("This invitation has been answered or ended meanwhile. Reload the page.")
