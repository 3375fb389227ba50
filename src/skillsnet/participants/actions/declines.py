"""What follows for a person's row when they ask to be removed, or say that an address is not theirs."""

from collections.abc import Collection

from django.utils import timezone

from skillsnet.core.intake.keys import person_key
from skillsnet.participants.enums import REMOVING, SuppressionReason
from skillsnet.participants.models import Person, Suppression
from skillsnet.participants.suppression import address_digest


def suppress(address: str, *, reason: SuppressionReason) -> None:
    """Neither store an address nor write to it from now on; who asked to be removed, or left, stays so."""
    suppression, is_new = Suppression.objects.get_or_create(
        digest=address_digest(address), lifted_at=None, defaults={"reason": reason}
    )
    if not is_new and (suppression.reason not in REMOVING or reason == SuppressionReason.LEFT):
        suppression.reason = reason
        suppression.save(update_fields=["reason"])


def lift_suppression(address: str, *, reasons: Collection[SuppressionReason] = tuple(SuppressionReason)) -> None:
    """Let an address be stored and written to again; one statement, the same whether or not it was suppressed."""
    standing_rows = Suppression.objects.filter(digest=address_digest(address), lifted_at=None, reason__in=reasons)
    standing_rows.update(lifted_at=timezone.now())


def drop_address(person: Person) -> None:
    """Empty the address of a person who has a name, and know them by that name from now on."""
    affiliation = person.affiliations.select_related("organisation").first()
    project = person.projects.order_by("pk").first()
    within = affiliation.organisation.key if affiliation else project.key if project else str(person.pk)
    key = person_key(email="", name=person.name, within=within)
    is_taken = Person.objects.exclude(pk=person.pk).filter(key=key).exists()
    person.email, person.key = "", f"person:{person.pk}" if is_taken else key
    person.save(update_fields=["email", "key"])
