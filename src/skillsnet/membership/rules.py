"""Who may be invited, and why not."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from skillsnet.accounts.models import User
from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.models import Project
from skillsnet.membership.enums import OF_THE_ADDRESS, PENDING, InvitationState
from skillsnet.membership.models import Invitation
from skillsnet.participants.models import Person, ProfileMerge
from skillsnet.participants.suppression import address_digest, is_suppressed

# The link in the reminder works for two days more.
LATEST_REMINDER_DAYS = 28
SEPARABLE_FOR = timedelta(days=30)


def _is_member(person: Person) -> bool:
    """Return whether a profile belongs to somebody who signed in for it, or was joined with such a profile."""
    return person.user_id is not None or person.claimed_at is not None or person.merged_into_id is not None


def why_not_join(duplicate: Person) -> str:
    """Return why a member cannot make another profile a part of their own, or an empty text."""
    if duplicate.is_removed:
        return _("This profile has been removed. Write to the facilitators of the network.")
    return ""


def why_not_separate(merge: ProfileMerge) -> str:
    """Return why two profiles that were joined stay one, or an empty text."""
    if merge.undone_at is not None:
        return _("The profiles have already been separated.")
    if merge.merged_at < timezone.now() - SEPARABLE_FOR:
        return _("The profiles were joined more than 30 days ago. Write to the facilitators of the network.")
    return ""


def why_not_erase(person: Person) -> str:
    """Return why a facilitator cannot erase a person, or an empty text."""
    if person.merged_into_id is not None:
        return _("This profile was joined with a member’s. Only the member can remove it.")
    if person.user_id is not None or person.claimed_at is not None:
        return _("This profile belongs to a member. Only the member can remove it.")
    return ""


def why_not_leave(user: User) -> str:
    """Return why somebody cannot delete their account, or an empty text."""
    if user.is_facilitator:
        return _("You are a facilitator. Ask another facilitator to end your role before you delete your account.")
    return ""


def invited_person(invitation: Invitation) -> Person | None:
    """Return whom an invitation's mails may still go to; nobody once they claimed, have another address or said no."""
    person = invitation.person
    if person is None or _is_member(person):
        return None
    has_changed = address_digest(person.email) != invitation.address_digest
    return None if has_changed or is_suppressed(person.email) else person


def why_not_remind(days: Sequence[int]) -> str:
    """Return why reminders cannot go out so many days after the invitation, or an empty text."""
    if days and not (days[0] >= 1 and days[-1] <= LATEST_REMINDER_DAYS):
        return _("Set reminders to between 1 and %(most)d days after the invitation, while its link works.") % {
            "most": LATEST_REMINDER_DAYS
        }
    if len(days) > 1 and days[1] <= days[0]:
        return _("Set the second reminder to more than %(days)d days, so that it comes after the first one.") % {
            "days": days[0]
        }
    return ""


def is_unreachable(address: str) -> bool:
    """Return whether a mail server, or a facilitator, said that no mail arrives at an address."""
    return (
        Invitation.objects.filter(state=InvitationState.BOUNCED, failure__in=OF_THE_ADDRESS)
        .filter(address_digest=address_digest(address))
        .exists()
    )


def why_not_mark_unreachable(person: Person) -> str:
    """Return why nobody can mark a person's address as one where no mail arrives, or an empty text."""
    if _is_member(person):
        return _("This person is already a member.")
    if not person.email:
        return _("This person has no mail address.")
    if is_unreachable(person.email):
        return _("This address is already marked: no mail arrives.")
    return ""


def why_not_hand_over(person: Person) -> str:
    """Return why no link or code can be handed over for a person now, or an empty text."""
    if _is_member(person):
        return _("This person is already a member.")
    if person.is_removed:
        return _("This person has been removed. Put the person back before you hand over a code.")
    by_mail = [state for state in PENDING if state != InvitationState.HANDED_OVER]
    if Invitation.objects.filter(person=person, state__in=by_mail).exists():
        return _("This person already has an invitation by mail. Revoke it before you hand over a code.")
    if not person.email:
        return ""
    if is_suppressed(person.email):
        return _("Nobody may write to this address any more: its owner declined an earlier invitation.")
    if not is_unreachable(person.email):
        return _("This person has a mail address. Send an invitation by mail.")
    return ""


def why_not_invite(person: Person) -> str:
    """Return why a person cannot be invited now, or an empty text."""
    if _is_member(person):
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


def may_write_news(project: Project, viewer: Viewer) -> bool:
    """Return whether somebody may write about a project: the member whose project it is, and facilitators."""
    contact = project.contact
    is_own = contact is not None and contact.user_id is not None and contact.user_id == viewer.user_id
    return viewer.is_member and (viewer.is_facilitator or is_own)
