"""Proposals as lists show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet, TextChoices

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.enums import Beneficiary, Stage
from skillsnet.calls.models import Proposal
from skillsnet.classification.queries import Placement, placements_of
from skillsnet.directory.queries.extra import Stated, extra_of
from skillsnet.participants.enums import OrganisationType
from skillsnet.participants.texts import shown, shown_site
from skillsnet.participants.visibility import organisation_label, organisation_name, website_of

EXCERPT_WORDS = 38


@dataclass(frozen=True)
class Entry:
    """A proposal in the words a viewer may read; empty strings for what was not stated."""

    id: int
    title: str
    summary: str
    language: str
    organisation: str
    type: str
    country: str
    region: str
    languages: tuple[str, ...]
    beneficiaries: tuple[str, ...]
    stage: str
    call: str
    website: str
    placements: tuple[Placement, ...]
    extra: tuple[Stated, ...] = ()

    @property
    def excerpt(self) -> str:
        """The summary's first lines."""
        words = self.summary.split()
        return " ".join(words[:EXCERPT_WORDS]) + ("…" if len(words) > EXCERPT_WORDS else "")

    @property
    def is_suggested(self) -> bool:
        """Whether a category of it still waits for somebody to confirm it."""
        return any(placement.is_suggested for placement in self.placements)

    @property
    def is_mixed(self) -> bool:
        """Whether some of its categories are confirmed and some only suggested."""
        return len({placement.is_suggested for placement in self.placements}) > 1


def with_parts(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Return the queryset with all that an entry reads, in a constant number of queries."""
    return proposals.select_related("organisation", "call").prefetch_related("languages", "beneficiaries")


def entries(proposals: Iterable[Proposal], *, viewer: Viewer, language: str, edition: int | None = None) -> list[Entry]:
    """Return the entries of proposals read `with_parts`; six more queries for categories and extra fields."""
    rows = list(proposals)
    ids = [proposal.pk for proposal in rows]
    placements = placements_of(ids, language, edition=edition)
    extra = extra_of(ids, viewer=viewer, language=language)
    return [
        _entry(proposal, viewer=viewer, placements=placements.get(proposal.pk, []), extra=extra.get(proposal.pk, ()))
        for proposal in rows
    ]


def _entry(proposal: Proposal, *, viewer: Viewer, placements: Sequence[Placement], extra: tuple[Stated, ...]) -> Entry:
    organisation = proposal.organisation
    return Entry(
        id=proposal.pk,
        title=shown(proposal.title, viewer),
        summary=shown(proposal.summary, viewer),
        language=proposal.language,
        organisation=organisation_label(organisation, viewer),
        type=_label(OrganisationType, organisation.type) if organisation else "",
        country=proposal.country,
        region=proposal.region,
        languages=tuple(spoken.code for spoken in proposal.languages.all()),
        beneficiaries=tuple(_label(Beneficiary, helped.group) for helped in proposal.beneficiaries.all()),
        stage=_label(Stage, proposal.stage),
        call=proposal.call.title,
        website=_website(proposal, viewer),
        placements=tuple(replace(placement, evidence=()) for placement in placements),
        extra=extra,
    )


def _label(choices: type[TextChoices], value: str) -> str:
    """Return a choice in words; a field's own `get_…_display` translates all its choices for each row."""
    return str(choices(value).label) if value in choices.values else value


def _website(proposal: Proposal, viewer: Viewer) -> str:
    organisation = proposal.organisation
    # An applicant alone is a person, whose site would name them.
    is_person = organisation is None or not organisation_name(organisation, viewer)
    if is_person and not viewer.is_facilitator:
        return ""
    return shown_site(proposal.website, viewer) or website_of(organisation, viewer)
