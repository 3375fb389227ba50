"""Deleting for good what was removed so long ago; see `removals`."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
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
from skillsnet.outbox.actions import forget_mails_to
from skillsnet.participants.actions import remove_affiliations, remove_organisations, remove_people
from skillsnet.participants.models import Affiliation, Organisation, Person
from skillsnet.revisions.actions.redaction import delete_redacted, texts_changed
from skillsnet.revisions.models import Removal

DELETED_AT_ONCE = 100


def delete_removed() -> int:
    """Delete for good what was removed so long ago, and return how many projects, organisations, people and calls.

    With a project goes all that was decided and suggested about it and its rows in imports, with an organisation its
    projects, with a call its projects and imports; and the organisations and people whom nothing else in the network
    names. Of a person who is deleted a marker stays in the texts of the projects.
    """
    limit = timezone.now() - timedelta(days=settings.RETENTION_DAYS["removed item"])
    is_due = Q(removed_at__lt=limit, within=None)
    projects = Removal.objects.filter(is_due | Q(within__removed_at__lt=limit), project__isnull=False).order_by("pk")
    deleted_count = 0
    while ids := list(projects.values_list("project_id", flat=True)[:DELETED_AT_ONCE]):
        deleted_count += _delete_removed_projects(ids)
    delete: dict[str, Callable[[int], bool]] = {
        "organisation": _delete_organisation,
        "call": _delete_call,
        "person": _delete_person,
    }
    for column, delete_one in delete.items():
        due = Removal.objects.filter(is_due, **{f"{column}__isnull": False}).order_by("pk")
        ids = list(due.values_list(f"{column}_id", flat=True))
        deleted_count += sum(delete_one(pk) for pk in ids)
    if deleted_count:
        forget_removed_words()
    return deleted_count


@transaction.atomic
def _delete_removed_projects(project_ids: Sequence[int]) -> int:
    lock_version()
    # Somebody may have put one back this very moment.
    removals = Removal.objects.select_for_update().filter(project__in=project_ids).order_by("pk")
    ids = list(removals.values_list("project_id", flat=True))
    _delete_projects([pk for pk in ids if pk])
    return len(ids)


@transaction.atomic
def _delete_organisation(pk: int) -> bool:
    lock_version()
    if not _is_removed(organisation=pk):
        return False
    # One that turned out to be this one is this one.
    ids = list(Organisation.objects.filter(Q(pk=pk) | Q(merged_into=pk)).order_by("pk").values_list("pk", flat=True))
    _delete_projects(Project.objects.filter(organisation__in=ids).order_by("pk").values_list("pk", flat=True))
    affiliations = Affiliation.objects.filter(organisation__in=ids)
    people = list(affiliations.order_by("pk").values_list("person_id", flat=True))
    affiliations.delete()
    remove_people(people)
    Organisation.objects.filter(pk__in=ids).exclude(pk=pk).delete()
    Organisation.objects.filter(pk=pk).delete()
    record("revisions.delete_organisation", subject=f"organisation:{pk}", by=None)
    data_changed([])
    return True


@transaction.atomic
def _delete_call(pk: int) -> bool:
    lock_version()
    if not _is_removed(call=pk):
        return False
    _delete_projects(Project.objects.filter(call=pk).order_by("pk").values_list("pk", flat=True))
    _above(Call, "import_runs").filter(call=pk).delete()
    Call.objects.filter(pk=pk).delete()
    record("revisions.delete_call", subject=f"call:{pk}", by=None)
    data_changed([])
    return True


@transaction.atomic
def _delete_person(pk: int) -> bool:
    lock_version()
    if not _is_removed(person=pk):
        return False
    person = Person.objects.select_for_update().get(pk=pk)
    if person.email:
        forget_mails_to(person.email)
    texts_changed(delete_redacted(person))
    record("revisions.delete_person", subject=f"person:{pk}", by=None)
    return True


def _is_removed(**subject: int) -> bool:
    """Return whether it is removed still: somebody may have put it back this very moment."""
    return Removal.objects.select_for_update().filter(**subject).exists()


def _delete_projects(project_ids: Iterable[int]) -> None:
    """Delete projects with their rows in imports, and the organisations and people whom nothing else names."""
    ids = list(project_ids)
    for start in range(0, len(ids), DELETED_AT_ONCE):
        _delete_some_projects(ids[start : start + DELETED_AT_ONCE])


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
