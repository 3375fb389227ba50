"""Marking an address by hand at which no mail arrives, where no mail server said so."""

from django.db import transaction

from skillsnet.audit.actions import record
from skillsnet.core.errors import Invalid
from skillsnet.membership.actions.claiming import end_invitation
from skillsnet.membership.enums import RETURNED, InvitationState
from skillsnet.membership.mail_texts import language_for
from skillsnet.membership.models import Invitation
from skillsnet.membership.rules import why_not_mark_unreachable
from skillsnet.membership.tokens import new_nonce, token_digest, token_of
from skillsnet.participants.models import Person
from skillsnet.participants.suppression import address_digest

ON_ITS_WAY = (InvitationState.QUEUED, InvitationState.SENT)


@transaction.atomic
def mark_unreachable(person: Person, *, site: str, by: int | None) -> Invitation:
    """Mark a person's address: no mail arrives. Their invitation cannot be delivered then, and its link ends.

    Whoever was not written to yet has an invitation from now on that cannot be delivered. `Invalid` where nobody can
    mark the address.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if reason := why_not_mark_unreachable(person):
        raise Invalid([reason])
    rows = Invitation.objects.select_for_update().filter(person=person)
    for draft in rows.filter(state=InvitationState.DRAFT):
        end_invitation(draft, InvitationState.REVOKED)
    invitation = rows.filter(state__in=ON_ITS_WAY).first() or _new(person, site=site, by=by)
    invitation.state, invitation.failure, invitation.reminder_mail = InvitationState.BOUNCED, RETURNED, None
    invitation.save()
    record("membership.mark_unreachable", subject=f"person:{person.pk}", by=by, invitation=invitation.pk)
    return invitation


def _new(person: Person, *, site: str, by: int | None) -> Invitation:
    nonce = new_nonce()
    return Invitation(
        person=person,
        address_digest=address_digest(person.email),
        language=language_for(person),
        site=site,
        nonce=nonce,
        token_digest=token_digest(token_of(nonce)),
        by_id=by,
    )
