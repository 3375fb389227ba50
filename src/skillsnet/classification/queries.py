"""Reading which categories a proposal belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from skillsnet.calls.models import Proposal
from skillsnet.classification.enums import Source
from skillsnet.classification.models import Assignment
from skillsnet.taxonomy.queries import CategoryView, current_categories


@dataclass(frozen=True)
class Placement:
    """A category a proposal stands in now, and why."""

    category: CategoryView
    source: str
    is_primary: bool
    score: float | None
    evidence: tuple[dict[str, object], ...]

    @property
    def is_suggested(self) -> bool:
        """Whether nobody has confirmed it yet."""
        return self.source == Source.ENGINE

    @property
    def source_label(self) -> str:
        """Where the placement comes from, in words."""
        return str(Source(self.source).label)


def placements_of(proposal_ids: Iterable[int], language: str) -> dict[int, list[Placement]]:
    """Return each proposal's current placements, the main one first; three queries whatever the number."""
    categories = {category.id: category for category in current_categories(language)}
    found: dict[int, list[Placement]] = {}
    rows = Assignment.objects.filter(
        proposal_id__in=list(proposal_ids), is_current=True, category_id__in=list(categories)
    ).order_by("proposal_id", "-is_primary", "-score", "pk")
    for row in rows:
        found.setdefault(row.proposal_id, []).append(
            Placement(
                category=categories[row.category_id],
                source=row.source,
                is_primary=row.is_primary,
                score=row.score,
                evidence=tuple(row.evidence),
            )
        )
    return found


def waiting() -> QuerySet[Proposal]:
    """Return the proposals whose categories nobody has confirmed, the least certain first."""
    placed = Assignment.objects.filter(proposal=OuterRef("pk"), is_current=True)
    suggested = placed.filter(source=Source.ENGINE)
    found = Proposal.objects.filter(Exists(suggested) | ~Exists(placed))
    certainty = suggested.filter(is_primary=True).values("score")[:1]
    return found.annotate(certainty=Coalesce(Subquery(certainty), 0.0)).order_by("certainty", "pk")


def waiting_count() -> int:
    """Return how many proposals wait for somebody to confirm their categories."""
    return waiting().count()
