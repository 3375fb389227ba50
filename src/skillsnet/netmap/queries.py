"""Reading what the map shows."""

import numpy as np
from django.core.cache import cache

from skillsnet.accounts.viewer import ANYONE, Viewer
from skillsnet.calls.models import Proposal
from skillsnet.calls.queries import data_version
from skillsnet.core.numbers import whole_number
from skillsnet.db.limits import MAX_ID
from skillsnet.facets.counts import Facet, facet_counts
from skillsnet.facets.enums import NOT_STATED
from skillsnet.facets.filters import Filters
from skillsnet.facets.queries import shown_proposals
from skillsnet.netmap.actions import last_version, rebuild_map, refresh_map
from skillsnet.netmap.enums import MapAudience, audience_of
from skillsnet.netmap.files import stored_facets
from skillsnet.netmap.models import MapVersion
from skillsnet.netmap.tasks import rebuild
from skillsnet.participants.visibility import organisation_label

# Up to this many proposals a stale map is built anew while the page waits (about a second).
BUILT_AT_ONCE = 2000
ASKED_SECONDS = 600


def current_map(edition: int | None = None, *, viewer: Viewer = ANYONE) -> MapVersion | None:
    """Return the map of the data as they are, in force or in an earlier edition; None while there is nothing to show.

    A large network of which few proposals changed is brought up to date at once; of which many did, it shows its
    last map until the worker has built the new one.
    """
    number = data_version()
    last = _last_for(viewer, edition)
    if last is not None and last.data_version == number:
        return last
    if last is not None and last.proposal_count > BUILT_AT_ONCE:
        if (fresh := refresh_map(edition=edition)) is not None:
            return _last_for(viewer, edition) or fresh
        _ask_for_rebuild(number, edition)
        return last
    if not shown_proposals().exists():
        return None
    rebuild_map(edition=edition)
    return _last_for(viewer, edition)


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


def _ask_for_rebuild(number: int, edition: int | None) -> None:
    """Have the worker build the map, once for each state of the data however many people look at it."""
    if cache.add(f"map-asked:{number}:{edition or 0}", 1, ASKED_SECONDS):
        rebuild.enqueue(edition)


def facets_on(version: MapVersion, filters: Filters, *, viewer: Viewer) -> list[Facet]:
    """Return the facets that a map has, each counted under the choice of the others."""
    counted = value_counts_of(version)
    return [facet for facet in facet_counts(filters, viewer=viewer, counted=counted) if facet.key in counted]


def value_counts_of(version: MapVersion) -> dict[str, dict[str, int]]:
    """Return how many points each value of each facet has on a map, by facet and value; "-" for those not stated.

    Counted in the map's first file: the database would take a second and more for a large network.
    """
    return {
        facet.key: {
            **dict(zip(facet.values, np.bincount(facet.items, minlength=len(facet.values)).tolist(), strict=True)),
            NOT_STATED: int((facet.counts == 0).sum()),
        }
        for facet in stored_facets(version)
    }


def selected_proposal(asked: str, *, viewer: Viewer) -> dict[str, object] | None:
    """Return the number, title and organisation of the proposal an address selects, if it is one that is shown."""
    number = whole_number(asked, largest=MAX_ID)
    if number is None:
        return None
    found: Proposal | None = shown_proposals().filter(pk=number).select_related("organisation").first()
    if found is None:
        return None
    return {
        "pk": found.pk,
        "title": found.title,
        "language": found.language,
        "organisation": organisation_label(found.organisation, viewer),
    }
