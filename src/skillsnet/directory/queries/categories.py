"""Categories with their participants and how they came about."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from skillsnet.facets.counts import Facet, facet_counts
from skillsnet.facets.enums import FacetKey
from skillsnet.facets.filters import Filters
from skillsnet.facets.queries import value_counts
from skillsnet.taxonomy.enums import CorrespondenceKind, EditionState
from skillsnet.taxonomy.models import Category, Correspondence, Edition
from skillsnet.taxonomy.queries import FALLBACK_LANGUAGE, SKILLS, CategoryView, current_categories, view_of

READABLE = (EditionState.PUBLISHED, EditionState.SUPERSEDED)


@dataclass(frozen=True)
class Step:
    """How a category relates to one of another edition, and why; `other` is None where there is none."""

    kind: str
    sentence: str
    other: CategoryView | None
    edition_number: int
    is_current: bool
    reason: str
    reason_language: str


@dataclass(frozen=True)
class CategoryPage:
    """A category of one edition with its history."""

    category: CategoryView
    edition_number: int
    is_current: bool
    came_from: tuple[Step, ...]
    became: tuple[Step, ...]


def counted_categories(language: str) -> list[tuple[CategoryView, int]]:
    """Return the categories in force, each with how many projects stand in it."""
    counts = value_counts(FacetKey.CATEGORY, Filters())
    return [(category, counts.get(category.slug, 0)) for category in current_categories(language)]


def earlier_editions(language: str) -> list[tuple[Edition, list[CategoryView]]]:
    """Return the superseded editions with their categories, newest first."""
    categories = Category.objects.prefetch_related("texts").order_by("order", "pk")
    found = Edition.objects.filter(taxonomy__slug=SKILLS, state=EditionState.SUPERSEDED)
    rows = found.prefetch_related(Prefetch("categories", queryset=categories)).order_by("-number")
    return [(edition, [view_of(category, language) for category in edition.categories.all()]) for edition in rows]


def regions_of(slug: str) -> Facet | None:
    """Return a category's projects by region, as bars."""
    found = facet_counts(Filters(category=(slug,)), [FacetKey.REGION.value])
    return found[0] if found else None


def category_page(slug: str, *, number: int | None, language: str) -> CategoryPage | None:
    """Return a category in force, or of the edition with a number; None where there is none."""
    category = _readable().filter(slug=slug)
    if number is None:
        found = category.filter(edition__state=EditionState.PUBLISHED).first()
    else:
        found = category.filter(edition__number=number).first()
    if found is None:
        return None
    return CategoryPage(
        category=view_of(found, language),
        edition_number=found.edition.number,
        is_current=found.edition.state == EditionState.PUBLISHED,
        came_from=_steps(found.predecessors.all(), "old", language),
        became=_steps(found.successors.all(), "new", language),
    )


def last_edition_with(slug: str) -> int | None:
    """Return the number of the latest readable edition that has a category of this name."""
    found: int | None = (
        _readable().filter(slug=slug).order_by("-edition__number").values_list("edition__number", flat=True).first()
    )
    return found


def _readable() -> QuerySet[Category]:
    readable = Category.objects.filter(edition__taxonomy__slug=SKILLS, edition__state__in=READABLE)
    return readable.select_related("edition").prefetch_related("texts").order_by("pk")


def _steps(correspondences: "QuerySet[Correspondence]", end: str, language: str) -> tuple[Step, ...]:
    rows = correspondences.select_related(f"{end}__edition").prefetch_related(f"{end}__texts").order_by("pk")
    return tuple(_step(row, getattr(row, end), end, language) for row in rows)


def _step(row: Correspondence, other: Category | None, end: str, language: str) -> Step:
    reason_language = language if row.reasons.get(language) else FALLBACK_LANGUAGE
    return Step(
        kind=str(CorrespondenceKind(row.kind).label),
        sentence=_sentence(row.kind, end),
        other=view_of(other, language) if other else None,
        edition_number=other.edition.number if other else 0,
        is_current=other is not None and other.edition.state == EditionState.PUBLISHED,
        reason=row.reasons.get(reason_language, ""),
        reason_language=reason_language,
    )


def _sentence(kind: str, end: str) -> str:
    looking_back = {
        CorrespondenceKind.KEPT: _("Kept as it was"),
        CorrespondenceKind.RENAMED: _("Renamed from"),
        CorrespondenceKind.WIDENED: _("Widened from"),
        CorrespondenceKind.SPLIT: _("Split off from"),
        CorrespondenceKind.MERGED: _("Took in"),
        CorrespondenceKind.ADDED: _("Added as a new category"),
    }
    looking_ahead = {
        CorrespondenceKind.KEPT: _("Stays as it is"),
        CorrespondenceKind.RENAMED: _("Is now called"),
        CorrespondenceKind.WIDENED: _("Was widened to"),
        CorrespondenceKind.SPLIT: _("Was split; part of it went to"),
        CorrespondenceKind.MERGED: _("Was merged into"),
        CorrespondenceKind.RETIRED: _("Was given up"),
    }
    wording = looking_back if end == "old" else looking_ahead
    return wording.get(CorrespondenceKind(kind), str(CorrespondenceKind(kind).label))
