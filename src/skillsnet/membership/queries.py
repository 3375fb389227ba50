"""Reading invitations, and what a member may correct."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.models import Project
from skillsnet.membership.enums import CLAIMABLE, RESENDABLE, REVOCABLE, InvitationState
from skillsnet.membership.models import Invitation
from skillsnet.participants.models import Affiliation, Organisation, Person
from skillsnet.participants.suppression import address_digest
from skillsnet.participants.texts import site_for, text_for
from skillsnet.participants.visibility import PERSON_FIELDS, PersonField, contact_card
from skillsnet.revisions.queries import field_values
from skillsnet.revisions.rules import Value


def open_invitations(digest: str) -> QuerySet[Invitation]:
    """Return the invitation whose token has this digest, where its link still opens something, with its person."""
    return (
        Invitation.objects.filter(token_digest=digest, state__in=CLAIMABLE, expires_at__gt=timezone.now())
        .filter(person__user=None, person__claimed_at=None)
        .exclude(person=None)
        .select_related("person")
        .order_by("pk")
    )


def open_invitation(digest: str) -> Invitation | None:
    """Return the invitation that a link opens, or nothing; a link to an address that was changed opens nothing."""
    invitation = open_invitations(digest).first() if digest else None
    if invitation is None or invitation.person is None:
        return None
    return invitation if address_digest(invitation.person.email) == invitation.address_digest else None


def projects_of(person: Person) -> QuerySet[Project]:
    """Return the projects of which somebody is the contact person, the latest first."""
    return Project.objects.current().filter(contact=person).select_related("organisation").order_by("-pk")


def organisation_of(person: Person) -> Organisation | None:
    """Return the organisation that a member may correct: the one they joined the network with."""
    affiliations = Affiliation.objects.filter(person=person, organisation__merged_into=None)
    affiliation = affiliations.select_related("organisation").order_by("pk").first()
    return affiliation.organisation if affiliation else None


def correctable_values(organisation: Organisation, viewer: Viewer) -> dict[str, Value]:
    """Return the fields of an organisation that a member may correct, as they stand.

    A field whose words hold something that this member may not read is left out: nobody changes what they cannot see.
    """
    values = field_values(organisation)
    readable = {
        "name": text_for(organisation.name, viewer),
        "country": values["country"],
        "website": site_for(organisation.website, viewer),
    }
    return {name: values[name] for name, text in readable.items() if text == values[name]}


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
    is_resendable: bool
    is_revocable: bool


def invitations(*, state: str, words: str) -> QuerySet[Invitation]:
    """Return the invitations in a state, or all where the word names none, of people whose name or address has words.

    Newest first.
    """
    rows = Invitation.objects.select_related("person").prefetch_related("person__consents").order_by("-pk")
    if state in InvitationState.values:
        rows = rows.filter(state=state)
    if words:
        rows = rows.filter(Q(person__name__icontains=words) | Q(person__email__icontains=words))
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
        failure=invitation.get_failure_display() if invitation.failure else "",
        sent_at=invitation.sent_at,
        expires_at=invitation.expires_at,
        ended_at=invitation.ended_at,
        is_resendable=invitation.state in RESENDABLE and invitation.person_id is not None,
        is_revocable=invitation.state in REVOCABLE,
    )


@dataclass(frozen=True)
class InvitationCount:
    """How many invitations stand in one state."""

    state: str
    label: str
    count: int


def invitation_counts() -> list[InvitationCount]:
    """Return the states in which invitations stand, in the order of an invitation's life; one query."""
    counts = dict(Invitation.objects.order_by().values_list("state").annotate(count=Count("pk")))
    return [
        InvitationCount(state.value, str(state.label), counts[state]) for state in InvitationState if state in counts
    ]


def standing_audiences(person: Person) -> dict[PersonField, str]:
    """Return who may see the fields about which somebody agreed to anything; reads `person.consents`."""
    current = {consent.field: consent.audience for consent in person.consents.all() if consent.withdrawn_at is None}
    return {name: current[name] for name in PERSON_FIELDS if name in current}
