"""What the measures of the network mean, with the names that a viewer may see."""

from collections.abc import Iterable
from dataclasses import dataclass

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.models import Project
from skillsnet.facets.models import Neighbourhood
from skillsnet.netmap.measures import NetworkMeasures, measures_of
from skillsnet.netmap.models import MapVersion
from skillsnet.participants.texts import text_for
from skillsnet.participants.visibility import organisation_label


@dataclass(frozen=True)
class MeasuredProject:
    """A project that a sentence names: how many declared links it has, or which neighbourhoods it joins."""

    pk: int
    title: str
    language: str
    organisation: str
    number: int = 0
    joins: tuple[str, ...] = ()


@dataclass(frozen=True)
class NetworkFigures:
    """The measures of a map, ready for the page."""

    projects: int
    measures: NetworkMeasures
    best_connected: list[MeasuredProject]
    bridges: list[MeasuredProject]
    similarity_bridges: list[MeasuredProject]

    @property
    def unlinked_projects(self) -> int:
        """How many projects have no declared link."""
        return self.projects - self.measures["linked_projects"]

    @property
    def linked_pct(self) -> int:
        """How many of a hundred projects have a declared link."""
        return round(100 * self.measures["linked_projects"] / self.projects) if self.projects else 0


def network_figures(version: MapVersion | None, *, viewer: Viewer, language: str) -> NetworkFigures | None:
    """Return the measures of a map with names as the viewer may see them; None without a map; two queries."""
    measures = measures_of(version) if version is not None else None
    if version is None or measures is None:
        return None
    rows = [*measures["best_connected"], *measures["bridges"], *measures["similarity_bridges"]]
    projects = {project.pk: project for project in _projects(row[0] for row in rows)}
    labels = {neighbourhood.slug: neighbourhood.label(language) for neighbourhood in Neighbourhood.objects.all()}

    def bridges(rows: Iterable[tuple[int, list[str]]]) -> list[MeasuredProject]:
        return [
            _measured_project(projects[pk], viewer, joins=tuple(labels[slug] for slug in slugs if slug in labels))
            for pk, slugs in rows
            if pk in projects
        ]

    return NetworkFigures(
        projects=version.project_count,
        measures=measures,
        best_connected=[
            _measured_project(projects[pk], viewer, number=number)
            for pk, number in measures["best_connected"]
            if pk in projects
        ],
        bridges=bridges(measures["bridges"]),
        similarity_bridges=bridges(measures["similarity_bridges"]),
    )


def _projects(ids: Iterable[int]) -> Iterable[Project]:
    return Project.objects.public().filter(pk__in=set(ids)).select_related("organisation").order_by("pk")


def _measured_project(
    project: Project, viewer: Viewer, *, number: int = 0, joins: tuple[str, ...] = ()
) -> MeasuredProject:
    return MeasuredProject(
        pk=project.pk,
        title=text_for(project.title, viewer),
        language=project.language,
        organisation=organisation_label(project.organisation, viewer),
        number=number,
        joins=joins,
    )
