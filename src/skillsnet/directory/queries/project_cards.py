"""Projects as lists show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet, TextChoices

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.enums import Beneficiary, Stage
from skillsnet.calls.models import Project
from skillsnet.calls.queries import title_for
from skillsnet.classification.queries import Placement, placements_of
from skillsnet.directory.queries.extra import ExtraFieldValue, extra_of
from skillsnet.facets.filters import Filters
from skillsnet.facets.queries import projects as filtered_projects
from skillsnet.participants.enums import OrganisationType
from skillsnet.participants.texts import site_for, text_for
from skillsnet.participants.visibility import organisation_label, organisation_name, website_of

EXCERPT_WORDS = 38
FIRST_SHOWN = 12


@dataclass(frozen=True)
class ProjectCard:
    """A project in the words a viewer may read; empty strings for what was not stated."""

    id: int
    title: str
    summary: str
    language: str
    organisation: str
    type: str
    country: str
    region: str
    work_countries: tuple[str, ...]
    languages: tuple[str, ...]
    beneficiaries: tuple[str, ...]
    stage: str
    call: str
    website: str
    placements: tuple[Placement, ...]
    extra: tuple[ExtraFieldValue, ...] = ()
    is_organisation: bool = False

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


def with_parts(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Return the queryset with all that a card reads, in a constant number of queries."""
    lists = ("languages", "beneficiaries", "work_countries")
    return projects.select_related("organisation", "call").prefetch_related(*lists)


def cards(
    projects: Iterable[Project], *, viewer: Viewer, language: str, edition: int | None = None
) -> list[ProjectCard]:
    """Return the cards of projects read `with_parts`; six more queries for categories and extra fields."""
    rows = list(projects)
    ids = [project.pk for project in rows]
    placements = placements_of(ids, language, edition=edition)
    extra = extra_of(ids, viewer=viewer, language=language)
    return [
        _card(project, viewer=viewer, placements=placements.get(project.pk, []), extra=extra.get(project.pk, ()))
        for project in rows
    ]


def first_cards(filters: Filters, *, viewer: Viewer, language: str) -> list[ProjectCard]:
    """Return the cards of the first projects of a choice."""
    rows = with_parts(filtered_projects(filters))[:FIRST_SHOWN]
    return cards(rows, viewer=viewer, language=language, edition=filters.edition)


def _card(
    project: Project, *, viewer: Viewer, placements: Sequence[Placement], extra: tuple[ExtraFieldValue, ...]
) -> ProjectCard:
    organisation = project.organisation
    return ProjectCard(
        id=project.pk,
        title=title_for(project, viewer),
        summary=text_for(project.summary, viewer),
        language=project.language,
        organisation=organisation_label(organisation, viewer),
        type=_label(OrganisationType, organisation.type) if organisation else "",
        country=project.country,
        region=project.region,
        work_countries=tuple(work_country.code for work_country in project.work_countries.all()),
        languages=tuple(language_row.code for language_row in project.languages.all()),
        beneficiaries=tuple(_label(Beneficiary, helped.group) for helped in project.beneficiaries.all()),
        stage=_label(Stage, project.stage),
        call=project.call.title,
        website=_website(project, viewer),
        placements=tuple(replace(placement, evidence=()) for placement in placements),
        extra=extra,
        is_organisation=project.is_organisation,
    )


def _label(choices: type[TextChoices], value: str) -> str:
    """Return a choice in words; a field's own `get_…_display` translates all its choices for each row."""
    return str(choices(value).label) if value in choices.values else value


def _website(project: Project, viewer: Viewer) -> str:
    organisation = project.organisation
    # A participant alone is a person, whose site would name them.
    is_person = organisation is None or not organisation_name(organisation, viewer)
    if is_person and not viewer.is_facilitator:
        return ""
    return site_for(project.website, viewer) or website_of(organisation, viewer)
