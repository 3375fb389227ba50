"""Reading what the map shows."""

import numpy as np

from skillsnet.accounts.viewer import ANYONE, Viewer
from skillsnet.calls.models import Project
from skillsnet.core.numbers import whole_number
from skillsnet.db.limits import MAX_ID
from skillsnet.facets.counts import Facet, facet_counts
from skillsnet.facets.enums import NOT_STATED
from skillsnet.facets.filters import Filters
from skillsnet.facets.queries import shown_projects
from skillsnet.netmap.enums import MapAudience, audience_of
from skillsnet.netmap.files import stored_facets
from skillsnet.netmap.models import MapVersion
from skillsnet.netmap.versions import is_behind, last_version
from skillsnet.participants.texts import text_for
from skillsnet.participants.visibility import organisation_label


def current_map(edition: int | None = None, *, viewer: Viewer = ANYONE) -> MapVersion | None:
    """Return the last map that was built, in force or of an earlier edition; None while there is none to show.

    Reads only. A worker builds the next one after each change of the data (netmap.building).
    """
    return _last_for(viewer, edition) if shown_projects().exists() else None


def _last_for(viewer: Viewer, edition: int | None) -> MapVersion | None:
    """Return the newest map for a viewer: the public one where none is made for members alone, or not any more.

    An older map of members may hold a field that nobody but facilitators may see by now.
    """
    public = last_version(edition)
    audience = audience_of(viewer)
    mine = None if audience is MapAudience.PUBLIC else last_version(edition, audience)
    if mine is None or (public is not None and public.data_version > mine.data_version):
        return public
    return mine


def behind(version: MapVersion | None) -> MapVersion | None:
    """Return a map that shows an earlier state of the data, so that its page can say so; None for a new one."""
    return version if version is not None and is_behind(version) else None


def facets_on(version: MapVersion, filters: Filters, *, viewer: Viewer) -> list[Facet]:
    """Return the facets that a map has, each counted under the choice of the others."""
    counted = value_counts_of(version)
    return [facet for facet in facet_counts(filters, viewer=viewer, counts_by_key=counted) if facet.key in counted]


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


def selected_project(asked: str, *, viewer: Viewer) -> dict[str, object] | None:
    """Return the number, title and organisation of the project an address selects, if it is one that is shown."""
    number = whole_number(asked, largest=MAX_ID)
    if number is None:
        return None
    found: Project | None = shown_projects().filter(pk=number).select_related("organisation").first()
    if found is None:
        return None
    return {
        "pk": found.pk,
        "title": text_for(found.title, viewer),
        "language": found.language,
        "organisation": organisation_label(found.organisation, viewer),
    }
