"""What stands for a batch of rows, and what each row would make of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from skillsnet.calls.enums import ProposalStatus
from skillsnet.calls.models import Call, Proposal
from skillsnet.calls.queries import snapshots
from skillsnet.intake.enums import RowState
from skillsnet.intake.models import ImportRow
from skillsnet.participants.actions import PERSON_FIELDS, differs, is_claimed
from skillsnet.participants.models import Affiliation, Organisation, Person

NAMED_CATEGORIES = "category_named"
# Which meanings decide a proposal's field. A field none of whose meanings is in the file keeps what it holds.
DECIDED_BY: dict[str, tuple[str, ...]] = {
    "external_id": ("external_id",),
    "organisation_id": ("organisation",),
    "contact_id": ("contact_name", "contact_email"),
    "summary": ("summary", "more_text"),
    "language": ("summary", "more_text"),
    "country": ("country",),
    "region": ("country",),
    "stage": ("stage",),
    "website": ("website",),
    "submitted_on": ("submitted_on",),
    "languages": ("languages",),
    "beneficiaries": ("beneficiaries",),
}
# What a person chooses between when two records are one, and the fields that follow.
FOLLOWS = {"country": ("region",), "summary": ("language",), "categories": ("extra",)}
ALWAYS_KEPT = ("key", "external_id")


@dataclass
class Comparison:
    """What stands for a batch of rows, and what each row would make of it."""

    existing: dict[str, Proposal]
    current: dict[int, dict[str, Any]]
    organisations: dict[int, Organisation]
    people: dict[str, Person]
    places: set[tuple[int, int]]
    states: dict[int, str] = field(default_factory=dict)


def people_in(candidate: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return every person a row names, the contact person first."""
    return [candidate["contact"], *candidate["others"]] if candidate["contact"] else []


def compare(call: Call, rows: Sequence[ImportRow], *, mapped: Iterable[str]) -> Comparison:
    """Return how the rows differ from what stands now; six queries, whatever the number of rows."""
    candidates = [row.candidate for row in rows]
    keys = {candidate["key"] for candidate in candidates}
    existing = {proposal.key: proposal for proposal in Proposal.objects.filter(call=call, key__in=keys).order_by("pk")}
    ids = {item["organisation"]["is"]["id"] for item in candidates if item["organisation"]} - {None}
    contacts = {person["key"] for item in candidates for person in people_in(item)}
    people = {item.key: item for item in Person.objects.filter(key__in=contacts).order_by("pk")}
    places = Affiliation.objects.filter(organisation__in=ids, person__in=[person.pk for person in people.values()])
    comparison = Comparison(
        existing=existing,
        current=snapshots(existing.values()),
        organisations={item.pk: item for item in Organisation.objects.filter(pk__in=ids).order_by("pk")},
        people=people,
        places=set(places.order_by("pk").values_list("person_id", "organisation_id")),
    )
    meanings = {meaning.partition("#")[0] for meaning in mapped}
    for row in rows:
        comparison.states[row.place] = _state(row.candidate, comparison, meanings)
    return comparison


def target_values(
    candidate: Mapping[str, Any],
    *,
    current: Mapping[str, Any] | None,
    organisation_id: int | None,
    contact_id: int | None,
    mapped: Iterable[str],
) -> dict[str, Any]:
    """Return a proposal's values once the row is written, in the shape of `calls.queries.snapshots`."""
    extra = dict(candidate["extra"])
    if candidate["categories"]:
        extra[NAMED_CATEGORIES] = candidate["categories"]
    values = {
        **{name: candidate[name] for name in ("key", "title", "external_id", "summary", "language", "country")},
        **{name: candidate[name] for name in ("region", "stage", "website", "submitted_on", "languages")},
        "beneficiaries": candidate["beneficiaries"],
        "organisation_id": organisation_id,
        "contact_id": contact_id,
        "status": candidate["status"] or (current["status"] if current else ProposalStatus.SUBMITTED.value),
        "extra": extra,
    }
    if current is None:
        return values
    meanings = {meaning.partition("#")[0] for meaning in mapped}
    kept = {name for name, decided_by in DECIDED_BY.items() if meanings.isdisjoint(decided_by)}
    if candidate.get("take") is not None:
        kept |= _not_taken(values, candidate["take"])
    return {name: current[name] if name in kept else value for name, value in values.items()}


def _not_taken(values: Mapping[str, Any], take: Sequence[str]) -> set[str]:
    """Return the fields in which somebody chose what stands, for two records that are one."""
    taken = {*take, *(name for chosen in take for name in FOLLOWS.get(chosen, ()))}
    if "contact" in taken:
        taken.add("contact_id")
    return (set(values) - taken) | set(ALWAYS_KEPT)


def _state(candidate: Mapping[str, Any], comparison: Comparison, mapped: set[str]) -> str:
    proposal = comparison.existing.get(candidate["key"])
    if proposal is None:
        return RowState.NEW
    organisation = candidate["organisation"]
    place = comparison.organisations.get(organisation["is"]["id"] or 0) if organisation else None
    people = [comparison.people.get(person["key"]) for person in people_in(candidate)]
    if (organisation and place is None) or None in people:
        return RowState.UPDATED
    if place and any((person.pk, place.pk) not in comparison.places for person in people if person):
        return RowState.UPDATED
    if place and _would_fill_in(place, organisation):
        return RowState.UPDATED
    if any(_would_change(person, said) for person, said in zip(people, people_in(candidate), strict=True) if person):
        return RowState.UPDATED
    current = comparison.current[proposal.pk]
    target = target_values(
        candidate,
        current=current,
        organisation_id=place.pk if place else None,
        contact_id=people[0].pk if people and people[0] else None,
        mapped=mapped,
    )
    return RowState.UNCHANGED if target == current else RowState.UPDATED


def _would_fill_in(place: Organisation, said: Mapping[str, Any]) -> bool:
    if any(said[name] not in ("", getattr(place, name)) for name in said.get("take", ())):
        return True
    if not said["owns"]:
        return False
    is_new_type = said["type"] not in ("", place.type) and "type" not in said.get("leave", ())
    is_open = any(said[name] and not getattr(place, name) for name in ("external_id", "website"))
    return is_new_type or is_open


def _would_change(person: Person, said: Mapping[str, Any]) -> bool:
    if not said["owns"] or is_claimed(person):
        return False
    return any(differs(person, said, name) for name in PERSON_FIELDS)
