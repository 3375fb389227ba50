"""The network as the map draws it: public fields only, read with a constant number of queries."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from skillsnet.accounts.viewer import ANYONE
from skillsnet.calls.enums import ProposalStatus
from skillsnet.calls.models import Proposal, ProposalLanguage
from skillsnet.classification.enums import Source
from skillsnet.core.geo import REGIONS, region_of
from skillsnet.core.netmap.graph import Facet, Network
from skillsnet.core.netmap.layouts import layout
from skillsnet.facets.enums import Grouping
from skillsnet.facets.queries import current_assignments
from skillsnet.participants.visibility import organisation_label
from skillsnet.taxonomy.queries import categories_in

STATE_SUGGESTED = 1


def read_network(edition: int | None = None) -> Network:
    """Return all shown proposals with their facets and positions, the categories those of an edition."""
    shown = Proposal.objects.exclude(status=ProposalStatus.WITHDRAWN).order_by("pk")
    proposals = list(shown.select_related("organisation", "call").defer("summary", "extra"))
    ids = [proposal.pk for proposal in proposals]
    assigned, suggested = _categories(edition)
    facets = (
        _multi("category", [category.slug for category in categories_in(edition, "en")], ids, assigned),
        _single("region", list(REGIONS), [proposal.region for proposal in proposals]),
        _single("country", sorted({p.country for p in proposals if p.country}), [p.country for p in proposals]),
        _languages(ids),
        _single("call", sorted({p.call.slug for p in proposals}), [p.call.slug for p in proposals]),
    )
    return Network(
        ids=tuple(ids),
        names=tuple(proposal.title for proposal in proposals),
        organisations=tuple(organisation_label(proposal.organisation, ANYONE) for proposal in proposals),
        states=tuple(STATE_SUGGESTED if pk in suggested else 0 for pk in ids),
        facets=facets,
        layouts=tuple(layout(facet, cluster_of=_cluster_of(facet)) for facet in facets if facet.key in Grouping.values),
    )


def _categories(edition: int | None) -> tuple[dict[int, list[str]], set[int]]:
    assigned: dict[int, list[str]] = defaultdict(list)
    suggested: set[int] = set()
    rows = current_assignments(edition)
    ordered = rows.order_by("proposal_id", "-is_primary", "-probability", "pk")
    for proposal_id, slug, source, probability in ordered.values_list(
        *("proposal_id", "category__slug", "decision__source", "probability")
    ):
        assigned[proposal_id].append(slug)
        # Carried over with a probability: the engine's word stands for an answer that is still open.
        if source == Source.ENGINE or (source == Source.RULE and probability is not None):
            suggested.add(proposal_id)
    return assigned, suggested


def _languages(ids: Sequence[int]) -> Facet:
    spoken: dict[int, list[str]] = defaultdict(list)
    rows = ProposalLanguage.objects.order_by("proposal_id", "order", "code").values_list("proposal_id", "code")
    for proposal_id, code in rows:
        spoken[proposal_id].append(code)
    counts: dict[str, int] = defaultdict(int)
    for codes in spoken.values():
        for code in codes:
            counts[code] += 1
    values = sorted(counts, key=lambda code: (-counts[code], code))
    return _multi("language", values, ids, spoken)


def _multi(key: str, values: Iterable[str], ids: Sequence[int], found: dict[int, list[str]]) -> Facet:
    place = {value: index for index, value in enumerate(values)}
    of_point = [tuple(place[value] for value in found.get(pk, ()) if value in place) for pk in ids]
    return Facet(key=key, values=tuple(place), of_point=of_point, is_multi=True)


def _single(key: str, values: Iterable[str], found: Sequence[str]) -> Facet:
    place = {value: index for index, value in enumerate(values)}
    return Facet(
        key=key,
        values=tuple(place),
        of_point=[(place[value],) if value in place else () for value in found],
        is_multi=False,
    )


def _cluster_of(facet: Facet) -> list[int] | None:
    """Return the region of each country, so that a region's countries stand together."""
    if facet.key != "country":
        return None
    place: Callable[[str], int] = list(REGIONS).index
    return [place(region) if (region := region_of(code)) else len(REGIONS) for code in facet.values]
