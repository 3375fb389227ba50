"""Which map is to be built next."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from skillsnet.calls.models import Project
from skillsnet.netmap.models import BUILDER_PK, MapBuilder, MapVersion
from skillsnet.netmap.versions import earlier_editions, is_outdated, last_version

# An earlier edition's map is made anew once the map in force has stood so long: while data stream in it can wait.
QUIET_SECONDS = 60


@dataclass(frozen=True)
class DueMap:
    """A map that is to be built: of the edition in force (None), or of an earlier one."""

    edition: int | None = None


def next_due_map() -> DueMap | None:
    """Return which map is to be built next, None while all are of the data as they are; a few cheap queries.

    The one in force comes first. Where nobody is in the network any more, what remains of a map counts as one to
    build: building it clears it away.
    """
    if not Project.objects.public().exists():
        return DueMap() if MapVersion.objects.exists() else None
    last = last_version(None)
    if last is None or is_outdated(last) or _is_requested():
        return DueMap()
    is_quiet = last.built_at < timezone.now() - timedelta(seconds=QUIET_SECONDS)
    for edition in earlier_editions():
        version = last_version(edition)
        if version is None or (is_quiet and is_outdated(version)):
            return DueMap(edition)
    return None


def _is_requested() -> bool:
    """Return whether somebody said that the map must be made anew, though the data's number is the same."""
    counts = MapBuilder.objects.filter(pk=BUILDER_PK).values_list("request_count", "served_count").first()
    return counts is not None and counts[0] > counts[1]
