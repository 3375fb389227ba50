"""Reading what the start pages show."""

from skillsnet.calls.models import ProposalLanguage
from skillsnet.intake.models import ImportRun

LATEST = 5


def spoken_languages_count() -> int:
    """Return how many working languages the participants name."""
    return ProposalLanguage.objects.order_by().values("code").distinct().count()


def latest_runs() -> list[ImportRun]:
    """Return the last imports, newest first."""
    return list(ImportRun.objects.select_related("call").order_by("-created_at", "-pk")[:LATEST])
