"""What exists for a batch of rows, and what each row would make of it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import get_language

from skillsnet.calls.enums import Permission, ProjectStatus
from skillsnet.calls.models import Call, Project
from skillsnet.calls.queries import snapshots
from skillsnet.calls.rules import NAMED_CATEGORIES
from skillsnet.core.intake.parsed_rows import ParsedOrganisation, ParsedPerson, ParsedProject
from skillsnet.core.intake.record_linkage.unmatched_values import REVERSED
from skillsnet.core.intake.row_snapshots import ProjectValues
from skillsnet.intake.enums import RowState
from skillsnet.intake.models import ImportRun, ProjectMerge
from skillsnet.intake.queries.stored_values import run_answers, run_splits
from skillsnet.participants.actions import FILLED_IN, PERSON_FIELDS, differs, is_claimed
from skillsnet.participants.models import Affiliation, Organisation, Person
from skillsnet.revisions.queries import RevisedFields, readable_value, revised_fields, stored_value

# Which target fields decide a field of a project. A field none of whose target fields is in the file keeps its value.
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
    "may_publish": ("may_publish",),
    "may_contact": ("may_contact",),
    "languages": ("languages",),
    "beneficiaries": ("beneficiaries",),
}
# What a person chooses between when two records are one, and the fields that follow.
DEPENDENT_FIELDS = {
    "country": ("region", "work_countries"),
    "summary": ("language",),
    "categories": ("extra",),
    "organisation": ("organisation_id",),
}
NEVER_TAKEN = ("key", "external_id")
# What is derived from a field that was changed by hand stays with it.
FOLLOWING_FIELDS = {"country": ("region",)}


@dataclass(frozen=True)
class FileColumns:
    """The target fields of a file's columns, and their names: what a file does not have keeps its value.

    `reversal` is what somebody answered for projects whose participant said No before and says Yes in the file: `yes`
    shows them, `no` keeps them off; empty while nobody answered.
    """

    target_fields: frozenset[str]
    names: frozenset[str]
    reversal: str = ""

    @classmethod
    def of(cls, run: ImportRun) -> "FileColumns":
        """Return those of a run, the parts of split columns included."""
        further_fields = (name for split in run_splits(run).values() for name in split.further_fields)
        target_fields = {name.partition("#")[0] for name in (*run.mapping.values(), *further_fields)}
        reversal = run_answers(run).values.get(REVERSED, {}).get(Permission.YES, "")
        return cls(frozenset(target_fields), frozenset(run.header), reversal)


@dataclass
class EarlierRecords:
    """People, and their affiliations, that earlier rows will have made by then: the first row that names them does.

    Kept as hashes, since a large file names very many.
    """

    people: set[int] = field(default_factory=set)
    affiliations: set[int] = field(default_factory=set)

    def add(self, project: ParsedProject) -> None:
        """Add the people whom a row names."""
        self.people.update(hash(person.key) for person in project.people)
        if project.organisation_id:
            self.affiliations.update(hash((person.key, project.organisation_id)) for person in project.people)

    def has_person(self, key: str) -> bool:
        """Whether an earlier row makes a person."""
        return hash(key) in self.people

    def has_affiliation(self, key: str, organisation_id: int) -> bool:
        """Whether an earlier row makes a person's affiliation."""
        return hash((key, organisation_id)) in self.affiliations


@dataclass
class Comparison:
    """What exists for a batch of rows, and what each row would make of it, by the row's position."""

    existing: dict[str, Project]
    current: Mapping[int, ProjectValues]
    organisations: dict[int, Organisation]
    people: dict[str, Person]
    affiliations: set[tuple[str, int]]
    earlier: EarlierRecords
    revised: RevisedFields
    replaced: Mapping[int, ProjectValues] = field(default_factory=dict)
    states: dict[int, str] = field(default_factory=dict)

    def current_of(self, project: ParsedProject) -> ProjectValues | None:
        """Return the values that a row's project has now; None for a new one."""
        existing = self.existing.get(project.key)
        return self.current[existing.pk] if existing else None

    def revised_of(self, project: ParsedProject) -> frozenset[str]:
        """Return the fields of a row's project that somebody changed by hand: they stay, whatever the file says."""
        existing = self.existing.get(project.key)
        return self.revised.projects.get(existing.pk, frozenset()) if existing else frozenset()

    def organisation_of(self, parsed: ParsedOrganisation) -> ParsedOrganisation:
        """Return a row's organisation without a say in the fields that somebody changed by hand."""
        revised = self.revised.organisations.get(parsed.known_identity.id or 0, frozenset())
        return replace(parsed, owned=tuple(name for name in parsed.owned if name not in revised)) if revised else parsed

    def person_of(self, parsed: ParsedPerson) -> ParsedPerson:
        """Return a row's person without a say in the fields that somebody changed by hand."""
        person = self.people.get(parsed.key)
        revised = self.revised.people.get(person.pk, frozenset()) if person else frozenset()
        return replace(parsed, owned=tuple(name for name in parsed.owned if name not in revised)) if revised else parsed

    def replaced_of(self, project: ParsedProject) -> ProjectValues:
        """Return the values of a row's project that a merge with another one replaced."""
        existing = self.existing.get(project.key)
        return self.replaced.get(existing.pk, {}) if existing else {}


def compare(
    call: Call,
    projects: Mapping[int, ParsedProject],
    *,
    columns: FileColumns,
    earlier: EarlierRecords | None = None,
) -> Comparison:
    """Return how rows differ from what exists now, by their positions; eight queries, whatever the number of rows."""
    keys = {project.key for project in projects.values()}
    existing = {item.key: item for item in Project.objects.filter(call=call, key__in=keys).order_by("pk")}
    ids = {project.organisation_id for project in projects.values() if project.organisation_id}
    person_keys = {person.key for project in projects.values() for person in project.people}
    found_people = list(Person.objects.filter(key__in=person_keys).select_related("merged_into").order_by("pk"))
    # A profile that was merged into a member's stands for the member.
    people = {item.key: item.merged_into or item for item in found_people}
    current = snapshots(existing.values())
    organisations = {item.pk: item for item in Organisation.objects.filter(pk__in=ids).order_by("pk")}
    comparison = Comparison(
        existing=existing,
        current=current,
        organisations=organisations,
        people=people,
        affiliations=_affiliations(people, organisation_ids=ids),
        earlier=earlier or EarlierRecords(),
        revised=revised_fields(current, organisations=organisations.values(), people=people.values()),
        replaced=_replaced_values([item.pk for item in existing.values()]),
    )
    for position, project in projects.items():
        state = _state(project, comparison, columns)
        comparison.states[position] = state
        if state != RowState.UNCHANGED:
            comparison.earlier.add(project)
    return comparison


def _affiliations(people: Mapping[str, Person], *, organisation_ids: Collection[int]) -> set[tuple[str, int]]:
    """Return who belongs to these organisations, as pairs (key that a file gives, organisation); one query."""
    ids = {person.pk for person in people.values()}
    rows = Affiliation.objects.filter(organisation__in=organisation_ids, person__in=ids).order_by("pk")
    organisations_of: dict[int, list[int]] = defaultdict(list)
    for person_id, organisation_id in rows.values_list("person_id", "organisation_id"):
        organisations_of[person_id].append(organisation_id)
    return {(key, organisation) for key, person in people.items() for organisation in organisations_of[person.pk]}


def _replaced_values(project_ids: Sequence[int]) -> dict[int, ProjectValues]:
    """Return the values that standing merges replaced, by the project that stayed; one query."""
    replaced: dict[int, dict[str, object]] = {}
    for merge in ProjectMerge.objects.filter(survivor__in=project_ids, undone_at=None).order_by("-pk"):
        replaced.setdefault(merge.survivor_id, {}).update(merge.before)
    return {pk: values for pk, values in replaced.items() if values}


def target_values(
    project: ParsedProject,
    *,
    current: ProjectValues | None,
    replaced: ProjectValues,
    organisation_id: int | None,
    contact_id: int | None,
    columns: FileColumns,
    revised: Collection[str] = (),
) -> dict[str, object]:
    """Return a project's values once the row is written, in the shape of `calls.queries.snapshots`.

    `revised` are the fields that somebody changed by hand: they keep their values, and what follows them does too.
    """
    extra: dict[str, object] = dict(project.extra)
    if project.categories:
        extra[NAMED_CATEGORIES] = list(project.categories)
    values: dict[str, object] = {
        "key": project.key,
        "kind": project.kind,
        "title": project.title,
        "external_id": project.external_id,
        "summary": project.summary,
        "language": project.language,
        "country": project.country,
        "region": project.region,
        "stage": project.stage,
        "website": project.website,
        "submitted_on": project.submitted_on,
        "may_publish": project.may_publish,
        "may_contact": project.may_contact,
        "work_countries": list(project.work_countries),
        "languages": list(project.languages),
        "beneficiaries": list(project.beneficiaries),
        "organisation_id": organisation_id,
        "contact_id": contact_id,
        "status": project.status or (current["status"] if current else ProjectStatus.SUBMITTED.value),
        "extra": extra,
    }
    if current is None:
        return values
    values["extra"] = {**_remaining_extra(current["extra"], columns), **extra}
    unchanged = {name for name, decided_by in DECIDED_BY.items() if columns.target_fields.isdisjoint(decided_by)}
    if not project.work_countries and "work_countries" not in columns.target_fields:
        unchanged.add("work_countries")
    if project.take is not None:
        unchanged |= _fields_not_taken(values, project.take)
    unchanged |= {*revised, *(name for field_name in revised for name in FOLLOWING_FIELDS.get(field_name, ()))}
    may_publish = _may_publish(project, current, columns)
    # A file that says again what a merge replaced does not bring it back.
    unchanged |= {name for name, value in replaced.items() if values[name] == value}
    merged_values = {name: current[name] if name in unchanged else value for name, value in values.items()}
    return {**merged_values, "may_publish": may_publish}


def _may_publish(project: ParsedProject, current: ProjectValues, columns: FileColumns) -> object:
    """Return the answer that holds once the row is written: a No does at once, a Yes after a No when somebody agrees.

    An answer that is empty or not clear leaves an earlier one as it is.
    """
    earlier = current["may_publish"]
    if not project.may_publish or (project.may_publish == Permission.UNCLEAR and earlier):
        return earlier
    return earlier if is_reversed(project, current) and columns.reversal != Permission.YES else project.may_publish


def is_reversed(project: ParsedProject, current: ProjectValues) -> bool:
    """Whether the participant said No before, and the row says Yes."""
    return project.may_publish == Permission.YES and current["may_publish"] == Permission.NO


def _remaining_extra(extra: object, columns: FileColumns) -> dict[str, object]:
    """Return the extra fields of columns that the file does not have."""
    replaced = columns.names | ({NAMED_CATEGORIES} if "category" in columns.target_fields else set())
    items = extra.items() if isinstance(extra, dict) else ()
    return {name: value for name, value in items if name not in replaced}


def _fields_not_taken(values: ProjectValues, take: Sequence[str]) -> set[str]:
    """Return the fields in which somebody chose what exists, for two records that are one."""
    taken_fields = {*take, *(name for chosen_field in take for name in DEPENDENT_FIELDS.get(chosen_field, ()))}
    if "contact" in taken_fields:
        taken_fields.add("contact_id")
    return (set(values) - taken_fields) | set(NEVER_TAKEN)


def _state(project: ParsedProject, comparison: Comparison, columns: FileColumns) -> str:
    current = comparison.current_of(project)
    if current is None:
        return RowState.NEW
    organisation = comparison.organisations.get(project.organisation_id or 0)
    if (project.organisation and organisation is None) or _has_new_people(project, organisation, comparison):
        return RowState.UPDATED
    if (
        project.organisation
        and organisation
        and _would_fill_in(organisation, comparison.organisation_of(project.organisation))
    ):
        return RowState.UPDATED
    people = [comparison.people.get(person.key) for person in project.people]
    if any(
        would_change(person, comparison.person_of(parsed))
        for person, parsed in zip(people, project.people, strict=True)
        if person is not None
    ):
        return RowState.UPDATED
    target = target_values(
        project,
        current=current,
        replaced=comparison.replaced_of(project),
        organisation_id=organisation.pk if organisation else None,
        contact_id=people[0].pk if people and people[0] else None,
        columns=columns,
        revised=comparison.revised_of(project),
    )
    return RowState.UNCHANGED if target == current else RowState.UPDATED


def revised_differences(project: ParsedProject, comparison: Comparison, columns: FileColumns) -> dict[str, str]:
    """Return what a row says of fields that somebody changed by hand, where it is something else, by target field."""
    return {
        **_project_differences(project, comparison, columns),
        **_organisation_differences(project.organisation, comparison),
        **_person_differences(project, comparison),
    }


def _project_differences(project: ParsedProject, comparison: Comparison, columns: FileColumns) -> dict[str, str]:
    current, revised = comparison.current_of(project), comparison.revised_of(project)
    if current is None or not revised:
        return {}
    stated = target_values(
        project, current=current, replaced={}, organisation_id=None, contact_id=None, columns=columns
    )
    differing = sorted(name for name in revised if stated[name] != current[name])
    return {name: readable_value(name, stored_value(stated[name]), get_language() or "en") for name in differing}


def _organisation_differences(parsed: ParsedOrganisation | None, comparison: Comparison) -> dict[str, str]:
    existing = comparison.organisations.get(parsed.known_identity.id or 0) if parsed else None
    if parsed is None or existing is None or not parsed.type or parsed.type == existing.type:
        return {}
    is_revised = "type" in comparison.revised.organisations.get(existing.pk, ())
    return {"organisation_type": readable_value("type", parsed.type, get_language() or "en")} if is_revised else {}


def _person_differences(project: ParsedProject, comparison: Comparison) -> dict[str, str]:
    differences: dict[str, str] = {}
    for parsed in project.people:
        person = comparison.people.get(parsed.key)
        revised = comparison.revised.people.get(person.pk, ()) if person else ()
        for name in differing_fields(person, parsed) if person and revised else ():
            if name in revised:
                differences.setdefault(f"contact_{name}", getattr(parsed, name))
    return differences


def _has_new_people(project: ParsedProject, organisation: Organisation | None, comparison: Comparison) -> bool:
    """Whether the row is the first that names a person, or a person's affiliation with the organisation."""
    earlier = comparison.earlier
    keys = [person.key for person in project.people]
    if any(key not in comparison.people and not earlier.has_person(key) for key in keys):
        return True
    if keys and keys[0] not in comparison.people:
        # The contact person is only being made: the project does not point at them yet.
        return True
    return organisation is not None and any(
        (key, organisation.pk) not in comparison.affiliations and not earlier.has_affiliation(key, organisation.pk)
        for key in keys
    )


def _would_fill_in(organisation: Organisation, parsed: ParsedOrganisation) -> bool:
    identity = parsed.known_identity
    if any(getattr(parsed, name) not in ("", getattr(organisation, name)) for name in identity.take):
        return True
    is_new_type = "type" in parsed.owned and parsed.type != organisation.type and "type" not in identity.keep
    is_open = any(name in parsed.owned and not getattr(organisation, name) for name in FILLED_IN)
    return is_new_type or is_open


def would_change(person: Person, parsed: ParsedPerson) -> bool:
    """Return whether a row would change an existing person; whoever claimed their profile is never changed."""
    return not is_claimed(person) and bool(differing_fields(person, parsed))


def differing_fields(person: Person, parsed: ParsedPerson) -> list[str]:
    """Return the fields that the row is the first to fill in, and in which it differs from an existing person."""
    values = person_values(parsed)
    return [name for name in parsed.owned if differs(person, values, name)]


def person_values(person: ParsedPerson) -> dict[str, str]:
    """Return the values of a parsed person by field."""
    return {name: getattr(person, name) for name in PERSON_FIELDS}
