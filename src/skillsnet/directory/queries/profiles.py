"""One proposal with its organisation, its contact person and what stands near it."""

from dataclasses import dataclass, replace

from django.db.models import Q

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.enums import LinkDirection
from skillsnet.calls.models import Link, Proposal, SearchDocument
from skillsnet.classification.queries import grounded, placements_of
from skillsnet.core.text import tokens
from skillsnet.core.text.unmasked import withholding
from skillsnet.directory.queries.entries import Entry, entries, with_parts
from skillsnet.facets.filters import Filters
from skillsnet.facets.queries import proposals, shown_proposals
from skillsnet.matching.models import Suggestion
from skillsnet.participants.texts import shown, shown_cell
from skillsnet.participants.visibility import ContactCard, contact_card, organisation_label

SIMILAR_SHOWN = 6
SIBLINGS_SHOWN = 12
TIES_SHOWN = 24


@dataclass(frozen=True)
class Neighbour:
    """Another proposal, as a link with a reason."""

    id: int
    title: str
    language: str
    organisation: str
    country: str
    shared: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tie:
    """A declared link to another proposal: what ties them, and which way it runs."""

    other: Neighbour
    kind: str
    label: str
    direction: str


@dataclass(frozen=True)
class Profile:
    """All that a viewer may read of a proposal; what follows `ties` is empty for all but facilitators."""

    entry: Entry
    contact: ContactCard
    similar: tuple[Neighbour, ...]
    siblings: tuple[Neighbour, ...]
    ties: tuple[Tie, ...]
    organisation_id: int | None
    contact_id: int | None
    status: str
    external_id: str
    extra: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Walk:
    """Where a proposal stands in a choice, and what comes before and after it."""

    place: int
    total: int
    previous_id: int | None
    next_id: int | None


def profile(pk: int, *, viewer: Viewer, language: str) -> Profile | None:
    """Return the profile of a shown proposal, or None; a constant number of queries."""
    found = with_parts(shown_proposals()).select_related("organisation", "call", "contact")
    proposal = found.prefetch_related("contact__consents").filter(pk=pk).first()
    if proposal is None:
        return None
    return Profile(
        entry=_entry(proposal, viewer, language),
        contact=contact_card(proposal.contact, viewer),
        similar=_similar(proposal, viewer),
        siblings=_siblings(proposal, viewer),
        ties=_ties(proposal, viewer),
        organisation_id=proposal.organisation_id if viewer.is_facilitator else None,
        contact_id=proposal.contact_id if viewer.is_facilitator else None,
        status=str(proposal.get_status_display()) if viewer.is_facilitator else "",
        external_id=proposal.external_id if viewer.is_facilitator else "",
        extra=_extra(proposal, viewer) if viewer.is_facilitator else (),
    )


def _entry(proposal: Proposal, viewer: Viewer, language: str) -> Entry:
    """Return the proposal's entry with the words that speak for its categories."""
    placements = placements_of([proposal.pk], language).get(proposal.pk, [])
    entry = entries([proposal], viewer=viewer, language=language)[0]
    return replace(entry, placements=grounded(placements, proposal))


def walk(pk: int, filters: Filters) -> Walk | None:
    """Return the proposal's place in a choice, or None when it is not in it; reads the choice's numbers, one query."""
    ids = list(proposals(filters).values_list("pk", flat=True))
    if pk not in ids:
        return None
    place = ids.index(pk)
    return Walk(
        place=place + 1,
        total=len(ids),
        previous_id=ids[place - 1] if place else None,
        next_id=ids[place + 1] if place + 1 < len(ids) else None,
    )


def _similar(proposal: Proposal, viewer: Viewer) -> tuple[Neighbour, ...]:
    rows = Suggestion.objects.filter(proposal=proposal, other__in=shown_proposals()).order_by("rank", "pk")
    # Told are the words alone that everybody can find the project by: what was masked since is not among them.
    found_by = SearchDocument.objects.filter(pk=proposal.pk).values_list("title", "body").first() or ("", "")
    known = {word for text in found_by for word in text.split()}
    return tuple(
        _neighbour(row.other, viewer, shared=tuple(word for word in row.shared if known.issuperset(tokens(str(word)))))
        for row in rows.select_related("other__organisation")[:SIMILAR_SHOWN]
    )


def _siblings(proposal: Proposal, viewer: Viewer) -> tuple[Neighbour, ...]:
    if proposal.organisation_id is None:
        return ()
    rows = shown_proposals().filter(organisation=proposal.organisation_id).exclude(pk=proposal.pk)
    return tuple(
        _neighbour(row, viewer) for row in rows.select_related("organisation").order_by("title", "pk")[:SIBLINGS_SHOWN]
    )


def _ties(proposal: Proposal, viewer: Viewer) -> tuple[Tie, ...]:
    """Return the proposal's declared links; those that run towards it say so."""
    links = Link.objects.filter(
        Q(source=proposal, target__in=shown_proposals()) | Q(target=proposal, source__in=shown_proposals())
    ).select_related("source__organisation", "target__organisation")
    ties = []
    for link in links.order_by("kind", "pk")[:TIES_SHOWN]:
        is_towards = link.target_id == proposal.pk
        is_turned = is_towards and link.direction == LinkDirection.DIRECTED
        ties.append(
            Tie(
                other=_neighbour(link.source if is_towards else link.target, viewer),
                kind=shown(withholding(link.kind, link.source.withheld, link.target.withheld), viewer),
                # A label is free text that may name a person, who agreed to nothing; what kind of tie it is does not.
                label=shown(link.label, viewer) if viewer.is_facilitator else "",
                direction="towards" if is_turned else link.direction,
            )
        )
    return tuple(ties)


def _neighbour(proposal: Proposal, viewer: Viewer, *, shared: tuple[str, ...] = ()) -> Neighbour:
    return Neighbour(
        id=proposal.pk,
        title=shown(proposal.title, viewer),
        language=proposal.language,
        organisation=organisation_label(proposal.organisation, viewer),
        country=proposal.country,
        shared=shared,
    )


def _extra(proposal: Proposal, viewer: Viewer) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), shown_cell(value, viewer)) for name, value in proposal.extra.items())
