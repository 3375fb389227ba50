"""Reading organisations and people: by what they are known as, and which organisations may be one."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from skillsnet.core.intake.keys import folded_name
from skillsnet.db.bulk import in_parts
from skillsnet.participants.enums import SameAnswer
from skillsnet.participants.models import MemberConnection, Merge, Organisation, OrganisationName, Person, SameQuestion

MAX_KEYS_A_QUERY = 900
# Organisations are merged into merged ones; nobody does so this often.
MAX_STEPS = 20


def known_as(keys: Iterable[str]) -> dict[str, int]:
    """Return the id of the organisation that each key stands for, merged ones followed; unknown keys are absent."""
    ids_by_key: dict[str, int] = {}
    for part in in_parts(sorted(set(keys)), size=MAX_KEYS_A_QUERY):
        names = OrganisationName.objects.filter(key__in=part).order_by("pk")
        ids_by_key.update(names.values_list("key", "organisation_id"))
        ids_by_key.update(Organisation.objects.filter(key__in=part).order_by("pk").values_list("key", "pk"))
    current_ids = follow_merges(ids_by_key.values())
    return {key: current_ids[pk] for key, pk in ids_by_key.items()}


def follow_merges(ids: Iterable[int]) -> dict[int, int]:
    """Return for each organisation the one it is now part of; most often itself."""
    stands_for = {pk: pk for pk in ids}
    for _ in range(MAX_STEPS):
        merged: dict[int, int | None] = {}
        for part in in_parts(sorted(set(stands_for.values())), size=MAX_KEYS_A_QUERY):
            rows = Organisation.objects.filter(pk__in=part, merged_into__isnull=False).order_by("pk")
            merged.update(rows.values_list("pk", "merged_into_id"))
        if not merged:
            break
        stands_for = {pk: merged.get(target) or target for pk, target in stands_for.items()}
    return stands_for


def current_organisations(ids: Iterable[int | None]) -> dict[int | None, int]:
    """Return for each organisation that still exists the one it is now part of; the others are absent."""
    current_ids = follow_merges(pk for pk in ids if pk is not None)
    existing_ids: set[int] = set()
    for part in in_parts(sorted(set(current_ids.values())), size=MAX_KEYS_A_QUERY):
        existing_ids.update(Organisation.objects.filter(pk__in=part).order_by("pk").values_list("pk", flat=True))
    return {pk: target for pk, target in current_ids.items() if target in existing_ids}


def people_known_as(words: str) -> list[Person]:
    """Return the people with this address, or who are called so, with their organisations; reads every name once."""
    name_key = folded_name(words)
    if not name_key:
        return []
    ids = set(Person.objects.filter(email__iexact=words.strip()).order_by().values_list("pk", flat=True))
    if not ids:
        names = Person.objects.exclude(name="").order_by().values_list("pk", "name")
        ids = {pk for pk, name in names.iterator(chunk_size=5000) if folded_name(name) == name_key}
    people = Person.objects.filter(pk__in=ids).order_by("pk")
    return list(people.prefetch_related("affiliations__organisation"))


def possible_duplicates() -> QuerySet[SameQuestion]:
    """Return the pairs of organisations of which nobody has said yet whether they are one, the likeliest first."""
    return (
        SameQuestion.objects.filter(answer=SameAnswer.OPEN, left__merged_into=None, right__merged_into=None)
        .filter(left__removal=None, right__removal=None)
        .select_related("left", "right")
        .order_by("-score", "pk")
    )


def merges() -> QuerySet[Merge]:
    """Return the merges, the newest first."""
    return Merge.objects.select_related("survivor", "duplicate").order_by("-merged_at", "-pk")


def connections_of(person: Person) -> QuerySet[MemberConnection]:
    """Return the connections of a person, with both people, what they agreed to and what they opened; three queries."""
    connections = MemberConnection.objects.filter(Q(left=person) | Q(right=person)).order_by("pk")
    return connections.select_related("left", "right").prefetch_related("left__consents", "right__consents", "openings")
