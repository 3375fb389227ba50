"""Taking the name of somebody who asked to be removed out of all texts, for good."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q

from skillsnet.calls.models import Link, NewsItem, Project
from skillsnet.calls.queries.withheld_names import projects_naming
from skillsnet.core.text.erased_people import ErasedPerson
from skillsnet.core.text.names import address_names, is_name, redact_name
from skillsnet.core.text.unmasked import MARKER
from skillsnet.participants.enums import OrganisationType
from skillsnet.participants.models import Organisation, OrganisationName, Person
from skillsnet.participants.suppression import name_marker
from skillsnet.participants.texts import words_for_computing


def redact_person(person: Person) -> list[int]:
    """Replace a person's name, address and number by a marker wherever their projects and organisations hold them.

    Return those projects.

    Once the person is gone nothing else would withhold it. An organisation that is this person loses its name.
    Call inside a transaction; the caller tells the rest of the platform.
    """
    ids = sorted(projects_naming([person.pk]))
    erased = person.as_erased()
    for project in Project.objects.filter(pk__in=ids).order_by("pk"):
        _redact(project, ("title", "summary", "publication_reason"), erased)
        _redact_cells(project, erased)
        _redact_website(project, erased)
        _redact_key(project, erased)
    for item in NewsItem.objects.filter(project__in=ids).order_by("pk"):
        _redact(item, ("text",), erased)
    for end in ("source", "target"):
        for link in Link.objects.filter(**{f"{end}__in": ids}).order_by("pk"):
            _redact(link, ("kind", "label"), erased)
    if erased.names:
        for organisation in _organisations(person, ids):
            _redact_organisation(organisation, person)
    return ids


def _organisations(person: Person, project_ids: Collection[int]) -> list[Organisation]:
    theirs = Q(affiliations__person=person) | Q(projects__in=list(project_ids))
    return list(Organisation.objects.filter(theirs).distinct().order_by("pk"))


def _redact(
    row: Project | Link | NewsItem | Organisation | OrganisationName, names: Collection[str], erased: ErasedPerson
) -> None:
    words = {field: words_for_computing(getattr(row, field)) for field in names}
    _write(row, {field: text for field, old in words.items() if (text := erased.words(old)) != old})


def _redact_key(row: Project | Organisation | OrganisationName, erased: ErasedPerson) -> None:
    """Replace a name in what a later file finds a row by: a marker of its own, as the file's row gets one then."""
    key = row.key
    for name in erased.names:
        key = redact_name(key, name, marker=name_marker(name))
    if key != row.key:
        _write(row, {"key": key})


def _redact_website(row: Project | Organisation, erased: ErasedPerson) -> None:
    if any(address_names(words_for_computing(row.website), name) for name in erased.names):
        _write(row, {"website": ""})


def _redact_cells(project: Project, erased: ErasedPerson) -> None:
    cells: Mapping[str, Any] = words_for_computing(project.extra)
    redacted = {column: _redacted_cell(cell, erased) for column, cell in cells.items()}
    if redacted != cells:
        _write(project, {"extra": redacted})


def _redacted_cell(cell: Any, erased: ErasedPerson) -> Any:
    if isinstance(cell, list):
        return [_redacted_cell(part, erased) for part in cell]
    return erased.words(cell) if isinstance(cell, str) else cell


def _redact_organisation(organisation: Organisation, person: Person) -> None:
    words, erased = words_for_computing(organisation.name), person.as_erased()
    is_person = any(is_name(words, name) for name in erased.names)
    is_individual = organisation.type == OrganisationType.INDIVIDUAL and (
        is_person or not organisation.affiliations.exclude(person=person).exists()
    )
    if is_person or is_individual:
        _write(organisation, {"name": MARKER, "website": "", "key": f"removed:{organisation.pk}"})
        OrganisationName.objects.filter(organisation=organisation).delete()
        return
    _redact_website(organisation, erased)
    rows: list[Organisation | OrganisationName] = [organisation]
    rows += OrganisationName.objects.filter(organisation=organisation).order_by("pk")
    for row in rows:
        _redact_key(row, erased)
        _redact(row, ("name",), erased)


def _write(row: Any, values: Mapping[str, Any]) -> None:
    if values:
        type(row)._default_manager.filter(pk=row.pk).update(**values)
