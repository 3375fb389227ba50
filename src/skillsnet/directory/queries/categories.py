"""Categories with their participants and how they came about."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from skillsnet.facets.counts import FacetCounts, facet_counts
from skillsnet.facets.enums import FacetKey
from skillsnet.facets.filters import Filters
from skillsnet.facets.queries import value_counts
from skillsnet.taxonomy.enums import PUBLIC, CorrespondenceKind, EditionState
from skillsnet.taxonomy.models import Category, Correspondence, Edition
from skillsnet.taxonomy.queries import FALLBACK_LANGUAGE, SKILLS, CategoryView, current_categories, view_of

READABLE = (EditionState.PUBLISHED, EditionState.SUPERSEDED)


@dataclass(frozen=True)
class CategoryRelation:
    """How a category relates to one of another edition, and why; `category` is None where there is none."""

    kind: str
    sentence: str
    category: CategoryView | None
    edition_number: int
    is_current: bool
    reason: str
    reason_language: str


@dataclass(frozen=True)
class CategoryPage:
    """A category of one edition with its history."""

    category: CategoryView
    edition_number: int
    state: str
    is_current: bool
    came_from: tuple[CategoryRelation, ...]
    became: tuple[CategoryRelation, ...]

    @property
    def was_in_force(self) -> bool:
        """Whether its edition was in force once and is not now."""
        return self.state == EditionState.SUPERSEDED


def counted_categories(language: str) -> list[tuple[CategoryView, int]]:
    """Return the categories in force, each with how many projects stand in it."""
    counts = value_counts(FacetKey.CATEGORY, Filters())
    return [(category, counts.get(category.slug, 0)) for category in current_categories(language)]


def superseded_editions(language: str) -> list[tuple[Edition, list[CategoryView]]]:
    """Return the superseded editions with their categories, newest first."""
    categories = Category.objects.prefetch_related("texts").order_by("order", "pk")
    editions = Edition.objects.filter(taxonomy__slug=SKILLS, state=EditionState.SUPERSEDED)
    rows = editions.prefetch_related(Prefetch("categories", queryset=categories)).order_by("-number")
    return [(edition, [view_of(category, language) for category in edition.categories.all()]) for edition in rows]


def open_editions() -> QuerySet[Edition]:
    """Return the editions that are open for comment."""
    return Edition.objects.filter(taxonomy__slug=SKILLS, state=EditionState.OPEN).order_by("number")


def regions_of(filters: Filters) -> FacetCounts | None:
    """Return a category's projects by region, as bars."""
    facets = facet_counts(filters, [FacetKey.REGION.value])
    return facets[0] if facets else None


def category_page(slug: str, *, number: int | None, language: str, is_facilitator: bool = False) -> CategoryPage | None:
    """Return a category in force, or of the edition with a number; None where there is none that may be read."""
    states = tuple(EditionState) if is_facilitator else PUBLIC
    rows = _readable(states).filter(slug=slug)
    if number is None:
        category = rows.filter(edition__state=EditionState.PUBLISHED).first()
    else:
        category = rows.filter(edition__number=number).first()
    if category is None:
        return None
    return CategoryPage(
        category=view_of(category, language),
        edition_number=category.edition.number,
        state=category.edition.state,
        is_current=category.edition.state == EditionState.PUBLISHED,
        came_from=_relations(category.predecessors.all(), "old", language),
        became=_relations(_public_successors(category), "new", language),
    )


def _public_successors(category: Category) -> "QuerySet[Correspondence]":
    """Return which categories of published editions succeed a category; drafts are not public."""
    number = category.edition.number
    later = Edition.objects.filter(taxonomy=category.edition.taxonomy_id, number__gt=number, state__in=READABLE)
    rows = category.successors.filter(Q(new__edition__state__in=READABLE))
    return rows | category.successors.filter(new=None) if later.exists() else rows


def last_edition_with(slug: str) -> int | None:
    """Return the number of the latest readable edition that has a category of this name."""
    number: int | None = (
        _readable().filter(slug=slug).order_by("-edition__number").values_list("edition__number", flat=True).first()
    )
    return number


def _readable(states: Sequence[str] = READABLE) -> QuerySet[Category]:
    readable = Category.objects.filter(edition__taxonomy__slug=SKILLS, edition__state__in=states)
    return readable.select_related("edition").prefetch_related("texts").order_by("pk")


def _relations(correspondences: "QuerySet[Correspondence]", end: str, language: str) -> tuple[CategoryRelation, ...]:
    rows = correspondences.select_related(f"{end}__edition").prefetch_related(f"{end}__texts").order_by("pk")
    return tuple(_relation(row, getattr(row, end), end, language) for row in rows)


def _relation(row: Correspondence, related: Category | None, end: str, language: str) -> CategoryRelation:
    reason_language = language if row.reasons.get(language) else FALLBACK_LANGUAGE
    return CategoryRelation(
        kind=str(CorrespondenceKind(row.kind).label),
        sentence=_sentence(row.kind, end),
        category=view_of(related, language) if related else None,
        edition_number=related.edition.number if related else 0,
        is_current=related is not None and related.edition.state == EditionState.PUBLISHED,
        reason=row.reasons.get(reason_language, ""),
        reason_language=reason_language,
    )


def _sentence(kind: str, end: str) -> str:
    looking_back = {
        CorrespondenceKind.KEPT: _("Kept unchanged"),
        CorrespondenceKind.RENAMED: _("Renamed from"),
        CorrespondenceKind.RENUMBERED: _("Renumbered from"),
        CorrespondenceKind.WIDENED: _("Widened from"),
        CorrespondenceKind.NARROWED: _("Narrowed from"),
        CorrespondenceKind.SPLIT: _("Split from"),
        CorrespondenceKind.MERGED: _("Merged from"),
        CorrespondenceKind.ADDED: _("Added as a new category"),
    }
    looking_ahead = {
        CorrespondenceKind.KEPT: _("Kept unchanged"),
        CorrespondenceKind.RENAMED: _("Is now called"),
        CorrespondenceKind.RENUMBERED: _("Was renumbered to"),
        CorrespondenceKind.WIDENED: _("Was widened to"),
        CorrespondenceKind.NARROWED: _("Was narrowed to"),
        CorrespondenceKind.SPLIT: _("Was split; part of it moved to"),
        CorrespondenceKind.MERGED: _("Was merged into"),
        CorrespondenceKind.RETIRED: _("Was retired"),
    }
    wording = looking_back if end == "old" else looking_ahead
    return wording.get(CorrespondenceKind(kind), str(CorrespondenceKind(kind).label))
