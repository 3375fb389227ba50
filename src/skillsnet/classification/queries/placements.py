"""Reading which categories a project belongs to."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from skillsnet.calls.models import Project
from skillsnet.calls.queries import public_text
from skillsnet.classification.enums import Source
from skillsnet.classification.models import Assignment
from skillsnet.core.classification.stored import StoredEvidence
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import SKILLS, CategoryView, categories_in, categories_of, editions_in_force
from skillsnet.taxonomy.queries.editions import localised_name


@dataclass(frozen=True)
class Placement:
    """A category a project is in now, and why."""

    category: CategoryView
    source: str
    is_primary: bool
    probability: float | None
    evidence: tuple[StoredEvidence, ...]

    @property
    def is_suggested(self) -> bool:
        """Whether nobody has confirmed it yet: suggested, also in place of an answer left open."""
        return self.source == Source.ENGINE or (self.source == Source.RULE and self.probability is not None)

    @property
    def source_label(self) -> str:
        """Where the placement comes from, in words."""
        return str(Source(self.source).label)


def placements_of(
    project_ids: Iterable[int], language: str, *, edition: int | None = None
) -> dict[int, list[Placement]]:
    """Return each project's categories in an edition, the main one first; three queries whatever the number."""
    return _placements({category.id: category for category in categories_in(edition, language)}, project_ids)


def placements_in(edition: Edition, project_ids: Iterable[int], language: str) -> dict[int, list[Placement]]:
    """Return each project's categories in an edition of any taxonomy, as `placements_of` does."""
    return _placements({category.id: category for category in categories_of(edition, language)}, project_ids)


def other_taxonomy_placements(project_id: int, language: str) -> list[tuple[str, list[Placement]]]:
    """Return a project's categories in the other taxonomies in force, each with its name; empty for most."""
    editions = [edition for edition in editions_in_force() if edition.taxonomy.slug != SKILLS]
    by_taxonomy = [
        (localised_name(edition.taxonomy.names, edition.taxonomy.slug),
         placements_in(edition, [project_id], language).get(project_id, []))
        for edition in editions
    ]  # fmt: skip
    return [(name, placements) for name, placements in by_taxonomy if placements]


def with_valid_evidence(placements: Iterable[Placement], project: Project) -> tuple[Placement, ...]:
    """Return placements with the evidence alone that stands in the text as everybody may read it now."""
    text = public_text(project)
    return tuple(
        replace(placement, evidence=tuple(phrase for phrase in placement.evidence if is_in_text(phrase, text)))
        for placement in placements
    )


def is_in_text(evidence: StoredEvidence, text: str) -> bool:
    """Return whether evidence is in a text, at its position or as whole words: "Hope" is no part of "hopeful"."""
    phrase = str(evidence.get("phrase", ""))
    if not phrase or text[evidence.get("start", 0) : evidence.get("end", 0)] == phrase:
        return bool(phrase)
    return phrase in text and re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text) is not None


def _placements(categories: Mapping[int, CategoryView], project_ids: Iterable[int]) -> dict[int, list[Placement]]:
    placements: dict[int, list[Placement]] = {}
    rows = Assignment.objects.filter(
        project_id__in=list(project_ids), is_current=True, category_id__in=list(categories)
    ).order_by("project_id", "-is_primary", "-probability", "pk")
    for row in rows.select_related("decision"):
        placements.setdefault(row.project_id, []).append(
            Placement(
                category=categories[row.category_id],
                source=row.decision.source,
                is_primary=row.is_primary,
                probability=row.probability,
                evidence=tuple(row.evidence),
            )
        )
    return placements
