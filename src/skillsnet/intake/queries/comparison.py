"""What stands for a batch of rows, and what each row would make of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from skillsnet.calls.enums import ProjectStatus
from skillsnet.calls.models import Call, Project
from skillsnet.calls.queries import snapshots
from skillsnet.intake.enums import RowState
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.participants.actions import differs, is_claimed
from skillsnet.participants.models import Affiliation, Organisation, Person

NAMED_CATEGORIES = "category_named"
# Which target fields decide a project's field. A field none of whose target fields is in the file keeps what it holds.
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


@dataclass(frozen=True)
class Columns:
    """What a file's columns mean, and their names: what a file does not have keeps what stands."""

    target_fields: frozenset[str]
    names: frozenset[str]

    @classmethod
    def of(cls, run: ImportRun) -> "Columns":
        """Return those of a run, the parts of split columns included."""
        rest = (target_field for split in run.splits.values() for target_field in split["rest"])
        meant = {target_field.partition("#")[0] for target_field in (*run.mapping.values(), *rest)}
        return cls(frozenset(meant), frozenset(run.header))


@dataclass
class Made:
    """People, and their places, that earlier rows will have made by then: who makes them is the first to say so.

    Kept as hashes, since a large file names very many.
    """

    people: set[int] = field(default_factory=set)
    places: set[int] = field(default_factory=set)


@dataclass
class Comparison:
    """What stands for a batch of rows, and what each row would make of it."""

    existing: dict[str, Project]
    current: dict[int, dict[str, Any]]
    organisations: dict[int, Organisation]
    people: dict[str, Person]
    places: set[tuple[str, int]]
    made: Made
    states: dict[int, str] = field(default_factory=dict)


def people_in(parsed: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return every person a row names, the contact person first."""
    return [parsed["contact"], *parsed["others"]] if parsed["contact"] else []


def compare(call: Call, rows: Sequence[ImportRow], *, columns: Columns, made: Made | None = None) -> Comparison:
    """Return how the rows differ from what stands now; six queries, whatever the number of rows."""
    parsed_rows = [row.parsed for row in rows]
    keys = {parsed["key"] for parsed in parsed_rows}
    existing = {project.key: project for project in Project.objects.filter(call=call, key__in=keys).order_by("pk")}
    ids = {item["organisation"]["is"]["id"] for item in parsed_rows if item["organisation"]} - {None}
    contacts = {person["key"] for item in parsed_rows for person in people_in(item)}
    people = {item.key: item for item in Person.objects.filter(key__in=contacts).order_by("pk")}
    places = Affiliation.objects.filter(organisation__in=ids, person__in=[person.pk for person in people.values()])
    comparison = Comparison(
        existing=existing,
        current=snapshots(existing.values()),
        organisations={item.pk: item for item in Organisation.objects.filter(pk__in=ids).order_by("pk")},
        people=people,
        places=set(places.order_by("pk").values_list("person__key", "organisation_id")),
        made=made or Made(),
    )
    for row in rows:
        comparison.states[row.place] = _state(row.parsed, comparison, columns)
        if comparison.states[row.place] != RowState.UNCHANGED:
            _note_made(row.parsed, comparison.made)
    return comparison


def _note_made(parsed: Mapping[str, Any], made: Made) -> None:
    keys = [person["key"] for person in people_in(parsed)]
    made.people.update(map(hash, keys))
    if parsed["organisation"] and parsed["organisation"]["is"]["id"]:
        made.places.update(hash((key, parsed["organisation"]["is"]["id"])) for key in keys)


def target_values(
    parsed: Mapping[str, Any],
    *,
    current: Mapping[str, Any] | None,
    organisation_id: int | None,
    contact_id: int | None,
    columns: Columns,
) -> dict[str, Any]:
    """Return a project's values once the row is written, in the shape of `calls.queries.snapshots`."""
    extra = dict(parsed["extra"])
    if parsed["categories"]:
        extra[NAMED_CATEGORIES] = parsed["categories"]
    values = {
        **{name: parsed[name] for name in ("key", "title", "external_id", "summary", "language", "country")},
        **{name: parsed[name] for name in ("region", "stage", "website", "submitted_on", "languages")},
        "beneficiaries": parsed["beneficiaries"],
        "organisation_id": organisation_id,
        "contact_id": contact_id,
        "status": parsed["status"] or (current["status"] if current else ProjectStatus.SUBMITTED.value),
        "extra": extra,
    }
    if current is None:
        return values
    values["extra"] = {**_kept_extra(current["extra"], columns), **extra}
    kept = {name for name, decided_by in DECIDED_BY.items() if columns.target_fields.isdisjoint(decided_by)}
    if parsed.get("take") is not None:
        kept |= _not_taken(values, parsed["take"])
    return {name: current[name] if name in kept else value for name, value in values.items()}


def _kept_extra(extra: Mapping[str, Any], columns: Columns) -> dict[str, Any]:
    """Return the extra fields of columns that the file does not have."""
    said = columns.names | ({NAMED_CATEGORIES} if "category" in columns.target_fields else set())
    return {name: value for name, value in extra.items() if name not in said}


def _not_taken(values: Mapping[str, Any], take: Sequence[str]) -> set[str]:
    """Return the fields in which somebody chose what stands, for two records that are one."""
    taken = {*take, *(name for chosen in take for name in FOLLOWS.get(chosen, ()))}
    if "contact" in taken:
        taken.add("contact_id")
    return (set(values) - taken) | set(ALWAYS_KEPT)


def _state(parsed: Mapping[str, Any], comparison: Comparison, columns: Columns) -> str:
    project = comparison.existing.get(parsed["key"])
    if project is None:
        return RowState.NEW
    organisation = parsed["organisation"]
    place = comparison.organisations.get(organisation["is"]["id"] or 0) if organisation else None
    if (organisation and place is None) or _has_new_people(parsed, place, comparison):
        return RowState.UPDATED
    if place and _would_fill_in(place, organisation):
        return RowState.UPDATED
    said = people_in(parsed)
    people = [comparison.people.get(person["key"]) for person in said]
    if any(_would_change(person, parts) for person, parts in zip(people, said, strict=True) if person):
        return RowState.UPDATED
    current = comparison.current[project.pk]
    target = target_values(
        parsed,
        current=current,
        organisation_id=place.pk if place else None,
        contact_id=people[0].pk if people and people[0] else None,
        columns=columns,
    )
    return RowState.UNCHANGED if target == current else RowState.UPDATED


def _has_new_people(parsed: Mapping[str, Any], place: Organisation | None, comparison: Comparison) -> bool:
    """Whether the row is the first that names a person, or a person's place in the organisation."""
    made = comparison.made
    keys = [person["key"] for person in people_in(parsed)]
    if any(key not in comparison.people and hash(key) not in made.people for key in keys):
        return True
    if keys and keys[0] not in comparison.people:
        # The contact person is only being made: the project does not point at them yet.
        return True
    return place is not None and any(
        (key, place.pk) not in comparison.places and hash((key, place.pk)) not in made.places for key in keys
    )


def _would_fill_in(place: Organisation, said: Mapping[str, Any]) -> bool:
    if any(said[name] not in ("", getattr(place, name)) for name in said.get("take", ())):
        return True
    owns = said["owns"]
    is_new_type = "type" in owns and said["type"] != place.type and "type" not in said.get("leave", ())
    is_open = any(name in owns and not getattr(place, name) for name in ("external_id", "website"))
    return is_new_type or is_open


def _would_change(person: Person, said: Mapping[str, Any]) -> bool:
    return not is_claimed(person) and any(differs(person, said, name) for name in said["owns"])
