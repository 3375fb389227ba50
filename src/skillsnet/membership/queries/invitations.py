"""Reading invitations for facilitators."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from skillsnet.accounts.viewer import Viewer
from skillsnet.membership.enums import OF_THE_ADDRESS, RESENDABLE, REVOCABLE, InvitationState
from skillsnet.membership.models import Invitation
from skillsnet.participants.visibility import contact_card, hidden_from_facilitators

# Where it matters whether the mail arrived; whoever has answered had it.
WITH_FAILURE = (InvitationState.BOUNCED, InvitationState.SENT, InvitationState.EXPIRED)


@dataclass(frozen=True)
class InvitationRow:
    """An invitation as the list shows it."""

    id: int
    person_id: int | None
    name: str
    address: str
    state: str
    state_label: str
    failure: str
    sent_at: datetime | None
    expires_at: datetime | None
    ended_at: datetime | None
    maker: str
    is_hand_over: bool
    needs_hand_over: bool
    is_by_mail: bool
    reminders: int
    reminded_at: datetime | None
    are_reminders_stopped: bool
    is_resendable: bool
    is_revocable: bool


def invitations(*, state: str, words: str, campaign: int | None = None) -> QuerySet[Invitation]:
    """Return the invitations in a state, or all where the word names none, of people whose name or address has words.

    Of one round or of all; newest first.
    """
    rows = Invitation.objects.select_related("person", "by").prefetch_related("person__consents").order_by("-pk")
    if campaign is not None:
        rows = rows.filter(campaign=campaign)
    if state in InvitationState.values:
        rows = rows.filter(state=state)
    if words:
        of_name = Q(person__name__icontains=words) & ~Q(hidden_from_facilitators("name", person="person"))
        of_address = Q(person__email__icontains=words) & ~Q(hidden_from_facilitators("email", person="person"))
        rows = rows.filter(of_name | of_address)
    return rows


def invitation_rows(page: Iterable[Invitation], viewer: Viewer) -> list[InvitationRow]:
    """Return invitations as the viewer may see them; no query."""
    return [_row(invitation, viewer) for invitation in page]


def _row(invitation: Invitation, viewer: Viewer) -> InvitationRow:
    card = contact_card(invitation.person, viewer)
    return InvitationRow(
        id=invitation.pk,
        person_id=invitation.person_id,
        name=card.name,
        address=card.email,
        state=invitation.state,
        state_label=invitation.get_state_display(),
        failure=invitation.get_failure_display() if invitation.state in WITH_FAILURE and invitation.failure else "",
        sent_at=invitation.sent_at,
        expires_at=invitation.expires_at,
        ended_at=invitation.ended_at,
        maker=inviter_name(invitation),
        is_hand_over=bool(invitation.code_digest),
        needs_hand_over=invitation.person_id is not None and _reaches_nobody(invitation),
        is_by_mail=invitation.state in (InvitationState.QUEUED, InvitationState.SENT),
        reminders=invitation.reminders,
        reminded_at=invitation.reminded_at,
        are_reminders_stopped=invitation.reminders_stopped_at is not None,
        is_resendable=invitation.state in RESENDABLE
        and not invitation.code_digest
        and invitation.person_id is not None,
        is_revocable=invitation.state in REVOCABLE,
    )


def _reaches_nobody(invitation: Invitation) -> bool:
    """Return whether no mail arrives, or what was handed over works no longer."""
    if invitation.code_digest:
        return invitation.state in (InvitationState.EXPIRED, InvitationState.REVOKED)
    return invitation.state == InvitationState.BOUNCED and invitation.failure in OF_THE_ADDRESS


def inviter_name(invitation: Invitation) -> str:
    """Return who made an invitation, as other facilitators know them; empty where nobody did or is there any more."""
    by = invitation.by
    return (by.name or by.email) if by is not None else ""


@dataclass(frozen=True)
class InvitationCount:
    """How many invitations stand in one state."""

    state: str
    label: str
    count: int


def invitation_counts(*, campaign: int | None = None) -> list[InvitationCount]:
    """Return the states in which invitations stand, of one round or of all, in the order of a life; one query."""
    rows = (
        Invitation.objects.order_by() if campaign is None else Invitation.objects.order_by().filter(campaign=campaign)
    )
    counts = dict(rows.values_list("state").annotate(count=Count("pk")))
    return [
        InvitationCount(state.value, str(state.label), counts[state]) for state in InvitationState if state in counts
    ]
