"""Whom a round of invitations goes to: the contact persons of a choice of projects, and who is left out, and why."""

from dataclasses import dataclass

from skillsnet.facets.filters import Filters
from skillsnet.facets.queries import filtered_projects
from skillsnet.membership.enums import OF_THE_ADDRESS, PENDING, InvitationState
from skillsnet.membership.models import Invitation
from skillsnet.participants.models import Person
from skillsnet.participants.suppression import address_digest, suppressed_digests


@dataclass(frozen=True)
class Recipient:
    """Somebody who can be invited, and the language of their latest project."""

    person_id: int
    address_digest: str
    language: str


@dataclass(frozen=True)
class Recipients:
    """The people behind a choice of projects: those who can be invited, and how many cannot, by the reason."""

    people: tuple[Recipient, ...]
    projects: int
    without_person: int
    members: int
    without_address: int
    suppressed: int
    invited: int
    bounced: int
    same_address: int

    @property
    def has_left_out(self) -> bool:
        """Whether anybody is left out."""
        return bool(
            self.without_person
            or self.members
            or self.without_address
            or self.suppressed
            or self.invited
            or self.bounced
            or self.same_address
        )


def find_recipients(filters: Filters) -> Recipients:
    """Return who is behind a choice of projects; five queries, whatever the number. O(people)."""
    rows = list(filtered_projects(filters).order_by("pk").values_list("contact_id", "language"))
    language_of = {contact: language for contact, language in rows if contact is not None}
    pending = _person_ids(state__in=PENDING)
    refused_digests = unreachable_digests()
    suppressed = suppressed_digests()
    contacts = (
        Person.objects.filter(projects__in=filtered_projects(filters), is_removed=False).order_by("pk").distinct()
    )
    counts = dict.fromkeys(("members", "without_address", "suppressed", "invited", "bounced", "same_address"), 0)
    people: dict[str, Recipient] = {}
    fields = ("pk", "email", "user_id", "claimed_at")
    for pk, email, user_id, claimed_at in contacts.values_list(*fields).iterator(chunk_size=5000):
        digest = address_digest(email) if email else ""
        reason = (
            "members" if user_id is not None or claimed_at is not None
            else "without_address" if not email
            else "suppressed" if digest in suppressed
            else "invited" if pk in pending
            else "bounced" if digest in refused_digests
            else "same_address" if digest in people
            else ""
        )  # fmt: skip
        if reason:
            counts[reason] += 1
        else:
            people[digest] = Recipient(pk, digest, language_of.get(pk, ""))
    without_person = sum(contact is None for contact, _language in rows)
    return Recipients(tuple(people.values()), len(rows), without_person, **counts)


def _person_ids(**conditions: object) -> set[int | None]:
    rows = Invitation.objects.filter(**conditions).exclude(person=None).order_by()
    return set(rows.values_list("person_id", flat=True))


def unreachable_digests() -> set[str]:
    """Return the addresses that a mail server refused for good; one query."""
    rows = Invitation.objects.filter(state=InvitationState.BOUNCED, failure__in=OF_THE_ADDRESS).order_by()
    return set(rows.values_list("address_digest", flat=True))
