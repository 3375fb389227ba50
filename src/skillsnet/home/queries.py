"""Reading what the start pages show."""

from skillsnet.accounts.models import User
from skillsnet.intake.models import ImportRun

LATEST = 5


def latest_runs() -> list[ImportRun]:
    """Return the last imports, newest first."""
    return list(ImportRun.objects.select_related("call").order_by("-created_at", "-pk")[:LATEST])


def is_unclaimed() -> bool:
    """Return whether nobody has an account yet, so that whoever looks may be the one who set the network up."""
    return not User.objects.exists()
