"""Reading rounds of invitations: how far they are, and what came back."""

from dataclasses import dataclass

from django.db.models import Count, Max, QuerySet

from skillsnet.membership.enums import OF_THE_ADDRESS, InvitationState
from skillsnet.membership.models import Campaign, Invitation
from skillsnet.participants.models import Person

PREVIEWS = 3
# Recipients that are looked at for previews in several languages.
LOOKED_AT = 200


@dataclass(frozen=True)
class BounceShare:
    """How many mails of a round the mail server took or refused, and how many of them it refused."""

    mails: int
    refusals: int


def bounce_share(campaign: Campaign) -> BounceShare:
    """Return what came of the mails of a round that are judged; one query."""
    judged_rows = Invitation.objects.filter(campaign=campaign, pk__gt=campaign.judged_after)
    rows = judged_rows.order_by().values_list("state", "failure").annotate(count=Count("pk"))
    answer_count, refusal_count = 0, 0
    for state, failure, count in rows:
        is_bounce = state == InvitationState.BOUNCED and failure in OF_THE_ADDRESS
        refusal_count += count if is_bounce else 0
        is_taken = state in (InvitationState.SENT, InvitationState.CLAIMED, InvitationState.DECLINED)
        answer_count += count if is_bounce or is_taken or state == InvitationState.EXPIRED else 0
    return BounceShare(answer_count, refusal_count)


def last_sent_id(campaign: Campaign) -> int:
    """Return the highest number among the invitations of a round that are no drafts any more, 0 for none."""
    begun_rows = Invitation.objects.filter(campaign=campaign).exclude(state=InvitationState.DRAFT)
    return int(begun_rows.aggregate(last=Max("pk"))["last"] or 0)


def campaigns() -> QuerySet[Campaign]:
    """Return the rounds, the latest first."""
    return Campaign.objects.order_by("-pk")


def drafts_left(campaign: Campaign) -> int:
    """Return how many invitations of a round are not on their way yet."""
    return Invitation.objects.filter(campaign=campaign, state=InvitationState.DRAFT).count()


def preview_people(campaign: Campaign) -> list[tuple[Person, str]]:
    """Return three people whom a round goes to with their languages: one of each language first."""
    rows = Invitation.objects.filter(campaign=campaign).exclude(person=None).select_related("person").order_by("pk")
    pairs = [(row.person, row.language) for row in rows[:LOOKED_AT] if row.person is not None]
    by_language = list({language: (person, language) for person, language in reversed(pairs)}.values())
    further_pairs = [pair for pair in pairs if pair not in by_language]
    return [*by_language, *further_pairs][:PREVIEWS]
