"""What every page knows about the network's material."""

from typing import Any

from django.http import HttpRequest

from skillsnet.calls.queries import is_example_shown


def example_notice(request: HttpRequest) -> dict[str, Any]:
    """Return whether invented material is shown, so that every page can say so."""
    return {"example_notice": is_example_shown()}
