"""Writing organisations, people and who belongs where, many at a time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from skillsnet.participants.models import Affiliation, Organisation, Person

PERSON_FIELDS = ("name", "email", "phone", "position")


@dataclass
class Settled:
    """Rows found or made for keys: ids by key, which are new, and what replaced fields held before."""

    ids: dict[str, int] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)
    before: dict[str, dict[str, Any]] = field(default_factory=dict)


def settle_organisations(wanted: Sequence[Mapping[str, str]]) -> Settled:
    """Find or make an organisation for each key; fill in its type. At most three queries, whatever the number."""
    first = _first_by_key(wanted)
    settled, changed = Settled(), []
    for organisation in Organisation.objects.filter(key__in=list(first)).order_by("pk"):
        settled.ids[organisation.key] = organisation.pk
        kind = next((item["type"] for item in wanted if item["key"] == organisation.key and item["owns"]), "")
        if kind and kind != organisation.type:
            settled.before[organisation.key] = {"type": organisation.type}
            organisation.type = kind
            changed.append(organisation)
    if changed:
        Organisation.objects.bulk_update(changed, ["type"])
    new = [
        Organisation(name=item["name"], key=key, type=item["type"], country=item["country"])
        for key, item in first.items()
        if key not in settled.ids
    ]
    for organisation in Organisation.objects.bulk_create(new):
        settled.ids[organisation.key] = organisation.pk
        settled.made.add(organisation.key)
    return settled


def settle_people(wanted: Sequence[Mapping[str, str]]) -> Settled:
    """Find or make a person for each key; a person who claimed their profile is never overwritten."""
    first = _first_by_key(wanted)
    settled, changed = Settled(), []
    for person in Person.objects.filter(key__in=list(first)).order_by("pk"):
        settled.ids[person.key] = person.pk
        source = next((item for item in wanted if item["key"] == person.key and item["owns"]), None)
        if source is None or is_claimed(person):
            continue
        before = {name: getattr(person, name) for name in PERSON_FIELDS if differs(person, source, name)}
        if before:
            settled.before[person.key] = before
            for name in before:
                setattr(person, name, source[name])
            changed.append(person)
    if changed:
        Person.objects.bulk_update(changed, PERSON_FIELDS)
    new = [
        Person(key=key, **{name: item[name] for name in PERSON_FIELDS})
        for key, item in first.items()
        if key not in settled.ids
    ]
    for person in Person.objects.bulk_create(new):
        settled.ids[person.key] = person.pk
        settled.made.add(person.key)
    return settled


def settle_affiliations(pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Make the missing places of people in organisations and return the pairs that are new."""
    wanted = set(pairs)
    people = {person for person, _ in wanted}
    known = set(Affiliation.objects.filter(person__in=people).values_list("person_id", "organisation_id"))
    missing = sorted(wanted - known)
    Affiliation.objects.bulk_create([Affiliation(person_id=person, organisation_id=place) for person, place in missing])
    return set(missing)


def is_claimed(person: Person) -> bool:
    """Return whether the profile belongs to somebody who signed in for it."""
    return person.user_id is not None or person.claimed_at is not None


def differs(person: Person, source: Mapping[str, str], name: str) -> bool:
    """Return whether a file's value would change the person; an empty cell changes nothing."""
    return bool(source[name]) and source[name] != getattr(person, name)


def restore_organisations(changes: Sequence[Mapping[str, Any]]) -> None:
    """Put back what `settle_organisations` replaced, where nobody has changed it since."""
    _restore(Organisation, changes)


def restore_people(changes: Sequence[Mapping[str, Any]]) -> None:
    """Put back what `settle_people` replaced, where nobody has changed or claimed it since."""
    claimed = Person.objects.exclude(user=None, claimed_at=None).filter(pk__in=[item["id"] for item in changes])
    skipped = set(claimed.order_by("pk").values_list("pk", flat=True))
    _restore(Person, [item for item in changes if item["id"] not in skipped])


def _restore(model: type[Organisation] | type[Person], changes: Sequence[Mapping[str, Any]]) -> None:
    for item in changes:
        model._default_manager.filter(pk=item["id"], **item["now"]).update(**item["was"])


def remove_people(ids: Sequence[int]) -> set[int]:
    """Delete people nothing stands on any more and return the ids of those who stay."""
    free = Person.objects.filter(
        pk__in=ids, user=None, claimed_at=None, proposals=None, affiliations=None, consents=None
    ).order_by("pk")
    gone = set(free.values_list("pk", flat=True))
    Person.objects.filter(pk__in=gone).delete()
    return set(ids) - gone


def remove_organisations(ids: Sequence[int]) -> set[int]:
    """Delete organisations nothing stands on any more and return the ids of those that stay."""
    free = Organisation.objects.filter(pk__in=ids, proposals=None, affiliations=None).order_by("pk")
    gone = set(free.values_list("pk", flat=True))
    Organisation.objects.filter(pk__in=gone).delete()
    return set(ids) - gone


def remove_affiliations(pairs: Sequence[tuple[int, int]]) -> None:
    """Delete places of unclaimed people in organisations that no proposal of theirs shows any more."""
    rows = Affiliation.objects.filter(
        person__in={person for person, _ in pairs}, person__user=None, person__claimed_at=None
    ).order_by("pk")
    wanted = set(pairs)
    Affiliation.objects.filter(
        pk__in=[row.pk for row in rows if (row.person_id, row.organisation_id) in wanted]
    ).delete()


def _first_by_key(wanted: Sequence[Mapping[str, str]]) -> dict[str, Mapping[str, str]]:
    first: dict[str, Mapping[str, str]] = {}
    for item in wanted:
        first.setdefault(item["key"], item)
    return first
