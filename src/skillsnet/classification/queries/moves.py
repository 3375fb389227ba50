"""Reading how a relearning goes, and which suggestions it changed."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Case, Count, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from skillsnet.classification.enums import UNDER_WAY, RelearningState
from skillsnet.classification.models import Assignment, Move, Relearning
from skillsnet.core.text.unmasked import UnmaskedText
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import CategoryView, categories_of


@dataclass(frozen=True)
class SuggestionFlow:
    """How many projects went from one main category to another; None where the engine could not tell."""

    before: CategoryView | None
    after: CategoryView | None
    count: int


@dataclass(frozen=True)
class MoveView:
    """A project of which the engine says other categories than before."""

    project_id: int
    title: UnmaskedText
    language: str
    before: tuple[CategoryView, ...]
    after: tuple[CategoryView, ...]

    @property
    def is_same_main(self) -> bool:
        """Whether the main category is as before, and others beside it changed."""
        return self.before[:1] == self.after[:1]

    @property
    def main_category(self) -> tuple[CategoryView, ...]:
        """The main category now; empty where the engine could not tell."""
        return self.after[:1]

    @property
    def added_categories(self) -> tuple[CategoryView, ...]:
        """The categories that are new."""
        return tuple(view for view in self.after if view not in self.before)

    @property
    def removed_categories(self) -> tuple[CategoryView, ...]:
        """The categories that are gone."""
        return tuple(view for view in self.before if view not in self.after)


def under_way(edition: Edition) -> Relearning | None:
    """Return the relearning that is going on, if there is one."""
    return Relearning.objects.filter(edition=edition, state__in=UNDER_WAY).first()


def relearnings(edition: Edition) -> QuerySet[Any]:
    """Return all relearnings, the latest first, with how many projects got another main category by each."""
    moves = _with_main_categories(Move.objects.filter(relearning=OuterRef("pk"))).exclude(old=F("new")).order_by()
    counts = moves.values("relearning").annotate(count=Count("pk")).values("count")
    move_count = Coalesce(Subquery(counts), 0, output_field=IntegerField())
    return Relearning.objects.filter(edition=edition).annotate(move_count=move_count).order_by("-pk")


def last_completed(edition: Edition) -> Relearning | None:
    """Return the last relearning that was completed."""
    return relearnings(edition).filter(state=RelearningState.DONE).first()


def suggestion_flows(relearning: Relearning, language: str) -> list[SuggestionFlow]:
    """Return how many moved from which main category to another, the largest flow first; three queries."""
    views = {view.id: view for view in categories_of(relearning.edition, language)}
    moves = _with_main_categories(Move.objects.filter(relearning=relearning)).exclude(old=F("new"))
    rows = moves.order_by().values("old", "new").annotate(count=Count("pk"))
    flows = [SuggestionFlow(views.get(row["old"]), views.get(row["new"]), row["count"]) for row in rows]
    return sorted(flows, key=lambda flow: (-flow.count, _category_number(flow.before), _category_number(flow.after)))


def moves_of(relearning: Relearning) -> QuerySet[Move]:
    """Return every single change: other main categories first, then other categories beside the same main one."""
    moves = _with_main_categories(Move.objects.filter(relearning=relearning)).annotate(
        is_same_main=Case(When(old=F("new"), then=Value(1)), default=Value(0))
    )
    return moves.select_related("project").order_by("is_same_main", "project_id")


def move_views(rows: list[Move], edition: Edition, language: str) -> list[MoveView]:
    """Return moves as a page shows them; three queries whatever the number."""
    views = {view.id: view for view in categories_of(edition, language)}
    ids = [pk for row in rows for pk in (row.before_id, row.after_id) if pk is not None]
    categories: dict[int, list[CategoryView]] = {}
    assigned = Assignment.objects.filter(decision__in=ids).order_by("-is_primary", "pk")
    for decision_id, category_id in assigned.values_list("decision_id", "category_id"):
        categories.setdefault(decision_id, []).append(views[category_id])
    items = [
        MoveView(
            project_id=row.project_id,
            title=row.project.title,
            language=row.project.language,
            before=tuple(categories.get(row.before_id or 0, ())),
            after=tuple(categories.get(row.after_id, ())),
        )
        for row in rows
    ]
    # Rows of earlier versions tell of changes in the order of the other categories, too.
    return [item for item in items if item.added_categories or item.removed_categories or not item.is_same_main]


def _with_main_categories(rows: QuerySet[Move]) -> QuerySet[Any]:
    return rows.annotate(old=_main("before"), new=_main("after"))


def _main(end: str) -> Coalesce:
    """Return the main category of a move's decision as a column, 0 where the engine could not tell."""
    assignments = Assignment.objects.filter(decision=OuterRef(end), is_primary=True).order_by()
    return Coalesce(Subquery(assignments.values("category")[:1]), 0, output_field=BigIntegerField())


def _category_number(view: CategoryView | None) -> int:
    return view.number if view else 0
