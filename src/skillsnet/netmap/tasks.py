"""Building the map in the background."""

from django_tasks import task

from skillsnet.netmap.actions import rebuild_map


@task()
def rebuild(edition: int | None = None) -> int:
    """Build the map from the data as they are; building the same data twice changes nothing."""
    return rebuild_map(edition=edition).data_version
