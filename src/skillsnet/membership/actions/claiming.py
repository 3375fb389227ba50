"""Claiming a profile: once, by whoever has the link that was mailed to its person."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillsnet.accounts.actions import make_member
from skillsnet.accounts.models import User
from skillsnet.audit.actions import record
from skillsnet.calls.actions import lock_version, names_changed
from skillsnet.core.errors import Invalid
from skillsnet.membership.actions.checking import confirm_profile
from skillsnet.membership.enums import InvitationState
from skillsnet.membership.models import Invitation
from skillsnet.membership.queries.profiles import open_invitations
from skillsnet.participants.actions import lift_suppression, settle_owners
from skillsnet.participants.enums import SuppressionReason
from skillsnet.participants.models import Person
from skillsnet.participants.suppression import address_digest
from skillsnet.revisions.actions import revise


class LinkUnusable(Exception):
    """The link opens nothing: unknown, used, expired or revoked. Nobody is told which."""


class SignInFirst(Exception):
    """The invited address has an account that no link alone opens: a facilitator's, or one with a profile already."""


@transaction.atomic
def claim(digest: str, *, by: int | None) -> User:
    """Make the invited person's profile the property of an account, and return it; of many at once one succeeds.

    The account is that of `by`, else the one with the invited address, made when there is none: the link was mailed
    there. Whoever was handed a link or a code has shown no address, and signs in with one first. `Invalid` where that
    account cannot have the profile; nothing is written then.
    """
    invitation, person = lock_invitation(digest)
    if person.is_removed:
        raise Invalid([_("This profile has been removed. Write to the facilitators of the network.")])
    user = _account_for(person, invitation, by=by)
    if not user.is_active:
        raise Invalid([_("This account is switched off. Write to the facilitators of the network.")])
    if Person.objects.filter(user=user).exists():
        if by is None:
            raise SignInFirst
        raise Invalid([_("Your account already has a profile. Choose what stays, and join the two.")])
    now = timezone.now()
    person.user, person.claimed_at = user, now
    person.save(update_fields=["user", "claimed_at"])
    if invitation.state == InvitationState.HANDED_OVER and person.email != user.email:
        # No mail reached the person before: the address that they proved takes the place of the other, or of none.
        revise(person, {"email": user.email}, by=user.pk)
    # The first member of an organisation owns it.
    settle_owners(person.affiliations.order_by().values_list("organisation_id", flat=True))
    end_invitation(invitation, InvitationState.CLAIMED)
    # Whoever left and comes back by a code that was handed over has shown the address themselves.
    lift_suppression(user.email, reasons={SuppressionReason.LEFT, SuppressionReason.REMOVED, SuppressionReason.NOT_ME})
    confirm_profile(person, site=invitation.site)
    record("membership.claim", subject=f"person:{person.pk}", by=user.pk, invitation=invitation.pk)
    # Whose name it is has an account now, and may read it in texts.
    names_changed([person.pk])
    return user


def lock_invitation(digest: str) -> tuple[Invitation, Person]:
    """Return an invitation whose link is open, and its person, for this transaction alone; else `LinkUnusable`."""
    lock_version()
    invitation = open_invitations(digest).select_for_update(of=("self",)).first()
    if invitation is None or invitation.person is None:
        raise LinkUnusable
    person = Person.objects.select_for_update().get(pk=invitation.person.pk)
    if address_digest(person.email) != invitation.address_digest:
        raise LinkUnusable
    return invitation, person


def end_invitation(invitation: Invitation, state: InvitationState) -> None:
    """Write that an invitation was answered."""
    invitation.state, invitation.ended_at = state, timezone.now()
    invitation.save(update_fields=["state", "ended_at"])


def _account_for(person: Person, invitation: Invitation, *, by: int | None) -> User:
    if by is not None:
        return User.objects.get(pk=by)
    if invitation.state == InvitationState.HANDED_OVER:
        raise Invalid([_("Enter your mail address first. You receive a code there to sign in with.")])
    user = make_member(person.email, name=person.name)
    if user.is_facilitator:
        raise SignInFirst
    return user
