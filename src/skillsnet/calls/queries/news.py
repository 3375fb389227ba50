"""Reading the short updates of a project."""

from dataclasses import dataclass
from datetime import date, datetime

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.models import NewsItem, Project
from skillsnet.core.text.unmasked import withholding
from skillsnet.participants.texts import text_for


@dataclass(frozen=True)
class NewsView:
    """An update as a viewer may read it."""

    id: int
    text: str
    language: str
    happened_on: date
    changed_at: datetime | None

    @property
    def version(self) -> str:
        """What tells whether somebody changed it since it was shown."""
        return self.changed_at.isoformat() if self.changed_at else "new"


def news_of(project: Project, viewer: Viewer) -> tuple[NewsView, ...]:
    """Return a project's updates, the latest first; one query. `project` has its `withheld` names."""
    return tuple(
        NewsView(
            id=item.pk,
            text=text_for(withholding(item.text, project.withheld), viewer),
            language=item.language,
            happened_on=item.happened_on,
            changed_at=item.changed_at,
        )
        for item in NewsItem.objects.filter(project=project)
    )
