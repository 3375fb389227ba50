"""Who may be invited, and why not."""

from django.utils.translation import gettext as _

from skillsnet.membership.enums import PENDING
from skillsnet.membership.models import Invitation
from skillsnet.participants.models import Person
from skillsnet.participants.suppression import is_suppressed


def why_not_erase(person: Person) -> str:
    """Return why a facilitator cannot erase a person, or an empty text."""
    if person.user_id is not None or person.claimed_at is not None:
        return _("This profile belongs to a member. Only the member can remove it.")
    return ""


def why_not_invite(person: Person) -> str:
    """Return why a person cannot be invited now, or an empty text."""
    if person.user_id is not None or person.claimed_at is not None:
        return _("This person is already a member.")
    if person.is_removed:
        return _("This person has been removed. Put the person back before you send an invitation.")
    if not person.email:
        return _("This person has no mail address. Add one on the page “Edit the person”.")
    if is_suppressed(person.email):
        return _("Nobody may write to this address any more: its owner declined an earlier invitation.")
    if Invitation.objects.filter(person=person, state__in=PENDING).exists():
        return _("This person already has an invitation. You find it in the list of invitations.")
    return ""
