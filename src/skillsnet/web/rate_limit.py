"""How often somebody may make more of something, so that no program fills the disk or uses up what is others'."""

from django.http import HttpRequest

from skillsnet.db.tallies import Allowance, count_one_more, key_of
from skillsnet.web.source import source_of

HOUR_SECONDS = 3600


def maker_of(request: HttpRequest) -> str:
    """Return whom to count by: the person who is signed in, for visitors where they come from."""
    user = getattr(request, "user", None)
    return f"person {user.pk}" if user is not None and user.is_authenticated else f"source {source_of(request)}"


def allow(name: str, *, by: str, most_an_hour: int) -> bool:
    """Count one more of something by somebody, and return whether that is still within what one hour may see.

    Each has an own count; what one makes takes nothing from another.
    """
    return count_one_more(key_of(name, by), allowed=Allowance(most_an_hour, HOUR_SECONDS)).is_within
