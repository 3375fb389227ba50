"""Reading what the start pages show."""

from skillsnet.intake.models import ImportRun

LATEST = 5


def latest_runs() -> list[ImportRun]:
    """Return the last imports, newest first."""
    return list(ImportRun.objects.select_related("call").order_by("-created_at", "-pk")[:LATEST])
