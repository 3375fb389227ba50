"""The order of the directory's list, and the sections that it is grouped into."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.http import QueryDict
from django.utils.translation import gettext as _

from skillsnet.calls.models import Project
from skillsnet.core.text import fold
from skillsnet.directory.enums import ListOrder, ListSections
from skillsnet.directory.queries.project_cards import ProjectCard
from skillsnet.facets.counts import FacetCounts
from skillsnet.facets.enums import NOT_STATED, FacetKey
from skillsnet.facets.pages import value_page
from skillsnet.facets.queries import current_assignments


@dataclass(frozen=True)
class ListArrangement:
    """How a list is ordered and grouped; empty where the address does not say."""

    order: str = ""
    sections: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> "ListArrangement":
        """Return what an address asks for, without what is not known."""
        order, sections = query.get("order", ""), query.get("sections", "")
        return cls(order if order in ListOrder.values else "", sections if sections in ListSections.values else "")

    def pairs(self) -> list[tuple[str, str]]:
        """Return it as the names and values of an address."""
        return [(name, value) for name, value in (("order", self.order), ("sections", self.sections)) if value]


@dataclass(frozen=True)
class CardSection:
    """Cards under one heading; no heading where the list is not grouped. `url` leads to the page of the value."""

    label: str
    url: str
    cards: tuple[ProjectCard, ...]


def arranged(
    projects: QuerySet[Project],
    arrangement: ListArrangement,
    *,
    facets: Sequence[FacetCounts],
    edition: int | None = None,
) -> QuerySet[Project]:
    """Return projects in the order asked for, those of a section together; no query of its own.

    Parameters
    ----------
    projects : queryset
        As `facets.queries.projects` orders them: what is equal otherwise stays in that order.
    arrangement : ListArrangement
    facets : sequence of FacetCounts
        Tells the names and the order of countries, regions and categories.
    edition : int, optional
        The edition that main categories are meant in.
    """
    usual = projects.query.order_by
    within = {"": usual, ListOrder.NAME: ("title_order", "pk"), ListOrder.NEWEST: ("-created_at", "-pk")}
    ranks = {facet.key: _ranks(facet) for facet in facets}
    if arrangement.order == ListOrder.COUNTRY:
        projects = projects.annotate(country_rank=_rank("country", ranks.get(FacetKey.COUNTRY, {})))
        within[ListOrder.COUNTRY] = ("country_rank", "title_order", "pk")
    if not arrangement.sections:
        return projects.order_by(*within[arrangement.order])
    column = arrangement.sections
    if column == ListSections.CATEGORY:
        of_project = current_assignments(edition).filter(project=OuterRef("pk"), is_primary=True).order_by()
        projects = projects.annotate(main_category=Subquery(of_project.values("category__slug")[:1]))
        column = "main_category"
    projects = projects.annotate(section_rank=_rank(column, ranks.get(arrangement.sections, {})))
    return projects.order_by("section_rank", *within[arrangement.order])


def in_sections(
    cards: Iterable[ProjectCard], arrangement: ListArrangement, facets: Sequence[FacetCounts]
) -> list[CardSection]:
    """Return cards that are `arranged`, under their headings."""
    if not arrangement.sections:
        return [CardSection("", "", tuple(cards))]
    facet = next((facet for facet in facets if facet.key == arrangement.sections), None)
    labels = {value.value: value.label for value in facet.values} if facet is not None else {}
    return [
        CardSection(
            label=labels.get(value, _("Not stated")),
            url=value_page(arrangement.sections, value) if value in labels and value != NOT_STATED else "",
            cards=tuple(members),
        )
        for value, members in groupby(cards, key=lambda card: _section_of(card, arrangement.sections))
    ]


def _section_of(card: ProjectCard, sections: str) -> str:
    if sections == ListSections.COUNTRY:
        return card.country or NOT_STATED
    if sections == ListSections.REGION:
        return card.region or NOT_STATED
    return next((placement.category.slug for placement in card.placements if placement.is_primary), NOT_STATED)


def _ranks(facet: FacetCounts) -> Mapping[str, int]:
    """Return the place of each value: countries by name, others in their own order; what is not stated is last."""
    stated = [value for value in facet.values if value.value != NOT_STATED]
    if facet.key == FacetKey.COUNTRY:
        stated.sort(key=lambda value: (fold(value.label), value.value))
    return {value.value: rank for rank, value in enumerate(stated)}


def _rank(column: str, ranks: Mapping[str, int]) -> Case:
    cases = [When(**{column: value}, then=Value(rank)) for value, rank in ranks.items()]
    return Case(*cases, default=Value(len(ranks)), output_field=IntegerField())
