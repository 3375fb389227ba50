"""The projects of an organisation, a person or a call, for the page on which it is edited."""

from dataclasses import dataclass

from django.db.models import Q

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.enums import ProjectKind
from skillsnet.calls.models import Project
from skillsnet.calls.queries import title_for
from skillsnet.participants.models import Organisation, Person
from skillsnet.revisions.rules import Subject, column_of

PROJECTS_LISTED = 20


@dataclass(frozen=True)
class SubjectProjects:
    """The first projects as id, title and language, by title, and how many there are."""

    first: tuple[tuple[int, str, str], ...] = ()
    count: int = 0


def subject_projects(subject: Subject, viewer: Viewer) -> SubjectProjects:
    """Return the projects of a subject that the viewer may read; none of a project. Two queries.

    Of a person they are those whose contact the person is, or that name the person otherwise. An organisation that is
    listed without a project is not its own.
    """
    if isinstance(subject, Project):
        return SubjectProjects()
    projects = Project.objects.readable_by(viewer)
    if isinstance(subject, Person):
        projects = projects.filter(Q(contact=subject) | Q(named_people__person=subject)).distinct()
    else:
        projects = projects.filter(**{column_of(subject): subject})
    if isinstance(subject, Organisation):
        projects = projects.exclude(kind=ProjectKind.ORGANISATION)
    rows = projects.select_related("organisation").order_by("title", "pk")[:PROJECTS_LISTED]
    return SubjectProjects(tuple((row.pk, title_for(row, viewer), row.language) for row in rows), projects.count())
