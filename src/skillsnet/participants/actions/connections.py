"""Connecting two people, and what each of them opens to the other."""

from collections.abc import Collection

from django.db import transaction

from skillsnet.audit.actions import record
from skillsnet.participants.audiences import PersonField
from skillsnet.participants.models import MemberConnection, Opening, Person


def connect(person: Person, other: Person) -> MemberConnection:
    """Connect two people who agreed to talk; nothing is shown by it. Those who are connected stay so."""
    left, right = sorted((person.pk, other.pk))
    return MemberConnection.objects.get_or_create(left_id=left, right_id=right)[0]


@transaction.atomic
def open_fields(
    connection: MemberConnection, person: Person, fields: Collection[PersonField], *, by: int | None
) -> None:
    """Write which fields one of the two opens to the other; what is not among them is closed at once."""
    if person.pk not in (connection.left_id, connection.right_id):
        raise ValueError(f"person {person.pk} is neither side of connection {connection.pk}")
    MemberConnection.objects.select_for_update().get(pk=connection.pk)
    openings = Opening.objects.filter(connection=connection, person=person)
    openings.exclude(field__in=fields).delete()
    existing = set(openings.order_by().values_list("field", flat=True))
    Opening.objects.bulk_create(
        Opening(connection=connection, person=person, field=name) for name in sorted(set(fields) - existing)
    )
    details = {"connection": connection.pk, "fields": sorted(fields)}
    record("participants.open_fields", subject=f"person:{person.pk}", by=by, **details)


@transaction.atomic
def disconnect(connection: MemberConnection, *, by: int | None) -> None:
    """End a connection: what the two opened to each other is closed at once."""
    for person in (connection.left_id, connection.right_id):
        record("participants.disconnect", subject=f"person:{person}", by=by)
    connection.delete()
