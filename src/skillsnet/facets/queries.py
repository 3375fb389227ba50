"""The projects of a choice, and how many stand behind each value of each facet."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from skillsnet.calls.enums import ProjectKind
from skillsnet.calls.models import (
    ExtraValue,
    Project,
    ProjectBeneficiary,
    ProjectCountry,
    ProjectLanguage,
)
from skillsnet.calls.queries import value_words
from skillsnet.classification.models import Assignment
from skillsnet.core.geo import SUBREGIONS, country_codes, subregion_of
from skillsnet.core.id_sets import unpack_ids
from skillsnet.core.text.unmasked import UnmaskedText
from skillsnet.db.id_lists import ids_of
from skillsnet.db.search import ByteOrder
from skillsnet.facets.enums import FIELD_PREFIX, NOT_STATED, FacetKey
from skillsnet.facets.filters import Filters
from skillsnet.facets.models import Selection
from skillsnet.facets.search import words_condition, words_order
from skillsnet.taxonomy.enums import EditionState
from skillsnet.taxonomy.queries import SKILLS

# Where a project holds the facets of which it has one value; a subregion follows from the country.
SINGLE = {
    FacetKey.REGION: "region",
    FacetKey.COUNTRY: "country",
    FacetKey.TYPE: "organisation__type",
    FacetKey.STAGE: "stage",
    FacetKey.CALL: "call__slug",
    FacetKey.KIND: "kind",
    FacetKey.ISSUE: "neighbourhood_member__neighbourhood__slug",
}


@dataclass(frozen=True)
class Counts:
    """How much a choice holds, and of what: every count that a page, picture or file tells comes from here.

    Attributes
    ----------
    projects : int
        Projects: each one that somebody submitted and that is shown. As many as rows were imported.
    listed : int
        Organisations without a project that are shown: as many as rows of lists of organisations were imported.
    organisations : int
        Different organisations behind them; people who applied as individuals are among them.
    unaffiliated : int
        Projects that name no organisation.
    countries, languages : int
        Different countries stated, and different working languages.
    """

    projects: int
    listed: int
    organisations: int
    unaffiliated: int
    countries: int
    languages: int

    @property
    def total(self) -> int:
        """How many nodes the map has, and rows the list: projects, and organisations without one."""
        return self.projects + self.listed

    @property
    def participants(self) -> int:
        """Who submitted: each organisation once, and whoever submitted without one for each project."""
        return self.organisations + self.unaffiliated


def projects(filters: Filters) -> QuerySet[Project]:
    """Return the projects of a choice: the best hits of its words, or the most alike to its text; else by title."""
    title = Cast(Coalesce("search__title", Value("")), TextField())
    matches = filtered_projects(filters).annotate(title_order=ByteOrder(title))
    if not filters.q:
        return matches.order_by("title_order", "pk")
    if filters.similar is not None:
        ranks = [When(pk=pk, then=Value(rank)) for rank, pk in enumerate(filters.similar.ids)]
        rank_of = Case(*ranks, default=Value(0), output_field=IntegerField())
        return matches.annotate(similar_rank=rank_of).order_by("similar_rank", "pk")
    is_translated, hits = words_order(filters.q, filters.match)
    ordered = matches.annotate(is_translated=is_translated, hits=Coalesce(hits, Value(0)))
    return ordered.order_by("is_translated", "-hits", "title_order", "pk")


def filtered_projects(filters: Filters) -> QuerySet[Project]:
    """Return the projects of a choice in no order."""
    matches = Project.objects.public().order_by()
    for key, values in filters.facets.items():
        # Where all must hold each value asks on its own; two different ones of a facet with one value fit nothing.
        for alternatives in [(value,) for value in values] if filters.is_all(key) else [values]:
            matches = matches.filter(_condition(key, alternatives, filters.edition))
    if filters.only:
        matches = matches.filter(pk__in=ids_of(_selected_ids(filters.only)))
    if filters.similar is not None:
        matches = matches.filter(pk__in=filters.similar.ids)
    elif filters.q:
        matches = matches.filter(words_condition(filters.q, filters.match))
    return matches


def _selected_ids(code: str) -> list[int]:
    """Return the projects that somebody took along under a code, also those that have left since; one query."""
    packed = Selection.objects.filter(code=code).values_list("packed_ids", flat=True).first()
    return unpack_ids(bytes(packed)) if packed else []


def selection_size(code: str) -> int | None:
    """Return how many projects somebody took along under a code; None when it is forgotten, or never was."""
    return Selection.objects.filter(code=code).values_list("count", flat=True).first()


def summary_counts(filters: Filters) -> Counts:
    """Return how much a choice holds; two queries."""
    matches = filtered_projects(filters)
    languages = ProjectLanguage.objects.filter(project__in=matches.values("pk")).order_by()
    totals = matches.aggregate(
        projects=Count("pk", filter=Q(kind=ProjectKind.PROJECT)),
        listed=Count("pk", filter=Q(kind=ProjectKind.ORGANISATION)),
        organisations=Count("organisation", distinct=True),
        unaffiliated=Count("pk", filter=Q(organisation=None)),
        countries=Count("country", distinct=True, filter=~Q(country="")),
    )
    return Counts(**totals, **languages.aggregate(languages=Count("code", distinct=True)))


def value_counts(key: str, filters: Filters) -> dict[str, int]:
    """Return how many projects each value of a facet would show while the other facets stay; at most two queries.

    Where all chosen values of the facet must hold, it is how many would remain if the value were chosen too.
    """
    matches = filtered_projects(filters if filters.is_all(key) else filters.without(key))
    if key == FacetKey.SUBREGION:
        return _by_subregion(_single_counts(matches, SINGLE[FacetKey.COUNTRY]))
    if key in SINGLE:
        return _single_counts(matches, SINGLE[FacetKey(key)])
    holders, name = _many(key, filters.edition)
    rows = holders.filter(project__in=matches.values("pk")).order_by().values(name)
    counts = {_value_of(row[name]): row["n"] for row in rows.annotate(n=Count("project", distinct=True))}
    counts.pop("", None)
    return {**counts, NOT_STATED: matches.filter(_condition(key, (NOT_STATED,), filters.edition)).count()}


def _single_counts(projects: QuerySet[Project], column: str) -> dict[str, int]:
    rows = projects.values(facet=Coalesce(column, Value(""), output_field=CharField())).annotate(n=Count("pk"))
    return {row["facet"] or NOT_STATED: row["n"] for row in rows.order_by("facet")}


def _by_subregion(countries: dict[str, int]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for code, count in countries.items():
        counts[(code != NOT_STATED and subregion_of(code)) or NOT_STATED] += count
    return dict(counts)


def _many(key: str, edition: int | None) -> tuple[QuerySet[Any], str]:
    """Return the rows in which projects hold the values of a facet with several, and the name of their value."""
    if key.startswith(FIELD_PREFIX):
        return ExtraValue.objects.filter(field__slug=key.removeprefix(FIELD_PREFIX)), "value"
    if key == FacetKey.CATEGORY:
        return current_assignments(edition), "category__slug"
    if key == FacetKey.WORK:
        return ProjectCountry.objects.all(), "code"
    if key == FacetKey.LANGUAGE:
        return ProjectLanguage.objects.all(), "code"
    return ProjectBeneficiary.objects.all(), "group"


def _value_of(value: str | UnmaskedText) -> str:
    return value_words(value) if isinstance(value, UnmaskedText) else value


def current_assignments(edition: int | None = None) -> QuerySet[Assignment]:
    """Return the assignments that stand in the edition of a number, in the one in force for None."""
    in_edition = {"edition__state": EditionState.PUBLISHED} if edition is None else {"edition__number": edition}
    return Assignment.objects.filter(is_current=True, edition__taxonomy__slug=SKILLS, **in_edition)


def _condition(key: str, values: tuple[str, ...], edition: int | None) -> Q:
    stated = [value for value in values if value != NOT_STATED]
    if key == FacetKey.SUBREGION:
        condition = Q(country__in=[code for code in country_codes() if subregion_of(code) in stated])
        located = [code for code in country_codes() if subregion_of(code) in SUBREGIONS]
        return condition | ~Q(country__in=located) if NOT_STATED in values else condition
    if key in SINGLE:
        column = SINGLE[FacetKey(key)]
        condition = Q(**{f"{column}__in": stated})
        return condition | _single_not_stated(column) if NOT_STATED in values else condition
    holders, name = _many(key, edition)
    of_project = holders.filter(project=OuterRef("pk")).order_by()
    condition = Q(Exists(of_project.filter(**{f"{name}__in": stated})))
    return condition | ~Q(Exists(of_project)) if NOT_STATED in values else condition


def _single_not_stated(column: str) -> Q:
    """Return that the project states nothing in a column, or that nothing holds the column."""
    relation = column.split("__")[0]
    return Q(**{column: ""}) | Q(**{relation: None}) if "__" in column else Q(**{column: ""})
