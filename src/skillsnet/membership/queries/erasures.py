"""Reading what goes with a person who is erased."""

from dataclasses import dataclass

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.models import Project
from skillsnet.calls.queries import projects_naming, title_for
from skillsnet.outbox.queries import mail_count_to
from skillsnet.participants.models import Person

PROJECTS_SHOWN = 50


@dataclass(frozen=True)
class ErasureForecast:
    """What goes with a person: numbers of consents and mails; and the projects that stay, as id, title and language."""

    consents: int
    mails: int
    projects: tuple[tuple[int, str, str], ...]


def erasure_forecast(person: Person, viewer: Viewer) -> ErasureForecast:
    """Return what erasing a person would delete, and what it would leave; five queries."""
    naming = Project.objects.readable_by(viewer).filter(pk__in=projects_naming([person.pk]))
    rows = naming.select_related("organisation").order_by("title", "pk")[:PROJECTS_SHOWN]
    return ErasureForecast(
        consents=person.consents.count(),
        mails=mail_count_to(person.email) if person.email else 0,
        projects=tuple((row.pk, title_for(row, viewer), row.language) for row in rows),
    )
