"""One project with its organisation, its contact person and what stands near it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.enums import LinkDirection
from skillsnet.calls.models import Link, Project
from skillsnet.calls.queries import NewsView, PublicationView, news_of, publication_view
from skillsnet.calls.queries.contact_refusals import refuses_contact
from skillsnet.calls.rules import NAMED_CATEGORIES
from skillsnet.classification.queries import Placement, placements_of, with_valid_evidence
from skillsnet.core.text.unmasked import withholding
from skillsnet.directory.queries.neighbours import (
    Neighbour,
    neighbour_of,
    siblings_of,
    similar_neighbours,
    suggestions_of,
)
from skillsnet.directory.queries.project_cards import ProjectCard, cards, with_parts
from skillsnet.facets.filters import Filters
from skillsnet.facets.queries import projects
from skillsnet.membership.queries.checks import last_confirmed
from skillsnet.membership.rules import may_write_news
from skillsnet.participants.texts import cell_for, text_for
from skillsnet.participants.visibility import ContactCard, contact_card
from skillsnet.revisions.queries import frequent_kinds

LINKS_SHOWN = 24


@dataclass(frozen=True)
class DeclaredLink:
    """A declared link to another project: of which kind, and which way it runs."""

    id: int
    neighbour: Neighbour
    kind: str
    label: str
    direction: str


@dataclass(frozen=True)
class Profile:
    """All that a viewer may read of a project; what follows `declared_links` is empty for all but facilitators."""

    card: ProjectCard
    contact: ContactCard
    similar: tuple[Neighbour, ...]
    siblings: tuple[Neighbour, ...]
    declared_links: tuple[DeclaredLink, ...]
    organisation_id: int | None
    contact_id: int | None
    status: str
    external_id: str
    extra: tuple[tuple[str, str], ...]
    publication: PublicationView
    link_kinds: tuple[str, ...]
    confirmed_at: datetime | None
    news: tuple[NewsView, ...]
    may_write_news: bool


@dataclass(frozen=True)
class PrevNext:
    """Where a project stands in a choice, and what comes before and after it."""

    position: int
    total: int
    previous_id: int | None
    next_id: int | None


def profile(pk: int, *, viewer: Viewer, language: str) -> Profile | None:
    """Return the profile of a project that the viewer may read, or None; a constant number of queries."""
    rows = with_parts(Project.objects.readable_by(viewer)).select_related("organisation", "call", "contact")
    project = rows.prefetch_related("contact__consents").filter(pk=pk).first()
    if project is None:
        return None
    contact = contact_card(project.contact, viewer, is_contact_refused=refuses_contact(project.contact))
    suggestions = suggestions_of(project)
    placements = placements_of([pk, *(each.similar_project_id for each in suggestions)], language)
    return Profile(
        card=_profile_card(project, placements.get(pk, ()), viewer, language),
        contact=contact,
        similar=similar_neighbours(project, suggestions, placements, viewer=viewer, language=language),
        siblings=siblings_of(project, viewer),
        declared_links=_declared_links(project, viewer),
        organisation_id=project.organisation_id if viewer.is_facilitator else None,
        contact_id=project.contact_id if viewer.is_facilitator and contact.is_known else None,
        status=str(project.get_status_display()) if viewer.is_facilitator else "",
        external_id=project.external_id if viewer.is_facilitator else "",
        extra=_extra(project, viewer) if viewer.is_facilitator else (),
        publication=publication_view(project, viewer),
        link_kinds=tuple(frequent_kinds(viewer)),
        confirmed_at=last_confirmed(project.contact),
        news=news_of(project, viewer),
        may_write_news=may_write_news(project, viewer),
    )


def _profile_card(project: Project, placements: Sequence[Placement], viewer: Viewer, language: str) -> ProjectCard:
    """Return the project's card with the words that speak for its categories."""
    card = cards([project], viewer=viewer, language=language)[0]
    return replace(card, placements=with_valid_evidence(placements, project))


def prev_next(pk: int, filters: Filters) -> PrevNext | None:
    """Return the project's position in a choice, or None when it is not in it; one query for all its numbers."""
    ids = list(projects(filters).values_list("pk", flat=True))
    if pk not in ids:
        return None
    index = ids.index(pk)
    return PrevNext(
        position=index + 1,
        total=len(ids),
        previous_id=ids[index - 1] if index else None,
        next_id=ids[index + 1] if index + 1 < len(ids) else None,
    )


def _declared_links(project: Project, viewer: Viewer) -> tuple[DeclaredLink, ...]:
    """Return the project's declared links; those that run towards it say so."""
    links = Link.objects.filter(
        Q(source=project, target__in=Project.objects.public()) | Q(target=project, source__in=Project.objects.public())
    ).select_related("source__organisation", "target__organisation")
    declared_links = []
    for link in links.order_by("kind", "pk")[:LINKS_SHOWN]:
        is_towards = link.target_id == project.pk
        is_reversed = is_towards and link.direction == LinkDirection.DIRECTED
        declared_links.append(
            DeclaredLink(
                id=link.pk,
                neighbour=neighbour_of(link.source if is_towards else link.target, viewer),
                kind=text_for(withholding(link.kind, link.source.withheld, link.target.withheld), viewer),
                # A label is free text that may name a person, who agreed to nothing; the kind of link does not.
                label=text_for(link.label, viewer) if viewer.is_facilitator else "",
                direction="towards" if is_reversed else link.direction,
            )
        )
    return tuple(declared_links)


def _extra(project: Project, viewer: Viewer) -> tuple[tuple[str, str], ...]:
    labels = {NAMED_CATEGORIES: _("Categories")}
    return tuple((labels.get(name, str(name)), cell_for(value, viewer)) for name, value in project.extra.items())
