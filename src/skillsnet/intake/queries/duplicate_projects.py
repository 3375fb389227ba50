"""The existing projects that those of rows may be, read for `core.intake.record_linkage`."""

from collections.abc import Sequence

from django.db.models import Q

from skillsnet.calls.enums import ProjectKind
from skillsnet.calls.models import Call, Project
from skillsnet.core.intake.record_linkage.duplicate_projects import (
    DuplicateProjects,
    ExistingProject,
    ExistingProjects,
    LinkedProject,
    Signature,
    SimilarProject,
    make_signature,
    organisation_owner,
    person_owner,
)
from skillsnet.core.intake.record_linkage.project_likeness import ProjectTraits
from skillsnet.core.intake.record_linkage.row_projects import RowProject
from skillsnet.participants.texts import words_for_computing

TRAIT_COLUMNS = (
    *("pk", "key", "external_id", "title", "summary", "country", "organisation_id", "contact__key", "contact__email"),
)
FIELDS = ("pk", "key", "external_id", "title", "organisation_id", "kind")


def link_projects(duplicates: DuplicateProjects, call: Call, rows: Sequence[RowProject]) -> dict[int, LinkedProject]:
    """Return each row's project as what it is found to be, by the row's position; five queries at most."""
    ids = duplicates.answered_ids(rows)
    answered_projects = Project.objects.filter(pk__in=ids).only(*FIELDS).order_by("pk") if ids else ()
    stored_keys = Project.objects.filter(call=call, key__in=[row.project.key for row in rows]).order_by()
    keys = frozenset(stored_keys.values_list("key", flat=True))
    existing = ExistingProjects(
        keys=keys,
        by_signature=_projects_by_signature(call, rows),
        by_id={project.pk: _existing_project(project) for project in answered_projects},
        similar=_similar_projects(call, [row for row in rows if row.project.key not in keys]),
    )
    return duplicates.link(rows, existing)


def merged_keys(call: Call, keys: Sequence[str]) -> set[str]:
    """Return which of the keys are of projects that were merged into others; one query."""
    merged = Project.objects.filter(call=call, key__in=keys, merged_into__isnull=False)
    return set(merged.order_by("key").values_list("key", flat=True))


def _projects_by_signature(call: Call, rows: Sequence[RowProject]) -> dict[Signature, ExistingProject]:
    """Return the call's projects of the rows' organisations and contact people, by their signature."""
    ids = {row.project.organisation_id for row in rows if row.project.organisation_id}
    contacts = {row.project.contact.key for row in rows if row.project.contact}
    by_signature: dict[Signature, ExistingProject] = {}

    def add(project: Project, owner: str) -> None:
        signature = make_signature(words_for_computing(project.title), owner=owner, kind=project.kind)
        if signature is not None:
            by_signature.setdefault(signature, _existing_project(project))

    projects = Project.objects.filter(call=call, merged_into=None).only(*FIELDS, "contact")
    for project in projects.filter(organisation__in=ids).order_by("pk"):
        add(project, organisation_owner(project.organisation_id or 0))
    alone = projects.filter(organisation=None, contact__key__in=contacts).select_related("contact").order_by("pk")
    for project in alone.only(*FIELDS, "contact__key"):
        if project.contact is not None:
            add(project, person_owner(project.contact.key))
    return by_signature


def _similar_projects(call: Call, rows: Sequence[RowProject]) -> dict[str, list[SimilarProject]]:
    """Return the call's projects of the organisations and contact people of new rows, by owner; one query."""
    ids = {row.project.organisation_id for row in rows if row.project.organisation_id}
    contacts = {row.project.contact.key for row in rows if row.project.contact and row.project.contact.email}
    by_owner: dict[str, list[SimilarProject]] = {}
    if not ids and not contacts:
        return by_owner
    projects = Project.objects.filter(
        Q(organisation__in=ids) | Q(contact__key__in=contacts), call=call, kind=ProjectKind.PROJECT, merged_into=None
    )
    for project in projects.select_related("contact").only(*TRAIT_COLUMNS).order_by("pk"):
        traits = project_traits(project)
        for owner in (traits.owner, traits.contact):
            if owner:
                by_owner.setdefault(owner, []).append(SimilarProject(_existing_project(project), traits))
    return by_owner


def project_traits(project: Project) -> ProjectTraits:
    """Return what an existing project is compared by; its contact person is read along."""
    contact = project.contact
    return ProjectTraits(
        title=words_for_computing(project.title),
        summary=words_for_computing(project.summary),
        owner=organisation_owner(project.organisation_id) if project.organisation_id else "",
        contact=person_owner(contact.key) if contact and contact.email else "",
        country=project.country,
    )


def _existing_project(project: Project) -> ExistingProject:
    return ExistingProject(project.pk, project.key, project.external_id, project.organisation_id)
