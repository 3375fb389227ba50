"""Reading what a link opens, and what a member may correct."""

from django.db.models import QuerySet
from django.utils import timezone

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.models import Project
from skillsnet.membership.enums import CLAIMABLE, InvitationState
from skillsnet.membership.models import Invitation
from skillsnet.membership.rules import SEPARABLE_FOR
from skillsnet.participants.enums import AffiliationState
from skillsnet.participants.models import Affiliation, Organisation, Person, ProfileMerge
from skillsnet.participants.suppression import address_digest
from skillsnet.participants.texts import site_for, text_for
from skillsnet.participants.visibility import PERSON_FIELDS, PersonField
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


def open_code(digest: str) -> Invitation | None:
    """Return the invitation that a code opens which was handed over, or nothing."""
    handed_over = Invitation.objects.filter(code_digest=digest, state=InvitationState.HANDED_OVER).order_by("pk")
    invitation = handed_over.first() if digest else None
    return open_invitation(invitation.token_digest) if invitation else None


def projects_of(person: Person) -> QuerySet[Project]:
    """Return the projects of which somebody is the contact person, the latest first."""
    return Project.objects.current().filter(contact=person).select_related("organisation").order_by("-pk")


def public_projects_of(person: Person) -> QuerySet[Project]:
    """Return those of them that everybody may read, the latest first."""
    return Project.objects.public().filter(contact=person).order_by("-pk")


def organisation_of(person: Person) -> Organisation | None:
    """Return the organisation that a member may correct: the one they joined the network with."""
    affiliations = Affiliation.objects.filter(
        person=person, state=AffiliationState.CONFIRMED, organisation__merged_into=None
    )
    affiliation = affiliations.select_related("organisation").order_by("pk").first()
    return affiliation.organisation if affiliation else None


def separable_merges(person: Person) -> QuerySet[ProfileMerge]:
    """Return the profiles that a member joined with their own and can still separate, the latest first."""
    merges = ProfileMerge.objects.filter(survivor=person, undone_at=None)
    return merges.filter(merged_at__gt=timezone.now() - SEPARABLE_FOR).select_related("duplicate").order_by("-pk")


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


def standing_audiences(person: Person) -> dict[PersonField, str]:
    """Return who may see the fields about which somebody agreed to anything; reads `person.consents`."""
    current = {consent.field: consent.audience for consent in person.consents.all() if consent.withdrawn_at is None}
    return {name: current[name] for name in PERSON_FIELDS if name in current}
