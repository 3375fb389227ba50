"""Taking the name of somebody who asked to be removed out of what was changed by hand."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q

from skillsnet.calls.actions import (
    data_changed,
    derive_extra_values,
    index_organisations,
    index_projects,
    redact_person,
)
from skillsnet.calls.models import Project
from skillsnet.core.text.erased_people import ErasedPerson
from skillsnet.participants.models import Person
from skillsnet.participants.texts import words_for_computing
from skillsnet.revisions.models import LinkRevision, Revision


def redact_revisions(project_ids: Collection[int], *, erased: ErasedPerson) -> None:
    """Replace a person by a marker in the changes of these projects, of their organisations and of their links."""
    ids = list(project_ids)
    of_fields = Revision.objects.filter(Q(project__in=ids) | Q(organisation__projects__in=ids))
    of_links = LinkRevision.objects.filter(Q(source__in=ids) | Q(target__in=ids))
    for revision in (*of_fields.order_by("pk").distinct(), *of_links.order_by("pk")):
        values = {field: words_for_computing(getattr(revision, field)) for field in ("before", "after")}
        redacted = {field: _redacted(value, erased) for field, value in values.items()}
        if redacted != values:
            type(revision)._default_manager.filter(pk=revision.pk).update(**redacted)


def delete_redacted(person: Person) -> set[int]:
    """Delete a person, their name taken out of texts and of what was changed by hand; return the projects concerned.

    Profiles that were joined with it go too. Call inside a transaction, and `texts_changed` for the projects.
    """
    project_ids: set[int] = set()
    for profile in (*Person.objects.filter(merged_into=person).order_by("pk"), person):
        ids = redact_person(profile)
        redact_revisions(ids, erased=profile.as_erased())
        profile.delete()
        project_ids.update(ids)
    return project_ids


def texts_changed(project_ids: Iterable[int]) -> None:
    """Have everything that is made of the projects' texts follow, at once where it is searched or filtered by."""
    ids = sorted(project_ids)
    organisations = Project.objects.filter(pk__in=ids).exclude(organisation=None).order_by("organisation")
    index_organisations(sorted(set(organisations.values_list("organisation_id", flat=True))))
    index_projects(ids)
    derive_extra_values(project_ids=ids)
    data_changed(ids)


def _redacted(value: Any, erased: ErasedPerson) -> Any:
    if isinstance(value, dict):
        return {field: _redacted(part, erased) for field, part in value.items()}
    if isinstance(value, list):
        return [_redacted(part, erased) for part in value]
    return erased.words(value) if isinstance(value, str) else value
