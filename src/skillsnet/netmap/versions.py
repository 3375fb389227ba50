"""Which maps stand, and which are outdated; reading only, and nothing is built here."""

from django.db.models import Exists, OuterRef

from skillsnet.calls.queries import data_version
from skillsnet.classification.models import Assignment
from skillsnet.netmap.enums import MapAudience
from skillsnet.netmap.files import is_complete
from skillsnet.netmap.models import MapVersion
from skillsnet.taxonomy.enums import EditionState
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import SKILLS


def last_version(edition: int | None, audience: str = MapAudience.PUBLIC) -> MapVersion | None:
    """Return the newest map of an edition for an audience whose files are all there."""
    versions = MapVersion.objects.filter(edition=edition or 0, audience=audience).order_by("-data_version")
    return next((version for version in versions[:3] if is_complete(version)), None)


def newest_of_each() -> list[int]:
    """Return the keys of the newest version of each edition for each audience."""
    rows = MapVersion.objects.order_by("data_version", "pk").values_list("edition", "audience", "pk")
    return list({(edition, audience): pk for edition, audience, pk in rows}.values())


def is_outdated(version: MapVersion) -> bool:
    """Return whether the data have changed since a map was built."""
    return version.data_version < data_version()


def earlier_editions() -> list[int]:
    """Return the editions that have a map besides the one in force: those in which projects stand."""
    assignments = Assignment.objects.filter(is_current=True, edition=OuterRef("pk"))
    editions = Edition.objects.filter(Exists(assignments), taxonomy__slug=SKILLS, state=EditionState.SUPERSEDED)
    return list(editions.order_by("-number").values_list("number", flat=True))
