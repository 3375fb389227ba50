"""Reading what people, files and rules have said about a project; the engine's word is not among it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from skillsnet.classification.enums import Outcome, Source
from skillsnet.classification.models import Assignment, Decision
from skillsnet.core.text.unmasked import UnmaskedText
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import CategoryView, categories_of


@dataclass(frozen=True)
class DecisionView:
    """A decision as a page shows it to a facilitator; `who` is the name or address of the person, empty for none."""

    id: int
    project_id: int
    title: UnmaskedText
    language: str
    source: str
    outcome: str
    at: datetime
    who: str
    note: str
    categories: tuple[CategoryView, ...]

    @property
    def source_label(self) -> str:
        """Where it comes from, in words."""
        return str(Source(self.source).label)


def spoken(project_id: int, edition: Edition) -> QuerySet[Decision]:
    """Return all that was said about a project in the open, by anybody but the engine, the latest first."""
    found = Decision.objects.filter(project=project_id, edition=edition, reading=None)
    return found.exclude(source=Source.ENGINE).order_by("-pk")


def latest_spoken_id(project_id: int, edition: Edition) -> int:
    """Return the id of the latest decision that was not the engine's, 0 when there is none."""
    return spoken(project_id, edition).values_list("pk", flat=True).first() or 0


def latest_alive_id(project_id: int, edition: Edition) -> int:
    """Return the id of the latest such decision that nobody took back, 0 when there is none."""
    alive = spoken(project_id, edition).filter(undoes=None, undone_by=None)
    return alive.values_list("pk", flat=True).first() or 0


def own_decisions(edition: Edition, *, by: int) -> QuerySet[Decision]:
    """Return what this person decided and has not taken back, the latest first."""
    own = Decision.objects.filter(edition=edition, by=by, reading=None, source=Source.FACILITATOR, undone_by=None)
    return own.exclude(outcome=Outcome.UNDONE).order_by("-pk")


def words_of(decisions: Iterable[Decision], edition: Edition, language: str) -> list[DecisionView]:
    """Return decisions read with their projects and people as pages show them; three more queries."""
    rows = list(decisions)
    views = {category.id: category for category in categories_of(edition, language)}
    named: dict[int, list[CategoryView]] = defaultdict(list)
    assigned = Assignment.objects.filter(decision__in=[row.pk for row in rows]).order_by("-is_primary", "pk")
    for decision_id, category_id in assigned.values_list("decision_id", "category_id"):
        named[decision_id].append(views[category_id])
    return [
        DecisionView(
            id=row.pk,
            project_id=row.project_id,
            title=row.project.title,
            language=row.project.language,
            source=row.source,
            outcome=row.outcome,
            at=row.at,
            who=(row.by.name or row.by.email) if row.by else "",
            note=row.note,
            categories=tuple(named[row.pk]),
        )
        for row in rows
    ]
