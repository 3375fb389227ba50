"""Reading how a relearning goes, and what moved by it."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery

from skillsnet.classification.enums import UNDER_WAY, RelearningState
from skillsnet.classification.models import Assignment, Move, Relearning
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import CategoryView, categories_of


@dataclass(frozen=True)
class Flow:
    """How many projects went from one main category to another; None where the engine could not tell."""

    before: CategoryView | None
    after: CategoryView | None
    count: int


@dataclass(frozen=True)
class MovedItem:
    """A project of which the engine says other categories than before."""

    proposal_id: int
    title: str
    language: str
    before: tuple[CategoryView, ...]
    after: tuple[CategoryView, ...]


def under_way(edition: Edition) -> Relearning | None:
    """Return the relearning that is going on, if there is one."""
    return Relearning.objects.filter(edition=edition, state__in=UNDER_WAY).first()


def relearnings(edition: Edition) -> QuerySet[Relearning]:
    """Return all relearnings, the latest first, with how many projects each moved."""
    return Relearning.objects.filter(edition=edition).annotate(moved=Count("moves")).order_by("-pk")


def last_done(edition: Edition) -> Relearning | None:
    """Return the last relearning that came to its end."""
    return relearnings(edition).filter(state=RelearningState.DONE).first()


def flows(relearning: Relearning, language: str) -> list[Flow]:
    """Return how many moved from which main category to which, the largest flow first; three queries."""
    views = {view.id: view for view in categories_of(relearning.edition, language)}
    rows = (
        Move.objects.filter(relearning=relearning)
        .annotate(old=_main("before"), new=_main("after"))
        .order_by()
        .values("old", "new")
        .annotate(count=Count("pk"))
    )
    found = [Flow(views.get(row["old"]), views.get(row["new"]), row["count"]) for row in rows]
    return sorted(found, key=lambda flow: (-flow.count, _number(flow.before), _number(flow.after)))


def moves(relearning: Relearning) -> QuerySet[Move]:
    """Return every single move, by the project's number."""
    return Move.objects.filter(relearning=relearning).select_related("proposal").order_by("proposal_id")


def moved_items(rows: list[Move], edition: Edition, language: str) -> list[MovedItem]:
    """Return moves as a page shows them; three queries whatever the number."""
    views = {view.id: view for view in categories_of(edition, language)}
    ids = [pk for row in rows for pk in (row.before_id, row.after_id) if pk is not None]
    named: dict[int, list[CategoryView]] = {}
    assigned = Assignment.objects.filter(decision__in=ids).order_by("-is_primary", "pk")
    for decision_id, category_id in assigned.values_list("decision_id", "category_id"):
        named.setdefault(decision_id, []).append(views[category_id])
    return [
        MovedItem(
            proposal_id=row.proposal_id,
            title=row.proposal.title,
            language=row.proposal.language,
            before=tuple(named.get(row.before_id or 0, ())),
            after=tuple(named.get(row.after_id, ())),
        )
        for row in rows
    ]


def _main(end: str) -> Subquery:
    own = Assignment.objects.filter(decision=OuterRef(end), is_primary=True)
    return Subquery(own.values("category")[:1])


def _number(view: CategoryView | None) -> int:
    return view.number if view else 0
