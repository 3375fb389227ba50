"""Reading what goes with something that is removed, and what was removed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.enums import ProjectKind
from skillsnet.calls.models import Call, Link, Project
from skillsnet.calls.queries import projects_naming, title_for
from skillsnet.participants.models import Organisation, Person
from skillsnet.participants.texts import text_for
from skillsnet.participants.visibility import organisation_label, person_label
from skillsnet.revisions.models import Removal, Revision
from skillsnet.revisions.rules import ADDRESS_KINDS, Subject, column_of, deleted_at, is_due

PROJECTS_SHOWN = 20


@dataclass(frozen=True)
class RemovalForecast:
    """What goes with something that is removed: numbers of what was decided and said about it, and its projects.

    Of a person the projects stay, without the person. `projects` are the first of them, as id, title and language;
    among those of a call are organisations without a project, which `organisation_count` counts.
    """

    decisions: int
    links: int
    changes: int
    requests: int
    imports: int
    consents: int
    people: int
    project_count: int
    organisation_count: int
    projects: tuple[tuple[int, str, str], ...]

    @property
    def count(self) -> int:
        """How many projects and organisations without a project there are."""
        return self.project_count + self.organisation_count


def removal_forecast(subject: Subject, viewer: Viewer) -> RemovalForecast:
    """Return what would be deleted with a subject; at most ten queries."""
    ids = _projects_of(subject)
    rows = Project.objects.filter(pk__in=ids, merged_into=None).select_related("organisation").order_by("title", "pk")
    if isinstance(subject, Organisation):
        # Where it is listed without a project is the organisation itself.
        rows = rows.exclude(kind=ProjectKind.ORGANISATION)
    changes = Q(**{column_of(subject): subject}) if isinstance(subject, Person) else Q(project__in=ids)
    if isinstance(subject, Organisation | Call):
        changes |= Q(**{column_of(subject): subject})
    deletes_projects = not isinstance(subject, Person)
    return RemovalForecast(
        decisions=_written_by_people(ids, "decisions") if deletes_projects else 0,
        links=Link.objects.filter(Q(source__in=ids) | Q(target__in=ids)).count() if deletes_projects else 0,
        changes=Revision.objects.filter(changes).count(),
        requests=_written_by_people(ids, "corrections") if deletes_projects else 0,
        imports=_imports_of(subject),
        consents=subject.consents.count() if isinstance(subject, Person) else 0,
        people=subject.affiliations.count() if isinstance(subject, Organisation) else 0,
        project_count=rows.exclude(kind=ProjectKind.ORGANISATION).count(),
        organisation_count=rows.filter(kind=ProjectKind.ORGANISATION).count(),
        projects=tuple((row.pk, title_for(row, viewer), row.language) for row in rows[:PROJECTS_SHOWN]),
    )


def _projects_of(subject: Subject) -> QuerySet[Project, Any]:
    """Return the ids of a subject's projects, as a query."""
    if isinstance(subject, Project):
        projects = Project.objects.filter(pk=subject.pk)
    elif isinstance(subject, Person):
        projects = Project.objects.filter(pk__in=projects_naming([subject.pk]))
    else:
        projects = Project.objects.filter(**{column_of(subject): subject})
    return projects.order_by("pk").values("pk")


def _imports_of(subject: Subject) -> int:
    if not isinstance(subject, Call):
        return 0
    relation: Any = Call._meta.get_field("import_runs")
    return int(relation.related_model._default_manager.filter(call=subject).count())


def _written_by_people(project_ids: QuerySet[Project, Any], relation: str) -> int:
    """Count what apps above keep of projects and say by whom, without knowing them."""
    field: Any = Project._meta.get_field(relation)
    rows = field.related_model._default_manager.filter(**{f"{field.field.name}__in": project_ids, "by__isnull": False})
    return int(rows.count())


@dataclass(frozen=True)
class RemovedItem:
    """What was removed as facilitators read it, the kind as its pages are called, and until when it can be put back.

    `project_count` and `organisation_count` are how many projects and organisations without one went with it; while it
    is being deleted, how many are left.
    """

    kind: str
    id: int
    name: str
    language: str
    organisation: str
    project_count: int
    organisation_count: int
    by: str
    removed_at: datetime
    deleted_at: datetime
    is_being_deleted: bool

    @property
    def anchor(self) -> str:
        """What its heading is called on the page."""
        return f"removed-{self.kind}-{self.id}"


def removals() -> QuerySet[Removal]:
    """Return what was removed, newest first, with counts of what went with an organisation or a call."""
    is_project, is_listed = (Q(parts__project__kind=kind) for kind in (ProjectKind.PROJECT, ProjectKind.ORGANISATION))
    rows = Removal.objects.filter(within=None).annotate(
        project_count=Count("parts", filter=is_project),
        # Where an organisation is listed without a project is the organisation itself.
        organisation_count=Count("parts", filter=is_listed & Q(organisation=None)),
    )
    return rows.select_related("project__organisation", "organisation", "person", "call", "by").order_by(
        "-removed_at", "-pk"
    )


def removed_items(rows: Iterable[Removal], viewer: Viewer) -> list[RemovedItem]:
    """Return what was removed for a page, from `removals`; empty for all but facilitators."""
    return [_item(row, viewer) for row in (rows if viewer.is_facilitator else ())]


def _item(row: Any, viewer: Viewer) -> RemovedItem:
    subject: Subject = row.project or row.organisation or row.person or row.call
    return RemovedItem(
        kind=ADDRESS_KINDS[type(subject)],
        id=subject.pk,
        name=subject_name(subject, viewer),
        language=subject.language if isinstance(subject, Project) else "",
        organisation=organisation_label(subject.organisation, viewer) if isinstance(subject, Project) else "",
        project_count=row.project_count,
        organisation_count=row.organisation_count,
        by=row.by.email if row.by else "",
        removed_at=row.removed_at,
        deleted_at=deleted_at(row),
        is_being_deleted=is_due(row),
    )


def subject_name(subject: Subject, viewer: Viewer) -> str:
    """Return what facilitators call a subject by; empty for a person where the viewer is none."""
    if isinstance(subject, Person):
        return person_label(subject, viewer)
    if isinstance(subject, Call):
        return subject.title
    return text_for(subject.title if isinstance(subject, Project) else subject.name, viewer)
