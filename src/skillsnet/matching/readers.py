"""Reading organisations with their projects as parties to a match, from what everybody may see of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from skillsnet.calls.enums import Stage
from skillsnet.calls.models import Link, Project, ProjectBeneficiary, ProjectLanguage
from skillsnet.classification.enums import Source
from skillsnet.classification.models import Assignment
from skillsnet.classification.rules import LEAST_PROBABILITY
from skillsnet.core.geo import region_of
from skillsnet.core.matching import Party
from skillsnet.core.netmap.graph import Links
from skillsnet.matching.enums import SuggestionState
from skillsnet.matching.models import OrganisationSuggestion
from skillsnet.taxonomy.enums import EditionState
from skillsnet.taxonomy.queries import SKILLS

MEANS = "means"
# How long a suggestion that somebody did not want, or put off, is not made again.
KEPT_AWAY = {SuggestionState.DISMISSED: timedelta(days=183), SuggestionState.NOT_NOW: timedelta(days=14)}

Values = Mapping[int, frozenset[str]]


@dataclass(frozen=True)
class MatchingNetwork:
    """The organisations of shown projects by number, with the numbers of these; and who is tied to whom by index."""

    parties: tuple[Party, ...]
    project_ids: tuple[tuple[int, ...], ...]
    links: Links

    def index(self) -> dict[int, int]:
        """Return the index of each organisation's number."""
        return {party.key: at for at, party in enumerate(self.parties)}


def read_network() -> MatchingNetwork:
    """Return all organisations with shown projects, and declared links between them; a constant number of queries.

    The texts of the projects are read by `described_projects`.
    """
    projects = matched_projects()
    owner = dict(projects.order_by("pk").values_list("pk", "organisation_id"))
    own_projects: dict[int, list[int]] = defaultdict(list)
    for pk, organisation in owner.items():
        own_projects[organisation].append(pk)
    stages, countries = _stages_and_countries(projects)
    categories, means = _by_project(_placed(SKILLS)), _by_project(_placed(MEANS))
    beneficiaries = _by_project(ProjectBeneficiary.objects.order_by("pk").values_list("project_id", "group"))
    languages = _by_project(ProjectLanguage.objects.order_by("pk").values_list("project_id", "code"))
    away = excluded_organisations()
    parties = [
        Party(
            key,
            project_count=len(numbers),
            categories=_all_of(categories, numbers),
            beneficiaries=_all_of(beneficiaries, numbers),
            means=_all_of(means, numbers),
            stage=max((stages[pk] for pk in numbers if pk in stages), default=None),
            languages=_all_of(languages, numbers),
            country=countries[key],
            region=(region_of(countries[key]) or "") if countries[key] else "",
            excluded_keys=frozenset(away[key]),
        )
        for key, numbers in sorted(own_projects.items())
    ]
    index = {party.key: at for at, party in enumerate(parties)}
    project_ids = tuple(tuple(own_projects[party.key]) for party in parties)
    return MatchingNetwork(tuple(parties), project_ids, Links.of_pairs(_linked(owner, index)))


def matched_projects() -> QuerySet[Project]:
    """Return the shown projects of organisations."""
    return Project.objects.public().filter(organisation__isnull=False, organisation__merged_into=None)


def excluded_organisations() -> dict[int, set[int]]:
    """Return whom each organisation is not suggested for now, as one of the two did not want the other or asked it."""
    now = timezone.now()
    in_effect = Q(state=SuggestionState.ASKED)
    for state, duration in KEPT_AWAY.items():
        in_effect |= Q(state=state, state_at__gt=now - duration)
    away: dict[int, set[int]] = defaultdict(set)
    pairs = (
        OrganisationSuggestion.objects.filter(in_effect).order_by("pk").values_list("organisation_id", "suggested_id")
    )
    for first, other in pairs:
        away[first].add(other)
        away[other].add(first)
    return away


def _stages_and_countries(projects: QuerySet[Project]) -> tuple[dict[int, int], dict[int, str]]:
    """Return the stage of each project as a number, and the country of each organisation, its own or a project's."""
    steps = {stage: step for step, stage in enumerate(Stage.values)}
    stages: dict[int, int] = {}
    countries: dict[int, str] = {}
    rows = projects.order_by("pk").values_list("pk", "organisation_id", "stage", "country", "organisation__country")
    for pk, organisation, stage, country, own_country in rows:
        if stage:
            stages[pk] = steps[stage]
        countries[organisation] = countries.get(organisation) or own_country or country
    return stages, countries


def _placed(taxonomy: str) -> Iterable[tuple[int, str]]:
    """Return projects with categories in force that somebody confirmed, or that are likely enough to be told."""
    current = Assignment.objects.filter(
        is_current=True, edition__taxonomy__slug=taxonomy, edition__state=EditionState.PUBLISHED
    )
    tellable = current.filter(~Q(decision__source=Source.ENGINE) | Q(probability__gte=LEAST_PROBABILITY))
    return tellable.order_by("pk").values_list("project_id", "category__slug")


def _by_project(rows: Iterable[tuple[int, str]]) -> Values:
    values: dict[int, set[str]] = defaultdict(set)
    for project, value in rows:
        values[project].add(value)
    return {project: frozenset(items) for project, items in values.items()}


def _all_of(values: Values, projects: Iterable[int]) -> frozenset[str]:
    return frozenset().union(*(values.get(pk, frozenset()) for pk in projects))


def _linked(owner: Mapping[int, int], index: Mapping[int, int]) -> list[tuple[int, int]]:
    """Return the organisations whose projects somebody linked, by index."""
    links = Link.objects.order_by("pk").values_list("source_id", "target_id")
    ends = [(owner[source], owner[target]) for source, target in links if source in owner and target in owner]
    return sorted({(index[first], index[other]) for first, other in ends if first != other})
