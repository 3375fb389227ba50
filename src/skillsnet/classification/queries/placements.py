"""Reading which categories a proposal belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass

from skillsnet.classification.enums import Source
from skillsnet.classification.models import Assignment
from skillsnet.taxonomy.queries import CategoryView, categories_in


@dataclass(frozen=True)
class Placement:
    """A category a proposal stands in now, and why."""

    category: CategoryView
    source: str
    is_primary: bool
    probability: float | None
    evidence: tuple[dict[str, object], ...]

    @property
    def is_suggested(self) -> bool:
        """Whether nobody has confirmed it yet: the engine's word, also where it stands for an answer left open."""
        return self.source == Source.ENGINE or (self.source == Source.RULE and self.probability is not None)

    @property
    def source_label(self) -> str:
        """Where the placement comes from, in words."""
        return str(Source(self.source).label)


def placements_of(
    proposal_ids: Iterable[int], language: str, *, edition: int | None = None
) -> dict[int, list[Placement]]:
    """Return where each proposal stands in an edition, the main category first; three queries whatever the number."""
    categories = {category.id: category for category in categories_in(edition, language)}
    found: dict[int, list[Placement]] = {}
    rows = Assignment.objects.filter(
        proposal_id__in=list(proposal_ids), is_current=True, category_id__in=list(categories)
    ).order_by("proposal_id", "-is_primary", "-probability", "pk")
    for row in rows.select_related("decision"):
        found.setdefault(row.proposal_id, []).append(
            Placement(
                category=categories[row.category_id],
                source=row.decision.source,
                is_primary=row.is_primary,
                probability=row.probability,
                evidence=tuple(row.evidence),
            )
        )
    return found
