"""Writing people and who belongs where, many at a time."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import F

from skillsnet.db.bulk import insert_rows
from skillsnet.participants.actions.upserts import UpsertResult, first_by_key, owned_values, restore
from skillsnet.participants.models import Affiliation, Person

PERSON_FIELDS = ("name", "email", "phone", "position")


def upsert_people(wanted: Sequence[Mapping[str, Any]]) -> UpsertResult:
    """Find or make a person for each key; a person who claimed their profile is never overwritten."""
    first = first_by_key(wanted)
    owned = owned_values(wanted)
    settled, changed = UpsertResult(), []
    for person in Person.objects.filter(key__in=list(first)).order_by("pk"):
        settled.ids[person.key] = person.pk
        if not is_claimed(person) and settled.replace(person, owned.get(person.key, {})):
            changed.append(person)
    if changed:
        Person.objects.bulk_update(changed, PERSON_FIELDS)
    new = [
        Person(key=key, **({name: item[name] for name in PERSON_FIELDS} | owned.get(key, {})))
        for key, item in first.items()
        if key not in settled.ids
    ]
    for person in Person.objects.bulk_create(new):
        settled.ids[person.key] = person.pk
        settled.made.add(person.pk)
    return settled


def settle_affiliations(pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Make the missing places of people in organisations and return the pairs that are new."""
    wanted = set(pairs)
    people = {person for person, _ in wanted}
    known = set(Affiliation.objects.filter(person__in=people).values_list("person_id", "organisation_id"))
    missing = sorted(wanted - known)
    insert_rows(Affiliation, ("person_id", "organisation_id"), missing)
    return set(missing)


def is_claimed(person: Person) -> bool:
    """Return whether the profile belongs to somebody who signed in for it."""
    return person.user_id is not None or person.claimed_at is not None


def differs(person: Person, source: Mapping[str, str], name: str) -> bool:
    """Return whether a file's value would change the person; an empty cell changes nothing."""
    return bool(source[name]) and source[name] != getattr(person, name)


def restore_people(changes: Sequence[Mapping[str, Any]]) -> None:
    """Put back what `upsert_people` replaced, where nobody has changed or claimed it since."""
    claimed = Person.objects.exclude(user=None, claimed_at=None).filter(pk__in=[item["id"] for item in changes])
    skipped = set(claimed.order_by("pk").values_list("pk", flat=True))
    restore(Person, [item for item in changes if item["id"] not in skipped])


def remove_people(ids: Iterable[int]) -> set[int]:
    """Delete people nothing stands on any more and return the ids of those who are gone."""
    free = Person.objects.filter(
        pk__in=ids, user=None, claimed_at=None, projects=None, affiliations=None, consents=None, named_in=None
    ).order_by("pk")
    gone = set(free.values_list("pk", flat=True))
    Person.objects.filter(pk__in=gone).delete()
    return gone


def remove_affiliations(pairs: Sequence[tuple[int, int]]) -> None:
    """Delete places of unclaimed people in organisations that no project of theirs shows any more."""
    places = Affiliation.objects.filter(
        person__in={person for person, _ in pairs}, person__user=None, person__claimed_at=None
    )
    rows = places.exclude(person__projects__organisation=F("organisation")).order_by("pk")
    wanted = set(pairs)
    Affiliation.objects.filter(
        pk__in=[row.pk for row in rows if (row.person_id, row.organisation_id) in wanted]
    ).delete()
