"""Removing a project, an organisation, a person or a call: off every page at once, and back within some days."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, DateTimeField, Q, QuerySet, Value
from django.utils import timezone

from skillsnet.audit.actions import record, record_for_each_row
from skillsnet.calls.actions import data_changed, lock_version, names_changed, publication_changed
from skillsnet.calls.enums import ProjectStatus
from skillsnet.calls.models import Call, Project
from skillsnet.core.errors import Invalid
from skillsnet.db.bulk import delete_rows, in_parts, insert_selected
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
    parts = Removal.objects.filter(pk=removal.pk) if removal.project_id else removal.parts.all()
    project_ids = _put_projects_back(parts.filter(project__isnull=False))
    removal.delete()
    record(f"revisions.put_{column}_back", subject=f"{column}:{subject.pk}", by=by)
    if isinstance(subject, Person):
        Person.objects.filter(pk=subject.pk).update(is_removed=False)
        names_changed([subject.pk])
    # Some may belong to something else that is removed still.
    remove_with_subjects(project_ids)
    _tell(project_ids)
    return True


def _put_projects_back(removals: QuerySet[Removal]) -> list[int]:
    """Give the projects of these removals their status back, delete the removals, and return the projects' ids.

    A few statements, whatever the number: everybody who writes waits for them.
    """
    project_ids = list(removals.order_by("pk").values_list("project_id", flat=True))
    statuses = list(removals.order_by("status_before").values_list("status_before", flat=True).distinct())
    for status in statuses:
        Project.objects.filter(removal__in=removals.filter(status_before=status).order_by()).update(status=status)
    delete_rows(removals.order_by())
    return [pk for pk in project_ids if pk]


def remove_with_subjects(project_ids: Collection[int]) -> None:
    """Remove those of the projects whose organisation or call is removed, with that one; one query where there is none.

    Call inside the transaction that makes the projects.
    """
    removed_with = Q(organisation__removal__isnull=False) | Q(call__removal__isnull=False)
    for some_ids in in_parts(sorted(project_ids), size=PROJECTS_AT_ONCE):
        projects = Project.objects.filter(removed_with, pk__in=some_ids, removal=None).order_by("pk")
        ids_by_removal: dict[Removal, list[int]] = defaultdict(list)
        for project in projects.select_related("organisation__removal", "call__removal"):
            subject: Any = project.organisation if hasattr(project.organisation, "removal") else project.call
            ids_by_removal[subject.removal].append(project.pk)
        for removal, ids in ids_by_removal.items():
            _remove_within(removal, Project.objects.filter(pk__in=ids))


def _remove_projects_of(removal: Removal) -> None:
    """Remove the projects of a removed organisation or call that are not removed yet, with it."""
    subject: Organisation | Call | None = removal.organisation or removal.call
    assert subject is not None, "people and projects have no projects of their own"
    projects = Project.objects.filter(**{column_of(subject): subject})
    _remove_within(removal, projects)
    _tell(list(projects.filter(removal__within=removal).order_by("pk").values_list("pk", flat=True)))


def _remove_within(removal: Removal, projects: QuerySet[Project]) -> None:
    """Remove those of the projects that are not removed yet, with an organisation or a call.

    Three statements, whatever the number: everybody who writes waits for them.
    """
    remaining = projects.filter(removal=None).order_by("pk")
    within = removal.organisation_id or removal.call_id
    record_for_each_row("revisions.remove_project", rows=remaining, kind="project", by=removal.by_id, within=within)
    values = remaining.values_list(
        "pk",
        "status",
        Value(removal.pk, BigIntegerField()),
        Value(removal.by_id, BigIntegerField()),
        Value(timezone.now(), DateTimeField()),
    )
    insert_selected(Removal, ("project", "status_before", "within", "by", "removed_at"), values)
    projects.filter(removal__within=removal).order_by().update(status=ProjectStatus.WITHDRAWN)


def _withdraw(project_ids: Sequence[int]) -> None:
    Project.objects.filter(pk__in=project_ids).update(status=ProjectStatus.WITHDRAWN)
    _tell(project_ids)


def _tell(project_ids: Sequence[int]) -> None:
    """Say that the projects went or came; where there are none the names of organisations and calls still change."""
    if project_ids:
        publication_changed(project_ids)
    else:
        data_changed([])
