"""Writing people and who belongs where, many at a time."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import F

from skillsnet.db.bulk import insert_rows
from skillsnet.participants.actions.places import settle_owners
from skillsnet.participants.actions.upserts import (
    PersonItem,
    Replacement,
    UpsertResult,
    first_by_key,
    owned_values,
    restore,
)
from skillsnet.participants.models import Affiliation, Person
from skillsnet.participants.visibility import PERSON_FIELDS


def upsert_people(items: Sequence[PersonItem]) -> UpsertResult:
    """Find or make a person for each key; a person who claimed their profile is never overwritten.

    The key of a profile that was merged into a member's finds the member.
    """
    first = first_by_key(items)
    owned = owned_values(items)
    result, updated = UpsertResult(), []
    for person in Person.objects.filter(key__in=list(first)).order_by("pk"):
        result.ids[person.key], name = person.merged_into_id or person.pk, person.name
        if not is_claimed(person) and result.replace(person, owned.get(person.key, {})):
            person.keep_former_name(name)
            updated.append(person)
    if updated:
        Person.objects.bulk_update(updated, (*PERSON_FIELDS, "former_names"))
    new = [
        Person(key=key, **{**item.values, **owned.get(key, {})}) for key, item in first.items() if key not in result.ids
    ]
    for person in Person.objects.bulk_create(new):
        result.ids[person.key] = person.pk
        result.new_ids.add(person.pk)
    return result


def add_affiliations(pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Add the missing affiliations, as pairs (person, organisation), and return the pairs that are new.

    A place that was ended stays ended. A member whom a file brings to an organisation without an owner owns it.
    """
    stated = set(pairs)
    people = {person for person, _ in stated}
    existing = set(Affiliation.objects.filter(person__in=people).values_list("person_id", "organisation_id"))
    missing = sorted(stated - existing)
    insert_rows(Affiliation, ("person_id", "organisation_id"), missing)
    settle_owners({organisation for _, organisation in missing})
    return set(missing)


def is_claimed(person: Person) -> bool:
    """Return whether the profile belongs to somebody who signed in for it, or was joined with such a profile."""
    return person.user_id is not None or person.claimed_at is not None or person.merged_into_id is not None


def differs(person: Person, source: Mapping[str, str], name: str) -> bool:
    """Return whether a file's value would change the person; an empty cell changes nothing."""
    return bool(source[name]) and source[name] != getattr(person, name)


def restore_people(replacements: Sequence[Replacement]) -> None:
    """Put back what `upsert_people` replaced, where nobody has changed or claimed it since."""
    ids = [item["id"] for item in replacements]
    claimed = Person.objects.exclude(user=None, claimed_at=None, merged_into=None).filter(pk__in=ids)
    claimed_ids = set(claimed.order_by("pk").values_list("pk", flat=True))
    restored = {item["id"]: item for item in replacements if item["id"] not in claimed_ids}
    restore(Person, list(restored.values()))
    for person in Person.objects.filter(pk__in=[pk for pk, item in restored.items() if "name" in item["was"]]):
        if person.name in person.former_names:
            person.former_names = [name for name in person.former_names if name != person.name]
            person.save(update_fields=["former_names"])


def remove_people(ids: Iterable[int]) -> set[int]:
    """Delete the people whom nothing refers to any more and return their ids."""
    unused = Person.objects.filter(
        pk__in=ids,
        user=None,
        claimed_at=None,
        merged_into=None,
        projects=None,
        affiliations=None,
        consents=None,
        named_in=None,
    ).order_by("pk")
    removed_ids = set(unused.values_list("pk", flat=True))
    Person.objects.filter(pk__in=removed_ids).delete()
    return removed_ids


def remove_affiliations(pairs: Sequence[tuple[int, int]]) -> None:
    """Delete affiliations of unclaimed people, as pairs (person, organisation), that no project of theirs shows."""
    removable = Affiliation.objects.filter(
        person__in={person for person, _ in pairs}, person__user=None, person__claimed_at=None
    )
    rows = removable.exclude(person__projects__organisation=F("organisation")).order_by("pk")
    stated = set(pairs)
    Affiliation.objects.filter(
        pk__in=[row.pk for row in rows if (row.person_id, row.organisation_id) in stated]
    ).delete()
