"""Removing a project: off every page at once, deleted for good after some days in which it can be put back."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from skillsnet.audit.actions import record, record_each
from skillsnet.calls.actions import (
    data_changed,
    forget_removed_words,
    index_organisations,
    lock_version,
    publication_changed,
    remove_projects,
)
from skillsnet.calls.enums import ProjectStatus
from skillsnet.calls.models import NamedPerson, Project
from skillsnet.core.errors import Invalid
from skillsnet.participants.actions import remove_affiliations, remove_organisations, remove_people
from skillsnet.participants.models import Affiliation
from skillsnet.revisions.models import Removal
from skillsnet.revisions.rules import why_not_remove

DELETED_AT_ONCE = 100


@transaction.atomic
def remove_project(project_id: int, *, by: int | None) -> Removal:
    """Take a project out of the network; `Invalid` when it is removed or merged already."""
    lock_version()
    project = Project.objects.select_for_update().get(pk=project_id)
    if reason := why_not_remove(project):
        raise Invalid(reason)
    removal = Removal.objects.create(project=project, status_before=project.status, by_id=by)
    Project.objects.filter(pk=project_id).update(status=ProjectStatus.WITHDRAWN)
    record("revisions.remove_project", subject=f"project:{project_id}", by=by)
    publication_changed(project_id)
    return removal


@transaction.atomic
def put_project_back(project_id: int, *, by: int | None) -> bool:
    """Put a removed project back with the status that it had, and return whether it was there to be put back."""
    lock_version()
    removal = Removal.objects.select_for_update().filter(project=project_id).first()
    if removal is None:
        return False
    Project.objects.filter(pk=project_id).update(status=removal.status_before)
    removal.delete()
    record("revisions.put_project_back", subject=f"project:{project_id}", by=by)
    publication_changed(project_id)
    return True


def delete_removed_projects() -> int:
    """Delete for good the projects that were removed so long ago, and return how many.

    With a project goes all that was decided and suggested about it, and the organisation and people whom nothing else
    in the network names.
    """
    limit = timezone.now() - timedelta(days=settings.RETENTION_DAYS["removed project"])
    due = Removal.objects.filter(removed_at__lt=limit).order_by("pk")
    deleted_count = 0
    while ids := list(due.values_list("project_id", flat=True)[:DELETED_AT_ONCE]):
        deleted_count += _delete(ids)
    if deleted_count:
        forget_removed_words()
    return deleted_count


@transaction.atomic
def _delete(project_ids: Sequence[int]) -> int:
    lock_version()
    # Somebody may have put one back this very moment.
    ids = list(
        Removal.objects.select_for_update()
        .filter(project__in=project_ids)
        .order_by("pk")
        .values_list("project_id", flat=True)
    )
    projects = Project.objects.filter(pk__in=ids).order_by("pk")
    pairs = list(projects.values_list("organisation_id", "contact_id"))
    organisations = {organisation for organisation, _contact in pairs if organisation}
    people = {contact for _organisation, contact in pairs if contact}
    people.update(NamedPerson.objects.filter(project__in=ids).order_by("pk").values_list("person_id", flat=True))
    remove_projects(ids)
    affiliations = Affiliation.objects.filter(person__in=people, organisation__in=organisations).order_by("pk")
    remove_affiliations(list(affiliations.values_list("person_id", "organisation_id")))
    remove_people(people)
    remaining = organisations - remove_organisations(organisations)
    index_organisations(sorted(remaining))
    record_each("revisions.delete_project", details={f"project:{pk}": {} for pk in ids}, by=None)
    data_changed([], removed_ids=ids)
    return len(ids)
