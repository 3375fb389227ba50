"""Reading what stands in a subject's fields, and what was changed in them by hand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.enums import Beneficiary, ProjectStatus, Stage
from skillsnet.calls.models import Project
from skillsnet.calls.queries import snapshots
from skillsnet.core.geo import country_name, language_name
from skillsnet.participants.enums import OrganisationType
from skillsnet.participants.models import Organisation, Person
from skillsnet.participants.texts import cell_for, words_for_computing
from skillsnet.participants.visibility import fields_of, visible
from skillsnet.revisions.models import Removal, Revision
from skillsnet.revisions.rules import Subject, Value, column_of, labels_of

REVISIONS_SHOWN = 200
# Values that are codes, with what gives their names.
CHOICES: dict[str, dict[str, Any]] = {
    "beneficiaries": dict(Beneficiary.choices),
    "stage": dict(Stage.choices),
    "status": dict(ProjectStatus.choices),
    "type": dict(OrganisationType.choices),
}
COUNTRIES, LANGUAGES = ("country", "work_countries"), ("language", "languages")


@dataclass(frozen=True)
class RevisionView:
    """A change of one field as facilitators read it; `is_in_force` while the field holds what it was changed to."""

    id: int
    label: str
    before: str
    after: str
    by: str
    made_at: datetime
    is_in_force: bool


def field_values(subject: Subject) -> dict[str, Value]:
    """Return what stands in the subject's fields that can be changed: texts, days as ISO 8601, lists of codes."""
    if isinstance(subject, Project):
        values = snapshots([subject])[subject.pk]
    else:
        values = {name: words_for_computing(getattr(subject, name)) for name in labels_of(subject)}
    return {name: stored_value(values[name]) for name in labels_of(subject)}


def stored_value(value: object) -> Value:
    """Return a field's value as revisions keep it, from how `snapshots` or a column has it."""
    if isinstance(value, list):
        return [str(code) for code in value]
    # Days come as they are kept, or as JSON keeps them.
    return "" if value is None else str(value)


def revisions_of(subject: Subject, viewer: Viewer, language: str) -> list[RevisionView]:
    """Return the last changes of a subject's fields, newest first; empty for all but facilitators. Four queries."""
    if not viewer.is_facilitator:
        return []
    labels, current = labels_of(subject), field_values(subject)
    # Of a member's field that they keep to themselves, only that it changed is said.
    hidden_fields = _hidden_fields(subject, viewer)
    rows = Revision.objects.filter(**{column_of(subject): subject}).select_related("by").order_by("-pk")
    return [
        RevisionView(
            id=row.pk,
            label=str(labels.get(row.field, row.field)),
            before="" if row.field in hidden_fields else _readable(row.field, row.before, viewer, language),
            after="" if row.field in hidden_fields else _readable(row.field, row.after, viewer, language),
            by=row.by.email if row.by else "",
            made_at=row.made_at,
            is_in_force=words_for_computing(row.after) == current.get(row.field),
        )
        for row in rows[:REVISIONS_SHOWN]
    ]


def _hidden_fields(subject: Subject, viewer: Viewer) -> set[str]:
    if not isinstance(subject, Person) or (subject.user_id is None and subject.claimed_at is None):
        return set()
    return {name for name, field in fields_of(subject).items() if not visible(field, viewer)}


def _readable(field: str, value: Any, viewer: Viewer, language: str) -> str:
    parts = value if isinstance(value, list) else [value]
    return readable_value(field, [cell_for(part, viewer) for part in parts], language)


def readable_value(field: str, value: Value, language: str) -> str:
    """Return a field's value as a facilitator reads it: codes by their names, several with commas between."""
    parts = value if isinstance(value, list) else [value]
    return ", ".join(_name(field, part, language) for part in parts if part)


def _name(field: str, code: str, language: str) -> str:
    if field in COUNTRIES:
        return country_name(code, language)
    if field in LANGUAGES:
        return language_name(code, language)
    return str(CHOICES.get(field, {}).get(code, code))


@dataclass(frozen=True)
class RevisedFields:
    """The fields that hold something else than before they were first changed by hand, by the ids of their subjects."""

    projects: Mapping[int, frozenset[str]]
    organisations: Mapping[int, frozenset[str]]
    people: Mapping[int, frozenset[str]]
    removed_projects: frozenset[int] = frozenset()
    removed_organisations: frozenset[int] = frozenset()


def revised_fields(
    projects: Mapping[int, Mapping[str, object]],
    *,
    organisations: Collection[Organisation],
    people: Collection[Person],
) -> RevisedFields:
    """Return which fields were changed by hand and not put back, of projects (by id, as `snapshots`) and others.

    Such a field is somebody's decision: what a file says of it is shown, and not written. So is the status of a project
    that was removed. Two queries; whoever else is removed is named too.
    """
    current: dict[str, Mapping[int, Any]] = {
        "project": projects,
        "organisation": {row.pk: row for row in organisations},
        "person": {row.pk: row for row in people},
    }
    of_any = Q(project__in=list(projects)) | Q(organisation__in=organisations) | Q(person__in=people)
    revised: dict[str, dict[int, set[str]]] = {column: {} for column in current}
    seen_fields: set[tuple[str, int, str]] = set()
    for revision in Revision.objects.filter(of_any).order_by("pk"):
        column, pk = next((name, pk) for name in current if (pk := getattr(revision, f"{name}_id")) is not None)
        # The first revision of a field says what stood there before anybody changed it by hand.
        is_first = (column, pk, revision.field) not in seen_fields
        seen_fields.add((column, pk, revision.field))
        if is_first and _value_in(current[column][pk], revision.field) != words_for_computing(revision.before):
            revised[column].setdefault(pk, set()).add(revision.field)
    removals_of = Removal.objects.filter(Q(project__in=list(projects)) | Q(organisation__in=organisations)).order_by(
        "pk"
    )
    pairs = list(removals_of.values_list("project_id", "organisation_id"))
    removed_ids = frozenset(project for project, _organisation in pairs if project)
    for pk in removed_ids:
        revised["project"].setdefault(pk, set()).add("status")
    frozen = {column: {pk: frozenset(names) for pk, names in of_kind.items()} for column, of_kind in revised.items()}
    removed_organisations = frozenset(organisation for _project, organisation in pairs if organisation)
    return RevisedFields(
        frozen["project"], frozen["organisation"], frozen["person"], removed_ids, removed_organisations
    )


def _value_in(row: Any, field: str) -> Value:
    value = row.get(field) if isinstance(row, Mapping) else words_for_computing(getattr(row, field))
    return stored_value(value)
