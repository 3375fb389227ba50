"""Deleting for good what was removed so long ago; see `removals`."""

import time
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from skillsnet.audit.actions import record, record_each
from skillsnet.calls.actions import (
    data_changed,
    forget_removed_words,
    index_organisations,
    lock_version,
    remove_projects,
)
from skillsnet.calls.models import Call, NamedPerson, Project
from skillsnet.db.jobs import BatchSize, give_way
from skillsnet.outbox.actions import forget_mails_to
from skillsnet.participants.actions import remove_affiliations, remove_organisations, remove_people
from skillsnet.participants.models import Affiliation, Organisation, Person
from skillsnet.revisions.actions.redaction import delete_redacted, texts_changed
from skillsnet.revisions.models import Removal

DELETED_AT_ONCE = 400
# Other chores, such as sending mails, wait for this one. What is left is deleted the next time.
MOST_SECONDS = 8.0


def delete_removed(*, at_once: int = DELETED_AT_ONCE, most_seconds: float = MOST_SECONDS) -> int:
    """Delete for good what was removed so long ago, and return how many projects, organisations, people and calls.

    With a project goes all that was decided and suggested about it and its rows in imports, with an organisation its
    projects, with a call its projects and imports; and the organisations and people whom nothing else in the network
    names. Of a person who is deleted a marker stays in the texts of the projects.

    Works in steps of `at_once` projects or rows, each of which is whole, for as long as `most_seconds`; what is left
    then, or after a kill, the next call deletes. An organisation or a call goes last.
    """
    limit = timezone.now() - timedelta(days=settings.RETENTION_DAYS["removed item"])
    end_at, size, deleted_count = time.monotonic() + most_seconds, BatchSize(at_once), 0
    has_more = True
    while has_more and time.monotonic() < end_at:
        with size.timed() as most:
            step_count = _delete_step(limit, most)
        has_more = step_count is not None
        deleted_count += step_count or 0
        give_way()
    if deleted_count:
        forget_removed_words()
    return deleted_count


def _delete_step(limit: datetime, most: int) -> int | None:
    """Delete some of what is due, and return how much of it was removed; None where nothing is left."""
    is_due = Q(removed_at__lt=limit, within=None)
    projects = Removal.objects.filter(is_due | Q(within__removed_at__lt=limit), project__isnull=False).order_by("pk")
    if ids := list(projects.values_list("project_id", flat=True)[:most]):
        return _delete_removed_projects(ids)
    removal = Removal.objects.filter(is_due, project=None).order_by("pk").first()
    if removal is None:
        return None
    if removal.organisation_id is not None:
        return _delete_organisation(removal.organisation_id, most)
    return (
        _delete_call(removal.call_id, most) if removal.call_id is not None else _delete_person(removal.person_id or 0)
    )


@transaction.atomic
def _delete_removed_projects(project_ids: Sequence[int]) -> int:
    lock_version()
    # Somebody may have put one back this very moment.
    removals = Removal.objects.select_for_update().filter(project__in=project_ids).order_by("pk")
    ids = list(removals.values_list("project_id", flat=True))
    _delete_some_projects([pk for pk in ids if pk])
    return len(ids)


@transaction.atomic
def _delete_organisation(pk: int, most: int) -> int:
    """Delete some projects that came to a removed organisation since, or the organisation where there are none."""
    lock_version()
    if not _is_removed(organisation=pk):
        return 0
    # One that turned out to be this one is this one.
    ids = list(Organisation.objects.filter(Q(pk=pk) | Q(merged_into=pk)).order_by("pk").values_list("pk", flat=True))
    if _delete_projects(Project.objects.filter(organisation__in=ids), most):
        return 0
    affiliations = Affiliation.objects.filter(organisation__in=ids)
    people = list(affiliations.order_by("pk").values_list("person_id", flat=True))
    affiliations.delete()
    remove_people(people)
    Organisation.objects.filter(pk__in=ids).exclude(pk=pk).delete()
    Organisation.objects.filter(pk=pk).delete()
    record("revisions.delete_organisation", subject=f"organisation:{pk}", by=None)
    data_changed([])
    return 1


@transaction.atomic
def _delete_call(pk: int, most: int) -> int:
    """Delete some projects or rows of imports of a removed call, or the call with its imports where there are none."""
    lock_version()
    if not _is_removed(call=pk):
        return 0
    if _delete_projects(Project.objects.filter(call=pk), most):
        return 0
    rows = _above(Project, "import_rows").filter(run__call=pk).order_by("pk")
    if row_ids := list(rows.values_list("pk", flat=True)[:most]):
        rows.filter(pk__in=row_ids).delete()
        return 0
    _above(Call, "import_runs").filter(call=pk).delete()
    Call.objects.filter(pk=pk).delete()
    record("revisions.delete_call", subject=f"call:{pk}", by=None)
    data_changed([])
    return 1


@transaction.atomic
def _delete_person(pk: int) -> int:
    lock_version()
    if not _is_removed(person=pk):
        return 0
    person = Person.objects.select_for_update().get(pk=pk)
    if person.email:
        forget_mails_to(person.email)
    texts_changed(delete_redacted(person))
    record("revisions.delete_person", subject=f"person:{pk}", by=None)
    return 1


def _is_removed(**subject: int) -> bool:
    """Return whether it is removed still: somebody may have put it back this very moment."""
    return Removal.objects.select_for_update().filter(**subject).exists()


def _delete_projects(projects: QuerySet[Project], most: int) -> bool:
    """Delete the first projects with their rows in imports, and who is named nowhere else; whether there were any."""
    ids = list(projects.order_by("pk").values_list("pk", flat=True)[:most])
    if ids:
        _delete_some_projects(ids)
    return bool(ids)


def _delete_some_projects(ids: Collection[int]) -> None:
    pairs = list(Project.objects.filter(pk__in=ids).order_by("pk").values_list("organisation_id", "contact_id"))
    organisations = {organisation for organisation, _contact in pairs if organisation}
    people = {contact for _organisation, contact in pairs if contact}
    people.update(NamedPerson.objects.filter(project__in=ids).order_by("pk").values_list("person_id", flat=True))
    _above(Project, "import_rows").filter(project__in=ids, is_written=True).delete()
    remove_projects(list(ids))
    affiliations = Affiliation.objects.filter(person__in=people, organisation__in=organisations).order_by("pk")
    remove_affiliations(list(affiliations.values_list("person_id", "organisation_id")))
    remove_people(people)
    remaining = organisations - remove_organisations(organisations)
    index_organisations(sorted(remaining))
    record_each("revisions.delete_project", details={f"project:{pk}": {} for pk in ids}, by=None)
    data_changed([], removed_ids=ids)


def _above(model: Any, relation: str) -> Any:
    """Return the rows that an app above keeps about a model, without knowing the app."""
    return model._meta.get_field(relation).related_model._default_manager
