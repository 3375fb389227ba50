"""Imported people who have not been told that the platform holds something about them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from skillsnet.membership.enums import OF_THE_ADDRESS, InvitationState
from skillsnet.membership.models import Invitation
from skillsnet.participants.models import Person

# Whoever got data about people from somebody else tells them within a month (GDPR, Article 14, paragraph 3 a).
TELL_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class UntoldPeople:
    """How many contact persons are to be told by mail, and how many no mail reaches."""

    by_mail: int
    by_hand: int


def overdue_people(now: datetime) -> UntoldPeople:
    """Count the contact persons of projects who came in longer ago than `TELL_WITHIN` and were told nothing.

    An invitation that was sent or handed over tells them. Two queries, whatever the number.
    """
    own_invitations = Invitation.objects.filter(person=OuterRef("pk"))
    # A mail that came back, or a draft, tells nobody.
    telling_invitations = own_invitations.filter(~Q(code_digest="") | Q(sent_at__isnull=False)).exclude(
        state=InvitationState.BOUNCED
    )
    returned_invitations = own_invitations.filter(state=InvitationState.BOUNCED, failure__in=OF_THE_ADDRESS)
    imported_people = Person.objects.filter(
        user=None, claimed_at=None, is_removed=False, created_at__lt=now - TELL_WITHIN
    )
    untold_people = imported_people.filter(~Exists(telling_invitations), projects__isnull=False).order_by().distinct()
    total_count = untold_people.count()
    by_hand_count = untold_people.filter(Q(email="") | Exists(returned_invitations)).count() if total_count else 0
    return UntoldPeople(total_count - by_hand_count, by_hand_count)
