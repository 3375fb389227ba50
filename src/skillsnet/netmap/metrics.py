"""What the measures of the network mean, with the names that a viewer may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.models import Project
from skillsnet.facets.models import Neighbourhood
from skillsnet.facets.queries import shown_projects
from skillsnet.netmap.models import MapVersion
from skillsnet.participants.texts import text_for
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

    projects: int
    told: dict[str, Any]
    connected: list[Named]
    bridges: list[Named]
    alike_bridges: list[Named]

    @property
    def untied(self) -> int:
        """How many projects have no declared tie."""
        return self.projects - int(self.told["tied"])

    @property
    def tied_pct(self) -> int:
        """How many of a hundred projects have a declared tie."""
        return round(100 * int(self.told["tied"]) / self.projects) if self.projects else 0


def metrics_of(version: MapVersion | None, *, viewer: Viewer, language: str) -> Metrics | None:
    """Return the measures of a map with names as the viewer may see them; None without a map; two queries."""
    if version is None or "ties" not in version.measures:
        return None
    told = version.measures
    rows = [*told["connected"], *told["bridges"], *told["alike_bridges"]]
    projects = {found.pk: found for found in _projects(row[0] for row in rows)}
    labels = {found.slug: found.label(language) for found in Neighbourhood.objects.all()}

    def bridges(key: str) -> list[Named]:
        found = [(projects.get(pk), slugs) for pk, slugs in told[key]]
        return [
            _named(project, viewer, joins=tuple(labels[slug] for slug in slugs if slug in labels))
            for project, slugs in found
            if project is not None
        ]

    return Metrics(
        projects=version.project_count,
        told=told,
        connected=[_named(projects[pk], viewer, number=number) for pk, number in told["connected"] if pk in projects],
        bridges=bridges("bridges"),
        alike_bridges=bridges("alike_bridges"),
    )


def _projects(ids: Iterable[int]) -> Iterable[Project]:
    return shown_projects().filter(pk__in=set(ids)).select_related("organisation").order_by("pk")


def _named(project: Project, viewer: Viewer, *, number: int = 0, joins: tuple[str, ...] = ()) -> Named:
    return Named(
        pk=project.pk,
        title=text_for(project.title, viewer),
        language=project.language,
        organisation=organisation_label(project.organisation, viewer),
        number=number,
        joins=joins,
    )
