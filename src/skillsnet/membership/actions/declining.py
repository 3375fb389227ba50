"""Declining an invitation: somebody is removed from the network, or an address is taken from somebody."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from skillsnet.audit.actions import record
from skillsnet.calls.actions import lock_version
from skillsnet.calls.queries import projects_naming
from skillsnet.core.text.erased_people import ErasedPerson
from skillsnet.intake.actions import erase_from_imports
from skillsnet.membership.actions.claiming import end_invitation, lock_invitation
from skillsnet.membership.enums import PENDING, InvitationState
from skillsnet.membership.models import Invitation
from skillsnet.outbox.actions import forget_mails_to
from skillsnet.participants.actions import drop_address, suppress
from skillsnet.participants.enums import REMOVING, SuppressionReason
from skillsnet.participants.models import Person
from skillsnet.participants.suppression import address_digest, erasing_rules
from skillsnet.revisions.actions import delete_redacted, texts_changed


@transaction.atomic
def decline(digest: str, *, reason: SuppressionReason) -> None:
    """Do as the receiver of an invitation says: remove the person, or take the address from them.

    The address is suppressed either way: nobody writes to it, and no import brings it back. Of a person who is
    removed nothing stays but what their projects are; `LinkUnusable` where the link opens nothing.
    """
    invitation, person = lock_invitation(digest)
    number = person.pk
    end_invitation(invitation, InvitationState.DECLINED)
    if reason == SuppressionReason.REMOVED:
        remove_person(person)
    elif person.email:
        suppress(person.email, reason=reason)
        _forget_address(person.email, removed=[])
    record("membership.decline", subject=f"person:{number}", by=None, invitation=invitation.pk, reason=reason.value)


@transaction.atomic
def stop_mails(invitation: Invitation) -> None:
    """Write nothing more to the address that an invitation went to, and end it; the person stays as they are."""
    person = invitation.person
    if person is None or address_digest(person.email) != invitation.address_digest:
        return
    suppress(person.email, reason=SuppressionReason.NO_MAIL)
    pending = Invitation.objects.filter(person=person, state__in=PENDING)
    pending.update(state=InvitationState.REVOKED, ended_at=timezone.now())
    record("membership.stop_mails", subject=f"person:{person.pk}", by=None, invitation=invitation.pk)


@transaction.atomic
def apply_suppressions() -> int:
    """Forget again, in data that come from a backup, the addresses that were suppressed; return how many people."""
    rules = erasing_rules(set(SuppressionReason) - {SuppressionReason.NO_MAIL})
    if not rules:
        return 0
    lock_version()
    people = Person.objects.filter(user=None, claimed_at=None).exclude(email="").order_by("pk")
    addresses: dict[int, str] = {}
    removed_ids: set[int] = set()
    for pk, email, created_at in people.values_list("pk", "email", "created_at"):
        if reasons := rules.reasons_for(email, since=created_at):
            addresses[pk] = email
            removed_ids |= {pk} if reasons & REMOVING else set()
    for address in sorted(set(addresses.values())):
        _forget_address(
            address, removed=[pk for pk, email in addresses.items() if pk in removed_ids and email == address]
        )
    return len(addresses)


def remove_person(person: Person) -> None:
    """Delete a person for good, with profiles that were joined, and suppress their addresses.

    Call inside a transaction that holds the person.
    """
    profiles = [*Person.objects.filter(merged_into=person).order_by("pk"), person]
    ids = [profile.pk for profile in profiles]
    for address in sorted({profile.email for profile in profiles if profile.email}):
        suppress(address, reason=SuppressionReason.REMOVED)
        _forget_address(address, removed=ids)
    for profile in Person.objects.filter(pk__in=ids, merged_into=None):
        texts_changed(_erase(profile))


def _forget_address(address: str, *, removed: Iterable[int]) -> None:
    """Remove people, take the address from all others who have it and did not claim their profile, and tell it on."""
    removed_ids = set(removed)
    people = list(
        Person.objects.select_for_update()
        .filter(email__iexact=address, user=None, claimed_at=None)
        .order_by("pk")
    )  # fmt: skip
    pending = Invitation.objects.filter(person__in=people, state__in=PENDING)
    pending.update(state=InvitationState.REVOKED, ended_at=timezone.now())
    forget_mails_to(address)
    project_ids: set[int] = set()
    for person in people:
        if person.pk in removed_ids or not person.name:
            project_ids |= _erase(person)
        else:
            project_ids |= projects_naming([person.pk])
            erase_from_imports(ErasedPerson(email=address), project_ids)
            drop_address(person)
    texts_changed(project_ids)


def _erase(person: Person) -> set[int]:
    """Delete a person, also from what imports keep of their files; return the projects concerned."""
    for profile in (*Person.objects.filter(merged_into=person).order_by("pk"), person):
        erase_from_imports(profile.as_erased(), projects_naming([profile.pk]))
    return delete_redacted(person)
