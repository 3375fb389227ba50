"""The proposals of a choice, and how many stand behind each value of each facet."""

from dataclasses import dataclass

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce

from skillsnet.calls.enums import ProposalStatus
from skillsnet.calls.models import Proposal, ProposalBeneficiary, ProposalLanguage, SearchDocument
from skillsnet.classification.models import Assignment
from skillsnet.db.search import ByteOrder, matching, title_hits
from skillsnet.facets.enums import NOT_STATED, FacetKey
from skillsnet.facets.filters import Filters
from skillsnet.taxonomy.enums import EditionState
from skillsnet.taxonomy.queries import SKILLS

# Where a proposal holds the facets of which it has one value.
SINGLE = {
    FacetKey.REGION: "region",
    FacetKey.COUNTRY: "country",
    FacetKey.TYPE: "organisation__type",
    FacetKey.STAGE: "stage",
    FacetKey.CALL: "call__slug",
}


@dataclass(frozen=True)
class Counts:
    """How much a choice holds."""

    proposals: int
    participants: int
    countries: int


def shown_proposals() -> QuerySet[Proposal]:
    """Return the proposals that stand on the map and in lists: all but those withdrawn."""
    return Proposal.objects.exclude(status=ProposalStatus.WITHDRAWN)


def proposals(filters: Filters) -> QuerySet[Proposal]:
    """Return the proposals of a choice: the best hits of its words first, then by title."""
    title = Cast(Coalesce("search__title", Value("")), TextField())
    found = chosen(filters).annotate(title_order=ByteOrder(title))
    if not filters.q:
        return found.order_by("title_order", "pk")
    hits = Coalesce(title_hits(filters.q, title="search__title"), Value(0))
    return found.annotate(hits=hits).order_by("-hits", "title_order", "pk")


def chosen(filters: Filters) -> QuerySet[Proposal]:
    """Return the proposals of a choice in no order."""
    found = shown_proposals().order_by()
    for key in FacetKey:
        if values := filters.values(key):
            found = found.filter(_condition(key, values, filters.edition))
    if filters.q:
        found = found.filter(matching(filters.q, model=SearchDocument))
    return found


def summary_counts(filters: Filters) -> Counts:
    """Return how many proposals, participants and countries a choice holds; one query."""
    found = chosen(filters).aggregate(
        proposals=Count("pk"),
        organisations=Count("organisation", distinct=True),
        alone=Count("pk", filter=Q(organisation=None)),
        countries=Count("country", distinct=True, filter=~Q(country="")),
    )
    return Counts(
        proposals=found["proposals"],
        participants=found["organisations"] + found["alone"],
        countries=found["countries"],
    )


def value_counts(key: FacetKey, filters: Filters) -> dict[str, int]:
    """Return how many proposals each value of a facet would show while the other facets stay; at most two queries."""
    found = chosen(filters.without(key))
    if key in SINGLE:
        rows = found.values(facet=Coalesce(SINGLE[key], Value(""), output_field=CharField())).annotate(n=Count("pk"))
        return {row["facet"] or NOT_STATED: row["n"] for row in rows.order_by("facet")}
    rows = _many(key, filters.edition).filter(proposal__in=found.values("pk")).order_by().values(_MANY_FIELD[key])
    counts = {row[_MANY_FIELD[key]]: row["n"] for row in rows.annotate(n=Count("proposal", distinct=True))}
    return {**counts, NOT_STATED: found.filter(_condition(key, (NOT_STATED,), filters.edition)).count()}


_MANY_FIELD = {FacetKey.CATEGORY: "category__slug", FacetKey.LANGUAGE: "code", FacetKey.BENEFICIARY: "group"}


def _many(
    key: FacetKey, edition: int | None
) -> "QuerySet[Assignment] | QuerySet[ProposalLanguage] | QuerySet[ProposalBeneficiary]":
    if key is FacetKey.CATEGORY:
        return current_assignments(edition)
    return ProposalLanguage.objects.all() if key is FacetKey.LANGUAGE else ProposalBeneficiary.objects.all()


def current_assignments(edition: int | None = None) -> QuerySet[Assignment]:
    """Return the assignments that stand in the edition of a number, in the one in force for None."""
    chosen = {"edition__state": EditionState.PUBLISHED} if edition is None else {"edition__number": edition}
    return Assignment.objects.filter(is_current=True, edition__taxonomy__slug=SKILLS, **chosen)


def _condition(key: FacetKey, values: tuple[str, ...], edition: int | None) -> Q:
    stated = [value for value in values if value != NOT_STATED]
    if key in SINGLE:
        condition = Q(**{f"{SINGLE[key]}__in": stated})
        return condition | _single_not_stated(key) if NOT_STATED in values else condition
    of_proposal = _many(key, edition).filter(proposal=OuterRef("pk")).order_by()
    condition = Q(Exists(of_proposal.filter(**{f"{_MANY_FIELD[key]}__in": stated})))
    return condition | ~Q(Exists(of_proposal)) if NOT_STATED in values else condition


def _single_not_stated(key: FacetKey) -> Q:
    empty = Q(**{SINGLE[key]: ""})
    return empty | Q(organisation=None) if key is FacetKey.TYPE else empty
