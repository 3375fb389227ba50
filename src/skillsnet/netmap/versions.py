"""Which maps stand, and which are behind the data; reading only, and nothing is built here."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from skillsnet.calls.queries import data_version
from skillsnet.classification.models import Assignment
from skillsnet.facets.queries import shown_projects
from skillsnet.netmap.enums import MapAudience
from skillsnet.netmap.files import is_complete
from skillsnet.netmap.models import MapBuilder, MapVersion
from skillsnet.taxonomy.enums import EditionState
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import SKILLS

# An earlier edition's map is made anew once the map in force has stood so long: while data stream in it can wait.
QUIET_SECONDS = 60
BUILDER = 1


@dataclass(frozen=True)
class Wanted:
    """A map that is to be built: of the edition in force (None), or of an earlier one."""

    edition: int | None = None


def last_version(edition: int | None, audience: str = MapAudience.PUBLIC) -> MapVersion | None:
    """Return the newest map of an edition for an audience whose files are all there."""
    versions = MapVersion.objects.filter(edition=edition or 0, audience=audience).order_by("-data_version")
    return next((version for version in versions[:3] if is_complete(version)), None)


def is_behind(version: MapVersion) -> bool:
    """Return whether the data have changed since a map was built."""
    return version.data_version < data_version()


def next_wanted() -> Wanted | None:
    """Return which map is to be built next, None while all are of the data as they are; a few cheap queries.

    The one in force comes first. Where nobody is in the network any more, what is left of a map counts as one to
    build: building it clears it away.
    """
    if not shown_projects().exists():
        return Wanted() if MapVersion.objects.exists() else None
    last = last_version(None)
    if last is None or is_behind(last) or _is_asked_for():
        return Wanted()
    is_quiet = last.built_at < timezone.now() - timedelta(seconds=QUIET_SECONDS)
    for number in _earlier_editions():
        old = last_version(number)
        if old is None or (is_quiet and is_behind(old)):
            return Wanted(number)
    return None


def _is_asked_for() -> bool:
    """Return whether somebody said that the map must be made anew, though the data's number is the same."""
    found = MapBuilder.objects.filter(pk=BUILDER).values_list("asked", "made").first()
    return found is not None and found[0] > found[1]


def _earlier_editions() -> list[int]:
    """Return the editions that have a map besides the one in force: those in which projects stand."""
    standing = Assignment.objects.filter(is_current=True, edition=OuterRef("pk"))
    held = Edition.objects.filter(Exists(standing), taxonomy__slug=SKILLS, state=EditionState.SUPERSEDED)
    return list(held.order_by("-number").values_list("number", flat=True))


def has_map(edition: int | None) -> bool:
    """Return whether a map of an edition is there or will be, so that a page may promise it."""
    return shown_projects().exists() and (edition is None or edition in _earlier_editions())
