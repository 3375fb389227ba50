"""Removing a project, an organisation, a person or a call: off every page at once, and back within some days."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q

from skillsnet.audit.actions import record, record_each
from skillsnet.calls.actions import data_changed, lock_version, names_changed, publication_changed
from skillsnet.calls.enums import ProjectStatus
from skillsnet.calls.models import Call, Project
from skillsnet.core.errors import Invalid
from skillsnet.db.bulk import in_parts
from skillsnet.participants.models import Organisation, Person
from skillsnet.revisions.models import Removal
from skillsnet.revisions.rules import Subject, column_of, why_not_put_back, why_not_remove

PROJECTS_AT_ONCE = 500


@transaction.atomic
def remove(subject: Subject, *, by: int | None) -> Removal:
    """Take a subject out of the network, an organisation or a call with its projects.

    `Invalid` when it is removed or merged already, or is a member's profile.
    """
    lock_version()
    locked: Any = type(subject)._default_manager.select_for_update().get(pk=subject.pk)
    if reason := why_not_remove(locked):
        raise Invalid(reason)
    column = column_of(locked)
    removal = Removal(by_id=by, **{column: locked})
    if isinstance(locked, Project):
        removal.status_before = locked.status
    removal.save()
    record(f"revisions.remove_{column}", subject=f"{column}:{locked.pk}", by=by)
    if isinstance(locked, Project):
        _withdraw([locked.pk])
    elif isinstance(locked, Person):
        Person.objects.filter(pk=locked.pk).update(is_removed=True)
        names_changed([locked.pk])
    else:
        _remove_projects_of(removal)
    return removal


@transaction.atomic
def put_back(subject: Subject, *, by: int | None) -> bool:
    """Put a removed subject back with what went with it, and return whether it was there to be put back.

    `Invalid` for a project whose organisation or call is removed.
    """
    lock_version()
    column = column_of(subject)
    removal = Removal.objects.select_for_update().filter(**{column: subject.pk}).first()
    if removal is None:
        return False
    if reason := why_not_put_back(removal):
        raise Invalid(reason)
    parts = [removal] if removal.project_id else list(removal.parts.order_by("pk"))
    status_by_id = {part.project_id: part.status_before for part in parts if part.project_id}
    for status in sorted(set(status_by_id.values())):
        ids = [pk for pk, before in status_by_id.items() if before == status]
        for some_ids in in_parts(ids, size=PROJECTS_AT_ONCE):
            Project.objects.filter(pk__in=some_ids).update(status=status)
    removal.delete()
    record(f"revisions.put_{column}_back", subject=f"{column}:{subject.pk}", by=by)
    if isinstance(subject, Person):
        Person.objects.filter(pk=subject.pk).update(is_removed=False)
        names_changed([subject.pk])
    # Some may belong to something else that is removed still.
    remove_with_subjects(status_by_id)
    _tell(list(status_by_id))
    return True


def remove_with_subjects(project_ids: Collection[int]) -> None:
    """Remove those of the projects whose organisation or call is removed, with that one; one query where there is none.

    Call inside the transaction that makes the projects.
    """
    removed_with = Q(organisation__removal__isnull=False) | Q(call__removal__isnull=False)
    for some_ids in in_parts(sorted(project_ids), size=PROJECTS_AT_ONCE):
        projects = Project.objects.filter(removed_with, pk__in=some_ids, removal=None).order_by("pk")
        for project in projects.select_related("organisation__removal", "call__removal"):
            subject: Any = project.organisation if hasattr(project.organisation, "removal") else project.call
            _remove_within(subject.removal, [project])


def _remove_projects_of(removal: Removal) -> None:
    """Remove the projects of a removed organisation or call that are not removed yet, with it."""
    subject: Organisation | Call | None = removal.organisation or removal.call
    assert subject is not None, "people and projects have no projects of their own"
    projects = subject.projects.filter(removal=None).order_by("pk")
    ids = list(projects.values_list("pk", flat=True))
    for some_ids in in_parts(ids, size=PROJECTS_AT_ONCE):
        _remove_within(removal, list(Project.objects.filter(pk__in=some_ids).only("pk", "status").order_by("pk")))
    _tell(ids)


def _remove_within(removal: Removal, projects: Sequence[Project]) -> None:
    Removal.objects.bulk_create(
        Removal(project=project, within=removal, status_before=project.status, by_id=removal.by_id)
        for project in projects
    )
    ids = [project.pk for project in projects]
    Project.objects.filter(pk__in=ids).update(status=ProjectStatus.WITHDRAWN)
    within = removal.organisation_id or removal.call_id
    record_each(
        "revisions.remove_project", details={f"project:{pk}": {"within": within} for pk in ids}, by=removal.by_id
    )


def _withdraw(project_ids: Sequence[int]) -> None:
    Project.objects.filter(pk__in=project_ids).update(status=ProjectStatus.WITHDRAWN)
    _tell(project_ids)


def _tell(project_ids: Sequence[int]) -> None:
    """Say that the projects went or came; where there are none the names of organisations and calls still change."""
    if project_ids:
        publication_changed(project_ids)
    else:
        data_changed([])
