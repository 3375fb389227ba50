"""Changing a project, an organisation, a person or a call by hand, and putting a value back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from skillsnet.audit.actions import record
from skillsnet.calls.actions import (
    data_changed,
    index_organisations,
    index_projects,
    lock_version,
    publication_changed,
    rewrite_projects,
)
from skillsnet.calls.models import Call, Project
from skillsnet.calls.queries import projects_naming, snapshots
from skillsnet.core.errors import Invalid
from skillsnet.core.geo import region_of
from skillsnet.core.intake.keys import organisation_key
from skillsnet.participants.models import Organisation, OrganisationName, Person
from skillsnet.participants.texts import words_for_computing
from skillsnet.revisions.models import Revision
from skillsnet.revisions.queries import field_values
from skillsnet.revisions.rules import Subject, Value, column_of, why_not_edit


class ChangedMeanwhile(Exception):
    """Somebody else changed fields after they were shown: `current` holds what stands in them now."""

    def __init__(self, current: Mapping[str, Value]) -> None:
        self.current = current
        super().__init__(", ".join(current))


@transaction.atomic
def revise(
    subject: Subject, values: Mapping[str, Value], *, by: int | None, shown_values: Mapping[str, Value] | None = None
) -> tuple[str, ...]:
    """Write values into a subject's fields, keep what they replaced, and return the fields that changed.

    `values` are shaped like `queries.field_values`, for any of its fields; `shown_values` what the writer saw.
    A field that they left as they saw it is not written. `ChangedMeanwhile` when a field that they changed has
    changed since to something else, and nothing is written then; `Invalid` when the subject cannot be changed.
    """
    lock_version()
    locked: Any = type(subject)._default_manager.select_for_update().get(pk=subject.pk)
    if reason := why_not_edit(locked, by=by):
        raise Invalid(reason)
    current = field_values(locked)
    shown = current if shown_values is None else {**current, **shown_values}
    stated = {name: value for name, value in values.items() if value != shown[name]}
    conflicts = {name: current[name] for name in stated if current[name] not in (shown[name], stated[name])}
    if conflicts:
        raise ChangedMeanwhile(conflicts)
    changes = {name: value for name, value in stated.items() if value != current[name]}
    if changes:
        _write(locked, changes)
        column = {column_of(locked): locked}
        Revision.objects.bulk_create(
            Revision(**column, field=name, before=current[name], after=value, by_id=by)
            for name, value in changes.items()
        )
        record("revisions.revise", subject=f"{column_of(locked)}:{locked.pk}", by=by, fields=sorted(changes))
    return tuple(changes)


def restore(revision: Revision, *, by: int | None) -> tuple[str, ...]:
    """Put back what stood in a field before a revision, as a revision of its own; return the fields that changed."""
    subject = revision.project or revision.organisation or revision.person or revision.call
    assert subject is not None, "the database holds revisions of one subject only"
    return revise(subject, {revision.field: words_for_computing(revision.before)}, by=by)


def _write(subject: Subject, changes: Mapping[str, Value]) -> None:
    if isinstance(subject, Project):
        _write_project(subject, changes)
    elif isinstance(subject, Organisation):
        _write_organisation(subject, changes)
    elif isinstance(subject, Person):
        _write_person(subject, changes)
        _tell(sorted(projects_naming([subject.pk])))
    else:
        days = {name: date.fromisoformat(str(changes[name])) if changes[name] else None for name in _days(changes)}
        _write_fields(subject, {**changes, **days})
        _tell([])


def _days(changes: Mapping[str, Value]) -> list[str]:
    return [name for name in ("opened_on", "closed_on") if name in changes]


def _write_project(project: Project, changes: Mapping[str, Value]) -> None:
    values = {**snapshots([project])[project.pk], **changes}
    rewrite_projects([project.pk], values=[{**values, "region": region_of(str(values["country"]))}])
    index_projects([project.pk])
    if project.organisation_id is not None:
        index_organisations([project.organisation_id])
    data_changed([project.pk])
    if "status" in changes:
        publication_changed([project.pk])


def _write_organisation(organisation: Organisation, changes: Mapping[str, Value]) -> None:
    _write_fields(organisation, changes)
    _keep_name(organisation)
    ids = list(Project.objects.filter(organisation=organisation).order_by("pk").values_list("pk", flat=True))
    _tell(ids)
    index_organisations([organisation.pk])


def _write_person(person: Person, changes: Mapping[str, Any]) -> None:
    name = person.name
    _write_fields(person, changes)
    person.keep_former_name(name)
    person.save(update_fields=["former_names"])


def _keep_name(organisation: Organisation) -> None:
    """Let a file that writes the organisation as it is called now mean this one, besides those that did before."""
    values = field_values(organisation)
    key = organisation_key(str(values["name"]), country=str(values["country"]))
    is_used = Organisation.objects.filter(key=key).exists() or OrganisationName.objects.filter(key=key).exists()
    if not is_used:
        OrganisationName.objects.create(organisation=organisation, key=key, name=str(values["name"]))


def _write_fields(subject: Organisation | Person | Call, changes: Mapping[str, Any]) -> None:
    for name, value in changes.items():
        setattr(subject, name, value)
    subject.save(update_fields=list(changes))


def _tell(project_ids: list[int]) -> None:
    index_projects(project_ids)
    data_changed(project_ids)
