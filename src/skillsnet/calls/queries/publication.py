"""Reading which projects are kept off public pages, and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.enums import Permission, PublicationDecision
from skillsnet.calls.models import Project
from skillsnet.participants.texts import text_for
from skillsnet.participants.visibility import organisation_label


@dataclass(frozen=True)
class PublicationView:
    """Whether everybody sees a project, and why; `why`, `reason` and the answers are for facilitators alone."""

    is_kept_off: bool
    why: str = ""
    reason: str = ""
    may_publish: str = ""
    may_contact: str = ""


@dataclass(frozen=True)
class KeptOffProject:
    """A project of the facilitators' list."""

    id: int
    title: str
    language: str
    organisation: str
    publication: PublicationView


def publication_view(project: Project, viewer: Viewer) -> PublicationView:
    """Return what a viewer may know about a project being on public pages, or not."""
    if not viewer.is_facilitator:
        return PublicationView(project.is_kept_off)
    return PublicationView(
        is_kept_off=project.is_kept_off,
        why=_why_kept_off(project) if project.is_kept_off else "",
        reason=text_for(project.publication_reason, viewer),
        may_publish=_label(project.may_publish),
        may_contact=_label(project.may_contact),
    )


def kept_off_projects() -> QuerySet[Project]:
    """Return the projects that only facilitators see, the last that was changed first."""
    return Project.objects.kept_off().select_related("organisation").order_by("-updated_at", "-pk")


def kept_off_views(projects: Iterable[Project], viewer: Viewer) -> list[KeptOffProject]:
    """Return rows of the facilitators' list."""
    return [
        KeptOffProject(
            id=project.pk,
            title=text_for(project.title, viewer),
            language=project.language,
            organisation=organisation_label(project.organisation, viewer),
            publication=publication_view(project, viewer),
        )
        for project in projects
    ]


def _why_kept_off(project: Project) -> str:
    if project.publication_decision == PublicationDecision.OFF:
        return _("A facilitator took it off.")
    if project.may_publish == Permission.NO:
        return _("The participant does not want it to be shown.")
    return _("It is not clear whether the participant wants it to be shown.")


def _label(answer: str) -> str:
    return str(Permission(answer).label) if answer else ""
