"""What the map's page shows beside the map: facets with their counts, and the selected project."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.models import Project
from skillsnet.core.numbers import whole_number
from skillsnet.db.limits import MAX_ID
from skillsnet.facets.counts import FacetCounts, facet_counts
from skillsnet.facets.enums import NOT_STATED
from skillsnet.facets.filters import Filters
from skillsnet.netmap.enums import FACET_OF
from skillsnet.netmap.models import MapVersion
from skillsnet.netmap.stored import stored_facets
from skillsnet.participants.texts import text_for
from skillsnet.participants.visibility import organisation_label


@dataclass(frozen=True)
class SelectedProject:
    """The project that an address selects, as its reader may see it."""

    pk: int
    title: str
    language: str
    organisation: str


def map_facets(version: MapVersion, filters: Filters, *, viewer: Viewer) -> list[FacetCounts]:
    """Return the facets that a map has, each counted under the choice of the others."""
    counts = value_counts_of(version)
    return [facet for facet in facet_counts(filters, viewer=viewer, counts_by_key=counts) if facet.key in counts]


def grouped_facet(facets: Sequence[FacetCounts], filters: Filters) -> FacetCounts | None:
    """Return the facet whose values are the groups of the drawing; None where it has none."""
    key = FACET_OF.get(filters.group, filters.group)
    return next((facet for facet in facets if facet.key == key), None)


def value_counts_of(version: MapVersion) -> dict[str, dict[str, int]]:
    """Return how many nodes each value of each facet has on a map, by facet and value; "-" for those not stated.

    Counted in the map's first file: the database would take a second and more for a large network.
    """
    return {
        facet.key: {
            **dict(zip(facet.values, np.bincount(facet.items, minlength=len(facet.values)).tolist(), strict=True)),
            NOT_STATED: int((facet.counts == 0).sum()),
        }
        for facet in stored_facets(version)
    }


def selected_project(text: str, *, viewer: Viewer) -> SelectedProject | None:
    """Return the project an address selects by its number, if it is one that is shown."""
    number = whole_number(text, largest=MAX_ID)
    if number is None:
        return None
    project: Project | None = Project.objects.public().filter(pk=number).select_related("organisation").first()
    if project is None:
        return None
    return SelectedProject(
        pk=project.pk,
        title=text_for(project.title, viewer),
        language=project.language,
        organisation=organisation_label(project.organisation, viewer),
    )
