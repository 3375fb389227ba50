"""Reading what people, files and rules have decided about a project; the engine's suggestions are not among it."""

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
    """A decision as a page shows it to a facilitator.

    `author` is the person's name or address, empty for none; `is_from_merge` says that it was about another project,
    which was merged into this one since.
    """

    id: int
    project_id: int
    title: UnmaskedText
    language: str
    source: str
    outcome: str
    at: datetime
    author: str
    by_id: int | None
    note: str
    categories: tuple[CategoryView, ...]
    is_from_merge: bool = False

    @property
    def source_label(self) -> str:
        """Where it comes from, in words."""
        return str(Source(self.source).label)

    @property
    def is_from_file(self) -> bool:
        """Whether a column of an imported file says so."""
        return self.source == Source.PARTICIPANT


def decision_history(project_id: int, edition: Edition) -> QuerySet[Decision]:
    """Return the decisions about a project by anybody but the engine, without blind labels, the latest first."""
    decisions = Decision.objects.filter(project=project_id, edition=edition, annotation_round=None)
    return decisions.exclude(source=Source.ENGINE).order_by("-pk")


def latest_decision_id(project_id: int, edition: Edition) -> int:
    """Return the id of the latest decision that was not the engine's, 0 when there is none."""
    return decision_history(project_id, edition).values_list("pk", flat=True).first() or 0


def latest_valid_decision_id(project_id: int, edition: Edition) -> int:
    """Return the id of the latest such decision that nobody has undone, 0 when there is none."""
    valid = decision_history(project_id, edition).filter(undoes=None, undone_by=None)
    return valid.values_list("pk", flat=True).first() or 0


def own_decisions(edition: Edition, *, by: int) -> QuerySet[Decision]:
    """Return what this person decided and has not undone, the latest first."""
    decisions = Decision.objects.filter(
        edition=edition, by=by, annotation_round=None, source=Source.FACILITATOR, undone_by=None
    )
    return decisions.exclude(outcome=Outcome.UNDONE).order_by("-pk")


def decided_since(edition: Edition, *, since: datetime) -> QuerySet[Decision]:
    """Return what facilitators have decided since then and nobody has undone, the latest first."""
    decisions = Decision.objects.filter(
        edition=edition, at__gte=since, annotation_round=None, source=Source.FACILITATOR, undone_by=None
    )
    return decisions.exclude(outcome=Outcome.UNDONE).order_by("-pk")


def decision_views(decisions: Iterable[Decision], edition: Edition, language: str) -> list[DecisionView]:
    """Return decisions read with their projects and people as pages show them; three more queries."""
    rows = list(decisions)
    views = {category.id: category for category in categories_of(edition, language)}
    categories: dict[int, list[CategoryView]] = defaultdict(list)
    assigned = Assignment.objects.filter(decision__in=[row.pk for row in rows]).order_by("-is_primary", "pk")
    for decision_id, category_id in assigned.values_list("decision_id", "category_id"):
        categories[decision_id].append(views[category_id])
    return [
        DecisionView(
            id=row.pk,
            project_id=row.project_id,
            title=row.project.title,
            language=row.project.language,
            source=row.source,
            outcome=row.outcome,
            at=row.at,
            author=(row.by.name or row.by.email) if row.by else "",
            by_id=row.by_id,
            note=row.note,
            categories=tuple(categories[row.pk]),
            is_from_merge=row.carried_from is not None and row.carried_from.project_id != row.project_id,
        )
        for row in rows
    ]
