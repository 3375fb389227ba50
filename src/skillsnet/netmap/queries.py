"""Which map a viewer is shown."""

from skillsnet.accounts.viewer import ANYONE, Viewer
from skillsnet.calls.models import Project
from skillsnet.netmap.enums import MapAudience, audience_of
from skillsnet.netmap.models import MapVersion
from skillsnet.netmap.versions import earlier_editions, is_outdated, last_version


def current_map(edition: int | None = None, *, viewer: Viewer = ANYONE) -> MapVersion | None:
    """Return the last map that was built, in force or of an earlier edition; None while there is none to show.

    Reads only. A worker builds the next one after each change of the data (netmap.tasks).
    """
    return _last_for(viewer, edition) if Project.objects.public().exists() else None


def _last_for(viewer: Viewer, edition: int | None) -> MapVersion | None:
    """Return the newest map for a viewer: the public one where none is made for members alone, or not any more.

    An older map of members may hold a field that nobody but facilitators may see by now.
    """
    public = last_version(edition)
    audience = audience_of(viewer)
    members = None if audience is MapAudience.PUBLIC else last_version(edition, audience)
    if members is None or (public is not None and public.data_version > members.data_version):
        return public
    return members


def outdated_map(version: MapVersion | None) -> MapVersion | None:
    """Return a map that shows an earlier state of the data, so that its page can say so; None for a new one."""
    return version if version is not None and is_outdated(version) else None


def has_map(edition: int | None) -> bool:
    """Return whether a map of an edition is there or will be, so that a page may promise it."""
    return Project.objects.public().exists() and (edition is None or edition in earlier_editions())
