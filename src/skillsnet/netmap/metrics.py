"""What the measures of the network mean, with the names that a viewer may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.models import Proposal
from skillsnet.facets.models import Neighbourhood
from skillsnet.facets.queries import shown_proposals
from skillsnet.netmap.models import MapVersion
from skillsnet.participants.texts import shown
from skillsnet.participants.visibility import organisation_label


@dataclass(frozen=True)
class Named:
    """A project that a sentence names: how many ties it has, or which neighbourhoods it joins."""

    pk: int
    title: str
    language: str
    organisation: str
    number: int = 0
    joins: tuple[str, ...] = ()


@dataclass(frozen=True)
class Metrics:
    """The measures of a map, ready for the page; `told` as they were kept."""

    proposals: int
    told: dict[str, Any]
    connected: list[Named]
    bridges: list[Named]
    alike_bridges: list[Named]

    @property
    def untied(self) -> int:
        """How many projects have no declared tie."""
        return self.proposals - int(self.told["tied"])

    @property
    def tied_pct(self) -> int:
        """How many of a hundred projects have a declared tie."""
        return round(100 * int(self.told["tied"]) / self.proposals) if self.proposals else 0


def metrics_of(version: MapVersion | None, *, viewer: Viewer, language: str) -> Metrics | None:
    """Return the measures of a map with names as the viewer may see them; None without a map; two queries."""
    if version is None or "ties" not in version.measures:
        return None
    told = version.measures
    rows = [*told["connected"], *told["bridges"], *told["alike_bridges"]]
    proposals = {found.pk: found for found in _proposals(row[0] for row in rows)}
    labels = {found.slug: found.label(language) for found in Neighbourhood.objects.all()}

    def bridges(key: str) -> list[Named]:
        found = [(proposals.get(pk), slugs) for pk, slugs in told[key]]
        return [
            _named(proposal, viewer, joins=tuple(labels[slug] for slug in slugs if slug in labels))
            for proposal, slugs in found
            if proposal is not None
        ]

    return Metrics(
        proposals=version.proposal_count,
        told=told,
        connected=[_named(proposals[pk], viewer, number=number) for pk, number in told["connected"] if pk in proposals],
        bridges=bridges("bridges"),
        alike_bridges=bridges("alike_bridges"),
    )


def _proposals(ids: Iterable[int]) -> Iterable[Proposal]:
    return shown_proposals().filter(pk__in=set(ids)).select_related("organisation").order_by("pk")


def _named(proposal: Proposal, viewer: Viewer, *, number: int = 0, joins: tuple[str, ...] = ()) -> Named:
    return Named(
        pk=proposal.pk,
        title=shown(proposal.title, viewer),
        language=proposal.language,
        organisation=organisation_label(proposal.organisation, viewer),
        number=number,
        joins=joins,
    )
